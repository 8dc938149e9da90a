"""Who says no?

Four tensors:

```python
w = torch.tensor(NEST_W)
x = torch.tensor(NEST_X)
y = torch.tensor(NEST_Y)
z = torch.tensor(NEST_Z)
```

- `ndims`: the number of directions of each, as a tuple for w, x, y, z.
- `len_fails`: the names on which `len(…)` raises an error, as text: `"wz"` means w and z, `""` means none.
- `item_fails`: likewise for `.item()`.
- `index_fails`: likewise for `[0]`.
- `inner_shape`: the shape of `DEEP[0]`, as a tuple.
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
objectives = ["tell a Python number, a 0-d tensor and a one-element tensor apart by what each can do"]


@deal
def fresh_nests(dice):
    v, u = dice.randint(2, 5), dice.randint(6, 9)
    nests = [("BARE", v, 0, 1), ("ONE", [v], 1, 1), ("DEEP", [[v]], 2, 1), ("PAIR", [v, u], 1, 2)]
    dealt = {}
    true, padded, counted = [], [], []
    for letter, (role, nest, ndim, count) in zip("wxyz", dice.sample(nests, 4)):
        dealt["NEST_" + {"w": "W", "x": "X", "y": "Y", "z": "Z"}[letter]] = nest
        dealt[role] = letter
        true.append(ndim)
        padded.append(max(ndim, 1))
        counted.append(count)
    bare, pair = dealt["BARE"], dealt["PAIR"]
    dealt["NDIMS"] = tuple(true)
    dealt["AT_LEAST_ONE"] = tuple(padded)
    dealt["COUNTS"] = tuple(counted)
    dealt["BARE_AND_PAIR"] = min(bare, pair) + max(bare, pair)
    dealt["ALL_BUT_BARE"] = "wxyz"[: "wxyz".index(bare)] + "wxyz"["wxyz".index(bare) + 1 :]
    return dealt


@choices
def ndims(NDIMS, AT_LEAST_ONE, COUNTS):
    return [repr(NDIMS), repr(AT_LEAST_ONE), repr(COUNTS)]


@choices
def len_fails(BARE, PAIR, BARE_AND_PAIR, ALL_BUT_BARE):
    return [repr(""), repr(BARE), repr(PAIR), repr(BARE_AND_PAIR), repr(ALL_BUT_BARE)]


@choices
def item_fails(BARE, PAIR, BARE_AND_PAIR, ALL_BUT_BARE):
    return [repr(""), repr(BARE), repr(PAIR), repr(BARE_AND_PAIR), repr(ALL_BUT_BARE)]


@choices
def index_fails(BARE, PAIR, BARE_AND_PAIR, ALL_BUT_BARE):
    return [repr(""), repr(BARE), repr(PAIR), repr(BARE_AND_PAIR), repr(ALL_BUT_BARE)]


@choices
def inner_shape():
    return ["()", "(1,)", "(1, 1)"]


@starter
def five_blanks():
    ndims = ...
    len_fails = ...
    item_fails = ...
    index_fails = ...
    inner_shape = ...


hints(
    "Write down the four shapes first. How many numbers stand in each shape?",
    "`len` and `[0]` need a direction to look along. `.item()` needs something else: exactly one number.",
    "No brackets, no direction. `[0]` peels off one pair of brackets, and only one.",
)


def letters(answer):
    """The names in an answer, in order: `"zw"`, `"W, Z"`, `["w", "z"]` and `("w", "z")` are the same answer."""
    if not isinstance(answer, (str, list, tuple, set)) or not all(isinstance(part, str) for part in answer):
        return answer
    return "".join(sorted(letter for letter in "".join(answer).lower() if letter not in " ,;"))


def fails(action, tensors):
    """The names of the tensors on which `action` raises."""
    names = ""
    for name, tensor in tensors.items():
        try:
            action(tensor)
        except (TypeError, IndexError, RuntimeError):
            names += name
    return names


def check(ndims, len_fails, item_fails, index_fails, inner_shape, NEST_W, NEST_X, NEST_Y, NEST_Z, DEEP):
    tensors = {name: torch.tensor(nest) for name, nest in zip("wxyz", (NEST_W, NEST_X, NEST_Y, NEST_Z))}
    with promise("`ndims`: the directions of each"):
        expect(ndims).equals(tuple(tensor.ndim for tensor in tensors.values()), loosely=True)
    with promise("`len_fails`: where there is nothing to count along"):
        expect(letters(len_fails)).equals(fails(len, tensors))
    with promise("`item_fails`: where there is not exactly one number"):
        expect(letters(item_fails)).equals(fails(torch.Tensor.item, tensors))
    with promise("`index_fails`: where there is nothing to open"):
        expect(letters(index_fails)).equals(fails(lambda tensor: tensor[0], tensors))
    with promise("`inner_shape`: what `[0]` leaves"):
        expect(inner_shape).equals(tuple(tensors[DEEP][0].shape), loosely=True)


@solution
def directions_and_numbers():
    """`BARE` has no direction, so nothing can be counted along it or taken out of it: `len` and `[0]` fail
    there and nowhere else. `.item()` asks how many *numbers* there are: it fails on `PAIR` alone, which has two.
    `DEEP[0]` takes off one pair of brackets out of two: shape (1,) is left."""
    ndims = NDIMS
    len_fails = BARE
    item_fails = PAIR
    index_fails = BARE
    inner_shape = (1,)


@right
def as_lists():
    """Names in lists, shapes as PyTorch prints them."""
    ndims = list(NDIMS)
    len_fails = [BARE]
    item_fails = [PAIR]
    index_fails = [BARE]
    inner_shape = torch.Size([1])


@right
def as_sets():
    """A set says best that the order of the names does not matter."""
    ndims = NDIMS
    len_fails = {BARE}
    item_fails = {PAIR}
    index_fails = {BARE}
    inner_shape = [1]


@wrong
def item_only_for_0d():
    """You let `.item()` work on `BARE` alone. It does not ask for a shape, it asks for *exactly one number*:
    which of the four hold one?"""
    ndims = NDIMS
    len_fails = BARE
    item_fails = ALL_BUT_BARE
    index_fails = BARE
    inner_shape = (1,)


@wrong
def zero_d_is_one_element():
    """You treated `BARE` like a row with one number in it. Its brackets are missing, and so is its direction:
    its shape is (), not (1,). What can `len` count there?"""
    ndims = AT_LEAST_ONE
    len_fails = ""
    item_fails = PAIR
    index_fails = ""
    inner_shape = (1,)


@wrong
def zero_d_is_empty():
    """You took `BARE` for empty, so that nothing works on it. Its shape () has no lengths, but it holds one number,
    and `.item()` hands it out."""
    ndims = NDIMS
    len_fails = BARE
    item_fails = BARE_AND_PAIR
    index_fails = BARE
    inner_shape = (1,)


@wrong
def indexing_always_gives_a_number():
    """You expected `DEEP[0]` to be a number. `[0]` takes off *one* pair of brackets, and `DEEP` has two:
    what shape is left?"""
    ndims = NDIMS
    len_fails = BARE
    item_fails = PAIR
    index_fails = BARE
    inner_shape = ()


@wrong
def item_takes_the_first():
    """You let `.item()` work everywhere. It hands out *one* number: where would
    it have to choose?"""
    ndims = NDIMS
    len_fails = BARE
    item_fails = ""
    index_fails = BARE
    inner_shape = (1,)


@wrong
def counts_numbers_for_directions():
    """Your `ndims` counts the numbers inside. `ndim` counts *directions*: one for each pair of brackets."""
    ndims = COUNTS
    len_fails = BARE
    item_fails = PAIR
    index_fails = BARE
    inner_shape = (1,)


@wrong
def len_counts_a_number():
    """You let `len` work everywhere. It counts what lies in the outermost brackets: where are there none?"""
    ndims = NDIMS
    len_fails = ""
    item_fails = PAIR
    index_fails = BARE
    inner_shape = (1,)


@wrong
def a_bare_number_can_be_opened():
    """You let `[0]` work everywhere. It takes off a pair of brackets: where is there none to take?"""
    ndims = NDIMS
    len_fails = BARE
    item_fails = PAIR
    index_fails = ""
    inner_shape = (1,)


@wrong
def indexing_keeps_the_brackets():
    """You left `DEEP[0]` as deep as `DEEP`. `[0]` takes off one pair of brackets: what shape is left?"""
    ndims = NDIMS
    len_fails = BARE
    item_fails = PAIR
    index_fails = BARE
    inner_shape = (1, 1)


@wrong
def brackets_without_a_comma():
    """`(1)` is only a number in brackets. A shape is a tuple; one with a single number has a comma behind it."""
    ndims = NDIMS
    len_fails = BARE
    item_fails = PAIR
    index_fails = BARE
    inner_shape = (1)  # fmt: skip
