"""What a value is, judged by its real type: an object that only says it is a tensor is none."""

from __future__ import annotations

import sys
from typing import Any, Literal

from torchenstein_lab.inspector.fields import Fields

Kind = Literal["tensor", "parameter", "module", "optimizer", "loader", "group"]

GROUPS = (list, tuple, dict)


class Kinds:
    """Tells what values are. Made afresh for each look, because PyTorch may have been imported meanwhile.

    `torch` is None while the kernel has not imported PyTorch; then nothing is of any kind. PyTorch is never
    imported from here, and one that is being imported right now counts as absent.
    """

    def __init__(self) -> None:
        torch: Any = sys.modules.get("torch")
        self.torch = torch if _complete(torch) else None
        self._fields = None if self.torch is None else Fields(torch)
        self._known: dict[type, Kind | None] = {}

    @property
    def fields(self) -> Fields:
        """The way to the fields of tensors; there is none without PyTorch."""
        if self._fields is None:
            message = "there are no tensors without PyTorch"
            raise RuntimeError(message)
        return self._fields

    def of(self, value: object) -> Kind | None:
        """What `value` is: a list, a tuple or a dictionary is a group when its first item is of some kind."""
        cls = type(value)
        try:
            return self._known[cls]
        except KeyError:
            if cls in GROUPS:
                return "group" if self.torch is not None and self._opens_with_a_tensor(value) else None
            kind = self._known[cls] = self._of_class(cls)
            return kind

    def is_tensor(self, value: object) -> bool:
        """Tell whether `value` is a tensor, parameters among them."""
        return self.of(value) in ("tensor", "parameter")

    def _of_class(self, cls: type) -> Kind | None:
        torch = self.torch
        if torch is None:
            return None
        bases = type.mro(cls)
        if torch.nn.Parameter in bases:
            return "parameter"
        if torch.Tensor in bases:
            return "tensor"
        if torch.nn.Module in bases:
            return "module"
        if _named(bases, "torch.optim.optimizer", "Optimizer"):
            return "optimizer"
        return "loader" if _named(bases, "torch.utils.data.dataloader", "DataLoader") else None

    def _opens_with_a_tensor(self, group: Any) -> bool:
        try:
            first = next(iter(group.values() if type(group) is dict else group), None)
        except RuntimeError:  # the learner's code is changing it at this moment
            return False
        return type(first) not in GROUPS and self.of(first) is not None


def _complete(torch: Any) -> bool:
    return torch is not None and hasattr(torch, "Tensor") and hasattr(getattr(torch, "nn", None), "Parameter")


def _named(bases: list[type], module: str, name: str) -> bool:
    wanted = getattr(sys.modules.get(module), name, None)
    return wanted is not None and wanted in bases
