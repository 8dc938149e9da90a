"""Evaluate a loss on a grid that grows finer while there is time: each finer grid holds the coarser one."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

SIDES = (9, 17, 33, 65)
"""Points along each axis. Each grid lies on every second point of the next."""


@dataclass(frozen=True)
class Grid:
    """Values over a rectangle. Row 0 lies at `y[0]`; `problem` is the first error of the loss, if any, and
    `failed` how many points had one (their value is NaN)."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]
    problem: str = ""
    failed: int = 0

    @property
    def finite(self) -> list[float]:
        """All values that are numbers."""
        return [value for row in self.values for value in row if math.isfinite(value)]

    @property
    def lowest(self) -> tuple[float, float, float] | None:
        """The least value and where it lies, (x, y, value); None where none is finite."""
        best = None
        for at, row in zip(self.y, self.values, strict=True):
            for x, value in zip(self.x, row, strict=True):
                if math.isfinite(value) and (best is None or value < best[2]):
                    best = (x, at, value)
        return best

    def coarser(self) -> Grid:
        """Every second point."""
        return Grid(
            self.x[::2],
            self.y[::2],
            tuple(row[::2] for row in self.values[::2]),
            self.problem,
            self.failed,
        )


def grid_of(
    loss: Callable[[float, float], float],
    x: tuple[float, float],
    y: tuple[float, float],
    seconds: float,
    sides: tuple[int, ...] = SIDES,
) -> Grid:
    """`loss` on a square grid over `x` × `y` (both ends included), as fine as fits into about `seconds`.

    An error of the loss makes that point NaN; when every point of the first grid fails, the grid stays so."""
    known: dict[tuple[int, int], float] = {}
    finest = sides[-1] - 1
    problem, failed = "", 0
    began = time.monotonic()
    side = sides[0]
    for side in sides:
        step = finest // (side - 1)
        for row in range(0, finest + 1, step):
            for column in range(0, finest + 1, step):
                if (row, column) in known:
                    continue
                try:
                    known[row, column] = loss(_between(x, column / finest), _between(y, row / finest))
                except Exception as error:  # noqa: BLE001  (the learner's own function may raise anything)
                    known[row, column] = math.nan
                    failed += 1
                    problem = problem or f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        # The next grid has three times as many new points as all before it.
        if failed == len(known) or 4 * (time.monotonic() - began) > seconds:
            break
    step = finest // (side - 1)
    places = range(0, finest + 1, step)
    return Grid(
        tuple(_between(x, place / finest) for place in places),
        tuple(_between(y, place / finest) for place in places),
        tuple(tuple(known[row, column] for column in places) for row in places),
        problem,
        failed,
    )


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] * (1 - share) + ends[1] * share
