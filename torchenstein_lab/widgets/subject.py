"""What the learner handed to `show`, as a strided tensor that can be read, and what it is in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch

from torchenstein_lab.widgets.amount import bytes_in_words

MOST_UNPACKED = 1 << 24
"""So many elements of a sparse or quantised tensor are unpacked to be drawn."""


@dataclass(frozen=True)
class Outline:
    """What a tensor is, without its numbers. `notes` are sentences, most telling first."""

    shape: tuple[int | str, ...]
    axes: tuple[str, ...]
    dtype: str
    device: str
    bytes: int | None
    notes: tuple[str, ...] = field(default=())

    @property
    def shape_text(self) -> str:
        """`(2, 3)`, or `(row 2, column 3)` where axes were named."""
        parts = [f"{axis} {size}".strip() for axis, size in zip(self.axes, self.shape, strict=True)]
        return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"

    @property
    def title(self) -> str:
        """Shape, dtype, device and bytes."""
        parts = [f"tensor of shape {self.shape_text}", self.dtype]
        if self.device != "cpu":
            parts.append(self.device)
        if self.bytes is not None:
            parts.append(bytes_in_words(self.bytes))
        return ", ".join(parts)

    def axis(self, dim: int) -> str:
        """The name of a dimension; negative ones count from the end."""
        dim %= len(self.axes)
        return self.axes[dim] or f"dim {dim}"


@contextmanager
def unwatched() -> Iterator[None]:
    """No graph, and no hooks of tensor subclasses. Both are settings of this thread only."""
    with torch.no_grad(), torch._C.DisableTorchFunctionSubclass():
        yield


def tensor_of(value: object) -> torch.Tensor | None:
    """The tensor that a value is or stands for: a tensor, a NumPy array (its memory is shared), numbers, or
    nested lists of numbers."""
    if isinstance(value, torch.Tensor):
        return value
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        array: Any = value
        if (
            not isinstance(value, numpy.ndarray)
            or not array.flags.writeable
            or min(array.strides, default=0) < 0
        ):
            array = numpy.array(array)  # PyTorch reads none of these in place
        return torch.from_numpy(array)
    if isinstance(value, (bool, int, float, complex)):
        return torch.tensor(value, device="cpu")
    if isinstance(value, (list, tuple)) and value and _is_numbers(value):
        return torch.tensor(value, device="cpu")
    return None


def strided(tensor: torch.Tensor) -> torch.Tensor | None:
    """The numbers as an ordinary strided tensor without a graph; `None` where there are none or too many."""
    data = tensor.detach()
    if data.device.type == "meta" or data.is_nested:
        return None
    if data.is_quantized:
        return data.dequantize() if data.numel() <= MOST_UNPACKED else None
    if data.layout is not torch.strided:
        return data.to_dense() if data.numel() <= MOST_UNPACKED else None
    return data.resolve_conj() if data.is_conj() and data.numel() <= MOST_UNPACKED else data


def outline_of(tensor: torch.Tensor, axes: Sequence[str]) -> Outline:
    """Describe a tensor. `axes` names the dimensions, or is empty."""
    shape = _shape_of(tensor)
    if axes and len(axes) != len(shape):
        raise ValueError(f"{len(axes)} axes are named, and the tensor has {len(shape)} dimensions.")
    return Outline(
        shape=shape,
        axes=tuple(axes) or ("",) * len(shape),
        dtype=str(tensor.dtype).removeprefix("torch."),
        device=str(tensor.device),
        bytes=_bytes_of(tensor),
        notes=tuple(_notes(tensor)),
    )


def _shape_of(tensor: torch.Tensor) -> tuple[int | str, ...]:
    if not tensor.is_nested:
        return tuple(tensor.shape)
    sizes = [tuple(part.shape) for part in tensor.unbind()]
    first = sizes[0] if sizes else ()
    inner = [size if len({one[dim] for one in sizes}) == 1 else "ragged" for dim, size in enumerate(first)]
    return (len(sizes), *inner)


def _bytes_of(tensor: torch.Tensor) -> int | None:
    if tensor.device.type == "meta" or tensor.is_nested:
        return None
    if tensor.layout is torch.strided:
        return tensor.numel() * tensor.element_size()
    parts = _sparse_parts(tensor)
    return sum(part.numel() * part.element_size() for part in parts)


def _sparse_parts(tensor: torch.Tensor) -> tuple[torch.Tensor, ...]:
    if tensor.layout is torch.sparse_coo:
        return tensor._indices(), tensor._values()
    if tensor.layout in (torch.sparse_csr, torch.sparse_bsr):
        return tensor.crow_indices(), tensor.col_indices(), tensor.values()
    return tensor.ccol_indices(), tensor.row_indices(), tensor.values()


def _notes(tensor: torch.Tensor) -> Iterator[str]:
    if isinstance(tensor, torch.nn.Parameter):
        yield "a Parameter: an optimizer may change it"
    if tensor.requires_grad:
        made = tensor.grad_fn
        if made is None:
            filled = "filled" if tensor.grad is not None else "empty so far"
            yield f"a leaf that asks for gradients (grad {filled})"
        else:
            yield f"part of a graph, made by {type(made).__name__}"
    if tensor.device.type == "meta":
        yield "on the meta device: it has a shape, and no numbers"
    elif tensor.is_nested:
        yield "nested: tensors of different lengths in one"
    elif tensor.is_quantized:
        yield _quantised(tensor)
    elif tensor.layout is not torch.strided:
        yield _sparse(tensor)
    else:
        yield from _memory_notes(tensor)


def _quantised(tensor: torch.Tensor) -> str:
    if tensor.qscheme() in (torch.per_tensor_affine, torch.per_tensor_symmetric):
        scale, zero = tensor.q_scale(), tensor.q_zero_point()
        return f"quantised: each number is {scale:.4g} × (the stored integer − {zero})"
    return "quantised, with a scale of its own for each channel"


def _sparse(tensor: torch.Tensor) -> str:
    name = str(tensor.layout).removeprefix("torch.").replace("sparse_", "sparse, ").replace("_", " ")
    stored = _sparse_parts(tensor)[-1].numel()
    share = f", {stored / tensor.numel():.2%} of all" if tensor.numel() else ""
    twice = ""
    if tensor.layout is torch.sparse_coo and not tensor.is_coalesced():
        twice = "; not coalesced, so a place may be stored twice and is then summed"
    return f"{name.upper().replace('SPARSE', 'sparse')}: {stored:,} numbers stored{share}{twice}"


def _memory_notes(tensor: torch.Tensor) -> Iterator[str]:
    if tensor.is_conj():
        yield "conjugated when it is read: the memory holds the opposite imaginary parts"
    if tensor.numel() < 2:
        return
    repeated = [dim for dim in range(tensor.ndim) if tensor.stride(dim) == 0 and tensor.shape[dim] > 1]
    if repeated:
        dims = ", ".join(map(str, repeated))
        yield f"expanded along dim {dims}: the same memory is read again and again (stride 0)"
    elif not tensor.is_contiguous():
        yield f"not contiguous: strides {tuple(tensor.stride())}"


def _is_numbers(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_is_numbers(one) for one in value[:1000])
    return isinstance(value, (bool, int, float, complex))
