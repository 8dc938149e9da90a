"""Shapes one below the other: which axes of them are compared, and which of those fit."""

from __future__ import annotations

from collections.abc import Sequence

from torchenstein_lab.contracts.explanation import Axis, Role, ShapeRow
from torchenstein_lab.explainer.pictures.canvas import Canvas, elided, width_of
from torchenstein_lab.explainer.pictures.picture import Picture, Rows, Shape, State, in_words

BOX = 54
TALL = 28
GAP = 8
ROW = 44
MOST = 8
"""Rows and columns that are drawn."""


def broadcast_picture(names: Sequence[str], shapes: Sequence[Shape], result: str = "result") -> Picture:
    """Shapes one below the other, aligned at the last axis, and what they broadcast to."""
    width = max(len(shape) for shape in shapes)
    padded = [[None] * (width - len(shape)) + list(shape) for shape in shapes]
    states: list[State] = []
    sizes: list[int | None] = []
    for column in zip(*padded, strict=True):
        different = {size for size in column if size not in (None, 1)}
        states.append("clashes" if len(different) > 1 else "meets")
        sizes.append(None if len(different) > 1 else different.pop() if different else 1)
    rows = tuple(
        ShapeRow(
            name,
            tuple(
                Axis(1, "missing") if size is None else Axis(size, state)
                for size, state in zip(row, states, strict=True)
            ),
        )
        for name, row in zip(names, padded, strict=True)
    )
    canvas = Canvas()
    left = _rows(canvas, rows)
    shown = sizes[-MOST:]
    y = min(len(rows), MOST) * ROW
    canvas.line(left, y - 8, left + len(shown) * (BOX + GAP) - GAP, y - 8, "quiet")
    canvas.label(left - 14, y + TALL / 2 + 4, result, "quiet", "end")
    for index, size in enumerate(shown):
        x = left + index * (BOX + GAP)
        canvas.label(x + BOX / 2, -10, f"dim {index - len(shown)}", "quiet")
        canvas.label(
            x + BOX / 2,
            y + TALL / 2 + 4,
            "?" if size is None else size,
            "clashes" if size is None else "plain",
        )
    return Picture(rows, canvas.drawing(in_words(rows)))


def kept_picture(name: str, own: Shape, result: str, wanted: Shape) -> Picture:
    """A shape that must stay as it is, and the one that it would become, aligned at the last axis."""
    padded = [None] * (len(wanted) - len(own)) + list(own)
    pairs = list(zip(padded, wanted, strict=True))
    above = (
        Axis(1, "missing") if size is None else Axis(size, "meets" if size == other else "clashes")
        for size, other in pairs
    )
    below = (Axis(other, "meets" if size == other else "clashes") for size, other in pairs)
    return _plain((ShapeRow(name, tuple(above)), ShapeRow(result, tuple(below))))


def clashing_axis(shapes: Sequence[Shape]) -> int | None:
    """The last axis, counted from the end (-1), at which shapes do not broadcast; None where they do."""
    for back in range(1, max(map(len, shapes)) + 1):
        if len({shape[-back] for shape in shapes if len(shape) >= back} - {1}) > 1:
            return -back
    return None


def compared_picture(names: Sequence[str], shapes: Sequence[Shape], spared: int | None = None) -> Picture:
    """Shapes that must be equal axis by axis, but at `spared`, along which they are joined."""
    first = shapes[0]
    rows = []
    for name, shape in zip(names, shapes, strict=True):
        axes = []
        for index, size in enumerate(shape):
            if index == spared:
                axes.append(Axis(size, "plain", "joined"))
            else:
                agree = all(len(other) > index and other[index] == first[index] for other in shapes)
                axes.append(Axis(size, "meets" if agree else "clashes"))
        rows.append(ShapeRow(name, tuple(axes)))
    return _plain(tuple(rows))


def expected_picture(first: str, shape: Shape, second: str, size: int, at: int) -> Picture:
    """What came in and what is expected, which differs at one axis: `size` at `at`, counted from the end."""
    axis = len(shape) + at
    meet: State = "meets" if shape[axis] == size else "clashes"

    def row(name: str, sizes: Shape) -> ShapeRow:
        return ShapeRow(name, tuple(Axis(s, meet if i == axis else "plain") for i, s in enumerate(sizes)))

    return _plain((row(first, shape), row(second, (*shape[:axis], size, *shape[axis + 1 :]))))


def mask_picture(name: str, shape: Shape, at: int, mask: Shape, at_mask: int) -> Picture:
    """A tensor and a mask for it, each with its axes numbered and the one marked that differs."""

    def row(text: str, sizes: Shape, clashing: int) -> ShapeRow:
        axes = (Axis(s, "clashes" if i == clashing else "plain", f"dim {i}") for i, s in enumerate(sizes))
        return ShapeRow(text, tuple(axes))

    return _plain((row(name, shape, at), row("mask", mask, at_mask)))


def _plain(rows: Rows) -> Picture:
    canvas = Canvas()
    _rows(canvas, rows)
    return Picture(rows, canvas.drawing(in_words(rows)))


def _rows(canvas: Canvas, rows: Rows) -> float:
    """Draw the rows, signs between those that are compared; the x at which the boxes begin."""
    shown = [ShapeRow(row.name, row.axes[-MOST:]) for row in rows[:MOST]]
    left = max(width_of(elided(row.name)) for row in shown) + 14
    for number, row in enumerate(shown):
        y = number * ROW
        canvas.label(left - 14, y + TALL / 2 + 4, elided(row.name), align="end")
        for index, axis in enumerate(row.axes):
            x = left + index * (BOX + GAP)
            canvas.box(x, y, BOX, TALL, axis.state)
            role: Role = "quiet" if axis.state == "missing" else axis.state
            canvas.label(x + BOX / 2, y + TALL / 2 + 4, axis.size, role)
            if axis.label and number == 0:
                canvas.label(x + BOX / 2, -10, axis.label, "quiet")
            below = shown[number + 1].axes[index : index + 1] if number + 1 < len(shown) else ()
            if below and {axis.state, below[0].state} == {"clashes"}:
                canvas.label(x + BOX / 2, y + TALL + 13, "≠", "clashes")
    return left
