"""Where the elements of a matrix lie in memory, for a `view` that would need them in another order."""

from __future__ import annotations

from collections.abc import Sequence

from torchenstein_lab.contracts.explanation import Axis, ShapeRow
from torchenstein_lab.explainer.pictures.canvas import Canvas, elided, width_of
from torchenstein_lab.explainer.pictures.picture import Picture, Shape, in_words

CELL = 34
TALL = 24
ROWS, COLUMNS = 4, 6
"""The part of a matrix that is drawn."""
READ = 6
"""Places that are read out."""


def strides_picture(name: str, shape: Shape, strides: Sequence[int], offset: int) -> Picture | None:
    """Each element of a matrix by its place in memory; None for what is no matrix, or empty."""
    if len(shape) != 2 or 0 in shape:
        return None
    rows = (ShapeRow(name, tuple(Axis(size) for size in shape), f"strides {tuple(strides)}"),)
    places = [
        [offset + row * strides[0] + column * strides[1] for column in range(min(shape[1], COLUMNS))]
        for row in range(min(shape[0], ROWS))
    ]
    canvas = Canvas()
    left = width_of(elided(name)) + 14
    middle = len(places) * TALL / 2
    canvas.label(left - 14, middle + 4, elided(name), align="end")
    for number, row in enumerate(places):
        for index, place in enumerate(row):
            canvas.box(left + index * CELL, number * TALL, CELL, TALL)
            canvas.label(left + index * CELL + CELL / 2, number * TALL + TALL / 2 + 4, place)
        if shape[1] > COLUMNS:
            canvas.label(left + COLUMNS * CELL + 12, number * TALL + TALL / 2 + 4, "…", "quiet")
    if shape[0] > ROWS:
        canvas.label(left + CELL / 2, len(places) * TALL + 12, "⋮", "quiet")
    canvas.label(left, -10, "each number: the element's place in memory", "quiet", "start")
    read = [offset + (i // shape[1]) * strides[0] + (i % shape[1]) * strides[1] for i in range(READ)]
    total = shape[0] * shape[1]
    order = ", ".join(map(str, read[:total])) + (", …" if total > READ else "")
    y = len(places) * TALL + (34 if shape[0] > ROWS else 22)
    canvas.label(left, y, f"row by row: {order}", "clashes", "start")
    return Picture(
        rows, canvas.drawing(in_words(rows, f"Read row by row, the places in memory are {order}."))
    )
