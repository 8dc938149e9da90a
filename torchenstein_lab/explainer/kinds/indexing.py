"""Taking parts of tensors: positions, masks, index tensors, gather, embeddings."""

from __future__ import annotations

from typing import Any

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.pictures.aligned import mask_picture
from torchenstein_lab.explainer.pictures.index import axes_picture, index_picture
from torchenstein_lab.explainer.pictures.picture import Picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import is_tensor, shape_of, type_of, with_article
from torchenstein_lab.explainer.wording import (
    a_layer,
    code,
    doing,
    dtype_in,
    mention,
    mention_dtype,
    plural,
    positions,
    sizes,
    sizes_in,
)

MOST_READ = 200_000
INDEXED = ("getitem", "setitem")


def indexed(seen: Failure) -> tuple[Operation, Named, Named] | None:
    """The tensor and the index of `x[i]`, where that failed."""
    operation = seen.operation
    if operation is None or operation.name not in INDEXED:
        return None
    tensor, index = operation.operands[:2]
    return (operation, tensor, index) if is_tensor(tensor.value) or not tensor.known else None


def written(tensor: Named, index: Named) -> str:
    """The subscript as it is written: `x[0, 5]`."""
    return code(f"{tensor.text}[{index.text}]")


@kind(
    "index-out-of-range",
    title="A position that a dimension does not have",
    rule="A dimension of size n has the positions 0 to n - 1, which are also called -n to -1.",
    errors=(IndexError, RuntimeError),
    says=r"index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)|select\(\): index "
    r"(-?\d+) out of range for tensor of "
    r"size \[([\d, ]*)\] at dimension (\d+)",
    origins=("own",),
)
def index_out_of_range(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in (*INDEXED, "select", "gather", "scatter", "scatter_add"):
        return None
    if match[1] is not None:
        got, dim, size = match[1], int(match[2]), int(match[3])
    else:
        got, dim = match[4], int(match[6])
        size = sizes_in(match[5])[dim]
    tensor = operation.operands[0]
    shape = shape_of(tensor.value)
    if operation.name in INDEXED:
        index = operation.operands[1]
        start = f"You take {written(tensor, index)} of {mention(tensor)}."
        if not index.literal and shape_of(index.value) is None:
            start = (
                f"You take {written(tensor, index)} of {mention(tensor)}, with {mention(index)}."
                if index.known
                else start
            )
    else:
        start = f"{doing(operation)}."
    return Told(
        say=f"{start} Dimension {dim} has size {size}, so {positions(size)}; {got} is not one of them.",
        look="The last position of a dimension is its size - 1, or -1.",
        operands=operation.operands[:3],
        picture=index_picture(tensor.text, shape, dim, int(got))
        if shape is not None and dim < len(shape)
        else None,
    )


@kind(
    "too-many-indices",
    title="More indices than dimensions",
    rule="An index has at most one entry for each dimension (`None` and `...` not counted).",
    errors=IndexError,
    says=r"too many indices for tensor of dimension (\d+)",
    origins=("own",),
)
def too_many_indices(seen: Failure, match: Match) -> Told | None:
    found = indexed(seen)
    if found is None:
        return None
    operation, tensor, index = found
    if isinstance(index.value, str):
        return None
    return Told(
        say=f"You take {written(tensor, index)} of {mention(tensor)}. The index has more entries than "
        f"the tensor has dimensions ({match[1]}).",
        look=f"Compare the entries with {code(tensor.text + '.shape')}: one entry for each size.",
        operands=operation.operands,
        picture=_axes_and_one_more(tensor),
    )


def _axes_and_one_more(tensor: Named) -> Picture | None:
    shape = shape_of(tensor.value)
    return None if shape is None else axes_picture(tensor.text, shape, len(shape))


@kind(
    "index-of-one-number",
    title="Indexing a tensor without dimensions",
    rule="A tensor of shape () is a single number; it has no positions.",
    errors=IndexError,
    says=r"invalid index of a 0-dim tensor|slice\(\) cannot be applied to a 0-dim tensor",
    origins=("own",),
)
def index_of_one_number(seen: Failure, _: Match) -> Told | None:
    found = indexed(seen)
    if found is None:
        return None
    operation, tensor, index = found
    return Told(
        say=f"You take {written(tensor, index)}, and {code(tensor.text)} has shape (): it is a single "
        "number, without positions.",
        look=f"Its value is {code(tensor.text + '.item()')}.",
        operands=operation.operands[:1],
    )


@kind(
    "mask-shape",
    title="A mask of another shape than the tensor",
    rule="A mask in an index has the sizes of the dimensions that it stands for.",
    errors=IndexError,
    says=r"The shape of the mask \[([\d, ]*)\] at index (\d+) does not match the shape of the indexed "
    r"tensor \[([\d, ]*)\] at index (\d+)",
    origins=("own",),
)
def mask_shape(seen: Failure, match: Match) -> Told | None:
    found = indexed(seen)
    if found is None:
        return None
    operation, tensor, index = found
    mask, dims = sizes_in(match[1]), sizes_in(match[3])
    at_mask, at = int(match[2]), int(match[4])
    return Told(
        say=f"You take {written(tensor, index)} of {mention(tensor)}. The mask is {sizes(mask)}: it "
        f"has {mask[at_mask]} where the tensor "
        f"has {dims[at]}, at dimension {at}.",
        look="Print the shapes of the mask and of the tensor; a mask for columns stands in the second "
        "place: `x[:, mask]`.",
        operands=operation.operands[:2],
        picture=mask_picture(tensor.text, dims, at, mask, at_mask),
    )


@kind(
    "index-dtype",
    title="An index tensor that does not hold whole numbers",
    rule="A tensor used as an index holds whole numbers (positions) or bools (a mask).",
    errors=(IndexError, RuntimeError),
    says=r"tensors used as indices must be long|(\w+)\(\): Expected dtype (?:int32/int64|int32 or "
    r"int64|int64) for index",
    origins=("own",),
)
def index_dtype(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or len(operation.operands) < 2:
        return None
    place = 1 if operation.name in INDEXED else 2
    index = operation.argument(place, "index")
    if index is None:
        return None
    start = f"You take {written(*operation.operands[:2])}" if operation.name in INDEXED else doing(operation)
    return Told(
        say=f"{start}. The index {mention_dtype(index)} must hold whole numbers.",
        look=f"`.long()` makes int64 of it; first see whether {code(index.text)} is what you meant to "
        "index by.",
        operands=operation.operands,
    )


@kind(
    "index-type",
    title="An index that is no position",
    rule="A tensor is indexed by whole numbers, slices, `...`, `None`, lists and tensors of whole "
    "numbers or bools.",
    errors=(IndexError, TypeError),
    says=r"only integers, slices \(`:`\), ellipsis|new\(\): invalid data type 'str'|too many indices",
    origins=("own",),
)
def index_type(seen: Failure, _: Match) -> Told | None:
    found = indexed(seen)
    if found is None:
        return None
    operation, tensor, index = found
    what = with_article(type_of(index.value)) if index.known else "no position"
    return Told(
        say=f"You take {written(tensor, index)} of {mention(tensor)}, and {code(index.text)} is {what}.",
        look="Names are keys of dictionaries; tensors have positions."
        if isinstance(index.value, str)
        else "A division gives a float: `//` divides whole numbers.",
        operands=operation.operands[:2],
    )


@kind(
    "index-lists",
    title="Index lists of different lengths",
    rule="Several index lists are read side by side, so their shapes must broadcast.",
    errors=IndexError,
    says=r"indexing tensors could not be broadcast together with shapes (.*)",
    origins=("own",),
)
def index_lists(seen: Failure, match: Match) -> Told | None:
    found = indexed(seen)
    if found is None:
        return None
    operation, tensor, index = found
    shapes = [sizes_in(part) for part in match[1].split("],")]
    return Told(
        say=f"You take {written(tensor, index)} of {mention(tensor)}. Its index lists have the shapes "
        f"{' and '.join(map(sizes, shapes))}: "
        "they are read side by side, first with first.",
        look="For every combination of rows and columns: `x[rows][:, columns]`.",
        operands=operation.operands[:1],
    )


@kind(
    "slice-step",
    title="A slice that goes backwards",
    rule="Slices of tensors go forwards: the step is at least 1.",
    errors=ValueError,
    says=r"step must be greater than zero",
    origins=("own",),
)
def slice_step(seen: Failure, _: Match) -> Told | None:
    found = indexed(seen)
    if found is None:
        return None
    operation, tensor, index = found
    return Told(
        say=f"You take {written(tensor, index)} of {mention(tensor)}. The step of its slice is not positive.",
        look=f"{code(tensor.text + '.flip(0)')} turns the first dimension round.",
        operands=operation.operands[:1],
    )


@kind(
    "gather-shape",
    title="`gather` or `scatter` with an index of another shape",
    rule="The index of `gather` has as many dimensions as the tensor, and is no larger than it except "
    "along `dim`.",
    errors=RuntimeError,
    says=r"Index tensor must have the same number of dimensions as (?:input|self) tensor|Size does "
    r"not match at dimension (\d+) "
    r"expected index \[([\d, ]*)\] to be no larger than self \[([\d, ]*)\] apart from dimension (\d+)",
    origins=("own",),
)
def gather_shape(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("gather", "scatter", "scatter_add"):
        return None
    tensor, index = operation.operands[0], operation.argument(2, "index")
    if index is None:
        return None
    if match[1] is not None:
        at, small, big = int(match[1]), sizes_in(match[2]), sizes_in(match[3])
        what = f"At dimension {at} the index has {small[at]}, more than the tensor's {big[at]}."
    else:
        a, b = shape_of(tensor.value), shape_of(index.value)
        counts = "" if a is None or b is None else f": {len(b)} instead of {len(a)}"
        what = f"The index has another number of dimensions than the tensor{counts}."
    return Told(
        f"{doing(operation)}. {what}",
        "`index.unsqueeze(1)` makes a column of a vector of positions.",
        (tensor, index),
    )


@kind(
    "select-out-of-range",
    title="A position of `index_select` or `take` that does not exist",
    rule="The positions are 0 to n - 1 along the dimension (for `take`: of the flattened tensor).",
    errors=IndexError,
    says=r"index out of range in self|tried to access index (-?\d+) on a tensor of (\d+) elements",
    origins=("own",),
)
def select_out_of_range(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("index_select", "take"):
        return None
    tensor = operation.operands[0]
    shape = shape_of(tensor.value)
    what = "One of the positions does not exist."
    dim = operation.argument(1, "dim")
    if match[1] is not None:
        what = f"Position {match[1]} does not exist: the tensor has {plural(int(match[2]), 'element')}."
    elif shape and dim is not None and isinstance(dim.value, int):
        what = (
            f"Dimension {dim.value} has size {shape[dim.value]}, and one of the positions is not below that."
        )
    return Told(f"{doing(operation)}. {what}", "Print the index's `.max()`.", operation.operands)


@kind(
    "narrow-range",
    title="A stretch that reaches beyond the dimension",
    rule="`narrow(dim, start, length)` stays inside: start + length is at most the size.",
    errors=RuntimeError,
    says=r"start \((-?\d+)\) \+ length \((\d+)\) exceeds dimension size \((\d+)\)",
    origins=("own",),
)
def narrow_range(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "narrow":
        return None
    start, length, size = map(int, match.groups())
    return Told(
        say=f"{doing(operation)}. It would reach position {start + length - 1}, and the last one is "
        f"{size - 1}.",
        look="A slice (`x[a:b]`) stops at the end by itself.",
        operands=operation.operands[:1],
    )


@kind(
    "embedding-index",
    title="A number that an embedding has no row for",
    rule="An embedding of n rows takes the whole numbers 0 to n - 1.",
    errors=IndexError,
    says=r"index out of range in self",
    origins=("torch",),
)
def embedding_index(seen: Failure, _: Match) -> Told | None:
    frame = seen.called("embedding")
    if frame is None:
        return None
    given: Any = frame.variable("input")
    table = shape_of(frame.variable("weight"))
    if table is None or not is_tensor(given):
        return None
    rows = table[0]
    readable = given.device.type == "cpu" and given.numel() <= MOST_READ
    values = given.reshape(-1).tolist() if readable else []
    wrong = next((value for value in values if not 0 <= value < rows), None)
    named = seen.layer.given if seen.layer is not None else seen.passed("embedding", "input", 0)
    where = f"in an embedding of {plural(rows, 'row')}"
    if seen.layer is not None:
        where = f"in {a_layer(seen.layer.path, seen.layer.kind)} of {plural(rows, 'row')}"
    text = code(named.text) if named is not None else "numbers"
    held = (
        f"It holds {wrong}, and the rows are 0 to {rows - 1}."
        if wrong is not None
        else f"The rows are 0 to {rows - 1}."
    )
    return Told(
        say=f"You look up {text} {where}. {held}",
        look="Compare `num_embeddings` with the largest number that can come in, plus 1.",
        operands=(Named(named.text, given),) if named is not None else (),
    )


@kind(
    "embedding-dtype",
    title="An embedding that is given no whole numbers",
    rule="An embedding looks rows up by whole numbers: int64 or int32.",
    errors=RuntimeError,
    says=r"Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, "
    r"Int; but got (\S+)",
    origins=("torch",),
)
def embedding_dtype(seen: Failure, match: Match) -> Told | None:
    named = seen.layer.given if seen.layer is not None else seen.passed("embedding", "input", 0)
    if named is None:
        return None
    where = a_layer(seen.layer.path, seen.layer.kind) + "," if seen.layer is not None else "an embedding"
    return Told(
        say=f"You look up {mention_dtype(named, dtype_in(match[1]))} in {where} which takes whole "
        "numbers: int64 or int32.",
        look="Token numbers are made as int64; see where they became another dtype.",
        operands=(named,),
    )


@kind(
    "one-hot-classes",
    title="A class that `one_hot` has no place for",
    rule="`one_hot(x, num_classes=n)` takes whole numbers (int64) from 0 to n - 1.",
    errors=RuntimeError,
    says=r"Class values must be (smaller than num_classes|non-negative)|one_hot is only applicable to "
    r"index tensor",
    origins=("own",),
)
def one_hot_classes(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "one_hot":
        return None
    named, classes = operation.operands[0], operation.argument(1, "num_classes")
    if match[1] is None:
        what = f"The classes {mention_dtype(named)} must be int64."
    elif match[1] == "non-negative":
        what = "One of the classes is negative."
    else:
        what = f"One of the classes is not below {classes.value if classes is not None else 'num_classes'}."
    return Told(
        f"{doing(operation)}. {what}",
        "Print the smallest and the largest class: `x.min(), x.max()`.",
        operation.operands,
    )
