"""Comparing what came with what was expected, in the order of a diagnosis.

`compare` is a pure function: it returns the first `Fault`, or `None`.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping, Sequence

import torch

from torchenstein_lab.checks.describe import counted, shorten, two_numbers, type_name, value_text
from torchenstein_lab.checks.loose import as_kind_of
from torchenstein_lab.checks.measure import STRICT, Fault, Measure
from torchenstein_lab.checks.plain import is_tensor
from torchenstein_lab.checks.preview import preview
from torchenstein_lab.checks.tensor_comparison import at, compare_tensors, tolerance
from torchenstein_lab.contracts.verdict import Category


def compare(got: object, expected: object, measure: Measure = STRICT, place: str = "") -> Fault | None:
    """The first difference between two values: tensors, numbers, strings, bools, None, dtypes, lists, tuples,
    dicts and sets, nested at will; anything else by type and `==`."""
    if measure.loosely or (isinstance(got, str) and type(got).__module__ == "numpy"):
        got = as_kind_of(got, expected)
    if is_tensor(expected):
        return compare_tensors(got, expected, measure, place)
    if type(expected) is bool or expected is None or isinstance(expected, (str, bytes)):
        return _compare_exactly(got, expected, place)
    if isinstance(expected, numbers.Number):
        return _compare_numbers(got, expected, measure, place)
    if isinstance(expected, Mapping):
        return _compare_mappings(got, expected, measure, place)
    if isinstance(expected, (list, tuple)):
        return _compare_sequences(got, expected, measure, place)
    return _compare_exactly(got, expected, place)


def _compare_exactly(got: object, expected: object, place: str) -> Fault | None:
    if type(got) is not type(expected):
        return Fault(
            Category.TYPE,
            f"expected {_wanted(expected)}{at(place)}, got {_came(got)}",
            "",
            preview(expected),
            preview(got),
        )
    if isinstance(expected, str) and isinstance(got, str) and got != expected:
        return _compare_texts(got, expected, place)
    if _same(got, expected):
        return None
    say = f"expected {value_text(expected)}{at(place)}, got {value_text(got)}"
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
    say = f"expected {shorten(repr(expected), 80)}{at(place)}, got {shorten(repr(got), 80)}"
    return Fault(Category.VALUE, say, seen, preview(expected), preview(got))


def _compare_numbers(got: object, expected: object, measure: Measure, place: str) -> Fault | None:
    plainly = type(got) is type(expected)
    if measure.loosely:
        plainly = isinstance(got, (int, float, complex)) and type(got) is not bool
    if not plainly:
        return Fault(
            Category.TYPE,
            f"expected {_wanted(expected)}{at(place)}, got {_came(got)}",
            "",
            preview(expected),
            preview(got),
        )
    if _near(got, expected, measure):
        return None
    wanted, came = two_numbers(expected, got)
    say = f"expected {wanted}{at(place)}, got {came}"
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
            f"expected {_wanted(expected)}{at(place)}, got {_came(got)}",
            "",
            preview(expected),
            preview(got),
        )
    if len(got) != len(expected):
        return Fault(
            Category.VALUE,
            f"expected {value_text(expected, 80)}{at(place)}, got {value_text(got, 80)}",
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
        return Fault(Category.TYPE, f"expected {type_name(expected)}{at(place)}, got {_came(got)}")
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
            f"the keys differ{at(place)}: {'; '.join(words)}",
            "",
            preview(expected),
            preview(got),
        )
    for key, want in expected.items():
        fault = compare(got[key], want, measure, f"{place}[{value_text(key, 40)}]")
        if fault is not None:
            return fault
    return None
