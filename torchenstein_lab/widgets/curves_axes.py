"""The frame of a panel of curves: its scales, from values to pixels, and its axes with round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from torchenstein_lab.widgets.curves_series import Bucket

WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 460, 232, 56, 14, 16, 30
"""The size of a panel and its margins, in pixels."""
_LOG_SPAN = 300
"""Positive values that span more than this factor are drawn on a logarithmic scale."""


@dataclass(frozen=True)
class Frame:
    """From values to pixels."""

    x0: float
    x1: float
    y0: float
    y1: float
    log: bool

    def x(self, step: float) -> float:
        span = self.x1 - self.x0
        return round(LEFT + (step - self.x0) / span * (WIDE - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        low, high, at = self.y0, self.y1, value
        if self.log:
            low, high, at = math.log10(low), math.log10(high), math.log10(value)
        # Halves: the span of ±1.7e308 is infinite.
        share = (at / 2 - low / 2) / (high / 2 - low / 2)
        return round(HIGH - BOTTOM - share * (HIGH - TOP - BOTTOM), 1)


def frame_of(buckets: Sequence[Bucket]) -> Frame:
    x0, x1 = min(bucket.first for bucket in buckets), max(bucket.last for bucket in buckets)
    finite = [bucket for bucket in buckets if bucket.finite]
    y0 = min((bucket.low for bucket in finite), default=0.0)
    y1 = max((bucket.high for bucket in finite), default=1.0)
    log = y0 > 0 and y1 / y0 > _LOG_SPAN
    if y0 == y1:
        room = abs(y0) / 10 or 1.0
        y0, y1 = y0 - room, y1 + room
    return Frame(x0, x1 if x1 > x0 else x0 + 1, y0, y1, log)


def axes_of(frame: Frame) -> str:
    levels = ticks(frame.y0, frame.y1, log=frame.log)
    lines = "".join(f"M{LEFT} {frame.y(value)}H{WIDE - RIGHT}" for value in levels)
    parts = [f'<path class="grid" d="{lines}"/>']
    for value in levels:
        y = frame.y(value)
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{number(value)}</text>')
    for value in ticks(frame.x0, frame.x1, log=False, most=6):
        # Steps are counted: half a step is nowhere.
        if value != int(value) and frame.x1 - frame.x0 >= 2:
            continue
        x = frame.x(value)
        parts.append(f'<text x="{x}" y="{HIGH - BOTTOM + 14}" text-anchor="middle">{number(value)}</text>')
    parts.append(f'<text x="{WIDE - RIGHT}" y="{HIGH - 2}" text-anchor="end">step</text>')
    return "".join(parts)


def ticks(low: float, high: float, *, log: bool, most: int = 5) -> list[float]:
    """Round numbers between `low` and `high`: at most `most` steps of 1, 2 or 5, or powers of ten."""
    if log:
        first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
        every = max(1, -(-(last - first + 1) // most))
        return [10.0**power for power in range(first, last + 1, every) if low <= 10.0**power <= high]
    rough = high / most - low / most
    base = 10.0 ** math.floor(math.log10(rough))
    step = next((base * factor for factor in (1, 2, 5) if base * factor >= rough), base * 10)
    first = math.ceil(low / step - 1e-9)
    found = [float(f"{(first + n) * step:.12g}") for n in range(most + 1)]
    # Far from zero, neighbours may round to one number.
    return sorted({value for value in found if low <= value <= high})


def number(value: float) -> str:
    """A number in at most four digits."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 10**6:
        return f"{int(value):,}".replace("-", "−")
    return f"{value:.4g}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")
