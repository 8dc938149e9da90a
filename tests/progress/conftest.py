"""A lesson with two core exercises and one that may wait, and a way to write a learner's history short."""

from collections.abc import Callable, Iterable

import pytest

from torchenstein_lab.contracts.event import Checked, Detail, Event
from torchenstein_lab.contracts.lesson import BadgeRule, BadgeSpec, Duck, Exercise, Kind, Lesson, Level
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.progress.stamp import Stamps

PASSED = Checked(Outcome.PASSED)
FAILED = Checked(Outcome.FAILED, misconception="sum-instead-of-mean")


def exercise(name: str, *, core: bool = True) -> Exercise:
    return Exercise(
        id=name,
        title=name.title(),
        task="Do it.",
        kind=Kind.CODE,
        level=Level.APPRENTICE,
        core=core,
        objectives=(),
        names=("x",),
        promises=(),
        hints=("where", "what", "how"),
        starter="x = ...",
        check="def check(x): ...",
        content="c1",
        limit=10,
    )


def badge(name: str, rule: BadgeRule) -> BadgeSpec:
    return BadgeSpec(name, name.title(), "how", "says", rule)


@pytest.fixture
def lesson() -> Lesson:
    return Lesson(
        id="first",
        number="0.1",
        title="First",
        question="What?",
        minutes=35,
        builds_on=(),
        objectives=(),
        exercises=(exercise("one"), exercise("two"), exercise("extra", core=False)),
        sections=(),
        duck=Duck("Why?", ("a", "b", "c"), "Because."),
        glossary=(),
        badges=(
            badge("alive", BadgeRule("first-pass")),
            badge("comeback", BadgeRule("comeback")),
            badge("whole", BadgeRule("core")),
            badge("extra", BadgeRule("exercises", ("extra",))),
            badge("duck", BadgeRule("explained")),
        ),
        content="l1",
    )


History = Callable[[Iterable[tuple[str | None, Detail]]], list[Event]]


@pytest.fixture
def history() -> History:
    """Make events, one second apart, from pairs of exercise and what happened."""
    seconds = iter(range(1_800_000_000, 1_900_000_000))
    stamps = Stamps(lambda: next(seconds) * 1000)

    def make(happened: Iterable[tuple[str | None, Detail]], lesson: str = "first") -> list[Event]:
        events = []
        for name, detail in happened:
            event_id, time = stamps.next()
            events.append(Event(event_id, time, "me", "pack", lesson, name, "c1", detail))
        return events

    return make
