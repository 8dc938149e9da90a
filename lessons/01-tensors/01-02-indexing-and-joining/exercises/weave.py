"""Weave

Write `weave(a, b)`: along the last direction, numbers of `a` and `b` in turn: a₀ b₀ a₁ b₁ … Both have the same shape
(one direction or more) and the same dtype; the result is twice as long along the last direction, and else the same.
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
objectives = ["choose between `cat` and `stack` from the shapes"]


@starter
def two_loose_threads():
    def weave(a, b):
        """a₀ b₀ a₁ b₁ … along the last direction; a and b have equal shape and dtype."""
        ...


hints(
    "Take a = [1, 2] and b = [3, 4]. Which pairs should stand side by side?",
    "`stack` can put a new direction of length 2 anywhere: before, between or behind the others. Where are the pairs neighbours?",
    "Either stack behind the last direction and read the last two as one, or make room and write into every second place.",
)


def on_paper(a, b):
    """The weave, thread by thread."""
    woven = a.new_empty(*a.shape[:-1], 2 * a.shape[-1])
    for i in range(a.shape[-1]):
        woven[..., 2 * i] = a[..., i]
        woven[..., 2 * i + 1] = b[..., i]
    return woven


def check(weave):
    with promise("a row: first of `a`, first of `b`, second of `a`, …"):
        a, b = sample.integers(0, 9, (3,)), sample.integers(10, 19, (3,))
        expect(weave, a, b).equals(on_paper(a, b))
    with promise("tables and deeper: along the last direction"):
        for shape in ((2, 3), (3, 2), (2, 2), (2, 3, 4)):
            a, b = sample.integers(0, 99, shape), sample.integers(100, 199, shape)
            expect(weave, a, b).equals(on_paper(a, b))
    with promise("one thread, or none"):
        for shape in ((2, 1), (1,), (2, 0), (0,)):
            a, b = sample.integers(0, 9, shape), sample.integers(10, 19, shape)
            expect(weave, a, b).equals(on_paper(a, b))
    with promise("the dtype stays"):
        for dtype in (torch.float64, torch.float32):
            a, b = sample.uniform(2, 3, dtype=dtype), sample.uniform(2, 3, dtype=dtype)
            expect(weave, a, b).equals(on_paper(a, b))
    with promise("`a` and `b` stay as they are"):
        expect(weave, sample.uniform(2, 3), sample.uniform(2, 3)).leaves_arguments_unchanged()


@solution
def stack_behind_then_flatten():
    """`stack` behind the last direction makes pairs: (…, n, 2). Reading the last two directions as one lays the pairs
    end to end."""

    def weave(a, b):
        return torch.stack((a, b), -1).flatten(-2)


@right
def every_second_place():
    """Make room first, then write `a` into the even places and `b` into the odd ones. Ranges with a step are windows."""

    def weave(a, b):
        woven = a.new_empty(*a.shape[:-1], 2 * a.shape[-1])
        woven[..., 0::2] = a
        woven[..., 1::2] = b
        return woven


@right
def cat_then_reorder():
    """End to end first, then one list of positions puts them in turn."""

    def weave(a, b):
        n = a.shape[-1]
        order = [place for i in range(n) for place in (i, n + i)]
        return torch.cat((a, b), -1)[..., torch.tensor(order, dtype=torch.int64)]


@wrong
def end_to_end():
    """You put `b` *behind* `a`. Woven means in turn: one of `a`, one of `b`."""

    def weave(a, b):
        return torch.cat((a, b), -1)


@wrong
def leaves_the_tray():
    """The pairs are right, but each lies in a tray of its own: one direction too many. Read the last two as one."""

    def weave(a, b):
        return torch.stack((a, b), -1)


@wrong
def rows_not_pairs():
    """You stacked `a` and `b` *before* everything else and read on: all of `a` comes first, then all of `b`.
    The new direction belongs *behind* the last one, where it makes pairs."""

    def weave(a, b):
        return torch.stack((a, b)).reshape(*a.shape[:-1], 2 * a.shape[-1])


@wrong
def forgets_dtype():
    """Woven rightly, but into a tensor of zeros that is float32 by default. The result has the dtype of `a`."""

    def weave(a, b):
        woven = torch.zeros(*a.shape[:-1], 2 * a.shape[-1])
        woven[..., 0::2] = a
        woven[..., 1::2] = b
        return woven


@wrong
def first_is_last():
    """You weave along the *first* direction. For a row that is the last one, too; for a table it is not."""

    def weave(a, b):
        return torch.stack((a, b), 1).flatten(0, 1)


@wrong
def b_comes_first():
    """In turn, but `b` begins. The first number is to be one of `a`."""

    def weave(a, b):
        return torch.stack((b, a), -1).flatten(-2)


@wrong
def everything_in_one_row():
    """The order is right, but all directions became one. Only the last two belong together: the rows stay rows."""

    def weave(a, b):
        return torch.stack((a, b), -1).flatten()
