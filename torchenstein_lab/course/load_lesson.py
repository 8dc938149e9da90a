"""Loads a lesson: its text and its exercises, with everything that does not fit together."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from torchenstein_lab.course.choices_fit import unfitting_choices
from torchenstein_lab.course.errors import Faults, LessonError, LessonErrors
from torchenstein_lab.course.exercise_source import DealtExercise, ExerciseSource
from torchenstein_lab.course.front_matter import read_front_matter, split_front_matter
from torchenstein_lab.course.lesson_source import Code, DuckHere, ExerciseHere, LessonText, Prose
from torchenstein_lab.course.read_blocks import read_blocks
from torchenstein_lab.course.read_exercise import read_exercise

DEALS = range(10)
"""The deals that are compiled; more can be dealt wherever the exercise file is."""


@dataclass(frozen=True)
class LoadedExercise:
    """An exercise, the path of its file, its text, and its compiled deals (one, numberless, without `@deal`)."""

    source: ExerciseSource
    path: Path
    text: str
    deals: tuple[DealtExercise, ...]


@dataclass(frozen=True)
class LoadedLesson:
    """A lesson that can be compiled; exercises stand in the order of the text."""

    folder: Path
    text: LessonText
    exercises: tuple[LoadedExercise, ...]

    def exercise(self, identity: str) -> LoadedExercise:
        return next(exercise for exercise in self.exercises if exercise.source.id == identity)


def load_lesson(folder: Path, shown_as: str | None = None) -> LoadedLesson:
    """Load the lesson in `folder`; errors name its files below `shown_as`, by default `folder` itself.

    Raises `LessonErrors` with every fault of the text and of all its exercises.
    """
    shown = Path(shown_as if shown_as is not None else folder)
    faults = Faults(shown / "lesson.md")
    try:
        body = (folder / "lesson.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.add(1, "There is no `lesson.md`.", "Write it, or take the folder out of `pack.toml`.")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(1, f"The file cannot be read: {error}.", "Save it as UTF-8.")
    faults.stop_if_any()
    yaml_head, rest = split_front_matter(body)
    head = read_front_matter(yaml_head, faults)
    blocks = read_blocks(rest, folder, faults)
    found: list[LessonError] = []
    exercises: dict[str, LoadedExercise] = {}
    for path in sorted((folder / "exercises").glob("*.py")):
        try:
            exercise = _load_exercise(path, (shown / "exercises" / path.name).as_posix())
            exercises[exercise.source.id] = exercise
        except LessonErrors as error:
            found += error.errors
            exercises.setdefault(path.stem.replace("_", "-"), None)  # type: ignore[arg-type]
    _places(blocks, exercises, shown, faults)
    if head is None:
        raise LessonErrors(faults.found + found)
    text = LessonText(faults.file, head, blocks)
    whole = [exercise for exercise in exercises.values() if exercise is not None]
    for badge in head.badges:
        for name in badge.rule.exercises:
            if name not in exercises:
                faults.add(
                    head.lines.get("badges", 1),
                    f"The badge `{badge.id}` is for the exercise `{name}`, which the lesson does not have.",
                    f"The lesson has {', '.join(sorted(exercises)) or 'none'}.",
                )
    _unique(faults, head.lines.get("badges", 1), "badge", [badge.id for badge in head.badges])
    if sum(isinstance(block, DuckHere) for block in blocks) > 1:
        faults.add(1, "The lesson has several ducks.", "Keep one `{duck}`.")
    for exercise in whole:
        found += _objectives(exercise, head.objectives)
        found += _giveaways(exercise, text, whole)
    if faults.found or found:
        raise LessonErrors(faults.found + found)
    order = [block.id for block in blocks if isinstance(block, ExerciseHere)]
    return LoadedLesson(folder, text, tuple(exercises[identity] for identity in order))


def _load_exercise(path: Path, shown: str) -> LoadedExercise:
    source = read_exercise(path, shown)
    faults = Faults(shown)
    deals: list[DealtExercise] = []
    for number in DEALS if source.deal else (0,):
        try:
            deals.append(source.deal_out(number))
        except ValueError as error:
            line = source.deal.line if source.deal else source.choices[0].line
            faults.add(
                line, f"Deal {number}: {error}", "A dealing function is plain Python and is run alone."
            )
            break
    faults.stop_if_any()
    for deal in deals:
        for function, problem in unfitting_choices(source, deal):
            faults.add(function.line, problem, "Offer each answer once, the right one among them.")
            break
    faults.stop_if_any()
    return LoadedExercise(source, path, path.read_text(encoding="utf-8"), tuple(deals))


def _places(
    blocks: tuple[object, ...], exercises: dict[str, LoadedExercise], shown: Path, faults: Faults
) -> None:
    """Every place names an exercise, every exercise has one place."""
    places = [block for block in blocks if isinstance(block, ExerciseHere)]
    for place in places:
        if place.id not in exercises:
            file = f"exercises/{place.id.replace('-', '_')}.py"
            faults.add(
                place.line, f"There is no exercise `{place.id}`.", f"Write `{file}`, or take the fence out."
            )
    _unique(faults, places[0].line if places else 1, "exercise", [place.id for place in places])
    for identity in exercises.keys() - {place.id for place in places}:
        faults.add(
            1, f"The exercise `{identity}` has no place.", f"Write the fence `{{exercise}} {identity}`."
        )


def _unique(faults: Faults, line: int, what: str, names: list[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            faults.add(line, f"The {what} `{name}` stands there {count} times.", "Keep one.")


def _objectives(exercise: LoadedExercise, objectives: tuple[str, ...]) -> list[LessonError]:
    source = exercise.source
    return [
        LessonError(
            source.file,
            source.lines["objectives"],
            f"“{objective}” is no objective of the lesson.",
            "Copy one literally from the head of `lesson.md`.",
        )
        for objective in source.objectives
        if objective not in objectives
    ]


def _giveaways(exercise: LoadedExercise, text: LessonText, others: list[LoadedExercise]) -> list[LessonError]:
    """The solution must stand in no hint, and nowhere in the notebook."""
    source, dealt = exercise.source, exercise.deals[0]
    wanted = _code_lines(dealt.solution.source)
    found: list[LessonError] = []
    for hint in dealt.hints:
        if wanted and (
            _contains(_code_lines(hint), wanted) or _one_line(dealt.solution.source) in _one_line(hint)
        ):
            line = source.lines["hints"]
            found.append(
                LessonError(source.file, line, "A hint contains the solution.", "Leave a step to do.")
            )
    for block in text.blocks:
        if isinstance(block, (Prose, Code)) and _contains(_code_lines(block.text), wanted):
            found.append(
                LessonError(
                    text.file,
                    block.line,
                    f"The text contains the solution of `{source.id}`.",
                    "Show the idea with other names or numbers.",
                )
            )
    for other in others:
        shown = other.deals[0]
        for where, content in (("task", shown.task), ("starter", shown.starter)):
            if _contains(_code_lines(content), wanted):
                line = other.source.starter.line if where == "starter" else 1
                found.append(
                    LessonError(
                        other.source.file,
                        line,
                        f"The {where} contains the solution of `{source.id}`.",
                        "Take it out.",
                    )
                )
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
