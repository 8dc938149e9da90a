"""What a sandbox tells the judge while it runs. All of it is data: a child process is not trusted with
more."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from torchenstein_lab.contracts.verdict import Finding, LearnerError


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The sandbox is set up; from here on the answer is running."""


class Calling(msgspec.Struct, frozen=True, tag="calling"):
    """The learner's function is about to be called."""

    text: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """An expectation did not hold; sent at once, in case the answer never comes to its end."""

    finding: Finding
    error: LearnerError | None = None


class Surveyed(msgspec.Struct, frozen=True, tag="surveyed"):
    """The check came to its end. `first` is the failure that the learner reads; `fault` is the check's
    own; `explained` says how the right values became those of the first failure."""

    findings: tuple[Finding, ...]
    first: Finding | None = None
    error: LearnerError | None = None
    fault: str | None = None
    explained: str = ""


class Recognised(msgspec.Struct, frozen=True, tag="recognised"):
    """The answer behaves like this known wrong answer, or like none."""

    misconception: str | None


class Broke(msgspec.Struct, frozen=True, tag="broke"):
    """The judge itself failed inside the sandbox."""

    what: str


class Told(msgspec.Struct, frozen=True, tag="told"):
    """A text, such as JSON, that a caller of its own wants to pass on (`authoring.verify` does)."""

    body: str


class Done(msgspec.Struct, frozen=True, tag="done"):
    """Nothing follows."""


Message = Ready | Calling | Failed | Surveyed | Recognised | Broke | Told | Done
Send = Callable[[Message], None]
Work = Callable[[Send], None]


class Ended(msgspec.Struct, frozen=True):
    """How a sandboxed piece of work ended, and what it said before.

    `how`: `done`; `time` (ended at its limit); `signal` (killed by signal `code`); `exit` (the process ended
    itself with `code`); `flood` (printed without end); `cancelled`; `silent` (the sandbox never came up)."""

    how: str
    messages: tuple[Message, ...]
    printed: str = ""
    code: int = 0
    seconds: float = 0.0

    def last(self, kind: type) -> object:
        """The last message of a kind, or `None`."""
        return next((message for message in reversed(self.messages) if isinstance(message, kind)), None)
