"""The statistics of a tensor of any size and dtype, in about three passes over its memory.

Up to a million numbers everything is computed in float64. Beyond, the memory is read in pieces of rows; of
each row mean, extremes and norm are taken while it is in the cache, and rows that are not finite are looked
at again, up to a limit: after it the counts say "at least". A figure that would not be right is withheld,
with the reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from torchenstein_lab.widgets.numbers import PIECE, as_floats, exact_limits, memory_order, pieces

EXACT = 1 << 20
ROW = 8192
LOOKS = 512
"""So many rows that are not finite are looked at, a row at a time."""

_CENTRED = 30.0
"""Beyond so many standard deviations, the mean swallows the digits of the standard deviation in float32."""


@dataclass(frozen=True)
class Summary:
    """What is known about a tensor's numbers; of complex numbers, about their size.

    `low` to `std` are about the finite numbers, and `None` where there are none or `withheld` says why.
    `std` is
    `x.std()`: with N − 1 below the line. `at_least`: the three counts are lower limits.
    """

    count: int
    nan: int = 0
    inf: int = 0
    minus_inf: int = 0
    at_least: bool = False
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    std: float | None = None
    withheld: str = ""

    @property
    def strange(self) -> int:
        """How many numbers are NaN or infinite."""
        return self.nan + self.inf + self.minus_inf


@dataclass
class _Sums:
    """Sums over finite numbers, while they are made. `unseen`: rows not finite that were not looked at."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0
    low: float = math.inf
    high: float = -math.inf
    nan: int = 0
    inf: int = 0
    minus_inf: int = 0
    looks: int = 0
    unseen: int = 0

    def look(self, numbers: torch.Tensor) -> None:
        """Take in numbers one by one, in float64."""
        wide = numbers.to(torch.float64)
        finite = wide[wide.isfinite()]
        if len(finite) < wide.numel():
            self.nan += int(wide.isnan().sum())
            self.inf += int((wide == math.inf).sum())
            self.minus_inf += int((wide == -math.inf).sum())
        if len(finite):
            self.n += len(finite)
            self.total += float(finite.sum())
            self.squares += float(finite.square().sum())
            self.low = min(self.low, float(finite.amin()))
            self.high = max(self.high, float(finite.amax()))

    def take_rows(self, rows: torch.Tensor, with_total: bool) -> None:
        """Take in rows of one length: whole rows at a time where they are finite."""
        low, high = rows.amin(1), rows.amax(1)
        norm = torch.linalg.vector_norm(rows, dim=1)
        parts = (rows.mean(1) if with_total else torch.zeros_like(norm), low, high, norm)
        mean, low, high, norm = (part.to("cpu", torch.float64) for part in parts)
        good = mean.isfinite() & norm.isfinite()
        if not bool(good.all()):
            for row in (~good).nonzero().flatten().tolist():
                if self.looks >= LOOKS:
                    self.unseen += 1
                    continue
                self.looks += 1
                self.look(rows[row])
            mean, low, high, norm = mean[good], low[good], high[good], norm[good]
        if len(mean):
            length = rows.shape[1]
            self.n += len(mean) * length
            self.total += float(mean.sum()) * length
            self.squares += float(norm.square().sum())
            self.low = min(self.low, float(low.amin()))
            self.high = max(self.high, float(high.amax()))


def summary_of(data: torch.Tensor, total: float | None = None) -> Summary:
    """Statistics of a strided tensor of any dtype and device. Reads it, and changes nothing.

    `total` is the sum of all numbers, where it is known and they are finite: it need not be taken again.
    """
    if data.numel() == 0:
        return Summary(0)
    memory, repeats = memory_order(data)
    if memory.numel() <= EXACT:
        return _of_few(memory, data.numel(), repeats)
    sums, limits = _Sums(), None
    buffer = torch.empty(0) if memory.dtype is torch.float32 else _buffer(memory)
    for piece in pieces(memory):
        floats = as_floats(piece, buffer)
        whole = len(floats) // ROW * ROW
        if whole:
            sums.take_rows(floats[:whole].view(-1, ROW), with_total=total is None)
        if whole < len(floats):
            sums.look(floats[whole:])
        found = exact_limits(piece)
        if found is not None:
            limits = found if limits is None else (min(limits[0], found[0]), max(limits[1], found[1]))
    if total is not None:
        sums.total = total / repeats
    return _finished(memory, sums, limits, data.numel(), repeats)


