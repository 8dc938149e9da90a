"""From an exception to its explanation."""

from __future__ import annotations

import traceback
from collections.abc import Iterable

from torchenstein_lab.contracts.explanation import Explanation, Mark, Operand
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.explainer.failure import Failure, failure_of, message_of
from torchenstein_lab.explainer.frames import Frame, cell_number
from torchenstein_lab.explainer.lookup import Named
from torchenstein_lab.explainer.node import marked_source
from torchenstein_lab.explainer.registry import Told, recognised
from torchenstein_lab.explainer.values import operand
from torchenstein_lab.explainer.wording import code, tidy

MESSAGE = 2000
TRACEBACK = 40_000
OPERANDS = 12


def explain(error: BaseException) -> Explanation:
    """Explain an exception that was caught. Runs nothing of the learner's; never raises an `Exception`."""
    try:
        failure = failure_of(error)
        found = recognised(failure)
    except Exception as fault:  # noqa: BLE001  (a fault of ours must not hide the learner's error)
        return _without_place(error, fault)
    if found is None:
        return _explanation(failure, _unknown(failure))
    one, told = found
    return _explanation(failure, told, one.id, one.family, one.rule)


def _explanation(
    failure: Failure, told: Told, kind: str = "", family: str = "", rule: str = ""
) -> Explanation:
    line, source, marks = _source(failure)
    return Explanation(
        known=bool(kind),
        kind=kind,
        family=family,
        say=tidy(told.say),
        rule=rule,
        look=tidy(told.look),
        error=type(failure.error).__name__,
        message=failure.message[:MESSAGE],
        place=_place(failure, line),
        line=line,
        source=source,
        marks=marks,
        cell=_cell(failure),
        operands=_operands(told.operands),
        shapes=() if told.picture is None else told.picture.rows,
        drawing=None if told.picture is None else told.picture.drawing,
        traceback=traceback_text(failure.error),
        contract=CONTRACT,
    )


def _unknown(failure: Failure) -> Told:
    first = failure.message.strip().splitlines()[:1]
    error = type(failure.error).__name__
    said = f"{error}: {first[0][:300]}" if first else error
    say = f"This error is none of the kinds that Torchenstein Lab can explain. Python says: {said}"
    line, source, _ = _source(failure)
    last = source.strip().splitlines()[:1]
    if failure.own is None or not last:
        return Told(say, "The full traceback below is all there is: no line of your own is in it.")
    named = () if failure.operation is None else _parts(failure)
    known = tuple(part for part in named if part.known and not part.literal)
    values = " Its values are listed here." if known else ""
    return Told(say, f"The last line of your own that ran is line {line}: {code(last[0])}.{values}", known)


def _parts(failure: Failure) -> tuple[Named, ...]:
    operation = failure.operation
    assert operation is not None
    return (*operation.operands, *operation.keywords.values())


def _operands(named: Iterable[Named]) -> tuple[Operand, ...]:
    """Each operand once, without what is written out in the learner's line anyway."""
    found: dict[str, Operand] = {}
    for part in named:
        if part.known and not part.literal:
            found.setdefault(part.text, operand(part.text, part.value))
        elif not part.known:
            found.setdefault(part.text, Operand(part.text))
    return tuple(found.values())[:OPERANDS]


def _source(failure: Failure) -> tuple[int | None, str, tuple[Mark, ...]]:
    error = failure.error
    if isinstance(error, SyntaxError) and error.text is not None:
        text = error.text.rstrip("\n")
        start = min(max((error.offset or 1) - 1, 0), max(len(text) - 1, 0))
        same_line = getattr(error, "end_lineno", None) in (None, error.lineno)
        end = (getattr(error, "end_offset", None) or 0) - 1 if same_line else len(text)
        marks = (Mark(0, start, min(max(end, start + 1), len(text))),) if text else ()
        return error.lineno, text, marks
    if failure.own is None or failure.spot is None:
        return None, "", ()
    line, source, marked = marked_source(failure.spot)
    return line + failure.own.above, source, marked


def _place(failure: Failure, line: int | None) -> str:
    """Where the learner's line is, in words; the cell is named where it is not the one that was run."""
    if line is None:
        return ""
    error = failure.error
    own = failure.own
    if isinstance(error, SyntaxError):
        cell, function, file = cell_number(error.filename or ""), "<module>", error.filename or ""
    elif own is not None:
        cell, function, file = own.cell, own.function, own.file
    else:
        return ""
    where = f"line {line}"
    if not function.startswith("<"):
        where += f", in `{function}`"
    if cell is not None:
        return where if cell == _cell(failure) else f"{where}, in the cell that ran as [{cell}]"
    return where if file.startswith("<") else f"{where} of {code(file.rsplit('/', 1)[-1])}"


def _cell(failure: Failure) -> int | None:
    """The execution count of the cell that was run when the error came."""
    error = failure.error
    if isinstance(error, SyntaxError) and error.filename and cell_number(error.filename) is not None:
        return cell_number(error.filename)
    return next((frame.cell for frame in failure.frames if frame.cell is not None), None)


def traceback_text(error: BaseException) -> str:
    """The full traceback from the learner's first line on (the machinery that ran the cell is left out)."""
    start = error.__traceback__
    while start is not None and not Frame(start.tb_frame, start.tb_lasti, start.tb_lineno, start).own:
        start = start.tb_next
    text = "".join(traceback.format_exception(type(error), error, start or error.__traceback__))
    if len(text) <= TRACEBACK:
        return text
    return text[: TRACEBACK // 2] + "\n… (shortened)\n" + text[-TRACEBACK // 2 :]


def _without_place(error: BaseException, fault: Exception) -> Explanation:
    return Explanation(
        known=False,
        kind="",
        family="",
        say=f"Torchenstein Lab could not take this error apart ({type(fault).__name__}). "
        f"Python says: {type(error).__name__}: {message_of(error)[:300]}",
        rule="",
        look="The full traceback stands below.",
        error=type(error).__name__,
        message=message_of(error)[:MESSAGE],
        traceback=traceback_text(error),
    )


__all__ = ["explain", "traceback_text"]
