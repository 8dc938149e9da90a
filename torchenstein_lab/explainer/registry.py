"""The kinds of errors that can be explained: each a recogniser with its id, title and rule.

A recogniser is tried only when the exception is of its types, was raised where it may be, and its message
fits; then it looks at the operation and its operands, and answers what to tell, or None: not this kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.frames import Origin
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.pictures.picture import Picture

FAMILIES = (
    "products",
    "shapes",
    "broadcasting",
    "views",
    "indexing",
    "lookups",
    "joining",
    "dtypes",
    "devices",
    "autograd",
    "layers",
    "attention",
    "states",
    "modules",
    "losses",
    "creation",
    "numpy",
    "memory",
    "names",
    "calls",
    "collections",
    "python",
)
ANYWHERE: tuple[Origin, ...] = ("own", "torch", "numpy", "other")
Match = re.Match[str]


@dataclass(frozen=True)
class Told:
    """What a recogniser has to say. `operands` are the values that took part, by the learner's names."""

    say: str
    look: str
    operands: tuple[Named, ...] = ()
    picture: Picture | None = None


Recogniser = Callable[[Failure, Match], Told | None]


@dataclass(frozen=True)
class Kind:
    """A kind of error: how it is recognised, and the rule that it breaks."""

    id: str
    family: str
    title: str
    rule: str
    errors: tuple[type[BaseException], ...]
    says: str
    origins: tuple[Origin, ...]
    recognise: Recogniser
    own_raise: bool = False

    def told(self, failure: Failure) -> Told | None:
        """What to say of a failure, or None where it is not of this kind."""
        if not isinstance(failure.error, self.errors) or failure.origin not in self.origins:
            return None
        if failure.raised != self.own_raise:
            return None
        # Compiled only when it is needed: the first error of a kernel is waited for.
        match = re.search(self.says, failure.message)
        return None if match is None else self.recognise(failure, match)


_KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    title: str,
    rule: str,
    errors: type[BaseException] | tuple[type[BaseException], ...],
    says: str = "",
    origins: tuple[Origin, ...] = ("own", "torch"),
    own_raise: bool = False,
) -> Callable[[Recogniser], Recogniser]:
    """Register the function below as the recogniser of a kind; its file is the family.

    `own_raise`: the kind is about a `raise` or `assert` of the learner's own; all others are not.
    """

    def register(recognise: Recogniser) -> Recogniser:
        assert name not in _KINDS, name
        family = recognise.__module__.rsplit(".", 1)[-1]
        kinds = errors if isinstance(errors, tuple) else (errors,)
        _KINDS[name] = Kind(name, family, title, rule, kinds, says, origins, recognise, own_raise)
        return recognise

    return register


def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which they are tried."""
    for family in FAMILIES:
        import_module(f"torchenstein_lab.explainer.kinds.{family}")
    return tuple(sorted(_KINDS.values(), key=lambda one: FAMILIES.index(one.family)))


def recognised(failure: Failure) -> tuple[Kind, Told] | None:
    """The kind of a failure and what to say of it, or None where none fits."""
    for one in all_kinds():
        told = one.told(failure)
        if told is not None:
            return one, told
    return None
