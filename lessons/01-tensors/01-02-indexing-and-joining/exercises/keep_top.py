"""Keep the top

Write `keep_top(x, k)`: `x` has shape (B, V), a score for each of V tokens. In each row the `k` largest stay where they are;
all others become −∞ (`float("-inf")`).

- *Exactly* k stay, ties or not. Which of two equal scores stays is up to you.
- `k` goes from 0 to V. Shape and dtype stay, and so does `x`.
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
level = Level.MASTER
core = False
objectives = ['pick a block, pairs, or "for each row its own column", and never one for another']
equivalent_mutants = {
    "best = x.topk(k, -1) → best = x.topk(k, 1)": "the last direction of a table is 1",
    "return torch.full_like(x, float('-inf')).scatter_(-1, best.indices, best.values) → return torch.full_like(x, float('-inf')).scatter_(1, best.indices, best.values)": "the last direction of a table is 1",
}


@starter
def everybody_stays():
    def keep_top(x, k):
        """In each row of x (B, V), the k largest stay; all others become -inf. Exactly k."""
        ...


hints(
    "A threshold cannot count: two scores may both stand on it. What tells *places* instead of values?",
    "`topk` gives values and places. Start from a tensor full of −∞: what has to be written, and where?",
    "“For each row, to its own columns”: that is `scatter_`, with the places and the values of `topk`.",
)

NOTHING = float("-inf")


def check(keep_top):
    def ranked(x, k):
        """What stayed, without the places."""
        return keep_top(x, k).sort(-1, descending=True).values

    def in_place_or_gone(x, k):
        y = keep_top(x, k)
        return (y == NOTHING) | (y == x)

    def wanted(x, k):
        y = torch.full_like(x, NOTHING)
        best = x.topk(k, -1)
        return y.scatter_(-1, best.indices, best.values)

    with promise("in each row the k largest stay, in their places"):
        for (b, v), k in (((2, 5), 2), ((3, 4), 1), ((4, 4), 3)):
            x = sample.uniform(b, v) * 4 - 2
            expect(keep_top, x, k).equals(wanted(x, k))
    with promise("k = 0, k = V, one token, one row"):
        for (b, v), k in (((2, 3), 0), ((2, 3), 3), ((3, 1), 1), ((3, 1), 0), ((1, 6), 2)):
            x = sample.uniform(b, v) - 0.5
            expect(keep_top, x, k).equals(wanted(x, k))
    with promise("exactly k, also with ties"):
        for x, k in (
            (torch.tensor([[1.0, 1, 1, 1], [2, 2, 0, 2]]), 2),
            (torch.tensor([[0.0, 3, 3, 1, 3]]), 2),
            (torch.zeros(3, 4), 1),
        ):
            expect(ranked, x, k).equals(wanted(x, k).sort(-1, descending=True).values)
            expect(in_place_or_gone, x, k).equals(torch.ones_like(x, dtype=torch.bool))
    with promise("the dtype stays, and so does `x`"):
        x = sample.uniform(2, 4, dtype=torch.float64)
        expect(keep_top, x, 2).equals(wanted(x, 2)).leaves_arguments_unchanged().owns_its_memory()


@solution
def write_the_winners():
    """`topk` knows the *places* of the k largest, and there are exactly k of them. A tensor full of −∞ is the floor;
    `scatter_` writes each row's winners to their own places."""

    def keep_top(x, k):
        best = x.topk(k, -1)
        return torch.full_like(x, float("-inf")).scatter_(-1, best.indices, best.values)


@right
def silence_the_rest():
    """The other way round: sort the places, and write −∞ to all but the first k."""

    def keep_top(x, k):
        rest = x.argsort(-1, descending=True)[:, k:]
        return x.scatter(-1, rest, float("-inf"))


@right
def row_by_row():
    """A loop over the rows: each picks its own places."""

    def keep_top(x, k):
        y = torch.full_like(x, float("-inf"))
        for i in range(len(x)):
            places = x[i].topk(k).indices
            y[i, places] = x[i, places]
        return y


@right
def by_pairs():
    """Row numbers as a column, places as a table: each row with its own columns."""

    def keep_top(x, k):
        y = torch.full_like(x, float("-inf"))
        rows = torch.arange(len(x))[:, None].expand(-1, k)
        places = x.topk(k, -1).indices
        y[rows, places] = x[rows, places]
        return y


@wrong
def ties_slip_in():
    """Right without ties. A threshold lets in everyone who stands on it: of equal scores, more than k stay.
    Use places, not values."""

    def keep_top(x, k):
        if k == 0:
            return torch.full_like(x, float("-inf"))
        least = x.topk(k, -1).values[:, -1:]
        return torch.where(x >= least, x, torch.full_like(x, float("-inf")))


@wrong
def ties_fall_out():
    """You keep what is *larger* than the k-th score: the k-th itself falls out, and with it all that equal it."""

    def keep_top(x, k):
        if k == 0:
            return torch.full_like(x, float("-inf"))
        least = x.topk(k, -1).values[:, -1:]
        return torch.where(x > least, x, torch.full_like(x, float("-inf")))


@wrong
def lost_their_places():
    """You returned the k largest, but not where they stood: shape (B, k). The result has the shape of `x`."""

    def keep_top(x, k):
        return x.topk(k, -1).values


@wrong
def everybody_gets_all():
    """`y[:, places]` opens the places of *every* row in every row. Each row has places of its own."""

    def keep_top(x, k):
        y = torch.full_like(x, float("-inf"))
        places = x.topk(k, -1).indices.flatten()
        y[:, places] = x[:, places]
        return y


@wrong
def one_ranking_for_all():
    """You ranked the whole table at once. Each row keeps k of its own."""

    def keep_top(x, k):
        best = x.flatten().topk(k)
        y = torch.full_like(x, float("-inf")).flatten()
        return y.scatter_(0, best.indices, best.values).view(x.shape)


@wrong
def zero_is_a_score():
    """You silenced the others with 0. Zero is a score, and better than a negative one. −∞ is never chosen."""

    def keep_top(x, k):
        best = x.topk(k, -1)
        return torch.zeros_like(x).scatter_(-1, best.indices, best.values)


@wrong
def harms_x():
    """The result is right, but `x` itself was changed: `scatter_` with an underscore writes into what it is called on."""

    def keep_top(x, k):
        rest = x.argsort(-1, descending=True)[:, k:]
        return x.scatter_(-1, rest, float("-inf"))


@wrong
def keeps_the_smallest():
    """You kept the *smallest* k. `argsort` puts the smallest first unless you ask for descending order."""

    def keep_top(x, k):
        rest = x.argsort(-1)[:, k:]
        return x.scatter(-1, rest, float("-inf"))


@wrong
def down_the_columns():
    """You ranked down the columns: k of each *token* stay. The tokens of one text lie along a row."""

    def keep_top(x, k):
        k = min(k, len(x))
        best = x.topk(k, 0)
        return torch.full_like(x, float("-inf")).scatter_(0, best.indices, best.values)
