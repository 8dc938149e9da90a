"""The form of ids: they name lessons and exercises in files, addresses and events."""

import re
from typing import Final

KEBAB: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def exercise_file_name(exercise: str) -> str:
    """The name of the file of the exercise with the id `exercise`."""
    return f"{exercise.replace('-', '_')}.py"
