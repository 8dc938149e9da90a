"""From memory: what reaches x?

Answer without looking back at lesson 1.2. Each line begins with a fresh `x` of shape (ROWS, COLUMNS) that holds no −1.
How many numbers of `x` are −1 afterwards?

```python
r = x[[K]]; r[0] = -1      # a
r = x[K]; r[0] = -1        # b
x[x > 0] = -1              # c; there are MANY numbers above 0
```

Put the counts into `a_count`, `b_count` and `c_count`.
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
objectives = ["say whether two tensors share memory, and what a small view keeps alive"]


@deal
def fresh_table(dice):
    rows, columns = dice.randint(2, 4), dice.randint(5, 8)
    return {
        "ROWS": rows,
        "COLUMNS": columns,
        "K": dice.randint(0, rows - 1),
        "MANY": dice.randint(9, rows * columns - 1),
    }


@choices
def a_count(COLUMNS):
    return ["0", "1", repr(COLUMNS)]


@choices
def b_count(COLUMNS):
    return ["0", "1", repr(COLUMNS)]


@choices
def c_count(MANY):
    return ["0", "1", repr(MANY)]


@starter
def three_blanks():
    a_count = ...
    b_count = ...
    c_count = ...


hints(
    "Window or copy: what does a number give, and what does a list give?",
    "`r[0] = -1` writes into whatever `r` is: a whole row of a copy, or one number of a window.",
    "In the last line nothing is read: `x` itself is told where to write.",
)


def number(answer):
    """The number of an answer, also where it is still in a tensor."""
    return answer.item() if isinstance(answer, torch.Tensor) and answer.ndim == 0 else answer


def check(a_count, b_count, c_count, MANY):
    with promise("a: through a list"):
        expect(number(a_count)).equals(0, loosely=True)
    with promise("b: through a number"):
        expect(number(b_count)).equals(1, loosely=True)
    with promise("c: a mask in the last bracket"):
        expect(number(c_count)).equals(MANY, loosely=True)


@solution
def list_number_mask():
    """a: a list gathers a copy, and the copy alone is written. b: a number looks through a window, and `r[0]` is one number.
    c: an assignment with a mask is one act of `x`."""
    a_count = 0
    b_count = 1
    c_count = MANY


@right
def as_floats():
    """The same numbers with a point."""
    a_count = 0.0
    b_count = 1.0
    c_count = float(MANY)


@right
def in_tensors():
    """Counts that are still 0-d tensors."""
    a_count = torch.tensor(0)
    b_count = torch.tensor(1)
    c_count = torch.tensor(MANY)


@wrong
def every_index_is_a_view():
    """You let a reach `x`. A list gathers its rows into new memory: a copy."""
    a_count = COLUMNS
    b_count = 1
    c_count = MANY


@wrong
def every_index_is_a_copy():
    """You let nothing reach `x`. A number looks through a window, and an assignment with a mask writes where it is told."""
    a_count = 0
    b_count = 0
    c_count = 0


@wrong
def masks_copy_when_written():
    """You let the mask of c copy. It copies when it is *read*. In an assignment nothing is read: `x` is told where to write."""
    a_count = 0
    b_count = 1
    c_count = 0


@wrong
def a_row_is_written():
    """In b you counted the whole row. `r` is the row, but `r[0]` is one number of it."""
    a_count = 0
    b_count = COLUMNS
    c_count = MANY
