"""What an exception of the learner's code means, in plain words; Python's and PyTorch's own come after them.

`raised_sentence` is the first sentence that a learner reads, `explained_error` what the error explainer knows
of the very line: what was computed there, and the rule it broke.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from torchenstein_lab.checks.describe import a, shorten
from torchenstein_lab.checks.input_asked import InputAsked
from torchenstein_lab.checks.learner import Learner, message_of
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.contracts.explanation import Operand
from torchenstein_lab.contracts.verdict import Category

_MEANING: list[tuple[type[BaseException], str]] = [
    (UnboundLocalError, "a name is used before the line that gives it a value"),
    (NameError, "a name is used that nothing was given to"),
    (AttributeError, "something is asked for what it does not have"),
    (IndexError, "a place is asked for that is not there"),
    (KeyError, "a key is asked for that is not there"),
    (ZeroDivisionError, "a number is divided by zero"),
    (OverflowError, "a number is too large for what is done with it"),
    (AssertionError, "an `assert` does not hold"),
    (ImportError, "something to import is not there"),
    (UnicodeError, "text and bytes do not fit each other"),
    (NotImplementedError, "what is asked for is not to be had for values of this kind"),
    (StopIteration, "the next of something is asked for, and there is none left"),
    (OSError, "a file or a connection cannot be used"),
    (TypeError, "a function or an operator got what it does not take"),
    (ValueError, "a value came where it cannot be used"),
    (RuntimeError, "what was asked for cannot be done with these values"),
]


_ELSEWHERE = {"null": "None", "nil": "None", "none": "None", "true": "True", "false": "False"}


def raised_sentence(who: str, error: BaseException, line: int | None = None) -> str:
    """What an exception of the learner's code means, in one plain sentence without the library's own words.
    `who` is the cell, the code or the call; `line` the line of the learner's that was running."""
    if isinstance(error, SyntaxError):
        return f"{who} is no valid Python yet: Python cannot read line {error.lineno}."
    if isinstance(error, RecursionError):
        return f"{who} calls itself again and again, without an end."
    if isinstance(error, SystemExit):
        return (
            f"{who} asks Python to stop ({type(error).__name__}). "
            "A notebook's program goes on living: leave that call out."
        )
    if isinstance(error, InputAsked):
        return f"{who} waits for somebody to type (`input()`), and in a check nobody does. Use the arguments."
    if isinstance(error, MemoryError) or "can't allocate memory" in message_of(error):
        return f"{who} asks for more memory than a check may use."
    if isinstance(error, KeyboardInterrupt):
        return f"{who} raises KeyboardInterrupt, as if somebody had pressed the stop button."
    cell = "" if who == "Your cell" else " of your cell"
    where = "" if line is None else f" in line {line}{cell}"
    meaning = next((words for kind, words in _MEANING if isinstance(error, kind)), "")
    return f"{who} stops with {a(type(error).__name__)}{where}{': ' if meaning else ''}{meaning}."


def raised_fault(who: str, error: BaseException, category: Category = Category.RAISED) -> Fault:
    """What the learner's function raised when it was called once more, as a fault with Python's own words
    among the facts."""
    said = raised_sentence(who, error).rstrip(".")
    return Fault(category, said, f"Python says: {type(error).__name__}: {shorten(message_of(error), 300)}")


def explained_error(error: BaseException, learner: Learner) -> str:
    """What is known of an exception of the learner's: what was computed, and what to look at; of a kind that
    nobody knows, the line that was running and the values in it."""
    from torchenstein_lab.explainer.exception import explain

    with _own_lines(error, learner):
        explanation = explain(error)
    meant = _name_meant(error)
    if explanation.known:
        return f"{explanation.say} {meant or explanation.look}"
    if not explanation.source.strip():
        return meant
    values = [f"`{one.name}` is {_facts(one)}" for one in explanation.operands[:3] if one.type]
    there = f"; there {', '.join(values)}" if values else ""
    return f"The line is `{shorten(explanation.source.strip(), 100)}`{there}."


def get_ready() -> None:
    """Load the error explainer in the kernel itself, where a first error was told: each child that explains
    another one would load it anew."""
    if "torchenstein_lab.explainer.exception" not in sys.modules:
        from torchenstein_lab.explainer.exception import explain

        explain(ValueError())


def _facts(operand: Operand) -> str:
    if operand.shape is not None:
        return f"{a(operand.dtype or '')} tensor of shape {operand.shape}"
    return operand.preview or a(operand.type)


def _name_meant(error: BaseException) -> str:
    """What a name may have been meant to be that nobody knows: something of PyTorch's, or Python's word for
    what other languages call so."""
    name = str(getattr(error, "name", None) or "") if isinstance(error, NameError) else ""
    if name in _ELSEWHERE:
        return f"Python writes it `{_ELSEWHERE[name]}`."
    if name and not name.startswith("_") and hasattr(torch, name):
        return f"PyTorch has something of that name: `torch.{name}`."
    return ""


@contextmanager
def _own_lines(error: BaseException, learner: Learner) -> Iterator[None]:
    """The text of the learner's cell by the name that the traceback has for it, where Python has none: a cell
    that was run once more has no file."""
    added = set()
    tb = error.__traceback__
    while tb is not None:
        file = tb.tb_frame.f_code.co_filename
        if learner.source and learner.owns(tb.tb_frame.f_globals) and not linecache.getlines(file):
            lines = learner.source.splitlines(keepends=True)
            linecache.cache[file] = len(learner.source), None, lines, file
            added.add(file)
        tb = tb.tb_next
    try:
        yield
    finally:
        for file in added:
            linecache.cache.pop(file, None)
