"""How the learner wrote the arguments of a call: `memory(x, x.t())` names its pictures "x" and "x.t()"."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from types import FrameType
from typing import Any

LONGEST = 40
_SHORT = 3
_LETTERS = "ABCDEF"


def argument_names(frame: FrameType) -> list[str | None]:
    """The source of each positional argument of the call that `frame` is in the middle of.

    An argument that is long, or spread with a star, is `None`. The list is empty where the source is not to
    be had: outside IPython, or in a call that is not written in a file or cell.
    """
    try:
        from executing import Source  # IPython brings it.

        node: Any = Source.executing(frame).node
    except Exception:  # noqa: BLE001  (names are a kindness, never a reason to fail)
        return []
    if not isinstance(node, ast.Call) or any(isinstance(each, ast.Starred) for each in node.args):
        return []
    written = [ast.unparse(each) for each in node.args]
    return [text if len(text) <= LONGEST and "\n" not in text else None for text in written]


def two_names(written: list[str | None]) -> tuple[str, str]:
    """The names of two sides where both are plain and different variables; else "a" and "b"."""
    names = [name for name in written[:2] if name is not None and name.isidentifier() and name != "result"]
    return (names[0], names[1]) if len(set(names)) == 2 else ("a", "b")


def short_names(names: Sequence[str | None], count: int) -> list[str]:
    """Short names for the picture: the learner's own where they are short variables, else A, B and so on."""
    own = [name if name and name.isidentifier() and len(name) <= _SHORT else None for name in names[:count]]
    letters = [letter if letter not in own else letter * 2 for letter in _LETTERS]
    own += [None] * (count - len(own))
    return [
        name if name is not None and own.index(name) == at else letters[at] for at, name in enumerate(own)
    ]
