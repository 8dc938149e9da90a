"""From memory: trays

Answer without looking back at lesson 1.1. What shape has `torch.tensor(NEST)[0]`?

Put it into `first_shape`, as a tuple.
"""

import torch

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
objectives = ["predict the shape of any index made of integers, ranges, `...`, `None`, lists and masks"]


@deal
def fresh_nest(dice):
    rows, columns = dice.sample([2, 3, 4, 5], 2)
    return {
        "NEST": [[dice.randint(0, 9) for _ in range(columns)] for _ in range(rows)],
        "ROW": (columns,),
        "COLUMN": (rows,),
        "KEPT": (1, columns),
        "WHOLE": (rows, columns),
    }


@choices
def first_shape(ROW, COLUMN, KEPT, WHOLE):
    return [repr(ROW), repr(COLUMN), repr(KEPT), repr(WHOLE), "()"]


@starter
def one_blank():
    first_shape = ...


hints(
    "Each pair of brackets is a tray. Which tray does `[0]` open?",
    "`[0]` takes the first thing out of the outermost tray. What is that thing?",
    "It is a row. How many numbers lie in one row?",
)


def check(first_shape, NEST):
    with promise("the shape of the first row"):
        expect(first_shape).equals(tuple(torch.tensor(NEST)[0].shape), loosely=True)


@solution
def one_tray_less():
    """`[0]` opens the outermost tray and takes the first thing out: a row. One pair of brackets is gone."""
    first_shape = ROW


@right
def as_a_list():
    """The same lengths in square brackets."""
    first_shape = list(ROW)


@right
def as_torch_says_it():
    """PyTorch's own type for shapes."""
    first_shape = torch.Size(ROW)


@wrong
def indexing_gives_a_number():
    """You took the shape of one number. `[0]` takes out the first *thing*, and in a table that is a whole row."""
    first_shape = ()


@wrong
def the_tray_stays():
    """You kept the row in its tray. `[0]` takes the row *out*: one pair of brackets is gone."""
    first_shape = KEPT


@wrong
def takes_a_column():
    """You took a column. `[0]` opens the outermost tray, and what lies in that are the rows."""
    first_shape = COLUMN


@wrong
def nothing_is_opened():
    """That is the shape of the whole table. What is left when one thing has been taken out of it?"""
    first_shape = WHOLE
