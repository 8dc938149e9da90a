"""Reads the source of a pack, `pack.toml`, and says what does not fit together across its lessons."""

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.course.errors import Faults, LessonError
from torchenstein_lab.course.ids import KEBAB

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class ModuleSource:
    """A module of a pack; `lessons` are folders relative to the pack's."""

    id: str
    number: str
    title: str
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class PackSource:
    """A pack as written; `file` is how errors call its `pack.toml`."""

    file: str
    id: str
    title: str
    version: str
    licence: str
    modules: tuple[ModuleSource, ...]
    lines: dict[str, int]


def read_pack_source(folder: Path) -> PackSource:
    """Read `pack.toml` in `folder`. Raises `LessonErrors` with every fault."""
    path = folder / "pack.toml"
    faults = Faults(path)
    values: dict[str, Any] = {}
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError:
        faults.add(
            1, "There is no `pack.toml`.", "Write it, with id, title, version, licence and [[modules]]."
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        place = re.search(r"line (\d+)", str(error))
        faults.add(int(place[1]) if place else 1, f"This is no valid TOML: {error}.", "Correct it.")
    faults.stop_if_any()
    for key in ("id", "title", "version", "licence"):
        _text(values, key, 1, faults)
    if isinstance(values.get("id"), str) and not KEBAB.match(values["id"]):
        faults.add(
            _line(text, values["id"]), f"The id `{values['id']}` is not kebab-case.", "Use a-z, 0-9 and -."
        )
    modules = [_module(entry, text, folder, faults) for entry in _tables(values.get("modules"))]
    if not modules:
        faults.add(1, "The pack has no modules.", "Write [[modules]] with id, number, title and lessons.")
    lessons = [lesson for module in modules for lesson in module.lessons]
    for name in sorted({n for n in lessons if lessons.count(n) > 1}):
        faults.add(_line(text, name), f"The lesson `{name}` is listed twice.", "Keep one.")
    ids = [module.id for module in modules]
    for name in sorted({n for n in ids if ids.count(n) > 1}):
        faults.add(_line(text, name), f"Two modules have the id `{name}`.", "Give each an id of its own.")
    faults.stop_if_any()
    return PackSource(
        file=faults.file,
        id=values["id"],
        title=values["title"],
        version=values["version"],
        licence=values["licence"],
        modules=tuple(modules),
        lines={lesson: _line(text, lesson) for lesson in lessons},
    )


def _tables(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _module(entry: dict[str, Any], text: str, folder: Path, faults: Faults) -> ModuleSource:
    line = _line(text, str(entry.get("id", "[[modules]]")))
    for key in ("id", "number", "title"):
        _text(entry, key, line, faults)
    lessons = entry.get("lessons")
    if not isinstance(lessons, list) or not all(isinstance(lesson, str) for lesson in lessons):
        faults.add(line, "The module has no list of lessons.", 'Write `lessons = ["folder/of-the-lesson"]`.')
        lessons = []
    for lesson in lessons:
        if not (folder / lesson).resolve().is_relative_to(folder.resolve()):
            faults.add(
                _line(text, lesson), f"The lesson `{lesson}` lies outside the pack.", "Move it inside."
            )
    return ModuleSource(
        str(entry.get("id", "")), str(entry.get("number", "")), str(entry.get("title", "")), tuple(lessons)
    )


def _text(values: dict[str, Any], key: str, line: int, faults: Faults) -> None:
    if not isinstance(values.get(key), str) or not values[key]:
        faults.add(line, f"`{key}` is missing or no text.", f'Write `{key} = "…"`.')


def _line(text: str, wanted: str) -> int:
    """The first line that names `wanted`; TOML readers tell no lines."""
    for number, line in enumerate(text.split("\n"), 1):
        if wanted in line:
            return number
    return 1


def misfits(lessons: dict[str, tuple[str, Lesson]]) -> list[LessonError]:
    """What does not fit together across the lessons of a pack.

    `lessons` maps a lesson's folder to the file that errors name and to the lesson. Ids of lessons,
    exercises and badges are unique in a pack, and a lesson builds on lessons of its pack.
    """
    found: list[LessonError] = []
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    ids = {lesson.id for _, lesson in lessons.values()}
    for file, lesson in lessons.values():
        owners["lesson", lesson.id].append(file)
        for exercise in lesson.exercises:
            owners["exercise", exercise.id].append(file)
        for badge in lesson.badges:
            owners["badge", badge.id].append(file)
        found += [
            LessonError(file, 1, f"It builds on `{name}`, which the pack lacks.", "Take it out.")
            for name in lesson.builds_on
            if name not in ids
        ]
    for (what, name), files in owners.items():
        found += [
            LessonError(file, 1, f"The {what} `{name}` is also in {files[0]}.", "Give it an id of its own.")
            for file in files[1:]
        ]
    return found
