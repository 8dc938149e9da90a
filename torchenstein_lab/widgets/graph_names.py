"""What the learner calls the leaves of a graph: variables, and parameters of modules with their paths.

Reads a namespace without running anything of the learner's: only exact dictionaries of variables, and the
registered parts of modules.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FrameType

import torch


@dataclass(frozen=True)
class Names:
    """Names by the `id` of the tensor, and the class of each module by its path ("net.0" → "Linear")."""

    leaves: Mapping[int, str]
    owners: Mapping[int, str]
    classes: Mapping[str, str]


def variables_of(frame: FrameType) -> dict[str, object]:
    """The variables that code in `frame` sees, its own before the module's."""
    own = frame.f_locals
    seen = {**frame.f_globals, **own}
    if frame.f_code.co_flags & inspect.CO_OPTIMIZED and type(own) is dict:
        # Until Python 3.12 a function's frame keeps this copy, and with it tensors that are long deleted.
        own.clear()
    return seen


def names_in(namespace: Mapping[str, object]) -> Names:
    """The names of tensors and of modules' parameters among the variables of `namespace`.

    A variable's own name wins over a parameter's path; names that begin with `_` are not the learner's."""
    leaves: dict[int, str] = {}
    owners: dict[int, str] = {}
    classes: dict[str, str] = {}
    modules: set[int] = set()
    tensors: list[tuple[str, torch.Tensor]] = []
    for name, value in list(namespace.items()):
        if name.startswith("_"):
            continue
        if issubclass(type(value), torch.Tensor):
            tensors.append((name, value))  # type: ignore[arg-type]
        elif issubclass(type(value), torch.nn.Module) and id(value) not in modules:
            for path, module in _modules(name, value):  # type: ignore[arg-type]
                modules.add(id(module))
                classes[path] = type(module).__name__
                for own, parameter in module.__dict__.get("_parameters", {}).items():
                    if parameter is not None:
                        owners.setdefault(id(parameter), path)
                        leaves.setdefault(id(parameter), f"{path}.{own}")
    for name, tensor in tensors:
        leaves[id(tensor)] = name
    return Names(leaves, owners, classes)


def _modules(name: str, root: torch.nn.Module) -> Iterator[tuple[str, torch.nn.Module]]:
    """Every module once, with its path; half-built ones too, and without recursion."""
    ahead, seen = [(name, root)], {id(root)}
    while ahead:
        path, module = ahead.pop()
        yield path, module
        for own, child in module.__dict__.get("_modules", {}).items():
            if child is not None and id(child) not in seen:
                seen.add(id(child))
                ahead.append((f"{path}.{own}", child))
