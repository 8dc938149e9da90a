"""A picture: its facts, its drawing, and the words that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from torchenstein_lab.contracts.explanation import Axis, Drawing, ShapeRow

Shape = Sequence[int]
Rows = tuple[ShapeRow, ...]
State = Literal["plain", "meets", "clashes", "missing"]


@dataclass(frozen=True)
class Picture:
    """The shapes that met, one row for each tensor, and how they are drawn."""

    rows: Rows
    drawing: Drawing


def in_words(rows: Rows, more: str = "") -> str:
    """The rows as one sentence for those who do not see the drawing."""
    said = "; ".join(_row(row) for row in rows)
    return f"Shapes. {said}." + (f" {more}" if more else "")


def _row(row: ShapeRow) -> str:
    axes = ", ".join(_axis(axis) for axis in row.axes) or "no axes"
    return f"{row.name}: {axes}" + (f", {row.note}" if row.note else "")


def _axis(axis: Axis) -> str:
    if axis.state == "missing":
        return "no axis"
    fits = {"plain": "", "meets": " fits", "clashes": " does not fit"}[axis.state]
    return f"{axis.label + ' ' if axis.label else ''}{axis.size}{fits}"
