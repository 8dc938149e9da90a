"""Comparing a tensor with the one expected: type, shape, dtype, device, layout, gradient tracking, numbers.

Tolerances fit the dtype:

| dtype | relative to the expected number | relative to the largest expected number |
| --- | --- | --- |
| float64, complex128 | 1e-7 | 1e-8 |
| float32, complex64 | 1e-4 | 1e-5 |
| float16 | 1e-2 | 1e-3 |
| bfloat16 | 3e-2 | 3e-3 |
| integers, bool | exact | exact |

NaN equals NaN, an infinity equals itself.
"""

from __future__ import annotations

import torch

from torchenstein_lab.checks.describe import (
    dtype_name,
    number_text,
    shape_text,
    two_numbers,
    type_name,
    value_text,
)
from torchenstein_lab.checks.measure import STRICT, Fault, Measure
from torchenstein_lab.checks.plain import is_nested, is_plain_tensor, is_tensor, plain, shape_of, unwatched
from torchenstein_lab.checks.preview import preview, preview_pair
from torchenstein_lab.contracts.verdict import Category

_RELATIVE = {
    torch.float64: 1e-7,
    torch.complex128: 1e-7,
    torch.float32: 1e-4,
    torch.complex64: 1e-4,
    torch.float16: 1e-2,
    torch.bfloat16: 3e-2,
}


def tolerance(dtype: torch.dtype, largest: float, measure: Measure = STRICT) -> tuple[float, float]:
    """The relative and the absolute tolerance for a dtype, beside numbers up to `largest`."""
    if not (dtype.is_floating_point or dtype.is_complex):
        return measure.rtol or 0.0, measure.atol or 0.0
    rtol = _RELATIVE.get(dtype, 1e-1) if measure.rtol is None else measure.rtol
    floor = 16 * torch.finfo(dtype).eps
    atol = max(floor, 0.1 * rtol * largest) if measure.atol is None else measure.atol
    return rtol, atol


def differing(got: torch.Tensor, expected: torch.Tensor, measure: Measure = STRICT) -> torch.Tensor:
    """Where two plain tensors of one shape and dtype differ: a bool tensor of that shape."""
    if not (expected.dtype.is_floating_point or expected.dtype.is_complex):
        if not measure.rtol and not measure.atol:
            return got.ne(expected)
        got, expected = got.to(torch.float64), expected.to(torch.float64)
    wide = torch.complex128 if expected.dtype.is_complex else torch.float64
    a, b = got.to(wide), expected.to(wide)
    finite = b.abs()[b.abs().isfinite()]
    largest = float(finite.max()) if finite.numel() else 0.0
    rtol, atol = tolerance(expected.dtype, largest, measure)
    near = (a - b).abs() <= atol + rtol * b.abs()
    near = near & a.isfinite() & b.isfinite()
    return ~(near | a.eq(b) | (a.isnan() & b.isnan()))


def at(place: str) -> str:
    """Where inside a list or a dict something stands, for a sentence."""
    return f" at {place}" if place else ""


def compare_tensors(got: object, expected: object, measure: Measure, place: str) -> Fault | None:
    """The first way in which a value differs from an expected tensor."""
    if not is_plain_tensor(got):
        return Fault(
            Category.TYPE,
            f"expected a tensor{at(place)}, got {type_name(got)}",
            "" if is_tensor(got) else f"got {value_text(got)}",
            preview(expected),
            preview(got) if not is_tensor(got) else None,
        )
    assert isinstance(got, torch.Tensor)
    assert isinstance(expected, torch.Tensor)
    want, have = shape_of(expected), shape_of(got)
    if want != have:
        return Fault(
            Category.SHAPE,
            f"expected shape {shape_text(want)}{at(place)}, got shape {shape_text(have)}",
            "",
            *preview_pair(expected, got),
        )
    if got.dtype != expected.dtype:
        return Fault(
            Category.DTYPE,
            f"expected dtype {dtype_name(expected.dtype)}{at(place)}, got {dtype_name(got.dtype)}",
            "",
            *preview_pair(expected, got),
        )
    if got.device != expected.device:
        return Fault(Category.DEVICE, f"expected the device {expected.device}{at(place)}, got {got.device}")
    if is_nested(got) != is_nested(expected):
        words = ("a plain tensor", "a nested tensor")
        return Fault(
            Category.TYPE,
            f"expected {words[is_nested(expected)]}{at(place)}, got {words[is_nested(got)]}",
        )
    if got.layout != expected.layout:
        return Fault(
            Category.TYPE, f"expected a tensor with layout {expected.layout}{at(place)}, got {got.layout}"
        )
    if expected.requires_grad and not got.requires_grad:
        return Fault(
            Category.GRADIENT_TRACKING,
            f"expected a result that gradients flow through{at(place)}, "
            "got one that is cut off from its inputs",
        )
    return _compare_values(got, expected, measure, place)


def _compare_values(got: object, expected: object, measure: Measure, place: str) -> Fault | None:
    with unwatched():
        a, b = plain(got), plain(expected)
        if a.device.type == "meta" or b.device.type == "meta":
            return None
        wrong = differing(a, b, measure)
        count = int(wrong.sum())
        if count == 0:
            return None
        first = tuple(int(i) for i in wrong.nonzero()[0]) if wrong.ndim else ()
        want, have = b[first].item(), a[first].item()
        pictures = preview_pair(expected, got, wrong)
        if wrong.numel() == 1:
            wanted, came = two_numbers(want, have)
            return Fault(Category.VALUE, f"expected {wanted}{at(place)}, got {came}", "", *pictures)
        spot = f"[{', '.join(map(str, first))}]"
        differ = "differs" if count == 1 else "differ"
        wanted, came = two_numbers(want, have)
        say = (
            f"{count} of {wrong.numel()} numbers {differ}{at(place)}; the first is at {spot}: "
            f"expected {wanted}, got {came}"
        )
        return Fault(Category.VALUE, say, _largest(a, b, wrong), *pictures)


def _largest(a: torch.Tensor, b: torch.Tensor, wrong: torch.Tensor) -> str:
    """By how much the wrong numbers differ at most, in words."""
    if b.dtype is torch.bool:
        return ""
    wide = torch.complex128 if b.dtype.is_complex else torch.float64
    gaps = (a.to(wide) - b.to(wide)).abs()[wrong]
    finite = gaps[gaps.isfinite()]
    words = []
    if finite.numel():
        words.append(f"the largest difference is {number_text(float(finite.max()), 3)}")
    lost = (
        int((~a.to(wide)[wrong].isfinite()).sum()) if a.dtype.is_floating_point or a.dtype.is_complex else 0
    )
    if lost:
        words.append(f"{lost} of them {'is' if lost == 1 else 'are'} NaN or infinite")
    rtol = _RELATIVE.get(b.dtype)
    if finite.numel() and rtol is not None and not lost:
        largest = float(b.to(wide).abs().max())
        if float(finite.max()) < 100 * rtol * largest:
            words.append(
                f"{dtype_name(b.dtype)} numbers count as equal when they agree to {rtol:g} of their size"
            )
    return "; ".join(words)
