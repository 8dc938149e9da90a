"""Fresh inputs from the seed of the check: what `sample` offers to a check.

Every draw comes from the running session, so a failure can be replayed from the seed in the verdict.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeVar

import torch

from torchenstein_lab.checks.fault import CheckFault
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

    def shapes(self, most_dims: int = 3, count: int = 4, edges: bool = False) -> list[tuple[int, ...]]:
        """Shapes of one to `most_dims` dimensions, no two sizes of one shape the same. With `edges`, first
        those at which functions stumble: depth zero, empty along one dimension, size 1, square."""
        found: list[tuple[int, ...]] = []
        if edges:
            found = [(), (0,), (1,)]
            if most_dims > 1:
                found += [(0, 3), (3, 0), (1, 4), (4, 1), (3, 3)]
        for _ in range(count):
            found.append(tuple(self.dice.sample(range(2, 8), self.dice.randint(1, most_dims))))
        return found

    def noncontiguous(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Normally distributed numbers that lie apart in memory: with steps of two, and from an offset. A
        shape of at least one dimension, with more than one number."""
        if math.prod(shape) < 2:
            raise CheckFault("`sample.noncontiguous` needs a shape with more than one number.")
        wide = self.normal(*shape, 2, dtype=dtype)
        return wide[..., 1]

    def expanded(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Normally distributed numbers whose rows (the first dimension) all lie in the same memory."""
        if not shape or shape[0] < 2:
            raise CheckFault("`sample.expanded` needs a shape whose first size is at least 2.")
        return self.normal(1, *shape[1:], dtype=dtype).expand(*shape)

    def broadcasting(self, dtype: torch.dtype = torch.float32) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Pairs of tensors of different shapes that broadcast: with a number, a row, a column, both ways."""
        rows, columns = self.dice.sample(range(2, 7), 2)
        pairs: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
            ((rows, columns), ()),
            ((rows, columns), (columns,)),
            ((rows, columns), (rows, 1)),
            ((rows, 1), (1, columns)),
            ((columns,), (rows, 1)),
            ((1, rows, columns), (2, 1, columns)),
        ]
        for one, other in pairs:
            yield self.normal(*one, dtype=dtype), self.normal(*other, dtype=dtype)

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
