"""Values, types and calls in words: short, plain, and never failing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodDescriptorType, MethodType, ModuleType

import torch

from torchenstein_lab.checks.plain import is_tensor, plain, shape_of, unwatched

_LONGEST = 200
_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, MethodDescriptorType, partial, type(torch.relu))
_NAMES = {
    bytes: "bytes",
    bytearray: "bytes",
    ModuleType: "a package",
    torch.Generator: "a generator of random numbers",
    type(torch.FloatTensor): "a type of tensor",
}


def dtype_name(dtype: torch.dtype) -> str:
    """`float32`, without the library's name before it."""
    return str(dtype).removeprefix("torch.")


def shape_text(shape: Sequence[int]) -> str:
    """A shape as it is written in Python: `()`, `(3,)`, `(2, 3)`."""
    return str(tuple(shape))


def a(noun: str) -> str:
    """The noun with the article that fits it."""
    return f"an {noun}" if noun[:1].lower() in "aeio" else f"a {noun}"


def type_name(value: object) -> str:
    """What kind of thing a value is, with its article: `a tensor`, `a list`, `None`."""
    if value is None:
        return "None"
    if value is ...:
        return "the placeholder ..."
    kind = type(value)
    if kind in (torch.Tensor, torch.nn.Parameter):
        return "a tensor"
    if is_tensor(value):
        return f"a {kind.__name__} (a kind of tensor with methods of its own)"
    if isinstance(value, torch.nn.Module):
        return f"a module ({kind.__name__})"
    if isinstance(value, _FUNCTIONS):
        return "a function"
    if kind in _NAMES:
        return _NAMES[kind]
    if isinstance(value, type):
        return "a type"
    if kind.__module__ == "torch.return_types":
        return f"a named tuple, of `{kind.__name__}`"
    if kind.__module__ == "numpy":
        return f"a NumPy {kind.__name__}"
    return a(kind.__name__)


def type_title(kind: type) -> str:
    """A type with its article, as an expectation names it."""
    return "a tensor" if kind is torch.Tensor else a(kind.__name__)


def shorten(text: str, longest: int = _LONGEST) -> str:
    """The text on one line, its middle left out where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    half = (longest - 3) // 2
    return f"{line[:half]}...{line[-half:]}"


def number_text(value: object, digits: int = 6) -> str:
    """A number as a learner would write it."""
    if isinstance(value, float):
        return format(value, f".{digits}g") if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, complex):
        sign = "+" if value.imag >= 0 else "-"
        return f"{number_text(value.real, digits)}{sign}{number_text(abs(value.imag), digits)}j"
    return str(value)


def two_numbers(expected: object, got: object, digits: int = 6) -> tuple[str, str]:
    """Two numbers that differ, each with as many digits as it takes to see the difference, and at least
    `digits`."""
    for enough in range(digits, 18):
        wanted, came = number_text(expected, enough), number_text(got, enough)
        if wanted != came:
            return wanted, came
    return number_text(expected, digits), number_text(got, digits)


def counted(count: int, noun: str) -> str:
    """So many of something: `1 entry`, `2 entries`, `3 characters`."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def tensor_text(value: object, most: int = 12) -> str:
    """A tensor in a few words: its numbers where they are few, else its dtype and shape."""
    with unwatched():
        data = plain(value)
        shape = shape_of(value)
        if 0 < data.numel() <= most and data.device.type != "meta":
            numbers = _nested_text(data.tolist())
            return f"tensor({numbers}, {dtype_name(data.dtype)})"
        return f"{a(dtype_name(data.dtype))} tensor of shape {shape_text(shape)}"


def _nested_text(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested_text(item) for item in value) + "]"
    return number_text(value, 4)


def value_text(value: object, longest: int = _LONGEST) -> str:
    """Any value on one line, safely: a value whose `repr` fails is named by its type."""
    try:
        if is_tensor(value):
            return tensor_text(value)
        if isinstance(value, type):
            return value.__name__
        if type(value) in (list, tuple) and any(is_tensor(item) for item in value[:8]):  # type: ignore[index]
            inner = ", ".join(value_text(item, 80) for item in value[:8])  # type: ignore[index]
            return shorten(f"[{inner}]" if type(value) is list else f"({inner})", longest)
        if callable(value) and hasattr(value, "__name__"):
            return "a lambda" if value.__name__ == "<lambda>" else str(value.__name__)
        if isinstance(value, torch.Generator):
            return "a generator"
        return shorten(repr(value), longest)
    except Exception:  # noqa: BLE001  (a value of the learner's, whose repr may do anything)
        return type_name(value)


def call_text(
    name: str, args: Sequence[object], kwargs: Mapping[str, object], labels: Sequence[str | None]
) -> str:
    """A call as a learner would write it; `labels` are the names of inputs (`given`), by their positions."""

    def argument(value: object, label: str | None) -> str:
        text = value_text(value, 80)
        return text if label is None else f"{text} ({label})"

    keys = [*([""] * len(args)), *(f"{key}=" for key in kwargs)]
    values = [*args, *kwargs.values()]
    words = [f"{key}{argument(value, label)}" for key, value, label in zip(keys, values, labels, strict=True)]
    return shorten(f"{name}({', '.join(words)})", 300)
