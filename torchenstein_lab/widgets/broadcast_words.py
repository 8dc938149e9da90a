"""What the picture of a broadcast says in words."""

from __future__ import annotations

from torchenstein_lab.widgets.amount import bytes_in_words, counted
from torchenstein_lab.widgets.broadcast_facts import Axis, BroadcastFacts, Cost, Side

_RULE = "Sizes meet when they are equal, or when one of them is 1 or missing."


def sentences(facts: BroadcastFacts) -> list[str]:
    """The stretched dims, or why the shapes do not meet; then the cost of the result."""
    clashes = [axis for axis in facts.axes if axis.clash]
    if clashes:
        said = [f"dim {axis.dim}: {axis.a} meets {axis.b}, and neither is 1." for axis in clashes]
        return [*said, _RULE, *([facts.remedy + "."] if facts.remedy else [])]
    said = []
    for side, name in ((facts.a, "a"), (facts.b, "b")):
        if not side.shape and facts.axes:
            said.append(f"`{side.label}` is a single number: it meets every element.")
        else:
            said += [_stretched(axis, side, name) for axis in facts.axes if axis.stretched(name)]
    if not said:
        said = ["Both have the same shape: nothing is stretched."]
    if facts.refused:
        return [*said, f"The shapes meet, and yet PyTorch refuses `{facts.sign}`: {facts.refused}"]
    assert facts.cost is not None
    assert facts.shape is not None
    return [*said, *_price(facts.cost, facts.shape)]


def role(axis: Axis, name: str) -> str:
    """What a side's size becomes along a dim, as a short text: "3", "1 → 4" or "– → 4"."""
    size = axis.a if name == "a" else axis.b
    own = "–" if size is None else str(size)
    return f"{own} → {axis.size}" if axis.stretched(name) else own


def _stretched(axis: Axis, side: Side, name: str) -> str:
    size = axis.a if name == "a" else axis.b
    assert axis.size is not None
    times = f"read {counted(axis.size, 'time')}" if axis.size else "never read"
    has = "has no such dim, which counts as size 1," if size is None else "has size 1"
    return f"dim {axis.dim}: `{side.label}` {has} and is {times}."


def _price(cost: Cost, shape: tuple[int, ...]) -> list[str]:
    product = " × ".join(f"{size:,}" for size in shape)
    count = f"{product} = {cost.numel:,} elements" if len(shape) > 1 else counted(cost.numel, "element")
    size = f"{counted(cost.itemsize, 'byte')} ({cost.dtype})"
    said = f"Result: {count} of {size}, {bytes_in_words(cost.nbytes)} of new memory."
    return [f"{said} Stretching itself copies nothing."]
