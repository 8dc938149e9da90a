"""What a picture of attention says: whose row looks at whom, whether rows sum to one, who looks ahead.

Weights come as (rows, columns) or with any axes before, named from the end: head, item, layer. One matrix
is looked at at a time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

SIDE = 96
"""So many tokens are drawn each way; of longer sequences the first ones, and the picture says so."""
_TOLERANCE = {torch.float64: 1e-6, torch.float32: 1e-4, torch.float16: 1e-2, torch.bfloat16: 3e-2}


@dataclass(frozen=True)
class Matrix:
    """One head. `levels` are the drawn weights in 255ths of `top`, row by row; None where not finite.

    `sums` are of whole rows, in float64. `strongest` is the column that each drawn row looks at most, and
    `shares` that weight; `spread` the entropy of each row as a number of equally used tokens."""

    index: tuple[int, ...]
    levels: tuple[tuple[int | None, ...], ...]
    top: float
    sums: tuple[float, ...]
    off: tuple[int, ...]
    undefined: tuple[int, ...]
    negative: int
    looks_ahead: bool
    strongest: tuple[int, ...]
    shares: tuple[float, ...]
    spread: tuple[float, ...]


@dataclass(frozen=True)
class AttentionFacts:
    """One matrix of the weights, and what they are as a whole. `axes` names what stands before rows and
    columns, with its size; `rows` and `columns` are the drawn tokens; `size` is of a whole matrix."""

    shape: tuple[int, ...]
    dtype: str
    axes: tuple[tuple[str, int], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    size: tuple[int, int]
    matrix: Matrix


def stacked(weights: object) -> torch.Tensor:
    """The weights as one tensor: a list of layers is stacked. Raises `ValueError` with a sentence."""
    several = isinstance(weights, (list, tuple))
    layers: list[Any] = list(weights) if isinstance(weights, (list, tuple)) else [weights]
    if not layers or not all(isinstance(layer, torch.Tensor) for layer in layers):
        raise ValueError("attention() takes a tensor of weights, or a list of them, one for each layer.")
    shapes = {tuple(layer.shape) for layer in layers}
    if len(shapes) > 1:
        raise ValueError(f"The layers' weights differ in shape: {sorted(shapes)}.")
    return _checked(torch.stack([layer.detach() for layer in layers]) if several else layers[0])


def _checked(weights: torch.Tensor) -> torch.Tensor:
    if weights.is_complex() or weights.ndim < 2 or 0 in weights.shape:
        raise ValueError(
            f"Attention weights are a matrix (queries × keys), or a stack of them; this is "
            f"{tuple(weights.shape)}, {str(weights.dtype).removeprefix('torch.')}."
        )
    if weights.device.type == "meta":
        raise ValueError(
            "A tensor on the meta device has a shape but no numbers, so there is nothing to see."
        )
    return weights


def axis_names(count: int, *, layers: bool) -> tuple[str, ...]:
    """What `count` leading axes are called: the last one the heads, before it items, before that layers.

    `layers` is true where a list of layers was given, whose axis is then the first."""
    names = ["head", "item", "layer"][:count][::-1]
    if layers and names:
        names[0] = "layer"
    return tuple([f"axis {at}" for at in range(count - len(names))] + names)


def facts_of(
    weights: torch.Tensor,
    tokens: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    index: Sequence[int] = (),
    *,
    layers: bool = False,
) -> AttentionFacts:
    """Look at one matrix of `weights` (…, queries, keys), the one at `index` (zeros where it is short).

    `tokens` name the rows, and the columns too where `keys` is missing and the matrix is square. Raises
    `ValueError` with a sentence where names and sizes do not fit. `weights` is not changed."""
    size = (int(weights.shape[-2]), int(weights.shape[-1]))
    leading = tuple(weights.shape[:-2])
    names = axis_names(len(leading), layers=layers)
    place = tuple(index)[: len(leading)] + (0,) * (len(leading) - len(index))
    for at, (name, count) in enumerate(zip(names, leading, strict=True)):
        if not 0 <= place[at] < count:
            raise ValueError(f"There is no {name} {place[at]}: they are numbered 0 to {count - 1}.")
    if keys is None and (tokens is None or size[0] == size[1]):
        keys = tokens
    rows, columns = _names(tokens, size[0], "rows"), _names(keys, size[1], "columns")
    with torch.no_grad():
        matrix = _matrix(weights.detach()[place], place)
    return AttentionFacts(
        tuple(weights.shape),
        str(weights.dtype).removeprefix("torch."),
        tuple(zip(names, leading, strict=True)),
        rows[:SIDE],
        columns[:SIDE],
        size,
        matrix,
    )


def weight_at(weights: torch.Tensor, place: Sequence[int]) -> str:
    """One weight in six digits. Raises `ValueError` where there is none."""
    if len(place) != weights.ndim or any(
        not 0 <= at < size for at, size in zip(place, weights.shape, strict=True)
    ):
        raise ValueError("There is no such weight.")
    return f"{float(weights.detach()[tuple(place)]):.6g}".replace("-", "−")


def _names(tokens: Sequence[str] | None, count: int, what: str) -> tuple[str, ...]:
    if tokens is None:
        return tuple(str(at) for at in range(count))
    if len(tokens) != count:
        raise ValueError(f"The weights have {count:,} {what}, and there are {len(tokens):,} tokens for them.")
    return tuple(str(token) for token in tokens)


def _matrix(weights: torch.Tensor, index: tuple[int, ...]) -> Matrix:
    tolerance = _TOLERANCE.get(weights.dtype, 1e-2)
    data = weights.to(torch.float64) if weights.device.type != "mps" else weights.cpu().to(torch.float64)
    data = data.cpu()
    sums = data.sum(-1)
    finite = data.isfinite()
    drawn, good = data[:SIDE, :SIDE], finite[:SIDE, :SIDE]
    size = torch.where(good, drawn.abs(), 0.0)
    top = float(size.max())
    levels = (size / (top or 1.0) * 255).round().to(torch.int64).tolist()
    known = good.tolist()
    clean = torch.where(finite, data, 0.0)
    best = clean[:SIDE].max(-1)
    share = torch.where(clean > 0, clean, 0.0)[:SIDE]
    share = share / share.sum(-1, keepdim=True).clamp_min(1e-300)
    entropy = -(share * share.clamp_min(1e-300).log()).sum(-1)
    undefined = (~finite).any(-1)
    off = ((sums - 1).abs() > tolerance) & ~undefined
    square = data.shape[-2] == data.shape[-1]
    return Matrix(
        index,
        tuple(
            tuple(level if ok else None for level, ok in zip(row, oks, strict=True))
            for row, oks in zip(levels, known, strict=True)
        ),
        top,
        tuple(sums.tolist()),
        tuple(off.nonzero().flatten().tolist()),
        tuple(undefined.nonzero().flatten().tolist()),
        int((clean < 0).sum()),
        not square or bool(clean.triu(1).any()),
        tuple(best.indices.tolist()),
        tuple(best.values.tolist()),
        tuple(math.exp(value) for value in entropy.tolist()),
    )
