"""Finds installed packs by their metadata, and reads their files. Nothing of a pack is imported.

Used by the server and by the kernel. What a pack says is foreign input: it is validated when it is read,
files are found by ids that the pack itself lists, and a pack that cannot be read hides no other.
"""

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from torchenstein_lab.contracts import CONTRACT
from torchenstein_lab.contracts.lesson import Lesson, Pack, Solutions
from torchenstein_lab.course.ids import KEBAB, exercise_file_name

GROUP: Final = "torchenstein_lab.packs"
"""The group of entry points that announce packs: the name is the pack's id, the value a top-level package."""

PATH_VARIABLE: Final = "TORCHENSTEIN_PACK_PATH"
"""Folders of compiled packs, for previews and tests. They come before an installed pack of the same id."""

_T = TypeVar("_T")


class PackError(Exception):
    """A pack cannot give what was asked for; the text is a sentence for learners."""


class NotInPackError(PackError):
    """There is no such pack, lesson or exercise."""


class DamagedPackError(PackError):
    """A file of a pack is missing or cannot be read."""


@dataclass(frozen=True)
class BrokenPack:
    """A pack that is announced but cannot be used; `problem` says why, and what to do."""

    id: str
    problem: str


@dataclass(frozen=True)
class InstalledPack:
    """A pack that can be used; its lessons are read when they are asked for."""

    folder: Path
    pack: Pack = field(compare=False)

    @property
    def id(self) -> str:
        return self.pack.id

    @property
    def lesson_ids(self) -> tuple[str, ...]:
        """The ids of all lessons, in order."""
        return tuple(lesson for module in self.pack.modules for lesson in module.lessons)

    def lesson(self, lesson: str) -> Lesson:
        """The lesson with the id `lesson`. Raises `NotInPackError` or `DamagedPackError`."""
        read = _read(self._lesson_folder(lesson) / "lesson.json", lambda data: _decode(data, Lesson))
        if read.id != lesson:
            message = f"The lesson “{lesson}” of the pack “{self.id}” calls itself “{read.id}”. {_REINSTALL}"
            raise DamagedPackError(message)
        return read

    def notebook(self, lesson: str) -> dict[str, Any]:
        """A fresh copy of the lesson's notebook, in deal 0. Raises `NotInPackError` or `DamagedPackError`."""
        path = self._lesson_folder(lesson) / "lesson.ipynb"
        notebook = json.loads(_read(path, _checked_json))
        if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
            message = f"{path} is no notebook. {_REINSTALL}"
            raise DamagedPackError(message)
        return notebook

    def solutions(self, lesson: str, exercise: str) -> Solutions:
        """All right answers of an exercise. Raises `NotInPackError` or `DamagedPackError`."""
        path = self._lesson_folder(lesson) / "solutions.json"
        self._check_exercise(lesson, exercise)
        for solutions in _read(path, lambda data: _decode(data, tuple[Solutions, ...])):
            if solutions.exercise == exercise:
                return solutions
        message = f"{path} lacks the solution of “{exercise}”. {_REINSTALL}"
        raise DamagedPackError(message)

    def exercise_file(self, lesson: str, exercise: str) -> Path:
        """The file with the exercise's check. Raises `NotInPackError` or `DamagedPackError`."""
        self._check_exercise(lesson, exercise)
        path = self._lesson_folder(lesson) / "exercises" / exercise_file_name(exercise)
        if not path.is_file():
            message = f"The file {path} is missing. {_REINSTALL}"
            raise DamagedPackError(message)
        return path

    def _lesson_folder(self, lesson: str) -> Path:
        # Only ids that the pack lists become part of a path, and all of those are kebab-case.
        if lesson not in self.lesson_ids:
            message = f"The pack “{self.id}” has no lesson “{lesson}”. Open a lesson from the course map."
            raise NotInPackError(message)
        return self.folder / lesson

    def _check_exercise(self, lesson: str, exercise: str) -> None:
        if exercise not in (known.id for known in self.lesson(lesson).exercises) or not KEBAB.match(exercise):
            message = f"The lesson “{lesson}” has no exercise “{exercise}”. Open the lesson's newest version."
            raise NotInPackError(message)


_REINSTALL: Final = "Install the pack again."


def find_packs() -> list[InstalledPack | BrokenPack]:
    """All packs: those on `TORCHENSTEIN_PACK_PATH`, then the installed ones by name."""
    found: dict[str, InstalledPack | BrokenPack] = {}
    for folder in _folders_of_previews():
        pack = _open(folder, None)
        found.setdefault(pack.id, pack)
    previewed = set(found)
    for name, value in _announced():
        if name in previewed:
            continue
        pack = _installed(name, value)
        if name in found:
            pack = BrokenPack(f"{name} ({value})", f"Two packs are called “{name}”. Uninstall one of them.")
        found[pack.id] = pack
    return list(found.values())


