"""The dtypes as patterns of bits: which bit means what, and which numbers there are.

Everything is computed from a format's few figures, and tests hold it to PyTorch's own numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Format:
    """One dtype. `exponent` is 0 for whole numbers, whose bits are then all `mantissa` (and a sign).

    `infinite` is false where the largest exponent holds ordinary numbers and only its last pattern is NaN."""

    dtype: torch.dtype
    signed: bool
    exponent: int
    mantissa: int
    infinite: bool = True

    @property
    def name(self) -> str:
        """The dtype without `torch.`"""
        return str(self.dtype).removeprefix("torch.")

    @property
    def width(self) -> int:
        """The number of bits."""
        return self.signed + self.exponent + self.mantissa

    @property
    def whole(self) -> bool:
        """Whether this is a dtype of whole numbers."""
        return self.exponent == 0

    @property
    def bias(self) -> int:
        """What is subtracted from the exponent's bits."""
        return (1 << (self.exponent - 1)) - 1

    def fields(self, pattern: int) -> tuple[int, int, int]:
        """Sign, exponent and mantissa of a pattern, as their bits stand there."""
        sign = pattern >> (self.width - 1) if self.signed else 0
        return (
            sign,
            (pattern >> self.mantissa) & ((1 << self.exponent) - 1),
            pattern & ((1 << self.mantissa) - 1),
        )

    def value(self, pattern: int) -> float:
        """The number that a pattern stands for: an int for whole numbers, else a float, exactly."""
        sign, exponent, mantissa = self.fields(pattern)
        if self.whole:
            return mantissa - (sign << self.mantissa)
        top = (1 << self.exponent) - 1
        if exponent == top and self.infinite:
            return math.nan if mantissa else (-math.inf if sign else math.inf)
        if exponent == top and mantissa == (1 << self.mantissa) - 1:
            return math.nan
        lead = (1 << self.mantissa) if exponent else 0
        size = math.ldexp(lead + mantissa, max(exponent, 1) - self.bias - self.mantissa)
        return -size if sign else size

    def pattern(self, number: torch.Tensor) -> int:
        """The bits of a tensor of this dtype with one element."""
        width = {8: torch.uint8, 16: torch.int16, 32: torch.int32, 64: torch.int64}[self.width]
        raw = number.reshape(1)
        if raw.dtype is torch.bool:
            return int(raw.item())
        return int(raw.view(width).item()) & ((1 << self.width) - 1)

    def neighbours(self, pattern: int, reach: int) -> tuple[float, ...]:
        """The finite numbers around a pattern's number, up to `reach` on each side, in order. Empty where the
        pattern is not finite."""
        if not math.isfinite(self.value(pattern)):
            return ()
        found = []
        for step in range(-reach, reach + 1):
            near = self._moved(pattern, step)
            if near is not None and math.isfinite(self.value(near)):
                found.append(self.value(near))
        return tuple(found)

    def _moved(self, pattern: int, steps: int) -> int | None:
        """The pattern so many numbers further up; both zeros count as one."""
        if self.whole:
            moved = int(self.value(pattern)) + steps
            low, high = self.limits
            return moved & ((1 << self.width) - 1) if low <= moved <= high else None
        half = 1 << (self.width - 1)
        place = (-(pattern - half) if pattern >= half else pattern) + steps
        if abs(place) >= half:
            return None
        return place if place >= 0 else half - place

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the greatest of the whole numbers."""
        return (-(1 << self.mantissa) if self.signed else 0), (1 << self.mantissa) - 1


def _floating(dtype: torch.dtype, exponent: int, mantissa: int, *, infinite: bool = True) -> Format:
    return Format(dtype, True, exponent, mantissa, infinite)


FORMATS = (
    _floating(torch.float32, 8, 23),
    _floating(torch.float16, 5, 10),
    _floating(torch.bfloat16, 8, 7),
    _floating(torch.float8_e4m3fn, 4, 3, infinite=False),
    _floating(torch.float8_e5m2, 5, 2),
    Format(torch.int8, True, 0, 7),
)
"""The dtypes that one number is shown in."""

EVERY_FORMAT = {
    each.dtype: each
    for each in (
        *FORMATS,
        _floating(torch.float64, 11, 52),
        Format(torch.uint8, False, 0, 8),
        Format(torch.int16, True, 0, 15),
        Format(torch.int32, True, 0, 31),
        Format(torch.int64, True, 0, 63),
    )
}
