"""Taking parts of tensors: positions, slices, masks, index tensors."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.pictures.aligned import mask_picture
from torchenstein_lab.explainer.pictures.index import axes_picture, index_picture
from torchenstein_lab.explainer.pictures.picture import Picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import is_tensor, shape_of, type_of, with_article
from torchenstein_lab.explainer.wording import (
    code,
    doing,
    mention,
    mention_dtype,
    positions,
    sizes,
    sizes_in,
)

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
