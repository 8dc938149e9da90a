"""How two shapes meet: aligned from the right, sizes of 1 stretched, and what the result costs."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.operand import NotDrawable, Operand, count_of, operand_of

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
_PRODUCTS = (operator.matmul, torch.matmul, torch.mm, torch.bmm, torch.mv, torch.dot)
_ROWS, _COLUMNS = 5, 6
_DEEP = 8


@dataclass(frozen=True)
class Axis:
    """One dim of the result, and what each side brings to it: its size there, `None` where it has no such
    dim."""

    dim: int
    a: int | None
    b: int | None

    @property
    def clash(self) -> bool:
        """Whether the sizes cannot meet."""
        return self.size is None

    @property
    def size(self) -> int | None:
        """The size of the result, `None` where the sizes cannot meet."""
        a, b = (1 if size is None else size for size in (self.a, self.b))
        if a == b or b == 1:
            return a
        return b if a == 1 else None

    def stretched(self, side: str) -> bool:
        """Whether side "a" or "b" is read again and again along this dim."""
        mine = self.a if side == "a" else self.b
        return self.size is not None and (mine is None or (mine == 1 and self.size != 1))


@dataclass(frozen=True)
class Side:
    """One of the two: what it is, and the part that is drawn, rows of texts as far as the tensor itself
    goes."""

    label: str
    shape: tuple[int, ...]
    dtype: str
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Cost:
    """The result in memory: `numel` elements of `dtype`, `itemsize` bytes each."""

    dtype: str
    numel: int
    itemsize: int

    @property
    def nbytes(self) -> int:
        """The bytes of the result."""
        return self.numel * self.itemsize


@dataclass(frozen=True)
class BroadcastFacts:
    """Everything that is drawn. `shape` and `cost` are `None` where the shapes do not meet; `remedy` is then
    a way
    to write one of the two so that they would, if there is one.

    `result` holds the part of the result that is drawn: rows and columns of the first slice.
    dims."""

    a: Side
    b: Side
    sign: str
    axes: tuple[Axis, ...]
    shape: tuple[int, ...] | None
    cost: Cost | None
    result: tuple[tuple[str, ...], ...]
    remedy: str
    refused: str = ""


def broadcast_facts(
    a: object, b: object, op: object = "+", names: tuple[str, str] = ("a", "b")
) -> BroadcastFacts:
    """How `a` and `b` (tensors, arrays, numbers or shapes) meet in `op`, a sign such as "+" or a function of
    two
    tensors. Raises `NotDrawable`."""
    call, sign = _operation(op)
    left, right = operand_of(a, names[0]), operand_of(b, names[1])
    axes = aligned(left.shape, right.shape)
    sizes = [axis.size for axis in axes]
    shape = tuple(size for size in sizes if size is not None)
    if len(shape) < len(axes):
        return BroadcastFacts(
            _side(left, None), _side(right, None), sign, axes, None, None, (), remedy(left, right)
        )
    cost, refused = _cost(call, left, right, shape)
    result: tuple[tuple[str, ...], ...] = ()
    if not refused:
        try:
            result = _result(call, left, right, shape)
        except Exception as error:  # noqa: BLE001  (the function may be the learner's own)
            refused = _words(error)
    return BroadcastFacts(
        _side(left, shape), _side(right, shape), sign, axes, shape, cost, result, "", refused
    )


def aligned(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[Axis, ...]:
    """The dims of both, from the first of the longer one, aligned from the right."""
    deep = max(len(a), len(b))
    padded = [(None,) * (deep - len(shape)) + shape for shape in (a, b)]
    return tuple(Axis(dim, *sizes) for dim, sizes in enumerate(zip(*padded, strict=True)))


def remedy(a: Operand, b: Operand) -> str:
    """A way to write one of the two with a dim of size 1 put in, so that the shapes meet; "" if there is
    none."""
    for side, other in ((b, a), (a, b)):
        deep = len(side.shape)
        for extra in range(1, 3):
            for at in itertools.combinations(range(deep + extra), extra):
                if at[0] == 0 and extra == 1:
                    continue  # A size of 1 in front is what broadcasting puts there anyway.
                rest = iter(side.shape)
                shape = tuple(1 if place in at else next(rest) for place in range(deep + extra))
                if not any(axis.clash for axis in aligned(shape, other.shape)):
                    index = ", ".join("None" if place in at else ":" for place in range(deep + extra))
                    return f"{side.label}[{index}], of shape {shape}, would meet {other.label}"
    return ""


def _operation(op: object) -> tuple[Callable[[Any, Any], Any], str]:
    if op == "@" or op in _PRODUCTS:
        raise NotDrawable("In a matrix product, rows meet columns, not number by number: see matmul(a, b).")
    if isinstance(op, str):
        if op not in OPERATORS:
            raise NotDrawable(f"“{op[:20]}” is no sign that I know. Signs are {' '.join(OPERATORS)}.")
        return OPERATORS[op], op
    if not callable(op):
        raise NotDrawable(
            'The operation is a sign such as "+", or a function of two tensors such as torch.maximum.'
        )
    known = next((sign for sign, call in OPERATORS.items() if call is op), None)
    return op, known or str(getattr(op, "__name__", "op"))


def _cost(
    call: Callable[[Any, Any], Any], a: Operand, b: Operand, shape: tuple[int, ...]
) -> tuple[Cost | None, str]:
    """What the result would be, asked of PyTorch with small tensors of ones; or why it refuses."""
    sides = [_small(side) if side.number is None else side.number for side in (a, b)]
    if a.number is not None and b.number is not None:
        sides[0] = torch.ones((), dtype=a.dtype)
    try:
        result = call(*sides)
    except Exception as error:  # noqa: BLE001  (the function may be the learner's own)
        return None, _words(error)
    pairs = zip(*[(1,) * (len(shape) - len(one)) + one for one in map(_small_shape, (a, b))], strict=True)
    if not isinstance(result, torch.Tensor) or tuple(result.shape) != tuple(max(pair) for pair in pairs):
        return None, "it does not give one number for each pair of numbers"
    dtype = str(result.dtype).removeprefix("torch.")
    return Cost(dtype, count_of(shape), result.dtype.itemsize), ""


def _words(error: Exception) -> str:
    return str(error).split("\n", maxsplit=1)[0][:200] or type(error).__name__


def _small(side: Operand) -> torch.Tensor:
    return torch.ones(_small_shape(side)).to(side.dtype)


def _small_shape(side: Operand) -> tuple[int, ...]:
    """A shape that meets others as the real one does: 2 where it is longer, in the last dims."""
    rank = len(side.shape)
    return tuple(2 if size > 1 and rank - dim <= _DEEP else 1 for dim, size in enumerate(side.shape))


def _result(
    call: Callable[[Any, Any], Any], a: Operand, b: Operand, shape: tuple[int, ...]
) -> tuple[tuple[str, ...], ...]:
    if a.tensor is None or b.tensor is None or 0 in shape:
        return ()
    sides = [_corner(side) if side.number is None else side.number for side in (a, b)]
    if not any(isinstance(side, torch.Tensor) for side in sides):
        sides[0] = a.tensor
    return _texts(_matrix(call(*sides), shape))


def _corner(side: Operand) -> torch.Tensor:
    """The part of a tensor that is drawn: a copy of the first slice's first rows and columns."""
    assert side.tensor is not None
    part = side.tensor
    while part.ndim > 2:
        part = part[0]
    limits = (_ROWS, _COLUMNS)[2 - part.ndim :] if part.ndim else ()
    return part[tuple(slice(limit) for limit in limits)].clone() if part.ndim else part.clone()


