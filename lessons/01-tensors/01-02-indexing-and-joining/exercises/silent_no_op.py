"""The silent no-op

Dr. Hammer has rewired `tame(x, rows)`. It should work *in place*: in the listed rows of the table `x`,
each number above 1 becomes 1. The other rows stay as they are. It returns nothing.

It runs, it complains about nothing, and it changes nothing. Mend it. (`rows` is a list of positions; it may be empty.)
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

kind = Kind.DEBUG
level = Level.ARTISAN
objectives = ["say for each whether it is a window or a copy, and what a write through it changes"]


@starter
def rewired():
    def tame(x, rows):
        """In the listed `rows` of `x`, numbers above 1 become 1, in place."""
        x[rows][x[rows] > 1.0] = 1.0

    x = torch.tensor([[0.5, 3.0], [2.0, 0.1], [4.0, 5.0]])
    tame(x, [0, 2])
    x


hints(
    "Count the brackets left of the `=`. Which of them writes, and into what?",
    "`x[rows]` with a list is a copy. Whatever you do to the copy, someone has to bring it back.",
    "`x[rows] = …` is *one* act of `x`: it writes. So: take the rows, tame your copy, and set it back.",
)


def tamed(x, rows):
    """What `x` should be afterwards."""
    y = x.clone()
    for row in rows:
        y[row] = torch.where(y[row] > 1, torch.ones_like(y[row]), y[row])
    return y


def check(tame):
    with promise("numbers above 1 in the listed rows become 1, others stay"):
        for shape, rows in (((4, 3), [0, 2]), ((3, 5), [1]), ((5, 2), [3, -1])):
            x = sample.uniform(*shape) * 2
            x[rows[0], 0], x[rows[0], 1] = 1.5, -0.25
            expect(tame, x, rows).changes_argument(0, tamed(x, rows))
    with promise("rows that are not listed stay as they are"):
        x = sample.uniform(4, 3) + 1.5
        expect(tame, x, [1]).changes_argument(0, tamed(x, [1]))
    with promise("no rows listed, or rows without numbers"):
        x = sample.uniform(3, 3) + 1.5
        expect(tame, x, []).changes_argument(0, x)
        expect(tame, torch.zeros(0, 3), []).changes_argument(0, torch.zeros(0, 3))
        expect(tame, torch.zeros(2, 0), [1]).changes_argument(0, torch.zeros(2, 0))
    with promise("returns nothing"):
        expect(tame, sample.uniform(3, 3) + 1, [0]).returns_none()


@solution
def set_it_back():
    """Reading with a list copies; writing with a list does not. So the copy is tamed and *set back* in one act of `x`.
    `clamp(max=1)` cuts every number at 1."""

    def tame(x, rows):
        x[rows] = x[rows].clamp(max=1.0)


@right
def by_a_copy_with_a_name():
    """The same in three steps: get, change, set back."""

    def tame(x, rows):
        part = x[rows]
        part[part > 1.0] = 1.0
        x[rows] = part


@right
def row_by_row():
    """A number is a window. Each row is written through its own."""

    def tame(x, rows):
        for row in rows:
            window = x[row]
            window[window > 1.0] = 1.0


@right
def in_place_through_windows():
    """`clamp_` writes in place, and reaches `x`, because `x[row]` is a window."""

    def tame(x, rows):
        for row in rows:
            x[row].clamp_(max=1.0)


@wrong
def forgets_the_rows():
    """You tamed *all* rows. Only the listed ones were asked for: the others are to stay wild."""

    def tame(x, rows):
        x[x > 1.0] = 1.0


@wrong
def list_gives_a_copy():
    """Nothing has changed yet. `x[rows]` is a copy: you tamed it, and nobody set it back."""

    def tame(x, rows):
        part = x[rows]
        part[part > 1.0] = 1.0


@wrong
def forgets_the_condition():
    """You set every number of the listed rows to 1. Numbers of 1 and below are to stay as they are."""

    def tame(x, rows):
        x[rows] = 1.0


@wrong
def returns_it_instead():
    """You returned a tamed copy. The task says in place: whoever called still holds the old `x`."""

    def tame(x, rows):
        y = x.clone()
        y[rows] = y[rows].clamp(max=1.0)
        return y


@wrong
def said_in_place():
    """`x` is as it should be. But the task says: returns nothing. What works in place has its effect on what it was given."""

    def tame(x, rows):
        x[rows] = x[rows].clamp(max=1.0)
        return x


@wrong
def clamps_from_below():
    """You raised the small numbers to 1. It is the ones *above* 1 that become 1: 1 is the most, not the least."""

    def tame(x, rows):
        x[rows] = x[rows].clamp(min=1.0)


@wrong
def clamps_both_ends():
    """Numbers above 1 are tamed, but you raised the small ones, too. They are to stay as they are."""

    def tame(x, rows):
        x[rows] = x[rows].clamp(0.5, 1.0)