def find_pack(identity: str) -> InstalledPack:
    """The pack with the id `identity`. Raises `NotInPackError` or `DamagedPackError` with a sentence."""
    for pack in find_packs():
        if pack.id == identity:
            if isinstance(pack, InstalledPack):
                return pack
            raise DamagedPackError(pack.problem)
    message = f"The pack “{identity}” is not installed. Install it where this Python runs ({sys.prefix})."
    raise NotInPackError(message)


def _folders_of_previews() -> Iterator[Path]:
    for text in os.environ.get(PATH_VARIABLE, "").split(os.pathsep):
        if text.strip():
            yield Path(text)


_metadata: tuple[object, tuple[tuple[str, str], ...]] = (None, ())


def _announced() -> tuple[tuple[str, str], ...]:
    """Name and value of the entry points, each once, sorted; read again when an installation changed."""
    # Reading the metadata of hundreds of packages takes tens of milliseconds.
    global _metadata  # noqa: PLW0603
    state = tuple((path, _changed_at(path)) for path in sys.path)
    if _metadata[0] != state:
        points = {(point.name, point.value) for point in entry_points(group=GROUP)}
        _metadata = (state, tuple(sorted(points)))
    return _metadata[1]


def _changed_at(path: str) -> int:
    try:
        return os.stat(path or ".").st_mtime_ns  # noqa: PTH116  (called for each entry of sys.path)
    except OSError:
        return 0


def _installed(name: str, value: str) -> InstalledPack | BrokenPack:
    if not value.isidentifier():
        return BrokenPack(
            name,
            f"The pack “{name}” names “{value}” as its package, but only a top-level package can be found "
            "without running its code. Ask its author to correct the entry point.",
        )
    try:
        spec = importlib.util.find_spec(value)
    except (ImportError, ValueError, AttributeError):
        spec = None
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        return BrokenPack(name, f"The package “{value}” of the pack “{name}” is missing. {_REINSTALL}")
    return _open(Path(folders[0]), name)


def _open(folder: Path, name: str | None) -> InstalledPack | BrokenPack:
    """The pack in `folder`, which should have the id `name`."""
    label = name or folder.name
    try:
        pack = _read(folder / "pack.json", lambda data: _decode(data, Pack))
    except PackError as error:
        return BrokenPack(label, str(error))
    problem = _problem(pack, name)
    return BrokenPack(label, problem) if problem else InstalledPack(folder, pack)


def _problem(pack: Pack, name: str | None) -> str | None:
    if pack.contract > CONTRACT:
        return (
            f"The pack “{pack.title}” was made for a newer Torchenstein Lab (its data have version "
            f"{pack.contract}, here it is {CONTRACT}). Upgrade with: pip install --upgrade torchenstein-lab"
        )
    if pack.contract < CONTRACT:
        return (
            f"The pack “{pack.title}” was made for an older Torchenstein Lab (its data have version "
            f"{pack.contract}, here it is {CONTRACT}). Upgrade the pack."
        )
    if name is not None and pack.id != name:
        return (
            f"The pack announced as “{name}” calls itself “{pack.id}”. Ask its author to correct one of them."
        )
    lessons = [lesson for module in pack.modules for lesson in module.lessons]
    strange = [identity for identity in (pack.id, *lessons) if not KEBAB.match(identity)]
    if strange:
        return (
            f"The pack “{pack.title}” uses the id “{strange[0]}”. Ids consist of a-z, 0-9 and single hyphens."
        )
    return None


_files: dict[Path, tuple[tuple[int, int], Any]] = {}


def _read(path: Path, decode: Callable[[bytes], _T]) -> _T:
    """What `decode` makes of the file, kept until the file changes. A path is always decoded in one way."""
    try:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if path in _files and _files[path][0] == stamp:
            kept: _T = _files[path][1]
            return kept
        decoded = decode(path.read_bytes())
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}. {_REINSTALL}"
        raise DamagedPackError(message) from error
    except (msgspec.DecodeError, ValueError) as error:
        message = f"{path} is damaged: {error}. {_REINSTALL}"
        raise DamagedPackError(message) from error
    _files[path] = (stamp, decoded)
    return decoded


def _decode(data: bytes, type_: type[_T]) -> _T:
    return msgspec.json.decode(data, type=type_)


def _checked_json(data: bytes) -> str:
    json.loads(data)
    return data.decode()
