"""Undo the shuffle

`order` is a shuffle: an int64 tensor of shape (n,) that holds each of 0 to n − 1 once. `x[order]` is shuffled.

Write `undo(order)`: the int64 tensor with which `x[order][undo(order)]` is `x` again.
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
core = False
objectives = ['pick a block, pairs, or "for each row its own column", and never one for another']


@starter
def still_shuffled():
    def undo(order):
        """The positions that bring a tensor shuffled by `order` back: int64, of the shape of `order`."""
        ...


hints(
    "Take order = [2, 0, 1]. Where did number 0 go? Where did number 1 go?",
    "`x[order]` *reads* from the places in `order`. The way back *writes* to them.",
    "Make room for n positions. To the place `order[i]` write `i`, for all i at once.",
)


def on_paper(order):
    """Where each number went."""
    places = torch.empty_like(order)
    for i, j in enumerate(order.tolist()):
        places[j] = i
    return places


def check(undo):
    with promise("brings a shuffled tensor back"):
        for order in (torch.tensor([2, 0, 1]), torch.tensor([1, 2, 3, 0])):
            expect(undo, order).equals(on_paper(order))
        order = torch.tensor(sample.shuffled(range(sample.dice.randint(6, 9))))
        expect(undo, order).equals(on_paper(order))
    with promise("a large one, one number, none"):
        for n in (50, 1, 0):
            order = torch.tensor(sample.shuffled(range(n)), dtype=torch.int64)
            expect(undo, order).equals(on_paper(order))
    with promise("shuffles that undo themselves, or do nothing"):
        for order in (torch.tensor([1, 0, 3, 2]), torch.arange(4)):
            expect(undo, order).equals(on_paper(order))
    with promise("`order` stays as it is, in memory of its own"):
        order = torch.tensor([3, 1, 0, 2])
        expect(undo, order).leaves_arguments_unchanged().owns_its_memory()


@solution
def write_instead_of_read():
    """`x[order]` reads from the places in `order`; `inverse[order] = …` writes to them. Written is where each one stands now."""

    def undo(order):
        inverse = torch.empty_like(order)
        inverse[order] = torch.arange(len(order))
        return inverse


@right
def by_argsort():
    """Which position of `order` holds 0, which holds 1, …? That is what sorting would have to ask."""

    def undo(order):
        return order.argsort()


@right
def by_scatter():
    """`scatter_` is the same write by its long name."""

    def undo(order):
        return torch.zeros_like(order).scatter_(0, order, torch.arange(len(order)))


@right
def by_searching():
    """A loop that looks for each number. Slow, and plain."""

    def undo(order):
        places = order.tolist()
        return torch.tensor([places.index(i) for i in range(len(places))], dtype=torch.int64)


@wrong
def twice_is_back():
    """Shuffling twice brings back only what was swapped in pairs. Try [2, 0, 1]: twice, and it is still shuffled."""

    def undo(order):
        return order.clone()


@wrong
def backwards_is_inverse():
    """You read the shuffle backwards. The way back is not the same list from its end: ask where each number went."""

    def undo(order):
        return order.flip(0)


@wrong
def sorts_away():
    """Sorted, it says 0, 1, 2, …: that changes nothing. The *values* are in order now, but where did they come from?"""

    def undo(order):
        return order.sort().values


@wrong
def one_after_the_other():
    """You followed the shuffle one step further: `order[order]`. That goes on, not back. The way back *writes* to
    the places in `order`."""

    def undo(order):
        return order[order]


@wrong
def counts_from_the_end():
    """You mirrored the positions: n − 1 − order. That turns the list over, it does not undo it."""

    def undo(order):
        return len(order) - 1 - order


@wrong
def floats_are_no_places():
    """The positions are right, but they are floats: the zeros were float32. Places must be whole numbers."""

    def undo(order):
        inverse = torch.zeros(len(order))
        inverse[order] = torch.arange(len(order), dtype=torch.float32)
        return inverse
