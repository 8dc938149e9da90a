"""Fresh inputs from the seed of the check: what `sample` offers to a check.

Every draw comes from the running session, so a failure can be replayed from the seed in the verdict.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeVar

import torch

from torchenstein_lab.checks.session import running

T = TypeVar("T")

_LETTERS = "abcdefghijklmnopqrstuvwxyz     ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?"


class Sample:
    """Draws inputs for the check that is running."""

    @property
    def dice(self) -> random.Random:
        """Python's random numbers, seeded by the check."""
        return running().dice

    @property
    def generator(self) -> torch.Generator:
        """PyTorch's random numbers, seeded by the check; the global ones are never touched."""
        return running().generator

    def integers(
        self, low: int, high: int, shape: Sequence[int] | int, dtype: torch.dtype = torch.int64
    ) -> torch.Tensor:
        """Whole numbers from `low` up to, but not including, `high`, as a tensor of `shape`."""
        size = (shape,) if isinstance(shape, int) else tuple(shape)
        return torch.randint(low, high, size, generator=self.generator).to(dtype)

    def uniform(
        self, *shape: int, dtype: torch.dtype = torch.float32, requires_grad: bool = False
    ) -> torch.Tensor:
        """Numbers between 0 and 1 as a tensor of `shape`."""
        drawn = torch.rand(shape, generator=self.generator, dtype=torch.float64).to(dtype)
        return drawn.requires_grad_(requires_grad)

    def normal(
        self, *shape: int, dtype: torch.dtype = torch.float32, requires_grad: bool = False
    ) -> torch.Tensor:
        """Normally distributed numbers (mean 0, spread 1) as a tensor of `shape`."""
        drawn = torch.randn(shape, generator=self.generator, dtype=torch.float64).to(dtype)
        return drawn.requires_grad_(requires_grad)

    def tensors(
        self,
        shapes: Sequence[Sequence[int]] = ((4,), (1,), (3, 5), (5, 1), (2, 3, 4)),
        dtypes: Sequence[torch.dtype] = (torch.float32,),
        scales: Sequence[float] = (1.0,),
    ) -> Iterator[torch.Tensor]:
        """Normally distributed tensors, one for each combination of shape, scale and dtype."""
        for shape, scale, dtype in product(shapes, scales, dtypes):
            yield (self.normal(*shape, dtype=torch.float64) * scale).to(dtype)

    def text(self, length: int) -> str:
        """Printable text of that many characters, spaces among them."""
        return "".join(self.dice.choice(_LETTERS) for _ in range(length))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self.dice.choice(options)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a new order, as a new list."""
        mixed = list(items)
        self.dice.shuffle(mixed)
        return mixed


sample = Sample()
