"""Finding the file of an exercise among the packs that are installed in the kernel's environment."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, entry_points, packages_distributions
from pathlib import Path

from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.course.packs import GROUP, InstalledPack, PackError, find_pack, find_packs


def exercise_file(pack: str, lesson: str, exercise: str) -> Path:
    """The file of an exercise. Raises `CheckFault` with a sentence that says what is missing, and the command
    that brings it."""
    try:
        found = find_pack(pack)
    except PackError as error:
        if any(isinstance(other, InstalledPack) and other.id == pack for other in find_packs()):
            raise CheckFault(str(error)) from error
        command = f"{sys.executable} -m pip install {project_of(pack)}"
        raise CheckFault(
            f"The kernel of this notebook does not have the lessons “{pack[:80]}”. "
            f"Install them where it runs, in a terminal: `{command}`. Then restart the kernel."
        ) from error
    try:
        return found.exercise_file(lesson, exercise)
    except PackError as error:
        command = f"{sys.executable} -m pip install --upgrade {project_of(pack)}"
        raise CheckFault(
            f"{error} If the notebook is newer than the lessons in the kernel's environment, "
            f"bring those up to date, in a terminal: `{command}`. Then restart the kernel."
        ) from error


def project_of(pack: str) -> str:
    """The name to install a pack by: that of the distribution which announces it, else a likely one."""
    for entry in entry_points(group=GROUP):
        if entry.name == pack:
            try:
                if entry.dist is not None:
                    return entry.dist.name
            except PackageNotFoundError:
                continue
            owners = packages_distributions().get(entry.value.split(".")[0])
            if owners:
                return owners[0]
    return "torchenstein-lab" if pack == "torchenstein" else pack[:80]
