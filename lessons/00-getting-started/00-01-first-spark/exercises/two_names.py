"""What does a second name mean?

From memory, without running anything. These three lines ran, in this order:

```python
a = [P, Q]
b = a
b.append(R)
```

- `a_now`: what is `a` now?
- `append_gave`: what did the call `b.append(R)` itself give back?
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
objectives = ["predict a variable's value from the order in which cells ran, not from the order on the page"]


@deal
def numbers(dice):
    p, q, r = dice.sample(range(4, 20), 3)
    return {"P": p, "Q": q, "R": r}


@choices
def a_now(P, Q, R):
    return [f"[{P}, {Q}]", f"[{P}, {Q}, {R}]", f"[{P}, {Q}, [{R}]]", '"an error"']


@choices
def append_gave(P, Q, R):
    return [f"[{P}, {Q}, {R}]", str(R), "None", "3"]


@starter
def from_memory():
    a_now = ...
    append_gave = ...


hints(
    "How many lists did these three lines build? Count the square brackets that hold numbers.",
    "`b = a` builds nothing. It hangs a second label on the list that is already there.",
    "There is one list with two names, so what `b` does to it, `a` sees. "
    "And `append` changes the list *instead of* handing you a new one: ask what is left for it to return.",
)


def check(a_now, append_gave, P, Q, R):
    with promise("what `a` is, after `b` was changed"):
        expect(a_now).equals([P, Q, R], loosely=True)
    with promise("what `append` gives back"):
        expect(append_gave).equals(None)


@solution
def one_list_two_names():
    """`=` never copies. `a` and `b` are two names for one list, so both see the new number.
    `append` changes that list in place and returns `None`.
    Keep this in mind: tensors can share their numbers in the same way, and lesson 1.2 is about it."""
    a_now = [P, Q, R]
    append_gave = None


@right
def asked_python():
    """Running the three lines is a fair way to find out, once you have committed yourself."""
    a = [P, Q]
    b = a
    append_gave = b.append(R)
    a_now = a


@right
def written_as_a_tuple():
    """The same three numbers in round brackets: the check looks at the numbers."""
    a_now = (P, Q, R)
    append_gave = None


@wrong
def assignment_copies():
    """You kept `a` as it was, as if `b = a` had made a copy. It only gave the same list a second name.
    To get a copy you must ask for one: `b = list(a)`."""
    a_now = [P, Q]
    append_gave = None


@wrong
def append_nests():
    """You put a list inside the list. `append` adds what you hand it, here a bare number, as one more item.
    Brackets inside would need `b.append([R])`."""
    a_now = [P, Q, [R]]
    append_gave = None


@wrong
def names_must_match():
    """You expected an error, but nothing here breaks a rule: `a` and `b` are names, and a list may grow
    under any of its names. Ask which lists exist, not which names."""
    a_now = "an error"
    append_gave = None


@wrong
def append_returns_the_list():
    """You expected `append` to hand the longer list back. It changes the list that is there: what is left for
    it to hand back? Run `b = b.append(R)` in an empty cell, and look at `b`."""
    a_now = [P, Q, R]
    append_gave = [P, Q, R]


@wrong
def append_returns_the_item():
    """You expected the new number back. That is what `pop` does, the other way round.
    `append` changes the list, and whoever calls it has the number already."""
    a_now = [P, Q, R]
    append_gave = R


@wrong
def append_returns_the_length():
    """You expected the new length, as in some other languages. Python's `append` does not count;
    `len(b)` does."""
    a_now = [P, Q, R]
    append_gave = 3
