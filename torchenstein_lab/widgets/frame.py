"""What is shown of a tensor: which of its numbers, on which scale, and in which words.

A small tensor is shown whole. Of a large one a part is shown, and the words say which: every n-th row and
column of a matrix, the first numbers of a row, the first slices of a deeper tensor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

WRITTEN = 400
"""Up to so many cells carry their numbers."""
SIDE = 128
"""So many rows and columns of a matrix are drawn at most."""
LONGEST_ROW = 40
SLICES = 4


@dataclass(frozen=True)
class Panel:
    """One grid of numbers: rows of values, and the index of the slice it shows (empty for a matrix)."""

    values: list[list[complex]]
    index: str = ""


@dataclass(frozen=True)
class Frame:
    """Everything that is drawn. `low` and `high` are the finite limits of the whole tensor, `None` without
    any;
    `diverging` is true where numbers lie on both sides of zero."""

    shape: tuple[int, ...]
    dtype: str
    device: str
    panels: tuple[Panel, ...]
    low: float | None
    high: float | None
    diverging: bool
    strange: int
    sample: str

    @property
    def columns(self) -> int:
        """The columns of each panel."""
        return len(self.panels[0].values[0]) if self.panels and self.panels[0].values else 0

    @property
    def rows(self) -> int:
        """The rows of each panel."""
        return len(self.panels[0].values) if self.panels else 0

    @property
    def written(self) -> bool:
        """Whether the cells carry their numbers."""
        return self.rows * self.columns * len(self.panels) <= WRITTEN

    @property
    def title(self) -> str:
        """Shape, dtype and, where it is not the processor, the device."""
        where = "" if self.device == "cpu" else f", {self.device}"
        return f"tensor of shape {self.shape}, {self.dtype}{where}"

    @property
    def extent(self) -> str:
        """The limits of the numbers, in words."""
        if self.low is None or self.high is None:
            return "no numbers" if 0 in self.shape else "no finite numbers"
        words = (
            f"from {number(self.low)} to {number(self.high)}"
            if self.low != self.high
            else f"all {number(self.low)}"
        )
        return f"{words}, {self.strange:,} not finite" if self.strange else words

    def level(self, value: complex) -> float | None:
        """Where a number lies on the scale, between 0 and 1; `None` for NaN and infinities."""
        size = abs(value) if type(value) is complex else float(value.real)
        if not math.isfinite(size) or self.low is None or self.high is None:
            return None
        if self.diverging:
            reach = max(-self.low, self.high)
            return (size / reach + 1) / 2
        return (size - self.low) / (self.high - self.low) if self.high > self.low else 0.0


def frame_of(tensor: torch.Tensor) -> Frame:
    """Look at a tensor of any shape, dtype, layout and device; it is not changed, and no graph is built."""
    with torch.no_grad():
        data = tensor.detach()
        dtype, device = str(data.dtype).removeprefix("torch."), str(data.device)
        if data.device.type == "meta":
            return Frame(tuple(data.shape), dtype, device, (), None, None, False, 0, "")
        if data.is_quantized:
            data = data.dequantize()
        if data.layout is not torch.strided:
            data = data.to_dense()
        low, high, strange = _limits(data)
        panels, sample = _panels(data)
        diverging = low is not None and high is not None and low < 0 < high
        return Frame(tuple(data.shape), dtype, device, panels, low, high, diverging, strange, sample)


def number(value: complex) -> str:
    """A number, short enough for a cell."""
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**6 else f"{value:.2e}"
    if not isinstance(value, float):
        return f"{value.real:.2g}{value.imag:+.2g}j"
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value == int(value) and abs(value) < 10**5:
        return f"{int(value)}."
    return f"{value:.3g}".replace("e-0", "e-").replace("e+0", "e")


def _limits(data: torch.Tensor) -> tuple[float | None, float | None, int]:
    if data.numel() == 0:
        return None, None, 0
    if data.is_complex():
        data = data.abs()
    if not data.dtype.is_floating_point:
        if data.dtype is torch.bool:
            data = data.to(torch.uint8)
        least, most = (int(value) for value in data.aminmax())
        return least, most, 0
    if data.dtype.itemsize < 2:
        data = data.to(torch.float32)
    bounds = [float(value) for value in data.aminmax()]
    if all(math.isfinite(value) for value in bounds):
        return bounds[0], bounds[1], 0
    finite = data[data.isfinite()]
    strange = data.numel() - finite.numel()
    if finite.numel() == 0:
        return None, None, strange
    return float(finite.min()), float(finite.max()), strange


def _panels(data: torch.Tensor) -> tuple[tuple[Panel, ...], str]:
    if data.numel() == 0:
        return (), ""
    if data.ndim == 0:
        return (Panel([[data.item()]]),), ""
    if data.ndim == 1:
        shown = data[:LONGEST_ROW]
        sample = "" if len(shown) == len(data) else f"the first {len(shown)} of {len(data):,} numbers"
        return (Panel([shown.tolist()]),), sample
    matrices = data.reshape(-1, *data.shape[-2:]) if data.ndim > 2 else data.unsqueeze(0)
    rows, columns = data.shape[-2:]
    down, across = math.ceil(rows / SIDE), math.ceil(columns / SIDE)
    words = []
    if len(matrices) > SLICES:
        words.append(f"the first {SLICES} of {len(matrices):,} slices")
    if down > 1 or across > 1:
        words.append(f"every {_nth(down)} row and every {_nth(across)} column".replace("every 1st", "every"))
    panels = []
    for i in range(min(SLICES, len(matrices))):
        index = "" if data.ndim == 2 else str(_index(i, tuple(data.shape[:-2])))
        panels.append(Panel(matrices[i][::down, ::across].tolist(), index))
    return tuple(panels), ", ".join(words)


def _index(flat: int, shape: tuple[int, ...]) -> list[int]:
    index = []
    for size in reversed(shape):
        flat, at = divmod(flat, size)
        index.append(at)
    return index[::-1]


def _nth(n: int) -> str:
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
