"""One number in several dtypes, or the first numbers of a tensor in its own: bit by bit, with what lies near
it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import torch

from torchenstein_lab.widgets.bits_format import EVERY_FORMAT, FORMATS, Format
from torchenstein_lab.widgets.operand import NotDrawable, tensor_of

MOST_ELEMENTS = 4
REACH = 3
"""So many neighbours are drawn on each side."""


@dataclass(frozen=True)
class Row:
    """A number as one dtype keeps it. `pattern` is `None` where the dtype has no place for it at all.

    `off` is what is kept minus what was asked for, `None` where one of them is not finite; `near` are the
    finite numbers around it that the dtype has, in order."""

    label: str
    format: Format
    pattern: int | None
    asked: float
    value: float
    off: Fraction | None
    near: tuple[float, ...]


@dataclass(frozen=True)
class BitsFacts:
    """Everything that is drawn: the number asked for (`None` for several elements), and a row for each
    picture."""

    asked: float | None
    rows: tuple[Row, ...]
    count: int


def bits_facts(x: object, dtypes: Sequence[object] = (), name: str = "x") -> BitsFacts:
    """Look at a number, or at a tensor or array of any shape. Raises `NotDrawable`."""
    formats = [_format_of(dtype) for dtype in dtypes]
    tensor = _numbers_of(x, name)
    if tensor.numel() == 0:
        raise NotDrawable(f"{name} has no elements, so there are no bits to show.")
    own = _format_of(tensor.dtype) if isinstance(x, torch.Tensor) or tensor.numel() > 1 else None
    if tensor.numel() > 1:
        parts = [_element(tensor, at) for at in range(min(tensor.numel(), MOST_ELEMENTS))]
        assert own is not None
        rows = [
            _row(f"{name}{list(index)}", number, each)
            for index, number in parts
            for each in (formats or [own])[:MOST_ELEMENTS]
        ]
        return BitsFacts(None, tuple(rows), tensor.numel())
    number = tensor.reshape(())
    shown = formats or [*([own] if own else []), *(each for each in FORMATS if each is not own)]
    return BitsFacts(_plain(number), tuple(_row(each.name, number, each) for each in shown), 1)


def _numbers_of(x: object, name: str) -> torch.Tensor:
    if isinstance(x, (bool, int, float)):
        fits = not isinstance(x, int) or -(2**63) <= x < 2**63
        try:
            return torch.tensor(
                x if fits else float(x), dtype=None if isinstance(x, int) and fits else torch.float64
            )
        except OverflowError:
            raise NotDrawable(f"{name} is larger than any number that a tensor can hold.") from None
    tensor = tensor_of(x, name)
    if tensor.is_complex():
        raise NotDrawable(f"{name} is complex: it keeps two numbers. Look at {name}.real or {name}.imag.")
    if tensor.device.type == "meta":
        raise NotDrawable(f"{name} is on the meta device: it has a shape and no numbers, so no bits.")
    return tensor


def _format_of(dtype: object) -> Format:
    if dtype is torch.bool:
        dtype = torch.uint8  # A bool is a byte that is 0 or 1.
    found = EVERY_FORMAT.get(dtype) if isinstance(dtype, torch.dtype) else None
    if found is None:
        known = ", ".join(each.name for each in EVERY_FORMAT.values())
        raise NotDrawable(f"The bits of {dtype} are not drawn; those of {known} are.")
    return found


def _element(tensor: torch.Tensor, flat: int) -> tuple[tuple[int, ...], torch.Tensor]:
    index: list[int] = []
    for size in reversed(tensor.shape):
        flat, at = divmod(flat, size)
        index.insert(0, at)
    return tuple(index), tensor[tuple(index)]


def _plain(number: torch.Tensor) -> float:
    """The number as Python's int or float, exactly."""
    if number.dtype.is_floating_point:
        return float(number.to(torch.float64).item())
    return int(number.item())


def _row(label: str, number: torch.Tensor, format_: Format) -> Row:
    asked = _plain(number)
    if format_.whole and not (math.isfinite(asked) and format_.limits[0] <= int(asked) <= format_.limits[1]):
        # What a conversion would give here is undefined: it differs from machine to machine.
        return Row(label, format_, None, asked, math.nan, None, ())
    pattern = format_.pattern(number.to(format_.dtype))
    value = format_.value(pattern)
    off = Fraction(value) - Fraction(asked) if math.isfinite(value) and math.isfinite(asked) else None
    return Row(label, format_, pattern, asked, value, off, format_.neighbours(pattern, REACH))
