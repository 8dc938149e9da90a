"""Asks the learner's kernel to judge an answer: the only module of the server that talks to kernels.

Every way a check can end without a judgement (no kernel, a kernel that died or was restarted meanwhile, that
is busy, that lacks the package, that speaks another version) is a verdict with a sentence, not an error.
"""

import ast
import asyncio
import contextlib
import logging
import sys
import weakref
from typing import Any, Final

import msgspec
from jupyter_core.utils import ensure_async

from torchenstein_lab.contracts.verdict import VERDICT_BYTES, JudgeRequest, Outcome, Verdict
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.server.conversation import Conversation, Message, NoReply, NotStarted, conversation

BUSY_GRACE: Final = 1.5
"""Seconds that a kernel may still be busy with the learner's last cell."""
STARTING_GRACE: Final = 60.0
"""Seconds that a kernel may take to start."""
JUDGE_GRACE: Final = 30.0
"""Seconds beyond the exercise's limit: the judge keeps the limit itself, and may have to load PyTorch."""
_LOOK: Final = 0.05
"""Seconds between two looks at a kernel's state."""
_STOP_GRACE: Final = 5.0
"""Seconds that an interrupted judge has to say so."""

_PACKAGE: Final = "torchenstein-lab"


class CheckUnderWay:
    """A check that may be cancelled; `cancelled` is set by the learner's *Cancel*."""

    def __init__(self) -> None:
        self.cancelled = asyncio.Event()


class Kernels:
    """Judges answers in kernels of this server, found by the id that a notebook's session names.

    `kernel_manager` and `session_manager` are the server's.
    """

    def __init__(self, kernel_manager: Any, session_manager: Any, log: logging.Logger) -> None:
        self._kernels = kernel_manager
        self._sessions = session_manager
        self._log = log
        # One check at a time for each kernel; the others wait here, where they can be cancelled.
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def judge(
        self, kernel_id: str | None, request: JudgeRequest, limit: float, check: CheckUnderWay
    ) -> Verdict:
        """Have the kernel judge `request` within `limit` seconds; a kernel's fault is a verdict, too."""
        kernel = await self._find(kernel_id)
        if kernel_id is None or kernel is None:
            return _no_kernel(request)
        process = _process(kernel)
        async with conversation(kernel) as talk:
            turn = self._turns.setdefault(kernel_id, asyncio.Lock())
            asked = asyncio.ensure_future(self._ask(kernel, talk, turn, request, limit))
            gone = asyncio.ensure_future(self._wait_until_gone(kernel_id, kernel, process))
            cancelled = asyncio.ensure_future(check.cancelled.wait())
            try:
                await asyncio.wait({asked, gone, cancelled}, return_when=asyncio.FIRST_COMPLETED)
                if cancelled.done() and not asked.done():
                    await self._interrupt(kernel_id, talk)
                    await asyncio.wait({asked, gone}, timeout=_STOP_GRACE if talk.running else 0)
                    return _stopped(request) if not asked.done() else asked.result()
                if not asked.done():
                    return _kernel_went(request)
                return asked.result()
            except NoReply:
                await self._interrupt(kernel_id, talk)
                return _no_reply(request, limit)
            except NotStarted:
                return _busy(request)
            finally:
                for task in (asked, gone, cancelled):
                    task.cancel()
                await asyncio.gather(asked, gone, cancelled, return_exceptions=True)

    async def _find(self, kernel_id: str | None) -> Any:
        if kernel_id is None or kernel_id not in self._kernels:
            return None
        sessions = await ensure_async(self._sessions.list_sessions())
        if not any((session.get("kernel") or {}).get("id") == kernel_id for session in sessions):
            return None
        kernel = self._kernels.get_kernel(kernel_id)
        return kernel if await ensure_async(kernel.is_alive()) else None

    async def _ask(
        self, kernel: Any, talk: Conversation, turn: asyncio.Lock, request: JudgeRequest, limit: float
    ) -> Verdict:
        async with turn:
            if not await _wait_until_idle(kernel):
                return _busy(request)
            content = await talk.ask(_expressions(request), limit + JUDGE_GRACE)
        return self._verdict(request, content)

    async def _wait_until_gone(self, kernel_id: str, kernel: Any, process: object) -> None:
        # Not every way a kernel can go is announced: its process is looked at.
        while (  # noqa: ASYNC110
            kernel_id in self._kernels
            and _process(kernel) == process
            and await ensure_async(kernel.is_alive())
        ):
            await asyncio.sleep(_LOOK)

    async def _interrupt(self, kernel_id: str, talk: Conversation) -> None:
        """Interrupt the kernel, but only while our own question is what it runs."""
        if talk.running:
            with contextlib.suppress(KeyError):
                await ensure_async(self._kernels.interrupt_kernel(kernel_id))

    def _verdict(self, request: JudgeRequest, content: Message) -> Verdict:
        answers = content.get("user_expressions") or {}
        python = _value(answers.get("python"))
        if not isinstance(python, str):
            return _cannot(
                request, "The kernel of this notebook does not run Python.", "Choose a Python kernel."
            )
        contract = _value(answers.get("contract"))
        if not isinstance(contract, int):
            return self._not_importable(request, python, answers.get("contract") or {})
        if contract != CONTRACT:
            return _mismatch(request, python, contract)
        text = _value(answers.get("verdict"))
        if not isinstance(text, str):
            return self._not_importable(request, python, answers.get("verdict") or {})
        try:
            if len(text) > VERDICT_BYTES:
                raise msgspec.ValidationError(f"a verdict of {len(text)} characters")
            verdict = msgspec.json.decode(text, type=Verdict)
        except msgspec.DecodeError as error:
            self._log.warning("The kernel's verdict cannot be read: %s", error)
            return _cannot(
                request,
                "The checker in this kernel gave an answer that cannot be read.",
                f"Install the newest version on its side: {_pip(python, _PACKAGE, upgrade=True)}",
            )
        return msgspec.structs.replace(
            verdict, pack=request.pack, lesson=request.lesson, exercise=request.exercise
        )

    def _not_importable(self, request: JudgeRequest, python: str, error: Message) -> Verdict:
        kind, message = str(error.get("ename", "")), str(error.get("evalue", ""))
        if kind == "KeyboardInterrupt":
            return _stopped(request)
        if kind == "ModuleNotFoundError" and "torchenstein_lab" in message:
            return _cannot(
                request,
                "The kernel of this notebook runs in a Python environment without Torchenstein Lab.",
                f"Install it there, then restart the kernel: {_pip(python, _PACKAGE)}",
            )
        if kind == "ModuleNotFoundError" and "'torch'" in message:
            return _cannot(
                request,
                "The kernel of this notebook runs in a Python environment without PyTorch.",
                f"Install it there, then restart the kernel: {_pip(python, 'torch')}",
            )
        self._log.warning("The checker does not start in the kernel of %s: %s: %s", python, kind, message)
        return _cannot(
            request,
            f"The checker could not start in this kernel ({kind or 'no reason given'}: {message[:300]}).",
            "Restart the kernel and try again. If it stays so, run in a terminal: torchenstein doctor",
        )


