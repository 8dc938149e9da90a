"""The rules of progress in docs/architecture.md, one test for each."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torchenstein_lab.contracts.event import Checked, Explained, Hinted, Opened, Restored, Revealed
from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.contracts.progress import ExerciseProgress, ExerciseState
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.progress.progress import exercise_progress, here, is_passed, lesson_progress

PASSED = Checked(Outcome.PASSED)
FAILED = Checked(Outcome.FAILED, misconception="sum-instead-of-mean")

details = st.one_of(
    st.builds(Checked, outcome=st.sampled_from(Outcome), misconception=st.none() | st.just("m")),
    st.builds(Hinted, tier=st.integers(1, 3)),
    st.just(Revealed()),
    st.just(Restored()),
)


def test_an_exercise_nobody_touched_is_new(history: Any) -> None:
    assert exercise_progress("one", []) == ExerciseProgress("one", ExerciseState.NEW)


def test_a_pass_without_help_is_mastered_and_opens_the_solution(history: Any) -> None:
    events = history([("one", FAILED), ("one", PASSED)])
    assert exercise_progress("one", events) == ExerciseProgress(
        "one",
        ExerciseState.MASTERED,
        attempts=2,
        failures=1,
        passed_at=events[1].time,
        solution_open=True,
    )


@pytest.mark.parametrize("help_seen", [Hinted(3), Revealed()], ids=["third hint", "solution"])
def test_a_pass_after_the_third_hint_or_the_solution_is_helped(history: Any, help_seen: Any) -> None:
    assert (
        exercise_progress("one", history([("one", help_seen), ("one", PASSED)])).state is ExerciseState.HELPED
    )


def test_the_first_two_hints_cost_nothing(history: Any) -> None:
    events = history([("one", Hinted(1)), ("one", Hinted(2)), ("one", PASSED)])
    assert exercise_progress("one", events).state is ExerciseState.MASTERED


def test_what_was_mastered_stays_mastered(history: Any) -> None:
    events = history([("one", PASSED), ("one", Revealed()), ("one", FAILED), ("one", PASSED)])
    assert exercise_progress("one", events).state is ExerciseState.MASTERED


@pytest.mark.parametrize(
    "outcome", [Outcome.NOT_ATTEMPTED, Outcome.KERNEL_BUSY, Outcome.KERNEL_GONE, Outcome.CANNOT_CHECK]
)
def test_an_outcome_that_says_nothing_about_the_answer_is_no_attempt(history: Any, outcome: Outcome) -> None:
    events = history([("one", Checked(outcome))])
    assert exercise_progress("one", events) == ExerciseProgress("one", ExerciseState.NEW)


def test_three_failed_attempts_open_the_solution(history: Any) -> None:
    events = history([("one", FAILED), ("one", Checked(Outcome.ERROR)), ("one", Checked(Outcome.TIMEOUT))])
    assert [exercise_progress("one", events[:n]).solution_open for n in (1, 2, 3)] == [False, False, True]


def test_asking_for_the_solution_opens_it(history: Any) -> None:
    progress = exercise_progress("one", history([("one", Revealed())]))
    assert (progress.revealed, progress.solution_open, progress.state) == (True, True, ExerciseState.NEW)


def test_the_misconception_is_that_of_the_newest_attempt(history: Any) -> None:
    events = history([("one", FAILED), ("one", Checked(Outcome.FAILED)), ("one", FAILED), ("one", PASSED)])
    found = [exercise_progress("one", events[:n]).misconception for n in range(5)]
    assert found == [None, "sum-instead-of-mean", None, "sum-instead-of-mean", None]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=st.lists(details, max_size=30))
def test_progress_never_goes_back(history: Any, happened: list[Any]) -> None:
    order = [ExerciseState.NEW, ExerciseState.TRIED, ExerciseState.HELPED, ExerciseState.MASTERED]
    events = history(("one", detail) for detail in happened)
    steps = [exercise_progress("one", events[:n]) for n in range(len(events) + 1)]
    for before, after in pairwise(steps):
        assert order.index(after.state) >= order.index(before.state)
        assert (after.attempts, after.failures, after.hints, after.revealed, after.solution_open) >= (
            before.attempts,
            before.failures,
            before.hints,
            before.revealed,
            False,
        )
        assert not (before.solution_open and not after.solution_open)
        assert after.attempts - after.failures >= is_passed(after)


def test_the_minutes_left_fall_with_each_core_exercise_and_are_rounded_up(
    lesson: Lesson, history: Any
) -> None:
    events = history([(None, Opened()), ("extra", PASSED), ("one", PASSED), ("two", PASSED)])
    assert [lesson_progress("pack", lesson, events[:n]).minutes_left for n in range(5)] == [35, 35, 35, 18, 0]


def test_events_of_other_lessons_and_packs_and_of_vanished_exercises_count_for_nothing(
    lesson: Lesson, history: Any
) -> None:
    others = [*history([("one", PASSED)], lesson="second"), *history([("gone", PASSED)])]
    progress = lesson_progress("pack", lesson, others)
    assert {each.state for each in progress.exercises} == {ExerciseState.NEW}
    assert lesson_progress("other-pack", lesson, others).opened is False


def test_a_lesson_tells_when_it_was_last_touched_and_whether_it_was_explained(
    lesson: Lesson, history: Any
) -> None:
    events = history([("one", FAILED), (None, Explained("Because it learns."))])
    progress = lesson_progress("pack", lesson, events)
    assert (progress.opened, progress.explained, progress.last_event_at) == (True, True, events[1].time)


def _renamed(lesson: Lesson, name: str) -> Lesson:
    return Lesson(**{field: getattr(lesson, field) for field in lesson.__struct_fields__} | {"id": name})


def test_the_learner_goes_on_with_the_unfinished_lesson_they_touched_last(
    lesson: Lesson, history: Any
) -> None:
    lessons = [_renamed(lesson, name) for name in ("first", "second", "third")]

    def place(events: list[Any]) -> tuple[str, str] | None:
        return here([("pack", each, lesson_progress("pack", each, events)) for each in lessons])

    events = history([], lesson="first")
    assert place(events) == ("pack", "first")
    events += history([("one", FAILED)], lesson="third")
    assert place(events) == ("pack", "third")
    events += history([("one", PASSED), ("two", PASSED)], lesson="third")
    assert place(events) == ("pack", "first")
    events += history([("one", PASSED), ("two", PASSED)], lesson="first")
    events += history([("one", PASSED), ("two", PASSED)], lesson="second")
    assert place(events) is None
