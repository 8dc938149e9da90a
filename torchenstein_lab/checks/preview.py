"""Small pictures of values for a verdict: a window of a tensor, on one scale for expected and got."""

from __future__ import annotations

import math

import torch

from torchenstein_lab.checks.describe import dtype_name, number_text, shape_text, shorten, value_text
from torchenstein_lab.checks.plain import is_tensor, plain, shape_of, unwatched
from torchenstein_lab.contracts.verdict import Preview

WINDOW = 16
_DIGITS = 4


def preview_pair(expected: object, got: object, wrong: torch.Tensor | None = None) -> tuple[Preview, Preview]:
    """Pictures of what was expected and what came. `wrong` is a bool tensor of their common shape, or `None`
    where they cannot be compared cell by cell. Both show the same window, on the same scale."""
    scale = _scale([value for value in (expected, got) if is_tensor(value)])
    first = _first(wrong)
    pair = preview(expected, scale, first, wrong), preview(got, scale, first, wrong)
    for digits in range(_DIGITS + 1, 18):
        if wrong is None or all(pair[0].cells[i] != pair[1].cells[i] for i in pair[0].wrong):
            break
        pair = preview(expected, scale, first, wrong, digits), preview(got, scale, first, wrong, digits)
    return pair


def preview(
    value: object,
    scale: tuple[float, float] | None = None,
    first: tuple[int, ...] = (),
    wrong: torch.Tensor | None = None,
    digits: int = _DIGITS,
) -> Preview:
    """A picture of one value: text for anything, cells for a tensor. `first` is an index to be in sight,
    `digits` how many a number is shown with."""
    if not is_tensor(value):
        return Preview(text=value_text(value, 500))
    with unwatched():
        data = plain(value)
        shape = shape_of(value)
        title = f"{dtype_name(data.dtype)} tensor of shape {shape_text(shape)}"
        if data.device.type == "meta":
            return Preview(text=title, shape=shape, dtype=dtype_name(data.dtype))
        window, origin = _window(data, first)
        found = scale or _scale([value])
        low, high = found or (0.0, 1.0)
        cells = tuple(number_text(item, digits) for row in window.tolist() for item in row)
        levels = tuple(_level(item, low, high) for row in window.tolist() for item in row)
        marked: tuple[int, ...] = ()
        if wrong is not None and tuple(wrong.shape) == shape:
            differs, _ = _window(wrong, first)
            marked = tuple(i for i, bad in enumerate(differs.flatten().tolist()) if bad)
        rows, columns = (int(n) for n in window.shape)
        truncated = rows * columns < data.numel()
        return Preview(
            text=_words(title, cells, columns, truncated, origin, marked),
            shape=shape,
            dtype=dtype_name(data.dtype),
            rows=rows,
            columns=columns,
            cells=cells,
            levels=levels,
            wrong=marked,
            origin=origin,
            truncated=truncated,
            diverging=low < 0 < high,
            limits=(_limit_text(low), _limit_text(high)) if found is not None and low < high else None,
        )


def _window(data: torch.Tensor, first: tuple[int, ...]) -> tuple[torch.Tensor, tuple[int, ...]]:
    """At most 16 x 16 cells of the last two dimensions, placed so that the index `first` is inside."""
    if data.ndim == 0:
        return data.reshape(1, 1), ()
    at = list(first) if len(first) == data.ndim else [0] * data.ndim
    start = [min(max(0, at[d] - WINDOW // 2), max(0, data.shape[d] - WINDOW)) for d in range(data.ndim)]
    lead = max(0, data.ndim - 2)
    if data.numel() == 0:
        return data.new_zeros(0, 0), tuple([0] * data.ndim)
    picture = data
    for d in range(lead):
        picture = picture[at[d]]
        start[d] = at[d]
    rows = picture.unsqueeze(0) if picture.ndim == 1 else picture
    top = 0 if picture.ndim == 1 else start[-2]
    return rows[top : top + WINDOW, start[-1] : start[-1] + WINDOW], tuple(start)


def _first(wrong: torch.Tensor | None) -> tuple[int, ...]:
    if wrong is None or wrong.ndim == 0:
        return ()
    with unwatched():
        places = wrong.nonzero()
        return tuple(int(i) for i in places[0]) if len(places) else ()


def _scale(values: list[object]) -> tuple[float, float] | None:
    """The least and largest finite number, even around zero where numbers lie on both sides of it."""
    lows, highs = [], []
    with unwatched():
        for value in values:
            data = plain(value)
            if data.numel() == 0 or data.device.type == "meta":
                continue
            numbers = data.abs() if data.is_complex() else data
            numbers = numbers.to(torch.float64).flatten()
            finite = numbers[numbers.isfinite()]
            if len(finite):
                lows.append(float(finite.min()))
                highs.append(float(finite.max()))
    if not lows:
        return None
    low, high = min(lows), max(highs)
    reach = max(-low, high)
    return (-reach, reach) if low < 0 < high else (low, high)


def _limit_text(limit: float) -> str:
    return f"{limit:.4g}".replace("-", "−")


def _level(item: object, low: float, high: float) -> float | None:
    if not isinstance(item, (bool, int, float, complex)):
        return None
    number = abs(item) if isinstance(item, complex) else float(item)
    if not math.isfinite(number):
        return None
    return round(min(1.0, max(0.0, (number - low) / (high - low))), 3) if high > low else 0.5


def _words(
    title: str,
    cells: tuple[str, ...],
    columns: int,
    truncated: bool,
    origin: tuple[int, ...],
    wrong: tuple[int, ...],
) -> str:
    rows = [list(cells[i : i + columns]) for i in range(0, len(cells), columns or 1)]
    numbers = shorten(str(rows).replace("'", ""), 400)
    place = f", from index {list(origin)} on" if truncated else ""
    differs = f"; {len(wrong)} of the cells shown differ" if wrong else ""
    return f"{title}{place}: {numbers}{differs}"
