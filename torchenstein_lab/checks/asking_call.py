"""Questions about a call: what it did to its arguments, to memory, to gradients, to random numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import torch

from torchenstein_lab.checks.arguments import compare_states
from torchenstein_lab.checks.asking import Asking, evidence_of
from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import a, shape_text, type_name, value_text
from torchenstein_lab.checks.differences import compare_with_differences
from torchenstein_lab.checks.explanation import explained_fault
from torchenstein_lab.checks.gradients import compare_gradients
from torchenstein_lab.checks.measure import STRICT, Fault
from torchenstein_lab.checks.memory import peak_of, shares_memory
from torchenstein_lab.checks.plain import shape_of
from torchenstein_lab.checks.preview import preview
from torchenstein_lab.contracts.verdict import Category

if TYPE_CHECKING:
    from typing_extensions import Self


class AskingCall(Asking):
    """Questions that only a call can answer: `expect(function, argument, …)`."""

    def returns_none(self, because: str = "") -> Self:
        """The call returns nothing: its work is done in place."""
        if self._came_back() and self._value is not None:
            said = f"expected the function to return None, got {type_name(self._value)}"
            self._fail(Fault(Category.TYPE, said, f"got {value_text(self._value)}"), because)
        return self._kept()

    def raises(self, *kinds: type[BaseException], because: str = "") -> Self:
        """The call raises an error of one of these kinds."""
        call = self._made_call("raises")
        self._session.when_unasked(None)
        if self._silent:
            return self
        names = " or ".join(kind.__name__ for kind in kinds)
        if call.error is None:
            said = f"expected {a(names)}, got {value_text(self._value, 120)} and no error"
            fault = Fault(Category.VALUE, said, "", None, preview(self._value))
            self._fail(fault, because, evidence=("no error", evidence_of(fault, self._value)))
        elif not isinstance(call.error, kinds):
            kind = type(call.error).__name__
            fault = Fault(Category.VALUE, f"expected {a(names)}, got {a(kind)} instead")
            self._fail(fault, because, ("another error", kind), self._session.explain(call.error))
        return self._kept()

    def leaves_arguments_unchanged(self, because: str = "") -> Self:
        """No argument was written to: same numbers, shape, version and `requires_grad` as before."""
        call = self._made_call("leaves_arguments_unchanged")
        if self._came_back():
            for name, before, now in call.passed():
                harm = before.harm(now)
                if harm is not None:
                    fault = Fault(
                        Category.ARGUMENT,
                        f"expected its argument {name} to be as before, but it changed: {harm.say}",
                        harm.seen,
                        harm.expected,
                        harm.got,
                    )
                    self._fail(fault, because)
                    break
        return self._kept()

    def changes_argument(self, i: int, expected: object, because: str = "") -> Self:
        """After the call, the i-th argument is `expected`: the work was done in place."""
        call = self._made_call("changes_argument")
        if self._came_back():
            found = call.args[i]
            fault = compare(found, expected)
            if fault is not None:
                said = f"looking at argument {i + 1} after the call: {fault.say}"
                why = self._why(partial(_why_not_changed, found, call.originals[0][i], expected, fault))
                moved = Fault(Category.ARGUMENT, said, fault.seen, fault.expected, fault.got)
                self._fail(moved, because, explained=why)
        return self._kept()

    def shares_memory_with(self, i: int, because: str = "") -> Self:
        """The result is a view: it lies in the memory of the i-th argument."""
        call = self._made_call("shares_memory_with")
        if self._came_back() and self._is_tensor(because) and not shares_memory(self._value, call.args[i]):
            said = f"expected a view of argument {i + 1}, got a copy with memory of its own"
            self._fail(Fault(Category.MEMORY, said), because)
        return self._kept()

    def is_view_of(self, i: int, part: Callable[[torch.Tensor], torch.Tensor], because: str = "") -> Self:
        """The result is a view of exactly those elements of the i-th argument that `part` takes out of it, in
        that order: `is_view_of(0, lambda x: x[1:])`."""
        call = self._made_call("is_view_of")
        if self._came_back() and self._is_tensor(because):
            fault = _other_part(self._value, part(call.args[i]), f"argument {i + 1}")  # type: ignore[arg-type]
            if fault is not None:
                self._fail(fault, because)
        return self._kept()

    def owns_its_memory(self, because: str = "") -> Self:
        """The result is a copy: it lies in the memory of no argument."""
        call = self._made_call("owns_its_memory")
        if self._came_back():
            for name, _, now in call.passed():
                if shares_memory(self._value, now):
                    said = f"expected a result with memory of its own, got one that shares memory with {name}"
                    self._fail(Fault(Category.MEMORY, said), because)
                    break
        return self._kept()

    def has_gradients_of(self, reference: Callable[..., Any], because: str = "") -> Self:
        """Gradients flow back to the arguments as they do through `reference`, called with the same
        arguments."""
        call = self._made_call("has_gradients_of")
        if self._came_back():
            fault = compare_gradients(call.args, call.kwargs, self._value, reference, call.originals)
            if fault is not None:
                self._fail(fault, because)
        return self._kept()

    def has_true_gradients(self, because: str = "") -> Self:
        """In float64, gradients to the arguments are what finite differences of the function itself give. The
        call is made again for each number; arguments that require gradients are looked at, or else all that
        are floating-point tensors."""
        call = self._made_call("has_true_gradients")
        return self._ask(compare_with_differences(call), because) if self._came_back() else self

    def leaves_random_state_alone(self, because: str = "") -> Self:
        """The call neither draws from nor seeds the global random numbers of PyTorch, Python or NumPy."""
        call = self._made_call("leaves_random_state_alone")
        if self._came_back() and call.moved_dice:
            said = (
                f"expected the global random numbers of {call.moved_dice} to be left alone, "
                "but the call moved them"
            )
            self._fail(Fault(Category.ARGUMENT, said), because)
        return self._kept()

    def keeps_to(self, most: int, because: str = "") -> Self:
        """The call needs at most so many bytes beside its arguments at its peak. To watch the memory, the
        call
        is made once more."""
        call = self._made_call("keeps_to")
        if self._came_back():
            peak = peak_of(call.again())
            if peak > most:
                said = f"expected at most {most:,} bytes of extra memory, got {peak:,}"
                self._fail(Fault(Category.MEMORY, said), because)
        return self._kept()

    def leaves_generator_at(self, i: int, expected: torch.Generator, because: str = "") -> Self:
        """After the call, the generator that was the i-th argument stands where `expected` stands."""
        call = self._made_call("leaves_generator_at")
        if self._came_back():
            fault = compare_states(expected, call.args[i])  # type: ignore[arg-type]
            if fault is not None:
                self._fail(fault, because)
        return self._kept()


def _why_not_changed(found: object, before: object, expected: object, fault: Fault) -> str:
    """Why an argument is not what it should be after the call."""
    if compare(found, before) is None:
        return "The argument is as it was before the call: nothing has been written to it."
    return explained_fault(found, expected, fault, STRICT)


def _other_part(got: torch.Tensor, wanted: torch.Tensor, name: str) -> Fault | None:
    """How the elements that a tensor looks at are not those that it should look at."""
    if not shares_memory(got, wanted):
        said = f"expected a view of {name}, got a copy with memory of its own"
        return Fault(Category.MEMORY, said)
    if shape_of(got) != shape_of(wanted):
        said = f"expected a view of shape {shape_text(shape_of(wanted))}, got {shape_text(shape_of(got))}"
        return Fault(Category.SHAPE, said)
    if got.storage_offset() != wanted.storage_offset():
        said = (
            f"expected a view that begins at element {wanted.storage_offset()} of the memory of {name}, "
            f"got one that begins at {got.storage_offset()}"
        )
        return Fault(Category.MEMORY, said)
    if got.stride() != wanted.stride() and wanted.numel() > 1:
        want, have = shape_text(wanted.stride()), shape_text(got.stride())
        return Fault(Category.MEMORY, f"expected a view with strides {want}, got strides {have}")
    return None
