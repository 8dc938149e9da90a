"""Compiles a loaded lesson: what learners may know (`Lesson`), the answers, and the notebook."""

from dataclasses import dataclass

import msgspec

from torchenstein_lab.contracts.lesson import Deal, DealtAnswers, Duck, Exercise, Lesson, Solutions
from torchenstein_lab.course.exercise_source import answer
from torchenstein_lab.course.hashes import short_hash
from torchenstein_lab.course.lesson_source import DuckHere
from torchenstein_lab.course.load_lesson import LoadedExercise, LoadedLesson
from torchenstein_lab.course.notebook import Notebook, notebook, notebook_parts


@dataclass(frozen=True)
class CompiledLesson:
    """A lesson as it stands in a pack; `exercise_files` are their texts by file name."""

    lesson: Lesson
    solutions: tuple[Solutions, ...]
    notebook: Notebook
    exercise_files: dict[str, str]


def compile_lesson(loaded: LoadedLesson, pack: str) -> CompiledLesson:
    """Compile `loaded` for the pack with the id `pack`. The same source gives the same result."""
    parts = notebook_parts(loaded)
    head = loaded.text.head
    ducks = [block for block in loaded.text.blocks if isinstance(block, DuckHere)]
    lesson = Lesson(
        id=head.id,
        number=head.number,
        title=head.title,
        question=head.question,
        minutes=head.minutes,
        builds_on=head.builds_on,
        objectives=head.objectives,
        exercises=tuple(_exercise(exercise) for exercise in loaded.exercises),
        sections=parts.sections,
        duck=Duck(ducks[0].question, ducks[0].rubric, ducks[0].model) if ducks else None,
        glossary=parts.glossary,
        badges=head.badges,
        content="",
    )
    solutions = tuple(_solutions(exercise) for exercise in loaded.exercises)
    everything = msgspec.json.encode((lesson, solutions, parts.cells), order="sorted")
    lesson = msgspec.structs.replace(lesson, content=short_hash(everything.decode()))
    return CompiledLesson(
        lesson=lesson,
        solutions=solutions,
        notebook=notebook(pack, lesson.id, lesson.content, parts.cells),
        exercise_files={exercise.path.name: exercise.text for exercise in loaded.exercises},
    )


def _exercise(loaded: LoadedExercise) -> Exercise:
    source, first = loaded.source, loaded.deals[0]
    return Exercise(
        id=source.id,
        title=source.title,
        task=first.task,
        kind=source.kind,
        level=source.level,
        core=source.core,
        objectives=source.objectives,
        names=source.names,
        promises=source.promises,
        hints=first.hints,
        starter=first.starter,
        check=source.check,
        content=source.content,
        limit=source.limit,
        choices=first.choices,
        deals=tuple(
            Deal(deal.number, deal.task, deal.starter, deal.hints, deal.choices)
            for deal in loaded.deals
            if deal.number is not None
        ),
    )


def _solutions(loaded: LoadedExercise) -> Solutions:
    return Solutions(
        exercise=loaded.source.id,
        answers=tuple(
            DealtAnswers(deal.number, answer(deal.solution), tuple(answer(right) for right in deal.right))
            for deal in loaded.deals
        ),
    )
