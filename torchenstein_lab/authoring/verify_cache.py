"""What was proved before, and need not be proved again until something that it depends on changes.

For each exercise and each lesson one small file in the user's cache: the key under which it was proved, and
the report. A key is a digest of the source, of the code that judges it, and of the versions of Python and
PyTorch. Only what holds is remembered; a cache that cannot be read or written is an empty one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sys
import uuid
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")
_PACKAGE = Path(__file__).parent.parent
_JUDGES = ("authoring", "checks", "contracts", "course", "lesson.py")
"""The parts of this package on which a verdict about an exercise depends."""


class _Proved(msgspec.Struct):
    key: str
    report: msgspec.Raw


class VerifyCache:
    """Remembers reports below `folder`; without one, remembers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, subject: Path, key: str, kind: type[T]) -> T | None:
        """The report about `subject` that was proved under `key`, if there is one."""
        if self._folder is None:
            return None
        try:
            proved = msgspec.json.decode(self._file(self._folder, subject).read_bytes(), type=_Proved)
            return msgspec.json.decode(proved.report, type=kind) if proved.key == key else None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def put(self, subject: Path, key: str, report: msgspec.Struct) -> None:
        """Remember a report, in place of an older one."""
        if self._folder is None:
            return
        file = self._file(self._folder, subject)
        own = file.with_name(f".{uuid.uuid4().hex}")
        with contextlib.suppress(OSError):
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                own.write_bytes(msgspec.json.encode(_Proved(key, msgspec.Raw(msgspec.json.encode(report)))))
                own.replace(file)
            finally:
                own.unlink(missing_ok=True)

    @staticmethod
    def _file(folder: Path, subject: Path) -> Path:
        return folder / f"{hashlib.sha256(str(subject.resolve()).encode()).hexdigest()[:32]}.json"


def cache_folder() -> Path:
    """The folder of this user's cache for `verify`."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "torchenstein-lab" / "verify"


def exercise_key(path: Path, *settings: object) -> str:
    """The key of an exercise file, judged with some settings."""
    return _digest([path], path.parent, judges_digest(), *settings)


def lesson_key(folder: Path, *settings: object) -> str:
    """The key of a whole lesson; its notebook runs all of this package."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return _digest(files, folder, package_digest(), *settings)


@cache
def judges_digest() -> str:
    """A digest of the code that judges exercises."""
    return _digest(_sources(*(_PACKAGE / name for name in _JUDGES)), _PACKAGE, *_versions())


@cache
def package_digest() -> str:
    """A digest of all Python and JavaScript that a notebook may run."""
    return _digest(_sources(_PACKAGE), _PACKAGE, *_versions())


def _sources(*places: Path) -> Iterable[Path]:
    for place in places:
        if place.is_file():
            yield place
        else:
            yield from (path for path in place.rglob("*") if path.suffix in (".py", ".js"))


def _versions() -> tuple[str, ...]:
    return platform.python_version(), version("torch")


def _digest(files: Iterable[Path], folder: Path, *more: object) -> str:
    digest = hashlib.sha256(repr(more).encode())
    for path in sorted(files):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()
