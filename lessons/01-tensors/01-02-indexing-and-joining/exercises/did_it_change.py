"""Did it change?

Each line begins with a fresh `y = torch.arange(1, END).view(ROWS, COLUMNS)`. How many numbers of `y` are changed by it?

```python
y[1][0] = -1  # a
y[[1]][0] = -1  # b
y[LIST_OF_ROWS, LIST_OF_COLUMNS] = -1  # c
r = y[[1]]; r *= 0  # d
for row in y: row += 1  # e
```

Put the five counts into `a_count` to `e_count`.
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
level = Level.ARTISAN
objectives = ["say for each whether it is a window or a copy, and what a write through it changes"]


@deal
def fresh_table(dice):
    rows, columns = 3, dice.randint(5, 8)
    pairs = dice.randint(2, 3)
    return {
        "END": rows * columns + 1,
        "ROWS": rows,
        "COLUMNS": columns,
        "LIST_OF_ROWS": dice.sample(range(rows), pairs),
        "LIST_OF_COLUMNS": dice.sample(range(columns), pairs),
        "PAIRS": pairs,
        "BLOCK": pairs * pairs,
        "ALL": rows * columns,
    }


@choices
def a_count(COLUMNS, ALL):
    return ["0", "1", repr(COLUMNS), repr(ALL)]


@choices
def b_count(COLUMNS, ALL):
    return ["0", "1", repr(COLUMNS), repr(ALL)]


@choices
def c_count(PAIRS, BLOCK, ALL):
    return ["0", repr(PAIRS), repr(BLOCK), repr(ALL)]


@choices
def d_count(COLUMNS, ALL):
    return ["0", "1", repr(COLUMNS), repr(ALL)]


@choices
def e_count(COLUMNS, ALL):
    return ["0", "1", repr(COLUMNS), repr(ALL)]


@starter
def five_blanks():
    a_count = ...
    b_count = ...
    c_count = ...
    d_count = ...
    e_count = ...


hints(
    "Only the *last* bracket writes. Everything left of it is looked up first: is that a window or a copy?",
    "A number or a range looks through a window. A list gathers a copy. "
    "But a list in the last bracket of an assignment only says *where* to write.",
    "`y[[1]]` is a copy with one row in it. What is written into a copy does not reach `y`.",
)


def number(answer):
    """The number of an answer, also where it is still in a tensor."""
    if isinstance(answer, torch.Tensor) and answer.ndim == 0:
        return answer.item()
    return answer


def check(a_count, b_count, c_count, d_count, e_count, END, ROWS, COLUMNS, LIST_OF_ROWS, LIST_OF_COLUMNS):
    before = torch.arange(1, END).view(ROWS, COLUMNS)

    def changed(write):
        y = before.clone()
        write(y)
        return int((y != before).sum())

    def write_a(y):
        y[1][0] = -1

    def write_b(y):
        y[[1]][0] = -1

    def write_c(y):
        y[LIST_OF_ROWS, LIST_OF_COLUMNS] = -1

    def write_d(y):
        r = y[[1]]
        r *= 0

    def write_e(y):
        for row in y:
            row += 1

    with promise("a: a number, then a number"):
        expect(number(a_count)).equals(changed(write_a), loosely=True)
    with promise("b: a list, then a number"):
        expect(number(b_count)).equals(changed(write_b), loosely=True)
    with promise("c: two lists in one bracket"):
        expect(number(c_count)).equals(changed(write_c), loosely=True)
    with promise("d: a name for what a list gave"):
        expect(number(d_count)).equals(changed(write_d), loosely=True)
    with promise("e: a loop over the rows"):
        expect(number(e_count)).equals(changed(write_e), loosely=True)


@solution
def window_or_copy():
    """a: `y[1]` is a window, so the write reaches `y`. b: `y[[1]]` is a copy, written into and thrown away.
    c: one bracket, so `y` itself is told where to write; two lists are walked as pairs. d: `r` is a copy.
    e: each `row` is a window, and `+=` writes into it."""
    a_count = 1
    b_count = 0
    c_count = PAIRS
    d_count = 0
    e_count = ALL


@right
def as_floats():
    """The same numbers with a point."""
    a_count = 1.0
    b_count = 0.0
    c_count = float(PAIRS)
    d_count = 0.0
    e_count = float(ALL)


@right
def counted_in_tensors():
    """Counts that are still 0-d tensors."""
    a_count = torch.tensor(1)
    b_count = torch.tensor(0)
    c_count = torch.tensor(PAIRS)
    d_count = torch.tensor(0)
    e_count = torch.tensor(ALL)


@wrong
def every_index_is_a_view():
    """You let b and d write through a *list*. A list gathers its rows into new memory: what you write there
    never reaches `y`."""
    a_count = 1
    b_count = COLUMNS
    c_count = PAIRS
    d_count = COLUMNS
    e_count = ALL


@wrong
def every_index_is_a_copy():
    """You let nothing through. A number or a range is a window onto the same memory; and in an assignment
    the last bracket always writes."""
    a_count = 0
    b_count = 0
    c_count = 0
    d_count = 0
    e_count = 0


@wrong
def pairs_are_a_block():
    """In c you counted a block. Two lists in one bracket are walked together, as *pairs*: first with first,
    second with second."""
    a_count = 1
    b_count = 0
    c_count = BLOCK
    d_count = 0
    e_count = ALL


@wrong
def augmented_on_a_copy():
    """In d you let `*=` reach `y`. It writes into the memory of `r`, and `r` came from a list: it is a copy."""
    a_count = 1
    b_count = 0
    c_count = PAIRS
    d_count = COLUMNS
    e_count = ALL


@wrong
def loop_gives_copies():
    """In e you let nothing through. A loop over `y` hands out windows, one for each row, and `+=` writes into them."""
    a_count = 1
    b_count = 0
    c_count = PAIRS
    d_count = 0
    e_count = 0


@wrong
def a_row_is_written():
    """In a you counted the whole row. `y[1]` is a row, but `[0] = -1` writes one number of it."""
    a_count = COLUMNS
    b_count = 0
    c_count = PAIRS
    d_count = 0
    e_count = ALL


@wrong
def lists_write_once():
    """In b you let one number through. `y[[1]]` has gathered its row into new memory: the write ends there,
    and nobody keeps it."""
    a_count = 1
    b_count = 1
    c_count = PAIRS
    d_count = 0
    e_count = ALL
