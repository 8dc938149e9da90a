"""Positions along an axis, and the one that was asked for and is none of them."""

from __future__ import annotations

from torchenstein_lab.contracts.explanation import Axis, ShapeRow
from torchenstein_lab.explainer.pictures.canvas import Canvas, elided, width_of
from torchenstein_lab.explainer.pictures.picture import Picture, Rows, Shape, in_words

BOX = 54
TALL = 28
GAP = 8
CELL = 34
MOST = 12
"""Positions that are drawn; of more, the first and the last ones."""


def index_picture(name: str, shape: Shape, clashing: int, asked: int) -> Picture:
    """A shape with its axes numbered, and the positions of the one that an index missed."""
    rows = _numbered(name, shape, clashing)
    canvas = Canvas()
    left = _axes(canvas, rows[0])
    y = TALL + 30
    canvas.label(left - 14, y + TALL / 2 + 4, f"dim {clashing}", align="end")
    size = shape[clashing]
    places: list[int | None] = list(range(size))
    if size > MOST:
        places = [*range(5), None, *range(size - 5, size)]
    x = left
    if asked < 0:
        _missed(canvas, x, y, asked)
        x += CELL + 24
    for place in places:
        if place is None:
            canvas.label(x + CELL / 2, y + TALL / 2 + 4, "…", "quiet")
        else:
            canvas.box(x, y, CELL, TALL)
            canvas.label(x + CELL / 2, y + TALL / 2 + 4, place)
            canvas.label(x + CELL / 2, y + TALL + 15, place - size, "quiet")
        x += CELL
    if not size:
        canvas.label(x, y + TALL / 2 + 4, "no positions", "quiet", "start")
        x += width_of("no positions")
    if asked >= 0:
        _missed(canvas, x + 24, y, asked)
    return Picture(rows, canvas.drawing(in_words(rows, f"Position {asked} is asked for.")))


def axes_picture(name: str, shape: Shape, asked: int) -> Picture:
    """A shape with its axes numbered, and an axis that was asked for and is none of them."""
    rows = _numbered(name, shape, None)
    canvas = Canvas()
    left = _axes(canvas, rows[0])
    beyond = left + len(shape) * (BOX + GAP) + 16 if asked >= 0 else left - BOX - 24
    if asked < 0:
        # The name makes room for what comes before the first axis.
        canvas = Canvas()
        left = _axes(canvas, rows[0], BOX + 24)
        beyond = left - BOX - 24
    canvas.box(beyond, 0, BOX, TALL, "clashes")
    canvas.label(beyond + BOX / 2, TALL / 2 + 4, "?", "clashes")
    canvas.label(beyond + BOX / 2, -10, f"dim {asked}", "clashes")
    return Picture(rows, canvas.drawing(in_words(rows, f"Dimension {asked} is asked for.")))


def _numbered(name: str, shape: Shape, clashing: int | None) -> Rows:
    axes = (Axis(s, "clashes" if i == clashing else "plain", f"dim {i}") for i, s in enumerate(shape))
    return (ShapeRow(name, tuple(axes)),)


def _axes(canvas: Canvas, row: ShapeRow, room: int = 0) -> float:
    """Draw the axes of a shape; the x at which they begin. `room` is left before them."""
    left = width_of(elided(row.name)) + 14 + room
    canvas.label(left - 14 - room, TALL / 2 + 4, elided(row.name), align="end")
    for index, axis in enumerate(row.axes):
        x = left + index * (BOX + GAP)
        # The axis itself is as it should be: what clashes is the position that was asked for.
        canvas.box(x, 0, BOX, TALL)
        canvas.label(x + BOX / 2, TALL / 2 + 4, axis.size)
        canvas.label(x + BOX / 2, -10, axis.label, "plain" if axis.state == "clashes" else "quiet")
    return left


def _missed(canvas: Canvas, x: float, y: float, asked: int) -> None:
    canvas.box(x, y, CELL, TALL, "clashes")
    canvas.label(x + CELL / 2, y + TALL / 2 + 4, asked, "clashes")
