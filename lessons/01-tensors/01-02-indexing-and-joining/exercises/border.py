"""A border

Write `border(x, value)`: a *copy* of the table `x` (2-D, any dtype, any size) whose outer ring of numbers is `value`.

Think of tables with one row, one column or none at all.
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
level = Level.APPRENTICE
objectives = ["say for each whether it is a window or a copy, and what a write through it changes"]


@starter
def no_ring_yet():
    def border(x, value):
        """A copy of the 2-D `x` with its outer ring set to `value`."""
        ...


hints(
    "The ring has four sides. Which ranges name them, and which of your steps makes the copy?",
    "The first row is `y[:1]` as a range and `y[0]` as a number. One of them works even where there is no row.",
    "Clone once. Then write through four windows: first and last row, first and last column, each as a range of one.",
)


def on_paper(x, value):
    """The ring, one number at a time."""
    rows, columns = x.shape
    y = x.clone()
    for i in range(rows):
        for j in range(columns):
            if i in (0, rows - 1) or j in (0, columns - 1):
                y[i, j] = value
    return y


def check(border):
    value = sample.dice.randint(20, 90)
    with promise("the ring is `value`, the inside as it was"):
        for shape in ((4, 5), (5, 3), (3, 3)):
            x = sample.uniform(*shape)
            expect(border, x, value).equals(on_paper(x, value))
    with promise("the dtype stays"):
        x = sample.integers(0, 9, (4, 5))
        expect(border, x, value).equals(on_paper(x, value))
    with promise("one row, one column, one number, two by two"):
        for shape in ((1, 4), (4, 1), (1, 1), (2, 2)):
            x = sample.uniform(*shape)
            expect(border, x, value).equals(on_paper(x, value))
    with promise("no rows, or no columns"):
        for shape in ((0, 3), (2, 0)):
            x = sample.uniform(*shape)
            expect(border, x, value).equals(x)
    with promise("`x` stays as it is, in memory of its own"):
        x = sample.uniform(3, 4)
        expect(border, x, value).leaves_arguments_unchanged().owns_its_memory()


@solution
def four_windows():
    """The clone makes the copy. Each side is a window onto it, and a *range* of one works even where there is nothing:
    `y[:1]` of no rows is no rows. The corners are written twice, which does no harm."""

    def border(x, value):
        y = x.clone()
        y[:1] = value
        y[-1:] = value
        y[:, :1] = value
        y[:, -1:] = value
        return y


@right
def fill_then_put_the_inside_back():
    """The other way round: everything is ring, then the inside is copied back."""

    def border(x, value):
        y = torch.full_like(x, value)
        y[1:-1, 1:-1] = x[1:-1, 1:-1]
        return y


@right
def one_by_one():
    """A loop over the edges. Slow for a large table, but nobody can misread it."""

    def border(x, value):
        y = x.clone()
        rows, columns = x.shape
        for i in range(rows):
            for j in range(columns):
                if i == 0 or i == rows - 1 or j == 0 or j == columns - 1:
                    y[i, j] = value
        return y


@right
def by_a_mask():
    """A mask that is true on the ring, and one assignment."""

    def border(x, value):
        ring = torch.ones_like(x, dtype=torch.bool)
        ring[1:-1, 1:-1] = False
        y = x.clone()
        y[ring] = value
        return y


@wrong
def pieces_are_copies():
    """The ring is right, but `x` itself was changed: `x[:1]` is a window, and a second name is no copy.
    Which call makes a copy?"""

    def border(x, value):
        y = x
        y[:1] = value
        y[-1:] = value
        y[:, :1] = value
        y[:, -1:] = value
        return y


@wrong
def integer_needs_a_row():
    """Right, as long as there is a row. `y[0]` asks *which?*, and where there is none, that is an error.
    A range, `y[:1]`, takes what there is."""

    def border(x, value):
        y = x.clone()
        y[0] = value
        y[-1] = value
        y[:, 0] = value
        y[:, -1] = value
        return y


@wrong
def forgets_corners():
    """The corners are missing: your sides of the ring stop one short of them."""

    def border(x, value):
        y = x.clone()
        y[:1, 1:-1] = value
        y[-1:, 1:-1] = value
        y[1:-1, :1] = value
        y[1:-1, -1:] = value
        return y


@wrong
def pairs_are_a_block():
    """Two lists in one bracket are *pairs*: you wrote two corners. The ring has four sides, one write each."""

    def border(x, value):
        y = x.clone()
        y[[0, -1], [0, -1]] = value
        return y


@wrong
def chained_write():
    """Nothing was written. `y[[0, -1]]` gathers a *copy* of two rows, and `[:] = value` writes into that copy.
    Put it all into one bracket, or begin with a range."""

    def border(x, value):
        y = x.clone()
        y[[0, -1]][:] = value
        y[:, [0, -1]][:] = value
        return y


@wrong
def minus_one_is_an_end():
    """Your last row is the one before the last. The end of a range is left out: `-2:-1` stops before −1.
    Leave the end open: `-1:`."""

    def border(x, value):
        y = x.clone()
        y[:1] = value
        y[-2:-1] = value
        y[:, :1] = value
        y[:, -2:-1] = value
        return y


@wrong
def paints_the_inside():
    """You painted the inside and left the ring. `1:-1` names all but the first and the last."""

    def border(x, value):
        y = x.clone()
        y[1:-1, 1:-1] = value
        return y


@wrong
def makes_floats():
    """The ring is right, but the dtype is not that of `x`: you made a new tensor, and its dtype came from elsewhere.
    A clone, or `full_like`, keeps it."""

    def border(x, value):
        y = torch.full(x.shape, float(value))
        y[1:-1, 1:-1] = x[1:-1, 1:-1]
        return y


@wrong
def rows_only():
    """First and last row are right. The ring has a left and a right side, too."""

    def border(x, value):
        y = x.clone()
        y[:1] = value
        y[-1:] = value
        return y
