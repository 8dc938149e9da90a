"""Contour lines of a grid of numbers: marching squares, joined to long lines.

A line crosses the edges of the grid where linear interpolation between two corners meets the level. Cells
with a corner that is not finite have none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
_Edge = tuple[int, int, int]
"""The edge from grid point (row, column) to the right (0) or down (1)."""


def contour(grid: Sequence[Sequence[float]], level: float) -> list[list[Point]]:
    """The lines at `level`, each a list of (column, row) in grid units; a closed line ends where it began."""
    links: dict[_Edge, list[_Edge]] = {}
    for row in range(len(grid) - 1):
        for column in range(len(grid[row]) - 1):
            for start, end in _segments(grid, row, column, level):
                links.setdefault(start, []).append(end)
                links.setdefault(end, []).append(start)
    return [[_point(grid, edge, level) for edge in line] for line in _joined(links)]


def levels_between(low: float, high: float, middle: float, count: int = 11) -> tuple[list[float], float]:
    """`count` levels from `low` to `high`, denser towards `low` so that half of them lie below `middle`.

    Also gives the exponent: level k is low + (high − low) · (k / (count + 1)) ** exponent."""
    share = (middle - low) / (high - low) if high > low else 0.5
    exponent = min(8.0, max(1.0, math.log(share) / math.log(0.5))) if 0 < share < 1 else 1.0
    return [low + (high - low) * (k / (count + 1)) ** exponent for k in range(1, count + 1)], exponent


def _segments(
    grid: Sequence[Sequence[float]], row: int, column: int, level: float
) -> list[tuple[_Edge, _Edge]]:
    a, b = grid[row][column], grid[row][column + 1]
    d, c = grid[row + 1][column], grid[row + 1][column + 1]
    if not all(map(math.isfinite, (a, b, c, d))):
        return []
    top, right, bottom, left = (row, column, 0), (row, column + 1, 1), (row + 1, column, 0), (row, column, 1)
    above = (a > level, b > level, c > level, d > level)
    crossed = [
        edge
        for edge, one, other in (
            (top, above[0], above[1]),
            (right, above[1], above[2]),
            (bottom, above[2], above[3]),
            (left, above[3], above[0]),
        )
        if one != other
    ]
    if len(crossed) == 2:
        return [(crossed[0], crossed[1])]
    if len(crossed) == 4:
        # A saddle: the mean of the corners says which two of them are joined.
        if (a / 4 + b / 4 + c / 4 + d / 4 > level) == above[0]:
            return [(top, right), (bottom, left)]
        return [(left, top), (right, bottom)]
    return []


def _point(grid: Sequence[Sequence[float]], edge: _Edge, level: float) -> Point:
    row, column, down = edge
    start = grid[row][column]
    end = grid[row + 1][column] if down else grid[row][column + 1]
    # Halves: the difference of two huge numbers may overflow.
    share = (level / 2 - start / 2) / (end / 2 - start / 2)
    return (float(column), row + share) if down else (column + share, float(row))


def _joined(links: dict[_Edge, list[_Edge]]) -> list[list[_Edge]]:
    """Follow links from edge to edge: open lines from their ends first, then the closed ones."""
    lines = []
    left = {edge: list(others) for edge, others in links.items()}
    for first in [*(edge for edge, others in links.items() if len(others) == 1), *links]:
        if not left[first]:
            continue
        line = [first]
        while left[line[-1]]:
            at = line[-1]
            following = left[at].pop()
            left[following].remove(at)
            line.append(following)
        lines.append(line)
    return lines
