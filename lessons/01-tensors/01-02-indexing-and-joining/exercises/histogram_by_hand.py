"""Histogram by hand

Write `count(ids, n)`: how often each of the numbers 0 to n − 1 stands in `ids`, as int64 of shape (n,).
`ids` is an int64 tensor of any shape, perhaps empty.

No Python loop, and none of `torch.bincount`, `torch.unique`, `torch.histc`. A million ids with n = 1000 must not
build a table of a thousand million.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    forbid,
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
objectives = ["say for each whether it is a window or a copy, and what a write through it changes"]
equivalent_mutants = {
    "return torch.zeros(n, dtype=torch.int64).index_add_(0, ids, torch.ones_like(ids)) → return torch.zeros(n, dtype=torch.int64).index_add_(-1, ids, torch.ones_like(ids))": "a row has one direction, first and last at once",
}


@starter
def nothing_counted():
    def count(ids, n):
        """How often each of 0 … n − 1 stands in `ids`: int64 of shape (n,)."""
        ...


hints(
    "What did `z[[0, 0, 2]] += 1` give in part 4, and why?",
    "“Get, add, set back” forgets repeats. One of PyTorch's calls adds *each time* a place is named.",
    "`zeros`, then `index_add_` with a one for each id. Flatten `ids` first, and mind the dtype of zeros and ones.",
)


def on_paper(ids, n):
    """The counts, one id at a time."""
    counts = [0] * n
    for i in ids.flatten().tolist():
        counts[i] += 1
    return torch.tensor(counts, dtype=torch.int64)


@forbid("for", "while", torch.bincount, torch.unique, torch.histc, torch.histogram)
def check(count):
    with promise("how often each number stands in a row"):
        for n, length in ((4, 12), (7, 9)):
            ids = sample.integers(0, n, (length,))
            ids[:2] = n - 1
            expect(count, ids, n).equals(on_paper(ids, n))
    with promise("numbers that never come count 0"):
        ids = torch.tensor([1, 1, 4])
        expect(count, ids, 6).equals(on_paper(ids, 6))
    with promise("ids of any shape"):
        for shape in ((3, 4), (2, 3, 2), (1, 5)):
            ids = sample.integers(0, 5, shape)
            expect(count, ids, 5).equals(on_paper(ids, 5))
        expect(count, torch.tensor(2), 3).equals(torch.tensor([0, 0, 1]))
    with promise("no ids"):
        expect(count, torch.zeros(0, dtype=torch.int64), 3).equals(torch.zeros(3, dtype=torch.int64))
    with promise("`ids` stays as it is"):
        expect(count, sample.integers(0, 4, (6,)), 4).leaves_arguments_unchanged()
    with promise("memory for the ids and the counts, not for a table of both"):
        ids = sample.integers(0, 1000, (20_000,))
        expect(count, ids, 1000).keeps_to(4_000_000)


@solution
def add_each_time():
    """`index_add_` adds each time a place is named, repeats included. Zeros and ones are int64, and `ids` is laid out in a row."""

    def count(ids, n):
        ids = ids.flatten()
        return torch.zeros(n, dtype=torch.int64).index_add_(0, ids, torch.ones_like(ids))


@right
def by_scatter_add():
    """`scatter_add_` is `scatter_` that adds instead of overwriting."""

    def count(ids, n):
        ids = ids.reshape(-1)
        return torch.zeros(n, dtype=torch.int64).scatter_add_(0, ids, torch.ones_like(ids))


@right
def by_accumulating():
    """`index_put_` is what `z[ids] = …` stands for. With `accumulate=True` it adds."""

    def count(ids, n):
        counts = torch.zeros(n, dtype=torch.int64)
        counts.index_put_((ids,), torch.tensor(1), accumulate=True)
        return counts


@right
def sort_and_search():
    """Sorted, equal ids lie side by side. Where each number begins and ends tells how many there are."""

    def count(ids, n):
        ordered = ids.flatten().sort().values
        numbers = torch.arange(n)
        return torch.searchsorted(ordered, numbers, right=True) - torch.searchsorted(ordered, numbers)


@wrong
def repeats_count_once():
    """Repeats count once. `z[ids] += 1` gets, adds and sets back: the second write repeats the first.
    Look for a call that adds each time."""

    def count(ids, n):
        counts = torch.zeros(n, dtype=torch.int64)
        counts[ids] += 1
        return counts


@wrong
def wrong_kind():
    """The counts are right, but they are floats. Counts are whole numbers: name int64 where you make the zeros."""

    def count(ids, n):
        ids = ids.flatten()
        return torch.zeros(n).index_add_(0, ids, torch.ones(len(ids)))


@wrong
def rows_only():
    """Right for a row. `ids` may have any shape: lay it out in a row first."""

    def count(ids, n):
        return torch.zeros(n, dtype=torch.int64).index_add_(0, ids, torch.ones_like(ids))


@wrong
def builds_the_mountain():
    """The counts are right, but you built a table of ids × n to get them. With a million ids that is 8 GB."""

    def count(ids, n):
        return (ids.reshape(-1, 1) == torch.arange(n)).sum(0)


@wrong
def adds_the_ids():
    """You added the ids themselves. Each one counts *one*, whatever its number."""

    def count(ids, n):
        ids = ids.flatten()
        return torch.zeros(n, dtype=torch.int64).index_add_(0, ids, ids)


@wrong
def one_place_short():
    """You made room up to the largest id that comes. There are `n` counts, also for numbers that never come."""

    def count(ids, n):
        ids = ids.flatten()
        places = int(ids.max()) + 1 if ids.numel() else n
        return torch.zeros(places, dtype=torch.int64).index_add_(0, ids, torch.ones_like(ids))


@wrong
def asks_bincount():
    """The counts are right, but `bincount` was off limits: you are building one."""

    def count(ids, n):
        return torch.bincount(ids.flatten(), minlength=n)
