"""Reading an einsum's equation: a letter for each dim, and which of them stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_letters

from torchenstein_lab.widgets.operand import NotDrawable

_DOTS = "..."


@dataclass(frozen=True)
class Equation:
    """One string of letters for each operand, the result's letters, and how long each letter is.

    Three dots are spelled out as letters that the equation does not use."""

    terms: tuple[str, ...]
    output: str
    sizes: dict[str, int]

    @property
    def text(self) -> str:
        """The equation as `torch.einsum` takes it."""
        return f"{','.join(self.terms)}->{self.output}"

    @property
    def summed(self) -> str:
        """The letters that the result does not have, in the order in which they come up."""
        return "".join(letter for letter in self.sizes if letter not in self.output)


def equation_of(spec: str, shapes: Sequence[tuple[int, ...]], labels: Sequence[str]) -> Equation:
    """Read `spec` for operands of these shapes. Raises `NotDrawable` with the reason why it cannot be."""
    left, arrow, right = spec.replace(" ", "").partition("->")
    terms = left.split(",")
    for text in (*terms, right):
        _well_written(text)
    if len(terms) != len(shapes):
        raise NotDrawable(
            f"“{spec}” has {len(terms)} groups of letters, one for each tensor, and was given {len(shapes)}."
        )
    dotted = max(
        (_dots(term, shape, label) for term, shape, label in zip(terms, shapes, labels, strict=True)),
        default=0,
    )
    spare = [letter for letter in "bdefgh" + ascii_letters if letter not in spec][:dotted]
    written = [_spelled(term, shape, spare) for term, shape in zip(terms, shapes, strict=True)]
    output = right.replace(_DOTS, "".join(spare)) if arrow else _implied(left, written, spare)
    sizes = _sizes(written, shapes, labels)
    for letter, count in Counter(output).items():
        if letter not in sizes:
            raise NotDrawable(f"The result wants “{letter}”, and no tensor has it.")
        if count > 1:
            raise NotDrawable(f"The result has “{letter}” {count} times. Each letter can stand there once.")
    return Equation(tuple(written), output, sizes)


def _well_written(text: str) -> None:
    odd = next((sign for sign in text.replace(_DOTS, "", 1) if sign not in ascii_letters), None)
    if odd is not None:
        raise NotDrawable(f"“{odd}” is no letter. An equation looks like “ik,kj->ij”: a letter for each dim.")


def _dots(term: str, shape: tuple[int, ...], label: str) -> int:
    """How many dims the three dots stand for."""
    letters = len(term.replace(_DOTS, ""))
    if (_DOTS in term and letters > len(shape)) or (_DOTS not in term and letters != len(shape)):
        raise NotDrawable(f"“{term}” names {letters} dims, and {label}, of shape {shape}, has {len(shape)}.")
    return len(shape) - letters


def _spelled(term: str, shape: tuple[int, ...], spare: Sequence[str]) -> str:
    mine = len(shape) - len(term.replace(_DOTS, ""))
    return term.replace(_DOTS, "".join(spare[len(spare) - mine :]))


def _implied(left: str, written: Sequence[str], spare: Sequence[str]) -> str:
    """Without an arrow: the dots, then the letters that come up once, in the order of the alphabet."""
    once = [letter for letter, count in Counter("".join(written)).items() if count == 1 and letter in left]
    return "".join(spare) + "".join(sorted(once))


def _sizes(
    written: Sequence[str], shapes: Sequence[tuple[int, ...]], labels: Sequence[str]
) -> dict[str, int]:
    sizes: dict[str, int] = {}
    seen: dict[str, str] = {}
    for term, shape, label in zip(written, shapes, labels, strict=True):
        for dim, (letter, size) in enumerate(zip(term, shape, strict=True)):
            place = f"dim {dim} of {label}"
            if (
                letter in sizes
                and size != sizes[letter]
                and (1 not in (size, sizes[letter]) or term.count(letter) > 1)
            ):
                raise NotDrawable(
                    f"“{letter}” is one index, as long everywhere: {seen[letter]} is {sizes[letter]} long, "
                    f"{place} is {size}."
                )
            if letter not in sizes or sizes[letter] == 1:
                sizes[letter], seen[letter] = size, place
    return sizes
