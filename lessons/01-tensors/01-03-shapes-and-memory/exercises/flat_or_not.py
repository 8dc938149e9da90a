"""Flat or not

Write `flattens(shape, stride)`: can a tensor with these two tuples be read as one single row by `.view(-1)`, without a copy?
Return `True` or `False`, from the numbers alone: no tensor may be made.

A direction of length 1 is never walked, so its stride does not matter. Where there is no element at all, the answer is `True`.
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
objectives = ["decide from size and stride alone whether a `view` exists"]


@starter
def no_answer_yet():
    def flattens(shape, stride):
        """Whether a tensor of this shape and stride can be viewed as one row."""
        ...


hints(
    "One row has one step. When does the step of an outer direction carry on exactly where the inner walk ends?",
    "Outer stride = inner length · inner stride, for each pair of neighbours that are really walked.",
    "First drop every direction of length 1. Then compare each stride with its right neighbour's length times stride.",
)


@forbid(torch.empty, torch.zeros, torch.ones, torch.arange, torch.tensor, torch.as_strided)
def check(flattens):
    def truth(x):
        try:
            x.view(-1)
        except RuntimeError:
            return False
        return True

    def ask(x):
        expect(flattens, tuple(x.shape), x.stride()).equals(truth(x))

    rows, columns = sample.dice.randint(3, 5), sample.dice.choice([6, 8])
    table, deep = torch.zeros(rows, columns), torch.zeros(2, 3, 4)
    with promise("fresh tensors do, transposed ones do not"):
        for x in (table, deep, table.t(), deep.permute(2, 0, 1)):
            ask(x)
    with promise("rows cut off do, columns cut off do not"):
        for x in (table[1:], table[:, 1:], deep[1], deep[:, 1:], deep[:, :, 1:]):
            ask(x)
    with promise("not contiguous, and yet flat"):
        for x in (table[:, ::2], table[:, 1], deep[:, :, ::2], deep[:, ::3], table[::2]):
            ask(x)
    with promise("lengths of 1 are never walked"):
        for x in (
            table[:1],
            table[:, :1],
            table.t()[:1],
            deep[:, None],
            torch.zeros(1, 5).t(),
            deep[:, 1:2].permute(1, 2, 0),
        ):
            ask(x)
    with promise("a stride of 0"):
        for x in (
            torch.zeros(3).expand(4, 3),
            torch.zeros(1).expand(4),
            torch.zeros(1, 1).expand(2, 3),
            torch.zeros(2, 1).expand(2, 3),
        ):
            ask(x)
    with promise("one direction, none, and no elements"):
        for x in (
            torch.zeros(5),
            torch.zeros(9)[::2],
            torch.zeros(()),
            torch.zeros(0, 3),
            torch.zeros(3, 0).t(),
            torch.zeros(0, 3, 4).transpose(1, 2),
        ):
            ask(x)


@solution
def seam_by_seam():
    """What is really walked are the directions longer than 1. Each seam between two of them must fit: the outer step is
    exactly the inner walk. With an element count of 0 nothing is walked at all."""

    def flattens(shape, stride):
        if 0 in shape:
            return True
        walked = [(n, s) for n, s in zip(shape, stride) if n > 1]
        return all(outer[1] == inner[0] * inner[1] for outer, inner in zip(walked, walked[1:]))


@right
def running_from_the_right():
    """From the right: what the next step must be is known as soon as one direction is walked."""

    def flattens(shape, stride):
        if 0 in shape:
            return True
        needed = None
        for n, s in zip(reversed(shape), reversed(stride)):
            if n == 1:
                continue
            if needed is not None and s != needed:
                return False
            needed = n * s
        return True


@right
def by_walking():
    """Write down every address in reading order, and look whether all gaps are equal."""

    def flattens(shape, stride):
        cells = [0]
        for n, s in zip(shape, stride):
            cells = [cell + i * s for cell in cells for i in range(n)]
        gaps = {b - a for a, b in zip(cells, cells[1:])}
        return len(gaps) <= 1


@wrong
def only_contiguous_can():
    """You asked for the strides of a fresh tensor. `x[:, ::2]` has others, and can be read as one row all the same:
    all that counts is that the steps fit each other."""

    def flattens(shape, stride):
        if 0 in shape:
            return True
        step = 1
        for n, s in zip(reversed(shape), reversed(stride)):
            if n != 1 and s != step:
                return False
            step *= n
        return True


@wrong
def walks_what_is_not_walked():
    """You let directions of length 1 have a say. They are never walked: leave them out before you compare."""

    def flattens(shape, stride):
        if 0 in shape:
            return True
        pairs = list(zip(shape, stride))
        return all(outer[1] == inner[0] * inner[1] for outer, inner in zip(pairs, pairs[1:]))


@wrong
def descending_is_enough():
    """You asked whether the strides fall from left to right. They must *fit*: outer stride = inner length · inner stride."""

    def flattens(shape, stride):
        if 0 in shape:
            return True
        walked = [s for n, s in zip(shape, stride) if n > 1]
        return all(outer >= inner for outer, inner in zip(walked, walked[1:]))


@wrong
def inner_step_is_all():
    """You looked at the last stride alone. The walk may break at any seam, not only at the end."""

    def flattens(shape, stride):
        if 0 in shape or not shape:
            return True
        return stride[-1] == 1


@wrong
def zero_stride_never():
    """You refused every stride of 0. Where *all* walked strides are 0, the row is one cell, read again and again:
    one step, 0, and that fits."""

    def flattens(shape, stride):
        if 0 in shape:
            return True
        walked = [(n, s) for n, s in zip(shape, stride) if n > 1]
        if any(s == 0 for _, s in walked):
            return False
        return all(outer[1] == inner[0] * inner[1] for outer, inner in zip(walked, walked[1:]))


@wrong
def forgets_the_empty():
    """Right, but for tensors without elements: where nothing is walked, nothing can break."""

    def flattens(shape, stride):
        walked = [(n, s) for n, s in zip(shape, stride) if n != 1]
        return all(outer[1] == inner[0] * inner[1] for outer, inner in zip(walked, walked[1:]))


@wrong
def tables_only():
    """You compared the first two directions and stopped. Each neighbour pair has a seam."""

    def flattens(shape, stride):
        if 0 in shape:
            return True
        walked = [(n, s) for n, s in zip(shape, stride) if n > 1]
        return len(walked) < 2 or walked[0][1] == walked[1][0] * walked[1][1]
