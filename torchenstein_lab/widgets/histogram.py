"""How a tensor's numbers are spread: a histogram, of all of them or of an even sample that is named as
one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from torchenstein_lab.widgets.numbers import as_floats, memory_order

SAMPLE = 100_000
BINS = 40


@dataclass(frozen=True)
class Histogram:
    """`counts` of finite numbers in even bins from `low` to `high`. `step`: every n-th number was taken."""

    low: float
    high: float
    counts: tuple[int, ...]
    step: int

    @property
    def taken(self) -> int:
        """How many numbers were counted."""
        return sum(self.counts)


def histogram_of(data: torch.Tensor) -> Histogram | None:
    """The histogram of a strided tensor (of complex numbers: of their size); `None` without two different
    finite numbers among those taken."""
    memory, _ = memory_order(data)
    step = _step(memory)
    numbers = as_floats(_every(memory, step)).to("cpu", torch.float64).flatten()
    finite = numbers[numbers.isfinite()]
    if len(finite) == 0:
        return None
    low, high = (float(limit) for limit in finite.aminmax())
    if not math.isfinite(high - low) or low == high:
        return None
    bins = BINS
    if not (data.is_floating_point() or data.is_complex()):
        # Whole numbers: a bin for each where they are few, else bins of the same whole width.
        width = math.ceil((high - low + 1) / BINS)
        bins = math.ceil((high - low + 1) / width)
        low, high = low - 0.5, low - 0.5 + bins * width
    counts = torch.histc(finite, bins=bins, min=low, max=high)
    return Histogram(low, high, tuple(int(count) for count in counts.tolist()), step)


def _step(memory: torch.Tensor) -> int:
    """Which step takes about `SAMPLE` numbers and falls in with no dimension, so that none is always
    missed."""
    step = max(1, math.ceil(memory.numel() / SAMPLE))
    while step > 1 and any(math.gcd(step, size) > 1 for size in memory.shape):
        step += 1
    return step


def _every(memory: torch.Tensor, step: int) -> torch.Tensor:
    if memory.ndim <= 1:
        return memory.reshape(-1)[::step]
    places = torch.arange(0, memory.numel(), step, device=memory.device)
    index = []
    for size in reversed(memory.shape):
        index.append(places % size)
        places = places // size
    return memory[tuple(reversed(index))]
