"""Loads a lesson: its text and its exercises, with everything that does not fit together."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from torchenstein_lab.course.choices_fit import unfitting_choices
from torchenstein_lab.course.errors import Faults, LessonError, LessonErrors
from torchenstein_lab.course.exercise_source import DealtExercise, ExerciseSource
from torchenstein_lab.course.front_matter import read_front_matter, split_front_matter
from torchenstein_lab.course.giveaways import giveaways
from torchenstein_lab.course.lesson_source import DuckHere, ExerciseHere, LessonText
from torchenstein_lab.course.read_blocks import read_blocks
from torchenstein_lab.course.read_exercise import read_exercise

DEALS = range(10)
"""The deals that are compiled; more can be dealt wherever the exercise file is."""


@dataclass(frozen=True)
class LoadedExercise:
    """An exercise, its file, the text of it, and its compiled deals (without `@deal` one, numberless)."""

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
    exercises, ids = _load_exercises(folder, shown, faults)
    text = _load_text(folder, faults)
    if text is not None:
        _check_places(text, ids, faults)
        _check_badges(text, ids, faults)
        for exercise in exercises.values():
            faults.found += _strange_objectives(exercise, text.head.objectives)
            others = [(other.source, other.deals[0]) for other in exercises.values()]
            faults.found += giveaways(exercise.source, exercise.deals[0], text, others)
    faults.stop_if_any()
    assert text is not None
    places = [block.id for block in text.blocks if isinstance(block, ExerciseHere)]
    return LoadedLesson(folder, text, tuple(exercises[identity] for identity in places))


def _load_text(folder: Path, faults: Faults) -> LessonText | None:
    """Read `lesson.md`; `None` when it has no head that can be read."""
    try:
        body = (folder / "lesson.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.add(1, "There is no `lesson.md`.", "Write it, or take the folder out of `pack.toml`.")
        return None
    except (OSError, UnicodeDecodeError) as error:
        faults.add(1, f"The file cannot be read: {error}.", "Save it as UTF-8.")
        return None
    head_text, rest = split_front_matter(body)
    head = read_front_matter(head_text, faults)
    blocks = read_blocks(rest, folder, faults)
    if sum(isinstance(block, DuckHere) for block in blocks) > 1:
        faults.add(1, "The lesson has several ducks.", "Keep one `{duck}`.")
    return LessonText(faults.file, head, blocks) if head else None


def _load_exercises(folder: Path, shown: Path, faults: Faults) -> tuple[dict[str, LoadedExercise], set[str]]:
    """The exercises that can be read, and the ids of all that have a file."""
    exercises: dict[str, LoadedExercise] = {}
    ids: set[str] = set()
    for path in sorted((folder / "exercises").glob("*.py")):
        ids.add(path.stem.replace("_", "-"))
        exercise = _collect(path, (shown / "exercises" / path.name).as_posix(), faults)
        if exercise is not None:
            exercises[exercise.source.id] = exercise
    return exercises, ids


def _collect(path: Path, shown: str, faults: Faults) -> LoadedExercise | None:
    try:
        return load_exercise(path, shown)
    except LessonErrors as error:
        faults.found += error.errors
        return None


def load_exercise(path: Path, shown: str) -> LoadedExercise:
    """Read one exercise file and deal its numbers. Raises `LessonErrors`, which call the file `shown`."""
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


def _check_places(text: LessonText, ids: set[str], faults: Faults) -> None:
    """Every place names an exercise, every exercise has one place."""
    places = [block for block in text.blocks if isinstance(block, ExerciseHere)]
    for place in places:
        if place.id not in ids:
            file = f"exercises/{place.id.replace('-', '_')}.py"
            faults.add(
                place.line, f"There is no exercise `{place.id}`.", f"Write `{file}`, or take the fence out."
            )
    _check_unique("exercise", [place.id for place in places], places[0].line if places else 1, faults)
    for identity in sorted(ids - {place.id for place in places}):
        faults.add(
            1, f"The exercise `{identity}` has no place.", f"Write the fence `{{exercise}} {identity}`."
        )


def _check_badges(text: LessonText, ids: set[str], faults: Faults) -> None:
    line = text.head.lines.get("badges", 1)
    _check_unique("badge", [badge.id for badge in text.head.badges], line, faults)
    for badge in text.head.badges:
        for name in badge.rule.exercises:
            if name not in ids:
                wrong = (
                    f"The badge `{badge.id}` is for the exercise `{name}`, which the lesson does not have."
                )
                faults.add(line, wrong, f"The lesson has {', '.join(sorted(ids)) or 'none'}.")


def _check_unique(what: str, names: list[str], line: int, faults: Faults) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            faults.add(line, f"The {what} `{name}` stands there {count} times.", "Keep one.")


def _strange_objectives(exercise: LoadedExercise, objectives: tuple[str, ...]) -> list[LessonError]:
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
