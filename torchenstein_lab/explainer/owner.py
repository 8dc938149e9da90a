"""The object before a dot, and names that resemble one that does not exist."""

from __future__ import annotations

import ast
import difflib

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.wording import code


def owner_of(seen: Failure, name: str) -> Named | None:
    """The object of the failing `object.name`."""
    if seen.spot is None or seen.spot.node is None:
        return None
    for node in ast.walk(seen.spot.node):
        if isinstance(node, ast.Attribute) and node.attr == name:
            return seen.look_up(node.value)
    return None


def closest(name: str, names: list[str]) -> str:
    """A sentence with the name that is most like one that does not exist; empty where none is like it."""
    near = difflib.get_close_matches(name, names, 1, 0.7)
    return f"The nearest name that exists is {code(near[0])}." if near else ""
