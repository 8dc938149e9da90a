"""What a kernel is asked, how its reply is read, and the verdicts when there is no judgement.

Pure functions: `kernels` asks with them in the server, `torchenstein verify` on the command line.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from torchenstein_lab.contracts.verdict import VERDICT_BYTES, JudgeRequest, Outcome, Verdict
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.server.evaluated import PACKAGE, mismatch, pip, value_of

_TOO_LATE: Final = "too late"


def expressions(request: JudgeRequest, until: float | None = None) -> dict[str, str]:
    """Return what the kernel has to evaluate to judge `request`; nothing is judged after `until` (seconds
    since 1970).
    """
    text = msgspec.json.encode(request).decode()
    judge = "__import__('torchenstein_lab.checks.entrance', fromlist=['judge_json'])"
    # A breath lets the kernel say that it began before it loads PyTorch, which keeps it from speaking.
    breath = {} if until is None else {"breath": "__import__('threading').Event().wait(0.02)"}
    return {
        **breath,
        "python": "__import__('sys').executable",
        "contract": "__import__('torchenstein_lab.contracts.version', fromlist=['CONTRACT']).CONTRACT",
        "verdict": f"{judge}.judge_json({text!r})"
        + (f" if __import__('time').time() < {until} else {_TOO_LATE!r}" if until is not None else ""),
    }


def verdict_of(request: JudgeRequest, content: Mapping[str, Any], log: logging.Logger) -> Verdict:
    """Read the content of the kernel's reply to `expressions(request)`."""
    answers = content.get("user_expressions") or {}
    python = value_of(answers.get("python"))
    if not isinstance(python, str):
        return cannot_check(
            request, "The kernel of this notebook does not run Python.", "Choose a Python kernel."
        )
    contract = value_of(answers.get("contract"))
    if not isinstance(contract, int):
        return _not_importable(request, python, answers.get("contract") or {}, log)
    if contract != CONTRACT:
        return cannot_check(request, *mismatch(python, contract))
    text = value_of(answers.get("verdict"))
    if text == _TOO_LATE:
        return busy(request)
    if not isinstance(text, str):
        return _not_importable(request, python, answers.get("verdict") or {}, log)
    try:
        if len(text) > VERDICT_BYTES:
            raise msgspec.ValidationError(f"a verdict of {len(text)} characters")
        verdict = msgspec.json.decode(text, type=Verdict)
    except msgspec.DecodeError as error:
        log.warning("The kernel's verdict cannot be read: %s", error)
        return cannot_check(
            request,
            "The checker in this kernel gave an answer that cannot be read.",
            f"Install the newest version on its side: {pip(python, PACKAGE, upgrade=True)}",
        )
    return msgspec.structs.replace(
        verdict, pack=request.pack, lesson=request.lesson, exercise=request.exercise
    )


def _not_importable(
    request: JudgeRequest, python: str, error: Mapping[str, Any], log: logging.Logger
) -> Verdict:
    kind, message = str(error.get("ename", "")), str(error.get("evalue", ""))
    if kind == "KeyboardInterrupt":
        return stopped(request)
    if kind == "ModuleNotFoundError" and "torchenstein_lab" in message:
        return cannot_check(
            request,
            "The kernel of this notebook runs in a Python environment without Torchenstein Lab.",
            f"Install it there, then restart the kernel: {pip(python, PACKAGE)}",
        )
    if kind == "ModuleNotFoundError" and "'torch'" in message:
        return cannot_check(
            request,
            "The kernel of this notebook runs in a Python environment without PyTorch.",
            f"Install it there, then restart the kernel: {pip(python, 'torch')}",
        )
    if "cannot load module more than once" in message:
        return cannot_check(
            request,
            "Loading PyTorch was interrupted in this kernel, and Python cannot load it a second time.",
            "Choose Kernel → Restart Kernel and Run up to Selected Cell, then check again.",
        )
    log.warning("The checker does not start in the kernel of %s: %s: %s", python, kind, message)
    return cannot_check(
        request,
        f"The checker could not start in this kernel ({kind or 'no reason given'}: {message[:300]}).",
        "Restart the kernel and try again. If it stays so, run in a terminal: torchenstein doctor",
    )


# ---------------------------------------------------------------- verdicts of checks that did not happen


def _verdict(request: JudgeRequest, outcome: Outcome, say: str, then: str) -> Verdict:
    return Verdict(
        pack=request.pack,
        lesson=request.lesson,
        exercise=request.exercise,
        content=request.content or "",
        outcome=outcome,
        say=say,
        next=then,
        deal=request.deal,
    )


def cannot_check(request: JudgeRequest, say: str, then: str) -> Verdict:
    """Say why an answer cannot be checked, and what to do."""
    return _verdict(request, Outcome.CANNOT_CHECK, say, then)


def no_kernel(request: JudgeRequest) -> Verdict:
    """There is no kernel to ask."""
    return _verdict(
        request,
        Outcome.KERNEL_GONE,
        "This notebook has no running kernel, so there is nothing to check yet.",
        "Choose Kernel → Restart Kernel and Run up to Selected Cell, then check again.",
    )


def kernel_went(request: JudgeRequest) -> Verdict:
    """The kernel ended, or was restarted, during the check."""
    return _verdict(
        request,
        Outcome.KERNEL_GONE,
        "The kernel stopped or was restarted while your answer was checked; its variables are gone.",
        "Run the cells from the top, then check again.",
    )


def busy(request: JudgeRequest) -> Verdict:
    """The kernel runs something else."""
    return _verdict(
        request,
        Outcome.KERNEL_BUSY,
        "The kernel is still busy with another cell.",
        "Wait until it is done, or interrupt it, then check again.",
    )


def stopped(request: JudgeRequest) -> Verdict:
    """The learner cancelled the check."""
    return cannot_check(
        request, "The check was stopped before it was done.", "Check again when you are ready."
    )


def no_reply(request: JudgeRequest, limit: float) -> Verdict:
    """The check did not end, and the kernel was interrupted."""
    return _verdict(
        request,
        Outcome.TIMEOUT,
        f"The check did not end within its {limit:g} seconds, and was interrupted.",
        "Look for a loop that never ends. If the kernel stays busy, restart it.",
    )
