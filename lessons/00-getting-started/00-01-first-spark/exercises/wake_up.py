"""Wake the machine up

1. Press **Check answer** *now*, before you write anything. Nothing is counted, nothing is lost.
2. Press **Hint 1**. It costs nothing.
3. Then write: make `spark` one tensor that holds the three numbers 0.5, 1.5 and 2.5, in this order.
"""

import torch

from torchenstein_lab.lesson import Kind, Level, expect, hints, promise, right, solution, starter, wrong

kind = Kind.CODE
level = Level.APPRENTICE
objectives = ["say what `+`, `-` and `*` do to a list and to a tensor"]


@starter
def asleep():
    spark = ...


hints(
    "Scroll up to the cell that made `voltage`. It turns numbers into a tensor: which call does it use?",
    "The call takes *one* thing: a list of numbers. Write the list first; then hand it over.",
    "`torch.tensor(` … `)`, and between the round brackets a list with three decimal numbers.",
)


def check(spark):
    with promise("one tensor"):
        expect(spark).is_a(torch.Tensor)
    with promise("three numbers in a single row: shape `(3,)`"):
        expect(spark).has_shape(3)
    with promise("decimal numbers"):
        expect(spark).is_a(torch.Tensor).satisfies(torch.is_floating_point, "decimal numbers")
    with promise("the values 0.5, 1.5 and 2.5"):
        kind_of_spark = expect(spark).is_a(torch.Tensor).result.dtype
        halves = torch.tensor([0.5, 1.5, 2.5])
        expect(spark).equals(halves.to(kind_of_spark) if kind_of_spark.is_floating_point else halves)


@solution
def from_a_list():
    """`torch.tensor` takes a list and copies its numbers. They have decimals, so it chooses float32,
    the kind that PyTorch uses for decimals unless you ask for another."""
    spark = torch.tensor([0.5, 1.5, 2.5])


@right
def from_a_tuple():
    """Round brackets do as well: any sequence of numbers will."""
    spark = torch.tensor((0.5, 1.5, 2.5))


@right
def by_halving():
    """One division, three numbers: they obey together. Dividing whole numbers with `/` gives decimals."""
    spark = torch.tensor([1, 3, 5]) / 2


@right
def by_adding_a_half():
    """A whole number plus a half is a decimal number, at each place."""
    spark = torch.tensor([0, 1, 2]) + 0.5


@right
def in_sixty_four_bits():
    """A kind with twice the digits, float64. The task left the kind to you; lesson 1.4 tells what each costs."""
    spark = torch.tensor([0.5, 1.5, 2.5], dtype=torch.float64)


@wrong
def numbers_not_in_a_list():
    """Python stopped: `torch.tensor` takes *one* thing, and you handed it three. Put the numbers into a list first,
    in square brackets, inside the round ones."""
    spark = torch.tensor(0.5, 1.5, 2.5)


@wrong
def text_is_not_numbers():
    """Python stopped: a tensor cannot hold text. Take the quotes away, and write the three numbers as a list."""
    spark = torch.tensor("0.5, 1.5, 2.5")


@wrong
def still_a_list():
    """You made a Python list. It holds the right numbers, but they do not obey together yet.
    Hand the list to `torch.tensor`."""
    spark = [0.5, 1.5, 2.5]


@wrong
def text_is_not_a_tensor():
    """You made a text: the characters of the numbers in quotes. Take the quotes away, write the numbers as
    a list, and hand it to `torch.tensor`."""
    spark = "0.5, 1.5, 2.5"


@wrong
def three_tensors():
    """You made three tensors, one for each number. A tensor pays off because it holds *many* numbers:
    put all three into one list, and make one tensor of it."""
    spark = torch.tensor(0.5), torch.tensor(1.5), torch.tensor(2.5)


@wrong
def one_bracket_too_many():
    """Your numbers sit in one pair of square brackets too many: that is a table with one row, shape `(1,
    3)`. A single row needs a single pair."""
    spark = torch.tensor([[0.5, 1.5, 2.5]])


@wrong
def one_column():
    """You gave each number brackets of its own: that is a table with three rows of one number, shape `(3,
    1)`. One pair of brackets around all three is enough."""
    spark = torch.tensor([[0.5], [1.5], [2.5]])


@wrong
def repeats_like_a_list():
    """You built one number and hoped `*` would make more of them, as it does with a list. A tensor's `*`
    multiplies. Write all three numbers into the list."""
    spark = torch.tensor([0.5]) * 3


@wrong
def rounded_to_ints():
    """You gave whole numbers only, so PyTorch kept whole numbers (int64) and the halves are gone.
    Write the decimals out: 0.5, 1.5, 2.5."""
    spark = torch.tensor([1, 2, 3])


@wrong
def starts_at_one_and_a_half():
    """A tensor of three decimals, but the first is not 0.5. Compare your list with the task, number by
    number."""
    spark = torch.tensor([1.5, 2.5, 3.5])


@wrong
def decimal_commas():
    """You wrote decimal commas. In code a comma parts one number from the next, so yours became six whole
    numbers. Write decimals with a dot: 0.5."""
    spark = torch.tensor([0,5, 1,5, 2,5])  # fmt: skip
