"""Three numbers that obey together

Make `spark`: a float32 tensor of shape (3,) with the values 0.5, 1.5 and 2.5.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    hints,
    promise,
    right,
    solution,
    starter,
    wrong,
)

kind = Kind.CODE
level = Level.APPRENTICE
objectives = ["make a tensor"]


@starter
def a_name():
    spark = ...


hints("Which function makes a tensor of a list?", "Its argument is one list.", "Three floats in one list.")


def check(spark):
    with promise("a float32 tensor of shape (3,)"):
        expect(spark).is_a(torch.Tensor).has_shape(3).has_dtype(torch.float32)
    with promise("the values 0.5, 1.5, 2.5"):
        expect(spark).equals(torch.tensor([0.5, 1.5, 2.5]))


@solution
def from_a_list():
    """One list, one tensor."""
    spark = torch.tensor([0.5, 1.5, 2.5])


@right
def by_halving():
    """Arithmetic obeys together."""
    spark = torch.tensor([1, 3, 5]) / 2


@right
def from_a_tuple():
    """A tuple does as well."""
    spark = torch.tensor((0.5, 1.5, 2.5))


@wrong
def still_a_list():
    """A list does not obey. Hand it to `torch.tensor`."""
    spark = [0.5, 1.5, 2.5]


@wrong
def rounded_to_ints():
    """Whole numbers only. Write the halves."""
    spark = torch.tensor([1, 2, 3])


@wrong
def one_bracket_too_many():
    """One pair of brackets too many."""
    spark = torch.tensor([[0.5, 1.5, 2.5]])


@wrong
def numbers_not_in_a_list():
    """`torch.tensor` takes one thing. Put the numbers into a list."""
    spark = torch.tensor(0.5, 1.5, 2.5)
