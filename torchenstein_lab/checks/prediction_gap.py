"""What can be said about a wrong prediction without giving the right one away: what kind of slip it is, which
of its entries hold, never what would be right nor how to get there from what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import torch

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import type_name
from torchenstein_lab.checks.kind_gap import Anything, kind_gap
from torchenstein_lab.checks.loose import loosened
from torchenstein_lab.checks.measure import Measure
from torchenstein_lab.checks.plain_gap import family

_FEWEST = 3
"""In fewer entries than this, a word about their order would tell the answer."""


def prediction_gap(got: object, expected: object, measure: Measure, of_kind: bool) -> str:
    """One sentence on a wrong prediction. `of_kind`: whether it has the type that is asked for."""
    if not of_kind:
        return _other_kind(got, expected)
    if isinstance(expected, torch.dtype) and isinstance(got, torch.dtype):
        return _dtypes(got, expected)
    if isinstance(expected, str) and isinstance(got, str):
        return next(_texts(got, expected), "")
    ours, theirs = loosened(got), loosened(expected)
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return next(_entries(ours, theirs, measure), "")
    if _is_number(ours) and _is_number(theirs):
        return f"That is too {'large' if ours > theirs else 'small'}."  # type: ignore[operator]
    return ""


def _other_kind(got: object, expected: object) -> str:
    if expected is None:
        return f"What comes out is not {type_name(got)} at all."
    return kind_gap(got, expected if isinstance(expected, Anything) else Anything(type(expected)))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _dtypes(got: torch.dtype, expected: torch.dtype) -> str:
    if family(got) == family(expected):
        return f"For {family(got)}, yes; but not with so many bits for each."
    return f"What comes out is not for {family(got)}."


def _texts(got: str, expected: str) -> Iterator[str]:
    if got.casefold() == expected.casefold():
        yield "Only capital and small letters differ."
    if "".join(got.split()) == "".join(expected.split()):
        yield "Only blanks differ."
    if len(got) != len(expected):
        yield f"What comes out has {'fewer' if len(got) > len(expected) else 'more'} characters."
    steps = {ord(a) - ord(b) for a, b in zip(got, expected, strict=False)}
    right = sum(a == b for a, b in zip(got, expected, strict=False))
    if len(expected) >= _FEWEST and len(steps) == 1:
        yield "All your characters are off by the same distance."
    if len(expected) >= _FEWEST and Counter(got) == Counter(expected):
        yield "The characters are right; their order is not."
    if len(expected) >= _FEWEST:
        yield f"{right} of its {len(expected)} characters hold." if right else "None of its characters holds."
    yield "As many characters come out, but not these."


def _entries(got: Sequence[object], expected: Sequence[object], measure: Measure) -> Iterator[str]:
    if any(isinstance(item, tuple) for item in got) and not any(isinstance(item, tuple) for item in expected):
        yield "There are brackets inside the brackets; in what comes out there are none."
    if len(got) != len(expected):
        yield f"What comes out has {'fewer' if len(got) > len(expected) else 'more'} entries."
    right = [compare(a, b, measure) is None for a, b in zip(got, expected, strict=False)]
    rest = list(expected)
    for item in got:
        at = next((i for i, one in enumerate(rest) if compare(item, one, measure) is None), None)
        if at is not None:
            del rest[at]
    if not rest and len(expected) >= _FEWEST:
        yield "The entries are right; their order is not."
    if any(right):
        held = [f"[{i}]" for i, holds in enumerate(right) if holds]
        yield f"What stands at {', '.join(held[:6])} holds; look at the rest again."
    elif len(expected) > 1:
        yield "None of its entries holds."
