"""What became of the right values on the way: a wrong result that is the expected one, transposed, or twice.

`explain` is a pure function of what came and what was expected. It speaks only where one simple change
explains every number, and where the numbers are many enough for that to be no accident.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import torch

from torchenstein_lab.checks.describe import dtype_name, number_text, shape_text
from torchenstein_lab.checks.measure import STRICT, Measure
from torchenstein_lab.checks.plain import is_plain_tensor, plain, unwatched
from torchenstein_lab.checks.tensor_comparison import differing

MOST = 100_000
"""Results with more numbers than this are not looked into: a verdict is not to wait for it."""

_FEWEST = 3
_FEWEST_COARSE = 8
_COARSE = (torch.float16, torch.bfloat16)
_MOST_DIMS = 5


def explain(got: object, expected: object, measure: Measure = STRICT) -> str:
    """One sentence on how all the numbers that came follow from those expected; empty where none does."""
    if not is_plain_tensor(got) or not is_plain_tensor(expected):
        return ""
    with unwatched():
        came, wanted = plain(got), plain(expected)
        if "meta" in (came.device.type, wanted.device.type) or not _telling(came, wanted):
            return ""
        if came.dtype == wanted.dtype and _equal(came, wanted, measure):
            return ""
        if came.shape == wanted.shape and came.dtype == wanted.dtype:
            return next(_same_kind(came, wanted, measure), "")
        if came.shape == wanted.shape:
            return next(_other_dtype(came, wanted, measure), "")
        if came.dtype == wanted.dtype and came.numel() == wanted.numel():
            return next(_other_shape(came, wanted, measure), "")
        return ""


def _telling(came: torch.Tensor, wanted: torch.Tensor) -> bool:
    """Whether there are enough different, finite numbers for a finding that is no accident."""
    if not wanted.numel() or wanted.numel() > MOST or came.numel() > MOST:
        return False
    if any(dtype.is_floating_point and dtype.itemsize == 1 for dtype in (wanted.dtype, came.dtype)):
        # Eight bits hold too few numbers to calculate with, and many functions do not know them.
        return False
    if wanted.dtype is torch.bool and came.dtype is torch.bool:
        return wanted.numel() >= _FEWEST_COARSE and bool(wanted.any()) and not bool(wanted.all())
    coarse = wanted.dtype in _COARSE or came.dtype in _COARSE
    fewest = _FEWEST_COARSE if coarse else _FEWEST
    return min(_variety(came), _variety(wanted)) >= fewest


def _variety(values: torch.Tensor) -> int:
    finite = values[values.isfinite()]
    if finite.is_complex():
        finite = finite.real + 1.618 * finite.imag
    return len(torch.unique(finite))


def _equal(a: torch.Tensor, b: torch.Tensor, measure: Measure) -> bool:
    return a.shape == b.shape and not bool(differing(a, b, measure).any())


# ---------------------------------------------------------------------- same shape, same dtype


def _same_kind(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    yield from _moved(came, wanted, measure)
    if came.dtype is torch.bool:
        if _equal(came, wanted.logical_not(), measure):
            yield "Your values are the opposite of those expected: each True is a False."
        return
    if not wanted.is_complex():
        yield from _ordered(came, wanted, measure)
    yield from _calculated(came, wanted, measure)


def _moved(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    """The same numbers in other places."""
    for a, b in _pairs(wanted.ndim):
        if _equal(came, wanted.transpose(a, b), measure):
            yield f"Your values are those expected, transposed{_which(wanted.ndim, a, b)}."
    for d in range(min(wanted.ndim, _MOST_DIMS)):
        along = f" along dimension {d}" if wanted.ndim > 1 else ""
        if _equal(came, wanted.flip(d), measure):
            yield f"Your values are those expected, in reverse order{along}."
        for step, where in ((1, "towards the end"), (-1, "towards the beginning")):
            if _equal(came, wanted.roll(step, d), measure):
                yield f"Your values are those expected, shifted by one place{along}, {where}."
            elif wanted.shape[d] > _FEWEST and _shifted(came, wanted, d, step, measure):
                yield (
                    f"Your values are those expected, shifted by one place{along}, {where}; "
                    "only the one at the edge is new."
                )
    if wanted.ndim > 1 and _equal(came.reshape(-1), _columns_first(wanted), measure):
        yield "Your values are those expected, laid out column by column where rows come first."
    if wanted.ndim > 1 and _equal(_columns_first(came), wanted.reshape(-1), measure):
        yield "Your values are those expected, with rows and columns mixed up when they were reshaped."


def _shifted(came: torch.Tensor, wanted: torch.Tensor, d: int, step: int, measure: Measure) -> bool:
    size = wanted.shape[d] - 1
    if step > 0:
        a, b = came.narrow(d, 1, size), wanted.narrow(d, 0, size)
    else:
        a, b = came.narrow(d, 0, size), wanted.narrow(d, 1, size)
    return _variety(b) >= _FEWEST and _equal(a, b, measure) and not _constant_steps(wanted, d, measure)


def _constant_steps(values: torch.Tensor, d: int, measure: Measure) -> bool:
    """Whether neighbours always differ by the same: then a shift by one place is an offset, too."""
    steps = values.diff(dim=d)
    return _equal(steps, steps.flatten()[0].expand(steps.shape), measure)


def _ordered(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    """The same numbers, sorted where they should not be, or not sorted where they should be."""
    if not wanted.ndim or wanted.isnan().any() or came.isnan().any():
        return
    along = " along the last dimension" if wanted.ndim > 1 else ""
    for down, how in ((False, "ascending"), (True, "descending")):
        if _equal(came, wanted.sort(-1, descending=down).values, measure):
            yield f"Your values are those expected, but sorted{along}, {how}."
        if _equal(came.sort(-1, descending=down).values, wanted, measure):
            yield f"Your values are those expected, but not yet sorted{along}, {how}."


def _calculated(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    """Each number is the same function of the one expected."""
    simple: list[tuple[str, Callable[[torch.Tensor], torch.Tensor]]] = [
        ("Your values are those expected, with the sign the other way round.", torch.neg),
        ("Your values are 1 minus those expected.", lambda t: 1 - t),
    ]
    for say, change in simple:
        if wanted.dtype is not torch.uint8 and _equal(came, change(wanted), measure):
            yield say
    factor = _one(_wide(came) / _wide(wanted), wanted.ne(0), wanted)
    if factor is not None and _equal(came, (_wide(wanted) * factor).to(wanted.dtype), measure):
        yield f"Your values are those expected, {_by(factor)}."
    offset = _one(_wide(came) - _wide(wanted), torch.ones_like(wanted, dtype=torch.bool), wanted)
    if offset is not None and _equal(came, (_wide(wanted) + offset).to(wanted.dtype), measure):
        words = "larger" if offset > 0 else "smaller"
        yield f"Each of your values is {words} than expected by {number_text(abs(offset), 4)}."
    if wanted.is_complex():
        return
    for say, forth in _CURVES:
        if _equal(came, forth(_wide(wanted)).to(wanted.dtype), measure):
            yield say


_CURVES: list[tuple[str, Callable[[torch.Tensor], torch.Tensor]]] = [
    ("Your values are the squares of those expected.", torch.square),
    ("Your values are the square roots of those expected.", torch.sqrt),
    ("Your values are those expected without their sign.", torch.abs),
    ("Your values are 1 divided by those expected.", torch.reciprocal),
    ("Your values are the logarithms of those expected.", torch.log),
    ("Your values are the exponentials of those expected.", torch.exp),
    ("Your values are those expected, cut off after the decimal point.", torch.trunc),
    ("Your values are those expected, rounded down to whole numbers.", torch.floor),
    ("Your values are those expected, rounded to whole numbers.", torch.round),
]


def _wide(values: torch.Tensor) -> torch.Tensor:
    return values.to(torch.complex128 if values.is_complex() else torch.float64)


def _one(ratios: torch.Tensor, usable: torch.Tensor, wanted: torch.Tensor) -> float | None:
    """The one number that all are (in their middle); `None` where they are several, or it changes nothing."""
    chosen = ratios[usable & ratios.isfinite()]
    if ratios.is_complex():
        chosen = chosen.real
    if len(chosen) < _FEWEST:
        return None
    middle = float(chosen.median())
    whole = round(middle)
    exact = wanted.dtype.is_floating_point or wanted.dtype.is_complex
    near = abs(middle - whole) < 1e-3 * max(1, abs(whole)) if exact else middle == whole
    return float(whole) if near and whole else middle


def _by(factor: float) -> str:
    if 0 < abs(factor) < 1 and abs(1 / factor - round(1 / factor)) < 1e-4 * abs(1 / factor):
        return f"divided by {round(1 / factor)}"
    return f"multiplied by {number_text(factor, 4)}"


# ---------------------------------------------------------------------- another dtype, another shape


def _other_dtype(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    if wanted.is_complex() != came.is_complex():
        return
    name = dtype_name(wanted.dtype)
    if _equal(came.to(wanted.dtype), wanted, measure):
        yield f"Your values are right; only their dtype is not {name}."
    cut = not came.dtype.is_floating_point and wanted.dtype.is_floating_point
    if cut and _equal(came.to(torch.float64), wanted.to(torch.float64).trunc(), measure):
        kind = dtype_name(came.dtype)
        yield f"Your values are those expected, with all that follows the decimal point lost in {kind}."


def _other_shape(came: torch.Tensor, wanted: torch.Tensor, measure: Measure) -> Iterator[str]:
    """The same numbers in another shape."""
    want = shape_text(wanted.shape)
    for a, b in _pairs(wanted.ndim):
        if _equal(came, wanted.transpose(a, b), measure):
            yield f"Your values are those expected, transposed{_which(wanted.ndim, a, b)}."
    if _equal(came.reshape(-1), wanted.reshape(-1), measure):
        lost = [n for n in came.shape if n != 1] == [n for n in wanted.shape if n != 1]
        if lost and came.ndim < wanted.ndim:
            yield f"Your values are right, but a dimension of size 1 is missing: {want} keeps it (`keepdim`)."
        elif lost and came.ndim > wanted.ndim:
            yield f"Your values are right, but one dimension of size 1 is too many: expected {want}."
        else:
            yield f"Your values are right and in the right order; only their shape is not {want}."
    elif _equal(came.reshape(-1), _columns_first(wanted), measure):
        yield f"Your values are those of {want}, laid out column by column where rows come first."


def _pairs(dims: int) -> Iterator[tuple[int, int]]:
    return combinations(range(min(dims, _MOST_DIMS)), 2)


def _which(dims: int, a: int, b: int) -> str:
    return "" if dims == 2 else f" (dimensions {a} and {b})"


def _columns_first(values: torch.Tensor) -> torch.Tensor:
    return values.permute(*reversed(range(values.ndim))).reshape(-1)
