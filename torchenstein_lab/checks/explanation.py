"""Why a value is not the one expected, in one sentence: what a learner reads whose slip no author foresaw.

The first that fits is told: what the call has to do with its arguments and with calls before it, which way a
result went, what became of all its numbers, and at last what can be seen of the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch

from torchenstein_lab.checks.call import Call
from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.features import argument_names
from torchenstein_lab.checks.kind_gap import kind_gap
from torchenstein_lab.checks.measure import Fault, Measure
from torchenstein_lab.checks.picked import explain_place
from torchenstein_lab.checks.plain import is_plain_tensor, plain, unwatched
from torchenstein_lab.checks.plain_gap import dtype_gap, plain_gap
from torchenstein_lab.checks.prediction_gap import prediction_gap
from torchenstein_lab.checks.reductions import explain_direction, explain_operation
from torchenstein_lab.checks.tensor_gap import part_gap, places_gap, shape_gap
from torchenstein_lab.checks.transformations import MOST, explain
from torchenstein_lab.contracts.verdict import Category

_COMPARED = (Category.TYPE, Category.SHAPE, Category.DTYPE, Category.VALUE)
_SPEAKING = (str, list, tuple)


def explained_fault(
    got: object,
    expected: object,
    fault: Fault,
    measure: Measure,
    call: Call | None = None,
    earlier: Sequence[Call] = (),
) -> str:
    """One sentence on how what came differs from what was expected; empty where there is none. `call` is what
    gave the value, `earlier` are calls that were made before it."""
    if fault.category not in _COMPARED:
        return ""
    return next((said for said in _sentences(got, expected, fault, measure, call, earlier) if said), "")


def explained_prediction(got: object, expected: object, fault: Fault, measure: Measure) -> str:
    """One sentence on a wrong prediction that does not give the right one away."""
    if fault.category not in _COMPARED:
        return ""
    return prediction_gap(got, expected, measure, _of_one_kind(got, expected, fault, measure))


def _sentences(
    got: object, expected: object, fault: Fault, measure: Measure, call: Call | None, earlier: Sequence[Call]
) -> Iterator[str]:
    if not _of_one_kind(got, expected, fault, measure):
        yield kind_gap(got, expected, None if call is None else call.function)
        return
    if call is not None:
        yield _handed_back(got, call)
        yield _otherwise_before(got, expected, call, earlier)
    if is_plain_tensor(got) and is_plain_tensor(expected):
        given = [] if call is None else [*call.originals[0], *call.originals[1].values()]
        yield explain_direction(got, expected, given, measure)
        yield explain(got, expected, measure)
        yield explain_operation(got, expected, given, measure)
        yield explain_place(got, expected, [] if call is None else _named(call), measure)
        yield _tensors(got, expected, given, measure)
    else:
        yield plain_gap(got, expected, measure)


def _of_one_kind(got: object, expected: object, fault: Fault, measure: Measure) -> bool:
    """Whether the values themselves differ, and not their types (or only deep inside)."""
    if fault.category is not Category.TYPE:
        return True
    sequences = isinstance(got, (list, tuple)) and isinstance(expected, (list, tuple))
    return sequences and (measure.loosely or type(got) is type(expected))


def _tensors(got: object, expected: object, given: Sequence[object], measure: Measure) -> str:
    with unwatched():
        came, wanted = plain(got), plain(expected)
        if "meta" in (came.device.type, wanted.device.type):
            return "" if came.shape == wanted.shape else shape_gap(came.shape, wanted.shape)
        if came.shape != wanted.shape:
            small = max(came.numel(), wanted.numel()) <= MOST
            return (part_gap(came, wanted, measure) if small else "") or shape_gap(came.shape, wanted.shape)
        if came.dtype != wanted.dtype:
            return dtype_gap(came.dtype, wanted.dtype)
        if wanted.numel() == 1:
            return plain_gap(came.item(), wanted.item(), measure)
        tensors = [plain(value) for value in given if is_plain_tensor(value)]
        here = [tensor for tensor in tensors if tensor.device.type != "meta"]
        return places_gap(came, wanted, here, measure) if wanted.numel() <= MOST else ""


def _handed_back(got: object, call: Call) -> str:
    """Whether a function only handed one of its arguments on."""
    if not (is_plain_tensor(got) and plain(got).numel()) and not (isinstance(got, _SPEAKING) and got):
        return ""
    args, kwargs = call.originals
    placed = [(f"argument {i + 1}", value) for i, value in enumerate(args)]
    placed += [(f"`{key}`", value) for key, value in kwargs.items()]
    for name, value in placed:
        if _equal(got, value):
            return (
                f"Your function gave back its {name} as it was."
                if len(placed) > 1
                else ("Your function gave back its argument as it was.")
            )
    return ""


def _otherwise_before(got: object, expected: object, call: Call, earlier: Sequence[Call]) -> str:
    """Whether the same call gave something else before, or another call the same."""
    before = [one for one in earlier if one.function is call.function]
    for one in before:
        if one.error is None and _equal(_arguments(one), _arguments(call)):
            if _equal(one.result, expected):
                return "The same call was right before: your function remembers something from call to call."
            if not call.moved_dice and not _equal(one.result, got):
                return "The same call gave something else before: your function remembers something."
    for one in before:
        different = not _equal(_arguments(one), _arguments(call))
        if one.error is None and different and _speaks(got) and _equal(one.result, got):
            return f"`{one.short}` gave the same."
    return ""


def _named(call: Call) -> list[tuple[str, object]]:
    """The arguments of a call, by the names that the function has for them."""
    args, kwargs = call.originals
    names = argument_names(call.function, len(args))
    return [*zip(names, args, strict=True), *((f"`{key}`", value) for key, value in kwargs.items())]


def _arguments(call: Call) -> list[object]:
    args, kwargs = call.originals
    return [*args, *kwargs.values()]


def _speaks(value: object) -> bool:
    """Whether a value is one that two calls do not give by accident."""
    if is_plain_tensor(value):
        return plain(value).numel() > 2
    return isinstance(value, _SPEAKING) and len(value) > 2


def _equal(a: object, b: object) -> bool:
    if any(isinstance(value, torch.Tensor) and value.numel() > MOST for value in (a, b)):
        return False
    return compare(a, b) is None
