"""What lies inside modules and groups, and the way to a value: names, then attributes, keys and places.

A step of a path into a module is the child's name; into a list or tuple its place; into a dictionary a `'`
and its key, or its key where that is a whole number. Other keys cannot be stepped to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Literal, NamedTuple

from torchenstein_lab.inspector.kinds import Kinds

MODULES = 2000
"""So many modules inside one are looked through at most."""
ITEMS = 10_000
"""So many items of one list are looked through at most."""
PARTS = ("_parameters", "_buffers", "_modules")
Role = Literal["", "buffer"]


class Child(NamedTuple):
    """A value inside another one: the step to it (None where none leads to it), its name, and its role."""

    step: str | None
    name: str
    value: object
    role: Role = ""


class Gone(LookupError):
    """There is nothing at a path any more."""


def attributes(module: object) -> dict[str, Any]:
    """The attributes that an object itself holds, read without any code of its class."""
    found: dict[str, Any] = object.__getattribute__(module, "__dict__")
    return found


def is_half_built(module: object) -> bool:
    """Tell whether a module's `__init__` never reached `super().__init__()`."""
    return not all(isinstance(attributes(module).get(part), dict) for part in PARTS)


def module_parts(module: object, part: str) -> dict[str, Any]:
    """A copy of the parameters, buffers or submodules of one module itself; empty while it is half built."""
    found = attributes(module).get(part)
    return {name: value for name, value in found.copy().items() if value is not None} if found else {}


def modules_in(module: object) -> Iterator[object]:
    """A module and all modules inside it, each once; at most `MODULES`."""
    seen: set[int] = set()
    waiting = [module]
    while waiting and len(seen) < MODULES:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += reversed(module_parts(one, "_modules").values())


def children(value: Any, kinds: Kinds) -> Iterator[Child]:
    """What lies directly inside a module or a group, in its own order: only tensors and their like."""
    if kinds.of(value) == "module":
        for name, child in module_parts(value, "_parameters").items():
            yield Child(name, name, child)
        for name, child in module_parts(value, "_buffers").items():
            yield Child(name, name, child, "buffer")
        for name, child in module_parts(value, "_modules").items():
            yield Child(name, name, child)
    elif type(value) is dict:
        for key, child in value.copy().items():
            if kinds.of(child) is not None:
                yield _keyed(key, child)
    elif type(value) in (list, tuple):
        for place, child in enumerate(tuple(value)):
            if kinds.of(child) is not None:
                yield Child(str(place), f"[{place}]", child)


def count_inside(module: object) -> int:
    """How many children a module has."""
    return sum(len(module_parts(module, part)) for part in PARTS)


def first_children(value: Any, kinds: Kinds, count: int) -> list[Child]:
    """The first `count` children."""
    return list(islice(children(value, kinds), count))


def tensors_in(value: Any, kinds: Kinds) -> Iterator[Any]:
    """All tensors inside a module (with the gradients of its parameters), a group or an optimizer's state."""
    kind = kinds.of(value)
    if kind == "module":
        for module in modules_in(value):
            for parameter in module_parts(module, "_parameters").values():
                yield from _with_gradient(parameter, kinds)
            for buffer in module_parts(module, "_buffers").values():
                if kinds.is_tensor(buffer):
                    yield buffer
    elif kind == "group":
        for child in first_children(value, kinds, ITEMS):
            if kinds.is_tensor(child.value):
                yield child.value
    elif kind == "optimizer":
        yield from (one for one in _state(value) if kinds.is_tensor(one))


def _state(optimizer: object) -> Iterator[object]:
    state = attributes(optimizer).get("state")
    for kept in list(state.values()) if isinstance(state, dict) else ():
        if type(kept) is dict:
            yield from list(kept.values())


def _with_gradient(parameter: Any, kinds: Kinds) -> Iterator[Any]:
    if not kinds.is_tensor(parameter):
        return
    yield parameter
    if kinds.fields.is_leaf(parameter):
        gradient = kinds.fields.grad(parameter)
        if gradient is not None:
            yield gradient


def find(names: Mapping[str, Any], path: tuple[str, ...], kinds: Kinds) -> tuple[object, Role]:
    """The value at a path, and its role there. Raises `Gone`."""
    if not path or path[0] not in names:
        raise Gone(path)
    value, role = names[path[0]], ""
    for step in path[1:]:
        value, role = _step(value, step, kinds)
    return value, role  # type: ignore[return-value]  # a role is one of two texts


def _step(value: Any, step: str, kinds: Kinds) -> tuple[object, Role]:
    try:
        if kinds.of(value) == "module":
            for part in PARTS:
                held = module_parts(value, part)
                if step in held:
                    return held[step], "buffer" if part == "_buffers" else ""
        elif type(value) is dict:
            return value[step[1:] if step.startswith("'") else int(step)], ""
        elif type(value) in (list, tuple):
            return value[int(step)], ""
    except (LookupError, ValueError):
        pass
    raise Gone(step)


def _keyed(key: object, value: object) -> Child:
    if type(key) is str:
        return Child(f"'{key}", f"['{key}']", value)
    if type(key) is int:
        return Child(str(key), f"[{key}]", value)
    return Child(None, f"[{type(key).__name__}]", value)
