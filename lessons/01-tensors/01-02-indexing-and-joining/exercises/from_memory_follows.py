"""From memory: who follows?

Answer without looking back at lesson 1.1. These lines ran:

```python
a = np.array(NUMBERS)
f = torch.from_numpy(a)
t = torch.tensor(a)
a += STEP
```

Put the numbers in `f` into `f_holds` and those in `t` into `t_holds`, each as a list.
"""

import numpy as np
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
objectives = ["say for each whether it is a window or a copy, and what a write through it changes"]


@deal
def fresh_array(dice):
    numbers = [dice.randint(1, 9) for _ in range(3)]
    step = dice.randint(2, 9) * 10
    return {
        "NUMBERS": numbers,
        "STEP": step,
        "MOVED": [number + step for number in numbers],
        "ONE_MOVED": [numbers[0] + step, *numbers[1:]],
    }


@choices
def f_holds(NUMBERS, MOVED, ONE_MOVED):
    return [repr(NUMBERS), repr(MOVED), repr(ONE_MOVED)]


@choices
def t_holds(NUMBERS, MOVED, ONE_MOVED):
    return [repr(NUMBERS), repr(MOVED), repr(ONE_MOVED)]


@starter
def two_blanks():
    f_holds = ...
    t_holds = ...


hints(
    "Draw the strip of `a`. Who lies on it, and who has a strip of their own?",
    "`+=` writes into the strip that is there. It makes no new one.",
    "`from_numpy` never copies, `tensor` always does.",
)


def row_of(answer):
    """The numbers of an answer, as a row, a tensor or an array."""
    return answer.tolist() if isinstance(answer, (torch.Tensor, np.ndarray)) else answer


def check(f_holds, t_holds, NUMBERS, STEP):
    a = np.array(NUMBERS)
    f, t = torch.from_numpy(a), torch.tensor(a)
    a += STEP
    with promise("`f`, from `from_numpy`"):
        expect(row_of(f_holds)).equals(f.tolist(), loosely=True)
    with promise("`t`, from `tensor`"):
        expect(row_of(t_holds)).equals(t.tolist(), loosely=True)


@solution
def one_follows():
    """`f` lies on the strip of `a`, and `+=` writes into that strip. `t` is a copy, made before."""
    f_holds = MOVED
    t_holds = NUMBERS


@right
def as_tuples():
    """A row is a row, with round brackets or square ones."""
    f_holds = tuple(MOVED)
    t_holds = tuple(NUMBERS)


@right
def as_tensors():
    """The tensors themselves."""
    f_holds = torch.tensor(MOVED)
    t_holds = torch.tensor(NUMBERS)


@wrong
def nobody_follows():
    """You let neither of them move. One of the two was made without a copy: it lies on the very strip
    that `+=` writes into."""
    f_holds = NUMBERS
    t_holds = NUMBERS


@wrong
def everybody_follows():
    """You let both move. One of the two copies always: it has a strip of its own and never looks back."""
    f_holds = MOVED
    t_holds = MOVED


@wrong
def names_mixed_up():
    """You mixed up the two. Which of the names says that it takes its numbers *from* where they lie?"""
    f_holds = NUMBERS
    t_holds = MOVED


@wrong
def only_the_first_moves():
    """You moved the first number alone. `+=` reaches every number of the array."""
    f_holds = ONE_MOVED
    t_holds = NUMBERS
