"""Which way a result went: "yours are the sums over dimension 0, expected are those over dimension 1".

Where a call had a tensor among its arguments, what was expected and what came are looked for among the usual
things done along one dimension of it. Both must be found whole, and in one way only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch

from torchenstein_lab.checks.measure import STRICT, Measure
from torchenstein_lab.checks.plain import is_plain_tensor, plain, unwatched
from torchenstein_lab.checks.tensor_comparison import differing

MOST = 20_000
"""Arguments with more numbers than this are not looked into."""

_FEWEST = 3
_MOST_DIMS = 4
_Along = Callable[[torch.Tensor, int], torch.Tensor]

_ALONG: dict[str, _Along] = {
    "sums": lambda t, d: t.sum(d, keepdim=True),
    "means": lambda t, d: t.mean(d, keepdim=True),
    "products": lambda t, d: t.prod(d, keepdim=True),
    "largest numbers": lambda t, d: t.amax(d, keepdim=True),
    "smallest numbers": lambda t, d: t.amin(d, keepdim=True),
    "places of the largest numbers": lambda t, d: t.argmax(d, keepdim=True),
    "places of the smallest numbers": lambda t, d: t.argmin(d, keepdim=True),
    "variances (divided by n - 1)": lambda t, d: t.var(d, keepdim=True),
    "variances (divided by n)": lambda t, d: t.var(d, correction=0, keepdim=True),
    "spreads (divided by n - 1)": lambda t, d: t.std(d, keepdim=True),
    "spreads (divided by n)": lambda t, d: t.std(d, correction=0, keepdim=True),
    "lengths": lambda t, d: t.norm(dim=d, keepdim=True),
    "running sums": lambda t, d: t.cumsum(d),
    "running products": lambda t, d: t.cumprod(d),
    "shares": lambda t, d: t / t.sum(d, keepdim=True),
    "shares of the exponentials": lambda t, d: t.softmax(d),
    "logarithms of the shares of the exponentials": lambda t, d: t.log_softmax(d),
    "differences from the mean": lambda t, d: t - t.mean(d, keepdim=True),
}


def explain_direction(
    got: object, expected: object, arguments: Sequence[object], measure: Measure = STRICT
) -> str:
    """One sentence on what was done along which dimension of an argument; empty where that is not the
    matter. `arguments` are those of the call, untouched."""
    for theirs, ours in _both_found(got, expected, arguments, measure):
        if len(theirs) == len(ours) == 1 and theirs != ours:
            return _sentence(theirs[0], ours[0])
    return ""


def explain_operation(
    got: object, expected: object, arguments: Sequence[object], measure: Measure = STRICT
) -> str:
    """One sentence on what was done along which dimension of an argument, where something else is wanted."""
    for theirs, ours in _both_found(got, expected, arguments, measure):
        if len(theirs) == 1 and not ours:
            return f"Yours are the {theirs[0][0]} along dimension {theirs[0][1]} of what was given."
    return ""


def _both_found(
    got: object, expected: object, arguments: Sequence[object], measure: Measure
) -> Iterator[tuple[list[tuple[str, int]], list[tuple[str, int]]]]:
    """For each argument, what gives the result that came, and what gives the one expected."""
    if not is_plain_tensor(got) or not is_plain_tensor(expected):
        return
    with unwatched():
        came, wanted = plain(got), plain(expected)
        tensors = [plain(value) for value in arguments if is_plain_tensor(value)]
        if "meta" in {tensor.device.type for tensor in (came, wanted, *tensors)}:
            return
        if wanted.dtype is torch.bool or min(len(torch.unique(came)), len(torch.unique(wanted))) < _FEWEST:
            return
        for tensor in tensors:
            if 2 <= tensor.ndim <= _MOST_DIMS and tensor.numel() <= MOST:
                yield _found(came, tensor, measure), _found(wanted, tensor, measure)


def _sentence(theirs: tuple[str, int], ours: tuple[str, int]) -> str:
    if theirs[0] == ours[0]:
        return f"Yours are the {theirs[0]} along dimension {theirs[1]}, expected are those along {ours[1]}."
    return (
        f"Yours are the {theirs[0]} along dimension {theirs[1]}, "
        f"expected are the {ours[0]} along dimension {ours[1]}."
    )


def _found(result: torch.Tensor, argument: torch.Tensor, measure: Measure) -> list[tuple[str, int]]:
    """Every operation along a dimension of the argument that gives the result, whether or not it kept the
    dimension."""
    return [
        (name, d)
        for name, d, made in _results(argument)
        if made.numel() == result.numel()
        and made.dtype == result.dtype
        and result.shape in (made.shape, made.squeeze(d).shape)
        and not bool(differing(result.reshape(made.shape), made, measure).any())
    ]


def _results(argument: torch.Tensor) -> Iterator[tuple[str, int, torch.Tensor]]:
    for name, along in _ALONG.items():
        for d in range(argument.ndim):
            if argument.shape[d] < 2:
                continue
            try:
                yield name, d, along(argument, d)
            except RuntimeError:
                break
