"""The rule of a fresh tensor

Write `contiguous_strides(shape)`: the strides, as a tuple, that PyTorch gives to a new tensor of this shape.

- A length of 0 counts as 1 here, as it does in PyTorch.
- No tensor may be made: you are working out what a tensor is.
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
level = Level.APPRENTICE
objectives = ["compute the address of any element from stride and offset"]
equivalent_mutants = {
    "step *= max(size, 1) → step *= max(1, size)": "the larger of two is the same, whichever comes first",
}


@starter
def no_strides_yet():
    def contiguous_strides(shape):
        """The strides, as a tuple, of a new tensor with these lengths."""
        ...


hints(
    "How many cells must you skip for one step in the last direction? In the one before?",
    "A step in a direction skips everything to its *right* once.",
    "Walk from the right: note the product so far, then multiply it by the length, or by 1 where that is 0.",
)


@forbid(torch.empty, torch.zeros, torch.ones, torch.arange, torch.tensor, torch.rand)
def check(contiguous_strides):
    with promise("tables and deeper"):
        for _ in range(3):
            shape = tuple(sample.dice.sample(range(2, 8), sample.dice.randint(2, 4)))
            expect(contiguous_strides, shape).equals(torch.zeros(shape).stride(), loosely=True)
    with promise("one direction, and none"):
        n = sample.dice.randint(2, 9)
        for shape in ((n,), ()):
            expect(contiguous_strides, shape).equals(torch.zeros(shape).stride(), loosely=True)
    with promise("lengths of 1"):
        for shape in ((1, 5), (5, 1), (2, 1, 3), (1,)):
            expect(contiguous_strides, shape).equals(torch.zeros(shape).stride(), loosely=True)
    with promise("lengths of 0 count as 1"):
        for shape in ((0, 3), (2, 0, 3), (3, 0), (0,)):
            expect(contiguous_strides, shape).equals(torch.zeros(shape).stride(), loosely=True)


@solution
def product_from_the_right():
    """A step in a direction skips everything to its right once. Walking from the right, one running product is enough."""

    def contiguous_strides(shape):
        strides, step = [], 1
        for size in reversed(shape):
            strides.append(step)
            step *= max(size, 1)
        return tuple(reversed(strides))


@right
def each_by_itself():
    """For each direction the product of all lengths to its right."""
    import math

    def contiguous_strides(shape):
        sizes = [max(size, 1) for size in shape]
        return tuple(math.prod(sizes[i + 1 :]) for i in range(len(sizes)))


@right
def one_before_the_next():
    """The stride of a direction is that of its right neighbour, times that one's length."""

    def contiguous_strides(shape):
        if not shape:
            return ()
        strides = [1]
        for size in shape[:0:-1]:
            strides.insert(0, strides[0] * max(size, 1))
        return tuple(strides)


@wrong
def reversed_result():
    """The right numbers in the wrong order: you walked from the right and forgot to turn the list round."""

    def contiguous_strides(shape):
        strides, step = [], 1
        for size in reversed(shape):
            strides.append(step)
            step *= max(size, 1)
        return tuple(strides)


@wrong
def columns_first():
    """You multiplied what stands to the *left*. A step down skips a row, and how long a row is stands to the right."""

    def contiguous_strides(shape):
        strides, step = [], 1
        for size in shape:
            strides.append(step)
            step *= max(size, 1)
        return tuple(strides)


@wrong
def own_size_too():
    """You multiplied each direction's own length in. One step in it skips what stands to its right, and no more."""

    def contiguous_strides(shape):
        strides, step = [], 1
        for size in reversed(shape):
            step *= max(size, 1)
            strides.append(step)
        return tuple(reversed(strides))


@wrong
def zero_kills():
    """A length of 0 wiped out every stride to its left. It counts as 1 here."""

    def contiguous_strides(shape):
        strides, step = [], 1
        for size in reversed(shape):
            strides.append(step)
            step *= size
        return tuple(reversed(strides))


@wrong
def next_size_only():
    """You took the length of the right neighbour alone. Behind that there may be more directions: all of them are skipped."""

    def contiguous_strides(shape):
        return tuple(max(size, 1) for size in (*shape[1:], 1)) if shape else ()
