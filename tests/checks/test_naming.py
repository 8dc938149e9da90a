"""Which of the learner's names a finding speaks of, when several answers are one and the same object."""

from pathlib import Path

from torchenstein_lab.checks.examine import Survey
from torchenstein_lab.checks.exercise import load_exercise
from torchenstein_lab.checks.misconception import survey_of_body

_EXERCISE = '''
"""Three numbers

Three numbers.
"""

import torch
from torchenstein_lab.lesson import Kind, Level, expect, hints, promise, right, solution, starter, wrong

kind = Kind.PREDICT
level = Level.APPRENTICE
objectives = ["count"]
hints("a", "b", "c")


@starter
def blanks():
    one = ...
    two = ...
    row = ...


def doubled(value):
    return value * 2


def check(one, two, row):
    {check}


@solution
def counted():
    """Right."""
    one = 1
    two = 2
    row = torch.ones(2)


@wrong
def all_three():
    """Wrong."""
    one = 3
    two = 3
    row = torch.ones(3)
'''


def survey(folder: Path, check: str) -> Survey:
    path = folder / "three_numbers.py"
    path.write_text(_EXERCISE.replace("{check}", check), encoding="utf-8")
    exercise = load_exercise(path)
    return survey_of_body(exercise, exercise.deal(None), "all_three", seed=0)


def test_equal_numbers_go_by_the_name_in_the_check(tmp_path: Path) -> None:
    found = survey(tmp_path, "expect(one).equals(1)\n    expect(two).equals(2)")
    first, second = found.failures
    assert first.say.startswith("`one`: expected 1, got 3")
    assert second.say.startswith("`two`: expected 2, got 3")


def test_no_name_is_guessed_where_a_line_asks_twice(tmp_path: Path) -> None:
    found = survey(tmp_path, "expect(one).equals(1), expect(two).equals(2)")
    assert all(failure.say.startswith("The value: ") for failure in found.failures)


def test_a_name_inside_a_helper_counts(tmp_path: Path) -> None:
    found = survey(tmp_path, "expect(doubled(one)).equals(2)")
    assert found.failures[0].say.startswith("`one`: expected 2, got 6")


def test_a_number_that_happens_to_equal_an_answer_is_not_called_by_its_name(tmp_path: Path) -> None:
    found = survey(tmp_path, "expect(len(str(100))).equals(2)")
    assert found.failures[0].say.startswith("The value: expected 2, got 3")


def test_a_tensor_keeps_its_name_in_a_loop(tmp_path: Path) -> None:
    found = survey(tmp_path, "[expect(each).has_shape(2) for each in [row]]")
    assert found.failures[0].say.startswith("`row`: expected shape (2,), got shape (3,)")
