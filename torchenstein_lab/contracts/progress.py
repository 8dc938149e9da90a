"""What is computed from events: how far a learner is, which badges they hold, what they wrote."""

from enum import Enum

import msgspec


class ExerciseState(str, Enum):
    """`helped`: passed after the solution or the third hint was seen; `mastered`: passed without either."""

    NEW = "new"
    TRIED = "tried"
    HELPED = "helped"
    MASTERED = "mastered"


class ExerciseProgress(msgspec.Struct, frozen=True):
    """How far a learner is with one exercise. `attempts` counts judged answers, right ones included;
    `hints` is the highest tier seen; `solution_open` whether the solution may be shown unasked."""

    exercise: str
    state: ExerciseState
    attempts: int = 0
    failures: int = 0
    hints: int = 0
    revealed: bool = False
    passed_at: str | None = None
    misconception: str | None = None
    solution_open: bool = False


class LessonProgress(msgspec.Struct, frozen=True):
    """How far a learner is with one lesson; `minutes_left` falls as core exercises are passed."""

    pack: str
    lesson: str
    opened: bool
    minutes_left: int
    exercises: tuple[ExerciseProgress, ...]
    explained: bool = False
    last_event_at: str | None = None


class Badge(msgspec.Struct, frozen=True):
    """A badge of a lesson, earned (`earned_at` is its time) or still waiting; `seen`: it was shown once."""

    id: str
    title: str
    how: str
    says: str
    pack: str
    lesson: str
    earned_at: str | None = None
    seen: bool = False


class JournalEntry(msgspec.Struct, frozen=True):
    """What a learner wrote to the duck, newest last."""

    id: str
    time: str
    pack: str
    lesson: str
    title: str
    question: str
    text: str
    met: tuple[int, ...] = ()
