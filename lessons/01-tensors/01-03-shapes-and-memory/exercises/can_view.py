"""Which views exist?

`x` is a fresh tensor of shape (ROWS, 4). Which of these succeed?

```python
a = x.view(2, HALF)
b = x.t().view(CELLS)
c = x[:, ::2].view(PAIRS)
d = x[:, :2].view(PAIRS)
e = x.t().view(2, 2, ROWS)
```

Put `True` or `False` into `a_works` to `e_works`.
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
objectives = ["decide from size and stride alone whether a `view` exists"]


@deal
def fresh_table(dice):
    rows = dice.choice([3, 5, 7, 9])
    return {"ROWS": rows, "HALF": 2 * rows, "CELLS": 4 * rows, "PAIRS": 2 * rows}


@choices
def a_works():
    return ["True", "False"]


@choices
def b_works():
    return ["True", "False"]


@choices
def c_works():
    return ["True", "False"]


@choices
def d_works():
    return ["True", "False"]


@choices
def e_works():
    return ["True", "False"]


@starter
def five_blanks():
    a_works = ...
    b_works = ...
    c_works = ...
    d_works = ...
    e_works = ...


hints(
    "Write down the strides of `x`, `x.t()`, `x[:, ::2]` and `x[:, :2]` first.",
    "Two neighbours become one if the outer step is exactly the inner walk: outer stride = inner length · inner stride.",
    "Splitting one direction into two always works: no walk has to be joined.",
)


def verdict(answer):
    """Yes or no, however it was written."""
    return bool(answer) if isinstance(answer, (int, torch.Tensor)) else answer


def check(a_works, b_works, c_works, d_works, e_works):
    with promise("`a`: fresh, other walls"):
        expect(verdict(a_works)).equals(True)
    with promise("`b`: transposed, made flat"):
        expect(verdict(b_works)).equals(False)
    with promise("`c`: every second column, made flat"):
        expect(verdict(c_works)).equals(True)
    with promise("`d`: the first two columns, made flat"):
        expect(verdict(d_works)).equals(False)
    with promise("`e`: transposed, one direction split"):
        expect(verdict(e_works)).equals(True)


@solution
def where_the_steps_fit():
    """a: fresh, so any walls fit. b: strides (1, 4), and 1 is not ROWS · 4. c: strides (4, 2), and 4 = 2 · 2: it fits,
    although it is not contiguous. d: strides (4, 1), and 4 is not 2 · 1. e: splitting joins nothing."""
    a_works = True
    b_works = False
    c_works = True
    d_works = False
    e_works = True


@right
def as_numbers():
    """1 for yes, 0 for no."""
    a_works = c_works = e_works = 1
    b_works = d_works = 0


@right
def worked_out():
    """The rule of the seam, calculated."""
    a_works = e_works = True
    b_works = 1 == ROWS * 4
    c_works = 4 == 2 * 2
    d_works = 4 == 2 * 1


@wrong
def only_contiguous_can():
    """You refused all that is not contiguous. A view needs only that the seams which it *joins* fit: c has strides (4, 2),
    and e joins nothing."""
    a_works = True
    b_works = False
    c_works = False
    d_works = False
    e_works = False


@wrong
def size_is_enough():
    """You counted numbers: as many before as after. That is needed, but not enough. In b and d a step does not fit."""
    a_works = True
    b_works = True
    c_works = True
    d_works = True
    e_works = True


@wrong
def slices_always_can():
    """You let both slices pass. In d the walk along two of four columns ends, and the next row is *three* cells away, not one."""
    a_works = True
    b_works = False
    c_works = True
    d_works = True
    e_works = True


@wrong
def transposed_never_can():
    """You refused e because it is transposed. Splitting one direction into two always works: no walks are joined."""
    a_works = True
    b_works = False
    c_works = True
    d_works = False
    e_works = False


@wrong
def slices_never_can():
    """You refused both slices. Look at c: strides (4, 2), two columns: 4 = 2 · 2. The steps fit."""
    a_works = True
    b_works = False
    c_works = False
    d_works = False
    e_works = True
