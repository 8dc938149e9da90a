"""How the learner wrote the arguments of a call: `memory(x, x.t())` names its pictures "x" and "x.t()"."""

from __future__ import annotations

import ast
from types import FrameType
from typing import Any

LONGEST = 40


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
