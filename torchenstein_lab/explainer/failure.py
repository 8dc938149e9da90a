"""What a recogniser of errors sees: the exception, the learner's line, the operation and its operands."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from types import FrameType

from torchenstein_lab.explainer.frames import (
    Frame,
    Origin,
    frames_of,
    innermost_own,
    origin_of,
    without_watchers,
)
from torchenstein_lab.explainer.layers import Layer, layer_of
from torchenstein_lab.explainer.lookup import UNKNOWN, Named, look_up
from torchenstein_lab.explainer.node import Spot, spot_of
from torchenstein_lab.explainer.operation import Operation, filled, operation_of


@dataclass(frozen=True)
class Failure:
    """One exception, taken apart.

    `origin` says whose code raised; `own` is the learner's innermost own frame, `inner` the frames below it,
    `spot` the place in its source, `operation` what failed there, `layer` the layer of a network that was
    running. `raised` tells that a `raise` or `assert` of the learner's own was what stopped it.
    """

    error: BaseException
    message: str
    origin: Origin
    frames: tuple[Frame, ...]
    own: Frame | None
    inner: tuple[Frame, ...]
    spot: Spot | None
    operation: Operation | None
    layer: Layer | None

    @property
    def raised(self) -> bool:
        if self.origin != "own" or self.spot is None:
            return False
        if isinstance(self.spot.statement, ast.Assert):
            return isinstance(self.error, AssertionError)
        # An error inside the expression behind `raise` has that expression's place, not the statement's.
        return isinstance(self.spot.statement, ast.Raise) and not isinstance(self.spot.node, ast.expr)

    def called(self, *names: str) -> Frame | None:
        """The innermost library frame of a function with one of these names."""
        return next((frame for frame in reversed(self.inner) if frame.function in names), None)

    def passed(self, function: str, parameter: str, position: int) -> Named | None:
        """What a library function was given: the learner's expression where they called it themselves.

        `position` counts the learner's arguments. None where the function is not in the traceback.
        """
        frame = self.called(function)
        if frame is None:
            return None
        value = frame.variable(parameter, UNKNOWN)
        operation = self.operation
        if operation is not None:
            given = operation.argument(position, parameter)
            if given is not None and (not given.known or given.literal or given.value is value):
                return Named(given.text, value, given.node)
        return Named(parameter, value)

    def look_up(self, node: ast.AST) -> Named:
        """An expression of the learner's line, with its value where it can be had without running it."""
        assert self.own is not None
        assert self.spot is not None
        return Named(self.spot.source_of(node), look_up(node, self.own.frame), node)


def failure_of(error: BaseException) -> Failure:
    """Take an exception apart, by its traceback."""
    frames = without_watchers(frames_of(error.__traceback__))
    index = innermost_own(frames)
    own = None if index is None else frames[index]
    inner = () if index is None else frames[index + 1 :]
    spot = None if own is None else spot_of(own)
    operation = None if own is None or spot is None else _operation(spot, own.frame, inner)
    return Failure(
        error=error,
        message=message_of(error),
        origin=origin_of(frames),
        frames=frames,
        own=own,
        inner=inner,
        spot=spot,
        operation=operation,
        layer=layer_of(operation, own, inner),
    )


def message_of(error: BaseException) -> str:
    """The message of an exception; empty where making it fails."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  (an exception of the learner's own may be broken itself)
        return ""


def _operation(spot: Spot, frame: FrameType, inner: tuple[Frame, ...]) -> Operation | None:
    operation = operation_of(spot, frame)
    if operation is None or not inner:
        return operation
    function = inner[0].function
    if function == "_wrapped_call_impl" and operation.called is not None and not operation.symbol:
        if operation.method:
            operation = replace(operation, operands=operation.operands[1:], method=False)
        operation = replace(operation, name="layer", in_place=False)
        return filled(operation, inner[0].frame)
    called_it = function == operation.name or (function == "__init__" and not operation.method)
    return filled(operation, inner[0].frame) if called_it else operation


def parts_of(named: Named, failure: Failure) -> list[Named]:
    """The items of a list or tuple: by the learner's own words where it was written out, else by index."""
    if isinstance(named.node, (ast.List, ast.Tuple)):
        parts = [failure.look_up(part) for part in named.node.elts]
        if isinstance(named.value, (list, tuple)) and len(named.value) == len(parts):
            parts = [replace(part, value=value) for part, value in zip(parts, named.value, strict=True)]
        return parts
    if isinstance(named.value, (list, tuple)):
        return [Named(f"{named.text}[{index}]", value) for index, value in enumerate(named.value)]
    return []
