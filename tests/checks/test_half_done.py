"""Steps of a task are judged alone: what is there is looked at, what is not waits, and nothing is counted."""

from pathlib import Path

import pytest
import torch

from torchenstein_lab.checks.judge import judge_file
from torchenstein_lab.contracts.verdict import Category, JudgeRequest, Outcome

LESSONS = Path(__file__).parents[2] / "lessons"
CIPHER = next(LESSONS.rglob("cipher.py"))
TWO_NAMES = next(LESSONS.rglob("two_names.py"))

ENCODE = (
    "def encode(text, shift):\n    return torch.tensor([ord(c) + shift for c in text], dtype=torch.int64)\n"
)


def judged(path, source, seed=1):
    """The verdict on a cell that has just run."""
    space = {"torch": torch}
    exec(compile(source, "<your cell>", "exec"), space)
    return judge_file(path, JudgeRequest("", "", "", source=source, seed=seed), space, "guard")


def states(verdict):
    return [finding.state for finding in verdict.findings]


def test_a_step_that_is_done_is_judged_while_another_still_waits():
    verdict = judged(TWO_NAMES, "a_now = [16, 19, 10]\nappend_gave = ...\n# deal 0")
    assert verdict.outcome is Outcome.NOT_ATTEMPTED
    assert (
        verdict.say == "1 of 2 promises is kept so far. `append_gave` is still `...`: put your answer there."
    )
    assert states(verdict) == ["kept", "waiting"]


def test_a_step_that_is_done_wrongly_is_told_before_the_one_that_waits():
    verdict = judged(TWO_NAMES, "a_now = [16, 19]\nappend_gave = ...\n# deal 0")
    assert verdict.outcome is Outcome.FAILED
    assert verdict.misconception == "assignment_copies"
    assert states(verdict) == ["broken", "waiting"]


def test_a_function_that_is_missing_leaves_the_promises_of_the_other_to_be_kept():
    verdict = judged(CIPHER, ENCODE)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.say == "1 of 4 promises is kept so far. `decode` does not exist in the notebook's memory."
    assert states(verdict) == ["kept", "broken", "waiting", "waiting"]
    assert verdict.findings[1].category is Category.MISSING


def test_a_first_step_that_is_missing_does_not_keep_the_later_ones_from_being_judged():
    verdict = judged(CIPHER, "def decode(codes, shift):\n    return ''.join(chr(c - shift) for c in codes)\n")
    assert states(verdict) == ["broken", "kept", "waiting", "kept"]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a_Now = [16, 19, 10]", "Your cell gives a value to `a_Now`; the task asks for `a_now`."),
        ("print([16, 19, 10])", "to print is not to keep"),
        ("[16, 19, 10]", "Your cell makes a value without a name. Give it one: `a_now = …`."),
        ("a = b = [16, 19, 10]", "Your cell gives a value to `a` and `b`, and none to `a_now`."),
    ],
)
def test_what_the_cell_does_instead_of_giving_the_name_is_told(source, sentence):
    verdict = judged(TWO_NAMES, source)
    assert verdict.outcome is Outcome.FAILED
    assert sentence in verdict.seen
