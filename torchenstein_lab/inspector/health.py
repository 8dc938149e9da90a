"""Where there are NaN and infinities: looked for only when the learner asks, a little at a time."""

from __future__ import annotations

import time
import weakref
from collections.abc import Sequence
from typing import Any

from torchenstein_lab.contracts.inspector import Examined
from torchenstein_lab.inspector.kinds import Kinds

CHUNK = 1 << 20
"""So many elements are looked at at once: what that needs beside the tensor stays small."""
PATIENCE = 0.15
"""Seconds after which a look pauses, so that a training cell and other questions get their turn."""


class Health:
    """What was found, by tensor; forgotten with the tensor, and void once the tensor has changed."""

    def __init__(self) -> None:
        # Not keyed by the tensors themselves: two of them are compared element by element.
        self._found: dict[int, tuple[weakref.ref[Any], int, int, int]] = {}

    def known(self, tensor: Any, kinds: Kinds) -> tuple[int, int] | None:
        """The counts of NaN and infinity, if they were counted and the tensor is as it was then."""
        kept = self._found.get(id(tensor))
        if kept is None or kept[0]() is not tensor or kept[1] != kinds.fields.version_of(tensor):
            return None
        return kept[2], kept[3]

    def look(self, tensor: Any, kinds: Kinds) -> tuple[int, int] | None:
        """Count now, and remember; None for a tensor that cannot be looked at."""
        known = self.known(tensor, kinds)
        if known is not None:
            return known
        version = kinds.fields.version_of(tensor)
        try:
            counts = count_strange(tensor, kinds.torch)
        except Exception:  # noqa: BLE001  (a broken tensor must not end the look at the others)
            return None
        self._found[id(tensor)] = (weakref.ref(tensor), version, *counts)
        return counts

    def forget_the_dead(self) -> None:
        """Let go of what was found about tensors that are no more."""
        self._found = {key: kept for key, kept in self._found.items() if kept[0]() is not None}


def count_strange(tensor: Any, torch: Any) -> tuple[int, int]:
    """How many elements of a tensor are NaN, and how many infinite."""
    with torch.no_grad():
        data = tensor.detach()
        if data.is_quantized or data.device.type == "meta":
            return 0, 0
        if data.layout is not torch.strided:
            data = data.coalesce().values() if data.layout is torch.sparse_coo else data.values()
        if not (data.is_floating_point() or data.is_complex()):
            return 0, 0
        data, times = _once(data)
        nan = infinite = 0
        for chunk in _chunks(data):
            flat = chunk.float() if chunk.dtype.itemsize < 2 else chunk
            if not bool(flat.isfinite().all()):
                nan += int(flat.isnan().sum())
                infinite += int(flat.isinf().sum())
        return nan * times, infinite * times


def examine(tensors: Sequence[Any], start: int, health: Health, kinds: Kinds) -> Examined:
    """Look at the tensors from the one numbered `start` on, until all are done or patience is at its end."""
    health.forget_the_dead()
    until = time.monotonic() + PATIENCE
    found = 0
    for place in range(start, len(tensors)):
        found += any(health.look(tensors[place], kinds) or ())
        if time.monotonic() > until and place + 1 < len(tensors):
            return Examined(place + 1, place + 1 - start, found)
    return Examined(None, max(0, len(tensors) - start), found)


def _once(data: Any) -> tuple[Any, int]:
    """A view in which stretched axes stand once, and how often it was stretched."""
    times = 1
    for axis in reversed(range(data.ndim)):
        if data.stride(axis) == 0 and data.shape[axis] > 1:
            times *= data.shape[axis]
            data = data.narrow(axis, 0, 1)
    return data, times


def _chunks(data: Any) -> Any:
    """Views of a tensor that together are all of it, each of at most `CHUNK` elements where it has axes."""
    if data.numel() <= CHUNK or data.ndim == 0:
        yield data
        return
    if data.is_contiguous():
        yield from data.view(-1).split(CHUNK)
        return
    # Along the longest axis, and again inside, so that no copy of the whole is made.
    axis = max(range(data.ndim), key=lambda each: data.shape[each])
    for part in data.split(max(1, CHUNK * data.shape[axis] // data.numel()), dim=axis):
        if part.shape[axis] > 1 or part.ndim == 1:
            yield part
        else:
            yield from _chunks(part.squeeze(axis))
