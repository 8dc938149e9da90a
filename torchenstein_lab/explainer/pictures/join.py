"""Tensors that are joined: matrices laid against each other, other shapes axis by axis."""

from __future__ import annotations

from collections.abc import Sequence

from torchenstein_lab.explainer.pictures.aligned import compared_picture
from torchenstein_lab.explainer.pictures.canvas import Canvas, elided, length_of, width_of
from torchenstein_lab.explainer.pictures.picture import Picture, Shape, State, in_words

MOST = 4
"""Matrices that are laid against each other; more are compared axis by axis."""
GAP = 30


def join_picture(names: Sequence[str], shapes: Sequence[Shape], dim: int) -> Picture:
    """Shapes to be joined along `dim`: every other axis must agree."""
    picture = compared_picture(names, shapes, dim)
    flat = all(len(shape) == 2 and min(shape) > 0 for shape in shapes)
    if dim not in (0, 1) or len(shapes) > MOST or not flat:
        return picture
    canvas = Canvas()
    (_below if dim == 0 else _beside)(canvas, names, shapes)
    return Picture(picture.rows, canvas.drawing(in_words(picture.rows)))


def _below(canvas: Canvas, names: Sequence[str], shapes: Sequence[Shape]) -> None:
    """Joined along dimension 0, one below the other: their widths must agree."""
    largest = max(size for shape in shapes for size in shape)
    first = shapes[0][1]
    edge = length_of(first, largest)
    left = -width_of(str(largest)) - 22
    y = 0
    for name, (tall, wide) in zip(names, shapes, strict=True):
        width, height = length_of(wide, largest), length_of(tall, largest) // 2 + 12
        state: State = "meets" if wide == first else "clashes"
        canvas.label(left, y + height / 2 + 4, elided(name), align="end")
        canvas.label(-8, y + height / 2 + 4, tall, "quiet", "end")
        canvas.box(0, y, width, height)
        if state == "clashes":
            canvas.box(min(edge, width), y, abs(edge - width), height, "clashes")
        canvas.line(0, y, width, y, state)
        canvas.label(width / 2, y - 7, wide if state == "meets" else f"{wide} ≠ {first}", state)
        y += height + GAP
    canvas.line(edge, -4, edge, y - GAP + 8, "missing")


def _beside(canvas: Canvas, names: Sequence[str], shapes: Sequence[Shape]) -> None:
    """Joined along dimension 1, side by side: their heights must agree."""
    largest = max(size for shape in shapes for size in shape)
    first = shapes[0][0]
    edge = length_of(first, largest)
    bottom = max(length_of(shape[0], largest) for shape in shapes)
    x = 0.0
    end = 0.0
    for name, (tall, wide) in zip(names, shapes, strict=True):
        state: State = "meets" if tall == first else "clashes"
        text = str(tall) if state == "meets" else f"{tall} ≠ {first}"
        width, height = length_of(wide, largest) // 2 + 12, length_of(tall, largest)
        x += max(0.0, width_of(elided(name)) / 2 - width / 2)
        canvas.box(x, 0, width, height)
        if state == "clashes":
            canvas.box(x, min(edge, height), width, abs(edge - height), "clashes")
        canvas.line(x, 0, x, height, state)
        canvas.label(x - 8, height / 2 + 4, text, state, "end")
        canvas.label(x + width / 2, -7, wide, "quiet")
        canvas.label(x + width / 2, bottom + 20, elided(name))
        end = x + width
        x += max(width, width / 2 + width_of(elided(name)) / 2) + GAP + width_of(f"{largest} ≠ {first}")
    canvas.line(-4, edge, end + 8, edge, "missing")
