"""The address

Write `address(index, stride, offset)`: the number of the cell in which an element lies.
`index` and `stride` are tuples of equal length, with one entry for each direction (perhaps none); `offset` is the cell of the first element.
The result is a Python `int`.
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
level = Level.APPRENTICE
objectives = ["compute the address of any element from stride and offset"]
equivalent_mutants = {
    "return offset + sum((i * s for i, s in zip(index, stride))) → return offset + sum((i * s for i, s in zip(stride, index)))": "a product has no first and second",
}


@starter
def no_rule_yet():
    def address(index, stride, offset):
        """The cell of element `index`: an int. `index` and `stride` are equally long tuples."""
        ...


hints(
    "Where does the walk start, and how far does one step in each direction take you?",
    "`i` steps of `s` cells are `i · s` cells. Do that for each direction.",
    "Start at `offset` and add up all the products, however many there are.",
)


def check(address):
    def on_the_strip(x):
        """An element of `x`, chosen by dice, and the cell in which it lies: on this strip the value is the address."""
        index = tuple(sample.dice.randrange(size) for size in x.shape)
        return index, x.stride(), x.storage_offset(), int(x[index])

    table, deep = torch.arange(30).view(5, 6), torch.arange(120).view(2, 3, 4, 5)
    with promise("a fresh table"):
        for _ in range(3):
            index, stride, offset, cell = on_the_strip(table)
            expect(address, index, stride, offset).equals(cell)
    with promise("windows that do not start at cell 0"):
        for x in (table[2:, 1:4], table[3], table[1:][1:, ::2], deep[1, 1:]):
            index, stride, offset, cell = on_the_strip(x)
            expect(address, index, stride, offset).equals(cell)
    with promise("transposed, permuted, stepped"):
        for x in (table.t(), deep.permute(2, 0, 3, 1), table[::2, ::3], table.t()[1:]):
            index, stride, offset, cell = on_the_strip(x)
            expect(address, index, stride, offset).equals(cell)
    with promise("any number of directions, also none"):
        for x in (table[4, 5], torch.arange(7)[2:], deep, deep[:, None]):
            index, stride, offset, cell = on_the_strip(x)
            expect(address, index, stride, offset).equals(cell)
    with promise("a stride of 0"):
        index, stride, offset, cell = on_the_strip(torch.arange(3).expand(4, 3))
        expect(address, index, stride, offset).equals(cell)


@solution
def add_up_the_steps():
    """The whole secret of a tensor: offset + i·s₀ + j·s₁ + …"""

    def address(index, stride, offset):
        return offset + sum(i * s for i, s in zip(index, stride))


@right
def step_by_step():
    """A loop that walks one direction after the other."""

    def address(index, stride, offset):
        cell = offset
        for direction in range(len(index)):
            cell += index[direction] * stride[direction]
        return cell


@right
def by_math():
    """`math.sumprod` says it in one word (from Python 3.12 on); here with `map`."""
    import operator

    def address(index, stride, offset):
        return offset + sum(map(operator.mul, index, stride))


@wrong
def forgets_the_offset():
    """You began at cell 0. A window begins where its first element lies: add the offset."""

    def address(index, stride, offset):
        return sum(i * s for i, s in zip(index, stride))


@wrong
def every_step_is_one():
    """You added the indices, as if each step were one cell long. A step in a direction is `stride` cells long."""

    def address(index, stride, offset):
        return offset + sum(index)


@wrong
def columns_first():
    """You took the strides from the wrong end. The first stride belongs to the first index."""

    def address(index, stride, offset):
        return offset + sum(i * s for i, s in zip(index, reversed(stride)))


@wrong
def offset_per_direction():
    """You added the offset in every direction. The walk starts once: add it once."""

    def address(index, stride, offset):
        return sum((i + offset) * s for i, s in zip(index, stride))


@wrong
def tables_only():
    """Right for a table. There may be one direction, three, or none: let the function count them."""

    def address(index, stride, offset):
        return offset + index[0] * stride[0] + index[1] * stride[1]


@wrong
def counts_bytes():
    """You counted bytes. Strides and offset are counted in *elements*, whatever their dtype."""

    def address(index, stride, offset):
        return 8 * (offset + sum(i * s for i, s in zip(index, stride)))
