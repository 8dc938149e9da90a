"""From memory: which are windows?

Answer without looking back at lesson 1.2. `x` has shape (ROWS, COLUMNS), and K is a place in it. Which of these are windows onto `x`?

```python
x[:, K]            # a
x[x > K]           # b
x.split(2)[0]      # c
torch.cat([x])     # d
```

Put `True` or `False` into `a_window` to `d_window`.
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
    return {"ROWS": dice.randint(3, 6), "COLUMNS": dice.randint(4, 8), "K": dice.randint(0, 3)}


@choices
def a_window():
    return ["True", "False"]


@choices
def b_window():
    return ["True", "False"]


@choices
def c_window():
    return ["True", "False"]


@choices
def d_window():
    return ["True", "False"]


@starter
def four_blanks():
    a_window = ...
    b_window = ...
    c_window = ...
    d_window = ...


hints(
    "Which of them could be described by *from where to where* alone?",
    "Cutting needs no copy. Gathering does, and joining does, whatever it joins.",
    "`cat` always makes a new strip, even for one piece.",
)


def verdict(answer):
    """Yes or no, however it was written."""
    return bool(answer) if isinstance(answer, (int, torch.Tensor)) else answer


def check(a_window, b_window, c_window, d_window):
    with promise("a: a column"):
        expect(verdict(a_window)).equals(True)
    with promise("b: a mask"):
        expect(verdict(b_window)).equals(False)
    with promise("c: a piece of `split`"):
        expect(verdict(c_window)).equals(True)
    with promise("d: `cat` of one piece"):
        expect(verdict(d_window)).equals(False)


@solution
def cuts_are_windows():
    """Numbers, ranges and `split` cut: windows. A mask gathers, and `cat` joins: both need a strip of their own."""
    a_window = True
    b_window = False
    c_window = True
    d_window = False


@right
def as_numbers():
    """1 for yes, 0 for no."""
    a_window = c_window = 1
    b_window = d_window = 0


@right
def as_comparisons():
    """Yes and no, worked out."""
    a_window = c_window = 1 == 1
    b_window = d_window = 1 == 0


@wrong
def nothing_to_join():
    """You took `cat` of one piece for a window: nothing to do, so no copy? `cat` always makes a new strip."""
    a_window = True
    b_window = False
    c_window = True
    d_window = True


@wrong
def masks_are_windows():
    """You took the mask for a window. What it picks has no start and no step, so it is gathered into new memory."""
    a_window = True
    b_window = True
    c_window = True
    d_window = False


@wrong
def columns_are_copies():
    """You took the column for a copy. Its numbers do not lie side by side, yet a number and a range never copy.
    This lesson tells how."""
    a_window = False
    b_window = False
    c_window = True
    d_window = False


@wrong
def pieces_are_copies():
    """You took the pieces of `split` for copies. Cutting needs none: every piece is a window."""
    a_window = True
    b_window = False
    c_window = False
    d_window = False
