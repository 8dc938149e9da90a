"""A common cell

Write `shares(a, b)`: is there a *cell* that both tensors use? `True` or `False`. Both have the same dtype.

The same strip is not enough: two rows of one table have no common cell. The arguments stay as they are.
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
objectives = ["say whether two tensors share memory, and what a small view keeps alive"]


@starter
def no_answer_yet():
    def shares(a, b):
        """Whether some element of `a` and some element of `b` lie in the same cell."""
        ...


hints(
    "What would you write down on paper for each of the two, to see whether they meet?",
    "Two tensors on different strips never meet. On one strip, each uses a *set* of cells.",
    "The cells of a tensor: start with the offset, and for each direction add 0, s, 2·s, … to all you have.",
)


def check(shares):
    x = torch.arange(24.0).view(4, 6)

    def ask(a, b, answer):
        expect(shares, a, b).equals(answer)

    row, col = sample.dice.randint(0, 3), sample.dice.randint(0, 5)
    with promise("a row and a column cross, two rows do not"):
        ask(x[row], x[:, col], True)
        ask(x[0], x[1], False)
        ask(x[:, 1], x[:, 4], False)
    with promise("neighbours that never meet"):
        ask(x[:, ::2], x[:, 1::2], False)
        ask(x[::2], x[1::2], False)
        ask(x[:2], x[2:], False)
    with promise("overlaps, also in part"):
        ask(x[:3], x[2:], True)
        ask(x[:, :4], x[:, 3:], True)
        ask(x, x[3, 5], True)
    with promise("transposed, stepped, expanded"):
        ask(x, x.t(), True)
        ask(x.view(-1)[::7], x[:, 3], True)
        ask(x.view(-1)[::6], x[:, 3], False)
        ask(x[1, 1:2].expand(5), x[1], True)
        ask(x[1, 1:2].expand(5), x[2], False)
    with promise("different strips, equal numbers or not"):
        ask(x, x.clone(), False)
        ask(x[1], x[[1]], False)
        ask(x.t().reshape(24), x, False)
    with promise("nothing meets nobody"):
        ask(x[:, 2:2], x, False)
        ask(torch.zeros(0), torch.zeros(0), False)
    with promise("the arguments stay as they are"):
        expect(shares, x[0], x[:, 0]).equals(True).leaves_arguments_unchanged()


@solution
def two_sets_of_cells():
    """Who lies on different strips never meets. On one strip, each tensor is a set of cells, worked out with the rule
    of this lesson; the question is whether the sets meet."""

    def shares(a, b):
        if a.untyped_storage().data_ptr() != b.untyped_storage().data_ptr():
            return False
        return not cells(a).isdisjoint(cells(b))

    def cells(x):
        found = {x.storage_offset()}
        for size, stride in zip(x.shape, x.stride()):
            found = {cell + i * stride for cell in found for i in range(size)}
        return found


@right
def by_addresses():
    """Every element's own address: no need to ask for the strip."""

    def shares(a, b):
        return bool(addresses(a) & addresses(b))

    def addresses(x):
        if x.ndim == 0:
            return {x.data_ptr()}
        return {address for part in x for address in addresses(part)}


@right
def numpy_knows():
    """`from_numpy` shares, and so does `.numpy()`; NumPy can tell whether two arrays have a common byte."""
    import numpy as np

    def shares(a, b):
        return bool(np.shares_memory(a.detach().numpy(), b.detach().numpy()))


@wrong
def same_first_cell():
    """You compared the *first* cells. Two tensors can meet anywhere: a row and a column cross in the middle."""

    def shares(a, b):
        return a.numel() > 0 and a.data_ptr() == b.data_ptr()


@wrong
def same_storage_is_same_cells():
    """You asked for the same strip. Two rows of one table lie on one strip and have no common cell."""

    def shares(a, b):
        return (
            a.numel() > 0
            and b.numel() > 0
            and a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
        )


@wrong
def interleaved_is_overlapping():
    """You compared where each begins and ends. Even and odd columns lie between each other, and never meet."""

    def shares(a, b):
        if 0 in (a.numel(), b.numel()) or a.untyped_storage().data_ptr() != b.untyped_storage().data_ptr():
            return False

        def reach(x):
            first = x.storage_offset()
            return first, first + sum((n - 1) * s for n, s in zip(x.shape, x.stride()))

        (a0, a1), (b0, b1) = reach(a), reach(b)
        return a0 <= b1 and b0 <= a1


@wrong
def same_object():
    """You asked whether they are the same *object*. Two windows are two objects, and may show the same cells."""

    def shares(a, b):
        return a is b


@wrong
def equal_is_same():
    """You compared *numbers*. A copy holds equal numbers in other cells."""

    def shares(a, b):
        return bool(torch.isin(a.flatten(), b.flatten()).any())


@wrong
def harms_its_arguments():
    """The answer may be right, but you wrote into the tensors to find out. Work it out from offset and strides."""

    def shares(a, b):
        if not a.numel() or not b.numel():
            return False
        a.fill_(-7.0)
        return bool((b == -7.0).any())


@wrong
def forgets_the_strip():
    """You compared cells by their numbers, without asking on which strip they lie. Every strip has a cell 0."""

    def shares(a, b):
        def cells(x):
            found = {x.storage_offset()}
            for size, stride in zip(x.shape, x.stride()):
                found = {cell + i * stride for cell in found for i in range(size)}
            return found

        return not cells(a).isdisjoint(cells(b))
