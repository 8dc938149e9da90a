"""Questions about a value: its type, shape, dtype, layout, what it equals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from torchenstein_lab.checks.asking import Asking, evidence_of
from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import dtype_name, number_text, shape_text, type_title, value_text
from torchenstein_lab.checks.explanation import explained_fault, explained_prediction
from torchenstein_lab.checks.facts import facts_of
from torchenstein_lab.checks.loose import loosened
from torchenstein_lab.checks.measure import Fault, Measure
from torchenstein_lab.checks.plain import is_nested, is_tensor, shape_of
from torchenstein_lab.checks.plain_gap import dtype_gap
from torchenstein_lab.checks.preview import preview
from torchenstein_lab.checks.session import Unsatisfied
from torchenstein_lab.checks.tensor_gap import shape_gap
from torchenstein_lab.contracts.verdict import Category

if TYPE_CHECKING:
    from typing_extensions import Self


class AskingValue(Asking):
    """Questions that can be asked about any value, and those that only a tensor can answer."""

    def is_a(self, kind: type, because: str = "") -> Self:
        """It is exactly of this type (a parameter is a tensor, too)."""
        if self._came_back() and not _is_a(self._value, kind):
            self._fail_type(kind, type_title(kind), because)
        return self._kept()

    def has_shape(self, *sizes: int, because: str = "") -> Self:
        """It is a tensor with exactly these sizes; without any, a tensor of depth zero."""
        if self._came_back() and self._is_tensor(because) and shape_of(self._value) != sizes:
            found = shape_of(self._value)
            said = f"expected shape {shape_text(sizes)}, got shape {shape_text(found)}"
            why = self._why(lambda: shape_gap(found, sizes))
            self._fail(Fault(Category.SHAPE, said, "", None, preview(self._value)), because, explained=why)
        return self._kept()

    def has_dtype(self, dtype: torch.dtype, because: str = "") -> Self:
        """It is a tensor of this dtype."""
        if self._came_back() and self._is_tensor(because) and self._value.dtype != dtype:
            said = f"expected dtype {dtype_name(dtype)}, got {dtype_name(self._value.dtype)}"
            why = self._why(lambda: dtype_gap(self._value.dtype, dtype))
            self._fail(Fault(Category.DTYPE, said, "", None, preview(self._value)), because, explained=why)
        return self._kept()

    def has_device(self, like: torch.Tensor | torch.device | str, because: str = "") -> Self:
        """It is a tensor on this device, or on the device of this tensor."""
        device = like.device if isinstance(like, torch.Tensor) else torch.device(like)
        if self._came_back() and self._is_tensor(because) and self._value.device != device:
            said = f"expected the device {device}, got {self._value.device}"
            self._fail(Fault(Category.DEVICE, said), because)
        return self._kept()

    def requires_grad(self, wanted: bool = True, because: str = "") -> Self:
        """Gradients flow through it, or do not."""
        if self._came_back() and self._is_tensor(because) and self._value.requires_grad != wanted:
            said = (
                "expected a result that gradients flow through, got one that is cut off from its inputs"
                if wanted
                else "expected a result without gradients, got one that tracks them"
            )
            self._fail(Fault(Category.GRADIENT_TRACKING, said), because)
        return self._kept()

    def has_strides(self, *strides: int, because: str = "") -> Self:
        """It is a tensor with these strides: so many elements apart lie neighbours along each dimension."""
        if self._came_back() and self._is_tensor(because):
            strided = self._value.layout is torch.strided and not is_nested(self._value)
            found = tuple(self._value.stride()) if strided else None
            if found != strides:
                had = "none" if found is None else shape_text(found)
                self._fail(
                    Fault(Category.MEMORY, f"expected strides {shape_text(strides)}, got {had}"), because
                )
        return self._kept()

    def is_contiguous(self, wanted: bool = True, because: str = "") -> Self:
        """Its elements lie in memory in the order in which they are read, or do not."""
        if self._came_back() and self._is_tensor(because):
            found = self._value.layout is torch.strided and self._value.is_contiguous()
            if found != wanted:
                words = ("a contiguous tensor", "one that is not contiguous")
                said = f"expected {words[not wanted]}, got {words[wanted]}"
                self._fail(Fault(Category.MEMORY, said), because)
        return self._kept()

    def is_leaf(self, wanted: bool = True, because: str = "") -> Self:
        """It stands at the beginning of the graph, or was calculated from others that need gradients."""
        if self._came_back() and self._is_tensor(because) and self._value.is_leaf != wanted:
            said = (
                "expected a leaf, got a tensor that was calculated from others that need gradients"
                if wanted
                else "expected a tensor that was calculated from others that need gradients, got a leaf"
            )
            self._fail(Fault(Category.GRADIENT_TRACKING, said), because)
        return self._kept()

    def equals(
        self,
        expected: object,
        because: str = "",
        rtol: float | None = None,
        atol: float | None = None,
        loosely: bool = False,
    ) -> Self:
        """It is this value: type, shape, dtype, device, gradient tracking (where the expected tensor tracks
        them), then the numbers, in that order. `loosely`: the kind of a sequence and the type of a number are
        left open, and a tensor, an array or the name of a dtype do for what they hold."""
        if self._came_back():
            measure = Measure(rtol, atol, loosely)
            fault = compare(self._value, expected, measure)
            if fault is not None:
                explained = self._explained(fault, expected, measure)
                evidence = ("loosely", loosened(self._value)) if loosely else None
                self._fail(fault, because, evidence, explained)
        return self._kept()

    def satisfies(self, predicate: Callable[[Any], object], what: str, because: str = "") -> Self:
        """`predicate(value)` is true; `what` says in words what should hold."""
        if self._came_back():
            try:
                held, trouble = bool(predicate(self._value)), ""
            except Exception as error:  # noqa: BLE001  (the predicate met a value it was not written for)
                held, trouble = False, f"; looking at it failed with {type(error).__name__}"
            if not held:
                shown = (
                    number_text(self._value) if type(self._value) is float else value_text(self._value, 120)
                )
                said = f"expected {what}, got {shown}"
                fault = Fault(Category.VALUE, said + trouble, "", None, preview(self._value))
                if is_tensor(self._value) and self._value.device.type == "meta":
                    said = f"expected {what}, got a tensor on the device meta, which holds no numbers"
                    fault = Fault(Category.DEVICE, said, "", None, preview(self._value))
                evidence = Unsatisfied(what, evidence_of(fault, self._value))
                self._fail(fault, because, evidence, self._why(lambda: facts_of(self._value)))
        return self._kept()

    def _explained(self, fault: Fault, expected: object, measure: Measure) -> str:
        """How what came follows from what was expected, or what is seen of the difference."""
        session = self._session
        if session.predicts:
            return self._why(lambda: explained_prediction(self._value, expected, fault, measure))
        return self._why(
            lambda: explained_fault(self._value, expected, fault, measure, self._call, tuple(session.earlier))
        )


def _is_a(value: object, kind: type) -> bool:
    if kind is torch.Tensor:
        return type(value) in (torch.Tensor, torch.nn.Parameter)
    if kind is str:
        return type(value) is str or (isinstance(value, str) and type(value).__module__ == "numpy")
    if kind in (int, float, complex, bool, list, tuple, dict, set):
        return type(value) is kind
    return issubclass(type(value), kind)
