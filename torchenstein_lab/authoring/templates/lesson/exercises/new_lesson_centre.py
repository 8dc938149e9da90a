"""A mean for each row

Write `centre(x)`. It takes a table of decimals, and returns a new one in which the mean of its own row was
taken away from each number. Shape and dtype stay, and so does `x`.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    hints,
    promise,
    right,
    sample,
    solution,
    starter,
    wrong,
)

kind = Kind.FUNCTION
level = Level.ARTISAN
objectives = ["write a function that centres each row of a table"]


@starter
def an_empty_function():
    def centre(x):
        """`x` without the mean of each row."""


hints(
    "How many means has a table of two rows?",
    "`mean` takes the dimension that it goes along. Do the means stand in a row or in a column then?",
    "Look at what `keepdim=True` does to the shape of the means; then take them away from `x`.",
)


def check(centre):
    with promise("the mean of its row taken away from each number"):
        for x in sample.tensors(
            shapes=[(2, 3), (4, 4), (1, 5), (3, 1)], dtypes=[torch.float32, torch.float64]
        ):
            expect(centre, x).equals(x - x.mean(1, keepdim=True))
    with promise("`x` stays as it is"):
        expect(centre, sample.normal(3, 5)).leaves_arguments_unchanged()


@solution
def means_in_a_column():
    """`mean(1)` goes along the rows. With `keepdim` the means have the shape (rows, 1), and each of them
    meets all the numbers of its row."""

    def centre(x):
        return x - x.mean(1, keepdim=True)


@right
def by_hand():
    """The mean is the sum, divided by how many numbers a row has; `[:, None]` makes a column of the sums."""

    def centre(x):
        return x - x.sum(1)[:, None] / x.shape[1]


@right
def row_by_row():
    """A loop over the rows says it most plainly, and does one row at a time."""

    def centre(x):
        return torch.stack([row - row.mean() for row in x])


@wrong
def one_mean_for_all():
    """You took one mean of the whole table. Each row has a mean of its own: say along which dimension."""

    def centre(x):
        return x - x.mean()


@wrong
def means_of_columns():
    """You took the mean of each *column*. Dimension 0 goes down the columns, dimension 1 along the rows."""

    def centre(x):
        return x - x.mean(0)


@wrong
def means_in_a_row():
    """Your means stand in a row, and PyTorch lays them along each row of `x`. Make a column of them: see
    `keepdim`."""

    def centre(x):
        return x - x.mean(1)


@wrong
def writes_into_x():
    """The values are right, but `x` itself was changed: `-=` writes into it. Make a new tensor with `-`."""

    def centre(x):
        x -= x.mean(1, keepdim=True)
        return x


@wrong
def divided_as_well():
    """You also divided by the spread of each row. Layer norm does that, too; here only the mean goes."""

    def centre(x):
        return (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True, correction=0)
