"""Where a number was taken from: "at [0, 1] you took `x[0, 2]`, expected is `x[0, 1]`".

For functions that pick numbers out of an argument: every number that came stands in it, and those that are
told of stand in it once.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torchenstein_lab.checks.measure import STRICT, Measure
from torchenstein_lab.checks.plain import is_plain_tensor, plain, unwatched
from torchenstein_lab.checks.tensor_comparison import differing

MOST = 20_000
"""Arguments with more numbers than this are not looked into."""

_FEWEST = 4


def explain_place(
    got: object, expected: object, named: Sequence[tuple[str, object]], measure: Measure = STRICT
) -> str:
    """One sentence on the first wrong number of a result; empty where it was not picked out of an argument.
    `named` are the arguments, with their names."""
    if not is_plain_tensor(got) or not is_plain_tensor(expected):
        return ""
    with unwatched():
        came, wanted = plain(got), plain(expected)
        if "meta" in (came.device.type, wanted.device.type) or came.dtype != wanted.dtype:
            return ""
        if came.shape != wanted.shape or came.dtype is torch.bool or came.is_complex() or came.numel() > MOST:
            return ""
        wrong = differing(came, wanted, measure)
        if not bool(wrong.any()):
            return ""
        at = tuple(int(i) for i in wrong.nonzero()[0]) if wrong.ndim else ()
        for name, value in named:
            if is_plain_tensor(value):
                theirs, ours = _places(plain(value), came, wanted, at)
                if theirs and ours:
                    where = f"At {list(at)} you" if at else "You"
                    return f"{where} took {name}{theirs}; expected is {name}{ours}."
    return ""


def _places(
    source: torch.Tensor, came: torch.Tensor, wanted: torch.Tensor, at: tuple[int, ...]
) -> tuple[list[int], list[int]]:
    """Where in an argument the number that came at this place stands, and where the one expected; both empty
    where other numbers of the result do not stand in it at all."""
    if source.dtype != came.dtype or source.device != came.device or not _FEWEST <= source.numel() <= MOST:
        return [], []
    if not bool(torch.isin(came, source).all()):
        return [], []
    return _place(source, came[at]), _place(source, wanted[at])


def _place(source: torch.Tensor, number: torch.Tensor) -> list[int]:
    """The place of a number that stands there once; empty where it does not."""
    places = source.eq(number).nonzero()
    return [int(i) for i in places[0]] if len(places) == 1 else []
