"""Where tensors lie in memory, and how much a call needs at its peak."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from torchenstein_lab.checks.plain import is_tensor, plain


def shares_memory(a: object, b: object) -> bool:
    """Whether two tensors (or NumPy arrays, or lists of them) lie in one and the same memory."""
    return bool(_storages(a) & _storages(b))


def _storages(value: object) -> set[int]:
    if is_tensor(value):
        data = plain(value)
        return {data.untyped_storage().data_ptr()} if data.untyped_storage().nbytes() else set()
    if type(value).__module__ == "numpy" and type(value).__name__ == "ndarray":
        return _storages(torch.as_tensor(value))
    if isinstance(value, (list, tuple)):
        return {storage for item in value for storage in _storages(item)}
    return set()


def peak_of(call: Callable[[], object]) -> int:
    """The most bytes that tensors made during the call held at one time. Counted by PyTorch's own allocator
    events, which include what happens inside its compiled functions."""
    from torch.profiler import ProfilerActivity, profile

    with _without_errors(), profile(activities=[ProfilerActivity.CPU], profile_memory=True) as watched:
        kept = call()
    del kept
    events: list[tuple[int, int]] = [
        (event.start_ns(), event.nbytes())
        for event in watched.profiler.kineto_results.events()
        if event.name() == "[memory]"
    ]
    now = peak = 0
    for _, change in sorted(events, key=_by_time):
        now += change
        peak = max(peak, now)
    return peak


def get_ready() -> None:
    """Let PyTorch load what measuring needs, which takes seconds, once and in the kernel itself: a child
    that had
    to do it would do it each time, within its limit."""
    peak_of(lambda: None)


@contextmanager
def _without_errors() -> Iterator[None]:
    """The profiler greets and leaves on the error stream, which is not the learner's doing."""
    sys.stderr.flush()
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _by_time(event: tuple[int, Any]) -> int:
    return event[0]
