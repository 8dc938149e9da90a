"""What a call costs, counted and not timed: operators dispatched, elements made, how both grow.

Counted at PyTorch's dispatcher, so it is seen what happens inside PyTorch's own Python functions, too. Memory
that a compiled operator uses for itself is not seen here; `keeps_to` sees it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from torchenstein_lab.checks.forbid import bare
from torchenstein_lab.checks.watch_calls import CallMode


@dataclass
class Cost:
    """What one call cost. `made` are the sizes of all tensors that got memory of their own, in order;
    `dispatched` counts the operators in the end, `called` the functions by name."""

    made: list[tuple[int, str]] = field(default_factory=list)
    dispatched: Counter[str] = field(default_factory=Counter)
    called: Counter[str] = field(default_factory=Counter)

    @property
    def largest(self) -> tuple[int, str]:
        """Elements of the largest tensor, and the operator that made it."""
        return max(self.made, default=(0, ""))

    @property
    def total(self) -> int:
        """Elements of all tensors that were made, one after the other."""
        return sum(count for count, _ in self.made)


class _Meter(TorchDispatchMode):  # type: ignore[no-untyped-call]
    def __init__(self, cost: Cost) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._cost = cost

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        held = {_storage(tensor) for tensor in _tensors((args, kwargs))}
        result = func(*args, **(kwargs or {}))
        name = bare(func._schema.name.split("::")[-1])
        self._cost.dispatched[name] += 1
        for tensor in _tensors(result):
            key = _storage(tensor)
            if key not in held:
                held.add(key)
                self._cost.made.append((tensor.untyped_storage().nbytes() // tensor.element_size(), name))
        return result


def cost_of(call: Callable[[], object]) -> Cost:
    """Make the call, and count."""
    cost = Cost()

    def told(function: object) -> None:
        cost.called[bare(getattr(function, "__name__", ""))] += 1

    with _Meter(cost), CallMode(told):
        call()
    return cost


def exponent(sizes: Sequence[int], costs: Sequence[int]) -> float:
    """The power of `n` that the costs grow like, from the two largest sizes."""
    (n, m), (a, b) = sizes[-2:], costs[-2:]
    return math.log(max(b, 1) / max(a, 1)) / math.log(m / n)


def _storage(tensor: torch.Tensor) -> int:
    return tensor.untyped_storage()._cdata if tensor.layout is torch.strided else id(tensor)


def _tensors(value: object) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        if value.layout is torch.strided:
            yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _tensors(item)
