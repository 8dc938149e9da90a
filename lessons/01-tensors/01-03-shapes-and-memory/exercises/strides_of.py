"""Read the rule

`x = torch.arange(CELLS).view(ROWS, COLUMNS)`. Which stride and which offset has each of these?

```python
a = x[K]
b = x[::2, 1:]
c = x.t()[J:]
d = x[:, None]
```

Put the strides into `a_stride` to `d_stride`, as tuples, and the offsets into `a_offset` to `c_offset`.
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
objectives = ["predict shape, stride and offset after slicing, transposing, permuting and `None`"]


@deal
def fresh_table(dice):
    rows, columns, k, j = dice.randint(4, 5), dice.randint(6, 9), dice.randint(2, 3), dice.randint(2, 4)
    return {
        "CELLS": rows * columns,
        "ROWS": rows,
        "COLUMNS": columns,
        "K": k,
        "J": j,
        "START_OF_ROW": k * columns,
        "STEPPED": (2 * columns, 1),
        "FRESH": (columns, 1),
        "FRESH_SMALLER": (columns - 1, 1),
        "SWAPPED": (1, columns),
        "FRESH_TALL": (rows, 1),
        "INSERTED": (columns, columns, 1),
        "ONE_INSERTED": (columns, 1, 1),
    }


@choices
def a_stride(FRESH):
    return ["(1,)", repr(FRESH), "()"]


@choices
def a_offset(K, START_OF_ROW):
    return ["0", repr(K), repr(START_OF_ROW)]


@choices
def b_stride(STEPPED, FRESH, FRESH_SMALLER):
    return [repr(STEPPED), repr(FRESH), repr(FRESH_SMALLER)]


@choices
def b_offset():
    return ["0", "1"]


@choices
def c_stride(SWAPPED, FRESH, FRESH_TALL):
    return [repr(SWAPPED), repr(FRESH), repr(FRESH_TALL)]


@choices
def c_offset(J, COLUMNS):
    return ["0", repr(J), repr(J * COLUMNS)]


@starter
def seven_blanks():
    a_stride = ...
    a_offset = ...
    b_stride = ...
    b_offset = ...
    c_stride = ...
    c_offset = ...
    d_stride = ...


hints(
    "Start from the rule of `x`: a step in direction 0 is COLUMNS cells, a step in direction 1 is one.",
    "A number adds to the offset and drops a direction. A range adds to the offset; its step multiplies the stride. "
    "Transposing swaps strides.",
    "A new direction of length 1 is never walked. PyTorch notes for it what a whole walk of the rest would be.",
)


def check(
    a_stride, a_offset, b_stride, b_offset, c_stride, c_offset, d_stride, CELLS, ROWS, COLUMNS, K, J, INSERTED
):
    x = torch.arange(CELLS).view(ROWS, COLUMNS)
    with promise("`a`: a row"):
        expect(a_stride).equals(x[K].stride(), loosely=True)
        expect(a_offset).equals(x[K].storage_offset(), loosely=True)
    with promise("`b`: every second row, from column 1 on"):
        expect(b_stride).equals(x[::2, 1:].stride(), loosely=True)
        expect(b_offset).equals(x[::2, 1:].storage_offset(), loosely=True)
    with promise("`c`: transposed, then cut"):
        expect(c_stride).equals(x.t()[J:].stride(), loosely=True)
        expect(c_offset).equals(x.t()[J:].storage_offset(), loosely=True)
    with promise("`d`: a new direction"):
        # The stride of a length of 1 is never used: any number is right for it.
        read = list(d_stride) if isinstance(d_stride, (list, tuple)) else d_stride
        if isinstance(read, list) and len(read) == 3:
            read[1] = INSERTED[1]
        expect(read).equals(x[:, None].stride(), loosely=True)


@solution
def three_rules():
    """a: K rows were skipped, K · COLUMNS cells; the step in the row is still 1. b: two rows at a time, and one cell later.
    c: the strides are swapped, and J steps of *one* cell were skipped. d: the strides stay; that of the new direction is never used."""
    a_stride = (1,)
    a_offset = START_OF_ROW
    b_stride = STEPPED
    b_offset = 1
    c_stride = SWAPPED
    c_offset = J
    d_stride = INSERTED


@right
def as_lists():
    """The same numbers in square brackets."""
    a_stride = [1]
    a_offset = START_OF_ROW
    b_stride = list(STEPPED)
    b_offset = 1
    c_stride = list(SWAPPED)
    c_offset = J
    d_stride = list(INSERTED)


@right
def another_number_for_the_new_one():
    """The new direction has length 1: its stride is never used, so 1 does as well."""
    a_stride = (1,)
    a_offset = START_OF_ROW
    b_stride = STEPPED
    b_offset = 1
    c_stride = SWAPPED
    c_offset = J
    d_stride = ONE_INSERTED


@wrong
def strides_of_a_fresh_tensor():
    """In b and c you gave the strides that a *new* tensor of that shape would have. A view lies on the old strip
    and keeps its steps, multiplied or swapped."""
    a_stride = (1,)
    a_offset = START_OF_ROW
    b_stride = FRESH_SMALLER
    b_offset = 1
    c_stride = FRESH_TALL
    c_offset = J
    d_stride = INSERTED


@wrong
def view_keeps_everything():
    """You left every rule as that of `x`. The numbers stay where they are; it is the *rule* that changes."""
    a_stride = FRESH
    a_offset = 0
    b_stride = FRESH
    b_offset = 0
    c_stride = FRESH
    c_offset = 0
    d_stride = INSERTED


@wrong
def step_changes_the_size_only():
    """In b you left the stride as it was. Every second row: each step is now two rows long."""
    a_stride = (1,)
    a_offset = START_OF_ROW
    b_stride = FRESH
    b_offset = 1
    c_stride = SWAPPED
    c_offset = J
    d_stride = INSERTED


@wrong
def offset_counts_rows():
    """In a you counted rows. The offset counts cells: K rows of COLUMNS cells were skipped."""
    a_stride = (1,)
    a_offset = K
    b_stride = STEPPED
    b_offset = 1
    c_stride = SWAPPED
    c_offset = J
    d_stride = INSERTED


@wrong
def cuts_before_it_turns():
    """In c you skipped J rows of `x`. It was transposed first: a step in its direction 0 is one cell long."""
    a_stride = (1,)
    a_offset = START_OF_ROW
    b_stride = STEPPED
    b_offset = 1
    c_stride = SWAPPED
    c_offset = J * COLUMNS
    d_stride = INSERTED


@wrong
def no_place_for_the_new_one():
    """In d you left the strides at two. There are three directions now, and each has a stride, used or not."""
    a_stride = (1,)
    a_offset = START_OF_ROW
    b_stride = STEPPED
    b_offset = 1
    c_stride = SWAPPED
    c_offset = J
    d_stride = FRESH
