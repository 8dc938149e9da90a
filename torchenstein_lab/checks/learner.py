"""Whose code a line is: telling the learner's frames from PyTorch's, the check's and ours."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from torchenstein_lab.contracts.verdict import LearnerError

_LONGEST_TRACEBACK = 8_000
_OURS = str(Path(__file__).parent.parent)


@dataclass(frozen=True)
class Learner:
    """The namespace the answer lives in: the notebook's variables, or those of a body under verification.

    `source` is the text of the learner's cell where it is known, to name the lines."""

    namespace: Mapping[str, object]
    source: str | None = None

    def owns(self, frame_globals: object) -> bool:
        """Whether code with these globals is the learner's."""
        return frame_globals is self.namespace

    def line_of(self, error: BaseException) -> int | None:
        """The last line of the learner's own code that an exception passed through; `None` where there is
        none."""
        place = self._place(error.__traceback__)
        return None if place is None else place[0]

    def describe(self, error: BaseException) -> LearnerError:
        """An exception as the learner's: its kind, message, last own line and the traceback of their code."""
        line, source = self._place(error.__traceback__) or (None, "")
        if line is None and isinstance(error, SyntaxError):
            line, source = error.lineno, (error.text or "").strip()
        return LearnerError(
            kind=type(error).__name__,
            message=message_of(error),
            line=line,
            source=source,
            traceback=self._traceback(error),
        )

    def _place(self, tb: TracebackType | None) -> tuple[int, str] | None:
        found = None
        while tb is not None:
            if self.owns(tb.tb_frame.f_globals):
                found = tb.tb_lineno, self._text(tb.tb_frame.f_code.co_filename, tb.tb_lineno)
            tb = tb.tb_next
        return found

    def _text(self, filename: str, line: int) -> str:
        text = linecache.getline(filename, line).strip()
        if not text and self.source:
            lines = self.source.splitlines()
            text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        return text

    def _traceback(self, error: BaseException) -> str:
        tb = error.__traceback__
        while tb is not None and not self.owns(tb.tb_frame.f_globals):
            tb = tb.tb_next
        try:
            told = traceback.TracebackException(type(error), error, tb or error.__traceback__, limit=30)
            _leave_us_out(told)
            lines = list(told.format())
        except Exception:  # noqa: BLE001  (an exception of the learner's, whose str may do anything)
            lines = [f"{type(error).__name__}: {message_of(error)}"]
        text = "".join(lines)
        return (
            text
            if len(text) <= _LONGEST_TRACEBACK
            else text[:2000] + "\n…\n" + text[-(_LONGEST_TRACEBACK - 2000) :]
        )


def _leave_us_out(told: traceback.TracebackException | None) -> None:
    """Take our own frames out of a traceback, and out of those it was caused by."""
    while told is not None:
        theirs = [frame for frame in told.stack if not frame.filename.startswith(_OURS)]
        told.stack = traceback.StackSummary.from_list(theirs)
        told = told.__cause__ or told.__context__


def message_of(error: BaseException) -> str:
    """What an exception says, also when its `__str__` fails."""
    try:
        return str(error)[:2000]
    except Exception:  # noqa: BLE001  (an exception of the learner's, whose str may do anything)
        return ""
