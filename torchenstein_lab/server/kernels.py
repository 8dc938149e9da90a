"""Asks the learner's kernel to judge an answer or to explain an error: the only module that talks to kernels.

Every way a check can end without a judgement (no kernel, a kernel that died or was restarted meanwhile, that
is busy, that lacks the package, that speaks another version) is a verdict with a sentence, not an error; the
same holds for an explanation.
"""

import asyncio
import contextlib
import logging
import time
import weakref
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import msgspec
from jupyter_core.utils import ensure_async

from torchenstein_lab.contracts.explanation import ExplainReply, ExplainRequest
from torchenstein_lab.contracts.verdict import JudgeRequest, Outcome, Verdict
from torchenstein_lab.server import explaining
from torchenstein_lab.server.conversation import Conversation, Message, NoReply, NotStarted
from torchenstein_lab.server.judging import (
    busy,
    expressions,
    kernel_went,
    no_kernel,
    no_reply,
    stopped,
    verdict_of,
)
from torchenstein_lab.server.lines import Lines

BUSY_GRACE: Final = 2.5
"""Seconds that a kernel may still be busy with the learner's last cell."""
STARTING_GRACE: Final = 60.0
"""Seconds that a kernel may take to start."""
JUDGE_GRACE: Final = 30.0
"""Seconds beyond the exercise's limit: the judge keeps the limit itself, and may have to load PyTorch."""
EXPLAIN_LIMIT: Final = 20.0
"""Seconds that an explanation may take: milliseconds, unless the machine has to read the package first."""
_LOOK: Final = 0.05
"""Seconds between two looks whether a kernel is still there."""
_STOP_GRACE: Final = 5.0
"""Seconds that an interrupted judge has to say so."""

