"""An error of the learner's is told in plain words, and then by what was computed where it came."""

import linecache

import pytest
import torch

from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.raised import explained_error, raised_sentence


def error_of(source):
    """What a cell raises, and the learner who ran it."""
    space = {"torch": torch}
    learner = Learner(space, source)
    with pytest.raises(Exception) as caught:
        exec(compile(source, "<your cell>", "exec"), space)
    return caught.value, learner


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = torch.zeros(2, 3)\ny = torch.zeros(4, 5)\nx @ y", "`x`"),
        ("def f(n):\n    return len(n)\nf(3)", "3"),
        ("tensor([1])", "PyTorch has something of that name: `torch.tensor`."),
        ("a = null", "Python writes it `None`."),
        ("spark = 1\nsparc", "`spark`"),
    ],
)
def test_what_was_computed_is_told_by_the_learners_names(source, said):
    error, learner = error_of(source)
    assert said in explained_error(error, learner)


def test_the_text_of_the_cell_is_not_left_behind():
    error, learner = error_of("1 / 0")
    assert explained_error(error, learner)
    assert "<your cell>" not in linecache.cache


@pytest.mark.parametrize(
    ("who", "line", "sentence"),
    [
        ("Your cell", 3, "Your cell stops with a KeyError in line 3: a key is asked for that is not there."),
        (
            "`f(1)`",
            3,
            "`f(1)` stops with a KeyError in line 3 of your cell: a key is asked for that is not there.",
        ),
        ("`f(1)`", None, "`f(1)` stops with a KeyError: a key is asked for that is not there."),
    ],
)
def test_the_first_sentence_says_who_stopped_and_where(who, line, sentence):
    assert raised_sentence(who, KeyError("x"), line) == sentence


def test_an_error_of_the_learners_own_kind_is_told_by_its_name():
    class Strange(Exception):
        pass

    assert raised_sentence("Your code", Strange("mat1")) == "Your code stops with a Strange."
