"""The last real word

Texts in a batch are filled up to equal length. `x`, of shape (B, T, C), holds a row of C numbers for each of T places;
`lengths`, int64 of shape (B,), says how many places of each text are real (at least 1).

Write `last(x, lengths)`: for each text, the row at its last real place: shape (B, C).
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
def nothing_taken():
    def last(x, lengths):
        """For x (B, T, C) and lengths (B,): the last real row of each text, (B, C)."""
        ...


hints(
    "For text 0 it is `x[0, lengths[0] - 1]`. Which two positions do you need for text b?",
    "Text 0 with its place, text 1 with its place: pairs. Which two lists are walked together?",
    "One index tensor counts the texts, 0 to B − 1; the other holds the last places. A text of length 1 ends at place 0.",
)


def on_paper(x, lengths):
    """Text by text."""
    rows = x.new_empty(x.shape[0], x.shape[2])
    for b in range(x.shape[0]):
        rows[b] = x[b, int(lengths[b]) - 1]
    return rows


def check(last):
    with promise("each text's own last row"):
        for b, t, c in ((3, 5, 2), (4, 6, 3)):
            x, lengths = sample.uniform(b, t, c), sample.integers(2, t, (b,))
            lengths[0], lengths[1] = 2, t - 1
            expect(last, x, lengths).equals(on_paper(x, lengths))
    with promise("lengths of 1, and full length"):
        x = sample.uniform(3, 4, 2)
        for lengths in (torch.tensor([1, 4, 1]), torch.tensor([4, 4, 4]), torch.tensor([1, 1, 1])):
            expect(last, x, lengths).equals(on_paper(x, lengths))
    with promise("also where B, T and C are equal"):
        x, lengths = sample.uniform(3, 3, 3), torch.tensor([2, 3, 1])
        expect(last, x, lengths).equals(on_paper(x, lengths))
    with promise("one text, one place, one number"):
        for b, t, c in ((1, 4, 3), (3, 1, 2), (2, 4, 1), (1, 1, 1)):
            x, lengths = sample.uniform(b, t, c), sample.integers(1, t + 1, (b,))
            expect(last, x, lengths).equals(on_paper(x, lengths))
    with promise("the dtype stays, and so does `x`"):
        x, lengths = sample.integers(0, 99, (2, 3, 2)), torch.tensor([3, 2])
        expect(last, x, lengths).equals(on_paper(x, lengths)).leaves_arguments_unchanged()


@solution
def pairs_of_text_and_place():
    """Two index tensors in one bracket are pairs: text b with its own last place. The direction that is not named, C, stays."""

    def last(x, lengths):
        return x[torch.arange(len(x)), lengths - 1]


@right
def stack_text_by_text():
    """One row from each text, stacked. A list comprehension is a loop, but one of B steps."""

    def last(x, lengths):
        return torch.stack([text[length - 1] for text, length in zip(x, lengths)])


@right
def gather_whole_rows():
    """`gather` wants an index of full size along C: the same place for each of the C numbers."""

    def last(x, lengths):
        index = (lengths - 1)[:, None, None].expand(-1, 1, x.shape[2])
        return x.gather(1, index)[:, 0]


@wrong
def padding_is_not_text():
    """You took the last place of every text. Where a text is shorter, that place is filling."""

    def last(x, lengths):
        return x[:, -1]


@wrong
def counts_from_zero():
    """You are one place too far. Three real places are 0, 1 and 2: the last one is `lengths − 1`."""

    def last(x, lengths):
        return x[torch.arange(len(x)), lengths]


@wrong
def everybody_gets_all():
    """You gave every text *everybody's* places: shape (B, B, C). Text b wants its own place only: pairs."""

    def last(x, lengths):
        return x[:, lengths - 1]


@wrong
def index_shape_is_result_shape():
    """`gather` gives back the shape of its *index*: with one number for each text, you got one number of each row.
    The index must be C wide."""

    def last(x, lengths):
        return x.gather(1, (lengths - 1)[:, None, None])[:, 0]


@wrong
def cuts_the_batch():
    """You used the lengths to choose *texts*. The first direction of `x` are the texts; the places are the second."""

    def last(x, lengths):
        return x[(lengths - 1) % len(x), -1]


@wrong
def leaves_the_tray():
    """The rows are right, but each still lies in a tray of its own: shape (B, 1, C)."""

    def last(x, lengths):
        return torch.stack([text[length - 1 : length] for text, length in zip(x, lengths)])


@wrong
def one_length_for_all():
    """You took the same place in every text, that of the first one. Each text has a length of its own."""

    def last(x, lengths):
        return x[:, int(lengths[0]) - 1]
