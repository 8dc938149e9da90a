"""A curve of any length in bounded memory: steps gathered in buckets that forget no extreme.

Each bucket keeps the least and the greatest finite value, the mean, and how many were NaN or infinite, so
that a thinned curve still shows every spike. When the buckets run out, neighbours are merged in pairs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

MOST = 256
"""Buckets kept for one curve."""


class Bucket(NamedTuple):
    """What is known of some consecutive values: steps from `first` to `last` (both inclusive).

    `low`, `high` and `mean` are of the `finite` values alone, and NaN where there is none."""

    first: float
    last: float
    low: float = math.nan
    high: float = math.nan
    mean: float = math.nan
    finite: int = 0
    nan: int = 0
    infinite: int = 0

    def with_next(self, other: Bucket) -> Bucket:
        """This bucket and the one after it, as one."""
        finite = self.finite + other.finite
        if self.finite and other.finite:
            low, high = min(self.low, other.low), max(self.high, other.high)
            # Weights first: the sum of two large means could overflow.
            mean = self.mean * (self.finite / finite) + other.mean * (other.finite / finite)
        else:
            full = self if self.finite else other
            low, high, mean = full.low, full.high, full.mean
        return Bucket(
            min(self.first, other.first),
            max(self.last, other.last),
            low,
            high,
            mean,
            finite,
            self.nan + other.nan,
            self.infinite + other.infinite,
        )


def bucket_of(step: float, value: float) -> Bucket:
    """One value."""
    if math.isfinite(value):
        return Bucket(step, step, value, value, value, 1)
    return Bucket(step, step, nan=int(math.isnan(value)), infinite=int(math.isinf(value)))


@dataclass
class Series:
    """A growing curve. `per` is how many values a full bucket holds; `newest` the last value logged."""

    buckets: list[Bucket] = field(default_factory=list)
    per: int = 1
    count: int = 0
    newest: float = math.nan
    _filled: int = 0

    def copy(self) -> Series:
        """The curve as it is now, for a drawing while values go on coming in."""
        return replace(self, buckets=list(self.buckets))

    def add(self, step: float, value: float) -> None:
        """Take one more value; constant time on average, bounded memory."""
        self.count += 1
        self.newest = value
        one = bucket_of(step, value)
        if self.buckets and self._filled < self.per:
            self.buckets[-1] = self.buckets[-1].with_next(one)
            self._filled += 1
            return
        if len(self.buckets) >= MOST:
            self.buckets = thinned(self.buckets, MOST // 2)
            self.per *= 2
        self.buckets.append(one)
        self._filled = 1


def thinned(buckets: Sequence[Bucket], most: int) -> list[Bucket]:
    """At most `most` buckets with the same extremes, counts and overall mean: neighbours merged in pairs."""
    thin = list(buckets)
    while len(thin) > max(1, most):
        merged = [a.with_next(b) for a, b in zip(thin[::2], thin[1::2], strict=False)]
        thin = merged + thin[len(merged) * 2 :]
    return thin


def whole(buckets: Iterable[Bucket]) -> Bucket | None:
    """All buckets as one; None without any."""
    total: Bucket | None = None
    for bucket in buckets:
        total = bucket if total is None else total.with_next(bucket)
    return total
