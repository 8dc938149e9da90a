"""Values of the learner's expressions, looked up in a frame: names, attributes, constant subscripts.

What would run code (a call, an operator, a property of a class of the learner's) is left unknown.
"""

from __future__ import annotations

import ast
import builtins
import types
from collections.abc import Mapping
from dataclasses import dataclass
from types import FrameType, ModuleType
from typing import Any

from torchenstein_lab.explainer.values import is_array, is_layer, is_tensor, torch_loaded

VIEWS = ("T", "mT", "H", "mH", "shape", "grad", "data", "dtype", "device", "ndim", "requires_grad", "is_leaf")


class Unknown:
    """Stands for a value that cannot be known without running code."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Named:
    """An expression of the learner's, its text, and its value (or `UNKNOWN`)."""

    text: str
    value: object = UNKNOWN
    node: ast.AST | None = None

    @property
    def known(self) -> bool:
        return self.value is not UNKNOWN

    @property
    def literal(self) -> bool:
        """Whether the text is the value: `3`, `"a"`, `-1`, `(2, 3)`."""
        return self.node is not None and all(
            isinstance(n, (ast.Constant, ast.UnaryOp, ast.USub, ast.Tuple, ast.List, ast.Load))
            for n in ast.walk(self.node)
        )


def look_up(node: ast.AST, frame: FrameType) -> object:
    """The value of an expression, or `UNKNOWN`."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return _name(node.id, frame)
    if isinstance(node, ast.Attribute):
        return attribute(look_up(node.value, frame), node.attr)
    if isinstance(node, ast.Subscript):
        return _subscript(look_up(node.value, frame), look_up(node.slice, frame))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = look_up(node.operand, frame)
        return -value if type(value) in (int, float) else UNKNOWN  # type: ignore[operator]
    if isinstance(node, (ast.Tuple, ast.List)):
        parts = [look_up(part, frame) for part in node.elts]
        if any(part is UNKNOWN for part in parts):
            return UNKNOWN
        return tuple(parts) if isinstance(node, ast.Tuple) else parts
    if isinstance(node, ast.Slice):
        ends = [
            None if part is None else look_up(part, frame) for part in (node.lower, node.upper, node.step)
        ]
        return UNKNOWN if any(end is UNKNOWN for end in ends) else slice(*ends)
    return UNKNOWN


def _name(name: str, frame: FrameType) -> object:
    for scope in (frame.f_locals, frame.f_globals, vars(builtins)):
        if name in scope:
            return scope[name]
    return UNKNOWN


def attribute(value: object, name: str) -> object:
    """An attribute that can be read without running the learner's code, or `UNKNOWN`."""
    if value is UNKNOWN:
        return UNKNOWN
    if is_tensor(value):
        return _quiet(value, name) if name in VIEWS else UNKNOWN
    if is_array(value):
        return getattr(value, name) if name in ("T", "shape", "ndim", "dtype", "size") else UNKNOWN
    own = _own_dictionary(value)
    if name in own:
        return own[name]
    if is_layer(value):
        for kept in ("_parameters", "_buffers", "_modules"):
            held = own.get(kept)
            if isinstance(held, dict) and name in held:
                return held[name]
    if isinstance(value, (ModuleType, type)):
        return UNKNOWN if isinstance(value, ModuleType) else _of_classes(value.__mro__, name)
    return _of_classes(type(value).__mro__, name)


def _own_dictionary(value: object) -> Mapping[str, object]:
    try:
        held = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return held if isinstance(held, (dict, types.MappingProxyType)) else {}


def _of_classes(classes: tuple[type, ...], name: str) -> object:
    for one in classes:
        if name in vars(one):
            found = vars(one)[name]
            # A property, a slot or a method runs code, or is another object when it is read from an instance.
            return UNKNOWN if hasattr(type(found), "__get__") else found
    return UNKNOWN


def _quiet(tensor: Any, name: str) -> object:
    """An attribute of a tensor, read behind the back of modes that watch tensors."""
    torch = torch_loaded()
    if name in ("T", "mT", "H", "mH") and (tensor.ndim < 2 if name != "T" else tensor.ndim != 2):
        return UNKNOWN
    if name == "grad" and not tensor.is_leaf:
        return UNKNOWN
    with torch._C.DisableTorchFunction(), torch.no_grad():
        return getattr(tensor, name)


def _subscript(value: object, index: object) -> object:
    if value is UNKNOWN or index is UNKNOWN:
        return UNKNOWN
    torch = torch_loaded()
    plain = (list, tuple, dict) if torch is None else (list, tuple, dict, torch.Size)
    try:
        if type(value) in plain:
            return value[index]  # type: ignore[index]
        if is_tensor(value) and _simple(index):
            with torch._C.DisableTorchFunction(), torch.no_grad():
                return value[index]  # type: ignore[index]
        if is_layer(value) and type(index) is int:
            children = _own_dictionary(value).get("_modules")
            return list(children.values())[index] if isinstance(children, dict) else UNKNOWN
    except (LookupError, TypeError, ValueError, RuntimeError):
        return UNKNOWN
    return UNKNOWN


def _simple(index: object) -> bool:
    """Whether an index makes a view: whole numbers and slices, so that nothing is copied."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(type(part) in (int, slice, type(None), type(...)) for part in parts)
