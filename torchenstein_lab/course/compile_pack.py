"""Compiles the source of a pack to the files of a compiled pack, as texts in memory."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from torchenstein_lab.contracts import CONTRACT
from torchenstein_lab.contracts.lesson import Lesson, Module, Pack
from torchenstein_lab.course.compile_lesson import CompiledLesson, compile_lesson
from torchenstein_lab.course.errors import LessonError, LessonErrors
from torchenstein_lab.course.hashes import digest_of_files
from torchenstein_lab.course.load_lesson import load_lesson
from torchenstein_lab.course.pack_source import misfits, read_pack_source
from torchenstein_lab.course.standards import below_standard


@dataclass(frozen=True)
class CompiledPack:
    """The files of a pack by their path in it, what is wrong with the source, and what is below standard.

    Lessons with errors are left out of `files`.
    """

    files: dict[str, str]
    errors: tuple[LessonError, ...]
    below_standard: tuple[LessonError, ...]
    lessons: tuple[Lesson, ...] = field(default=())


def _say_nothing(_: str) -> None:
    """The default for who does not want to follow the progress."""


def compile_pack(
    source: Path, say: Callable[[str], None] = _say_nothing, only: Collection[str] | None = None
) -> CompiledPack:
    """Compile the pack whose `pack.toml` lies in `source`; `say` is told of each lesson.

    `only` names folders of lessons, as `pack.toml` has them: the rest is left out, for previews.
    Raises `LessonErrors` when `pack.toml` itself cannot be read.
    """
    pack = read_pack_source(source)
    errors: list[LessonError] = []
    standards: list[LessonError] = []
    compiled: dict[str, CompiledLesson] = {}
    for folder in (lesson for module in pack.modules for lesson in module.lessons):
        if only is not None and folder not in only:
            continue
        try:
            loaded = load_lesson(source / folder)
        except LessonErrors as error:
            errors += error.errors
            say(f"{folder}: {len(error.errors)} errors")
            continue
        compiled[folder] = compile_lesson(loaded, pack.id)
        standards += below_standard(loaded)
        say(f"{folder}: {len(loaded.exercises)} exercises")
    named = {
        folder: ((source / folder / "lesson.md").as_posix(), entry.lesson)
        for folder, entry in compiled.items()
    }
    if not errors and only is None:
        errors += misfits(named)
    modules = tuple(
        Module(m.id, m.number, m.title, tuple(compiled[f].lesson.id for f in m.lessons if f in compiled))
        for m in pack.modules
    )
    head = Pack(pack.id, pack.title, pack.version, CONTRACT, pack.licence, modules)
    files = {"__init__.py": f'"""{_docstring(pack.title)}"""\n', "pack.json": _json(head)}
    files["source.sha256"] = digest_of_files(source) + "\n"
    for entry in compiled.values():
        files |= _lesson_files(entry)
    return CompiledPack(
        files,
        tuple(sorted(errors)),
        tuple(sorted(standards)),
        tuple(entry.lesson for entry in compiled.values()),
    )


def _lesson_files(compiled: CompiledLesson) -> dict[str, str]:
    folder = compiled.lesson.id
    files = {
        f"{folder}/lesson.json": _json(compiled.lesson),
        f"{folder}/lesson.ipynb": _json(compiled.notebook),
        f"{folder}/solutions.json": _json(compiled.solutions),
    }
    return files | {f"{folder}/exercises/{name}": text for name, text in compiled.exercise_files.items()}


def _docstring(title: str) -> str:
    """The title as a sentence that is safe between three quotes."""
    safe = title.replace("\\", "\\\\").replace('"', "'")
    return f"{safe}: a compiled pack of lessons for Torchenstein Lab."


def _json(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
