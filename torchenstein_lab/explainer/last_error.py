"""The kernel's last error, explained: what the server asks for, and what `lab.explain()` shows."""

from __future__ import annotations

import sys

import msgspec

from torchenstein_lab.contracts.explanation import (
    EXPLANATION_BYTES,
    ExplainReply,
    ExplainRequest,
    Explanation,
)
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.explainer.exception import explain

NOTHING = "No cell has stopped with an error since the kernel was started."


def explain_json(request: str) -> str:
    """Explain the last error: takes an `ExplainRequest`, gives an `ExplainReply`, both as JSON. "
    "Never raises."""
    try:
        asked = msgspec.json.decode(request, type=ExplainRequest)
        reply = explain_last(asked)
    except msgspec.MsgspecError as error:
        reply = ExplainReply(None, f"The kernel did not understand what to explain: {error}.")
    except BaseException as error:  # noqa: BLE001  (an answer is owed whatever happens)
        what = f"{type(error).__name__}: {error}"[:300]
        reply = ExplainReply(None, f"The explainer failed, which is not your fault ({what}).")
    return encode(reply)


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
        return ExplainReply(None, NOTHING)
    explanation = explain(error)
    if request.cell is not None and explanation.cell != request.cell:
        where = (
            "outside any cell"
            if explanation.cell is None
            else f"from the cell that ran as [{explanation.cell}]"
        )
        return ExplainReply(
            None,
            f"The last error of the kernel came {where}, not from [{request.cell}]. Run the cell "
            "again to have it explained.",
        )
    return ExplainReply(explanation)


def last_error() -> BaseException | None:
    """The exception that the shell last showed, with its traceback; None where there was none."""
    error = getattr(sys, "last_value", None)
    return error if isinstance(error, BaseException) else None


def encode(reply: ExplainReply) -> str:
    """The reply as JSON, at most `EXPLANATION_BYTES` long: texts are cut where it is too long."""
    data = msgspec.json.encode(reply)
    if len(data) > EXPLANATION_BYTES and reply.explanation is not None:
        data = msgspec.json.encode(msgspec.structs.replace(reply, explanation=_smaller(reply.explanation)))
    return data.decode()


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
        traceback=explanation.traceback[:8000],
    )
