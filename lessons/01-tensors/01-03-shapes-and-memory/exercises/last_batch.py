"""The last batch

Dr. Hammer's `tidy(scores)` turns scores of shape (B, T, 1) into (B, T). It has worked for a thousand batches.
The last one has a single text in it. Mend `tidy`, for any B and T, 0 and 1 included.
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
objectives = ["predict shape, stride and offset after slicing, transposing, permuting and `None`"]


@starter
def rewired():
    def tidy(scores):
        """(B, T, 1) → (B, T)."""
        return scores.squeeze()

    print(tidy(torch.zeros(4, 3, 1)).shape)
    print(tidy(torch.zeros(1, 3, 1)).shape)


hints(
    "Which directions does `squeeze()` take out, when nobody names one?",
    "Say *which* direction you mean: the last.",
    "`squeeze` takes a direction. So does an index: the number 0, there where the last one is.",
)


def check(tidy):
    with promise("(B, T, 1) becomes (B, T)"):
        x = sample.uniform(4, 3, 1)
        expect(tidy, x).equals(x[..., 0])
    with promise("one text, one place, one of both"):
        for b, t in ((1, 3), (4, 1), (1, 1)):
            x = sample.uniform(b, t, 1)
            expect(tidy, x).equals(x[..., 0])
    with promise("no text, or no place"):
        for b, t in ((0, 3), (2, 0), (0, 1)):
            x = sample.uniform(b, t, 1)
            expect(tidy, x).equals(x[..., 0])


@solution
def name_the_direction():
    """`squeeze(-1)` takes out the last direction, and no other."""

    def tidy(scores):
        return scores.squeeze(-1)


@right
def by_an_index():
    """A number strikes its direction out."""

    def tidy(scores):
        return scores[..., 0]


@right
def by_joining():
    """Joining the last two: T · 1 is T."""

    def tidy(scores):
        return scores.flatten(1)


@wrong
def squeeze_eats_the_batch():
    """`squeeze()` takes out *every* direction of length 1, and a batch of one text is one. Name the direction you mean."""

    def tidy(scores):
        return torch.squeeze(scores)


@wrong
def wrong_direction():
    """You took out direction 1: those are the places. The one to go is the last."""

    def tidy(scores):
        return scores.squeeze(1)


@wrong
def patches_one_hole():
    """A batch of one text works now; with one place it breaks again. Do not mend the case: name the direction."""

    def tidy(scores):
        tidied = scores.squeeze()
        return tidied[None] if len(scores) == 1 else tidied


@wrong
def minus_one_needs_something():
    """Right, until there is no text at all: with 0 numbers, −1 could be any length. Name the direction instead."""

    def tidy(scores):
        return scores.view(len(scores), -1)


@wrong
def adds_up_the_texts():
    """You summed over the batch. Nothing is to be added up here: one direction of length 1 goes, and that is all."""

    def tidy(scores):
        return scores.sum(0)