def _of_few(memory: torch.Tensor, count: int, repeats: int) -> Summary:
    sums = _Sums()
    numbers = as_floats(memory).to(torch.float64).flatten()
    sums.look(numbers)
    if sums.n == 0:
        return _counted(sums, count, repeats)
    limits = exact_limits(memory)
    mean = sums.total / sums.n
    centred = (numbers[numbers.isfinite()] - mean) if sums.n < numbers.numel() else numbers - mean
    return _counted(sums, count, repeats, limits, mean, _std(float(centred.square().sum()), sums.n, repeats))


def _finished(
    memory: torch.Tensor, sums: _Sums, limits: tuple[int, int] | None, count: int, repeats: int
) -> Summary:
    if sums.unseen:
        reason = "too many numbers are not finite to tell the others apart in a moment"
        return _counted(sums, count, repeats, limits, withheld=reason)
    if sums.n == 0:
        return _counted(sums, count, repeats)
    mean = sums.total / sums.n
    spread = sums.squares - sums.n * mean * mean
    if not math.isfinite(mean) or not math.isfinite(spread):
        return _counted(sums, count, repeats, limits, withheld="the sums leave the range of float64")
    deviation = math.sqrt(max(spread, 0.0) / sums.n)
    if abs(mean) > _CENTRED * deviation:
        if sums.n < memory.numel():
            # A second look would have to step over what is not finite.
            reason = "the numbers are too close together beside their size"
            return _counted(sums, count, repeats, limits, mean, withheld=reason)
        spread = _centred_squares(memory, mean, sums.n)
    return _counted(sums, count, repeats, limits, mean, _std(spread, sums.n, repeats))


def _centred_squares(memory: torch.Tensor, mean: float, n: int) -> float:
    """The sum of squared differences from the mean, in a second look at the memory."""
    centre = float(torch.tensor(mean, dtype=torch.float32, device="cpu"))
    buffer = _buffer(memory)
    squares = 0.0
    for piece in pieces(memory):
        floats = as_floats(piece, buffer)
        out = buffer[: len(floats)] if floats.dtype is torch.float32 else None
        shifted = torch.sub(floats, centre, out=out)
        whole = len(shifted) // ROW * ROW
        norms = torch.linalg.vector_norm(shifted[:whole].view(-1, ROW), dim=1)
        squares += float(norms.to("cpu", torch.float64).square().sum())
        squares += float(shifted[whole:].to(torch.float64).square().sum())
    return squares - n * (mean - centre) ** 2


def _buffer(memory: torch.Tensor) -> torch.Tensor:
    return torch.empty(PIECE, dtype=torch.float32, device=memory.device)


def _std(squares: float, n: int, repeats: int) -> float | None:
    return math.sqrt(max(squares, 0.0) * repeats / (n * repeats - 1)) if n * repeats > 1 else None


def _counted(
    sums: _Sums,
    count: int,
    repeats: int,
    limits: tuple[int, int] | None = None,
    mean: float | None = None,
    std: float | None = None,
    withheld: str = "",
) -> Summary:
    low, high = limits or ((sums.low, sums.high) if sums.n else (None, None))
    return Summary(
        count=count,
        nan=sums.nan * repeats,
        inf=sums.inf * repeats,
        minus_inf=sums.minus_inf * repeats,
        at_least=sums.unseen > 0,
        low=None if sums.unseen else low,
        high=None if sums.unseen else high,
        mean=mean,
        std=std,
        withheld=withheld,
    )
