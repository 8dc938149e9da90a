"""Double it

Write `double(x)`: a new tensor with every number of `x` doubled. It leaves `x` as it is.
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
objectives = ["write a function that doubles a tensor"]
limit = 5


@starter
def an_empty_function():
    def double(x): ...


hints(
    "Which operation makes a number twice as large?",
    "One number meets every number of a tensor.",
    "Return `x` times …",
)


def check(double):
    with promise("every number doubled"):
        for x in sample.tensors(shapes=[(3,), (2, 2)], dtypes=[torch.float32]):
            expect(double, x).equals(x * 2)
    with promise("`x` stays as it is"):
        expect(double, sample.uniform(3)).leaves_arguments_unchanged()


@solution
def times_two():
    """The number 2 meets every number of `x`."""

    def double(x):
        return x * 2


@right
def plus_itself():
    """A number plus itself is twice the number."""

    def double(x):
        return x + x


@right
def by_torch():
    """`torch.mul` is what `*` calls."""

    def double(x):
        return torch.mul(x, 2)


@wrong
def squares():
    """Your function squares the numbers. Twice a number is the number times 2."""

    def double(x):
        return x * x


@wrong
def adds_two():
    """Your function adds 2. Multiply by 2 instead."""

    def double(x):
        return x + 2


@wrong
def changes_its_argument():
    """The values are right, but `x` itself was changed. Leave out the underscore of `mul_`."""

    def double(x):
        return x.mul_(2)


@wrong
def makes_a_list():
    """You returned a list. Keep the tensor."""

    def double(x):
        return (x * 2).tolist()
