"""From memory: letters that obey

Answer without looking back at lesson 0.1. This line ran:

```python
codes = torch.tensor([ord(letter) for letter in "WORD"]) + SHIFT
```

(`ord` of the first letter is CODE; the second letter follows it in the alphabet.)

Put the numbers inside `codes` into `numbers`, as a list, and the dtype of `codes` into `numbers_dtype`,
as `torch.bool` or as text: `"bool"`.
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
objectives = ["derive the shape and dtype of `torch.tensor(nest)` by hand, and say which nests are refused"]


@deal
def fresh_letters(dice):
    place = dice.randint(0, 24)
    shift = dice.randint(2, 9)
    code = 65 + place
    return {
        "WORD": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place : place + 2],
        "CODE": code,
        "SHIFT": shift,
        "MOVED": [code + shift, code + 1 + shift],
        "UNMOVED": [code, code + 1],
        "GLUED": [code, code + 1, shift],
        "ONLY_ONE": [code + shift, code + 1],
    }


@choices
def numbers(MOVED, UNMOVED, GLUED, ONLY_ONE):
    return [repr(MOVED), repr(UNMOVED), repr(GLUED), repr(ONLY_ONE)]


@choices
def numbers_dtype():
    return ["torch.int64", "torch.float32", "torch.uint8", "str"]


@starter
def two_blanks():
    numbers = ...
    numbers_dtype = ...


hints(
    "What did `+` do to a tensor in lesson 0.1, and what to a list?",
    "`ord` gives whole numbers. Which kind does PyTorch keep for whole numbers?",
    "One `+` reaches every position. The dtype is the one that `torch.tensor([1, 2])` has.",
)


def dtype_of(answer):
    """The dtype that an answer names, whether as a dtype or as text."""
    return getattr(torch, answer.removeprefix("torch."), answer) if isinstance(answer, str) else answer


def row_of(answer):
    """The numbers of an answer, whether as a row or as a tensor."""
    return answer.tolist() if isinstance(answer, torch.Tensor) else answer


def check(numbers, numbers_dtype, CODE, SHIFT):
    codes = torch.tensor([CODE, CODE + 1]) + SHIFT
    with promise("the numbers"):
        expect(row_of(numbers)).equals(codes.tolist(), loosely=True)
    with promise("the dtype"):
        expect(dtype_of(numbers_dtype)).equals(codes.dtype)


@solution
def both_move():
    """A tensor's numbers obey together: `+ SHIFT` reaches both. Whole numbers from Python become int64."""
    numbers = MOVED
    numbers_dtype = torch.int64


@right
def as_a_tuple():
    """A row is a row, with round brackets or square ones."""
    numbers = tuple(MOVED)
    numbers_dtype = torch.int64


@right
def as_a_tensor_would_say():
    """`torch.long` is another name for `torch.int64`."""
    numbers = torch.tensor(MOVED).tolist()
    numbers_dtype = torch.long


@right
def with_the_kind_as_text():
    """The tensor itself, and the name of its kind."""
    numbers = torch.tensor(MOVED)
    numbers_dtype = "int64"


@wrong
def tensors_are_floats():
    """Your numbers are right; the dtype is not. You expected floats in every tensor.
    These numbers came from `ord`, which gives whole numbers: which kind keeps whole numbers?"""
    numbers = MOVED
    numbers_dtype = torch.float32


@wrong
def glued_to_the_end():
    """You put SHIFT behind the codes. That is what `+` does to *lists*.
    In a tensor `+` is arithmetic: what does it do at each position?"""
    numbers = GLUED
    numbers_dtype = torch.int64


@wrong
def only_the_first_obeys():
    """You moved the first number alone. One `+` reaches *every* number of a tensor: move the second, too."""
    numbers = ONLY_ONE
    numbers_dtype = torch.int64


@wrong
def nothing_moves():
    """You left the codes as they were. The line ends in `+ SHIFT`: do it to each of them."""
    numbers = UNMOVED
    numbers_dtype = torch.int64


@wrong
def letters_stay_letters():
    """You named a type of Python's or NumPy's. A tensor has kinds of its own, and none of them is text: `ord` has turned
    each letter into a number. Which kind do whole numbers get?"""
    numbers = MOVED
    numbers_dtype = str
