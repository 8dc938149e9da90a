"""Finding an installed exercise: the pack's package, the lesson's folder, the exercise's file."""

from __future__ import annotations

import re
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from torchenstein_lab.checks.fault import CheckFault

GROUP = "torchenstein_lab.packs"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def exercise_file(pack: str, lesson: str, exercise: str) -> Path:
    """The file of an exercise in the pack that is installed in this environment.

    Raises `CheckFault` with a sentence that says what is missing, and how to get it."""
    for what, identity in (("pack", pack), ("lesson", lesson), ("exercise", exercise)):
        if not _ID.match(identity):
            raise CheckFault(f"This is no {what} that can be checked: {identity[:80]!r} is not a valid id.")
    root = pack_root(pack)
    path = root / lesson / "exercises" / f"{exercise.replace('-', '_')}.py"
    if not path.is_file():
        raise CheckFault(
            f"The pack {pack!r} in the kernel's environment has no exercise {exercise!r} in a lesson {lesson!r}. "
            f"Bring it up to date there, in a terminal: `{sys.executable} -m pip install --upgrade {_project(pack)}`. "
            "Then restart the kernel."
        )
    return path


def pack_root(pack: str) -> Path:
    """The folder of an installed pack."""
    for entry in entry_points(group=GROUP):
        if entry.name == pack:
            spec = find_spec(entry.value.split(".")[0])
            if spec is not None and spec.submodule_search_locations:
                return Path(next(iter(spec.submodule_search_locations)))
    raise CheckFault(
        f"The kernel of this notebook does not have the pack {pack!r}. "
        f"Install it there, in a terminal: `{sys.executable} -m pip install {_project(pack)}`. Then restart the kernel."
    )


def _project(pack: str) -> str:
    """The name to install a pack by: that of the distribution that announces it, else a likely one."""
    for entry in entry_points(group=GROUP):
        if entry.name == pack and entry.dist is not None:
            return entry.dist.name
    return "torchenstein-lab" if pack == "torchenstein" else pack
