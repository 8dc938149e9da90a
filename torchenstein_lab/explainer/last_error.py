"""The kernel's last error, explained: what the server asks for, and what `lab.explain()` shows."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from torchenstein_lab.contracts.explanation import (
    EXPLANATION_BYTES,
    MESSAGE_CHARACTERS,
    ExplainReply,
    ExplainRequest,
    Explanation,
)
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.explainer.exception import explain
from torchenstein_lab.explainer.failure import message_of

NOTHING = "No cell has stopped with an error since the kernel was started."
ANOTHER = "The kernel keeps only its last error, and that came from another cell. Run this cell again first."


def explain_json(request: str) -> str:
    """Explain the last error: takes an `ExplainRequest`, gives an `ExplainReply`, both as JSON.

    Never raises.
    """
    try:
        return encode(explain_last(msgspec.json.decode(request, type=ExplainRequest)))
    except msgspec.MsgspecError as error:
        say = f"The kernel did not understand what to explain: {error}."
    except BaseException as error:  # noqa: BLE001  (an answer is owed whatever happens)
        what = f"{type(error).__name__}: {error}"[:300]
        say = f"The explainer failed, which is not your fault ({what})."
    return encode(ExplainReply(None, say))


def explain_last(request: ExplainRequest) -> ExplainReply:
    """Explain the last error of this process, or say why there is nothing to explain."""
    if request.contract != CONTRACT:
        return ExplainReply(
            None,
            "The notebook server and the kernel have versions of Torchenstein Lab that do not fit "
            "each other. Bring both up to date: "
            f"`{sys.executable} -m pip install --upgrade torchenstein-lab` in the kernel's "
            "environment. Then restart the kernel.",
        )
    error = last_error()
    if error is None:
        return ExplainReply(None, f"{NOTHING} Run the cell again." if _of_a_cell(request) else NOTHING)
    if not _is_asked_for(error, request):
        return ExplainReply(None, ANOTHER)
    explanation = explain(error)
    if request.cell is not None and explanation.cell not in (None, request.cell):
        return ExplainReply(None, ANOTHER)
    return ExplainReply(explanation)


def last_error() -> BaseException | None:
    """The exception that the shell last showed, with its traceback; None where there was none."""
    error = getattr(sys, "last_value", None)
    return error if isinstance(error, BaseException) else None


def _of_a_cell(request: ExplainRequest) -> bool:
    return request.cell is not None or request.error is not None


def _is_asked_for(error: BaseException, request: ExplainRequest) -> bool:
    """Whether an error is the one that a front end shows, as far as it can tell.

    After a restart the kernel counts its cells anew, so that the number of a cell alone says little.
    """
    if request.error is not None and request.error != type(error).__name__:
        return False
    if request.message is None:
        return True
    return _plain(message_of(error)[:MESSAGE_CHARACTERS]) == _plain(request.message[:MESSAGE_CHARACTERS])


def _plain(text: str) -> str:
    """A text without what may change on its way to a browser and back: colours, and halves of characters."""
    return "".join(letter for letter in text if letter.isprintable() and letter.isascii())


def encode(reply: ExplainReply) -> str:
    """The reply as JSON, at most `EXPLANATION_BYTES` long: texts are cut where it is too long."""
    data = _encoded(reply)
    if len(data) > EXPLANATION_BYTES and reply.explanation is not None:
        data = _encoded(msgspec.structs.replace(reply, explanation=_smaller(reply.explanation)))
    return data.decode()


def _encoded(reply: ExplainReply) -> bytes:
    try:
        return msgspec.json.encode(reply)
    except UnicodeEncodeError:
        # A message may hold what is no text: half of a character, or a byte that could not be read.
        return msgspec.json.encode(_readable(msgspec.to_builtins(reply)))


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: _readable(part) for name, part in value.items()}
    return [_readable(part) for part in value] if isinstance(value, (list, tuple)) else value


def _smaller(explanation: Explanation) -> Explanation:
    return msgspec.structs.replace(
        explanation,
        say=explanation.say[:2000],
        look=explanation.look[:2000],
        message=explanation.message[:1000],
        source=explanation.source[:2000],
        marks=(),
        operands=tuple(msgspec.structs.replace(one, name=one.name[:200]) for one in explanation.operands),
        shapes=(),
        drawing=None,
        traceback=explanation.traceback[:8000],
    )
