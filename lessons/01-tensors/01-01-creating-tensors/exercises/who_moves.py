"""Who moves?

```python
a = np.array(START)

t = torch.tensor(a)
f = torch.from_numpy(a)
s = torch.as_tensor(a)
c = torch.as_tensor(a, dtype=torch.float32)
k = f.clone()

a[PLACE] = NEW
a += 1
a = a * 2
```

What do `t[PLACE]`, `f[PLACE]`, `s[PLACE]`, `c[PLACE]` and `k[PLACE]` hold after the last line?
Put the numbers into `t_holds`, `f_holds`, `s_holds`, `c_holds` and `k_holds`.
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
level = Level.ARTISAN
objectives = ["say, for `tensor`, `as_tensor` and `from_numpy`, which share memory with what they were given"]


@deal
def fresh_array(dice):
    start = [float(dice.randint(1, 4)) for _ in range(3)]
    place = dice.randint(0, 2)
    new = dice.randint(6, 9)
    return {
        "START": start,
        "PLACE": place,
        "OLD": start[place],
        "NEW": new,
        "WRITTEN": float(new),
        "MOVED": float(new + 1),
        "DOUBLED": float(2 * (new + 1)),
    }


@choices
def t_holds(OLD, WRITTEN, MOVED, DOUBLED):
    return [repr(OLD), repr(WRITTEN), repr(MOVED), repr(DOUBLED)]


@choices
def f_holds(OLD, WRITTEN, MOVED, DOUBLED):
    return [repr(OLD), repr(WRITTEN), repr(MOVED), repr(DOUBLED)]


@choices
def s_holds(OLD, WRITTEN, MOVED, DOUBLED):
    return [repr(OLD), repr(WRITTEN), repr(MOVED), repr(DOUBLED)]


@choices
def c_holds(OLD, WRITTEN, MOVED, DOUBLED):
    return [repr(OLD), repr(WRITTEN), repr(MOVED), repr(DOUBLED)]


@choices
def k_holds(OLD, WRITTEN, MOVED, DOUBLED):
    return [repr(OLD), repr(WRITTEN), repr(MOVED), repr(DOUBLED)]


@starter
def five_blanks():
    t_holds = ...
    f_holds = ...
    s_holds = ...
    c_holds = ...
    k_holds = ...


hints(
    "Which of the five lie on the strip of `a`? Draw the strips first, then run the lines.",
    "Two of the last three lines write into the old strip. One makes a new strip and moves the name `a` to it.",
    "`as_tensor` shares if nothing has to change. Another dtype is other bytes. `clone` is a copy.",
)


def number(answer):
    """The number of an answer, whole or not, in a tensor or bare."""
    if isinstance(answer, bool) or (isinstance(answer, (torch.Tensor, np.ndarray)) and answer.ndim > 0):
        return answer
    return float(answer) if isinstance(answer, (int, float, np.number, np.ndarray, torch.Tensor)) else answer


def check(t_holds, f_holds, s_holds, c_holds, k_holds, START, PLACE, NEW):
    a = np.array(START)
    t, f, s = torch.tensor(a), torch.from_numpy(a), torch.as_tensor(a)
    c, k = torch.as_tensor(a, dtype=torch.float32), f.clone()
    a[PLACE] = NEW
    a += 1
    a = a * 2
    with promise("`t`, from `tensor`"):
        expect(number(t_holds)).equals(t[PLACE].item(), loosely=True)
    with promise("`f`, from `from_numpy`"):
        expect(number(f_holds)).equals(f[PLACE].item(), loosely=True)
    with promise("`s`, from `as_tensor`"):
        expect(number(s_holds)).equals(s[PLACE].item(), loosely=True)
    with promise("`c`, from `as_tensor` with another dtype"):
        expect(number(c_holds)).equals(c[PLACE].item(), loosely=True)
    with promise("`k`, from `clone`"):
        expect(number(k_holds)).equals(k[PLACE].item(), loosely=True)


@solution
def two_on_the_strip():
    """`f` and `s` lie on the strip of `a`, so they see NEW written and 1 added: MOVED. The last line makes a *new* array
    and gives it the name `a`; the old strip is left as it is. `t`, `c` and `k` are copies, made before anything was
    written: OLD."""
    t_holds = OLD
    f_holds = MOVED
    s_holds = MOVED
    c_holds = OLD
    k_holds = OLD


@right
def in_whole_numbers():
    """The same numbers without their points."""
    t_holds = int(OLD)
    f_holds = NEW + 1
    s_holds = NEW + 1
    c_holds = int(OLD)
    k_holds = int(OLD)


@right
def sharers_and_copies():
    """Two kinds of tensors, so two answers."""
    t_holds = c_holds = k_holds = OLD
    f_holds = s_holds = MOVED


@wrong
def everything_copies():
    """You let nobody move. `from_numpy` never copies, and `as_tensor` only if it must: both lie on the strip of `a`,
    and see what is written there."""
    t_holds = OLD
    f_holds = OLD
    s_holds = OLD
    c_holds = OLD
    k_holds = OLD


@wrong
def everything_shares():
    """You let everybody move. `torch.tensor` always copies, `clone` too, and another dtype needs other bytes:
    those three never see what is written into `a`."""
    t_holds = MOVED
    f_holds = MOVED
    s_holds = MOVED
    c_holds = MOVED
    k_holds = MOVED


@wrong
def as_tensor_always_copies():
    """You took `as_tensor` for a copy. It shares whenever nothing has to change, and for `s` nothing had to."""
    t_holds = OLD
    f_holds = MOVED
    s_holds = OLD
    c_holds = OLD
    k_holds = OLD


@wrong
def cast_still_shares():
    """You let `c` move. It is float32 and `a` is float64: 4 bytes a number against 8. Those cannot be the same bytes."""
    t_holds = OLD
    f_holds = MOVED
    s_holds = MOVED
    c_holds = MOVED
    k_holds = OLD


@wrong
def rebinding_writes():
    """You let `a = a * 2` reach the tensors. It makes a new array and moves the *name* `a` to it;
    the old strip, on which `f` and `s` lie, stays as it was."""
    t_holds = OLD
    f_holds = DOUBLED
    s_holds = DOUBLED
    c_holds = OLD
    k_holds = OLD


@wrong
def plus_equals_rebinds():
    """You stopped at the first write. `a += 1` is not `a = a + 1`: on an array it writes into the old strip,
    and the sharers see it."""
    t_holds = OLD
    f_holds = WRITTEN
    s_holds = WRITTEN
    c_holds = OLD
    k_holds = OLD


@wrong
def clone_shares():
    """You let `k` move with `f`. A clone is a copy: it has a strip of its own from the moment it is made."""
    t_holds = OLD
    f_holds = MOVED
    s_holds = MOVED
    c_holds = OLD
    k_holds = MOVED


@wrong
def tensor_shares():
    """You let `t` move. `torch.tensor` always copies what it is given, and never looks back."""
    t_holds = MOVED
    f_holds = MOVED
    s_holds = MOVED
    c_holds = OLD
    k_holds = OLD
