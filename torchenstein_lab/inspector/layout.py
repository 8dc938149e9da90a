"""How a tensor lies in its storage, told from shape, strides and offset alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import lcm
from typing import Literal

Layout = Literal["whole", "part", "strided", "permuted", "stretched"]


def layout_of(shape: Sequence[int], strides: Sequence[int], offset: int, held: int) -> Layout:
    """Tell how the elements lie among the `held` elements of their storage.

    `whole`: all of them, in order. `part`: in order and without gaps, but not all. `permuted`: without gaps,
    in another order, as `x.t()`. `strided`: with gaps, as `x[::2]`. `stretched`: some element stands in more
    than one place, as after `x.expand(…)`. `strides` and `offset` count elements.
    """
    sizes = [(size, stride) for size, stride in zip(shape, strides, strict=True) if size != 1]
    if any(size == 0 for size, _ in sizes):
        return "whole" if held == 0 else "part"
    if overlaps(sizes):
        return "stretched"
    count = 1
    for size, _ in sizes:
        count *= size
    if _steps(sizes):
        return "whole" if offset == 0 and count == held else "part"
    dense = _steps(sorted(sizes, key=lambda each: -each[1]))
    return "permuted" if dense else "strided"


def overlaps(sizes: Sequence[tuple[int, int]]) -> bool:
    """Tell whether two indices meet in one element, because steps along one axis lead where steps along
    another lead. (Three axes together could hide a meeting from this; no PyTorch function makes such.)

    `sizes` are pairs of size and stride, without axes of size 1.
    """
    if any(stride == 0 for _, stride in sizes):
        return True
    return any(
        lcm(one, other) // one < one_size and lcm(one, other) // other < other_size
        for (one_size, one), (other_size, other) in combinations(sizes, 2)
    )


def _steps(sizes: Sequence[tuple[int, int]]) -> bool:
    """Tell whether each axis steps exactly over the axes after it."""
    step = 1
    for size, stride in reversed(sizes):
        if stride != step:
            return False
        step *= size
    return True
