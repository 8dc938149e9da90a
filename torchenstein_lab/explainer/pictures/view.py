"""A new shape: the elements that there are, and the places that they would have to fill."""

from __future__ import annotations

from math import prod

from torchenstein_lab.contracts.explanation import Axis, ShapeRow
from torchenstein_lab.explainer.pictures.canvas import Canvas, elided, width_of
from torchenstein_lab.explainer.pictures.picture import Picture, Shape, in_words
from torchenstein_lab.explainer.wording import plural

CELL = 16
MOST = 28
"""Elements that are drawn one by one; more are a bar."""
BAR = MOST * CELL


def view_picture(name: str, shape: Shape, asked: str, wanted: Shape) -> Picture:
    """A shape and the one that was asked for, each with its number of elements."""
    count = prod(shape)
    known = [size for size in wanted if size >= 0]
    places = prod(known)
    free = len(known) < len(wanted)
    note = f"a multiple of {places}" if free else plural(places, "element")
    rows = (
        ShapeRow(name, tuple(Axis(size) for size in shape), plural(count, "element")),
        ShapeRow(asked, tuple(Axis(size, "clashes") for size in wanted), note),
    )
    canvas = Canvas()
    left = max(width_of(elided(row.name)) for row in rows) + 14
    _sum(canvas, left, 0, name, shape, f"{plural(count, 'element')}")
    asks = f"{places} × …" if free else f"{plural(places, 'place')}"
    _sum(canvas, left, 26, asked, wanted, asks)
    if count and places:
        filled = count - count % places if free else min(count, places)
        total = count if free else max(count, places)
        _strip(canvas, left, 52, filled, total, group=places if free else 0)
        canvas.label(left, 52 + CELL + 18, _left_over(count, places, free=free), "clashes", "start")
    return Picture(rows, canvas.drawing(in_words(rows)))


def _sum(canvas: Canvas, left: float, y: float, name: str, shape: Shape, total: str) -> None:
    canvas.label(left - 14, y, elided(name), align="end")
    sizes = " × ".join(map(str, shape))
    canvas.label(left, y, f"{sizes} = {total}" if len(shape) > 1 else total, align="start")


def _left_over(count: int, places: int, *, free: bool) -> str:
    if free:
        rest = count % places
        return f"{count} = {count // places} × {places} + {rest}: {rest} left over"
    if count > places:
        return f"{plural(count - places, 'element')} without a place"
    return f"{plural(places - count, 'place')} without an element"


def _strip(canvas: Canvas, x: float, y: float, filled: int, total: int, group: int) -> None:
    """The elements in a row; those without a place, and places without an element, are hatched."""
    if total > MOST:
        fits = max(round(BAR * filled / total), 8)
        canvas.box(x, y, min(fits, BAR - 8), CELL)
        canvas.box(x + min(fits, BAR - 8), y, max(BAR - fits, 8), CELL, "clashes")
        return
    for index in range(total):
        gap = 4 * (index // group) if group else 0
        canvas.box(x + index * CELL + gap, y, CELL, CELL, "plain" if index < filled else "clashes")
