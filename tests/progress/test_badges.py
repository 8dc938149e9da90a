"""Which badges are earned when: effort, comebacks and explanations."""

from typing import Any

import msgspec

from torchenstein_lab.contracts.event import BadgeSeen, Checked, Explained
from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.progress.badges import badges, new_badges

PASSED = Checked(Outcome.PASSED)
FAILED = Checked(Outcome.FAILED)


def earned(lesson: Lesson, events: list[Any]) -> dict[str, str]:
    return {badge.id: badge.earned_at for badge in badges("pack", [lesson], events) if badge.earned_at}


def test_all_badges_wait_at_the_beginning(lesson: Lesson) -> None:
    waiting = badges("pack", [lesson], [])
    assert [badge.id for badge in waiting] == ["alive", "comeback", "whole", "extra", "duck"]
    assert not any(badge.earned_at or badge.seen for badge in waiting)


def test_the_first_pass_ever_earns_its_badge_wherever_it_happens(lesson: Lesson, history: Any) -> None:
    events = history([("anything", PASSED)], lesson="second")
    assert earned(lesson, events) == {"alive": events[0].time}


def test_a_pass_after_a_failure_of_the_same_exercise_is_a_comeback(lesson: Lesson, history: Any) -> None:
    events = history([("one", FAILED), ("two", PASSED), ("one", PASSED)])
    assert earned(lesson, events[:2]).get("comeback") is None
    assert earned(lesson, events)["comeback"] == events[2].time


def test_a_busy_kernel_is_no_failure_to_come_back_from(lesson: Lesson, history: Any) -> None:
    events = history([("one", Checked(Outcome.KERNEL_BUSY)), ("one", PASSED)])
    assert "comeback" not in earned(lesson, events)


def test_all_core_exercises_earn_the_lesson_s_badge_without_the_others(lesson: Lesson, history: Any) -> None:
    events = history([("one", PASSED), ("two", PASSED), ("extra", PASSED)])
    assert "whole" not in earned(lesson, events[:1])
    assert earned(lesson, events) == {
        "alive": events[0].time,
        "whole": events[1].time,
        "extra": events[2].time,
    }


def test_an_explanation_earns_the_duck_s_badge(lesson: Lesson, history: Any) -> None:
    events = history([(None, Explained("Because."))])
    assert earned(lesson, events) == {"duck": events[0].time}


def test_a_badge_that_was_shown_is_not_new_again(lesson: Lesson, history: Any) -> None:
    events = history([("one", PASSED), (None, BadgeSeen("alive"))])
    before = badges("pack", [lesson], [])
    assert [badge.id for badge in new_badges(before, badges("pack", [lesson], events[:1]))] == ["alive"]
    assert new_badges(badges("pack", [lesson], events[:1]), badges("pack", [lesson], events)) == ()
    assert badges("pack", [lesson], events)[0].seen


def test_a_badge_that_was_shown_stays_when_a_newer_lesson_asks_more(lesson: Lesson, history: Any) -> None:
    events = history([("one", PASSED), ("two", PASSED), (None, BadgeSeen("whole"))])
    harder = msgspec.structs.replace(
        lesson,
        exercises=tuple(msgspec.structs.replace(exercise, core=True) for exercise in lesson.exercises),
    )
    assert earned(harder, events[:2]).get("whole") is None
    assert earned(harder, events)["whole"] == events[2].time
