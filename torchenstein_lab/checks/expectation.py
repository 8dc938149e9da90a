"""`expect`: one thing a check looks at, and the questions that can be asked about it.

A question that fails is recorded in the words of the task, and silences the questions after it in the same
chain: they would only repeat it. The check itself goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import torch

from torchenstein_lab.checks.arguments import compare_states, copied
from torchenstein_lab.checks.call import Call
from torchenstein_lab.checks.comparison import Fault, Measure, compare
from torchenstein_lab.checks.describe import (
    a,
    dtype_name,
    shape_text,
    type_name,
    type_title,
    value_text,
)
from torchenstein_lab.checks.fault import CheckFault, Unavailable
from torchenstein_lab.checks.gradients import compare_gradients
from torchenstein_lab.checks.memory import peak_of, shares_memory
from torchenstein_lab.checks.naming import name_at
from torchenstein_lab.checks.plain import is_tensor, shape_of
from torchenstein_lab.checks.preview import preview
from torchenstein_lab.checks.session import Observation, Session, Unsatisfied, raised_sentence, running
from torchenstein_lab.contracts.verdict import Category

_UNKNOWN = "The value"
_COMPARED = (torch.Tensor, int, float, complex, str, bytes, list, tuple, dict, type(None), torch.dtype)


def expect(subject: object, *args: object, **kwargs: object) -> Expectation:
    """Look at a value, or, with arguments, call a function with copies of them and look at what came back."""
    session = running()
    step = session.next_step()
    frame = sys._getframe(1)
    line = frame.f_lineno
    if not args and not kwargs:
        made = Expectation(session, step, line, subject, None)
        made._name = name_at(frame, subject, session.names, session.known)
        return made
    name = session.names.get(id(subject)) or getattr(subject, "__name__", "the function")
    if not callable(subject):
        made = Expectation(session, step, line, subject, None)
        made._name = name_at(frame, subject, session.names, session.known)
        made._fail(Fault(Category.TYPE, f"expected a function, got {type_name(subject)}"))
        return made
    call = Call.make(session, str(name), subject, args, kwargs)
    return Expectation(session, step, line, call.result, call)


class Expectation:
    """A value that was looked at, or a call that was made. Each question returns the expectation again."""

    def __init__(self, session: Session, step: int, line: int, value: object, call: Call | None) -> None:
        self._session = session
        self._step = step
        self._line = line
        self._value: Any = value
        self._call = call
        self._silent = False
        self._name: str | None = None
        if call is not None and (call.error is not None or call.broken_rule is not None):
            session.when_unasked(self._settle)

    # ------------------------------------------------------------------ what came

    @property
    def result(self) -> Any:
        """What the call returned (or the value itself), for further use in the check. Where the learner's
        code
        raised instead, the promise ends here."""
        if not self._came_back():
            raise Unavailable
        return self._value

    # ------------------------------------------------------------------ questions about a value

    def is_a(self, kind: type, because: str = "") -> Expectation:
        """It is exactly of this type (a parameter is a tensor, too)."""
        if self._came_back() and not _is_a(self._value, kind):
            self._fail(
                Fault(
                    Category.TYPE,
                    f"expected {type_title(kind)}, got {type_name(self._value)}",
                    f"got {value_text(self._value)}",
                    None,
                    preview(self._value),
                ),
                because,
            )
        return self._kept()

    def has_shape(self, *sizes: int, because: str = "") -> Expectation:
        """It is a tensor with exactly these sizes; without any, a tensor of depth zero."""
        if self._came_back() and self._is_tensor(because) and shape_of(self._value) != sizes:
            said = f"expected shape {shape_text(sizes)}, got shape {shape_text(shape_of(self._value))}"
            self._fail(Fault(Category.SHAPE, said, "", None, preview(self._value)), because)
        return self._kept()

    def has_dtype(self, dtype: torch.dtype, because: str = "") -> Expectation:
        """It is a tensor of this dtype."""
        if self._came_back() and self._is_tensor(because) and self._value.dtype != dtype:
            said = f"expected dtype {dtype_name(dtype)}, got {dtype_name(self._value.dtype)}"
            self._fail(Fault(Category.DTYPE, said, "", None, preview(self._value)), because)
        return self._kept()

    def has_device(self, like: torch.Tensor | torch.device | str, because: str = "") -> Expectation:
        """It is a tensor on this device, or on the device of this tensor."""
        device = like.device if isinstance(like, torch.Tensor) else torch.device(like)
        if self._came_back() and self._is_tensor(because) and self._value.device != device:
            said = f"expected the device {device}, got {self._value.device}"
            self._fail(Fault(Category.DEVICE, said), because)
        return self._kept()

    def requires_grad(self, wanted: bool = True, because: str = "") -> Expectation:
        """Gradients flow through it, or do not."""
        if self._came_back() and self._is_tensor(because) and self._value.requires_grad != wanted:
            said = (
                "expected a result that gradients flow through, got one that is cut off from its inputs"
                if wanted
                else "expected a result without gradients, got one that tracks them"
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
    ) -> Expectation:
        """It is this value: type, shape, dtype, device, gradient tracking, then the numbers, in that
        order."""
        if self._came_back():
            fault = compare(self._value, expected, Measure(rtol, atol, loosely))
            if fault is not None:
                self._fail(fault, because)
        return self._kept()

    def satisfies(self, predicate: Callable[[Any], object], what: str, because: str = "") -> Expectation:
        """`predicate(value)` is true; `what` says in words what should hold."""
        if self._came_back():
            try:
                held, trouble = bool(predicate(self._value)), ""
            except Exception as error:  # noqa: BLE001  (the predicate met a value it was not written for)
                held, trouble = False, f"; looking at it failed with {type(error).__name__}"
            if not held:
                said = f"expected {what}, got {value_text(self._value, 120)}"
                fault = Fault(Category.VALUE, said + trouble, "", None, preview(self._value))
                self._fail(fault, because, evidence=Unsatisfied(what, _evidence(fault, self._value)))
        return self._kept()

    # ------------------------------------------------------------------ questions about a call

    def returns_none(self, because: str = "") -> Expectation:
        """The call returns nothing: its work is done in place."""
        if self._came_back() and self._value is not None:
            said = f"expected the function to return None, got {type_name(self._value)}"
            self._fail(Fault(Category.TYPE, said, f"got {value_text(self._value)}"), because)
        return self._kept()

    def raises(self, *kinds: type[BaseException], because: str = "") -> Expectation:
        """The call raises an error of one of these kinds."""
        call = self._made_call("raises")
        self._session.when_unasked(None)
        if self._silent:
            return self
        names = " or ".join(kind.__name__ for kind in kinds)
        if call.error is None:
            said = f"expected {a(names)}, got {value_text(self._value, 120)} and no error"
            self._fail(Fault(Category.RAISED, said, "", None, preview(self._value)), because)
        elif not isinstance(call.error, kinds):
            said = raised_sentence(f"expected {a(names)}; your code", call.error)
            self._fail(Fault(Category.RAISED, said), because, evidence=type(call.error).__name__)
        return self._kept()

    def leaves_arguments_unchanged(self, because: str = "") -> Expectation:
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

    def changes_argument(self, i: int, expected: object, because: str = "") -> Expectation:
        """After the call, the i-th argument is `expected`: the work was done in place."""
        call = self._made_call("changes_argument")
        if self._came_back():
            fault = compare(call.args[i], expected)
            if fault is not None:
                said = f"looking at argument {i + 1} after the call: {fault.say}"
                self._fail(Fault(Category.ARGUMENT, said, fault.seen, fault.expected, fault.got), because)
        return self._kept()

    def shares_memory_with(self, i: int, because: str = "") -> Expectation:
        """The result is a view: it lies in the memory of the i-th argument."""
        call = self._made_call("shares_memory_with")
        if self._came_back() and self._is_tensor(because) and not shares_memory(self._value, call.args[i]):
            said = f"expected a view of argument {i + 1}, got a copy with memory of its own"
            self._fail(Fault(Category.MEMORY, said), because)
        return self._kept()

    def owns_its_memory(self, because: str = "") -> Expectation:
        """The result is a copy: it lies in the memory of no argument."""
        call = self._made_call("owns_its_memory")
        if self._came_back():
            for name, _, now in call.passed():
                if shares_memory(self._value, now):
                    said = f"expected a result with memory of its own, got one that shares memory with {name}"
                    self._fail(Fault(Category.MEMORY, said), because)
                    break
        return self._kept()

    def has_gradients_of(self, reference: Callable[..., Any], because: str = "") -> Expectation:
        """Gradients flow back to the arguments as they do through `reference`, called with the same
        arguments."""
        call = self._made_call("has_gradients_of")
        if self._came_back():
            fault = compare_gradients(call.args, call.kwargs, self._value, reference, call.originals)
            if fault is not None:
                self._fail(fault, because)
        return self._kept()

    def leaves_random_state_alone(self, because: str = "") -> Expectation:
        """The call neither draws from nor seeds the global random numbers of PyTorch, Python or NumPy."""
        call = self._made_call("leaves_random_state_alone")
        if self._came_back() and call.moved_dice:
            said = (
                f"expected the global random numbers of {call.moved_dice} to be left alone, "
                "but the call moved them"
            )
            self._fail(Fault(Category.ARGUMENT, said), because)
        return self._kept()

    def keeps_to(self, most: int, because: str = "") -> Expectation:
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

    def leaves_generator_at(self, i: int, expected: torch.Generator, because: str = "") -> Expectation:
        """After the call, the generator that was the i-th argument stands where `expected` stands."""
        call = self._made_call("leaves_generator_at")
        if self._came_back():
            fault = compare_states(expected, call.args[i])  # type: ignore[arg-type]
            if fault is not None:
                self._fail(fault, because)
        return self._kept()

    # ------------------------------------------------------------------ what stands behind

    def _made_call(self, question: str) -> Call:
        if self._call is None:
            if self._silent:
                return Call.never()
            raise CheckFault(
                f"`{question}` asks about a call: write `expect(function, argument, …).{question}(…)`."
            )
        return self._call

    def _came_back(self) -> bool:
        """Whether there is a value to look at; what the call raised, or a broken rule, is reported once."""
        if self._silent:
            return False
        self._session.when_unasked(None)
        if self._call is None:
            return True
        if self._call.error is not None:
            self._silent = True
            self._session.record(self._call.as_observation(self._step, self._line))
            return False
        return True

    def _settle(self) -> None:
        """Nothing was asked about the call: report what it raised, or the rule it broke."""
        if self._came_back():
            self._kept()

    def _is_tensor(self, because: str) -> bool:
        if is_tensor(self._value):
            return True
        said = f"expected a tensor, got {type_name(self._value)}"
        self._fail(
            Fault(Category.TYPE, said, f"got {value_text(self._value)}", None, preview(self._value)), because
        )
        return False

    def _kept(self) -> Expectation:
        """The question was answered as it should be, and it only remains to ask whether by the rules."""
        rule = None if self._call is None else self._call.broken_rule
        if rule is not None and not self._silent:
            self._silent = True
            self._session.record(
                Observation(
                    self._step,
                    self._line,
                    self._session.promise,
                    Category.RULE,
                    rule.say,
                    self._seen(),
                    evidence=rule.what,
                    learner_line=rule.line,
                )
            )
        elif not self._silent:
            self._session.record(Observation(self._step, self._line, self._session.promise))
        return self

    def _seen(self) -> str:
        """The whole call, where the sentence shows only a part of it."""
        if self._call is None or self._call.short == self._call.text:
            return ""
        return f"The call was {self._call.text}"

    def _fail(self, fault: Fault, because: str = "", evidence: object = None) -> None:
        if self._silent:
            return
        self._silent = True
        about = self._about()
        say = f"{about}: {fault.say}." + (f" This matters because {because}." if because else "")
        call = self._call
        self._session.record(
            Observation(
                step=self._step,
                line=self._line,
                promise=self._session.promise,
                category=fault.category,
                say=say,
                seen="; ".join(part for part in (self._seen(), fault.seen) if part),
                expected=fault.expected,
                got=fault.got,
                replay=call.replay if call is not None else "",
                evidence=evidence if evidence is not None else _evidence(fault, self._value),
            )
        )

    def _about(self) -> str:
        if self._call is not None:
            return f"`{self._call.short}`"
        label = self._session.labels.get(id(self._value))
        return f"`{self._name}`" if self._name else (label[:1].upper() + label[1:] if label else _UNKNOWN)


def _evidence(fault: Fault, value: object) -> object:
    """What a failure leaves to compare answers by: the value itself where it is the matter, else the
    words."""
    if fault.category in (Category.ARGUMENT, Category.MEMORY, Category.GRADIENT):
        return fault.say
    return copied(value) if isinstance(value, _COMPARED) else type(value).__name__


def _is_a(value: object, kind: type) -> bool:
    if kind is torch.Tensor:
        return type(value) in (torch.Tensor, torch.nn.Parameter)
    if kind in (int, float, complex, str, bool, list, tuple, dict, set):
        return type(value) is kind
    return issubclass(type(value), kind)
