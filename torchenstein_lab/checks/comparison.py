"""Comparing what came with what was expected, in the order of a diagnosis.

`compare` is a pure function: it returns the first `Fault`, or `None`. Tolerances fit the dtype:

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

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from torchenstein_lab.checks.describe import (
    counted,
    dtype_name,
    number_text,
    shape_text,
    shorten,
    two_numbers,
    type_name,
    value_text,
)
from torchenstein_lab.checks.loose import as_kind_of
from torchenstein_lab.checks.plain import is_nested, is_plain_tensor, is_tensor, plain, shape_of, unwatched
from torchenstein_lab.checks.preview import preview, preview_pair
from torchenstein_lab.contracts.verdict import Category, Preview

_RELATIVE = {
    torch.float64: 1e-7,
    torch.complex128: 1e-7,
    torch.float32: 1e-4,
    torch.complex64: 1e-4,
    torch.float16: 1e-2,
    torch.bfloat16: 3e-2,
}


@dataclass(frozen=True)
class Fault:
    """The first way in which a value differs: what it is about, and a clause `expected …, got …`."""

    category: Category
    say: str
    seen: str = ""
    expected: Preview | None = None
    got: Preview | None = None


@dataclass(frozen=True)
class Measure:
    """How closely to look: tolerances (`None`: those of the dtype), and whether the kind of a sequence and
    the type of a number count."""

    rtol: float | None = None
    atol: float | None = None
    loosely: bool = False


STRICT = Measure()


def compare(got: object, expected: object, measure: Measure = STRICT, place: str = "") -> Fault | None:
    """The first difference between two values: tensors, numbers, strings, bools, None, dtypes, lists, tuples,
    dicts and sets, nested at will; anything else by type and `==`."""
    if measure.loosely or (isinstance(got, str) and type(got).__module__ == "numpy"):
        got = as_kind_of(got, expected)
    if is_tensor(expected):
        return _compare_tensors(got, expected, measure, place)
    if type(expected) is bool or expected is None or isinstance(expected, (str, bytes)):
        return _compare_exactly(got, expected, place)
    if isinstance(expected, numbers.Number):
        return _compare_numbers(got, expected, measure, place)
    if isinstance(expected, Mapping):
        return _compare_mappings(got, expected, measure, place)
    if isinstance(expected, (list, tuple)):
        return _compare_sequences(got, expected, measure, place)
    return _compare_exactly(got, expected, place)


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


def _at(place: str) -> str:
    return f" at {place}" if place else ""


def _compare_tensors(got: object, expected: object, measure: Measure, place: str) -> Fault | None:
    if not is_plain_tensor(got):
        return Fault(
            Category.TYPE,
            f"expected a tensor{_at(place)}, got {type_name(got)}",
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
            f"expected shape {shape_text(want)}{_at(place)}, got shape {shape_text(have)}",
            "",
            *preview_pair(expected, got),
        )
    if got.dtype != expected.dtype:
        return Fault(
            Category.DTYPE,
            f"expected dtype {dtype_name(expected.dtype)}{_at(place)}, got {dtype_name(got.dtype)}",
            "",
            *preview_pair(expected, got),
        )
    if got.device != expected.device:
        return Fault(Category.DEVICE, f"expected the device {expected.device}{_at(place)}, got {got.device}")
    if is_nested(got) != is_nested(expected):
        words = ("a plain tensor", "a nested tensor")
        return Fault(
            Category.TYPE,
            f"expected {words[is_nested(expected)]}{_at(place)}, got {words[is_nested(got)]}",
        )
    if got.layout != expected.layout:
        return Fault(
            Category.TYPE, f"expected a tensor with layout {expected.layout}{_at(place)}, got {got.layout}"
        )
    if expected.requires_grad and not got.requires_grad:
        return Fault(
            Category.GRADIENT_TRACKING,
            f"expected a result that gradients flow through{_at(place)}, "
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
            return Fault(Category.VALUE, f"expected {wanted}{_at(place)}, got {came}", "", *pictures)
        spot = f"[{', '.join(map(str, first))}]"
        differ = "differs" if count == 1 else "differ"
        wanted, came = two_numbers(want, have)
        say = (
            f"{count} of {wrong.numel()} numbers {differ}{_at(place)}; the first is at {spot}: "
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


def _compare_exactly(got: object, expected: object, place: str) -> Fault | None:
    if type(got) is not type(expected):
        return Fault(
            Category.TYPE,
            f"expected {_wanted(expected)}{_at(place)}, got {_came(got)}",
            "",
            preview(expected),
            preview(got),
        )
    if isinstance(expected, str) and isinstance(got, str) and got != expected:
        return _compare_texts(got, expected, place)
    if _same(got, expected):
        return None
    say = f"expected {value_text(expected)}{_at(place)}, got {value_text(got)}"
    return Fault(Category.VALUE, say, "", preview(expected), preview(got))


def _same(got: object, expected: object) -> bool:
    try:
        return bool(got == expected)
    except Exception:  # noqa: BLE001  (values that cannot be compared are not the same)
        return False


def _wanted(expected: object) -> str:
    return "None" if expected is None else f"{type_name(expected)} ({value_text(expected, 60)})"


def _came(got: object) -> str:
    return "None" if got is None else f"{type_name(got)} ({value_text(got, 60)})"


def _compare_texts(got: str, expected: str, place: str) -> Fault:
    spot = next(
        (i for i, (a, b) in enumerate(zip(got, expected, strict=False)) if a != b),
        min(len(got), len(expected)),
    )
    if len(got) != len(expected):
        many = counted(len(expected), "character")
        seen = f"expected {many}, got {len(got)}; the first difference is at {spot}"
    else:
        seen = f"the first difference is at {spot}: expected {expected[spot]!r}, got {got[spot]!r}"
    say = f"expected {shorten(repr(expected), 80)}{_at(place)}, got {shorten(repr(got), 80)}"
    return Fault(Category.VALUE, say, seen, preview(expected), preview(got))


def _compare_numbers(got: object, expected: object, measure: Measure, place: str) -> Fault | None:
    plainly = type(got) is type(expected)
    if measure.loosely:
        plainly = isinstance(got, (int, float, complex)) and type(got) is not bool
    if not plainly:
        return Fault(
            Category.TYPE,
            f"expected {_wanted(expected)}{_at(place)}, got {_came(got)}",
            "",
            preview(expected),
            preview(got),
        )
    if _near(got, expected, measure):
        return None
    wanted, came = two_numbers(expected, got)
    say = f"expected {wanted}{_at(place)}, got {came}"
    return Fault(Category.VALUE, say, "", preview(expected), preview(got))


def _near(got: object, expected: object, measure: Measure) -> bool:
    if isinstance(expected, int) and isinstance(got, int) and not measure.rtol and not measure.atol:
        return got == expected
    if not isinstance(got, (int, float, complex)) or not isinstance(expected, (int, float, complex)):
        return _same(got, expected)
    a, b = complex(got), complex(expected)
    if a == b or (math.isnan(abs(a)) and math.isnan(abs(b))):
        return True
    size = abs(b) if math.isfinite(abs(b)) else 0.0
    rtol, atol = tolerance(torch.float64, size, measure)
    return math.isfinite(abs(a)) and math.isfinite(abs(b)) and abs(a - b) <= atol + rtol * size


def _compare_sequences(got: object, expected: Sequence[object], measure: Measure, place: str) -> Fault | None:
    fits = (
        isinstance(got, (list, tuple)) if measure.loosely else _sequence_kind(got) is _sequence_kind(expected)
    )
    if not fits or not isinstance(got, (list, tuple)):
        return Fault(
            Category.TYPE,
            f"expected {_wanted(expected)}{_at(place)}, got {_came(got)}",
            "",
            preview(expected),
            preview(got),
        )
    if len(got) != len(expected):
        return Fault(
            Category.VALUE,
            f"expected {value_text(expected, 80)}{_at(place)}, got {value_text(got, 80)}",
            f"expected {counted(len(expected), 'entry')}, got {len(got)}",
            preview(expected),
            preview(got),
        )
    for i, (have, want) in enumerate(zip(got, expected, strict=True)):
        fault = compare(have, want, measure, f"{place}[{i}]")
        if fault is not None:
            return _whole(fault, got, expected, place)
    return None


def _sequence_kind(value: object) -> type:
    """What a sequence is to its reader: PyTorch's own shapes and named pairs are tuples."""
    kind = type(value)
    return tuple if kind is torch.Size or kind.__module__ == "torch.return_types" else kind


