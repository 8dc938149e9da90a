"""What is special about the inputs of a call, in words: an empty text, a number below 0, an empty tensor.

Where exactly the calls with one feature fail, that feature is what a function does not mind.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import torch

from torchenstein_lab.checks.describe import dtype_name
from torchenstein_lab.checks.plain import is_plain_tensor, plain, unwatched

_MOST = 10_000


def features_of(
    function: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> tuple[str, ...]:
    """What can be said about each argument, by the name that the function has for it."""
    names = argument_names(function, len(args))
    given = [*zip(names, args, strict=True), *((f"`{key}`", value) for key, value in kwargs.items())]
    return tuple(f"{name} {feature}" for name, value in given for feature in _features(value))


def argument_names(function: object, count: int) -> list[str]:
    """The names that a function has for its first arguments; their numbers where it has none."""
    try:
        parameters = list(inspect.signature(function).parameters.values())  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001  (an answer may be anything that can be called)
        parameters = []
    plain_kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    names = [f"`{one.name}`" for one in parameters if one.kind in plain_kinds]
    return [names[i] if i < len(names) else f"argument {i + 1}" for i in range(count)]


def _features(value: object) -> Iterator[str]:
    if value is None or isinstance(value, bool):
        yield f"is {value}"
    elif isinstance(value, (int, float)):
        yield from _of_number(value)
    elif isinstance(value, (str, list, tuple, dict)):
        if not value:
            yield "is empty"
        if len(value) == 1:
            yield "has one character only" if isinstance(value, str) else "has one entry only"
        if isinstance(value, str) and any(ord(character) > 127 for character in value):
            yield "has characters beyond the alphabet"
        if isinstance(value, str) and value != value.strip():
            yield "begins or ends with a blank"
    elif is_plain_tensor(value):
        assert isinstance(value, torch.Tensor)
        with unwatched():
            yield from _of_tensor(value)


def _of_number(value: float) -> Iterator[str]:
    if not math.isfinite(value):
        yield "is NaN or infinite"
        return
    if value < 0:
        yield "is below 0"
    if value in (0, 1):
        yield f"is {value:g}"
    if value != int(value):
        yield "is no whole number"
    if abs(value) > 100:
        yield "is large"


def _of_tensor(tensor: torch.Tensor) -> Iterator[str]:
    if tensor.device.type == "meta":
        yield "lies on another device"
        return
    data = plain(tensor)
    yield from _of_shape(data)
    yield f"is {dtype_name(data.dtype)}"
    if tensor.requires_grad:
        yield "needs gradients"
    if tensor.layout is torch.strided and not tensor.is_contiguous():
        yield "does not lie in one piece (it is not contiguous)"
    if 0 < data.numel() <= _MOST and not data.is_complex():
        numbers = data.to(torch.float64)
        if bool((numbers < 0).any()):
            yield "holds a number below 0"
        if not bool(numbers.isfinite().all()):
            yield "holds NaN or infinity"


def _of_shape(data: torch.Tensor) -> Iterator[str]:
    if data.ndim == 0:
        yield "has no dimensions"
    elif not data.numel():
        yield "is empty"
    elif data.numel() == 1:
        yield "holds one number only"
    elif 1 in data.shape:
        yield "has a dimension of size 1"
    if data.ndim == 1:
        yield "has one dimension only"
    if data.ndim > 2:
        yield "has more than two dimensions"


def shared_by_failures(failed: Sequence[Sequence[str]], held: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The features that all failing calls have, and no other."""
    if not failed or not held:
        return ()
    kept = {feature for features in held for feature in features}
    common = [feature for feature in failed[0] if all(feature in others for others in failed)]
    return tuple(feature for feature in common if feature not in kept)
