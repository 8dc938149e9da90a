"""Copies of arguments, so that no check is harmed by what a learner's function does to its inputs,
and comparing them with what they were."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import shape_text
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.plain import is_plain_tensor, is_tensor, plain, shape_of, unwatched
from torchenstein_lab.contracts.verdict import Category

_IMMUTABLE = (int, float, complex, bool, str, bytes, type(None), torch.dtype, torch.device, torch.Size, type)


def copied(value: object, memory: dict[int, object] | None = None) -> object:
    """A deep copy that keeps what a check may ask about: strides and offsets of tensors, which of them share
    memory with each other, `requires_grad`, the place of a generator in its sequence."""
    memory = {} if memory is None else memory
    if id(value) in memory:
        return memory[id(value)]
    made: object
    if isinstance(value, _IMMUTABLE):
        return value
    if is_plain_tensor(value):
        made = _copied_tensor(value, memory)  # type: ignore[arg-type]
    elif type(value) is list:
        items: list[object] = []
        made = memory[id(value)] = items
        items.extend(copied(item, memory) for item in value)
    elif type(value) is tuple:
        made = tuple(copied(item, memory) for item in value)
    elif type(value) is dict:
        entries: dict[object, object] = {}
        made = memory[id(value)] = entries
        entries.update((key, copied(item, memory)) for key, item in value.items())
    elif isinstance(value, torch.Generator):
        made = torch.Generator(value.device)
        made.set_state(value.get_state())
    else:
        try:
            made = copy.deepcopy(value, memory)
        except Exception:  # noqa: BLE001  (what cannot be copied is passed as it is)
            made = value
    memory[id(value)] = made
    return made


def _copied_tensor(tensor: torch.Tensor, memory: dict[int, object]) -> torch.Tensor:
    if (
        tensor.layout is not torch.strided
        or tensor.device.type == "meta"
        or tensor.is_quantized
        or tensor.is_nested
    ):
        made = tensor.detach().clone()
    else:
        storage = tensor.untyped_storage()
        key = storage._cdata
        if key not in memory:
            memory[key] = storage.clone()  # type: ignore[no-untyped-call]
        made = torch.empty(0, dtype=tensor.dtype, device=tensor.device)
        made.set_(memory[key], tensor.storage_offset(), tensor.size(), tensor.stride())  # type: ignore[call-overload]
        if tensor.is_conj():
            made = made.conj()
        if tensor.is_neg():
            made = torch._neg_view(made)
    if type(tensor) is torch.nn.Parameter:
        return torch.nn.Parameter(made, tensor.requires_grad)
    made.requires_grad_(tensor.requires_grad)
    return made


@dataclass(frozen=True)
class Snapshot:
    """What one argument was before the call: a copy, and for a tensor its version and `requires_grad`."""

    value: object
    version: int | None
    requires_grad: bool | None

    @classmethod
    def of(cls, value: object) -> Snapshot:
        """Remember an argument."""
        if is_tensor(value):
            assert isinstance(value, torch.Tensor)
            with unwatched():
                return cls(plain(value).clone(), value._version, value.requires_grad)
        return cls(copied(value), None, None)

    def harm(self, now: object) -> Fault | None:
        """How the argument differs from what it was; `None` where it is unharmed."""
        if is_tensor(now):
            assert isinstance(now, torch.Tensor)
            return self._harm_to_tensor(now)
        if isinstance(now, torch.Generator):
            assert isinstance(self.value, torch.Generator)
            return compare_states(self.value, now)
        if isinstance(now, (list, tuple, dict, str, bytes, int, float, complex, bool, type(None))):
            return compare(now, self.value)
        if type(now).__module__ == "numpy" and type(now).__name__ == "ndarray":
            return compare(torch.as_tensor(now), torch.as_tensor(self.value))
        return None

    def _harm_to_tensor(self, now: torch.Tensor) -> Fault | None:
        assert isinstance(self.value, torch.Tensor)
        if shape_of(now) != tuple(self.value.shape):
            was, came = shape_text(self.value.shape), shape_text(shape_of(now))
            return Fault(Category.ARGUMENT, f"its shape was {was} and is now {came}")
        fault = compare(plain(now), self.value)
        if fault is not None:
            return fault
        if now.requires_grad != self.requires_grad:
            return Fault(
                Category.ARGUMENT,
                f"its `requires_grad` was {self.requires_grad} and is now {now.requires_grad}",
            )
        if now._version != self.version:
            return Fault(Category.ARGUMENT, "it was written to, though its numbers are the same again")
        return None


def compare_states(expected: torch.Generator, got: torch.Generator) -> Fault | None:
    """Whether two generators stand at the same place of the same sequence."""
    with unwatched():
        if bool(expected.get_state().equal(got.get_state())):
            return None
    return Fault(Category.ARGUMENT, "the generator was moved on: its next numbers are others than before")
