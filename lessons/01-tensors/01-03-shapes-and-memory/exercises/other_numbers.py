"""The same shape, other numbers

`x = torch.tensor(TABLE)`. What do these hold?

```python
a = x.reshape(3, 2)
b = x.t()
c = x.t().reshape(2, 3)
```

Put them into `a_rows`, `b_rows` and `c_rows`, as lists of rows.
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
objectives = ["tell `reshape` from `transpose` by the order of the numbers"]


@deal
def fresh_table(dice):
    p, q, r, s, t, u = dice.sample(range(1, 10), 6)
    return {
        "TABLE": [[p, q, r], [s, t, u]],
        "READ_ON": [[p, q], [r, s], [t, u]],
        "TURNED": [[p, s], [q, t], [r, u]],
        "BOTH": [[p, s, q], [t, r, u]],
        "BACK": [[p, q, r], [s, t, u]],
    }


@choices
def a_rows(READ_ON, TURNED):
    return [repr(READ_ON), repr(TURNED)]


@choices
def b_rows(READ_ON, TURNED):
    return [repr(READ_ON), repr(TURNED)]


@choices
def c_rows(BOTH, BACK):
    return [repr(BOTH), repr(BACK)]


@starter
def three_blanks():
    a_rows = ...
    b_rows = ...
    c_rows = ...


hints(
    "Read the table aloud, row by row. Which of the calls keeps this order?",
    "`reshape` keeps the reading order and moves the walls. `t` keeps rows together, as columns.",
    "For c, write down `x.t()` first. Read *that* aloud, and put a wall after every third number.",
)


def rows_of(answer):
    """The rows of an answer, also where it is a tensor."""
    return answer.tolist() if isinstance(answer, torch.Tensor) else answer


def check(a_rows, b_rows, c_rows, TABLE):
    x = torch.tensor(TABLE)
    with promise("`a`: reshaped"):
        expect(rows_of(a_rows)).equals(x.reshape(3, 2).tolist(), loosely=True)
    with promise("`b`: transposed"):
        expect(rows_of(b_rows)).equals(x.t().tolist(), loosely=True)
    with promise("`c`: transposed, then reshaped"):
        expect(rows_of(c_rows)).equals(x.t().reshape(2, 3).tolist(), loosely=True)


@solution
def walls_or_order():
    """`reshape` keeps the reading order and moves the walls. `t` makes columns of rows, so the reading order changes.
    And `reshape` after `t` reads what `t` shows, not what lies on the strip."""
    a_rows = READ_ON
    b_rows = TURNED
    c_rows = BOTH


@right
def as_tuples():
    """The same rows in round brackets."""
    a_rows = tuple(tuple(row) for row in READ_ON)
    b_rows = tuple(tuple(row) for row in TURNED)
    c_rows = tuple(tuple(row) for row in BOTH)


@right
def as_tensors():
    """The tensors themselves."""
    a_rows = torch.tensor(READ_ON)
    b_rows = torch.tensor(TURNED)
    c_rows = torch.tensor(BOTH)


@wrong
def reshape_is_transpose():
    """In a you turned the table. `reshape` keeps the order in which you would read it aloud: it only moves the walls."""
    a_rows = TURNED
    b_rows = TURNED
    c_rows = BOTH


@wrong
def transpose_is_reshape():
    """In b you read on and moved the walls. Transposing makes the first *row* the first *column*."""
    a_rows = READ_ON
    b_rows = READ_ON
    c_rows = BOTH


@wrong
def reshape_reads_memory():
    """In c you got the table back. `reshape` reads what `x.t()` *shows*, row by row, not what lies on the strip."""
    a_rows = READ_ON
    b_rows = TURNED
    c_rows = BACK


@wrong
def mixed_up():
    """You mixed up the two. Read the table aloud: which call keeps that order?"""
    a_rows = TURNED
    b_rows = READ_ON
    c_rows = BOTH
