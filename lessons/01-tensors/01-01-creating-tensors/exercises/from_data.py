"""A table from a text

A friend sent you measurements as text: rows are separated by `;`, numbers by blanks.

Make `table`: a float32 tensor of shape (2, 3) with these numbers in this order.
"""

import torch

from torchenstein_lab.lesson import Kind, Level, expect, hints, promise, right, solution, starter, wrong

kind = Kind.CODE
level = Level.APPRENTICE
objectives = ["derive the shape and dtype of `torch.tensor(nest)` by hand, and say which nests are refused"]


@starter
def text_and_blank():
    text = "3 1 4; 1 5 9"

    table = ...


hints(
    'What does `text.split(";")` give? And `.split()` of one of its pieces?',
    "You need a list of two lists of three numbers. A number written as text is not yet a number.",
    '`[[… for n in row.split()] for row in text.split(";")]`, with each `n` turned into a float.',
)


def check(table):
    with promise("a float32 tensor of shape (2, 3)"):
        expect(table).is_a(torch.Tensor).has_shape(2, 3).has_dtype(torch.float32)
    with promise("the numbers, row by row"):
        expect(table).equals(torch.tensor([[3.0, 1.0, 4.0], [1.0, 5.0, 9.0]]))


@solution
def floats_in_a_nest():
    """The text becomes a list of two lists of three floats. The nest gives the shape (2, 3), and because
    the leaves are floats, PyTorch picks float32 by itself."""
    text = "3 1 4; 1 5 9"

    table = torch.tensor([[float(n) for n in row.split()] for row in text.split(";")])


@right
def by_naming_the_dtype():
    """Ints in the nest, and the dtype said aloud. Use this when the kind matters and the data may vary."""
    text = "3 1 4; 1 5 9"

    table = torch.tensor([[int(n) for n in row.split()] for row in text.split(";")], dtype=torch.float32)


@right
def by_converting_afterwards():
    """First an int64 tensor, then a float32 one: short to write, but it makes two tensors."""
    text = "3 1 4; 1 5 9"
    rows = []
    for row in text.split(";"):
        rows.append([int(n) for n in row.split()])

    table = torch.tensor(rows).float()


@right
def by_typing_it():
    """For six numbers a keyboard will do."""
    table = torch.tensor([[3.0, 1.0, 4.0], [1.0, 5.0, 9.0]])


@wrong
def kept_the_ints():
    """Your numbers are whole, so PyTorch chose int64. The task asks for float32:
    make the leaves floats, or name the dtype."""
    table = torch.tensor([[3, 1, 4], [1, 5, 9]])


@wrong
def lost_the_rows():
    """You made one row of six numbers: the `;` is gone. Each row needs a list of its own inside the list."""
    table = torch.tensor([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])


@wrong
def rows_for_columns():
    """Your table has three rows of two. In the text there are two rows of three: the *outer* list has two entries."""
    table = torch.tensor([[3.0, 1.0], [4.0, 1.0], [5.0, 9.0]])


@wrong
def turned_on_its_side():
    """Shape (3, 2), with the columns of the text as rows. Read the text row by row:
    the first list inside the nest is `3 1 4`."""
    table = torch.tensor([[3.0, 1.0], [1.0, 5.0], [4.0, 9.0]])


@wrong
def text_is_not_numbers():
    """You stopped at lists of text. `"3"` is a letter that looks like a number, and a tensor takes none
    (it says "too many dimensions 'str'"). Turn each piece into a number with `float`, then make the tensor."""
    text = "3 1 4; 1 5 9"
    table = [row.split() for row in text.split(";")]


@wrong
def still_a_list():
    """You have the right nest of numbers, but it is still a Python list. Give it to `torch.tensor`."""
    table = [[3.0, 1.0, 4.0], [1.0, 5.0, 9.0]]


@wrong
def numpys_kind():
    """Your numbers are float64. NumPy keeps floats so, and `torch.tensor` keeps NumPy's choice; or you asked for it.
    Name float32, or start from Python's own floats."""
    import numpy as np

    table = torch.tensor(np.array([[3.0, 1.0, 4.0], [1.0, 5.0, 9.0]]))


@wrong
def splits_at_every_blank():
    """`split(" ")` cuts at *every* blank, also at the one behind the `;`, so one piece is empty: `""` is no number.
    `split()`, without anything in it, cuts at runs of blanks and gives no empty piece."""
    text = "3 1 4; 1 5 9"
    table = torch.tensor([[float(number) for number in row.split(" ")] for row in text.split(";")])


@wrong
def pieces_stay_text():
    """The pieces that `split` gives are text. `"3"` is a letter that looks like a number, and a tensor takes none.
    Turn each piece into a number with `float` first."""
    text = "3 1 4; 1 5 9"
    table = torch.tensor([row.split() for row in text.split(";")])


@wrong
def a_row_is_no_number():
    """You asked `float` to read a whole row. It reads one number: split the row at its blanks first."""
    text = "3 1 4; 1 5 9"
    table = torch.tensor([float(row) for row in text.split(";")])
