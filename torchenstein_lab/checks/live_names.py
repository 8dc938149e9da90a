"""What the notebook's variables are and where they come from, for the clean room to compare two kernels by.

`live_json` is what the server asks a kernel to evaluate. It only looks: nothing of the learner's runs.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any, Final

import msgspec

from torchenstein_lab.checks.capture import the_shell
from torchenstein_lab.checks.plain import is_tensor, plain, shape_of

_CELLS: Final = 1000
"""So many of the last cells are told."""
_CHARACTERS: Final = 256 * 1024
"""So many characters of them, together."""
_ELEMENTS: Final = 1 << 20
"""Larger tensors have no fingerprint."""
_DEPTH: Final = 4


def live_json(names: list[str]) -> str:
    """Return, as JSON, which of `names` exist, a fingerprint of each whose value has one, and the last cells
    that were run, as (number, text)."""
    shell = the_shell()
    space: Mapping[str, object] = shell.user_ns if shell is not None else {}
    there = [name for name in names if name in space]
    prints = {name: fingerprint(space[name]) for name in there}
    return msgspec.json.encode(
        {
            "names": there,
            "values": {name: value for name, value in prints.items() if value},
            "history": list(_history(shell))[::-1],
        }
    ).decode()


def fingerprint(value: object) -> str:
    """A short text that is the same for the same value, in any process; empty where that cannot be told
    without running code of the value's own."""
    digest = hashlib.sha256()
    try:
        for part in _parts(value, _DEPTH):
            digest.update(part + b"\0")
    except (_Unknown, RuntimeError):
        return ""
    return digest.hexdigest()[:16]


class _Unknown(Exception):
    """The value has no fingerprint."""


def _parts(value: object, depth: int) -> Iterator[bytes]:
    kind = type(value)
    yield kind.__name__.encode()
    if value is None or kind in (bool, int, float, complex, str, bytes):
        yield repr(value).encode()
    elif kind in (list, tuple) and depth:
        for item in value:  # type: ignore[attr-defined]
            yield from _parts(item, depth - 1)
    elif kind is dict and depth:
        for key, item in value.items():  # type: ignore[attr-defined]
            yield from _parts(key, depth - 1)
            yield from _parts(item, depth - 1)
    elif is_tensor(value):
        yield from _parts_of_tensor(value)
    elif kind is FunctionType:
        yield from _parts_of_code(value.__code__)  # type: ignore[attr-defined]
    else:
        raise _Unknown


def _parts_of_tensor(value: object) -> Iterator[bytes]:
    import torch

    shape = shape_of(value)
    if math.prod(shape) > _ELEMENTS:
        raise _Unknown
    tensor = plain(value)
    if tensor.is_meta:
        raise _Unknown
    yield f"{tensor.dtype} {shape}".encode()
    yield tensor.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()


def _parts_of_code(code: CodeType) -> Iterator[bytes]:
    yield code.co_code
    yield repr((code.co_names, code.co_varnames)).encode()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _parts_of_code(constant)
        elif isinstance(constant, frozenset):  # whose order is another one in each process
            yield repr(sorted(map(repr, constant))).encode()
        else:
            yield repr(constant).encode()


def _history(shell: Any) -> Iterator[tuple[int, str]]:
    """The cells that were run, newest first."""
    texts = getattr(getattr(shell, "history_manager", None), "input_hist_raw", None) or []
    left = _CHARACTERS
    for number in range(len(texts) - 1, max(0, len(texts) - 1 - _CELLS), -1):
        left -= len(texts[number])
        if left < 0:
            return
        yield number, texts[number]
