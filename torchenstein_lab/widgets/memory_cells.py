"""Cells of a storage: how many a description uses, and which of them are drawn."""

from __future__ import annotations

from torchenstein_lab.widgets.operand import count_of

_COUNTABLE = 10**5


def distinct_cells(shape: tuple[int, ...], strides: tuple[int, ...]) -> int | None:
    """How many different cells the elements lie in; `None` where they would have to be counted one by one and
    are too many."""
    if 0 in shape:
        return 0
    steps = sorted((stride, size) for stride, size in zip(strides, shape, strict=True) if size > 1 and stride)
    reach = 0
    for stride, size in steps:
        if stride <= reach:
            return _counted_one_by_one(steps)
        reach += stride * (size - 1)
    return count_of(tuple(size for _, size in steps))


def _counted_one_by_one(steps: list[tuple[int, int]]) -> int | None:
    if sum(stride * (size - 1) for stride, size in steps) > _COUNTABLE:
        return None
    cells = {0}
    for stride, size in steps:
        cells = {cell + stride * step for cell in cells for step in range(size)}
    return len(cells)


def drawn_cells(used: list[int], most: int) -> list[int]:
    """The used cells, and those between two that lie close together while there is room."""
    shown: list[int] = []
    room = most - len(used)
    for cell in used:
        between = range(shown[-1] + 1, cell) if shown else range(0)
        if len(between) <= min(2, room):
            shown.extend(between)
            room -= len(between)
        shown.append(cell)
    return shown
