"""Changing the shape: view and reshape, permuting, repeating, splitting, and dimensions that do not exist."""

from __future__ import annotations

from math import prod

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.pictures.index import axes_picture
from torchenstein_lab.explainer.pictures.strides import strides_picture
from torchenstein_lab.explainer.pictures.view import view_picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import shape_of
from torchenstein_lab.explainer.wording import code, doing, listed, plural, sizes, sizes_in

RESHAPES = ("view", "reshape", "_unsafe_view")


def _reshaped(seen: Failure) -> tuple[Operation, Named] | None:
    operation = seen.operation
    if operation is None or operation.name not in RESHAPES or not operation.operands:
        return None
    return operation, operation.operands[0]


@kind(
    "view-size",
    title="A new shape with another number of elements",
    rule="`view` and `reshape` keep every element: the sizes multiply to the same number before and after.",
    errors=RuntimeError,
    says=r"shape '\[([-\d, ]*)\]' is invalid for input of size (\d+)",
    origins=("own",),
)
def view_size(seen: Failure, match: Match) -> Told | None:
    found = _reshaped(seen)
    if found is None:
        return None
    operation, named = found
    wanted, count = sizes_in(match[1]), int(match[2])
    shape = shape_of(named.value)
    asked = f"{'.' if operation.method else ''}{operation.name}({', '.join(map(str, wanted))})"
    known = [size for size in wanted if size >= 0]
    if len(known) < len(wanted):
        what = (
            f"The tensor has {plural(count, 'element')}, and {count} is not divisible by "
            f"{prod(known)}: no whole number fits for -1."
        )
    else:
        what = (
            f"The tensor has {plural(count, 'element')}, the new shape {sizes(wanted)} has {prod(wanted):,}."
        )
    return Told(
        say=f"{doing(operation)}. {what}",
        look="One size may be -1: PyTorch works it out from the others.",
        operands=(named,),
        picture=view_picture(named.text, shape if shape is not None else (count,), asked, wanted),
    )


@kind(
    "view-two-unknown",
    title="Two sizes of -1",
    rule="`view` and `reshape` can work out one size, not two.",
    errors=RuntimeError,
    says=r"only one dimension can be inferred",
    origins=("own",),
)
def view_two_unknown(seen: Failure, _: Match) -> Told | None:
    found = _reshaped(seen)
    if found is None:
        return None
    operation, named = found
    return Told(
        f"{doing(operation)}. More than one size is -1, and only one can be worked out.",
        "Give all sizes but one.",
        (named,),
    )


@kind(
    "view-any-size",
    title="A size of -1 that could be anything",
    rule="A size of -1 is worked out by division; with no elements and another size of 0 every number "
    "would fit.",
    errors=RuntimeError,
    says=r"because the unspecified dimension size -1 can be any value",
    origins=("own",),
)
def view_any_size(seen: Failure, _: Match) -> Told | None:
    found = _reshaped(seen)
    if found is None:
        return None
    operation, named = found
    return Told(
        say=f"{doing(operation)}. The tensor has no elements, and beside a size of 0 every number "
        "would fit for -1.",
        look="Give all sizes; and see whether the tensor should be empty.",
        operands=(named,),
    )


@kind(
    "view-not-contiguous",
    title="`view` of a tensor that does not lie in memory in that order",
    rule="`view` never copies: the new axes must be readable from memory in even steps.",
    errors=RuntimeError,
    says=r"view size is not compatible with input tensor's size and stride",
    origins=("own",),
)
def view_not_contiguous(seen: Failure, _: Match) -> Told | None:
    found = _reshaped(seen)
    if found is None:
        return None
    operation, named = found
    stride, picture = "", None
    shape = shape_of(named.value)
    if shape is not None:
        strides = tuple(named.value.stride())  # type: ignore[attr-defined]
        stride = f" Its strides are {strides}: its elements do not lie in memory row by row."
        picture = strides_picture(named.text, shape, strides, named.value.storage_offset())  # type: ignore[attr-defined]
    return Told(
        say=f"{doing(operation)}. `view` never copies, and the elements cannot be read in that order "
        f"without copying.{stride}",
        look="`.reshape(…)` copies where it must; `.contiguous()` copies at once.",
        operands=(named,),
        picture=picture,
    )


