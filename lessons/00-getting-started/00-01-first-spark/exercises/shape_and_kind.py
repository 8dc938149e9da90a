"""Two tensors, two questions

The kernel printed two tensors, `p` and `q`:

```
p:  PRINTED

q:  QUEUE
```

Read off their shapes (`p_shape`, `q_shape`) and their kinds (`p_kind`, `q_kind`).
Write a shape as `(8, 10)`, and a kind as `torch.bool` or as text: `"bool"`.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    choices,
    deal,
    expect,
    hints,
    promise,
    right,
    solution,
    starter,
    wrong,
)

kind = Kind.PREDICT
level = Level.APPRENTICE
objectives = ["name a tensor's shape and dtype from its printed form"]


@deal
def printed(dice):
    rows, columns = dice.sample(range(2, 5), 2)
    length = dice.choice([5, 6, 7])
    table = [[dice.randint(0, 9) for _ in range(columns)] for _ in range(rows)]
    queue = [dice.randint(0, 9) for _ in range(length)]
    lines = ["[" + ", ".join(f"{number}." for number in row) + "]" for row in table]
    return {
        "ROWS": rows,
        "COLUMNS": columns,
        "LENGTH": length,
        "PRINTED": "tensor([" + (",\n" + " " * 12).join(lines) + "])",
        "QUEUE": "tensor([" + ", ".join(str(number) for number in queue) + "])",
    }


@choices
def p_shape(ROWS, COLUMNS):
    return [f"({ROWS}, {COLUMNS})", f"({COLUMNS}, {ROWS})", f"({ROWS * COLUMNS},)", f"({ROWS},)"]


@choices
def p_kind():
    return ["torch.float32", "torch.int64", "torch.bool"]


@choices
def q_shape(LENGTH):
    return [f"({LENGTH},)", f"(1, {LENGTH})", f"({LENGTH}, 1)"]


@choices
def q_kind():
    return ["torch.float32", "torch.int64", "torch.bool"]


@starter
def read_off():
    p_shape = ...
    p_kind = ...
    q_shape = ...
    q_kind = ...


hints(
    "For the shape count square brackets, from the outside in. For the kind look closely at the numbers.",
    "The outer pair holds the rows: how many? Each row holds numbers: how many? If there is no inner pair, "
    "there is one direction only.",
    "Rows come first, then numbers in each row. A dot behind a number says that it is kept as a decimal; "
    "no dot anywhere says whole numbers.",
)


def dtype_of(answer):
    """The dtype that an answer names, whether as a dtype or as text."""
    return getattr(torch, answer.removeprefix("torch."), answer) if isinstance(answer, str) else answer


def check(p_shape, p_kind, q_shape, q_kind, ROWS, COLUMNS, LENGTH, PRINTED, QUEUE):
    with promise("the shape of `p`"):
        expect(p_shape).equals((ROWS, COLUMNS), loosely=True)
    with promise("the kind of `p`"):
        expect(dtype_of(p_kind)).equals(torch.float32)
    with promise("the shape of `q`"):
        expect(q_shape).equals((LENGTH,), loosely=True)
    with promise("the kind of `q`"):
        expect(dtype_of(q_kind)).equals(torch.int64)


@solution
def brackets_and_dots():
    """`p` has an outer pair of brackets around ROWS rows of COLUMNS numbers, each with a dot: decimals,
    float32. `q` has one pair, so one direction; no dots, so whole numbers, int64."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.float32
    q_shape = (LENGTH,)
    q_kind = torch.int64


@right
def as_lists():
    """Square brackets hold the same sizes, and `torch.float` and `torch.long` are the shorter names of the
    kinds."""
    p_shape = [ROWS, COLUMNS]
    p_kind = torch.float
    q_shape = [LENGTH]
    q_kind = torch.long


