"""Where a drawing is put together: boxes, lines and labels at whole pixels.

The result begins at its own corner, with a margin, wherever its parts were put.
"""

from __future__ import annotations

from math import log
from typing import Literal

from torchenstein_lab.contracts.explanation import Box, Drawing, Label, Line, Role

LETTER = 7.4
"""About the width of a letter of the code font."""
HEIGHT = 12
"""About the height of a letter."""
MARGIN = 6
HATCH = 7
"""Pixels between two lines of a hatching."""
LONGEST = 26
"""Letters of a name that a drawing shows; the whole name stands in the table of values."""


class Canvas:
    """Collects the parts of one drawing."""

    def __init__(self) -> None:
        self._boxes: list[Box] = []
        self._lines: list[Line] = []
        self._labels: list[Label] = []

    def box(self, x: float, y: float, width: float, height: float, role: Role = "plain") -> None:
        """A rectangle; one that clashes is hatched, too."""
        self._boxes.append(Box(round(x), round(y), round(width), round(height), role))
        if role == "clashes":
            self.hatch(x, y, width, height)

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        """Slanted lines from edge to edge of a rectangle."""
        for start in range(HATCH, round(width + height), HATCH):
            # The line x + y = start, cut at the edges.
            left, bottom = (start - height, height) if start > height else (0, start)
            right, top = (width, start - width) if start > width else (start, 0)
            self.line(x + left, y + bottom, x + right, y + top, "hatch")

    def line(self, x1: float, y1: float, x2: float, y2: float, role: Role = "plain") -> None:
        self._lines.append(Line(round(x1), round(y1), round(x2), round(y2), role))

    def label(
        self,
        x: float,
        y: float,
        text: object,
        role: Role = "plain",
        align: Literal["start", "middle", "end"] = "middle",
    ) -> None:
        self._labels.append(Label(round(x), round(y), str(text), role, align))

    def drawing(self, alt: str) -> Drawing:
        """The parts so far, moved to the corner."""
        lefts = [box.x for box in self._boxes] + [min(line.x1, line.x2) for line in self._lines]
        tops = [box.y for box in self._boxes] + [min(line.y1, line.y2) for line in self._lines]
        rights = [box.x + box.width for box in self._boxes] + [max(one.x1, one.x2) for one in self._lines]
        bottoms = [box.y + box.height for box in self._boxes] + [max(one.y1, one.y2) for one in self._lines]
        for label in self._labels:
            width = width_of(label.text)
            left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.align]
            lefts.append(int(left))
            rights.append(round(left + width))
            tops.append(label.y - HEIGHT)
            bottoms.append(label.y + 4)
        dx = MARGIN - min(lefts, default=0)
        dy = MARGIN - min(tops, default=0)
        return Drawing(
            width=max(rights, default=0) + dx + MARGIN,
            height=max(bottoms, default=0) + dy + MARGIN,
            alt=alt,
            boxes=tuple(Box(b.x + dx, b.y + dy, b.width, b.height, b.role) for b in self._boxes),
            lines=tuple(Line(n.x1 + dx, n.y1 + dy, n.x2 + dx, n.y2 + dy, n.role) for n in self._lines),
            labels=tuple(Label(n.x + dx, n.y + dy, n.text, n.role, n.align) for n in self._labels),
        )


def width_of(text: str) -> float:
    """About the pixels that a text takes."""
    return len(text) * LETTER


def elided(text: str, most: int = LONGEST) -> str:
    """A name short enough for a drawing."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def length_of(size: int, largest: int) -> int:
    """The pixels that stand for a size: equal sizes are equally long, a larger one is longer, to a limit."""
    if size <= 0:
        return 12
    share = log(1 + size) / log(1 + max(largest, size, 2))
    return round(30 + 74 * share**2)
