"""Where two tensors differ: how many numbers, by how much, and where first; no tensor is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from torchenstein_lab.widgets.numbers import PIECE
from torchenstein_lab.widgets.show_facts import WRITTEN, Panel, Scale, Window, index_of, panels_of
from torchenstein_lab.widgets.subject import Outline, strided
from torchenstein_lab.widgets.summary import summary_of
from torchenstein_lab.widgets.tiles import tile_size, tiles_of

_TOLERANCES = {
    torch.float64: (1e-7, 1e-7),
    torch.complex128: (1e-7, 1e-7),
    torch.float16: (1e-3, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-5),
}
_FLOAT32 = (1.3e-6, 1e-5)
"""What `torch.testing.assert_close` allows: relative and absolute."""
_MAP = 64
"""The map has at most so many rows and columns."""
_ROWS, _COLUMNS = 12, 14
"""The part around the first difference that is drawn of a large tensor."""


@dataclass(frozen=True)
class Side:
    """One of the two tensors: what it is, and the part of it that is drawn."""

    outline: Outline
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class DiffFacts:
    """`problem` says why the numbers could not be compared one by one; the rest is then empty.

    `first` is the index of the first difference, `largest` the largest finite one and `where` its index.
    `wrong` are the places that differ in the drawn part, in reading order. `map`: where the differences lie
    in the whole slice, a tile for many numbers, where only a part is drawn.
    """

    expected: Side
    got: Side
    problem: str = ""
    notes: tuple[str, ...] = ()
    count: int = 0
    differ: int = 0
    first: tuple[int, ...] = ()
    first_pair: tuple[str, str] = ("", "")
    largest: float | None = None
    where: tuple[int, ...] = ()
    scale: Scale | None = None
    wrong: frozenset[int] = frozenset()
    map: Panel | None = None


def diff_facts(expected: torch.Tensor, got: torch.Tensor, outlines: tuple[Outline, Outline]) -> DiffFacts:
    """Compare two tensors of any kind. Neither is changed."""
    data = strided(expected), strided(got)
    if data[0] is None or data[1] is None:
        return _apart(outlines, data, "One of them has no numbers that could be compared.")
    left, right = data[0], data[1].to(data[0].device)
    notes = []
    if expected.dtype != got.dtype:
        notes.append(f"{outlines[0].dtype} is expected, and {outlines[1].dtype} came")
    if left.shape != right.shape:
        return _apart(outlines, (left, right), _shapes(outlines))
    if left.numel() == 0:
        return DiffFacts(Side(outlines[0], ()), Side(outlines[1], ()), notes=tuple(notes))
    wrong = differing(left, right)
    differ = int(wrong.sum())
    flat = int(wrong.flatten().to(torch.uint8).argmax()) if differ else 0
    first = index_of(flat, left.shape)
    window = _window(left, first)
    sides = panels_of(left, window, 1), panels_of(right, window, 1)
    (marks,) = panels_of(wrong, window, 1)
    largest, where = _largest(left, right, wrong) if differ else (None, ())
    limits = [(found.low, found.high) for found in map(summary_of, (left, right)) if found.low is not None]
    whole = sides[0][0].tiles.columns * sides[0][0].tiles.rows == left.numel()
    return DiffFacts(
        expected=Side(outlines[0], sides[0]),
        got=Side(outlines[1], sides[1]),
        notes=tuple(notes),
        count=left.numel(),
        differ=differ,
        first=first,
        first_pair=(_text(left, first), _text(right, first)),
        largest=largest,
        where=where,
        scale=Scale(min(low for low, _ in limits), max(high or 0.0 for _, high in limits))
        if limits
        else None,
        wrong=frozenset(place for place, share in enumerate(marks.tiles.means) if share),
        map=None if whole else _map(wrong, first[:-2]),
    )


def differing(expected: torch.Tensor, got: torch.Tensor) -> torch.Tensor:
    """Which numbers of two tensors of one shape differ, as booleans: floats by more than `assert_close`
    allows, everything else at all. Two NaN are alike."""
    if expected.ndim == 0 or expected.numel() <= PIECE:
        return _differing(expected, got)
    wrong = torch.empty(expected.shape, dtype=torch.bool, device=expected.device)
    step = max(1, PIECE // expected[0].numel())
    for start in range(0, len(expected), step):
        part = slice(start, start + step)
        wrong[part] = _differing(expected[part], got[part])
    return wrong


def _differing(expected: torch.Tensor, got: torch.Tensor) -> torch.Tensor:
    relative, absolute = tolerances(expected.dtype, got.dtype)
    left, right = _comparable(expected), _comparable(got)
    common = torch.promote_types(left.dtype, right.dtype)
    left, right = left.to(common), right.to(common)
    if relative == 0:
        return left != right
    return ~torch.isclose(right, left, rtol=relative, atol=absolute, equal_nan=True)


def tolerances(*dtypes: torch.dtype) -> tuple[float, float]:
    """The relative and absolute tolerance for tensors of these dtypes: the most generous of them."""
    inexact = [dtype for dtype in dtypes if dtype.is_floating_point or dtype.is_complex]
    return max((_TOLERANCES.get(dtype, _FLOAT32) for dtype in inexact), default=(0.0, 0.0))


def _comparable(data: torch.Tensor) -> torch.Tensor:
    """In a dtype that PyTorch can compare: it cannot, for one, compare float8."""
    if data.is_floating_point() and data.dtype.itemsize < 4:
        return data.to(torch.float32)
    if data.dtype in (torch.uint16, torch.uint32):
        return data.to(torch.int64)
    return data.to(torch.float64) if data.dtype is torch.uint64 else data


def _largest(
    expected: torch.Tensor, got: torch.Tensor, wrong: torch.Tensor
) -> tuple[float | None, tuple[int, ...]]:
    """The largest finite difference among the wrong numbers, and its index."""
    places = wrong.flatten().nonzero().flatten()[: 1 << 22]
    pair = [_comparable(side).flatten()[places] for side in (expected, got)]
    wide = [side.to(torch.complex128 if side.is_complex() else torch.float64) for side in pair]
    sizes = (wide[0] - wide[1]).abs().nan_to_num(nan=-1.0, posinf=-1.0)
    at = int(sizes.argmax())
    if sizes[at] < 0:
        return None, ()
    return float(sizes[at]), index_of(int(places[at]), expected.shape)


def _window(data: torch.Tensor, first: tuple[int, ...]) -> Window:
    """All of a small matrix; of a larger one the part around the first difference."""
    rows, columns = (1, data.numel()) if data.ndim < 2 else (int(data.shape[-2]), int(data.shape[-1]))
    slice_ = 0
    for at, size in zip(first[:-2], data.shape[:-2], strict=True):
        slice_ = slice_ * size + at
    if rows * columns <= WRITTEN // 2 and data.ndim >= 2:
        return Window(first=slice_)
    high = _ROWS if data.ndim >= 2 else 1
    row = first[-2] if data.ndim >= 2 else 0
    column = first[-1] if first else 0
    top, left = _start(row, rows, high), _start(column, columns, _COLUMNS)
    return Window(slice_, top, left, top + high, left + _COLUMNS)


def _map(wrong: torch.Tensor, index: tuple[int, ...]) -> Panel:
    matrix = wrong[index] if wrong.ndim > 1 else wrong.reshape(1, -1)
    down, across = tile_size(matrix.shape[0], matrix.shape[1], side=_MAP)
    return Panel(index, 0, 0, tiles_of(matrix, down, across))


def _start(at: int, size: int, shown: int) -> int:
    return min(max(0, at - shown // 2), max(0, size - shown))


def _text(data: torch.Tensor, index: tuple[int, ...]) -> str:
    one = data[index].reshape(1, 1)
    return panels_of(one, Window())[0].texts[0]


def _shapes(outlines: tuple[Outline, Outline]) -> str:
    return f"The shapes differ: {outlines[0].shape_text} is expected, and {outlines[1].shape_text} came."


def _apart(
    outlines: tuple[Outline, Outline], data: tuple[torch.Tensor | None, torch.Tensor | None], problem: str
) -> DiffFacts:
    """Both drawn for themselves, where they cannot be compared one by one."""
    sides = []
    limits = []
    for outline, one in zip(outlines, data, strict=True):
        if one is None or one.numel() == 0:
            sides.append(Side(outline, ()))
            continue
        sides.append(Side(outline, panels_of(one, _window(one, (0,) * one.ndim), 1)))
        limits += [limit for panel in sides[-1].panels for limit in [panel.tiles.limits] if limit]
    return DiffFacts(sides[0], sides[1], problem=problem, scale=_scale(limits))


def _scale(limits: Sequence[tuple[float, float]]) -> Scale | None:
    return Scale(min(low for low, _ in limits), max(high for _, high in limits)) if limits else None
