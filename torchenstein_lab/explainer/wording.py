"""Words for values, sizes and operations. What stands between backticks is code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.values import SHORT, a_type, dtype_of, preview_of, shape_of, with_article

MANY = 8
COMPARED = ("==", "!=", "<", "<=", ">", ">=")
DTYPES = {
    "float": "float32",
    "double": "float64",
    "half": "float16",
    "bfloat16": "bfloat16",
    "long": "int64",
    "long int": "int64",
    "int": "int32",
    "short": "int16",
    "char": "int8",
    "signed char": "int8",
    "byte": "uint8",
    "unsigned char": "uint8",
    "bool": "bool",
    "complexfloat": "complex64",
    "complexdouble": "complex128",
    "c10::half": "float16",
    "c10::bfloat16": "bfloat16",
}


def code(text: str) -> str:
    """A text as code, on one line and not too long."""
    flat = " ".join(text.split()).replace("`", "'")
    return f"`{flat if len(flat) <= SHORT else flat[: SHORT - 1] + '…'}`"


def sizes(shape: Iterable[int]) -> str:
    """A shape, as PyTorch's tuples are written: (2, 3), (3,), ()."""
    return str(tuple(shape))


def sizes_in(text: str) -> tuple[int, ...]:
    """The sizes in a piece of a message: `2, 3`, `[2, 3]` or `2x3`."""
    digits = "".join(c if c.isdigit() or c == "-" else " " for c in text)
    return tuple(int(part) for part in digits.split() if part != "-")


def dtype_in(text: str) -> str:
    """The dtype that a message calls Float, double or torch.FloatTensor, as `torch` calls it today."""
    name = text.removeprefix("torch.").removesuffix("Tensor").lower()
    return DTYPES.get(name, text)


def mention(named: Named) -> str:
    """An operand with its shape, or its value: `x` (2, 3); `3`; `n` = 3; `xs`, a list."""
    shown = code(named.text)
    if not named.known or named.literal:
        return shown
    shape = shape_of(named.value)
    if shape is not None:
        return f"{shown} {sizes(shape)}"
    preview = preview_of(named.value)
    if named.value is None:
        return f"{shown}, which is None,"
    return f"{shown} = {preview}" if preview else f"{shown}, {a_type(named.value)},"


def mention_dtype(named: Named, otherwise: str = "") -> str:
    """An operand with its dtype: `x` (float32)."""
    dtype = dtype_of(named.value) or otherwise
    return f"{code(named.text)} ({dtype})" if dtype else code(named.text)


def listed(parts: Sequence[str]) -> str:
    """Parts in a sentence: a; a and b; a, b and c."""
    if len(parts) > MANY:
        parts = [*parts[: MANY - 2], f"{len(parts) - MANY + 2} more"]
    plain = [part.removesuffix(",") if index < len(parts) - 1 else part for index, part in enumerate(parts)]
    if len(plain) < 2:
        return "".join(plain)
    return ", ".join(plain[:-1]) + " and " + plain[-1]


def some_of(names: Sequence[str], word: str = "and") -> str:
    """Names as code, the first four of them: `a`, `b` and `c`."""
    shown = [code(name) for name in names[:4]]
    if len(names) > 4:
        return ", ".join(shown) + f" {word} {len(names) - 4} more"
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + f" {word} " + shown[-1]


def a_type_called(name: str) -> str:
    """A type by the name that a message gives it, with its article: "a tensor", "None", "a list"."""
    short = name.rsplit(".", 1)[-1]
    return {"NoneType": "None", "Tensor": "a tensor"}.get(short, with_article(short))


def tidy(sentence: str) -> str:
    """A sentence without a comma before its full stop or colon, and with one space between words."""
    parts = sentence.split("`")  # every second part is code, which stays as it is
    for index in range(0, len(parts), 2):
        for mark in (".", ":", ",", ";"):
            parts[index] = parts[index].replace("," + mark, mark)
        parts[index] = re.sub(r"\s+", " ", parts[index])
    return "`".join(parts).strip()


def plural(count: int, word: str) -> str:
    """A number and what is counted: 1 element, 6 elements."""
    if count == 1:
        return f"1 {word}"
    return f"{count:,} {word[:-1] + 'ies' if word.endswith('y') else word + 's'}"


def called_name(operation: Operation) -> str:
    """What was called, as code: `torch.cat`, `.view`, `net`."""
    if operation.method and operation.called is not None:
        return code("." + operation.called.text.rsplit(".", 1)[-1])
    return code(operation.called.text) if operation.called is not None else code(operation.symbol)


def doing(operation: Operation, tell: object = mention) -> str:
    """What the operation does, as the beginning of a sentence: "You add `x` (2, 3) and `y` (2,)"."""
    assert callable(tell)
    parts = [str(tell(named)) for named in operation.operands]
    symbol = operation.symbol.removesuffix("=") if operation.in_place else operation.symbol
    if symbol == "" or len(parts) != 2:
        return _calling(operation, parts, tell)
    left, right = parts
    if operation.in_place:
        return f"You change {left} in place with `{operation.symbol}` and {right}"
    if symbol in COMPARED:
        return f"You compare {left} with {right} by `{symbol}`"
    words = {
        "+": f"You add {left} and {right}",
        "-": f"You subtract {right} from {left}",
        "*": f"You multiply {left} and {right} element by element",
        "/": f"You divide {left} by {right}",
        "@": f"You multiply {left} by {right} with `@`",
        "in": f"You look for {left} in {right} with `in`",
    }
    return words.get(symbol, f"You combine {left} and {right} with `{symbol}`")


def _calling(operation: Operation, parts: list[str], tell: object) -> str:
    assert callable(tell)
    if operation.name == "neg":
        return f"You negate {parts[0]} with `-`"
    if operation.name == "bitwise_not":
        return f"You invert {parts[0]} with `~`"
    words = [
        code(f"{name}={named.text}")
        + str(tell(named)).removeprefix(code(named.text)).removesuffix(", a dtype,")
        for name, named in operation.keywords.items()
    ]
    name = called_name(operation)
    given = (*operation.operands[1 if operation.method else 0 :], *operation.keywords.values())
    if given and all(named.literal for named in given):
        name, words = code(f"{name.strip('`')}({_as_written(operation)})"), []
        parts = parts[:1] if operation.method else []
    if operation.method:
        with_ = listed([*parts[1:], *words])
        return f"You call {name} on {parts[0]}" + (f" with {with_}" if with_ else "")
    with_ = listed([*parts, *words])
    return f"You call {name}" + (f" with {with_}" if with_ else "")


def _as_written(operation: Operation) -> str:
    plain = [named.text for named in operation.operands[1 if operation.method else 0 :]]
    return ", ".join([*plain, *(f"{name}={named.text}" for name, named in operation.keywords.items())])


def positions(size: int) -> str:
    """The positions that a dimension of some size has, in words."""
    return (
        f"its positions are 0 to {size - 1}"
        if size > 1
        else "its only position is 0"
        if size
        else "it has no positions"
    )


def a_layer(path: str, kind: str) -> str:
    """A layer by its path and type: `net[2]`, a Linear."""
    return f"{code(path)}, {with_article(kind)}"