async def _wait_until_idle(kernel: Any) -> bool:
    """Wait a moment for the kernel to end what it runs; tell whether it did."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        # Jupyter Server keeps the state on its kernel managers; where it is not kept, try at once.
        state = getattr(kernel, "execution_state", "idle")
        grace = {"busy": BUSY_GRACE, "starting": STARTING_GRACE, "restarting": STARTING_GRACE}.get(state, 0)
        if not grace:
            return True
        if loop.time() - begun >= grace:
            return state != "busy"
        await asyncio.sleep(_LOOK)


def _process(kernel: Any) -> object:
    """What changes when a kernel is restarted: its process."""
    provisioner = getattr(kernel, "provisioner", None)
    return getattr(provisioner, "pid", None)


def _expressions(request: JudgeRequest) -> dict[str, str]:
    text = msgspec.json.encode(request).decode()
    judge = "__import__('torchenstein_lab.checks.judge', fromlist=['judge_json'])"
    return {
        "python": "__import__('sys').executable",
        "contract": "__import__('torchenstein_lab.contracts.version', fromlist=['CONTRACT']).CONTRACT",
        "verdict": f"{judge}.judge_json({text!r})",
    }


def _value(answer: Message | None) -> object:
    """Read what an expression gave: a literal, or `None` when there was an error."""
    if not answer or answer.get("status") != "ok":
        return None
    try:
        value: object = ast.literal_eval(answer["data"]["text/plain"])
    except (KeyError, TypeError, ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value


def _pip(python: str, package: str, *, upgrade: bool = False) -> str:
    quoted = f'"{python}"' if " " in python else python
    return f"{quoted} -m pip install {'--upgrade ' if upgrade else ''}{package}"


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


def _cannot(request: JudgeRequest, say: str, then: str) -> Verdict:
    return _verdict(request, Outcome.CANNOT_CHECK, say, then)


def _no_kernel(request: JudgeRequest) -> Verdict:
    return _verdict(
        request,
        Outcome.KERNEL_GONE,
        "This notebook has no running kernel, so there is nothing to check yet.",
        "Choose Kernel → Restart Kernel and Run up to Selected Cell, then check again.",
    )


def _kernel_went(request: JudgeRequest) -> Verdict:
    return _verdict(
        request,
        Outcome.KERNEL_GONE,
        "The kernel stopped or was restarted while your answer was checked; its variables are gone.",
        "Run the cells from the top, then check again.",
    )


def _busy(request: JudgeRequest) -> Verdict:
    return _verdict(
        request,
        Outcome.KERNEL_BUSY,
        "The kernel is still busy with another cell.",
        "Wait until it is done, or interrupt it, then check again.",
    )


def _stopped(request: JudgeRequest) -> Verdict:
    return _cannot(request, "The check was stopped before it was done.", "Check again when you are ready.")


def _no_reply(request: JudgeRequest, limit: float) -> Verdict:
    return _verdict(
        request,
        Outcome.TIMEOUT,
        f"The check did not end within its {limit:g} seconds, and was interrupted.",
        "Look for a loop that never ends. If the kernel stays busy, restart it.",
    )


def _mismatch(request: JudgeRequest, python: str, contract: int) -> Verdict:
    if contract < CONTRACT:
        side, command = "kernel's", _pip(python, _PACKAGE, upgrade=True)
    else:
        side, command = "server's", _pip(sys.executable, _PACKAGE, upgrade=True)
    return _cannot(
        request,
        "Torchenstein Lab has different versions on the server's side and in this notebook's kernel.",
        f"Upgrade the {side} side, then restart it: {command}",
    )
