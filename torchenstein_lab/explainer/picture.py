"""Pictures of shapes: a row of axes for each tensor, with those marked that meet or clash."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Literal

from torchenstein_lab.contracts.explanation import Axis, ShapeRow
from torchenstein_lab.explainer.wording import plural

Shape = Sequence[int]
Rows = tuple[ShapeRow, ...]
State = Literal["plain", "meets", "clashes", "missing"]


def matmul_picture(left: str, left_shape: Shape, right: str, right_shape: Shape) -> Rows:
    """The last axis of the left meets the second-to-last of the right (or its only one)."""
    inner = max(len(right_shape) - 2, 0)
    meet: State = "meets" if left_shape[-1] == right_shape[inner] else "clashes"
    first = tuple(
        Axis(size, meet if index == len(left_shape) - 1 else "plain") for index, size in enumerate(left_shape)
    )
    second = tuple(Axis(size, meet if index == inner else "plain") for index, size in enumerate(right_shape))
    return ShapeRow(left, first), ShapeRow(right, second)


def broadcast_picture(names: Sequence[str], shapes: Sequence[Shape]) -> Rows:
    """Shapes one below the other, aligned at the last axis."""
    width = max(len(shape) for shape in shapes)
    padded = [[None] * (width - len(shape)) + list(shape) for shape in shapes]
    states: list[State] = []
    for column in zip(*padded, strict=True):
        different = {size for size in column if size not in (None, 1)}
        states.append("clashes" if len(different) > 1 else "meets")
    return tuple(
        ShapeRow(
            name,
            tuple(
                Axis(1, "missing") if size is None else Axis(size, state)
                for size, state in zip(row, states, strict=True)
            ),
        )
        for name, row in zip(names, padded, strict=True)
    )


def clashing_axis(shapes: Sequence[Shape]) -> int | None:
    """The last axis, counted from the end (-1), at which shapes do not broadcast; None where they do."""
    for back in range(1, max(map(len, shapes)) + 1):
        if len({shape[-back] for shape in shapes if len(shape) >= back} - {1}) > 1:
            return -back
    return None


def view_picture(name: str, shape: Shape, asked: str, wanted: Shape) -> Rows:
    """A shape and the one that was asked for, each with its number of elements."""
    known = [size for size in wanted if size >= 0]
    note = plural(prod(known), "element")
    if len(known) < len(wanted):
        note = f"a multiple of {prod(known)}"
    return (
        ShapeRow(name, tuple(Axis(size) for size in shape), plural(prod(shape), "element")),
        ShapeRow(asked, tuple(Axis(size, "clashes") for size in wanted), note),
    )


def join_picture(names: Sequence[str], shapes: Sequence[Shape], dim: int) -> Rows:
    """Shapes to be joined along `dim`: every other axis must agree."""
    first = shapes[0]
    rows = []
    for name, shape in zip(names, shapes, strict=True):
        axes = []
        for index, size in enumerate(shape):
            if index == dim:
                axes.append(Axis(size, "plain", "joined"))
            else:
                agree = all(len(other) > index and other[index] == first[index] for other in shapes)
                axes.append(Axis(size, "meets" if agree else "clashes"))
        rows.append(ShapeRow(name, tuple(axes)))
    return tuple(rows)


def index_picture(name: str, shape: Shape, clashing: int) -> Rows:
    """A shape with its axes numbered, and the one marked that an index missed."""
    axes = (Axis(s, "clashes" if i == clashing else "plain", f"dim {i}") for i, s in enumerate(shape))
    return (ShapeRow(name, tuple(axes)),)


def last_axis_picture(first: str, shape: Shape, second: str, wanted: Shape) -> Rows:
    """What came in and what a layer expects: their last axes meet."""
    meet: State = "meets" if shape[-1:] == tuple(wanted[-1:]) else "clashes"

    def row(name: str, sizes: Shape) -> ShapeRow:
        last = len(sizes) - 1
        return ShapeRow(name, tuple(Axis(s, meet if i == last else "plain") for i, s in enumerate(sizes)))

    return row(first, shape), row(second, wanted)
