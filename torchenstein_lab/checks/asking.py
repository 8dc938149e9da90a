"""What all questions of `expect` have in common: is there a value to look at, and how a failure is kept.

A question that fails is recorded in the words of the task, and silences the questions after it in the same
chain: they would only repeat it. The check itself goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from torchenstein_lab.checks.arguments import copied
from torchenstein_lab.checks.call import Call
from torchenstein_lab.checks.describe import type_name, value_text
from torchenstein_lab.checks.fault import CheckFault, Unavailable
from torchenstein_lab.checks.kind_gap import Anything, kind_gap
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.plain import is_tensor
from torchenstein_lab.checks.preview import preview
from torchenstein_lab.checks.session import Observation, Session
from torchenstein_lab.contracts.verdict import Category

if TYPE_CHECKING:
    from typing_extensions import Self

_UNKNOWN = "The value"
_COMPARED = (
    *(int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, slice, type(None), type),
    *(torch.dtype, torch.device, torch.layout),
)


class Asking:
    """A value that was looked at, or a call that was made."""

    def __init__(self, session: Session, step: int, line: int, value: object, call: Call | None) -> None:
        self._session = session
        self._step = step
        self._line = line
        self._value: Any = value
        self._call = call
        self._silent = False
        self._name: str | None = None
        self._label: str | None = None
        if call is not None and (call.error is not None or call.broken_rule is not None):
            session.when_unasked(self._settle)

    @property
    def result(self) -> Any:
        """What the call returned (or the value itself), for further use in the check. Where the learner's
        code
        raised instead, the promise ends here."""
        if not self._came_back():
            raise Unavailable
        return self._value

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
        self._fail_type(torch.Tensor, "a tensor", because)
        return False

    def _fail_type(self, kind: type, wanted: str, because: str) -> None:
        """Record that the value is not of this type, and what to do about it."""
        said = f"expected {wanted}, got {type_name(self._value)}"
        shown = "" if self._value is None or callable(self._value) else f"got {value_text(self._value)}"
        self._fail(
            Fault(Category.TYPE, said, shown, None, preview(self._value)),
            because,
            explained=self._why(lambda: kind_gap(self._value, Anything(kind), self._function)),
        )

    @property
    def _function(self) -> object:
        return None if self._call is None else self._call.function

    def _why(self, explain: Callable[[], str]) -> str:
        """An explanation, where somebody is to read it: only the first failure of a check is read, so only
        that one is looked into."""
        if self._session.failures or not self._session.explains:
            return ""
        try:
            return explain()
        except Exception:  # noqa: BLE001  (a value of the learner's may do anything; the verdict is whole without)
            return ""

    def _kept(self) -> Self:
        """The question was answered as it should be, and it only remains to ask whether by the rules."""
        rule = None if self._call is None else self._call.broken_rule
        if rule is not None and not self._silent:
            self._silent = True
            self._session.broke(rule, self._seen(), self._line)
        elif not self._silent:
            self._session.record(
                Observation(
                    self._step,
                    self._line,
                    self._session.promise,
                    subject=self._subject,
                    features=() if self._call is None else self._call.features,
                )
            )
        return self

    def _seen(self) -> str:
        """The whole call, where the sentence shows only a part of it."""
        if self._call is None or self._call.short == self._call.text:
            return ""
        return f"The call was {self._call.text}"

    def _ask(self, fault: Fault | None, because: str, explained: str = "") -> Self:
        """Record the fault, where there is one, and go on with the chain."""
        if fault is not None:
            self._fail(fault, because, explained=explained)
        return self._kept()

    def _fail(self, fault: Fault, because: str = "", evidence: object = None, explained: str = "") -> None:
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
                evidence=evidence if evidence is not None else evidence_of(fault, self._value),
                explained=explained,
                subject=self._subject,
                by_chance=call is not None and call.by_chance,
                features=() if call is None else call.features,
            )
        )

    @property
    def _subject(self) -> str:
        return "" if self._call is None else self._call.name

    def _about(self) -> str:
        if self._call is not None:
            return f"`{self._call.short}`"
        if self._name:
            return f"`{self._name}`"
        return self._label[:1].upper() + self._label[1:] if self._label else _UNKNOWN


def evidence_of(fault: Fault, value: object) -> object:
    """What a failure leaves to compare answers by: the value itself where it is the matter, else the
    words."""
    if fault.category in (Category.ARGUMENT, Category.MEMORY, Category.GRADIENT):
        return fault.say
    return _comparable(value)


def _comparable(value: object) -> object:
    """A value in a form that can be compared with another answer's; its type's name where there is none."""
    if is_tensor(value) or isinstance(value, _COMPARED):
        return copied(value)
    if type(value).__module__ == "numpy" and type(value).__name__ == "ndarray":
        return "NumPy", torch.as_tensor(copied(value))
    if isinstance(value, torch.nn.Module):
        try:
            return type(value).__name__, copied(dict(value.state_dict()))
        except Exception:  # noqa: BLE001  (a module of the learner's, which may be half made)
            return type(value).__name__
    if isinstance(value, torch.Generator):
        return "generator", value.get_state()
    return type(value).__name__
