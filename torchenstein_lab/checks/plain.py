"""Tensors as plain data: looking at a tensor without trusting anything that a learner can replace.

`torch.allclose`, `torch.Tensor.__eq__` and the methods of a subclass may have been replaced by an answer;
the methods of `torch._C.TensorBase` cannot be. Everything that compares goes through here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

_BASE = torch._C.TensorBase
_TENSOR = torch.Tensor
_PARAMETER = torch.nn.Parameter
_NO_OVERRIDES = torch._C.DisableTorchFunction
_NO_GRAD = torch.no_grad


@contextmanager
def unwatched() -> Iterator[None]:
    """Look at tensors without building a graph, and without calling what a subclass overrides."""
    with _NO_GRAD(), _NO_OVERRIDES():
        yield


def is_tensor(value: object) -> bool:
    """Whether `value` really is a tensor, whatever its `__class__` claims."""
    return issubclass(type(value), _TENSOR)


def is_plain_tensor(value: object) -> bool:
    """Whether `value` is a tensor or parameter of PyTorch's own, not a subclass with methods of its own."""
    return type(value) in (_TENSOR, _PARAMETER)


def plain(value: Any) -> torch.Tensor:
    """The data of a tensor as a `torch.Tensor` that shares its memory: any shape and dtype, no graph,
    dense."""
    with unwatched():
        known = value if is_plain_tensor(value) else _BASE.as_subclass(value, _TENSOR)
        tensor: torch.Tensor = _BASE.detach(known)
        if tensor.is_nested:
            tensor = _padded(tensor)
        if tensor.layout is not torch.strided:
            tensor = tensor.to_dense()
        if tensor.is_quantized:
            tensor = tensor.dequantize()
        if tensor.device.type not in ("cpu", "meta"):
            tensor = tensor.cpu()
        return tensor.resolve_conj().resolve_neg()


def shape_of(value: Any) -> tuple[int, ...]:
    """The sizes of a tensor, as plain integers."""
    with unwatched():
        if is_nested(value):
            return tuple(_padded(value).shape)
        return tuple(int(n) for n in _BASE.size(value))


def is_nested(value: Any) -> bool:
    """Whether a tensor is a bundle of tensors of several sizes."""
    return is_plain_tensor(value) and bool(value.is_nested)


def _padded(tensor: torch.Tensor) -> torch.Tensor:
    """A bundle of tensors as one, with NaN (or 0) where the shorter ones end."""
    filler = float("nan") if tensor.dtype.is_floating_point else 0
    made: torch.Tensor = torch.nested.to_padded_tensor(_BASE.detach(tensor), filler)
    return made
