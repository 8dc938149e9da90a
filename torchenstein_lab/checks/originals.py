"""PyTorch as it was delivered, for the time of a check.

An answer may have replaced `torch.allclose` or `torch.softmax`; a check that used them would then judge by
the
learner's own ruler. The functions in `torch._C._VariableFunctions` cannot be replaced, so they are the truth
for all that come from there; for functions written in Python the truth is what they were when the package was
imported.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import torch

_COMPILED = {
    name: value
    for name in dir(torch._C._VariableFunctions)
    if not name.startswith("__")
    and type(value := getattr(torch._C._VariableFunctions, name)) is type(torch._C._VariableFunctions.abs)
    and getattr(torch, name, None) is not None
    and type(torch.__dict__.get(name)) is not type(torch.nn.functional.softmax)
}
_MODULES: tuple[ModuleType, ...] = (torch.functional, torch.nn.functional, torch.testing, torch.linalg)
_HOME = str(Path(torch.__file__).parent)


def _foreign(value: object) -> bool:
    """Whether this is a Python function from outside PyTorch."""
    code = getattr(value, "__code__", None)
    return code is not None and not code.co_filename.startswith(_HOME)


def _own(owner: object) -> dict[str, object]:
    return {name: value for name, value in vars(owner).items() if callable(value) and not _foreign(value)}


_WRITTEN = [(module, _own(module)) for module in _MODULES]
_TORCH = _own(torch) | _COMPILED
_METHODS = _own(torch.Tensor)
_OTHER_METHODS = sum(
    1 for name, value in vars(torch.Tensor).items() if name not in _METHODS and not _foreign(value)
)
_BUILTINS_NOW = vars(builtins)
# The kernel has an `input` of its own, and a sandbox another one: neither is what an answer has made of it.
_BUILTINS = {name: value for name, value in _BUILTINS_NOW.items() if name != "input"}
_ABSENT = object()


_SPACES: list[tuple[object, dict[str, object]]] = [(torch, _TORCH), (torch.Tensor, _METHODS), *_WRITTEN]
_NOW = [(owner, vars(owner), true) for owner, true in _SPACES]


@contextmanager
def sound_torch() -> Iterator[None]:
    """PyTorch's functions as delivered; what an answer had made of them is put back afterwards."""
    undo = _mend_torch()
    try:
        yield
    finally:
        for owner, name, value in reversed(undo):
            delattr(owner, name) if value is _ABSENT else setattr(owner, name, value)


def mend() -> None:
    """Undo at once what a call has made of Python's built-ins and of PyTorch: the check goes on with both."""
    _BUILTINS_NOW.update(_BUILTINS)
    _mend_torch()


def _mend_torch() -> list[tuple[object, str, object]]:
    """Put PyTorch's functions in their places; returns what stood there instead."""
    undo: list[tuple[object, str, object]] = []
    for owner, now, true in _NOW:
        for name, value in true.items():
            if now.get(name) is not value:
                undo.append((owner, name, now.get(name, _ABSENT)))
                setattr(owner, name, value)
        if owner is torch.Tensor and len(now) != len(true) + _OTHER_METHODS:
            for name in [name for name, value in now.items() if name not in true and _foreign(value)]:
                undo.append((owner, name, now[name]))
                delattr(owner, name)
    return undo


@contextmanager
def sound_builtins() -> Iterator[None]:
    """Python's built-ins as they were when the package was imported: an answer may have deleted some."""
    moved = {
        name: _BUILTINS_NOW.get(name, _ABSENT)
        for name, value in _BUILTINS.items()
        if _BUILTINS_NOW.get(name, _ABSENT) is not value
    }
    _BUILTINS_NOW.update(_BUILTINS)
    try:
        yield
    finally:
        for name, value in moved.items():
            if value is _ABSENT:
                del _BUILTINS_NOW[name]
            else:
                _BUILTINS_NOW[name] = value