@kind(
    "permute-dimensions",
    title="`permute` that does not name every dimension once",
    rule="`permute` names every dimension of the tensor exactly once, in the new order.",
    errors=RuntimeError,
    says=r"input\.dim\(\) = (\d+) is not equal to len\(dims\) = (\d+)|permute\(\): duplicate dims",
    origins=("own",),
)
def permute_dimensions(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "permute":
        return None
    what = "One dimension is named twice."
    if match[1] is not None:
        what = f"The tensor has {plural(int(match[1]), 'dimension')}, and you name {match[2]}."
    dims = int(match[1]) if match[1] else len(shape_of(operation.operands[0].value) or ())
    order = ", ".join(map(str, range(dims)))
    look = f"Name each of {order} once." if order else "Name each dimension once."
    return Told(f"{doing(operation)}. {what}", look, (operation.operands[0],))


@kind(
    "dimension-missing",
    title="A dimension that the tensor does not have",
    rule="A tensor of n dimensions has the dimensions 0 to n - 1, which are also called -n to -1.",
    errors=IndexError,
    says=r"Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], but got (-?\d+)\)",
)
def dimension_missing(seen: Failure, match: Match) -> Told | None:
    low, high, got = match.groups()
    layer, operation = seen.layer, seen.operation
    if operation is None:
        return None
    if layer is not None:
        shape = shape_of(layer.given.value)
        start = (
            f"{code(layer.path)}, {'an' if layer.kind[0] in 'AEIO' else 'a'} {layer.kind}, got a "
            f"tensor of {sizes(shape or ())}."
        )
        operands: tuple[Named, ...] = (layer.given,)
    else:
        start, operands = f"{doing(operation)}.", operation.operands
    tensor = next((named for named in operands if shape_of(named.value) is not None), None)
    shape = None if tensor is None else shape_of(tensor.value)
    count = "" if shape is None else f"The tensor has {plural(len(shape), 'dimension')}, "
    reason = (
        f"{count}so dimension {got} does not exist." if count else f"Dimension {got} does not exist there."
    )
    if operation.name == "unsqueeze":
        reason = (
            f"{count or 'Here '}{'so ' if count else ''}a new one can stand at {low} to {high}, not at {got}."
        )
    return Told(
        say=f"{start} {reason}",
        look=f"The dimensions are counted from 0: here {low} to {high}.",
        operands=operands,
        picture=axes_picture(tensor.text, shape, int(got)) if tensor is not None and shape else None,
    )


@kind(
    "flatten-order",
    title="`flatten` from a later dimension to an earlier one",
    rule="`flatten(start, end)` joins neighbouring dimensions: the start comes first.",
    errors=RuntimeError,
    says=r"start_dim cannot come after end_dim",
    origins=("own",),
)
def flatten_order(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "flatten":
        return None
    return Told(
        f"{doing(operation)}. The first dimension comes after the last one.",
        "Swap the two.",
        operation.operands,
    )


@kind(
    "unflatten-size",
    title="`unflatten` into sizes that do not multiply to the dimension",
    rule="The sizes of `unflatten` multiply to the size of the dimension that is split.",
    errors=RuntimeError,
    says=r"unflatten: Provided sizes \[([-\d, ]+)\] don't multiply up to the size of dim (-?\d+) \((\d+)\)",
)
def unflatten_size(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "unflatten":
        return None
    wanted = sizes_in(match[1])
    product = " × ".join(map(str, wanted))
    return Told(
        say=f"{doing(operation)}. Dimension {match[2]} has size {match[3]}, and {product} is {prod(wanted)}.",
        look="One size may be -1: PyTorch works it out from the others.",
        operands=operation.operands[:1],
    )


@kind(
    "repeat-dimensions",
    title="`repeat` with too few numbers",
    rule="`repeat` takes a number for each dimension (more numbers add dimensions at the front).",
    errors=RuntimeError,
    says=r"Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
    origins=("own",),
)
def repeat_dimensions(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("repeat", "tile"):
        return None
    shape = shape_of(operation.operands[0].value)
    count = "It needs a number for each dimension of the tensor, and there are fewer."
    if shape is not None:
        count = f"The tensor has {plural(len(shape), 'dimension')}, and it needs a number for each."
    return Told(f"{doing(operation)}. {count}", "A 1 leaves a dimension as it is.", operation.operands[:1])


@kind(
    "transpose-many",
    title="`t()` or `.H` of a tensor that is no matrix",
    rule="`t()` and `.H` swap the two dimensions of a matrix; more dimensions need to be told which.",
    errors=RuntimeError,
    says=r"t\(\) expects a tensor with <= 2 dimensions, but self is (\d+)D|tensor\.H is only "
    r"supported on matrices",
    origins=("own",),
)
def transpose_many(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "t":
        return None
    return Told(
        say=f"{doing(operation)}. It has {match[1]} dimensions, and `t()` swaps the two of a matrix.",
        look="`.mT` swaps the last two; `.transpose(a, b)` any two.",
        operands=operation.operands[:1],
    )


@kind(
    "split-sizes",
    title="`split` into parts that do not add up",
    rule="The sizes given to `split` add up to the size of the dimension.",
    errors=RuntimeError,
    says=r"split_with_sizes expects split_sizes to sum exactly to (\d+) \(input tensor's size at "
    r"dimension (-?\d+)\), but got "
    r"split_sizes=\[([\d, ]*)\]",
)
def split_sizes(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("split", "split_with_sizes"):
        return None
    parts = sizes_in(match[3])
    return Told(
        say=f"{doing(operation)}. The parts {listed([str(p) for p in parts])} add up to {sum(parts)}, "
        f"and dimension {match[2]} has {match[1]}.",
        look="A single number instead of a list makes parts of that size; the last may be smaller.",
        operands=operation.operands[:1],
    )


@kind(
    "triangle-dimensions",
    title="A triangle of something that is no matrix",
    rule="`tril` and `triu` keep a triangle of a matrix: they need two dimensions.",
    errors=RuntimeError,
    says=r"(tril|triu): input tensor must have at least 2 dimensions",
    origins=("own",),
)
def triangle_dimensions(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("tril", "triu"):
        return None
    named = operation.operands[0]
    shape = shape_of(named.value)
    has = "It has fewer than the 2 dimensions of a matrix."
    if shape is not None:
        has = f"It has {plural(len(shape), 'dimension')}, and a matrix has 2."
    return Told(f"{doing(operation)}. {has}", "A causal mask is made of `torch.ones(n, n)`.", (named,))
