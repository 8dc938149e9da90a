"""What else Python itself stops at."""

from __future__ import annotations

import ast

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.registry import ANYWHERE, Match, Told, kind
from torchenstein_lab.explainer.values import (
    preview_of,
    shape_of,
)
from torchenstein_lab.explainer.wording import (
    called_name,
    code,
    doing,
    mention,
)


@kind(
    "divided-by-zero",
    title="A division by zero",
    rule="Python's numbers are not divided by 0 (tensors are: they give inf or nan).",
    errors=ZeroDivisionError,
    origins=("own",),
)
def divided_by_zero(seen: Failure, _: Match) -> Told | None:
    operation = seen.operation
    if operation is None or len(operation.operands) != 2:
        return None
    return Told(
        f"{doing(operation)}. The divisor is 0.",
        f"See how {code(operation.operands[1].text)} became 0.",
        operation.operands,
    )


@kind(
    "syntax",
    title="A line that is no Python",
    rule="Python reads the whole cell before it runs any of it.",
    errors=SyntaxError,
    origins=ANYWHERE,
)
def syntax(seen: Failure, _: Match) -> Told | None:
    error = seen.error
    assert isinstance(error, SyntaxError)
    if error.lineno is None or not error.msg:
        return None
    said = error.msg[0].lower() + error.msg[1:]
    if isinstance(error, IndentationError):
        return Told(
            say=f"Python cannot read line {error.lineno}: {said}. The spaces at the beginning of a "
            "line say what belongs together.",
            look="Lines of one block begin in the same column; use four spaces a level.",
        )
    return Told(
        say=f"Python cannot read line {error.lineno}: {said}. Nothing of the cell has run.",
        look="Look at the marked place and at the line before it: brackets, quotes, colons.",
    )


@kind(
    "number-from-text",
    title="A number from a text that holds none",
    rule="`int()` and `float()` read texts that hold a number and nothing else.",
    errors=ValueError,
    says=r"invalid literal for int\(\) with base \d+: (.+)|could not convert string to float: (.+)",
    origins=("own",),
)
def number_from_text(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or not operation.operands:
        return None
    return Told(
        say=f"You make a number of {mention(operation.operands[0])} with {called_name(operation)}, "
        f"and {code(match[1] or match[2])} is no such number.",
        look="Look for letters, spaces and empty texts; `int` does not take a decimal point.",
        operands=operation.operands,
    )


@kind(
    "file-missing",
    title="A file that is not there",
    rule="A path that does not begin with `/` counts from the folder in which the kernel runs.",
    errors=FileNotFoundError,
    origins=ANYWHERE,
)
def file_missing(seen: Failure, _: Match) -> Told | None:
    name = getattr(seen.error, "filename", None)
    if not isinstance(name, str):
        return None
    return Told(
        say=f"You open the file {code(name)}, and there is none of that name.",
        look="`%pwd` shows the kernel's folder, `%ls` what is in it.",
    )


@kind(
    "stopped",
    title="A cell that was stopped",
    rule="The kernel stops what runs when it is interrupted.",
    errors=KeyboardInterrupt,
    origins=ANYWHERE,
)
def stopped(_seen: Failure, _match: Match) -> Told | None:
    return Told(
        say="The cell was stopped while it ran; the marked line is where it was.",
        look="A loop that should have ended: see what its condition waits for.",
        operands=(),
    )


@kind(
    "assertion",
    title="An assertion that does not hold",
    rule="`assert` stops where its condition is false.",
    errors=AssertionError,
    origins=("own",),
    own_raise=True,
)
def assertion(seen: Failure, _: Match) -> Told | None:
    statement = None if seen.spot is None else seen.spot.statement
    if seen.spot is None or not isinstance(statement, ast.Assert):
        return None
    parts = [
        seen.look_up(node)
        for node in ast.walk(statement.test)
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript))
    ]
    values = tuple(
        part for part in parts if part.known and (preview_of(part.value) or shape_of(part.value) is not None)
    )
    said = f" It says: {seen.message}" if seen.message else ""
    return Told(
        say=f"Your code asserts {code(seen.spot.source_of(statement.test))}, and that is false.{said}",
        look="Compare the two sides."
        if isinstance(statement.test, ast.Compare)
        else "Print what the condition is made of.",
        operands=values,
    )


@kind(
    "raised-by-you",
    title="An error that your own code raises",
    rule="`raise` stops with an error of the code's choice.",
    errors=Exception,
    origins=("own",),
    own_raise=True,
)
def raised_by_you(seen: Failure, _: Match) -> Told | None:
    if seen.spot is None or not isinstance(seen.spot.statement, ast.Raise):
        return None
    said = f": {seen.message}" if seen.message else ""
    return Told(
        say=f"Your own code raises this {code(type(seen.error).__name__)}{said}",
        look="See which condition leads to the line with `raise`.",
    )
