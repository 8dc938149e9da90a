"""What a compiled lesson is: read by the server and the front end, written by the compiler.

Nothing in a `Lesson` gives a solution away. Solutions stand in a file of their own, and the server
reads that file only when a learner asks to see one.
"""

from enum import Enum
from typing import Literal

import msgspec


class Kind(str, Enum):
    """What the learner produces."""

    CODE = "code"
    FUNCTION = "function"
    MODULE = "module"
    PREDICT = "predict"
    DEBUG = "debug"


class Level(str, Enum):
    """How far an exercise reaches."""

    APPRENTICE = "apprentice"
    ARTISAN = "artisan"
    MASTER = "master"


class Choices(msgspec.Struct, frozen=True):
    """The answers offered for one name of a predict exercise, as Python source for the learner's cell."""

    name: str
    options: tuple[str, ...]


class Deal(msgspec.Struct, frozen=True):
    """One set of numbers for an exercise that deals fresh ones; `number` is the seed it was dealt from."""

    number: int
    task: str
    starter: str
    hints: tuple[str, str, str]
    choices: tuple[Choices, ...] = ()


class Exercise(msgspec.Struct, frozen=True):
    """A checked task of a lesson, without its answers.

    `names` are what the learner must produce, `promises` the sentences the check verifies in order,
    `check` the source text behind *Show the check*, `content` a hash of the exercise's source file,
    `limit` the seconds a check may take, `deals` the dealt variants (empty when nothing is dealt;
    otherwise `task`, `starter` and `hints` are those of `deals[0]`).
    """

    id: str
    title: str
    task: str
    kind: Kind
    level: Level
    core: bool
    objectives: tuple[str, ...]
    names: tuple[str, ...]
    promises: tuple[str, ...]
    hints: tuple[str, str, str]
    starter: str
    check: str
    content: str
    limit: float
    choices: tuple[Choices, ...] = ()
    deals: tuple[Deal, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """A right answer: the text of the learner's cell, and why it works."""

    title: str
    source: str
    explanation: str


class DealtAnswers(msgspec.Struct, frozen=True):
    """The solution and the other right answers of one exercise, for one deal (`None`: nothing is dealt)."""

    deal: int | None
    solution: Answer
    others: tuple[Answer, ...]


class Solutions(msgspec.Struct, frozen=True):
    """All right answers of one exercise."""

    exercise: str
    answers: tuple[DealtAnswers, ...]


class Duck(msgspec.Struct, frozen=True):
    """*Explain it to the duck*: the question, the three points of the rubric, and a model explanation."""

    question: str
    rubric: tuple[str, ...]
    model: str


class Term(msgspec.Struct, frozen=True):
    """A standard term of the field, and the cell in which the lesson explains it."""

    term: str
    meaning: str
    cell: str | None = None


class BadgeRule(msgspec.Struct, frozen=True):
    """When a badge is earned.

    `first-pass`: the first exercise ever passed. `comeback`: an exercise passed after a failed attempt.
    `core`: every core exercise of the lesson passed. `exercises`: all of `exercises` passed.
    `explained`: the lesson's idea explained to the duck.
    """

    kind: Literal["first-pass", "comeback", "core", "exercises", "explained"]
    exercises: tuple[str, ...] = ()


class BadgeSpec(msgspec.Struct, frozen=True):
    """A badge that a lesson can award; `how` tells how to earn it, `says` is read once it is earned."""

    id: str
    title: str
    how: str
    says: str
    rule: BadgeRule


class Section(msgspec.Struct, frozen=True):
    """A heading of the lesson, for the outline: its text, depth, cell id, and the exercises below it."""

    title: str
    depth: int
    cell: str
    exercises: tuple[str, ...] = ()


class Lesson(msgspec.Struct, frozen=True):
    """A compiled lesson. `content` is a hash over everything in it; `number` is what learners see (1.1)."""

    id: str
    number: str
    title: str
    question: str
    minutes: int
    builds_on: tuple[str, ...]
    objectives: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    sections: tuple[Section, ...]
    duck: Duck | None
    glossary: tuple[Term, ...]
    badges: tuple[BadgeSpec, ...]
    content: str


class Module(msgspec.Struct, frozen=True):
    """A row of lessons under one heading; `lessons` are ids, in order."""

    id: str
    number: str
    title: str
    lessons: tuple[str, ...]


class Pack(msgspec.Struct, frozen=True):
    """An installable set of lessons: the `pack.json` at the root of a compiled pack."""

    id: str
    title: str
    version: str
    contract: int
    licence: str
    modules: tuple[Module, ...]
