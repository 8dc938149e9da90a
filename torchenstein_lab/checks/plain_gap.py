"""What separates a text, a number, a list or a dtype from the one expected. All of it is observed, nothing is
guessed: "only capital letters differ", "one too many", "the entry at [2] is the only one that differs"."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import torch

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import counted, dtype_name, number_text
from torchenstein_lab.checks.loose import DEEPEST
from torchenstein_lab.checks.measure import STRICT, Measure
from torchenstein_lab.checks.plain import is_tensor
from torchenstein_lab.checks.text_gap import text_gap


def plain_gap(got: object, expected: object, measure: Measure = STRICT) -> str:
    """One sentence on how a value that is no tensor differs from the one expected; empty where nothing can be
    said beyond both of them."""
    if isinstance(expected, str) and isinstance(got, str):
        return text_gap(got, expected)
    if isinstance(expected, torch.dtype) and isinstance(got, torch.dtype):
        return dtype_gap(got, expected)
    if _is_real(got) and _is_real(expected):
        return next(_numbers(float(got), float(expected)), "")  # type: ignore[arg-type]
    if isinstance(expected, (list, tuple)) and isinstance(got, (list, tuple)):
        return next(_sequences(got, expected, measure), "")
    return ""


def _is_real(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


# ---------------------------------------------------------------------- numbers


def _numbers(got: float, expected: float) -> Iterator[str]:
    if got == expected:
        yield "Only the type of the number differs."
        return
    if _near(got, -expected):
        yield "Only the sign differs."
    if abs(got - expected) == 1:
        yield f"Off by one: yours is too {'large' if got > expected else 'small'}."
    if expected and got:
        ratio = got / expected
        for factor, words in ((ratio, "times what is expected"), (1 / ratio, "")):
            whole = round(factor)
            if whole > 1 and _near(factor, whole):
                yield f"Yours is {whole} {words}." if words else f"What is expected is {whole} times yours."
    if expected != round(expected) and got in (math.floor(expected), math.ceil(expected)):
        yield "Yours is rounded to a whole number; what is expected is not."
    if got != round(got) and expected in (math.floor(got), math.ceil(got)):
        yield "What is expected is a whole number; yours is not rounded."
    if _near(got, expected**2):
        yield "Yours is the square of what is expected."
    if expected > 0 and _near(got, math.sqrt(expected)):
        yield "Yours is the square root of what is expected."
    if _near(got, 1 - expected):
        yield "Yours is 1 minus what is expected."
    yield f"Yours is too {'large' if got > expected else 'small'} by {number_text(abs(got - expected), 4)}."


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


# ---------------------------------------------------------------------- dtypes


def dtype_gap(got: torch.dtype, expected: torch.dtype) -> str:
    """One sentence on how a dtype differs from the one expected."""
    have, want = family(got), family(expected)
    if have != want:
        return f"{dtype_name(got)} is for {have}, {dtype_name(expected)} for {want}."
    if got.itemsize != expected.itemsize:
        return (
            f"Both are for {want}; {dtype_name(got)} has {8 * got.itemsize} bits for each, "
            f"{dtype_name(expected)} has {8 * expected.itemsize}."
        )
    return f"Both are for {want}, in another form."


def family(dtype: torch.dtype) -> str:
    """What numbers of a dtype are, in words."""
    if dtype is torch.bool:
        return "true and false"
    if dtype.is_complex:
        return "complex numbers"
    return "decimal numbers" if dtype.is_floating_point else "whole numbers"


# ---------------------------------------------------------------------- lists and tuples


def _sequences(got: Sequence[object], expected: Sequence[object], measure: Measure) -> Iterator[str]:
    have, want = list(got), list(expected)

    def same(a: object, b: object) -> bool:
        return compare(a, b, measure) is None

    if not have and want:
        yield "Yours is empty."
    if len(have) == 1 and isinstance(have[0], (list, tuple)) and same(list(have[0]), want):
        yield "The entries are right, in one pair of brackets too many."
    if any(isinstance(item, (list, tuple)) for item in have) and same(_flat(have), want):
        yield "The entries are right, but some stand in brackets of their own."
    if len(want) > 1 and len(have) == len(want):
        yield from _orders(have, want, measure)
    yield from _ends(have, want, same)
    if len(have) != len(want):
        gap = abs(len(want) - len(have))
        yield f"{counted(gap, 'entry')} {_is(gap)} {'missing' if len(have) < len(want) else 'too many'}."
    else:
        yield from _entries(have, want, measure)


def _ends(have: list[object], want: list[object], same: Callable[[object, object], bool]) -> Iterator[str]:
    """Whether one of two lists is the beginning, the end or a part of the other."""
    gap = abs(len(want) - len(have))
    much = f"{counted(gap, 'entry')} too many"
    if have and len(have) < len(want):
        if same(have, want[: len(have)]):
            yield f"The beginning is right; the last {counted(gap, 'entry')} {_is(gap)} missing."
        if same(have, want[gap:]):
            yield f"The end is right; the first {counted(gap, 'entry')} {_is(gap)} missing."
    if want and len(have) > len(want):
        if same(have[: len(want)], want):
            yield f"The beginning is right, but {much} {'follows' if gap == 1 else 'follow'}."
        if same(have[gap:], want):
            yield f"The end is right, but {much} {'stands' if gap == 1 else 'stand'} before it."
        if len(have) % len(want) == 0 and same(have, want * (len(have) // len(want))):
            yield f"Yours is the one expected, {len(have) // len(want)} times."


def _orders(have: list[object], want: list[object], measure: Measure) -> Iterator[str]:
    if compare(have, want[::-1], measure) is None:
        yield "The entries are right, in the opposite order."
    rest = list(want)
    for item in have:
        at = next((i for i, one in enumerate(rest) if compare(item, one, measure) is None), None)
        if at is None:
            return
        del rest[at]
    yield "The entries are right, in another order."


def _entries(have: list[object], want: list[object], measure: Measure) -> Iterator[str]:
    wrong = [i for i, (a, b) in enumerate(zip(have, want, strict=True)) if compare(a, b, measure) is not None]
    if len(wrong) == 1 and len(want) > 1:
        i = wrong[0]
        inner = "" if is_tensor(want[i]) else plain_gap(have[i], want[i], measure)
        yield f"Only the entry at [{i}] differs.{' ' if inner else ''}{inner}"
    if len(want) > 1 and len(wrong) == len(want):
        steps = {
            float(a) - float(b)  # type: ignore[arg-type]
            for a, b in zip(have, want, strict=True)
            if _is_real(a) and _is_real(b)
        }
        if len(steps) == 1 and all(_is_real(item) for item in have + want):
            step = steps.pop()
            yield f"Each entry is too {'large' if step > 0 else 'small'} by {number_text(abs(step), 4)}."
        yield "No entry is right."
    if 1 < len(wrong) < len(want):
        right = len(want) - len(wrong)
        yield f"{right} of {len(want)} entries {_is(right)} right; the first that differs is at [{wrong[0]}]."


def _flat(items: Sequence[object], deep: int = 0) -> list[object]:
    if deep > DEEPEST:
        return []
    return [
        one
        for item in items
        for one in (_flat(item, deep + 1) if isinstance(item, (list, tuple)) else [item])
    ]


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
