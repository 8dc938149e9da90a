"""Which of the learner's names share a tensor's memory: found by address, without touching a number."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

_MOST = 20_000
"""So many names are looked at."""


@dataclass(frozen=True)
class Sharing:
    """`names` are the tensor's own, `all` those with the same bytes, `part` those with some of them, and
    `aside` those that only lie in the same storage."""

    names: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def sharing_of(tensor: torch.Tensor, names: Mapping[str, object]) -> Sharing:
    """Look through `names` (name → value) for tensors and NumPy arrays in the tensor's memory."""
    mine = _place(tensor)
    if mine is None:
        return Sharing()
    found: dict[str, list[str]] = {"names": [], "all": [], "part": [], "aside": []}
    for name, value in list(names.items())[:_MOST]:
        if value is tensor:
            found["names"].append(name)
            continue
        theirs = _place(value)
        if theirs is None or theirs.storage_end <= mine.storage or mine.storage_end <= theirs.storage:
            continue
        if (theirs.first, theirs.end) == (mine.first, mine.end):
            found["all"].append(name)
        elif theirs.first < mine.end and mine.first < theirs.end:
            found["part"].append(name)
        else:
            found["aside"].append(name)
    return Sharing(**{kind: tuple(sorted(them)) for kind, them in found.items()})


def learners_names() -> dict[str, object]:
    """What the learner has named in the notebook: all but IPython's own names."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return {}
    return {name: value for name, value in list(shell.user_ns.items()) if not name.startswith("_")}


@dataclass(frozen=True)
class _Place:
    """Addresses in bytes: of the storage, and of what the tensor uses of it."""

    storage: int
    storage_end: int
    first: int
    end: int


def _place(value: object) -> _Place | None:
    if isinstance(value, torch.Tensor):
        return _tensor_place(value)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray):
        array: Any = value
        if array.size == 0:
            return None
        first, end = numpy.lib.array_utils.byte_bounds(array)
        return _Place(first, end, first, end)
    return None


def _tensor_place(tensor: torch.Tensor) -> _Place | None:
    try:
        if tensor.layout is not torch.strided or tensor.numel() == 0 or tensor.device.type == "meta":
            return None
        storage = tensor.untyped_storage()
        start, size = storage.data_ptr(), storage.nbytes()
        if start == 0:
            return None
        reach = sum((n - 1) * step for n, step in zip(tensor.shape, tensor.stride(), strict=True))
        first = tensor.data_ptr()
        return _Place(start, start + size, first, first + (reach + 1) * tensor.element_size())
    except (RuntimeError, NotImplementedError, TypeError):  # half-built, lazy or wrapped: it has no address
        return None
