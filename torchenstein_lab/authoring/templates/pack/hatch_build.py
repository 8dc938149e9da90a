"""Sees to it that a build never ships lessons that are older than their source.

Where Torchenstein Lab is at hand (`python -m build --no-isolation`), the lessons are compiled. In pip's
isolated build environment it is not, so the compiled lessons beside this file are taken, if they are of
this very source.
"""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE, PACKAGE = "lessons", "new_pack"


class BuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        if importlib.util.find_spec("torchenstein_lab") is not None:
            subprocess.run([*COMPILE, SOURCE, PACKAGE], cwd=root, check=True)
        elif not is_current(root / SOURCE, root / PACKAGE):
            raise RuntimeError(
                f"The lessons in {PACKAGE}/ are missing, or older than {SOURCE}/. "
                f"Run: torchenstein lesson compile {SOURCE} {PACKAGE}"
            )


COMPILE = [sys.executable, "-m", "torchenstein_lab.authoring.compile"]


def is_current(source: Path, package: Path) -> bool:
    """Whether the compiled lessons were made of exactly this source."""
    mark = package / "source.sha256"
    return mark.is_file() and mark.read_text().strip() == digest(source)


def digest(source: Path) -> str:
    """One digest of the names and contents of all files of the source, as Torchenstein Lab makes it."""
    total = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in name.parts):
            content = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            total.update(f"{name.as_posix()}\0{content}\n".encode())
    return total.hexdigest()
