"""A product of tensors as loops: which indices stay, which are summed away, and what meets what."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.einsum_spec import Equation, equation_of
from torchenstein_lab.widgets.operand import NotDrawable, Operand, count_of, operand_of

MOST_OPERANDS = 4
_SIDE, _SLICES = 5, 2
_MOST_WORK = 2 * 10**7
"""So many multiplications the picture itself may cost."""


@dataclass(frozen=True)
class Grid:
    """One tensor as far as it is drawn: its letters, its true shape, and rows of texts for each leading
    index.

    A letter is "." where the tensor has size 1 and the index is longer: it is read at 0 all along."""

    label: str
    letters: str
    shape: tuple[int, ...]
    slices: tuple[tuple[tuple[int, ...], tuple[tuple[str, ...], ...]], ...]

    def text_at(self, place: dict[str, int]) -> str:
        """The text of the element that the letters' values lead to."""
        index = self.index_at(place)
        lead, (row, column) = index[:-2], (0, 0, *index[-2:])[-2:]
        return dict(self.slices)[lead][row][column]

    def index_at(self, place: dict[str, int]) -> tuple[int, ...]:
        """The index of the element that the letters' values lead to."""
        return tuple(place.get(letter, 0) for letter in self.letters)


@dataclass(frozen=True)
class ProductFacts:
    """Everything that is drawn. `shown` is how far each index is drawn; `values` whether numbers are known.

    `multiplications` counts one for each turn of the innermost loop and each operand after the first."""

    name: str
    equation: Equation
    operands: tuple[Grid, ...]
    result: Grid
    shown: dict[str, int]
    values: bool
    dtype: str
    itemsize: int
    numbers: tuple[tuple[float, ...], ...] = ()

    @property
    def turns(self) -> int:
        """How often the innermost line runs."""
        return count_of(tuple(self.equation.sizes.values()))

    @property
    def multiplications(self) -> int:
        """How many numbers are multiplied."""
        return self.turns * (len(self.operands) - 1)

    @property
    def nbytes(self) -> int:
        """The bytes of the result."""
        return count_of(self.result.shape) * self.itemsize

    @property
    def steps(self) -> list[dict[str, int]]:
        """The turns of the loops as far as they are drawn: first the free indices, innermost the summed
        ones."""
        order = self.equation.output + self.equation.summed
        ranges = [range(self.shown[letter]) for letter in order]
        return [dict(zip(order, place, strict=True)) for place in itertools.product(*ranges)]


def einsum_facts(spec: object, operands: Sequence[object]) -> ProductFacts:
    """`torch.einsum(spec, *operands)` as loops; operands are tensors, arrays, or shapes. Raises
    `NotDrawable`."""
    if not isinstance(spec, str):
        raise NotDrawable("An einsum starts with its equation, such as “ik,kj->ij”; then come the tensors.")
    if not 1 <= len(operands) <= MOST_OPERANDS:
        raise NotDrawable(f"Give one to {MOST_OPERANDS} tensors after the equation.")
    names = [label for label in "ABCDWXYZ" if label not in spec]  # A tensor is not called like an index.
    given = [operand_of(value, name) for value, name in zip(operands, names, strict=False)]
    equation = equation_of(spec, [each.shape for each in given], [each.label for each in given])
    return product_facts(
        f"einsum “{spec}”", equation, given, lambda *parts: torch.einsum(equation.text, *parts)
    )


def product_facts(
    name: str, equation: Equation, given: Sequence[Operand], compute: Callable[..., torch.Tensor]
) -> ProductFacts:
    """The facts of a product whose equation is known; `compute` makes the result of the operands' parts."""
    shown = _shown(equation)
    shape = tuple(equation.sizes[letter] for letter in equation.output)
    made = _computed(equation, given, shown, compute)
    values = made is not None and all(each.tensor is not None for each in given)
    grids = tuple(
        _grid(
            each.label,
            _letters(term, each.shape, equation),
            each.shape,
            _part(each, term, shown, equation),
            shown,
        )
        for each, term in zip(given, equation.terms, strict=True)
    )
    result = _grid("result", equation.output, shape, made if values else None, shown)
    dtype = given[0].dtype if made is None else made.dtype
    numbers = tuple(
        _numbers(_part(each, term, shown, equation)) for each, term in zip(given, equation.terms, strict=True)
    )
    return ProductFacts(
        name,
        equation,
        grids,
        result,
        shown,
        values,
        str(dtype).removeprefix("torch."),
        dtype.itemsize,
        numbers if values and all(numbers) else (),
    )


