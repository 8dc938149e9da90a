"""When `view` works, and why it does not: the rule PyTorch follows, with the reason kept.

`view` may only describe cells that are there already. Dims that the new shape cuts otherwise must be readable
as one line of evenly spaced cells: a step along the outer dim must be as long as the whole inner one.
"""

from __future__ import annotations

from dataclasses import dataclass

from torchenstein_lab.widgets.amount import counted
from torchenstein_lab.widgets.operand import count_of


@dataclass(frozen=True)
class Blocked:
    """Why a view cannot be, as a sentence; `copy_helps` where `reshape` could still do it."""

    says: str
    copy_helps: bool


def inferred(shape: tuple[int, ...], count: int) -> tuple[int, ...] | Blocked:
    """The shape with its -1 filled in for `count` elements."""
    if shape.count(-1) > 1:
        return Blocked("Only one size can be -1: two that are to be found out have many answers.", False)
    if any(size < -1 for size in shape):
        return Blocked(f"{shape} is no shape: a size is below zero.", False)
    known = count_of(tuple(size for size in shape if size != -1))
    if -1 in shape:
        if known == 0 or count % known:
            return Blocked(f"{counted(count, 'element')} cannot be dealt into rows of {known:,}.", False)
        return tuple(count // known if size == -1 else size for size in shape)
    if known != count:
        return Blocked(f"{shape} has room for {counted(known, 'element')}, and there are {count:,}.", False)
    return shape


def view_strides(
    shape: tuple[int, ...], strides: tuple[int, ...], new: tuple[int, ...]
) -> tuple[int, ...] | Blocked:
    """The strides with which `new` describes the same cells in the same order, or why there are none.

    Both shapes have the same number of elements."""
    if count_of(shape) == 0:
        return strides if new == shape else _contiguous(new)
    if not shape:
        return (1,) * len(new)
    found = [0] * len(new)
    at = len(new) - 1
    spacing, old_count, new_count = strides[-1], 1, 1
    for dim in range(len(shape) - 1, -1, -1):
        old_count *= shape[dim]
        one_line = dim > 0 and (shape[dim - 1] == 1 or strides[dim - 1] == old_count * spacing)
        if one_line:
            continue
        # The dims from here to the last break are one line; the new dims must divide it without a rest.
        while at >= 0 and (new_count < old_count or new[at] == 1):
            found[at] = new_count * spacing
            new_count *= new[at]
            at -= 1
        if new_count != old_count:
            return _broken(dim - 1, dim, needed=old_count * spacing, actual=strides[dim - 1])
        if dim > 0:
            spacing, old_count, new_count = strides[dim - 1], 1, 1
    return tuple(found)


def _broken(outer: int, inner: int, *, needed: int, actual: int) -> Blocked:
    return Blocked(
        f"To read dims {outer} and {inner} on as one line, a step along dim {outer} would have to move "
        f"{counted(needed, 'cell')}; it moves {actual:,}.",
        True,
    )


def _contiguous(shape: tuple[int, ...]) -> tuple[int, ...]:
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))
