"""Hearing of each function of PyTorch's that is called, by any spelling, and of each operator it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode


class CallMode(TorchFunctionMode):
    """While it is entered, `told` gets each function before it runs."""

    def __init__(self, told: Callable[[object], None]) -> None:
        super().__init__()
        self._told = told

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._told(func)
        return func(*args, **(kwargs or {}))


class OperatorMode(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """While it is entered, `told` gets each operator that PyTorch runs in the end, before it runs."""

    def __init__(self, told: Callable[[object], None]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._told = told

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._told(func)
        return func(*args, **(kwargs or {}))
