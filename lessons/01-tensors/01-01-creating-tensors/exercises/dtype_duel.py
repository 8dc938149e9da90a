"""Five dtypes

No running yet. Which dtype does each line give?

```python
mixed = torch.tensor(MIXED).dtype
with_bool = torch.tensor(WITH_BOOL).dtype
out_of_numpy = torch.tensor(np.array(ARRAY)).dtype
filled = torch.full((2,), FILL).dtype
of_nothing = torch.tensor(NOTHING).dtype
```

Answer as `torch.int64`, or as text: `"int64"`.
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
objectives = ["derive the shape and dtype of `torch.tensor(nest)` by hand, and say which nests are refused"]


@deal
def fresh_numbers(dice):
    a, b, c, d = (dice.randint(2, 9) for _ in range(4))
    mixed, mixed_is, mixed_first = dice.choice(
        [([a, b + 0.5], "float32", "int64"), ([a, b], "int64", "int64"), ([a, True], "int64", "int64")]
    )
    with_bool, with_bool_is = dice.choice([([True, c], "int64"), ([False, c + 0.5], "float32")])
    fill, fill_is = dice.choice([(d, "int64"), (True, "bool")])
    return {
        "MIXED": mixed,
        "MIXED_IS": mixed_is,
        "MIXED_FIRST": mixed_first,
        "WITH_BOOL": with_bool,
        "WITH_BOOL_IS": with_bool_is,
        "ARRAY": [c + 0.5, float(d)],
        "FILL": fill,
        "FILL_IS": fill_is,
        "NOTHING": dice.choice([[], [[], []]]),
    }


@choices
def mixed():
    return ["torch.bool", "torch.int64", "torch.float32", "torch.float64"]


@choices
def with_bool():
    return ["torch.bool", "torch.int64", "torch.float32", "torch.float64"]


@choices
def out_of_numpy():
    return ["torch.bool", "torch.int64", "torch.float32", "torch.float64"]


@choices
def filled():
    return ["torch.bool", "torch.int64", "torch.float32", "torch.float64"]


@choices
def of_nothing():
    return ["torch.bool", "torch.int64", "torch.float32", "torch.float64"]


@starter
def five_blanks():
    mixed = ...
    with_bool = ...
    out_of_numpy = ...
    filled = ...
    of_nothing = ...


hints(
    "For each line: who chose the kind? The leaves, NumPy, the fill, or nobody?",
    "All leaves are asked, and the widest kind wins: bool, then int64, then float32. NumPy brings a kind of its own.",
    "NumPy keeps its floats in 8 bytes each. `full` looks at its fill as `tensor` looks at a leaf. "
    "Where there is nothing to ask, you get what `torch.zeros` gets.",
)


def dtype_of(answer):
    """The dtype that an answer names, whether as a dtype or as text."""
    named = getattr(torch, answer.removeprefix("torch."), answer) if isinstance(answer, str) else answer
    return named


def check(mixed, with_bool, out_of_numpy, filled, of_nothing, MIXED, WITH_BOOL, ARRAY, FILL, NOTHING):
    with promise("`mixed`: the widest leaf"):
        expect(dtype_of(mixed)).equals(torch.tensor(MIXED).dtype)
    with promise("`with_bool`: every leaf is asked"):
        expect(dtype_of(with_bool)).equals(torch.tensor(WITH_BOOL).dtype)
    with promise("`out_of_numpy`: NumPy's own kind"):
        expect(dtype_of(out_of_numpy)).equals(torch.tensor(np.array(ARRAY)).dtype)
    with promise("`filled`: the fill decides"):
        expect(dtype_of(filled)).equals(torch.full((2,), FILL).dtype)
    with promise("`of_nothing`: nothing to ask"):
        expect(dtype_of(of_nothing)).equals(torch.tensor(NOTHING).dtype)


@solution
def who_chose():
    """The widest leaf decides in `MIXED` and `WITH_BOOL`. NumPy's floats are float64 and stay so. `full` asks
    its fill, FILL. In NOTHING there is no leaf to ask, so the default comes: float32."""
    mixed = MIXED_IS
    with_bool = WITH_BOOL_IS
    out_of_numpy = "float64"
    filled = FILL_IS
    of_nothing = "float32"


@right
def as_dtypes():
    """The same answers as PyTorch's own objects."""
    mixed = getattr(torch, MIXED_IS)
    with_bool = getattr(torch, WITH_BOOL_IS)
    out_of_numpy = torch.float64
    filled = getattr(torch, FILL_IS)
    of_nothing = torch.float32


@right
def by_other_names():
    """`torch.double` is float64 and `torch.float` is float32: older names for the same kinds."""
    mixed = "torch." + MIXED_IS
    with_bool = "torch." + WITH_BOOL_IS
    out_of_numpy = torch.double
    filled = FILL_IS
    of_nothing = torch.float


@wrong
def tensors_are_floats():
    """You gave float32 where it does not come out. Not every tensor is float32: PyTorch looks at what it is given.
    Go through the leaves and take the widest kind you meet."""
    mixed = "float32"
    with_bool = "float32"
    out_of_numpy = "float32"
    filled = "float32"
    of_nothing = "float32"


@wrong
def first_element_decides():
    """You let the first leaf decide. PyTorch asks *all* leaves and takes the widest kind:
    bool < int64 < float32. What is the widest in `WITH_BOOL`?"""
    mixed = MIXED_FIRST
    with_bool = "bool"
    out_of_numpy = "float64"
    filled = FILL_IS
    of_nothing = "float32"


@wrong
def numpy_is_converted():
    """You expected NumPy's floats to become float32, as Python's do. An array already has a kind,
    and `torch.tensor` keeps it. Which kind does NumPy give to floats?"""
    mixed = MIXED_IS
    with_bool = WITH_BOOL_IS
    out_of_numpy = "float32"
    filled = FILL_IS
    of_nothing = "float32"


@wrong
def full_is_float():
    """You expected `full` to make floats, as `zeros` does. `zeros` has nobody to ask; `full` has its fill.
    What kind is FILL?"""
    mixed = MIXED_IS
    with_bool = WITH_BOOL_IS
    out_of_numpy = "float64"
    filled = "float32"
    of_nothing = "float32"


@wrong
def empty_is_int():
    """You gave int64 to a tensor without numbers. With no leaf to ask, PyTorch takes its default kind:
    the one `torch.zeros(2)` has."""
    mixed = MIXED_IS
    with_bool = WITH_BOOL_IS
    out_of_numpy = "float64"
    filled = FILL_IS
    of_nothing = "int64"
