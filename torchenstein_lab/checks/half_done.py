"""Judging the steps of a task that are done while others wait: each promise that needs only names that are
there is looked at, the others go on waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from torchenstein_lab.checks.fault import Unavailable


class NotYet:
    """Stands for what a learner has not written yet. Whatever a check does with it ends the promise."""

    def __getattr__(self, name: str) -> NoReturn:
        raise Unavailable


def _unavailable(*_: Any, **__: Any) -> NoReturn:
    raise Unavailable


_USES = (
    *(
        "call",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "hash",
        "bool",
        "len",
        "iter",
        "next",
        "contains",
        "getitem",
    ),
    *("setitem", "delitem", "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv"),
    *("mod", "pow", "matmul", "rmatmul", "neg", "abs", "int", "float", "complex", "index", "str", "array"),
)
for _use in _USES:
    setattr(NotYet, f"__{_use}__", _unavailable)


def with_placeholders(values: Mapping[str, object], names: Sequence[str]) -> dict[str, object]:
    """The learner's values, with a `NotYet` for each name that has none."""
    return {name: NotYet() if name not in values or values[name] is ... else values[name] for name in names}


def is_waiting(values: Sequence[object]) -> bool:
    """Whether something that is not there yet is among these."""
    return any(type(value) is NotYet for value in values)
