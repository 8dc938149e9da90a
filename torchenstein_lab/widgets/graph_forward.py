"""A module's forward pass, as far as it comes: run once on a copy, so that the module stays as it is."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch


@dataclass
class Forward:
    """What a forward pass made. `outputs` are the tensors whose graph is drawn, `names` what the copies of
    the module and its inputs are called; `stopped` is a sentence about the layer that failed, else empty."""

    outputs: list[torch.Tensor]
    names: dict[str, object]
    stopped: str = ""


def run_copy(module: torch.nn.Module, inputs: Sequence[Any], known: Mapping[str, object]) -> Forward:
    """Call a copy of `module` with copies of `inputs`; `known` are the variables to name them by.

    Where a layer fails, the outputs are what the layer before it made. Random state and buffers stay. Raises
    what the copying raises, and what the module raises before any layer ran."""
    twin = copy.deepcopy(module)
    given = [_copied(value) for value in inputs]
    name = _name_of(module, known, "net")
    names: dict[str, object] = {name: twin}
    for number, (value, own) in enumerate(zip(given, inputs, strict=True), 1):
        names[_name_of(own, known, f"input {number}")] = value
    watch = _Watch()
    paths = {id(part): f"{name}.{path}" if path else name for path, part in twin.named_modules()}
    handles = []
    for part in twin.modules():
        handles.append(part.register_forward_pre_hook(watch.enters))
        handles.append(part.register_forward_hook(watch.leaves))
    try:
        with torch.random.fork_rng(devices=[]), torch.enable_grad():
            result = twin(*given)
    except Exception as error:
        if not watch.last:
            raise
        layer = watch.inside[-1]
        first = str(error).strip().partition("\n")[0]
        where = f"{paths[id(layer)]} ({type(layer).__name__})"
        stopped = f"The forward pass stopped in {where}: {type(error).__name__}: {first}"
        return Forward(watch.last, names, stopped)
    finally:
        for handle in handles:
            handle.remove()
    return Forward(tensors_in(result), names)


@dataclass
class _Watch:
    """Which modules are being run, and the tensors that the last finished one gave."""

    inside: list[torch.nn.Module] = field(default_factory=list)
    last: list[torch.Tensor] = field(default_factory=list)

    def enters(self, module: torch.nn.Module, _: Any) -> None:
        self.inside.append(module)

    def leaves(self, _: torch.nn.Module, __: Any, result: Any) -> None:
        self.inside.pop()
        made = tensors_in(result)
        if any(tensor.requires_grad for tensor in made):
            self.last = made


def _copied(value: Any) -> Any:
    """A tensor as a leaf of its own, so that a layer that works in place changes a copy."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    return value


def _name_of(value: object, known: Mapping[str, object], otherwise: str) -> str:
    names = (name for name, other in known.items() if other is value and not name.startswith("_"))
    return next(names, otherwise)


def tensors_in(result: Any) -> list[torch.Tensor]:
    """The tensors of a result: itself, or in lists, tuples and dictionaries, without recursion."""
    found, ahead = [], [result]
    while ahead:
        value = ahead.pop(0)
        if isinstance(value, torch.Tensor):
            found.append(value)
        elif isinstance(value, (list, tuple)):
            ahead.extend(value)
        elif isinstance(value, dict):
            ahead.extend(value.values())
    return found
