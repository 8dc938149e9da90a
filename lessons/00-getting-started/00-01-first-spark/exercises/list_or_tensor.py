"""List or tensor?

```python
a, b = [P1, P2], [Q1, Q2]
s, t = torch.tensor(a), torch.tensor(b)
```

Predict four results. Write the numbers of a tensor as a list: `[5, 7]` for `tensor([5, 7])`.

- `list_plus`: `a + b`
- `list_times`: `a * 2`
- `tensor_plus`: `s + t`
- `tensor_times`: `s * 2`
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
objectives = ["say what `+`, `-` and `*` do to a list and to a tensor"]


@deal
def numbers(dice):
    a, b, c, d = dice.sample(range(2, 20), 4)
    return {"P1": a, "P2": b, "Q1": c, "Q2": d}


@choices
def list_plus(P1, P2, Q1, Q2):
    return [f"[{P1}, {P2}, {Q1}, {Q2}]", f"[{P1 + Q1}, {P2 + Q2}]", '"an error"']


@choices
def list_times(P1, P2, Q1, Q2):
    return [f"[{P1}, {P2}, {P1}, {P2}]", f"[{2 * P1}, {2 * P2}]", '"an error"']


@choices
def tensor_plus(P1, P2, Q1, Q2):
    return [f"[{P1}, {P2}, {Q1}, {Q2}]", f"[{P1 + Q1}, {P2 + Q2}]", '"an error"']


@choices
def tensor_times(P1, P2, Q1, Q2):
    return [f"[{P1}, {P2}, {P1}, {P2}]", f"[{2 * P1}, {2 * P2}]", '"an error"']


@starter
def four_predictions():
    list_plus = ...
    list_times = ...
    tensor_plus = ...
    tensor_times = ...


hints(
    "Two of the four results have four numbers, two have two. Which are which?",
    "A list may hold anything, so Python cannot calculate with its items: all it can do is put rows of boxes "
    "behind each other. A tensor holds nothing but numbers.",
    "For a list, think *glue*: `* 2` means twice in a row. For a tensor, think *place by place*: "
    "first with first, second with second.",
)


def numbers_of(value):
    """A tensor's numbers as a list, so that `tensor([5, 7])` and `[5, 7]` are one answer."""
    return value.tolist() if isinstance(value, torch.Tensor) else value


def check(list_plus, list_times, tensor_plus, tensor_times, P1, P2, Q1, Q2):
    with promise("`+` between two lists"):
        expect(numbers_of(list_plus)).equals([P1, P2, Q1, Q2], loosely=True)
    with promise("`* 2` on a list"):
        expect(numbers_of(list_times)).equals([P1, P2, P1, P2], loosely=True)
    with promise("`+` between two tensors"):
        expect(numbers_of(tensor_plus)).equals([P1 + Q1, P2 + Q2], loosely=True)
    with promise("`* 2` on a tensor"):
        expect(numbers_of(tensor_times)).equals([2 * P1, 2 * P2], loosely=True)


@solution
def glue_and_arithmetic():
    """A list glues: `+` puts one row of boxes behind the other, `* 2` puts a row twice.
    A tensor calculates: `+` adds at each place, `* 2` doubles at each place."""
    list_plus = [P1, P2, Q1, Q2]
    list_times = [P1, P2, P1, P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [2 * P1, 2 * P2]


@right
def with_tensors():
    """The tensors themselves are a fine answer, too."""
    list_plus = [P1, P2, Q1, Q2]
    list_times = [P1, P2, P1, P2]
    tensor_plus = torch.tensor([P1, P2]) + torch.tensor([Q1, Q2])
    tensor_times = torch.tensor([P1, P2]) * 2


@right
def with_tuples():
    """Round brackets, same numbers."""
    list_plus = (P1, P2, Q1, Q2)
    list_times = (P1, P2, P1, P2)
    tensor_plus = (P1 + Q1, P2 + Q2)
    tensor_times = (2 * P1, 2 * P2)


@right
def by_asking_python():
    """Run it and look. After a prediction, that is the next thing to do."""
    a, b = [P1, P2], [Q1, Q2]
    list_plus, list_times = a + b, a * 2
    tensor_plus, tensor_times = [p + q for p, q in zip(a, b)], [2 * p for p in a]


@wrong
def lists_do_arithmetic():
    """You let lists calculate, with `+` and with `*`. A list may hold anything, names or ducks, so Python
    does not try: it glues. Only the tensors calculate."""
    list_plus = [P1 + Q1, P2 + Q2]
    list_times = [2 * P1, 2 * P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [2 * P1, 2 * P2]


@wrong
def lists_add_up():
    """You let `+` add the lists number by number. Between lists `+` means "put behind".
    You had `* 2` right: it is the same glue."""
    list_plus = [P1 + Q1, P2 + Q2]
    list_times = [P1, P2, P1, P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [2 * P1, 2 * P2]


@wrong
def lists_scale():
    """You let `* 2` double the numbers in a list. But `a * 2` is `a + a`, and `+` glues lists:
    the same two numbers, twice in a row."""
    list_plus = [P1, P2, Q1, Q2]
    list_times = [2 * P1, 2 * P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [2 * P1, 2 * P2]


@wrong
def lists_refuse():
    """You expected an error for list plus list. Python has a meaning for it: put one behind the other.
    It refuses list plus *number*, as you saw above."""
    list_plus = "an error"
    list_times = [P1, P2, P1, P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [2 * P1, 2 * P2]


@wrong
def tensors_are_lists():
    """You treated the tensors as lists with a longer name: glued together and repeated. A tensor holds
    nothing but numbers, so `+` and `*` can be arithmetic, at each place. Look at the picture above
    again."""
    list_plus = [P1, P2, Q1, Q2]
    list_times = [P1, P2, P1, P2]
    tensor_plus = [P1, P2, Q1, Q2]
    tensor_times = [P1, P2, P1, P2]


@wrong
def tensors_concatenate():
    """You glued the two tensors. Their `+` adds at each place, first to first, second to second.
    (Gluing has a call of its own; you will meet it in lesson 1.2.)"""
    list_plus = [P1, P2, Q1, Q2]
    list_times = [P1, P2, P1, P2]
    tensor_plus = [P1, P2, Q1, Q2]
    tensor_times = [2 * P1, 2 * P2]


@wrong
def tensors_repeat():
    """You repeated the tensor. For a tensor `* 2` is arithmetic, as `+` is: each number is doubled
    and the length stays."""
    list_plus = [P1, P2, Q1, Q2]
    list_times = [P1, P2, P1, P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [P1, P2, P1, P2]


@wrong
def swapped():
    """You have it exactly the wrong way round: the lists calculate, the tensors glue. Swap them, and say it
    aloud: "a list glues, a tensor calculates"."""
    list_plus = [P1 + Q1, P2 + Q2]
    list_times = [2 * P1, 2 * P2]
    tensor_plus = [P1, P2, Q1, Q2]
    tensor_times = [P1, P2, P1, P2]


@wrong
def lists_nest():
    """You put the two lists into a new list. `+` opens both and puts their items into *one* row, without
    brackets inside."""
    list_plus = [[P1, P2], [Q1, Q2]]
    list_times = [P1, P2, P1, P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [2 * P1, 2 * P2]


@wrong
def lists_repeat_each_item():
    """You wrote each number twice before going on to the next. `a * 2` is `a + a`: the whole row, and then
    the whole row again."""
    list_plus = [P1, P2, Q1, Q2]
    list_times = [P1, P1, P2, P2]
    tensor_plus = [P1 + Q1, P2 + Q2]
    tensor_times = [2 * P1, 2 * P2]
