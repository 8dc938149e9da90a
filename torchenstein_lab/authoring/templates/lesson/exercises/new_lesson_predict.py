"""What is left of the first

`scores` holds FIRST, SECOND and THIRD as decimals. What is the first number of `scores - scores.mean()`?
Assign it to `left`.
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
objectives = ["predict what is left of a number when the mean is taken away"]


@deal
def numbers(dice):
    mean, up, more = dice.randint(7, 9), dice.randint(1, 3), dice.randint(1, 3)
    return {"FIRST": mean + up, "SECOND": mean + more, "THIRD": mean - up - more, "MEAN": mean}


@choices
def left(FIRST, MEAN):
    return [str(FIRST - MEAN), str(MEAN - FIRST), str(FIRST), str(MEAN)]


@starter
def nothing_yet():
    left = ...


hints(
    "Work out the mean on paper first.",
    "The mean is the sum of all three, divided by 3. It is taken away from each number.",
    "The mean is MEAN. Take it away from FIRST.",
)


def check(left, FIRST, SECOND, THIRD):
    with promise("the first number without the mean"):
        expect(left).equals(FIRST - (FIRST + SECOND + THIRD) // 3, loosely=True)


@solution
def without_the_mean():
    """The three numbers add up to three times MEAN, so MEAN is their mean, and it goes from each of them."""
    left = FIRST - MEAN


@right
def as_a_decimal():
    """The tensor holds decimals; a whole number of the same value is the same answer here."""
    left = float(FIRST - MEAN)


@right
def from_the_sum():
    """The mean is worked out from all three numbers, as PyTorch does it."""
    left = FIRST - (FIRST + SECOND + THIRD) / 3


@wrong
def the_other_way_round():
    """You took the number away from the mean. Take the mean away from the number: the sign turns."""
    left = MEAN - FIRST


@wrong
def as_it_was():
    """That is the first number as it was. Take the mean of all three away from it."""
    left = FIRST


@wrong
def the_mean_itself():
    """That is the mean. It is what goes; the question is what stays."""
    left = MEAN


@wrong
def divided():
    """You divided by the mean. To centre numbers, take the mean away from each."""
    left = FIRST / MEAN
