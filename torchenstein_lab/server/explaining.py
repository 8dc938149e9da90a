"""How a kernel is asked to explain its last error, and what is said when there is no explanation.

Pure functions, used by `kernels`. Every reply without an explanation is a sentence that says why.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from torchenstein_lab.contracts.explanation import EXPLANATION_BYTES, ExplainReply, ExplainRequest
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.server.evaluated import PACKAGE, mismatch, pip, value_of

_TOO_LATE: Final = "too late"


def expressions(request: ExplainRequest, until: float | None = None) -> dict[str, str]:
    """Return what the kernel has to evaluate to explain an error; nothing is done after `until` (seconds
    since 1970).
    """
    text = msgspec.json.encode(request).decode()
    explain = "__import__('torchenstein_lab.explainer.last_error', fromlist=['explain_json']).explain_json"
    return {
        "python": "__import__('sys').executable",
        "contract": "__import__('torchenstein_lab.contracts.version', fromlist=['CONTRACT']).CONTRACT",
        "reply": f"{explain}({text!r})"
        + (f" if __import__('time').time() < {until} else {_TOO_LATE!r}" if until is not None else ""),
    }


def reply_of(content: Mapping[str, Any], log: logging.Logger) -> ExplainReply:
    """Read the content of the kernel's reply to `expressions(request)`."""
    answers = content.get("user_expressions") or {}
    python = value_of(answers.get("python"))
    if not isinstance(python, str):
        return ExplainReply(
            None, "The kernel of this notebook does not run Python: its errors are not known here."
        )
    contract = value_of(answers.get("contract"))
    if not isinstance(contract, int):
        return _not_importable(python, answers.get("contract") or {}, log)
    if contract != CONTRACT:
        say, then = mismatch(python, contract)
        return ExplainReply(None, f"{say} {then}")
    text = value_of(answers.get("reply"))
    if text == _TOO_LATE:
        return busy()
    if not isinstance(text, str):
        return _not_importable(python, answers.get("reply") or {}, log)
    try:
        if len(text) > EXPLANATION_BYTES:
            raise msgspec.ValidationError(f"a reply of {len(text)} characters")
        return msgspec.json.decode(text, type=ExplainReply)
    except msgspec.DecodeError as error:
        log.warning("The kernel's explanation cannot be read: %s", error)
        return ExplainReply(
            None,
            "The explainer in this kernel gave an answer that cannot be read. Install the newest version on "
            f"its side: `{pip(python, PACKAGE, upgrade=True)}`",
        )


def _not_importable(python: str, error: Mapping[str, Any], log: logging.Logger) -> ExplainReply:
    kind, message = str(error.get("ename", "")), str(error.get("evalue", ""))
    if kind == "KeyboardInterrupt":
        return ExplainReply(None, "The kernel was interrupted before the error was explained. Ask again.")
    if kind == "ModuleNotFoundError" and "torchenstein_lab" in message:
        return ExplainReply(
            None,
            "The kernel of this notebook runs in a Python environment without Torchenstein Lab. Install it "
            f"there, restart the kernel, and run the cell again: `{pip(python, PACKAGE)}`",
        )
    log.warning("The explainer does not start in the kernel of %s: %s: %s", python, kind, message)
    return ExplainReply(
        None,
        f"The explainer could not start in this kernel ({kind or 'no reason given'}: {message[:300]}). "
        "The full traceback stands above.",
    )


# ---------------------------------------------------------------- replies without a kernel's answer


def no_kernel() -> ExplainReply:
    """There is no kernel to ask."""
    return ExplainReply(
        None, "This notebook has no running kernel, and the error is gone with it. Run the cell again."
    )


def kernel_went() -> ExplainReply:
    """The kernel ended, or was restarted, meanwhile."""
    return ExplainReply(
        None, "The kernel stopped or was restarted, and the error is gone with it. Run the cell again."
    )


def busy() -> ExplainReply:
    """The kernel runs something else."""
    return ExplainReply(
        None, "The kernel is still busy with another cell. Ask again when it is done, or interrupt it."
    )


def no_reply(limit: float) -> ExplainReply:
    """The kernel did not answer in time, and was interrupted."""
    return ExplainReply(
        None,
        f"The kernel did not explain the error within {limit:g} seconds. The full traceback stands above.",
    )
