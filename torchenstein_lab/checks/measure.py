"""What one comparison answers, and how closely it looks."""

from __future__ import annotations

from dataclasses import dataclass

from torchenstein_lab.contracts.verdict import Category, Preview


@dataclass(frozen=True)
class Fault:
    """The first way in which a value differs: what it is about, and a clause `expected …, got …`."""

    category: Category
    say: str
    seen: str = ""
    expected: Preview | None = None
    got: Preview | None = None


@dataclass(frozen=True)
class Measure:
    """How closely to look: tolerances (`None`: those of the dtype), and whether the kind of a sequence and
    the type of a number count."""

    rtol: float | None = None
    atol: float | None = None
    loosely: bool = False


STRICT = Measure()
