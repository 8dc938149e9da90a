"""The lying constructor

Dr. Hammer has rewired `as_floats(v)`. It should give a float32 tensor of the same nesting as `v`, which is
a number, a list, or a list of lists: `as_floats(5)` is the number 5. in a tensor of shape ().

Run it on `5`, on `2.5` and on `[3]`. Then mend it.
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
objectives = ["tell a Python number, a 0-d tensor and a one-element tensor apart by what each can do"]


@starter
def rewired():
    def as_floats(v):
        """A float32 tensor with the numbers of `v`, nested as `v` is."""
        return torch.Tensor(v)


hints(
    "`as_floats(5).shape`: who chose that 5?",
    "Given a number, the capital-letter constructor reads it as a *size*. The small one reads it as a number.",
    "`torch.tensor` keeps the nesting of whatever it is given. One thing is left to say: the dtype.",
)


def check(as_floats):
    def wanted(v):
        return torch.tensor(v, dtype=torch.float32)

    with promise("a list gives a row, a list of lists a table"):
        n = sample.dice.randint(2, 9)
        for v in ([n], [0.5, n], [[1, n], [3, 4]], [[n]]):
            expect(as_floats, v).equals(wanted(v))
    with promise("an empty list gives an empty row"):
        expect(as_floats, []).equals(wanted([]))
    with promise("a number gives that number, in shape ()"):
        for v in (2.5, 5, 0, -sample.dice.randint(2, 9)):
            expect(as_floats, v).equals(wanted(v))


@solution
def small_letter():
    """`torch.tensor` reads what it is given as data, whether it is a number or a nest. The dtype is said aloud,
    because whole numbers would stay int64."""

    def as_floats(v):
        return torch.tensor(v, dtype=torch.float32)


@right
def by_converting_afterwards():
    """First as it comes, then to float32."""

    def as_floats(v):
        return torch.tensor(v).float()


@right
def by_as_tensor():
    """`as_tensor` reads numbers and nests as `tensor` does. (What is special about it comes in part 5.)"""

    def as_floats(v):
        return torch.as_tensor(v, dtype=torch.float32)


@right
def by_arithmetic():
    """One float in the arithmetic, and whole numbers turn to float32. Short, but the reader must know why."""

    def as_floats(v):
        return torch.tensor(v) * 1.0


@wrong
def wraps_everything():
    """You put brackets around everything. That helps a number, but a list gets one pair too many: `[3]` comes out
    with shape (1, 1)."""

    def as_floats(v):
        return torch.Tensor([v])


@wrong
def one_element_is_not_0d():
    """You put the number into a list, so it comes out as a row of one: shape (1,). The task asks for shape ().
    Which constructor takes a bare number for what it is?"""

    def as_floats(v):
        if not isinstance(v, list):
            v = [v]
        return torch.Tensor(v)


@wrong
def kept_the_ints():
    """The nesting is right. But whole numbers stay int64 with `torch.tensor`: say which dtype you want."""

    def as_floats(v):
        return torch.tensor(v)


@wrong
def same_trap_longer_name():
    """`torch.Tensor` and `torch.FloatTensor` are the same trap: they take a whole number for a *size*, and no other
    number at all. Look for the constructor with a small letter."""

    def as_floats(v):
        return torch.FloatTensor(v)


@wrong
def size_is_not_value():
    """`torch.zeros` takes numbers as *sizes*: you get zeros, and none of the numbers of `v`."""

    def as_floats(v):
        return torch.zeros(v)


@wrong
def full_of_one_number():
    """A bare number works now. But for lists you still make a form and fill it. `torch.tensor` takes both."""

    def as_floats(v):
        return torch.full((), v, dtype=torch.float32) if not isinstance(v, list) else torch.zeros(len(v))


@wrong
def mends_whole_numbers_only():
    """Whole numbers work now. A number like 2.5 still meets the capital letter, which takes no bare floats.
    `torch.tensor` takes numbers and nests."""

    def as_floats(v):
        if isinstance(v, int):
            return torch.tensor(v, dtype=torch.float32)
        return torch.Tensor(v)


@wrong
def numbers_only():
    """`float` reads a single number, so lists are refused. `torch.tensor` takes numbers and nests: name the dtype there."""

    def as_floats(v):
        return torch.tensor(float(v))


@wrong
def squeezes_the_row():
    """`squeeze` drops every direction of length 1, also those of a list: `[3]` is to have shape (1,)."""

    def as_floats(v):
        return torch.tensor(v, dtype=torch.float32).squeeze()


@wrong
def too_many_bits():
    """The nesting is right, but your numbers are float64: Python's `float` and NumPy's floats have 64 bits.
    The task asks for float32."""

    def as_floats(v):
        return torch.tensor(v, dtype=float)
