"""A matrix product: two rectangles, and the two of their sides that meet."""

from __future__ import annotations

from torchenstein_lab.contracts.explanation import Axis, ShapeRow
from torchenstein_lab.explainer.pictures.canvas import Canvas, elided, length_of, width_of
from torchenstein_lab.explainer.pictures.picture import Picture, Shape, State, in_words

THIN = 22
"""The breadth of a vector."""
BEHIND = 6
"""How far the next matrix of a batch looks out."""


def matmul_picture(left: str, left_shape: Shape, right: str, right_shape: Shape) -> Picture:
    """The last axis of the left meets the second-to-last of the right (or its only one).

    Both shapes have at least one axis.
    """
    inner = max(len(right_shape) - 2, 0)
    meet: State = "meets" if left_shape[-1] == right_shape[inner] else "clashes"
    last = len(left_shape) - 1
    first = tuple(Axis(size, meet if index == last else "plain") for index, size in enumerate(left_shape))
    second = tuple(Axis(size, meet if index == inner else "plain") for index, size in enumerate(right_shape))
    rows = (ShapeRow(left, first), ShapeRow(right, second))

    largest = max(*left_shape[-2:], *right_shape[-2:])
    canvas = Canvas()
    width = length_of(left_shape[-1], largest)
    height = THIN if len(left_shape) == 1 else length_of(left_shape[-2], largest)
    tall = length_of(right_shape[inner], largest)
    broad = THIN if len(right_shape) == 1 else length_of(right_shape[-1], largest)
    half = max(height, tall) / 2  # both stand around one middle line, y = 0
    start = max(width / 2, width_of(elided(left)) / 2) + 74 + max(0, width_of(elided(right)) / 2 - broad / 2)
    _matrix(canvas, -width / 2, width, height, batched=len(left_shape) > 2)
    _matrix(canvas, start, broad, tall, batched=len(right_shape) > 2)

    canvas.label((width / 2 + start) / 2 - 8, 4, "@", "quiet")
    if len(left_shape) > 1:
        canvas.label(-width / 2 - 8, 4, left_shape[-2], align="end")
    if len(right_shape) > 1:
        behind = 2 * BEHIND if len(right_shape) > 2 else 0
        canvas.label(start + broad + behind + 8, 4, right_shape[-1], align="start")

    # The sides that meet, and a bracket from one to the other.
    sign = "=" if meet == "meets" else "≠"
    canvas.line(-width / 2, -height / 2, width / 2, -height / 2, meet)
    canvas.line(start, -tall / 2, start, tall / 2, meet)
    canvas.label(0, -height / 2 - 9, left_shape[-1], meet)
    canvas.label(start - 10, 4, right_shape[inner], meet, "end")
    bar = -half - 30
    down = start - 14
    canvas.line(0, -height / 2 - 24, 0, bar, "quiet")
    canvas.line(0, bar, down, bar, "quiet")
    canvas.line(down, bar, down, -12, "quiet")
    canvas.label(down / 2, bar - 6, f"{left_shape[-1]} {sign} {right_shape[inner]}", meet)

    for x, name, shape in ((0, left, left_shape), (start + broad / 2, right, right_shape)):
        canvas.label(x, half + 20, elided(name))
        canvas.label(x, half + 36, tuple(shape), "quiet")
    return Picture(rows, canvas.drawing(in_words(rows)))


def _matrix(canvas: Canvas, x: float, width: float, height: float, *, batched: bool) -> None:
    for step in (2, 1) if batched else ():
        canvas.box(x + step * BEHIND, -height / 2 - step * BEHIND / 2, width, height, "quiet")
    canvas.box(x, -height / 2, width, height)