def _matrix(part: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    tail = shape[-2:]
    sizes = tuple(
        min(size, limit) for size, limit in zip(tail, (_ROWS, _COLUMNS)[2 - len(tail) :], strict=True)
    )
    return part.expand(sizes).reshape((1, 1, *sizes)[-2:]) if len(sizes) < 2 else part.expand(sizes)


def _side(side: Operand, shape: tuple[int, ...] | None) -> Side:
    if side.numel == 0 or (shape is not None and 0 in shape):
        return Side(side.label, side.shape, side.dtype_name)
    rows, columns = (1, 1, *side.shape)[-2:]
    rows, columns = min(rows, _ROWS), min(columns, _COLUMNS)
    if side.tensor is None:
        cells = tuple(
            tuple(",".join(map(str, _index(side.shape, row, column))) for column in range(columns))
            for row in range(rows)
        )
    else:
        cells = _texts(_corner(side).reshape(rows, columns))
    return Side(side.label, side.shape, side.dtype_name, cells)


def _index(shape: tuple[int, ...], row: int, column: int) -> tuple[int, ...]:
    return ((0,) * max(0, len(shape) - 2) + (row, column)[max(0, 2 - len(shape)) :]) if shape else ()


def _texts(matrix: torch.Tensor) -> tuple[tuple[str, ...], ...]:
    if matrix.dtype.is_floating_point and matrix.dtype.itemsize < 2:
        matrix = matrix.to(torch.float32)
    return tuple(tuple(cell_value(value) for value in row) for row in matrix.tolist())
