"""The form of ids: they name lessons and exercises in files, addresses and events."""

import re
from typing import Final

KEBAB: Final = re.compile(r"(?=.{1,50}\Z)[a-z0-9]+(-[a-z0-9]+)*\Z")
"""Kebab-case, short enough for the id of a cell (64 characters) with a prefix."""


def exercise_file_name(exercise: str) -> str:
    """The name of the file of the exercise with the id `exercise`."""
    return f"{exercise.replace('-', '_')}.py"
