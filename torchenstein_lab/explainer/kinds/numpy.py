"""Between NumPy and PyTorch, and NumPy's own errors about shapes."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.kinds.broadcasting import axis_words
from torchenstein_lab.explainer.owner import owner_of
from torchenstein_lab.explainer.pictures.aligned import broadcast_picture, clashing_axis
from torchenstein_lab.explainer.pictures.index import index_picture
from torchenstein_lab.explainer.pictures.matmul import matmul_picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import dtype_of, is_array, is_tensor, shape_of, with_article
from torchenstein_lab.explainer.wording import code, doing, mention, mention_dtype, plural, sizes_in


@kind(
    "numpy-backwards",
    title="A tensor from an array that lies backwards in memory",
    rule="Tensors have no negative strides: an array that was turned round is copied first.",
    errors=ValueError,
    says=r"At least one stride in the given numpy array is negative",
    origins=("own",),
)
def numpy_backwards(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    return Told(
        say=f"You make a tensor of {mention(named)}, an array that lies backwards in memory.",
        look=f"Compare {code(named.text)} with {code(named.text + '.copy()')}.",
        operands=(named,),
    )


@kind(
    "numpy-dtype",
    title="A tensor from an array that holds no numbers",
    rule="Arrays of numbers and bools become tensors; arrays of texts or objects do not.",
    errors=TypeError,
    says=r"can't convert np\.ndarray of type numpy\.(\w+?)_?\.",
    origins=("own",),
)
def numpy_dtype(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    held = {"str": "texts", "object": "Python objects"}.get(match[1], match[1])
    return Told(
        say=f"You make a tensor of {mention(named)}, an array of {held}.",
        look="Print the array's `.dtype`; rows of different lengths and None make an array of objects.",
        operands=(named,),
    )


@kind(
    "numpy-wanted",
    title="`from_numpy` of something that is no array",
    rule="`torch.from_numpy` takes a NumPy array.",
    errors=TypeError,
    says=r"expected np\.ndarray \(got (\w+)\)",
    origins=("own",),
)
def numpy_wanted(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    return Told(
        say=f"You call `torch.from_numpy` with {code(named.text)}, which is {with_article(match[1])}; "
        "it takes a NumPy array.",
        look=f"For lists and numbers: {code(f'torch.tensor({named.text})')}.",
        operands=(named,),
    )


@kind(
    "numpy-has-no-such-dtype",
    title="A dtype that NumPy does not have",
    rule="NumPy has no bfloat16 and no float8.",
    errors=TypeError,
    says=r"Got unsupported ScalarType (\w+)",
)
def numpy_has_no_such_dtype(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = next((part for part in operation.operands if is_tensor(part.value)), operation.operands[0])
    return Told(
        say=f"You want a NumPy array of {mention_dtype(named, match[1].lower())}, a dtype that NumPy "
        "does not have.",
        look=f"Compare {code(named.text)} with {code(named.text + '.float()')}.",
        operands=(named,),
    )


@kind(
    "numpy-broadcast",
    title="Two array shapes that do not broadcast",
    rule="Shapes are compared from the last axis: two sizes fit when they are equal or one of them is 1.",
    errors=ValueError,
    says=r"operands could not be broadcast together with (?:remapped )?shapes \(([\d,]*)\) ?\(([\d,]*)\)",
    origins=("own", "numpy"),
)
def numpy_broadcast(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or len(operation.operands) < 2:
        return None
    shapes = [sizes_in(match[1]), sizes_in(match[2])]
    back = clashing_axis(shapes)
    if back is None:
        return None
    names = [named.text for named in operation.operands[:2]]
    return Told(
        say=f"{doing(operation)}. At {axis_words(back, max(map(len, shapes)))} the sizes are "
        f"{shapes[0][back]} and {shapes[1][back]}; they must be equal, or one of them 1.",
        look="Write the shapes below each other, aligned at the right, and compare them axis by axis.",
        operands=operation.operands,
        picture=broadcast_picture(names, shapes),
    )


@kind(
    "numpy-matmul",
    title="A matrix product of arrays whose sizes do not fit",
    rule="A matrix product sums over one axis: the last of the left, the second-to-last of the right "
    "(or its only one).",
    errors=ValueError,
    says=r"matmul: Input operand 1 has a mismatch in its core dimension.*\(size (\d+) is different "
    r"from (\d+)\)",
    origins=("own",),
)
def numpy_matmul(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or len(operation.operands) < 2:
        return None
    left, right = operation.operands[:2]
    a, b = shape_of(left.value), shape_of(right.value)
    if not a or not b:
        return Told(
            say=f"{doing(operation)}. The last size of the left ({match[2]}) must equal the "
            f"second-to-last size of the right ({match[1]}).",
            look="Give each of the two a name on a line of its own, and print its `.shape`.",
            operands=(left, right),
        )
    inner = b[max(len(b) - 2, 0)]
    return Told(
        say=f"{doing(operation)}. The last size of the left ({a[-1]}) must equal the "
        f"{'second-to-last' if len(b) > 1 else 'only'} size of the right ({inner}).",
        look=f"Compare {code(right.text)} with {code(right.text + '.T')}.",
        operands=(left, right),
        picture=matmul_picture(left.text, a, right.text, b),
    )


@kind(
    "numpy-and-tensor",
    title="An array and a tensor in one operator",
    rule="An operator works on two tensors or on two arrays; with the array on the left NumPy tries, "
    "and gives up.",
    errors=TypeError,
    says=r"unsupported operand type\(s\) for \S+: 'numpy\.ndarray' and 'Tensor'|Concatenation "
    r"operation is not implemented for NumPy arrays",
    origins=("own",),
)
def numpy_and_tensor(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or len(operation.operands) != 2:
        return None
    left, right = operation.operands
    if left.known and not is_array(left.value):
        return None
    return Told(
        say=f"{doing(operation)}. {code(left.text)} is a NumPy array, {code(right.text)} a tensor.",
        look=f"{code(f'torch.from_numpy({left.text})')} is a tensor of the array.",
        operands=(left, right),
    )


@kind(
    "numpy-reshape",
    title="A new array shape with another number of elements",
    rule="`reshape` keeps every element: the sizes multiply to the same number before and after.",
    errors=ValueError,
    says=r"cannot reshape array of size (\d+) into shape \(([-\d,]*)\)",
    origins=("own", "numpy"),
)
def numpy_reshape(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"{doing(operation)}. The array has {plural(int(match[1]), 'element')}, which do not fill "
        f"the shape ({match[2].replace(',', ', ').rstrip()}).",
        look="One size may be -1: NumPy works it out from the others.",
        operands=operation.operands[:1],
    )


@kind(
    "numpy-index",
    title="A position that an axis of an array does not have",
    rule="An axis of size n has the positions 0 to n - 1, which are also called -n to -1.",
    errors=IndexError,
    says=r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
    origins=("own",),
)
def numpy_index(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("getitem", "setitem"):
        return None
    named = operation.operands[0]
    shape = shape_of(named.value)
    return Told(
        say=f"You take {code(f'{named.text}[{operation.operands[1].text}]')} of {mention(named)}. "
        f"Axis {match[2]} has size {match[3]}; position {match[1]} "
        "is not in it.",
        look="The last position of an axis is its size - 1, or -1.",
        operands=operation.operands[:2],
        picture=index_picture(named.text, shape, int(match[2]), int(match[1])) if shape else None,
    )


@kind(
    "numpy-join",
    title="Arrays to be joined that differ elsewhere too",
    rule="`np.concatenate` joins along one axis; all others must have equal sizes.",
    errors=ValueError,
    says=r"all the input array dimensions except for the concatenation axis must match exactly, but "
    r"along dimension (\d+), the array at index (\d+) has "
    r"size (\d+) and the array at index (\d+) has size (\d+)",
    origins=("own", "numpy"),
)
def numpy_join(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None:
        return None
    return Told(
        say=f"You join arrays with "
        f"{code(operation.called.text if operation.called else 'concatenate')}. Along axis "
        f"{match[1]}, number {match[2]} has {match[3]} and number {match[4]} has {match[5]}.",
        look="`axis=` chooses the axis to join along.",
        operands=operation.operands,
    )


@kind(
    "array-is-no-tensor",
    title="A method of tensors called on an array",
    rule="NumPy arrays and tensors have different methods.",
    errors=AttributeError,
    says=r"'numpy\.ndarray' object has no attribute '(\w+)'",
    origins=("own",),
)
def array_is_no_tensor(seen: Failure, match: Match) -> Told | None:
    named = owner_of(seen, match[1])
    if named is None:
        return None
    return Told(
        say=f"You ask {code(named.text)}, a NumPy array, for {code(match[1])}, which arrays do not have.",
        look=f"{code(f'torch.from_numpy({named.text})')} is a tensor of it."
        if dtype_of(named.value)
        else "`torch.from_numpy` makes a tensor of an array.",
        operands=(named,),
    )


@kind(
    "numpy-ragged",
    title="An array from a list with rows of different lengths",
    rule="An array is a full block: all rows of a list have one length.",
    errors=ValueError,
    says=r"setting an array element with a sequence",
    origins=("own",),
)
def numpy_ragged(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("array", "asarray") or not operation.operands:
        return None
    return Told(
        say=f"You make an array of {code(operation.operands[0].text)}, whose rows have different lengths.",
        look="Print the lengths of the rows.",
        operands=operation.operands,
    )
