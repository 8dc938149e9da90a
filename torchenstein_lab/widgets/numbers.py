"""A tensor's numbers as floats, a piece at a time, in the order in which they lie in memory.

Whatever the dtype, a piece comes as float32 (float64 where the numbers need it), so that all that is
computed of a tensor is written once. Nothing here copies more than one piece.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

PIECE = 1 << 21
"""Elements of a piece: 8 MiB of float32, which the processor's cache mostly holds."""

_WIDE = {torch.float64, torch.complex128, torch.uint32, torch.uint64, torch.int32, torch.int64}


def memory_order(data: torch.Tensor) -> tuple[torch.Tensor, int]:
    """The same numbers with the dimensions sorted by stride, and how many times each of them stands in
    `data`.

    Dimensions that repeat the same memory (made by `expand`) are taken once. The result is one-dimensional
    where the memory has no gaps.
    """
    repeats = 1
    for dim in range(data.ndim):
        if data.stride(dim) == 0 and data.shape[dim] > 1:
            repeats *= data.shape[dim]
            data = data.narrow(dim, 0, 1)
    order = sorted(range(data.ndim), key=data.stride().__getitem__, reverse=True)
    sorted_ = data.permute(order) if order else data
    return (sorted_.reshape(-1) if sorted_.is_contiguous() else sorted_.squeeze()), repeats


def pieces(data: torch.Tensor) -> Iterator[torch.Tensor]:
    """All numbers of a tensor as one-dimensional tensors of at most `PIECE` elements."""
    if data.numel() <= PIECE:
        yield data.reshape(-1)
    elif data.ndim == 1:
        yield from torch.split(data, PIECE)
    else:
        rows = PIECE // data[0].numel()
        if rows == 0:
            for part in data:
                yield from pieces(part)
        else:
            for part in torch.split(data, rows):
                yield part.reshape(-1)


def as_floats(piece: torch.Tensor, buffer: torch.Tensor | None = None) -> torch.Tensor:
    """The numbers as float32 or float64: of complex numbers their size, of booleans 0 and 1.

    `buffer`, float32 and one-dimensional, is written to where the piece is not float32 itself.
    """
    if piece.dtype is torch.float32 or piece.dtype is torch.float64:
        return piece.resolve_neg()
    if piece.is_complex():
        whole = piece.to(torch.complex64) if piece.dtype is torch.complex32 else piece
        return whole.abs()
    if piece.dtype is torch.bool:
        piece = piece.view(torch.uint8)
    if buffer is None or piece.ndim != 1:
        return piece.to(torch.float64 if piece.dtype in _WIDE else torch.float32)
    return buffer[: len(piece)].copy_(piece)


def exact_limits(piece: torch.Tensor) -> tuple[int, int] | None:
    """The least and the largest of whole numbers that float32 does not hold exactly; `None` for all
    others."""
    if piece.dtype not in (torch.int32, torch.int64):
        return None
    return int(piece.amin()), int(piece.amax())
