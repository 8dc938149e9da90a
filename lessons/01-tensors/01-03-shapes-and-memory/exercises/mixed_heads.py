"""Halves posing as words

Dr. Hammer rewrote `heads(q, h)`. It should turn `q` of shape (B, T, h·d) into (B, h, T, d): head k of a word is the k-th piece of its width.
The test that came with it is green, and stays green. Mend the function.
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
objectives = ["tell `reshape` from `transpose` by the order of the numbers"]
equivalent_mutants = {
    "return q.view(B, T, h, width // h).transpose(1, 2) → return q.view(B, T, h, width // h).transpose(2, 1)": "a swap has no first and second",
}


@starter
def rewired():
    def heads(q, h):
        """(B, T, h·d) → (B, h, T, d)."""
        B, T, width = q.shape
        d = width // h
        return q.view(B, h, T, d)

    q = torch.arange(24).view(2, 3, 4)
    print(heads(q, 2).shape == (2, 2, 3, 2))  # Hammer's test
    heads(q, 2)[0, 0]


hints(
    "Look at the numbers: which rows of `q` are in head 0 of the first text? Which should be?",
    "The width is what must be split, so h and d belong where the width was: behind T.",
    "`view` with h behind T. And only then swap two directions.",
)


def on_paper(q, h):
    """The heads, cut one by one."""
    return torch.stack(q.tensor_split(h, dim=-1), 1)


def check(heads):
    with promise("head k is the k-th piece of the width"):
        for b, t, h, d in ((2, 3, 2, 2), (1, 4, 2, 3), (2, 5, 3, 2)):
            q = sample.integers(0, 900, (b, t, h * d))
            expect(heads, q, h).equals(on_paper(q, h))
    with promise("also where there are as many heads as words"):
        for b, t, h, d in ((2, 2, 2, 3), (1, 3, 3, 2), (2, 2, 2, 2)):
            q = sample.integers(0, 900, (b, t, h * d))
            expect(heads, q, h).equals(on_paper(q, h))
    with promise("one head, one word, heads of one number"):
        for b, t, h, d in ((2, 3, 1, 4), (2, 1, 2, 3), (1, 3, 4, 1)):
            q = sample.integers(0, 900, (b, t, h * d))
            expect(heads, q, h).equals(on_paper(q, h))


@solution
def split_then_swap():
    """The width is split where it stands, into (h, d). Then T and h change places. The shape was right all along;
    the order of the numbers was not."""

    def heads(q, h):
        B, T, width = q.shape
        return q.view(B, T, h, width // h).transpose(1, 2)


@right
def by_unflatten():
    """`unflatten` splits one direction and cannot touch the others."""

    def heads(q, h):
        return q.unflatten(2, (h, -1)).transpose(1, 2)


@right
def by_permute():
    """`permute` names the old direction for every place."""

    def heads(q, h):
        B, T, width = q.shape
        return q.reshape(B, T, h, width // h).permute(0, 2, 1, 3)


@wrong
def copy_cures_all():
    """You copied first and moved the same walls. A copy keeps the order of the numbers, and the order is what is wrong."""

    def heads(q, h):
        B, T, width = q.shape
        return q.contiguous().view(B, h, T, width // h)


@wrong
def right_by_coincidence():
    """Right where there are as many heads as words, and only there: you split T and h in the wrong order, then swapped.
    That is why the check asks for both."""

    def heads(q, h):
        B, T, width = q.shape
        return q.reshape(B, h, T, width // h).transpose(1, 2)


@wrong
def transposed_the_wrong_thing():
    """You transposed before splitting, so the *width* went to the front, and words were cut. Split first, then swap."""

    def heads(q, h):
        B, T, width = q.shape
        return q.transpose(1, 2).reshape(B, h, T, width // h)


@wrong
def heads_interleaved():
    """You dealt the width out like cards. A head is a *piece* of the width: split it into (h, d), not (d, h)."""

    def heads(q, h):
        B, T, width = q.shape
        return q.view(B, T, width // h, h).permute(0, 3, 1, 2)


@wrong
def order_left_as_it_was():
    """The width is split rightly. Now the heads stand behind the words: swap the two directions."""

    def heads(q, h):
        B, T, width = q.shape
        return q.view(B, T, h, width // h)
