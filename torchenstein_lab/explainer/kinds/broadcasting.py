"""Operations element by element on shapes that do not go together."""

from __future__ import annotations

from torchenstein_lab.explainer.failure import Failure, parts_of
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.pictures.aligned import broadcast_picture, clashing_axis, kept_picture
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import shape_of
from torchenstein_lab.explainer.wording import code, doing, mention, sizes, sizes_in

RULE = (
    "Shapes are compared from the last axis: two sizes fit when they are equal or one of them is 1; "
    "missing axes count as 1."
)


def with_shapes(operation: Operation, seen: Failure) -> list[tuple[Named, tuple[int, ...]]]:
    """The operands that are tensors, those inside a list included, with their shapes."""
    found = []
    for named in (*operation.operands, *operation.keywords.values()):
        for part in parts_of(named, seen) or [named]:
            shape = shape_of(part.value)
            if shape is not None:
                found.append((part, shape))
    return found


def axis_words(back: int, widest: int) -> str:
    """An axis counted from the end, in words."""
    name = {-1: "the last axis", -2: "the second axis from the end", -3: "the third axis from the end"}
    return name.get(back, f"axis {widest + back}")


@kind(
    "broadcast-sizes",
    title="Two shapes that do not broadcast",
    rule=RULE,
    errors=RuntimeError,
    says=r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton "
    r"dimension (\d+)",
)
def broadcast_sizes(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name in ("matmul", "layer", "scaled_dot_product_attention"):
        return None
    if seen.origin == "torch" and seen.called(
        "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "kl_div"
    ):
        return None
    tensors = with_shapes(operation, seen)
    shapes = [shape for _, shape in tensors]
    back = clashing_axis(shapes) if len(shapes) > 1 else None
    operands = tuple(named for named, _ in tensors)
    if back is None:
        return _from_message(operation, match)
    widest = max(map(len, shapes))
    clashing = dict.fromkeys(shape[back] for shape in shapes if len(shape) >= -back and shape[back] != 1)
    return Told(
        say=f"{doing(operation)}. At {axis_words(back, widest)} the sizes are "
        f"{' and '.join(map(str, clashing))}; they must be equal, or one of them 1.",
        look=_look(tensors),
        operands=operands,
        picture=broadcast_picture([named.text for named in operands], shapes),
    )


def _from_message(operation: Operation, match: Match) -> Told | None:
    if not operation.operands or all(named.known for named in operation.operands):
        return None
    return Told(
        say=f"{doing(operation)}. At dimension {match[3]} of the result the sizes are {match[1]} and "
        f"{match[2]}: they must "
        "be equal, or one of them 1.",
        look="Give each part a name on a line of its own, and print its `.shape`.",
        operands=operation.operands,
    )


def _look(tensors: list[tuple[Named, tuple[int, ...]]]) -> str:
    """A vector that would fit as a column is shown as one; else the shapes are to be compared."""
    if len(tensors) == 2:
        for (vector, short), (_, long) in (tensors, tensors[::-1]):
            if len(short) == 1 and len(long) == 2 and short[0] == long[0]:
                return (
                    f"A shape without a first axis is laid along the last one. Compare "
                    f"{code(vector.text)} with "
                    f"{code(vector.text + '.unsqueeze(1)')}, which is {sizes((short[0], 1))}."
                )
    return "Write the shapes below each other, aligned at the right, and compare them axis by axis."


@kind(
    "in-place-shape",
    title="An in-place change that would need a bigger tensor",
    rule="An in-place operation keeps the shape of the tensor that it changes: only the other side is "
    "broadcast.",
    errors=RuntimeError,
    says=r"output with shape \[([\d, ]*)\] doesn't match the broadcast shape \[([\d, ]*)\]",
    origins=("own",),
)
def in_place_shape(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.in_place or len(operation.operands) < 2:
        return None
    own, wanted = sizes_in(match[1]), sizes_in(match[2])
    target = operation.operands[0]
    return Told(
        say=f"{doing(operation)}. The result has shape {sizes(wanted)}; in place it must keep the "
        f"shape {sizes(own)} of {code(target.text)}.",
        look=f"An operation that is not in place makes a new tensor of shape {sizes(wanted)}.",
        operands=operation.operands,
        picture=kept_picture(target.text, own, "the result", wanted),
    )


@kind(
    "expand-size",
    title="`expand` of an axis that is not 1",
    rule="`expand` repeats axes of size 1 and adds new ones at the front; any other size must stay as it is.",
    errors=RuntimeError,
    says=r"The expanded size of the tensor \((-?\d+)\) (must match the existing size \((\d+)\) at "
    r"non-singleton dimension (\d+)"
    r"|isn't allowed in a leading)|the number of sizes provided \((\d+)\) must be greater or equal to "
    r"the number of dimensions in "
    r"the tensor \((\d+)\)",
    origins=("own",),
)
def expand_size(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("expand", "broadcast_to"):
        return None
    named = operation.operands[0]
    if match[5]:
        what = f"You name {match[5]} of {match[6]} sizes; every dimension of the tensor needs one."
    elif match[4]:
        what = (
            f"At dimension {match[4]} you ask for {match[1]}, and the tensor has {match[3]} there, "
            "which is not 1."
        )
    else:
        what = "-1 means “as it is”, and the new first dimension has no size yet."
    return Told(
        say=f"{doing(operation)}. {what}",
        look="`.repeat()` copies along any axis; `.unsqueeze()` makes an axis of size 1.",
        operands=(named,),
    )


@kind(
    "assigned-shape",
    title="A value assigned to a part of another shape",
    rule="What is assigned to `x[…]` must have the shape of that part, or broadcast to it.",
    errors=RuntimeError,
    says=r"The expanded size of the tensor \(\d+\) must match the existing size \(\d+\) at "
    r"non-singleton dimension \d+\.  "
    r"Target sizes: \[([\d, ]*)\]\.  Tensor sizes: \[([\d, ]*)\]"
    r"|shape mismatch: value tensor of shape \[([\d, ]*)\] cannot be broadcast to indexing result of "
    r"shape \[([\d, ]*)\]",
    origins=("own",),
)
def assigned_shape(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "setitem":
        return None
    part = sizes_in(match[1] if match[1] is not None else match[4])
    given = sizes_in(match[2] if match[2] is not None else match[3])
    target, index, value = operation.operands
    place = f"{target.text}[{index.text.strip('()') if index.text.startswith('(') else index.text}]"
    return Told(
        say=f"You assign {code(value.text)} {sizes(given)} to {code(place)}, a part of "
        f"{mention(target)}. That part has shape "
        f"{sizes(part)}, and {sizes(given)} does not broadcast to it.",
        look=f"Print {code(place + '.shape')} and the shape of what you assign.",
        operands=(target, index, value),
        picture=broadcast_picture([place, value.text], [part, given]),
    )
