"""What an exercise file imports: names only. `docs/authoring.md` says how they are used.

The bodies of the decorated functions are cells: they are taken from the file's syntax tree and never called
from here, so their decorators return the function as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from torchenstein_lab.checks.chance import Distribution
from torchenstein_lab.checks.expectation import expect
from torchenstein_lab.checks.forbid import forbid
from torchenstein_lab.checks.sample import sample
from torchenstein_lab.checks.session import given, promise
from torchenstein_lab.contracts.lesson import Kind, Level

F = TypeVar("F", bound=Callable[..., Any])


def _marks(function: F) -> F:
    return function


def starter(function: F) -> F:
    """The body is the learner's cell as they find it."""
    return _marks(function)


def solution(function: F) -> F:
    """The body is the reference answer; the docstring explains why it works."""
    return _marks(function)


def right(function: F) -> F:
    """The body is another right answer; the docstring explains why it works."""
    return _marks(function)


def wrong(function: F) -> F:
    """The body is a wrong answer that people give; the name is its misconception, the docstring the
    message."""
    return _marks(function)


def deal(function: F) -> F:
    """The function deals numbers: it gets a `random.Random` and returns a dict of UPPER-CASE names."""
    return _marks(function)


def choices(function: F) -> F:
    """The function offers answers for the learner's name that it is called after, as Python source."""
    return _marks(function)


def hints(where: str, idea: str, nearly: str) -> None:
    """Three hints, each going one step further."""


__all__ = [
    "Distribution",
    "Kind",
    "Level",
    "choices",
    "deal",
    "expect",
    "forbid",
    "given",
    "hints",
    "promise",
    "right",
    "sample",
    "solution",
    "starter",
    "wrong",
]
