"""One mask for all

`masks(lengths, T)` should give a float32 tensor of shape (B, T): in row b, 0 for the first `lengths[b]` places and 1 for the rest,
the filling. `lengths` is a list.

Dr. Hammer saved memory: all rows are one and the same row. Mend it. Whoever gets the masks may write into them.
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
level = Level.APPRENTICE
objectives = ["say whether two tensors share memory, and what a small view keeps alive"]


@starter
def rewired():
    def masks(lengths, T):
        """(B, T): 1.0 where row b is filling, from place lengths[b] on."""
        m = torch.zeros(T).expand(len(lengths), T)
        for b, n in enumerate(lengths):
            m[b, n:] = 1.0
        return m

    masks([1, 3], 4)


hints(
    "What is the stride of `m` in direction 0? How many cells does it have?",
    "`expand` shows the same cells again. Writing into one row writes into all of them.",
    "Each row needs cells of its own *before* the writing begins.",
)


def on_paper(lengths, T):
    """Row by row."""
    rows = [[0.0] * min(n, T) + [1.0] * (T - min(n, T)) for n in lengths]
    return torch.tensor(rows).reshape(len(lengths), T)


def check(masks):
    def own_cells(lengths, T):
        m = masks(lengths, T)
        m[0, 0] = 5.0
        return m[1:, 0]

    with promise("each row by its own length"):
        for lengths, t in (([1, 3], 4), ([4, 2, 3], 5), ([2, 5, 1], 5)):
            expect(masks, lengths, t).equals(on_paper(lengths, t))
    with promise("full rows, empty rows, one row"):
        for lengths, t in (([3, 3], 3), ([0, 2], 3), ([2], 4)):
            expect(masks, lengths, t).equals(on_paper(lengths, t))
    with promise("no texts"):
        expect(masks, [], 3).equals(torch.zeros(0, 3))
    with promise("rows have cells of their own, to be written into"):
        expect(own_cells, [2, 2, 1], 3).equals(torch.zeros(2))
        expect(masks, [1, 2], 3).is_contiguous()


@solution
def cells_for_every_row():
    """Two directions, so B · T cells from the start. It costs what it holds."""

    def masks(lengths, T):
        m = torch.zeros(len(lengths), T)
        for b, n in enumerate(lengths):
            m[b, n:] = 1.0
        return m


@right
def clone_before_writing():
    """An expanded tensor is fine for reading; a clone of it has cells for every row."""

    def masks(lengths, T):
        m = torch.zeros(T).expand(len(lengths), T).clone(memory_format=torch.contiguous_format)
        for b, n in enumerate(lengths):
            m[b, n:] = 1.0
        return m


@right
def repeat_copies():
    """`repeat` copies what `expand` shows again."""

    def masks(lengths, T):
        m = torch.zeros(T).repeat(len(lengths), 1)
        for b, n in enumerate(lengths):
            m[b, n:] = 1.0
        return m


@wrong
def too_late():
    """The copy comes too late: the rows were one row while you wrote. Give them cells of their own *before*."""

    def masks(lengths, T):
        m = torch.zeros(T).expand(len(lengths), T)
        for b, n in enumerate(lengths):
            m[b, n:] = 1.0
        return m.contiguous()


@wrong
def writes_them_all():
    """`fill_` writes into the same cells: the rows are still one row. It is the tensor that must change, not the way of writing."""

    def masks(lengths, T):
        m = torch.zeros(T).expand(len(lengths), T)
        for b, n in enumerate(lengths):
            m[b, n:].fill_(1.0)
        return m


@wrong
def repeat_backwards():
    """`repeat(T, B)` repeats the row T times downwards and B times sideways. You want B rows, each once: `repeat(B, 1)`."""

    def masks(lengths, T):
        m = torch.zeros(T).repeat(T, len(lengths))
        for b, n in enumerate(lengths):
            m[b, n:] = 1.0
        return m


@wrong
def ones_before_the_end():
    """You marked the words, not the filling: 1 belongs to the places *from* the length on."""

    def masks(lengths, T):
        m = torch.zeros(len(lengths), T)
        for b, n in enumerate(lengths):
            m[b, :n] = 1.0
        return m


@wrong
def one_place_late():
    """The filling begins one place late. A text of length 2 has the places 0 and 1, so place 2 is filling already."""

    def masks(lengths, T):
        m = torch.zeros(len(lengths), T)
        for b, n in enumerate(lengths):
            m[b, n + 1 :] = 1.0
        return m