def _whole(fault: Fault, got: object, expected: object, place: str) -> Fault:
    """A fault inside a short sequence is clearer with the whole of it in sight."""
    if place or fault.category is not Category.VALUE or any(is_tensor(item) for item in expected):  # type: ignore[attr-defined]
        return fault
    return Fault(
        fault.category,
        f"expected {value_text(expected, 100)}, got {value_text(got, 100)}",
        fault.say,
        preview(expected),
        preview(got),
    )


def _compare_mappings(
    got: object, expected: Mapping[object, object], measure: Measure, place: str
) -> Fault | None:
    if not isinstance(got, Mapping) or (type(got) is not type(expected) and not measure.loosely):
        return Fault(Category.TYPE, f"expected {type_name(expected)}{_at(place)}, got {_came(got)}")
    missing = [key for key in expected if key not in got]
    surplus = [key for key in got if key not in expected]
    if missing or surplus:
        words = [
            f"{word} {', '.join(value_text(key, 40) for key in keys[:5])}"
            for word, keys in (("missing:", missing), ("not expected:", surplus))
            if keys
        ]
        return Fault(
            Category.VALUE,
            f"the keys differ{_at(place)}: {'; '.join(words)}",
            "",
            preview(expected),
            preview(got),
        )
    for key, want in expected.items():
        fault = compare(got[key], want, measure, f"{place}[{value_text(key, 40)}]")
        if fault is not None:
            return fault
    return None
