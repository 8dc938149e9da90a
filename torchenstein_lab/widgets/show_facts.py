"""Everything that `show` draws of a tensor, as numbers and words: the tensor itself is not kept.

A matrix is drawn as a grid of tiles, a deeper tensor as some of its slices, and a long row in lines that
are read like text. A `Window` says which part; `panels_of` is also what answers when the learner moves on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.histogram import Histogram, histogram_of
from torchenstein_lab.widgets.numbers import as_floats
from torchenstein_lab.widgets.scale import CATEGORIES
from torchenstein_lab.widgets.subject import Outline, strided
from torchenstein_lab.widgets.summary import Summary, summary_of
from torchenstein_lab.widgets.tiles import FINITE, SIDE, Tiles, tile_size, tiles_of, total_of

WRITTEN = 256
"""Up to so many cells carry their numbers."""
ONE_LINE = 32
SLICES = 4
_BESIDE = 9000
"""So many cells all slices have together: more would not fit into the 32 KiB of a saved picture."""


@dataclass(frozen=True)
class Window:
    """Which part of a tensor is drawn: from which slice on, and which rows and columns of each (to the end:
    None)."""

    first: int = 0
    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None


@dataclass(frozen=True)
class Panel:
    """One grid. `index` is the slice's index (empty for a matrix), `top` and `left` its first number.

    `line`: a one-dimensional tensor in lines of so many tiles, 0 otherwise. `texts` holds what stands in
    the cells, where they are few and each is one number.
    """

    index: tuple[int, ...]
    top: int
    left: int
    tiles: Tiles
    line: int = 0
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """What the colours mean: levels from `low` to `high`, even around zero where `diverging`.

    `names`: each whole number has a colour of its own, and a name.
    """

    low: float
    high: float
    names: tuple[str, ...] = ()

    @property
    def diverging(self) -> bool:
        """Whether numbers lie on both sides of zero."""
        return not self.names and self.low < 0 < self.high

    @property
    def ends(self) -> tuple[float, float]:
        """The numbers at the two ends of the colours."""
        reach = max(-self.low, self.high)
        return (-reach, reach) if self.diverging else (self.low, self.high)

    def level(self, number: float) -> float:
        """Where a number lies on the scale, between 0 and 1."""
        return float(self.levels(torch.tensor(number, dtype=torch.float64, device="cpu")))

    def levels(self, numbers: torch.Tensor) -> torch.Tensor:
        """Where float64 numbers lie on the scale, between 0 and 1."""
        low, high = self.ends
        if low == high:
            return torch.full_like(numbers, 0.5)
        # Halves, so that limits near the largest float do not overflow.
        return ((numbers / 2 - low / 2) / (high / 2 - low / 2)).clamp(0.0, 1.0)


@dataclass(frozen=True)
class ShowFacts:
    """What is drawn. `summary` is `None` where there are no numbers to be read, `panels` is then empty.

    `matrix` is the size of a slice as it is stored (before tiling), `slices` how many there are. `lead` are
    the dimensions before the last two.
    """

    outline: Outline
    kind: str
    summary: Summary | None = None
    histogram: Histogram | None = None
    panels: tuple[Panel, ...] = ()
    scale: Scale | None = None
    matrix: tuple[int, int] = (0, 0)
    lead: tuple[int, ...] = ()
    true: int | None = None

    @property
    def slices(self) -> int:
        """How many slices of the last two dimensions there are."""
        return math.prod(self.lead)


def show_facts(
    tensor: torch.Tensor, outline: Outline, names: Sequence[str] | None, window: Window
) -> ShowFacts:
    """Look at a tensor of any kind. `names` names the categories 0, 1, …, `None` where numbers are
    numbers."""
    data = strided(tensor)
    if data is None or data.numel() == 0:
        return ShowFacts(outline, "nothing" if data is not None else "no numbers")
    kind = kind_of(data)
    panels = panels_of(data, window)
    # Where the tiles cover everything, they hold the sum of everything.
    whole = math.prod(data.shape[:-2]) == 1 and window == Window()
    summary = summary_of(data, total_of(panels[0].tiles, _matrix_size(data)) if whole else None)
    scale = category_scale(summary, names) if names is not None else scale_of(summary, panels)
    true = round((summary.mean or 0.0) * data.numel()) if kind == "truth" else None
    return ShowFacts(
        outline=outline,
        kind="categories" if names is not None else kind,
        summary=summary,
        histogram=None if kind == "truth" or data.numel() == 1 else histogram_of(data),
        panels=panels,
        scale=scale,
        matrix=_matrix_size(data),
        lead=tuple(data.shape[:-2]),
        true=true,
    )


def kind_of(data: torch.Tensor) -> str:
    """Which words fit the numbers: truth, complex, whole or numbers."""
    if data.dtype is torch.bool:
        return "truth"
    if data.is_complex():
        return "complex"
    return "numbers" if data.is_floating_point() else "whole"


def category_scale(summary: Summary, names: Sequence[str]) -> Scale:
    """A colour for each category. Raises `ValueError` where the numbers are no categories."""
    if summary.low is None or summary.high is None or summary.strange or summary.low < 0:
        raise ValueError("Categories are whole numbers from 0 on.")
    if summary.high >= len(CATEGORIES):
        raise ValueError(f"At most {len(CATEGORIES)} categories have colours that can be told apart.")
    found = int(summary.high) + 1
    given = [str(name) for name in names[:found]]
    return Scale(0, found - 1, (*given, *map(str, range(len(given), found))))


def scale_of(summary: Summary, panels: Sequence[Panel]) -> Scale | None:
    """The colours' limits: the whole tensor's where cells are numbers, the drawn means' where they are
    means."""
    limits = [panel.tiles.limits for panel in panels]
    known = [limit for limit in limits if limit is not None]
    if not known:
        return None
    if all(panel.tiles.exact for panel in panels) and summary.low is not None and summary.high is not None:
        return Scale(summary.low, summary.high)
    return Scale(min(low for low, _ in known), max(high for _, high in known))


def panels_of(data: torch.Tensor, window: Window, most: int = SLICES) -> tuple[Panel, ...]:
    """The grids of a window, of at most so many slices; numbers outside of the tensor are brought inside."""
    if data.ndim < 2:
        return (_line_panel(data.reshape(1, -1), window),)
    lead = tuple(data.shape[:-2])
    rows, columns = data.shape[-2:]
    top, bottom = _within(window.top, window.bottom, rows)
    left, right = _within(window.left, window.right, columns)
    down, across = tile_size(bottom - top, right - left)
    cells = math.ceil((bottom - top) / down) * math.ceil((right - left) / across)
    slices = math.prod(lead)
    count = min(slices, most, max(1, _BESIDE // cells))
    first = min(max(0, window.first), slices - count)
    written = count * cells <= WRITTEN
    panels = []
    for number in range(first, first + count):
        index = index_of(number, lead)
        matrix = data[index][top:bottom, left:right] if index else data[top:bottom, left:right]
        tiles = tiles_of(matrix, down, across)
        texts = _texts(matrix) if written and tiles.exact else ()
        panels.append(Panel(index, top, left, tiles, texts=texts))
    return tuple(panels)


def _line_panel(line: torch.Tensor, window: Window) -> Panel:
    left, right = _within(window.left, window.right, line.shape[1])
    part = line[:, left:right]
    across = max(1, math.ceil(part.shape[1] / (SIDE * SIDE)))
    tiles = tiles_of(part, 1, across)
    written = tiles.exact and tiles.columns <= WRITTEN
    if tiles.columns <= ONE_LINE:
        wide = 0
    elif written:
        wide = 16
    else:
        wide = min(SIDE, math.ceil(math.sqrt(tiles.columns) / 8) * 8)
    return Panel((), 0, left, tiles, wide, _texts(part) if written else ())


def _texts(matrix: torch.Tensor) -> tuple[str, ...]:
    plain = matrix.resolve_conj().resolve_neg()
    if plain.is_floating_point() and plain.dtype.itemsize < 2:
        plain = as_floats(plain)
    values: list[Any] = plain.flatten().tolist()
    return tuple(cell_value(value) for value in values)


def _within(start: int, end: int | None, size: int) -> tuple[int, int]:
    start = min(max(0, start), size - 1)
    return start, size if end is None else min(max(start + 1, end), size)


def _matrix_size(data: torch.Tensor) -> tuple[int, int]:
    return (1, data.numel()) if data.ndim < 2 else (int(data.shape[-2]), int(data.shape[-1]))


def index_of(flat: int, shape: Sequence[int]) -> tuple[int, ...]:
    """The index of the n-th slice."""
    index = []
    for size in reversed(shape):
        flat, at = divmod(flat, size)
        index.append(at)
    return tuple(reversed(index))


def has_strange(panels: Sequence[Panel]) -> bool:
    """Whether a NaN or an infinity is in sight."""
    return any(mark != FINITE for panel in panels for mark in panel.tiles.marks)
