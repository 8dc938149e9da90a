"""Lists, dictionaries and other things with parts."""

from __future__ import annotations

import ast

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.owner import closest
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import (
    a_type,
    is_tensor,
    preview_of,
    shape_of,
    with_article,
)
from torchenstein_lab.explainer.wording import (
    a_type_called,
    code,
    listed,
    mention,
    plural,
)


@kind(
    "sequence-index",
    title="A position that a list or shape does not have",
    rule="A list of n items has the positions 0 to n - 1, which are also called -n to -1.",
    errors=IndexError,
    says=r"(list|tuple|string|range object|deque)?(?: assignment)? index out of range|pop from empty "
    r"list|pop index out of range",
    origins=("own",),
)
def sequence_index(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    named = operation.operands[0]
    index = operation.operands[1] if len(operation.operands) > 1 else None
    count = (
        f" It has {plural(len(named.value), 'item')}." if isinstance(named.value, (list, tuple, str)) else ""
    )
    at = f", with {mention(index)}" if index is not None and index.known and not index.literal else ""
    return Told(
        say=f"You take {code(operation.text)}{at}.{count} There is no such position.",
        look="The last position is the length - 1, or -1.",
        operands=operation.operands,
    )


@kind(
    "key-unknown",
    title="A key that a dictionary does not have",
    rule="`d[key]` needs a key that is in the dictionary.",
    errors=KeyError,
    origins=("own",),
)
def key_unknown(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("getitem", "pop", "delitem") or not operation.operands:
        return None
    named, index = operation.operands[0], operation.operands[1]
    key = seen.error.args[0] if seen.error.args else None
    shown = preview_of(key) or code(index.text)
    keys = list(named.value) if type(named.value) is dict else []
    near = closest(key, [one for one in keys if isinstance(one, str)]) if isinstance(key, str) else ""
    has = (
        f" Its keys are {listed([code(repr(one)) for one in keys])}."
        if 0 < len(keys) <= 6 and all(preview_of(k) for k in keys)
        else ""
    )
    tensor = " Tensors are found by identity, not by value: take `.item()`." if is_tensor(key) else ""
    return Told(
        say=f"You look up {code(shown.strip('`'))} in {code(named.text)}, which has no such "
        f"key.{has}{tensor}",
        look=near or f"{code(named.text + '.get(key)')} gives None where there is none.",
        operands=operation.operands,
    )


@kind(
    "unpack-count",
    title="More or fewer names than values",
    rule="`a, b = values` needs exactly as many values as names; a tensor is taken apart along its "
    "first dimension.",
    errors=ValueError,
    says=r"(not enough|too many) values to unpack \(expected (?:at least )?(\d+)(?:, got (\d+))?\)",
    origins=("own",),
)
def unpack_count(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "unpack":
        return None
    named, targets = operation.operands
    got = match[3]
    shape = shape_of(named.value)
    if shape:
        got = str(shape[0])
    elif isinstance(named.value, (list, tuple)):
        got = str(len(named.value))
    along = " along its first dimension" if shape else ""
    held = f"it has {got}" if got else "it has more"
    subject = (
        f"{mention(named)} is taken apart{along}" if named.text != "each item" else "Each item is taken apart"
    )
    return Told(
        say=f"{subject} into {plural(int(match[2]), 'name')} ({code(targets.text.strip('()'))}), and {held}.",
        look="`*rest` takes all that is left; `print(len(values))` shows how many there are.",
        operands=(named,) if named.text != "each item" else (),
    )


@kind(
    "not-subscriptable",
    title="Square brackets behind something without parts",
    rule="Square brackets take a part of a tensor, list, tuple, text or dictionary.",
    errors=TypeError,
    says=r"'([\w.]+)' object is not subscriptable",
    origins=("own",),
)
def not_subscriptable(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name not in ("getitem", "setitem"):
        return None
    named = operation.operands[0]
    look = (
        "A function without `return` gives None."
        if match[1] == "NoneType"
        else "Round brackets call a function: `f(x)`."
    )
    return Told(
        f"You take {code(operation.text)}, and {code(named.text)} is {a_type_called(match[1])}, "
        "which has no parts.",
        look,
        (named,),
    )


@kind(
    "not-iterable",
    title="Going through something that has no items",
    rule="`for`, `list()`, `sum()` and unpacking go through lists, tuples, tensors and the like.",
    errors=TypeError,
    says=r"'([\w.]+)' object is not iterable|cannot unpack non-iterable (\w+) object",
    origins=("own",),
)
def not_iterable(seen: Failure, match: Match) -> Told | None:
    found = a_type_called(match[1] or match[2])
    what = "something"
    operation: Operation | None = seen.operation
    in_head = (
        seen.spot is not None
        and isinstance(seen.spot.statement, ast.For)
        and seen.spot.node is seen.spot.statement.iter
    )
    if operation is not None and operation.operands and not in_head:
        wrong = [part for part in operation.operands if part.known and a_type(part.value) == found]
        what = code((wrong or list(operation.operands))[0].text)
    elif seen.spot is not None and seen.spot.node is not None:
        what = code(seen.spot.source_of(seen.spot.node))
    look = (
        "A function without `return` gives None."
        if found == "None"
        else "`range(n)` gives the numbers 0 to n - 1."
    )
    return Told(
        f"You go through the items of {what}, and it is {found}, which has none.",
        look,
        () if operation is None else operation.operands,
    )


@kind(
    "unhashable",
    title="A key that can change",
    rule="Keys of dictionaries and members of sets cannot be lists, dictionaries or sets.",
    errors=TypeError,
    says=r"unhashable type: '(\w+)'",
    origins=("own",),
)
def unhashable(seen: Failure, match: Match) -> Told | None:
    if seen.spot is None or seen.spot.node is None:
        return None
    return Told(
        say=f"You use {with_article(match[1])} as a key, or in a set, in "
        f"{code(seen.spot.source_of(seen.spot.node))}; it can change, so it cannot be one.",
        look="A tuple can be a key: `tuple(x)`.",
        operands=() if seen.operation is None else seen.operation.operands,
    )