Question = Callable[[float | None], Mapping[str, str]]
"""What to evaluate; nothing is done after the moment given (seconds since 1970)."""


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
        self._lines = Lines()
        # One check at a time for each kernel; the others wait here, where they can be cancelled.
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def judge(
        self,
        kernel_id: str | None,
        request: JudgeRequest,
        limit: float,
        check: CheckUnderWay,
        cell: str | None = None,
    ) -> Verdict | None:
        """Have the kernel judge `request` within `limit` seconds; a kernel's fault is a verdict, too.

        `cell` is the message that sent the learner's cell to the kernel, when it may not have ended yet: that
        is waited for, for a moment. `None` where it goes on for longer, or where nothing was heard of it.
        """
        kernel = await self._find(kernel_id)
        if kernel_id is None or kernel is None:
            return no_kernel(request)
        process = _process(kernel)
        was_listening = self._lines.has(kernel_id, process)
        talk = await self._talk(kernel_id, kernel)
        if cell is not None and not was_listening:
            # Too late for this cell, in time for the next.
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(talk.line.until_heard(), BUSY_GRACE)
            return None
        asked = asyncio.ensure_future(self._ask_to_judge(kernel_id, kernel, talk, request, limit, cell))
        gone = asyncio.ensure_future(self._wait_until_gone(kernel_id, kernel, process))
        cancelled = asyncio.ensure_future(check.cancelled.wait())
        try:
            await asyncio.wait({asked, gone, cancelled}, return_when=asyncio.FIRST_COMPLETED)
            if cancelled.done() and not asked.done():
                await self._interrupt(kernel_id, talk)
                await asyncio.wait({asked, gone}, timeout=_STOP_GRACE if talk.running else 0)
                answer = asked.result() if asked.done() else None
                return stopped(request) if answer is None else verdict_of(request, answer, self._log)
            if not asked.done():
                return kernel_went(request)
            answer = asked.result()
            if answer is None:
                return None
            verdict = verdict_of(request, answer, self._log)
            # A restart begins with an interrupt, which the judge takes for the learner's cancelling.
            interrupted = verdict.outcome is Outcome.CANNOT_CHECK and _is_leaving(kernel)
            return kernel_went(request) if interrupted else verdict
        except NoReply:
            await self._interrupt(kernel_id, talk)
            return no_reply(request, limit)
        except NotStarted:
            return busy(request)
        finally:
            await self._end(kernel_id, gone, asked, cancelled)

    async def explain(self, kernel_id: str | None, request: ExplainRequest) -> ExplainReply:
        """Have the kernel explain its last error; a kernel's fault is a sentence, too."""
        kernel = await self._find(kernel_id)
        if kernel_id is None or kernel is None:
            return explaining.no_kernel()
        process = _process(kernel)
        talk = await self._talk(kernel_id, kernel)
        question = partial(explaining.expressions, request)
        asked = asyncio.ensure_future(self._ask(kernel_id, kernel, talk, question, EXPLAIN_LIMIT))
        gone = asyncio.ensure_future(self._wait_until_gone(kernel_id, kernel, process))
        try:
            await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                return explaining.kernel_went()
            return explaining.reply_of(asked.result(), self._log)
        except NoReply:
            await self._interrupt(kernel_id, talk)
            return explaining.no_reply(EXPLAIN_LIMIT)
        except NotStarted:
            return explaining.busy()
        finally:
            await self._end(kernel_id, gone, asked)

    async def close(self) -> None:
        """Close the channels to all kernels."""
        await self._lines.close_all()

    async def _find(self, kernel_id: str | None) -> Any:
        self._lines.close_others(self._kernels)
        if kernel_id is None or kernel_id not in self._kernels:
            return None
        kernel = self._kernels.get_kernel(kernel_id)
        # A kernel with an open line was found to be a notebook's before.
        if not self._lines.has(kernel_id, _process(kernel)):
            sessions = await ensure_async(self._sessions.list_sessions())
            if not any((session.get("kernel") or {}).get("id") == kernel_id for session in sessions):
                return None
        return kernel if await ensure_async(kernel.is_alive()) else None

    async def _talk(self, kernel_id: str, kernel: Any) -> Conversation:
        return Conversation(await self._lines.to(kernel_id, _process(kernel), kernel))

    async def _ask_to_judge(
        self,
        kernel_id: str,
        kernel: Any,
        talk: Conversation,
        request: JudgeRequest,
        limit: float,
        cell: str | None,
    ) -> Message | None:
        if cell is None:
            question = partial(expressions, request)
            return await self._ask(kernel_id, kernel, talk, question, limit + JUDGE_GRACE)
        raised = await talk.line.cell_ended(cell, BUSY_GRACE)
        if raised is None:
            return None
        async with self._turn(kernel_id):
            question = partial(expressions, msgspec.structs.replace(request, raised=raised))
            return await talk.ask(question(None), limit + JUDGE_GRACE)

    def _turn(self, kernel_id: str) -> asyncio.Lock:
        return self._turns.setdefault(kernel_id, asyncio.Lock())

    async def _ask(
        self, kernel_id: str, kernel: Any, talk: Conversation, question: Question, limit: float
    ) -> Message:
        async with self._turn(kernel_id):
            # Jupyter Server keeps the state on its kernel managers; where it is not kept, ask at once.
            state = getattr(kernel, "execution_state", "idle")
            if state in ("starting", "restarting"):
                return await talk.ask(question(None), limit, begin_within=STARTING_GRACE)
            if state != "busy":
                return await talk.ask(question(None), limit)
            # It may be at the last lines of a cell, and the kernel itself knows best. Where it goes on for
            # longer, the question is void by the time it gets to it.
            return await talk.ask(question(time.time() + BUSY_GRACE), limit, begin_within=BUSY_GRACE)

    async def _end(self, kernel_id: str, gone: asyncio.Task[None], *others: asyncio.Task[Any]) -> None:
        if gone.done():
            self._lines.close(kernel_id)
        for task in (gone, *others):
            task.cancel()
        await asyncio.gather(gone, *others, return_exceptions=True)

    async def _wait_until_gone(self, kernel_id: str, kernel: Any, process: object) -> None:
        # Not every way a kernel can go is announced: its process is looked at.
        while (  # noqa: ASYNC110
            kernel_id in self._kernels
            and _process(kernel) == process
            and not _is_leaving(kernel)
            and await ensure_async(kernel.is_alive())
        ):
            await asyncio.sleep(_LOOK)

    async def _interrupt(self, kernel_id: str, talk: Conversation) -> None:
        """Interrupt the kernel, but only while our own question is what it runs."""
        if talk.running:
            with contextlib.suppress(KeyError):
                await ensure_async(self._kernels.interrupt_kernel(kernel_id))


def _is_leaving(kernel: Any) -> bool:
    """Tell whether the kernel is being shut down or restarted right now."""
    ready = getattr(kernel, "ready", None)
    return ready is not None and not ready.done()


def _process(kernel: Any) -> object:
    """What changes when a kernel is restarted: its process."""
    provisioner = getattr(kernel, "provisioner", None)
    return getattr(provisioner, "pid", None)