@right
def as_torch_says_it():
    """What PyTorch itself would answer: a `torch.Size`, a tuple with a longer name."""
    p_shape = torch.Size([ROWS, COLUMNS])
    p_kind = torch.tensor([1.0]).dtype
    q_shape = torch.tensor([0] * LENGTH).shape
    q_kind = torch.tensor([1]).dtype


@right
def kinds_as_text():
    """The kinds in quotes, by their names."""
    p_shape = (ROWS, COLUMNS)
    p_kind = "float32"
    q_shape = (LENGTH,)
    q_kind = "torch.int64"


@wrong
def width_first():
    """You gave the width of `p` first, as one does for pictures. A tensor counts from the outside in:
    first how many rows, then how many numbers in each."""
    p_shape = (COLUMNS, ROWS)
    p_kind = torch.float32
    q_shape = (LENGTH,)
    q_kind = torch.int64


@wrong
def counts_all_numbers():
    """You counted all the numbers of `p`. The shape says more: how many along *each* direction.
    Multiply the sizes, and you get your number back."""
    p_shape = (ROWS * COLUMNS,)
    p_kind = torch.float32
    q_shape = (LENGTH,)
    q_kind = torch.int64


@wrong
def counts_only_rows():
    """You counted the rows of `p`, as `len` does. Each row has numbers side by side, and they are
    a second direction."""
    p_shape = (ROWS,)
    p_kind = torch.float32
    q_shape = (LENGTH,)
    q_kind = torch.int64


@wrong
def overlooks_the_dots():
    """You took the numbers of `p` for whole ones. Look at the dot behind each: `4.` is 4.0 in short, a
    decimal."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.int64
    q_shape = (LENGTH,)
    q_kind = torch.int64


@wrong
def all_are_floats():
    """You took `q` for decimals. No dot, no decimals: PyTorch keeps whole numbers as int64 if you typed
    them so."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.float32
    q_shape = (LENGTH,)
    q_kind = torch.float32


@wrong
def a_row_needs_two_numbers():
    """You gave `q` a direction too many: `(1, LENGTH)` is a *table* with one row, and it would be printed
    with two pairs of square brackets. `q` has one pair."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.float32
    q_shape = (1, LENGTH)
    q_kind = torch.int64


@wrong
def a_column_needs_brackets():
    """You made `q` a *table* of LENGTH rows with one number each: each number would stand in brackets of
    its own. `q` has one pair, so one direction."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.float32
    q_shape = (LENGTH, 1)
    q_kind = torch.int64


@wrong
def brackets_without_a_comma():
    """The number for `q` is right, but `(LENGTH)` is only a number in brackets. A shape with one direction
    is written with a comma: `(LENGTH,)`."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.float32
    q_shape = (LENGTH)  # fmt: skip
    q_kind = torch.int64


@wrong
def kinds_are_swapped():
    """You have the two kinds the wrong way round. A dot means decimals (float32); no dot means whole
    numbers (int64)."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.int64
    q_shape = (LENGTH,)
    q_kind = torch.float32


@wrong
def pythons_own_kinds():
    """You named types of Python's or NumPy's. A tensor keeps its numbers in kinds of its own, which also say how many
    bits each number has: look at what `cold.dtype` showed."""
    p_shape = (ROWS, COLUMNS)
    p_kind = float
    q_shape = (LENGTH,)
    q_kind = int


@wrong
def as_many_bits_as_numpy():
    """You gave the decimals 64 bits each, as NumPy does. PyTorch gives them fewer unless told otherwise, and where
    it was told it prints `dtype=torch.float64` behind the numbers."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.float64
    q_shape = (LENGTH,)
    q_kind = torch.int64


@wrong
def too_few_bits_for_whole_numbers():
    """You gave the whole numbers 32 bits each. PyTorch gives them more unless told otherwise, and where it was told
    it prints `dtype=torch.int32` behind the numbers."""
    p_shape = (ROWS, COLUMNS)
    p_kind = torch.float32
    q_shape = (LENGTH,)
    q_kind = torch.int32
