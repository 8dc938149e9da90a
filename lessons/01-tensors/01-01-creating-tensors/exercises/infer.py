"""Be the constructor

Write `infer(nested)`: the shape (a tuple) and the dtype that `torch.tensor(nested)` would have, found by hand.
`nested` is a number (bool, int or float) or lists of those, to any depth.

- A ragged nest raises `ValueError`. So does `[[], [1]]`, which PyTorch lets pass.
- Where there is no number at all, the dtype is float32.
- `nested` is left as it is.
- PyTorch's own constructors (`torch.tensor`, `torch.as_tensor`, `torch.asarray`, `torch.Tensor`) are off limits:
  you are building one.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    forbid,
    hints,
    promise,
    right,
    sample,
    solution,
    starter,
    wrong,
)

kind = Kind.FUNCTION
level = Level.ARTISAN
core = False
objectives = ["derive the shape and dtype of `torch.tensor(nest)` by hand, and say which nests are refused"]


@starter
def an_empty_walk():
    def infer(nested):
        """The (shape, dtype) of `torch.tensor(nested)`; raises ValueError for a ragged nest."""
        ...


hints(
    "What should `infer(5)` give? And how can `infer([a, b])` use the answers of `infer(a)` and `infer(b)`?",
    "The branches of one list must all give the *same* shape. The kinds may differ: the widest wins.",
    "Ask for `bool` before `int`: in Python, `True` is an int. And a list without branches has shape (0,) and no kind yet: "
    "decide about float32 at the very end, or let “no kind” be narrower than bool.",
)


def nest(shape, kinds):
    """A nest of `shape` with fresh leaves of the given kinds."""
    if shape:
        return [nest(shape[1:], kinds) for _ in range(shape[0])]
    return sample.choice(kinds)(sample.dice.randint(0, 9))


@forbid(torch.tensor, torch.as_tensor, torch.asarray, torch.Tensor)
def check(infer):
    def wanted(nested):
        tensor = torch.tensor(nested)
        return tuple(tensor.shape), tensor.dtype

    with promise("a number alone: shape ()"):
        for number in (sample.dice.randint(1, 9), 2.5, True):
            expect(infer, number).equals(wanted(number), loosely=True)
    with promise("nests up to four deep"):
        for depth in (1, 2, 3, 4):
            nested = nest([sample.dice.randint(1, 3) for _ in range(depth)], [int])
            expect(infer, nested).equals(wanted(nested), loosely=True)
    with promise("the widest kind wins: bool, int, float"):
        n = sample.dice.randint(2, 9)
        for nested in ([True, False], [n, True], [True, n], [n, 0.5], [0.5, True], [[False, True], [n, 0.5]]):
            expect(infer, nested).equals(wanted(nested), loosely=True)
        for _ in range(6):
            nested = nest((2, 3), sample.choice([[bool], [bool, int], [int, float], [bool, int, float]]))
            expect(infer, nested).equals(wanted(nested), loosely=True)
    with promise("nests without numbers"):
        for nested in ([], [[], []], [[[], []], [[], []]]):
            expect(infer, nested).equals(wanted(nested), loosely=True)
    with promise("ragged nests raise ValueError"):
        n = sample.dice.randint(2, 9)
        for ragged in ([[1, n], [3]], [[1], [n, 3]], [[n], 2], [1, [n]], [[1, n], [[3], [4]]], [[[1]], [[]]]):
            expect(infer, ragged).raises(ValueError)
    with promise("ragged nests that PyTorch lets pass raise ValueError, too"):
        for ragged in ([[], [n]], [[], n], [[], [[]]], [[[]], [[n]]]):
            expect(infer, ragged).raises(ValueError)
    with promise("`nested` stays as it is"):
        expect(infer, [[1, 2], [3, 4]]).leaves_arguments_unchanged()


@solution
def branch_by_branch():
    """A number has shape (). A list has the number of its branches in front of the shape they share; if they do not share
    one, the nest is ragged. The kinds travel beside the shape, as a rank: none, bool, int, float."""

    def infer(nested):
        shape, rank = walk(nested)
        return shape, [torch.float32, torch.bool, torch.int64, torch.float32][rank]

    def walk(nested):
        if not isinstance(nested, list):
            return (), 1 if isinstance(nested, bool) else 2 if isinstance(nested, int) else 3
        branches = [walk(branch) for branch in nested]
        shapes = {shape for shape, _ in branches}
        if len(shapes) > 1:
            raise ValueError(f"The branches have different shapes: {shapes}.")
        inner = shapes.pop() if shapes else ()
        return (len(nested), *inner), max((rank for _, rank in branches), default=0)


@right
def level_by_level():
    """Without recursion: open all lists of one level at once. On each level either all are lists of one length,
    or none is a list."""

    def infer(nested):
        shape, level = [], [nested]
        while any(isinstance(item, list) for item in level):
            lengths = {len(item) if isinstance(item, list) else -1 for item in level}
            if len(lengths) > 1:
                raise ValueError("ragged")
            shape.append(lengths.pop())
            level = [item for branch in level for item in branch]
        kinds = {type(item) for item in level}
        if float in kinds or not kinds:
            return tuple(shape), torch.float32
        return tuple(shape), torch.int64 if int in kinds else torch.bool


@right
def walk_then_insist():
    """As PyTorch does it: note the lengths along the first branch, then insist on them everywhere; but here
    the insisting does not stop at an empty list."""

    def infer(nested):
        shape, first = [], nested
        while isinstance(first, list):
            shape.append(len(first))
            first = first[0] if first else None
        kinds = []

        def insist(branch, depth):
            if depth == len(shape):
                if isinstance(branch, list):
                    raise ValueError("deeper than the first branch")
                kinds.append(type(branch))
                return
            if not isinstance(branch, list) or len(branch) != shape[depth]:
                raise ValueError("not like the first branch")
            for part in branch:
                insist(part, depth + 1)

        insist(nested, 0)
        widest = next((kind for kind in (float, int, bool) if kind in kinds), float)
        return tuple(shape), {float: torch.float32, int: torch.int64, bool: torch.bool}[widest]


@wrong
def first_branch_only():
    """You walked down the first branch and believed it. `[[1, 2], [3]]` is ragged, and you let it pass.
    After the walk, insist: every other branch must agree."""

    def infer(nested):
        shape, level = [], [nested]
        first = nested
        while isinstance(first, list):
            shape.append(len(first))
            first = first[0] if first else None

        def leaves(branch):
            return (
                [leaf for part in branch for leaf in leaves(part)] if isinstance(branch, list) else [branch]
            )

        kinds = {type(leaf) for leaf in leaves(nested)}
        if float in kinds or not kinds:
            return tuple(shape), torch.float32
        return tuple(shape), torch.int64 if int in kinds else torch.bool


@wrong
def tables_only():
    """Your walk stops at tables: a nest three deep gets the wrong shape. Let each list ask its branches,
    however deep they go."""

    def infer(nested):
        if not isinstance(nested, list):
            leaves, shape = [nested], ()
        elif nested and isinstance(nested[0], list):
            if any(not isinstance(row, list) or len(row) != len(nested[0]) for row in nested):
                raise ValueError("ragged")
            leaves, shape = [leaf for row in nested for leaf in row], (len(nested), len(nested[0]))
        else:
            leaves, shape = nested, (len(nested),)
        kinds = {type(leaf) for leaf in leaves}
        if float in kinds or not kinds:
            return shape, torch.float32
        return shape, torch.int64 if int in kinds else torch.bool


@wrong
def bool_is_an_int_in_python():
    """You gave int64 to bools. In Python `isinstance(True, int)` is true: ask for `bool` *before* you ask for `int`."""

    def infer(nested):
        shape, rank = walk(nested)
        return shape, [torch.float32, torch.bool, torch.int64, torch.float32][rank]

    def walk(nested):
        if not isinstance(nested, list):
            return (), 2 if isinstance(nested, int) else 3
        branches = [walk(branch) for branch in nested]
        shapes = {shape for shape, _ in branches}
        if len(shapes) > 1:
            raise ValueError("ragged")
        inner = shapes.pop() if shapes else ()
        return (len(nested), *inner), max((rank for _, rank in branches), default=0)


@wrong
def first_element_decides():
    """You took the kind of the first number. All of them are asked, and the widest wins: `[1, 0.5]` is float32."""

    def infer(nested):
        shape, rank = walk(nested)
        return shape, [torch.float32, torch.bool, torch.int64, torch.float32][rank]

    def walk(nested):
        if not isinstance(nested, list):
            return (), 1 if isinstance(nested, bool) else 2 if isinstance(nested, int) else 3
        branches = [walk(branch) for branch in nested]
        shapes = {shape for shape, _ in branches}
        if len(shapes) > 1:
            raise ValueError("ragged")
        inner = shapes.pop() if shapes else ()
        return (len(nested), *inner), branches[0][1] if branches else 0


@wrong
def empty_is_int():
    """A nest without numbers came out as int64. With nobody to ask, the kind is the default: float32."""

    def infer(nested):
        shape, rank = walk(nested)
        return shape, [torch.int64, torch.bool, torch.int64, torch.float32][rank]

    def walk(nested):
        if not isinstance(nested, list):
            return (), 1 if isinstance(nested, bool) else 2 if isinstance(nested, int) else 3
        branches = [walk(branch) for branch in nested]
        shapes = {shape for shape, _ in branches}
        if len(shapes) > 1:
            raise ValueError("ragged")
        inner = shapes.pop() if shapes else ()
        return (len(nested), *inner), max((rank for _, rank in branches), default=0)


@wrong
def no_depth_zero():
    """Your function wants a list. A bare number is a nest, too, with no brackets at all: its shape is ()."""

    def infer(nested):
        shapes = [infer(branch)[0] if isinstance(branch, list) else () for branch in nested]
        if len(set(shapes)) > 1:
            raise ValueError("ragged")
        kinds = {infer(branch)[1] if isinstance(branch, list) else type(branch) for branch in nested}
        dtype = torch.bool
        if {int, torch.int64} & kinds:
            dtype = torch.int64
        if {float, torch.float32} & kinds or not kinds:
            dtype = torch.float32
        return (len(nested), *(shapes[0] if shapes else ())), dtype


@wrong
def trusts_the_first_length():
    """You check lengths as PyTorch does, and so you lose what PyTorch loses: where the first branch is empty, nobody looks
    into the others. `[[], [1]]` must raise `ValueError`."""

    def infer(nested):
        shape, first = [], nested
        while isinstance(first, list):
            shape.append(len(first))
            first = first[0] if first else None
        kinds = []

        def insist(branch, depth):
            if depth == len(shape):
                if isinstance(branch, list):
                    raise ValueError("deeper than the first branch")
                kinds.append(type(branch))
            elif shape[depth]:
                if not isinstance(branch, list) or len(branch) != shape[depth]:
                    raise ValueError("not like the first branch")
                for part in branch:
                    insist(part, depth + 1)

        insist(nested, 0)
        widest = next((kind for kind in (float, int, bool) if kind in kinds), float)
        return tuple(shape), {float: torch.float32, int: torch.int64, bool: torch.bool}[widest]


@wrong
def returns_nothing_for_a_ragged_nest():
    """You notice the ragged nest, and hand back `None`. Whoever called goes on with it. An error shouts:
    `raise ValueError(...)`."""

    def infer(nested):
        try:
            shape, rank = walk(nested)
        except ValueError:
            return None
        return shape, [torch.float32, torch.bool, torch.int64, torch.float32][rank]

    def walk(nested):
        if not isinstance(nested, list):
            return (), 1 if isinstance(nested, bool) else 2 if isinstance(nested, int) else 3
        branches = [walk(branch) for branch in nested]
        shapes = {shape for shape, _ in branches}
        if len(shapes) > 1:
            raise ValueError("ragged")
        inner = shapes.pop() if shapes else ()
        return (len(nested), *inner), max((rank for _, rank in branches), default=0)


@wrong
def floats_have_64_bits():
    """Python's and NumPy's floats have 64 bits; the ones PyTorch makes of Python's have its default kind, float32."""

    def infer(nested):
        shape, rank = walk(nested)
        return shape, [torch.float64, torch.bool, torch.int64, torch.float64][rank]

    def walk(nested):
        if not isinstance(nested, list):
            return (), 1 if isinstance(nested, bool) else 2 if isinstance(nested, int) else 3
        branches = [walk(branch) for branch in nested]
        shapes = {shape for shape, _ in branches}
        if len(shapes) > 1:
            raise ValueError("ragged")
        inner = shapes.pop() if shapes else ()
        return (len(nested), *inner), max((rank for _, rank in branches), default=0)


@wrong
def takes_the_nest_apart():
    """Right, but you took branches out of the caller's own lists: after the call the nest is another one. Look at
    `nested[0]` instead of popping it."""

    def infer(nested):
        shape, rank = walk(nested)
        return shape, [torch.float32, torch.bool, torch.int64, torch.float32][rank]

    def walk(nested):
        if not isinstance(nested, list):
            return (), 1 if isinstance(nested, bool) else 2 if isinstance(nested, int) else 3
        branches = []
        while nested:
            branches.append(walk(nested.pop(0)))
        shapes = {shape for shape, _ in branches}
        if len(shapes) > 1:
            raise ValueError("ragged")
        inner = shapes.pop() if shapes else ()
        return (len(branches), *inner), max((rank for _, rank in branches), default=0)
