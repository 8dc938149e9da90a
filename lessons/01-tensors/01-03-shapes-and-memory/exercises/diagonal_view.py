"""The diagonal, as a window

Write `diagonal(x, k)`: the k-th diagonal of the square matrix `x`, as a **view** of shape (n − |k|,): what is written into it
reaches `x`. `k = 0` is the main diagonal, `k > 0` lies above it, `k < 0` below.

`x` may be a window itself: a slice, a transpose, every second row and column. `torch.diagonal` is off limits.
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
level = Level.MASTER
core = False
objectives = ["predict shape, stride and offset after slicing, transposing, permuting and `None`"]
equivalent_mutants = {
    "corner = x[:, k:] if k >= 0 else x[-k:] → corner = x[:, k:] if k > 0 else x[-k:]": "for k = 0 both cut nothing off",
    "corner = x[:, k:] if k >= 0 else x[-k:] → corner = x[:, k:] if k >= 1 else x[-k:]": "for k = 0 both cut nothing off",
}


@starter
def no_window_yet():
    def diagonal(x, k):
        """The k-th diagonal of the square `x`, as a view of shape (n - |k|,)."""
        ...


hints(
    "One step along the diagonal is one down *and* one to the right. How many cells is that?",
    "n + 1 is right only for a fresh matrix. You know the two strides of `x`, whatever it is.",
    "Cut first, so that the diagonal begins at the corner: `x[:, k:]`, or for negative k some rows less. Then stride s₀ + s₁, "
    "and the offset of what you cut.",
)


def on_paper(x, k):
    """The numbers, one by one."""
    n = len(x)
    return torch.stack([x[i, i + k] for i in range(n) if 0 <= i + k < n])


@forbid(torch.diagonal, torch.diag, torch.diagonal_copy)
def check(diagonal):
    n = sample.dice.randint(4, 6)
    big = sample.integers(0, 900, (2 * n, 2 * n))

    def written(x, k):
        diagonal(x, k).fill_(-1)

    def after(x, k):
        y = x.clone()
        for i in range(len(x)):
            if 0 <= i + k < len(x):
                y[i, i + k] = -1
        return y

    with promise("a fresh matrix, every diagonal"):
        x = sample.integers(0, 900, (n, n))
        for k in (0, 1, n - 1, -1, 1 - n, 2, -2):
            expect(diagonal, x, k).equals(on_paper(x, k))
    with promise("a slice, a transpose, every second row and column"):
        for x in (
            big[1 : n + 1, 2 : n + 2],
            sample.integers(0, 900, (n, n)).t(),
            big[::2, ::2],
            big[::2, :n].t(),
        ):
            for k in (0, 1, -2):
                expect(diagonal, x, k).equals(on_paper(x, k))
    with promise("one by one"):
        expect(diagonal, torch.tensor([[7]]), 0).equals(torch.tensor([7]))
    with promise("a view: what is written reaches `x`"):
        for k in (0, 2, -1):
            x = sample.integers(0, 900, (n, n))
            expect(diagonal, x, k).shares_memory_with(0)
            expect(written, x, k).changes_argument(0, after(x, k))
        x = sample.integers(0, 900, (n, n)).t()
        expect(written, x, 1).changes_argument(0, after(x, 1))


@solution
def down_and_right():
    """One step is one down and one to the right: s₀ + s₁ cells. Cutting first puts the start into the corner,
    and its offset comes along."""

    def diagonal(x, k):
        corner = x[:, k:] if k >= 0 else x[-k:]
        s0, s1 = x.stride()
        return corner.as_strided((len(x) - abs(k),), (s0 + s1,), corner.storage_offset())


@right
def offset_by_hand():
    """Without cutting: k steps to the right, or −k steps down, from where `x` begins."""

    def diagonal(x, k):
        s0, s1 = x.stride()
        start = x.storage_offset() + (k * s1 if k >= 0 else -k * s0)
        return torch.as_strided(x, (x.shape[0] - abs(k),), (s0 + s1,), start)


@right
def start_from_an_element():
    """A 0-d window knows where it lies: it is the start."""

    def diagonal(x, k):
        first = x[0, k] if k >= 0 else x[-k, 0]
        return x.as_strided((len(x) - abs(k),), (sum(x.stride()),), first.storage_offset())


@wrong
def list_gives_a_copy():
    """The numbers are right, but lists in brackets gather a copy: what is written into it never reaches `x`."""

    def diagonal(x, k):
        n = len(x)
        rows = torch.arange(max(0, -k), min(n, n - k))
        return x[rows, rows + k]


@wrong
def flat_only_if_contiguous():
    """On a fresh matrix, fine. `reshape` copies a transposed one, so the window is gone, although the numbers are right."""

    def diagonal(x, k):
        n = len(x)
        start = k if k >= 0 else -k * n
        return x.reshape(-1)[start :: n + 1][: n - abs(k)]


@wrong
def assumes_fresh_strides():
    """n + 1 is the step of a *fresh* matrix. A slice or a transpose has strides of its own: one down and one to the right."""

    def diagonal(x, k):
        corner = x[:, k:] if k >= 0 else x[-k:]
        return corner.as_strided((len(x) - abs(k),), (len(x) + 1,), corner.storage_offset())


@wrong
def forgets_the_offset():
    """You started at the beginning of the strip. Where `x` is a slice, it begins later: its offset comes first."""

    def diagonal(x, k):
        s0, s1 = x.stride()
        return x.as_strided((len(x) - abs(k),), (s0 + s1,), k * s1 if k >= 0 else -k * s0)


@wrong
def main_diagonal_only():
    """Right for k = 0. The other diagonals begin k steps to the right, or −k steps down, and are shorter."""

    def diagonal(x, k):
        s0, s1 = x.stride()
        return x.as_strided((len(x) - abs(k),), (s0 + s1,), x.storage_offset())


@wrong
def below_is_not_left():
    """Below the main diagonal (k < 0) you went to the right as well. There it is −k steps *down*."""

    def diagonal(x, k):
        s0, s1 = x.stride()
        return x.as_strided((len(x) - abs(k),), (s0 + s1,), x.storage_offset() + abs(k) * s1)