def _shown(equation: Equation) -> dict[str, int]:
    """How far each index is drawn: rows and columns further than what lies in front of them."""
    limits: dict[str, int] = {}
    for term in (*equation.terms, equation.output):
        for back, letter in enumerate(reversed(term)):
            limits[letter] = min(limits.get(letter, _SIDE), (_SIDE, _SIDE, _SLICES)[back] if back < 3 else 1)
    return {letter: min(size, limits[letter]) for letter, size in equation.sizes.items()}


def _letters(term: str, shape: tuple[int, ...], equation: Equation) -> str:
    pairs = zip(term, shape, strict=True)
    return "".join("." if size == 1 != equation.sizes[letter] else letter for letter, size in pairs)


def _computed(
    equation: Equation, given: Sequence[Operand], shown: dict[str, int], compute: Callable[..., torch.Tensor]
) -> torch.Tensor | None:
    """The drawn part of the result, summed over the whole length of what is summed; where only shapes are
    known, a single number of the dtype of the result; `None` where it would take too long."""
    free = {letter: shown[letter] for letter in equation.output}
    work = count_of(tuple(free.get(letter, size) for letter, size in equation.sizes.items()))
    real = all(each.tensor is not None for each in given)
    if real and work > _MOST_WORK:
        return None
    try:
        parts = [
            _narrowed(each, term, free, real=real) for each, term in zip(given, equation.terms, strict=True)
        ]
        return compute(*parts)
    except RuntimeError as error:
        words = str(error).split("\n", maxsplit=1)[0][:200]
        raise NotDrawable(f"The shapes fit, and yet PyTorch refuses: {words}") from None


def _narrowed(each: Operand, term: str, limits: dict[str, int], *, real: bool) -> torch.Tensor:
    sizes = [min(size, limits.get(letter, size)) for letter, size in zip(term, each.shape, strict=True)]
    if not real or each.tensor is None:
        return torch.ones([1] * len(sizes)).to(each.dtype)
    return each.tensor[tuple(slice(size) for size in sizes)] if sizes else each.tensor


def _part(each: Operand, term: str, shown: dict[str, int], equation: Equation) -> torch.Tensor | None:
    """The drawn part of an operand."""
    if each.tensor is None:
        return None
    limits = {letter: shown[letter] for letter in equation.sizes}
    return _narrowed(each, term, limits, real=True)


def _grid(
    label: str, letters: str, shape: tuple[int, ...], part: torch.Tensor | None, shown: dict[str, int]
) -> Grid:
    sizes = tuple(min(size, shown.get(letter, 1)) for letter, size in zip(letters, shape, strict=True))
    if 0 in sizes:
        return Grid(label, letters, shape, ())
    rows, columns = (1, 1, *sizes)[-2:]
    texts = None if part is None else _texts(part.reshape(-1))
    slices = []
    for number, lead in enumerate(itertools.product(*map(range, sizes[:-2]))):
        lines = []
        for row in range(rows):
            flat = number * rows * columns + row * columns
            index = [(*lead, *(row, column)[max(0, 2 - len(sizes)) :]) for column in range(columns)]
            lines.append(
                tuple(
                    ",".join(map(str, index[column])) if texts is None else texts[flat + column]
                    for column in range(columns)
                )
            )
        slices.append((lead, tuple(lines)))
    return Grid(label, letters, shape, tuple(slices))


def _texts(values: torch.Tensor) -> list[str]:
    if values.dtype.is_floating_point and values.dtype.itemsize < 2:
        values = values.to(torch.float32)
    return [cell_value(value) for value in values.tolist()]


def _numbers(part: torch.Tensor | None) -> tuple[float, ...]:
    """Finite real numbers for the script's running sum, in reading order; none where there are others."""
    if part is None or part.is_complex() or not bool(part.to(torch.float64).isfinite().all()):
        return ()
    return tuple(float(f"{value:.7g}") for value in part.reshape(-1).tolist())
