"""Finds the text of a solution where learners would read it before they have solved the exercise."""

import re

from torchenstein_lab.course.errors import LessonError
from torchenstein_lab.course.exercise_source import DealtExercise, ExerciseSource
from torchenstein_lab.course.lesson_source import Code, LessonText, Prose


def giveaways(
    source: ExerciseSource,
    dealt: DealtExercise,
    text: LessonText,
    others: list[tuple[ExerciseSource, DealtExercise]],
) -> list[LessonError]:
    """Where the solution of `dealt` stands in a hint of its own, in the lesson, or in the `others`."""
    wanted = _code_lines(dealt.solution.source)
    found: list[LessonError] = []
    for hint in dealt.hints:
        if _contains(_code_lines(hint), wanted) or _one_line(dealt.solution.source) in _one_line(hint):
            line = source.lines["hints"]
            found.append(
                LessonError(source.file, line, "A hint contains the solution.", "Leave a step to do.")
            )
    for block in text.blocks:
        if isinstance(block, (Prose, Code)) and _contains(_code_lines(block.text), wanted):
            wrong = f"The text contains the solution of `{source.id}`."
            found.append(
                LessonError(text.file, block.line, wrong, "Show the idea with other names or numbers.")
            )
    for other, shown in others:
        for where, content, line in (("task", shown.task, 1), ("starter", shown.starter, other.starter.line)):
            if _contains(_code_lines(content), wanted):
                wrong = f"The {where} contains the solution of `{source.id}`."
                found.append(LessonError(other.file, line, wrong, "Take it out."))
    return found


def _code_lines(text: str) -> list[str]:
    """The lines of `text` without blanks around them, comments and empty lines."""
    lines = (re.sub(r"\s+", " ", re.sub(r"(^|\s)#.*", "", line)).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _one_line(text: str) -> str:
    return "".join("".join(_code_lines(text)).split())


def _contains(lines: list[str], wanted: list[str]) -> bool:
    """Whether `wanted` stands in `lines`, one line after the other."""
    size = len(wanted)
    return size > 0 and any(lines[start : start + size] == wanted for start in range(len(lines) - size + 1))
