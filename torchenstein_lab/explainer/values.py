"""Looking at values without running code of the learner's: what they are, their shape, dtype and device.

PyTorch and NumPy are noticed where they are loaded, never imported: an error about tensors can only come
from a process that has them. Shapes and dtypes are read for tensors of PyTorch's own types alone, because a
subclass may run code of its own when it is asked.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from torchenstein_lab.contracts.explanation import Operand

SHORT = 60
FEW = 8


def torch_loaded() -> Any:
    """The module `torch`, or None where nothing has imported it."""
    return sys.modules.get("torch")


def is_tensor(value: object) -> bool:
    """Whether a value is a plain tensor or a parameter."""
    torch = torch_loaded()
    return torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter)


def is_array(value: object) -> bool:
    """Whether a value is a plain NumPy array."""
    numpy: Any = sys.modules.get("numpy")
    return numpy is not None and type(value) is numpy.ndarray


def is_layer(value: object) -> bool:
    """Whether a value is a `torch.nn.Module`."""
    torch = torch_loaded()
    return torch is not None and issubclass(type(value), torch.nn.Module)


def shape_of(value: object) -> tuple[int, ...] | None:
    """The shape of a tensor or an array; None for anything else."""
    if is_tensor(value) or is_array(value):
        return tuple(int(size) for size in value.shape)  # type: ignore[attr-defined]
    return None


def dtype_of(value: object) -> str:
    """The dtype of a tensor or an array, without `torch.`; empty for anything else."""
    if is_tensor(value) or is_array(value):
        return str(value.dtype).removeprefix("torch.")  # type: ignore[attr-defined]
    return ""


def device_of(value: object) -> str:
    """The device of a tensor; empty for anything else."""
    return str(value.device) if is_tensor(value) else ""  # type: ignore[attr-defined]


def type_of(value: object) -> str:
    """What a learner calls the type of a value."""
    if value is None:
        return "None"
    if isinstance(value, ModuleType):
        return "module"
    return type(value).__name__


def a_type(value: object) -> str:
    """The type with its article: "a list", "an int", "None"."""
    return with_article(type_of(value)) if value is not None else "None"


def with_article(word: str) -> str:
    """A word with "a" or "an" before it."""
    return (
        f"an {word}" if word[:1] in "aeioAEIO" or word[:2] in ("nd", "RN", "LS", "MS", "F.") else f"a {word}"
    )


def preview_of(value: object) -> str:
    """A value that is short and exact, as Python writes it; else nothing."""
    if type(value) in (int, bool, float, str, type(None)):
        return repr(value) if len(repr(value)) <= SHORT else ""
    if type(value) in (list, tuple) and len(value) <= FEW and all(type(v) in (int, bool) for v in value):  # type: ignore[arg-type,attr-defined]
        return repr(value)
    if is_tensor(value) and _readable(value):
        return str(value.tolist())  # type: ignore[attr-defined]
    return ""


def _readable(tensor: Any) -> bool:
    """Whether a tensor holds a few whole numbers that can be read on this machine's processor."""
    torch = torch_loaded()
    whole = not tensor.dtype.is_floating_point and not tensor.dtype.is_complex and not tensor.is_quantized
    plain = tensor.layout is torch.strided and tensor.device.type == "cpu"
    return bool(whole and plain and not tensor.is_nested and tensor.numel() <= FEW)


def operand(name: str, value: object) -> Operand:
    """What an explanation tells of a value."""
    return Operand(
        name=name,
        type=type_of(value),
        shape=shape_of(value),
        dtype=dtype_of(value),
        device=device_of(value),
        preview=preview_of(value),
    )
