"""`expect`: one thing a check looks at. The questions about it stand in the files `asking_….py`."""

from __future__ import annotations

import sys

from torchenstein_lab.checks.asking_call import AskingCall
from torchenstein_lab.checks.asking_chance import AskingChance
from torchenstein_lab.checks.asking_cost import AskingCost
from torchenstein_lab.checks.asking_module import AskingModule
from torchenstein_lab.checks.asking_training import AskingTraining
from torchenstein_lab.checks.asking_value import AskingValue
from torchenstein_lab.checks.call import Call
from torchenstein_lab.checks.describe import type_name
from torchenstein_lab.checks.fault import Unavailable
from torchenstein_lab.checks.half_done import is_waiting
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.naming import name_at
from torchenstein_lab.checks.session import running
from torchenstein_lab.contracts.verdict import Category


class Expectation(AskingValue, AskingCall, AskingModule, AskingTraining, AskingChance, AskingCost):
    """A value that was looked at, or a call that was made. Each question returns the expectation again."""


def expect(subject: object, *args: object, **kwargs: object) -> Expectation:
    """Look at a value, or, with arguments, call a function with copies of them and look at what came back."""
    session = running()
    if session.waits and is_waiting([subject, *args, *kwargs.values()]):
        raise Unavailable
    step = session.next_step()
    frame = sys._getframe(1)
    line = frame.f_lineno
    if not args and not kwargs:
        made = Expectation(session, step, line, subject, None)
        made._name = name_at(frame, subject, session.names, session.known)
        made._label = session.labels_for([subject])[0]
        return made
    name = session.names.get(id(subject)) or getattr(subject, "__name__", "the function")
    if not callable(subject):
        made = Expectation(session, step, line, subject, None)
        made._name = name_at(frame, subject, session.names, session.known)
        how = f"The task asks for a function: `def {made._name or 'name'}(…):`, with the work inside."
        made._fail(Fault(Category.TYPE, f"expected a function, got {type_name(subject)}"), explained=how)
        return made
    call = Call.make(session, str(name), subject, args, kwargs)
    return Expectation(session, step, line, call.result, call)
