"""The sum of a row

What does `total` hold after `total = torch.tensor([START, STEP]).sum().item()`?
Assign the number to `total`.
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
objectives = ["predict the sum of a row"]


@deal
def numbers(dice):
    return {"START": dice.randint(10, 40), "STEP": dice.randint(2, 9)}


@choices
def total(START, STEP):
    return [str(START + STEP), str(START * STEP), str(START)]


@starter
def nothing_yet():
    # Write a number.
    total = ...


hints(
    "Look at the two numbers in the brackets.",
    "`sum` adds all of them.",
    "START plus STEP is …",
)


def check(total, START, STEP):
    with promise("the sum of both numbers"):
        expect(total).equals(START + STEP, loosely=True)


@solution
def the_sum():
    """`sum` adds START and STEP."""
    total = START + STEP


@right
def as_a_decimal():
    """A whole number and a decimal of the same value are the same answer here."""
    total = float(START + STEP)


@right
def the_other_way_round():
    """The order of a sum does not matter."""
    total = STEP + START


@wrong
def the_product():
    """You multiplied START and STEP. `sum` adds them."""
    total = START * STEP


@wrong
def the_first_only():
    """That is the first number alone. `sum` takes all of them."""
    total = START


@wrong
def the_last_only():
    """That is the last number alone. `sum` takes all of them."""
    total = STEP


@wrong
def how_many():
    """That is how many numbers there are. `sum` adds them."""
    total = 2
