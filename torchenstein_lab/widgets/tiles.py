"""A matrix of any size as a grid of at most so many tiles, each the mean of the numbers it covers.

Where a tile covers one number, it is that number. A tile with a NaN or an infinity in it says so instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from torchenstein_lab.widgets.numbers import PIECE, as_floats

SIDE = 112
"""Rows and columns of a grid at most: 224 halves into it."""

FINITE, NAN, INF, MINUS_INF, BOTH = range(5)
"""What a tile holds: finite numbers only, a NaN, or infinities of one sign or both."""

LOOKS = 512
_SHORT = 32


@dataclass(frozen=True)
class Tiles:
    """`means` has `rows` × `columns` floats in reading order; where `marks` is not `FINITE`, they mean
    nothing.

    A tile covers `down` × `across` numbers, fewer at the lower and right edge.
    """

    rows: int
    columns: int
    down: int
    across: int
    means: tuple[float, ...]
    marks: bytes

    @property
    def exact(self) -> bool:
        """Whether each tile is one number."""
        return self.down == 1 and self.across == 1

    @property
    def limits(self) -> tuple[float, float] | None:
        """The least and largest finite mean."""
        if not any(self.marks):
            return min(self.means), max(self.means)
        finite = [mean for mean, mark in zip(self.means, self.marks, strict=True) if mark == FINITE]
        return (min(finite), max(finite)) if finite else None


def total_of(tiles: Tiles, matrix: tuple[int, int]) -> float | None:
    """The sum of all numbers of a matrix of this size, from its tiles; `None` where not all are finite."""
    if any(tiles.marks):
        return None
    means = torch.tensor(tiles.means, dtype=torch.float64, device="cpu").view(tiles.rows, tiles.columns)
    high, wide = (
        torch.tensor(
            [min(step, size - start) for start in range(0, size, step)], dtype=torch.float64, device="cpu"
        )
        for size, step in zip(matrix, (tiles.down, tiles.across), strict=True)
    )
    return float(high @ means @ wide)


def tile_size(rows: int, columns: int, side: int = SIDE) -> tuple[int, int]:
    """How many numbers a tile covers, down and across."""
    return max(1, math.ceil(rows / side)), max(1, math.ceil(columns / side))


def tiles_of(matrix: torch.Tensor, down: int, across: int) -> Tiles:
    """The tiles of a strided matrix of any dtype (of complex numbers: of their size)."""
    rows, columns = math.ceil(matrix.shape[0] / down), math.ceil(matrix.shape[1] / across)
    if matrix.stride(0) < matrix.stride(1):
        means = _means(matrix.t(), across, down).t()
    else:
        means = _means(matrix, down, across)
    marks = bytearray(rows * columns)
    flat = means.flatten()
    bad = (~flat.isfinite()).nonzero().flatten().tolist()
    values = flat.tolist()
    looks = 0
    for place in bad:
        if down * across == 1 or looks >= LOOKS:
            marks[place] = _mark_of(values[place])
            continue
        looks += 1
        row, column = divmod(place, columns)
        tile = matrix[row * down : (row + 1) * down, column * across : (column + 1) * across]
        marks[place], values[place] = _look(as_floats(tile).to(torch.float64))
    return Tiles(rows, columns, down, across, tuple(values), bytes(marks))


def _means(matrix: torch.Tensor, down: int, across: int) -> torch.Tensor:
    """Float64 means of the tiles, on the CPU; not finite where a number is not, or where the sum
    overflows."""
    if down == across == 1:
        return as_floats(matrix).to("cpu", torch.float64)
    lines = []
    step = max(1, PIECE // (down * across)) * across
    for top in range(0, matrix.shape[0], down):
        group = matrix[top : top + down]
        parts = [_line(group[:, left : left + step], across) for left in range(0, matrix.shape[1], step)]
        lines.append(parts[0] if len(parts) == 1 else torch.cat(parts))
    return torch.stack(lines)


def _line(group: torch.Tensor, across: int) -> torch.Tensor:
    floats = as_floats(group)
    whole = floats.shape[1] // across * across
    means = []
    if whole:
        # Along the memory first, which is faster, unless what lies along it is too short.
        body = floats[:, :whole]
        if across < _SHORT < len(body):
            means.append(body.mean(0).to("cpu", torch.float64).view(-1, across).mean(1))
        else:
            means.append(body.view(len(body), -1, across).mean(2).to("cpu", torch.float64).mean(0))
    if whole < floats.shape[1]:
        means.append(floats[:, whole:].to("cpu", torch.float64).mean().reshape(1))
    return means[0] if len(means) == 1 else torch.cat(means)


def _look(tile: torch.Tensor) -> tuple[int, float]:
    if bool(tile.isnan().any()):
        return NAN, math.nan
    if not bool(tile.isinf().any()):
        return FINITE, float((tile / tile.numel()).sum())
    signs = bool((tile == math.inf).any()), bool((tile == -math.inf).any())
    return (BOTH, math.nan) if all(signs) else (INF, math.inf) if signs[0] else (MINUS_INF, -math.inf)


def _mark_of(value: float) -> int:
    return NAN if math.isnan(value) else INF if value > 0 else MINUS_INF
