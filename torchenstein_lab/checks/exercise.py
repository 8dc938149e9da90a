"""One exercise, ready to judge: its check as a function, and what its author wrote beside it.

An exercise file is run once, when the first answer to it is judged, and kept until the file changes. The
bodies of its answers are never run by that: they come from its syntax tree (`course.read_exercise`).
"""

from __future__ import annotations

import ast
import contextlib
import io
import linecache
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.forbid import Rules, rules_of
from torchenstein_lab.checks.memory import get_ready
from torchenstein_lab.course.cell_text import CellText
from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.exercise_source import DealtExercise, ExerciseSource
from torchenstein_lab.course.read_exercise import read_exercise


@dataclass(frozen=True)
class JudgedExercise:
    """An exercise file that was read and run. `scope` holds what its module defines and imports."""

    path: Path
    source: ExerciseSource
    check: Callable[..., object]
    scope: Mapping[str, object]
    rules: Rules

    def deal(self, number: int | None) -> DealtExercise:
        """The exercise with numbers put in; those of deal 0 where none is named."""
        try:
            return self.source.deal_out(number or 0)
        except ValueError as error:
            raise CheckFault(str(error)) from error


_loaded: dict[Path, tuple[tuple[int, int], JudgedExercise]] = {}


def load_exercise(path: Path) -> JudgedExercise:
    """Read and run an exercise file, or return it as it was the last time, where it has not changed.

    Raises `CheckFault` with a sentence where that cannot be done."""
    try:
        stat = path.stat()
    except OSError as error:
        raise CheckFault(f"The exercise file {path.name} cannot be read: {error.strerror}.") from error
    stamp = stat.st_mtime_ns, stat.st_size
    known = _loaded.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    exercise = _load(path)
    _loaded[path] = stamp, exercise
    return exercise


def _load(path: Path) -> JudgedExercise:
    try:
        source = read_exercise(path)
    except LessonErrors as error:
        raise CheckFault(f"The exercise file cannot be read. {error.errors[0]}") from error
    scope: dict[str, object] = {"__name__": f"torchenstein_exercise_{path.stem}", "__file__": str(path)}
    try:
        code = compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True)
        exec(code, scope)  # noqa: S102  (an exercise file is code)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise CheckFault(f"The exercise file {path.name} cannot be run: {said}.") from error
    check = scope.get("check")
    if not callable(check):
        raise CheckFault(f"The exercise file {path.name} has no `check`.")
    if ".keeps_to(" in source.check:
        get_ready()
    return JudgedExercise(path, source, check, scope, rules_of(check))


def cell_code(cell: CellText, file: str) -> CodeType:
    """The body of an answer as code that keeps its lines: those of the file it stands in."""
    tree = ast.parse(cell.source)
    ast.increment_lineno(tree, cell.line - 1)
    return compile(tree, file, "exec", dont_inherit=True)


def run_cell(
    cell: CellText, exercise: JudgedExercise, numbers: Mapping[str, object]
) -> tuple[dict[str, object], BaseException | None]:
    """Run an answer's body as a learner's cell, in a namespace of its own with the imports of its file.
    What it prints is dropped: nobody asked for it here, and `verify --json` prints JSON alone.

    Returns the namespace, and what the body raised."""
    space = {key: value for key, value in exercise.scope.items() if key not in ("check", "__file__")}
    space.update(numbers)
    space["__name__"] = "__main__"
    linecache.checkcache(str(exercise.path))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(cell_code(cell, str(exercise.path)), space)  # noqa: S102  (an answer is code)
    except BaseException as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
        return space, error
    return space, None
