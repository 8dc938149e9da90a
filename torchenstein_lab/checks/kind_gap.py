"""What to do about a value of another type than the one expected: a list for a tensor, a text for a number,
nothing at all for a result. Where the values in it are right, that is said, too."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from types import CodeType, GeneratorType, ModuleType
from typing import Any

import torch

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import a, type_name
from torchenstein_lab.checks.measure import Measure
from torchenstein_lab.checks.plain import is_plain_tensor, is_tensor, plain

_LOOSE = Measure(loosely=True)
_LAZY: tuple[type, ...] = (
    GeneratorType,
    map,
    filter,
    zip,
    range,
    reversed,
    enumerate,
    set,
    frozenset,
    type({}.values()),
)


class Anything:
    """Stands for an expected value of which only the type is known."""

    def __init__(self, kind: type) -> None:
        self.kind = kind


def kind_gap(got: object, expected: object, function: object = None) -> str:
    """One sentence on a value of another type than `expected` (a value, or `Anything` of a type). `function`
    is what returned it, where a call did."""
    return next(_sentences(got, expected, function), "")


def _sentences(got: object, expected: object, function: object) -> Iterator[str]:
    kind = expected.kind if isinstance(expected, Anything) else type(expected)
    if got is None:
        yield _nothing(function)
    if isinstance(got, type) or (callable(got) and not isinstance(got, torch.nn.Module)):
        yield from _uncalled(got)
    if isinstance(got, ModuleType):
        yield "That is a whole package, not something in it."
    if isinstance(got, str) and kind is not str and kind is not torch.dtype:
        if function is not None:
            yield "Your function returns a text: characters, and no numbers to calculate with."
        yield from _quoted(got, expected)
    if issubclass(kind, torch.Tensor):
        yield from _no_tensor(got, expected)
    elif issubclass(kind, (list, tuple)):
        yield from _no_list(got, expected, kind)
    elif kind is str:
        yield from _no_text(got, expected)
    elif kind is bool:
        yield from _no_bool(got)
    elif kind in (int, float, complex):
        yield from _no_number(got, expected)
    elif kind is torch.dtype:
        yield from _no_dtype(got)


def _nothing(function: object) -> str:
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return "None stands for no value; a call that returns nothing gives it, such as `print(…)`."
    if "print" in code.co_names:
        return "Your function prints, and returns nothing. `return` hands a result to whoever called."
    return "Your function returned nothing: it came to its end without a `return` that hands over a value."


def _uncalled(got: Any) -> Iterator[str]:
    name = str(getattr(got, "__name__", ""))
    if isinstance(got, type) and got in (int, float, bool, complex):
        yield f"`{name}` is Python's own type of numbers; PyTorch's are called `torch.int16` and so on."
    elif isinstance(got, type) or type(got).__name__ == "tensortype":
        yield f"That is the type `{name}` itself, and not a value of it."
    elif name == "<lambda>":
        yield "A lambda is a function: it gives its result when it is called."
    else:
        yield f"That is the function `{name}` itself. It gives its result when it is called: `{name}(…)`."


def _quoted(got: str, expected: object) -> Iterator[str]:
    text = got.strip().removeprefix("torch.")
    if text.startswith("tensor("):
        text = text.removeprefix("tensor(").removesuffix(")")
    try:
        meant = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        meant = None
    if meant is None:
        yield "Yours is a text: what stands between quotes is only characters."
    elif isinstance(expected, Anything):
        yield "Quotes make a text of it: leave them away, and Python reads the numbers."
    else:
        value = expected.tolist() if is_plain_tensor(expected) else expected  # type: ignore[attr-defined]
        right = compare(meant, value, _LOOSE) is None
        yield "Quotes make a text of it" + (
            "; without them it would be right." if right else ": leave them away."
        )


def _no_tensor(got: object, expected: object) -> Iterator[str]:
    if _is_array(got):
        yield f"{_right(got, expected)}A NumPy array becomes a tensor with `torch.from_numpy(…)`."
    if type(got).__module__ == "torch.return_types":
        name = type(got).__name__
        yield f"`{name}` gives values and their places together: take `.values` or `.indices`."
    if isinstance(got, (list, tuple)):
        word = "list" if isinstance(got, list) else "tuple"
        if got and all(is_plain_tensor(item) for item in got):
            how = _joined(list(got), expected)
            yield how or f"Yours is a {word} of tensors; `torch.stack(…)` makes one tensor of them."
        yield f"{_right(got, expected)}`torch.tensor(…)` makes a tensor of a {word} of numbers."
    if isinstance(got, (int, float, complex)):
        yield f"{_right(got, expected)}Yours is Python's own number; `torch.tensor(…)` makes a tensor of it."
    if isinstance(got, _LAZY):
        yield f"Yours is {type_name(got)}: make a list of it, and a tensor of the list."
    if is_tensor(got):
        yield "Yours is a kind of tensor of its own; a plain `torch.Tensor` is asked for."
    if isinstance(got, dict):
        yield "Yours is a dict: names with values. A tensor holds numbers only."
    if isinstance(got, torch.nn.Module):
        yield "Yours is a module. It gives a tensor when it is called with one."
    if isinstance(got, torch.dtype):
        yield "Yours is only a dtype, the kind of numbers, without numbers."


def _right(got: Any, expected: object) -> str:
    """Whether the numbers are those expected, whatever holds them."""
    if not is_plain_tensor(expected):
        return ""
    assert isinstance(expected, torch.Tensor)
    try:
        made = torch.as_tensor(got)
    except Exception:  # noqa: BLE001  (a list of anything, of which PyTorch makes no tensor)
        return ""
    if made.shape == expected.shape and compare(made.to(expected.dtype), plain(expected)) is None:
        return "The numbers are right. "
    return ""


def _joined(tensors: list[torch.Tensor], expected: object) -> str:
    if not is_plain_tensor(expected):
        return ""
    ways: list[tuple[str, Callable[[list[torch.Tensor]], torch.Tensor]]] = [
        ("stack", torch.stack),
        ("cat", torch.cat),
    ]
    for name, way in ways:
        try:
            made = way([plain(tensor) for tensor in tensors])
        except (RuntimeError, TypeError):
            continue
        if compare(made, plain(expected)) is None:
            return f"The tensors in it are right; `torch.{name}(…)` makes one tensor of them."
    return ""


def _no_list(got: object, expected: object, kind: type) -> Iterator[str]:
    known = not isinstance(expected, Anything)
    if isinstance(got, (list, tuple)) and type(got) is not kind:
        right = known and compare(list(got), list(expected), _LOOSE) is None  # type: ignore[call-overload]
        brackets = "`[…]`" if issubclass(kind, list) else "`(…)`"
        yield f"{'The entries are right; ' if right else ''}{brackets} makes {a(kind.__name__)}."
    if is_plain_tensor(got) or _is_array(got):
        right = known and compare(got, expected, _LOOSE) is None
        yield f"{'The numbers are right; ' if right else ''}`.tolist()` makes a list of them."
    if isinstance(got, _LAZY):
        yield f"Yours is {type_name(got)}: `{kind.__name__}(…)` makes {a(kind.__name__)} of it."
    if isinstance(got, (int, float)) and not isinstance(got, bool):
        if known and len(expected) == 1 and compare(got, expected[0], _LOOSE) is None:  # type: ignore[arg-type,index]
            one = "`(5,)`" if issubclass(kind, tuple) else "`[5]`"
            yield f"The number is right; {a(kind.__name__)} of one entry is written like {one}."
        yield f"Yours is a single number. {a(kind.__name__).capitalize()} stands in brackets."


def _no_text(got: object, expected: object) -> Iterator[str]:
    if isinstance(got, (bytes, bytearray)):
        right = isinstance(expected, str) and bytes(got) == expected.encode()
        yield f"{'The characters are right; ' if right else ''}`.decode()` makes a text of bytes."
    if isinstance(got, (list, tuple)) and got and all(isinstance(item, str) for item in got):
        right = isinstance(expected, str) and "".join(got) == expected
        yield f"{'The characters are right; ' if right else ''}`''.join(…)` makes one text of them."
    if isinstance(got, _LAZY):
        yield f"Yours is {type_name(got)}: `''.join(…)` makes one text of what it gives."
    if is_plain_tensor(got) or isinstance(got, (list, tuple)):
        items = plain(got).reshape(-1).tolist() if is_plain_tensor(got) else list(got)  # type: ignore[call-overload]
        codes = isinstance(expected, str) and items == [ord(character) for character in expected]
        yield (
            "The codes are right; `chr(…)` makes a character of each."
            if codes
            else "Yours holds numbers. `chr(…)` makes a character of a code."
        )
    if isinstance(got, (int, float)):
        yield "Yours is a number. A text stands in quotes."


def _no_bool(got: object) -> Iterator[str]:
    if is_plain_tensor(got) and plain(got).numel() == 1:
        yield "Yours is a tensor; `.item()` takes the one value out of it."
    elif is_plain_tensor(got):
        yield "Yours is a tensor of many values; one answer is wanted: `.all()` or `.any()`, then `.item()`."
    if isinstance(got, int):
        yield "Yours is a number; Python writes yes and no as `True` and `False`."


def _no_number(got: object, expected: object) -> Iterator[str]:
    if is_plain_tensor(got) and plain(got).numel() == 1:
        right = compare(plain(got).reshape(()), expected, _LOOSE) is None
        yield f"{'The number is right. ' if right else ''}It stands in a tensor; `.item()` takes it out."
    elif is_plain_tensor(got) or _is_array(got):
        yield "Yours holds several numbers; one is wanted."
    if isinstance(got, (list, tuple)):
        if len(got) == 1 and compare(got[0], expected, _LOOSE) is None:
            yield "The number is right, but it stands in brackets."
        yield "Yours is a row of values; one number is wanted."
    if isinstance(got, bool):
        yield "True and False are no numbers here."
    elif type(got) in (int, float) and type(expected) in (int, float):
        words = {int: "a whole number", float: "a decimal number"}
        same = "The value is right, but it" if got == expected else "It"
        yield f"{same} is {words[type(got)]}, and {words[type(expected)]} is wanted."
    if type(got).__module__ == "numpy":
        yield "Yours is NumPy's number; `.item()` makes Python's own of it."


def _no_dtype(got: object) -> Iterator[str]:
    if isinstance(got, str):
        known = isinstance(getattr(torch, got.removeprefix("torch."), None), torch.dtype)
        yield (
            f"A dtype is written without quotes: `torch.{got.removeprefix('torch.')}`."
            if known
            else "A dtype is written like `torch.int16`, without quotes."
        )
    if is_tensor(got):
        yield "Yours is a whole tensor; its `.dtype` is the kind of its numbers."
    yield "A dtype is written like `torch.int16`."


def _is_array(value: object) -> bool:
    return type(value).__module__ == "numpy" and type(value).__name__ == "ndarray"
