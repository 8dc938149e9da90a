"""Guess

What is `START` times `FACTOR`? Set `answer`; set `shape` to the shape of `torch.zeros(START, FACTOR)`.
"""

from torchenstein_lab.lesson import (
    Kind,
    Level,
    choices,
    deal,
    expect,
    hints,
    promise,
    right,
    solution,
    starter,
    wrong,
)

kind = Kind.PREDICT
level = Level.APPRENTICE
objectives = ["multiply"]


@deal
def numbers(dice):
    return {"START": dice.randint(5, 9), "FACTOR": dice.randint(3, 4)}


@choices
def answer(START, FACTOR):
    return [str(START * FACTOR), str(START + FACTOR)]


@starter
def two_names():
    answer = ...
    shape = ...


hints("Times.", "Not plus.", "Once more, START times.")


def check(answer, shape, START, FACTOR):
    with promise("the product"):
        expect(answer).equals(START * FACTOR, loosely=True)
    with promise("the shape"):
        expect(shape).equals((START, FACTOR), loosely=True)


@solution
def times():
    """Times."""
    answer = START * FACTOR
    shape = (START, FACTOR)


@right
def as_a_list():
    """A list says the same."""
    answer = START * FACTOR
    shape = [START, FACTOR]


@right
def as_a_size():
    """So does PyTorch's own kind."""
    import torch

    answer = START * FACTOR
    shape = torch.Size([START, FACTOR])


@wrong
def adds():
    """You added."""
    answer = START + FACTOR
    shape = (START, FACTOR)


@wrong
def turned_round():
    """Rows come first."""
    answer = START * FACTOR
    shape = (FACTOR, START)


@wrong
def only_the_count():
    """A shape has one number for each direction."""
    answer = START * FACTOR
    shape = (START * FACTOR,)


@wrong
def factor_only():
    """Do not forget the start."""
    answer = FACTOR
    shape = (START, FACTOR)
