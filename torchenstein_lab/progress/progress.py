"""How far a learner is, computed from events. Pure functions; the rules stand in docs/architecture.md."""

from collections.abc import Iterable, Sequence
from typing import Final

from torchenstein_lab.contracts.event import Checked, Event, Explained, Hinted, Revealed
from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.contracts.progress import ExerciseProgress, ExerciseState, LessonProgress
from torchenstein_lab.contracts.verdict import Outcome

ATTEMPTS: Final = frozenset(
    {Outcome.PASSED, Outcome.FAILED, Outcome.RULE_BROKEN, Outcome.ERROR, Outcome.TIMEOUT}
)
"""The outcomes that say something about the answer."""

OPENS_AFTER: Final = 3
"""So many failed attempts open the solution."""

_PASSED_STATES: Final = (ExerciseState.HELPED, ExerciseState.MASTERED)


def exercise_progress(exercise: str, events: Iterable[Event]) -> ExerciseProgress:
    """Compute how far the learner is with `exercise` from its events, oldest first."""
    attempts = failures = hints = 0
    revealed = False
    state = ExerciseState.NEW
    passed_at: str | None = None
    misconception: str | None = None
    for event in events:
        match event.detail:
            case Hinted(tier=tier):
                hints = max(hints, min(tier, 3))
            case Revealed():
                revealed = True
            case Checked(outcome=Outcome.PASSED):
                attempts += 1
                misconception = None
                passed_at = passed_at or event.time
                if state is not ExerciseState.MASTERED:
                    state = ExerciseState.HELPED if revealed or hints == 3 else ExerciseState.MASTERED
            case Checked(outcome=outcome, misconception=found) if outcome in ATTEMPTS:
                attempts += 1
                failures += 1
                misconception = found
                state = ExerciseState.TRIED if state is ExerciseState.NEW else state
            case _:
                pass
    return ExerciseProgress(
        exercise=exercise,
        state=state,
        attempts=attempts,
        failures=failures,
        hints=hints,
        revealed=revealed,
        passed_at=passed_at,
        misconception=misconception,
        solution_open=revealed or passed_at is not None or failures >= OPENS_AFTER,
    )


def lesson_progress(pack: str, lesson: Lesson, events: Iterable[Event]) -> LessonProgress:
    """Compute how far the learner is with a lesson. `events`, oldest first, may hold other lessons'."""
    own = [event for event in events if event.pack == pack and event.lesson == lesson.id]
    by_exercise: dict[str | None, list[Event]] = {}
    for event in own:
        by_exercise.setdefault(event.exercise, []).append(event)
    exercises = tuple(
        exercise_progress(exercise.id, by_exercise.get(exercise.id, ())) for exercise in lesson.exercises
    )
    return LessonProgress(
        pack=pack,
        lesson=lesson.id,
        opened=bool(own),
        minutes_left=_minutes_left(lesson, exercises),
        exercises=exercises,
        explained=any(isinstance(event.detail, Explained) for event in own),
        last_event_at=max((event.time for event in own), default=None),
    )


def is_passed(progress: ExerciseProgress) -> bool:
    """Tell whether the exercise was ever passed, with help or without."""
    return progress.state in _PASSED_STATES


def is_finished(lesson: Lesson, progress: LessonProgress) -> bool:
    """Tell whether every core exercise was passed; a lesson without any is finished once it was opened."""
    passed = {exercise.exercise for exercise in progress.exercises if is_passed(exercise)}
    core = [exercise.id for exercise in lesson.exercises if exercise.core]
    return passed.issuperset(core) if core else progress.opened


def here(course: Sequence[tuple[str, Lesson, LessonProgress]]) -> tuple[str, str] | None:
    """Return (pack, lesson) to go on with, of all lessons in order; `None` when all are finished."""
    unfinished = [
        (pack, lesson, progress) for pack, lesson, progress in course if not is_finished(lesson, progress)
    ]
    begun = [place for place in unfinished if place[2].last_event_at is not None]
    if begun:
        pack, lesson, _ = max(begun, key=lambda place: place[2].last_event_at or "")
        return pack, lesson.id
    return (unfinished[0][0], unfinished[0][1].id) if unfinished else None


def _minutes_left(lesson: Lesson, exercises: Sequence[ExerciseProgress]) -> int:
    core = {exercise.id for exercise in lesson.exercises if exercise.core}
    left = sum(1 for exercise in exercises if exercise.exercise in core and not is_passed(exercise))
    # Rounded up in whole numbers: a float would turn 35 · 3/5 into 22.
    return -(-lesson.minutes * left // len(core)) if core else 0
