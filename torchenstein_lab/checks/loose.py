"""One form for all ways to write the same answer: what `equals(…, loosely=True)` takes for the same, and what
answers are compared with each other by."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from torchenstein_lab.checks.plain import is_plain_tensor, plain

MOST = 10_000
"""A tensor of more numbers than this stays as it is."""

DEEPEST = 20
"""Lists in lists deeper than this stay as they are; a list may be in itself."""


def loosened(value: object, deep: int = 0) -> object:
    """Sequences, arrays and tensors as tuples, whole decimals as ints, what is NumPy's as Python's."""
    if deep > DEEPEST:
        return value
    if is_plain_tensor(value):
        data = plain(value)
        small = data.device.type != "meta" and data.numel() <= MOST
        return loosened(data.tolist()) if small else value
    if type(value).__module__ == "numpy":
        listed = value.tolist() if hasattr(value, "tolist") else value
        return value if type(listed).__module__ == "numpy" else loosened(listed)
    if isinstance(value, (list, tuple, range)):
        return tuple(loosened(item, deep + 1) for item in value)
    if isinstance(value, Mapping):
        return {key: loosened(item, deep + 1) for key, item in value.items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def as_kind_of(value: object, expected: object) -> object:
    """`value` as Python would write a value of the kind of `expected`, where it is one in another form: a
    tensor or an array for a list, a number of NumPy's for a number, the name of a dtype for a dtype."""
    if isinstance(value, str) and isinstance(expected, torch.dtype):
        named = getattr(torch, value.strip().removeprefix("torch."), None)
        return named if isinstance(named, torch.dtype) else value
    if isinstance(value, range) and isinstance(expected, (list, tuple)):
        return list(value)
    if not is_plain_tensor(value) and type(value).__module__ != "numpy":
        return value
    simple = loosened(value)
    if isinstance(simple, tuple):
        return list(simple) if isinstance(expected, (list, tuple)) else value
    return simple if isinstance(expected, (bool, int, float, complex, str)) else value
