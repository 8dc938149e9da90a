"""The rules of a lesson's structure: its parts are there, and nothing gives an answer away.

What cannot be compiled at all is the compiler's to say (`course`); here stands what a lesson owes its
learners beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from torchenstein_lab.course.compile_lesson import compile_lesson
from torchenstein_lab.course.exercise_source import DealtExercise
from torchenstein_lab.course.lesson_source import DuckHere, Glossary, Prose
from torchenstein_lab.course.load_lesson import LoadedExercise, LoadedLesson
from torchenstein_lab.course.standards import below_standard

_LEAST_WORDS = 4
"""A message of fewer words names no misconception."""


def verify_structure(lesson: LoadedLesson) -> list[str]:
    """What is wrong with the structure of a lesson, as sentences that begin with the place."""
    return [
        *map(str, below_standard(lesson)),
        *_headings(lesson),
        *_parts(lesson),
        *_unserved_objectives(lesson),
        *(failure for exercise in lesson.exercises for failure in _words_of(exercise)),
        *_given_away(lesson),
    ]


def _headings(lesson: LoadedLesson) -> Iterator[str]:
    file = lesson.text.file
    headings = [block for block in lesson.text.blocks if isinstance(block, Prose) and block.heading]
    title = re.sub(r"[`*_]", "", lesson.text.head.title)
    if not headings or headings[0].depth != 1 or re.sub(r"[`*_]", "", headings[0].heading) != title:
        line = headings[0].line if headings else 1
        yield (
            f"{file}:{line}: the first heading is not the lesson's title. Write `# {lesson.text.head.title}`."
        )
    before = 0
    for heading in headings:
        if heading.depth == 1 and before:
            yield (
                f"{file}:{heading.line}: “{heading.heading}” is a second title. Write `## {heading.heading}`."
            )
        elif heading.depth > before + 1 and before:
            yield (
                f"{file}:{heading.line}: “{heading.heading}” skips a level. "
                f"Write `{'#' * (before + 1)} {heading.heading}`."
            )
        before = heading.depth


def _parts(lesson: LoadedLesson) -> Iterator[str]:
    file = lesson.text.file
    for kind, fence, why in (
        (DuckHere, "{duck}", "the learner is to explain the idea in their own words"),
        (Glossary, "{glossary}", "the terms of the field are looked up there"),
    ):
        if not any(isinstance(block, kind) for block in lesson.text.blocks):
            yield f"{file}: the lesson has no `{fence}`. Write one: {why}."


def _unserved_objectives(lesson: LoadedLesson) -> Iterator[str]:
    served = {objective for exercise in lesson.exercises for objective in exercise.source.objectives}
    for objective in lesson.text.head.objectives:
        if objective not in served:
            line = lesson.text.head.lines.get("objectives", 1)
            yield (
                f"{lesson.text.file}:{line}: no exercise shows that the learner can “{objective}”. "
                "Write one, or take the objective out."
            )


def _words_of(exercise: LoadedExercise) -> Iterator[str]:
    source = exercise.source
    if len({hint.strip().lower() for hint in source.hints}) < len(source.hints):
        yield f"{source.file}:{source.lines['hints']}: two hints are the same. Let each go one step further."
    for cell in source.wrong:
        if len(cell.note.split()) < _LEAST_WORDS:
            yield (
                f"{source.file}:{cell.line}: the message of `{cell.name}` names no misconception. "
                "Write what the code did, then what to try."
            )


def _given_away(lesson: LoadedLesson) -> Iterator[str]:
    """Answers that stand in the notebook that learners get, or in a hint."""
    notebook = compile_lesson(lesson, "verify").notebook
    cells = [(cell["id"], _code_lines(cell["source"])) for cell in notebook["cells"]]
    for exercise in lesson.exercises:
        source = exercise.source
        for dealt in exercise.deals:
            for cell in (dealt.solution, *dealt.right):
                wanted = _code_lines(cell.source)
                for place, lines in cells if dealt is exercise.deals[0] else ():
                    if _stands_in(wanted, lines):
                        yield (
                            f"{source.file}:{cell.line}: the answer `{cell.name}` stands in the learner's "
                            f"notebook, "
                            f"in the cell {place}. Take it out there."
                        )
            yield from _told_by_hints(exercise, dealt)


def _told_by_hints(exercise: LoadedExercise, dealt: DealtExercise) -> Iterator[str]:
    wanted = "".join("".join(_code_lines(dealt.solution.source)).split())
    for number, hint in enumerate(dealt.hints, 1):
        if wanted and wanted in "".join(hint.split()):
            line = exercise.source.lines["hints"]
            yield f"{exercise.source.file}:{line}: hint {number} contains the solution. Leave a step to do."


def _code_lines(text: str) -> list[str]:
    """The lines of a text without comments, empty lines and the blanks around them."""
    lines = (re.sub(r"\s+", " ", re.sub(r"(^|\s)#.*", "", line)).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _stands_in(wanted: list[str], lines: list[str]) -> bool:
    """Whether `wanted` stands in `lines`, one line after the other."""
    size = len(wanted)
    return size > 0 and any(lines[at : at + size] == wanted for at in range(len(lines) - size + 1))
