"""A wrong answer is recognised by what it does: the same results, or throws of the same dice, and no less."""

import pytest
import torch

from torchenstein_lab.checks.examine import Survey
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.misconception import match
from torchenstein_lab.checks.session import Session, run_as
from torchenstein_lab.lesson import expect


def survey_of(ask, seed=1):
    """What a check observes that is this function; it draws with the global dice of that seed."""
    torch.manual_seed(seed)
    torch.rand(1)
    with run_as(Session(1, Learner({}))) as session:
        ask()
        return Survey(tuple(session.observations))


def asking_all(function, *questions):
    """A check that asks these questions, all in one line each, of one function."""

    def ask():
        for question in questions:
            question(function)

    return ask


def the_spread(function):
    spread = function(torch.zeros(40_000)).std().item()
    expect(spread).satisfies(lambda s: abs(s - 1) < 0.03, "a spread of 1")


def the_dtype(function):
    expect(function, torch.zeros(50, dtype=torch.float64)).has_dtype(torch.float64)


def the_shape(function):
    expect(function, torch.zeros(5, 3)).has_shape(5, 3)


def seen(function, seed=1):
    return survey_of(asking_all(function, the_dtype, the_shape, the_spread), seed)


def twice(x):
    return 2 * torch.randn(x.shape, dtype=x.dtype)


def forgets_dtype(x):
    return torch.randn(x.shape)


def flat(x):
    return torch.rand(x.shape, dtype=x.dtype)


def one_number(x):
    return torch.randn(len(x), dtype=x.dtype)


KNOWN = {"twice": twice, "forgets_dtype": forgets_dtype, "flat": flat, "one_number": one_number}


def recognised(function, seed=2, known=KNOWN):
    return match(seen(function, seed), [(name, seen(one)) for name, one in known.items()])


@pytest.mark.parametrize("name", KNOWN)
def test_an_answer_that_throws_other_dice_is_the_same_misconception(name):
    assert recognised(KNOWN[name]) == name


def test_other_numbers_that_fail_the_same_question_are_no_misconception():
    assert recognised(lambda x: 0.3 * torch.randn(x.shape, dtype=x.dtype)) is None
    assert recognised(lambda x: 5 * torch.randn(x.shape, dtype=x.dtype)) is None


def test_two_misconceptions_that_chance_does_not_tell_apart_are_both_left_alone():
    known = {"twice": twice, "twice again": lambda x: torch.randn(x.shape, dtype=x.dtype) * 2}
    assert recognised(twice, known=known) is None
    assert recognised(twice, seed=1, known=known) == "twice"


def test_a_result_that_is_not_random_is_compared_number_by_number():
    def ask(values):
        return lambda: expect(lambda _: torch.tensor(values), torch.zeros(2)).has_shape(3)

    known = [("swapped", survey_of(ask([2, 1])))]
    assert match(survey_of(ask([2, 1])), known) == "swapped"
    assert match(survey_of(ask([7, 1])), known) is None


@pytest.mark.parametrize("written", [[2, 3], (2, 3), torch.tensor([2, 3]), torch.Size([2, 3]), (2.0, 3.0)])
def test_a_loose_question_recognises_all_ways_to_write_a_wrong_answer(written):
    def ask(value):
        return lambda: expect(value).equals((3, 2), loosely=True)

    assert match(survey_of(ask(written)), [("swapped", survey_of(ask((2, 3))))]) == "swapped"


def test_a_strict_question_tells_a_list_from_a_tuple():
    def ask(value):
        return lambda: expect(value).equals((3, 2))

    assert match(survey_of(ask([2, 3])), [("swapped", survey_of(ask((2, 3))))]) is None


def test_a_missing_error_is_told_from_another_one():
    def quiet(x):
        return x

    def rude(x):
        raise TypeError(x)

    def ask(function):
        return lambda: expect(function, 1).raises(ValueError)

    known = [("quiet", survey_of(ask(quiet))), ("rude", survey_of(ask(rude)))]
    assert match(survey_of(ask(lambda x: x + 0)), known) == "quiet"
    assert match(survey_of(ask(lambda x: x.nothing)), known) is None
