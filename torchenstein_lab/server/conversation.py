"""Questions to a kernel, over channels of our own that stay open between them.

Used by `kernels` (through `lines`) and by `live_variables`. A line is kept because opening one takes
longer than a question: the kernel's news reach a new subscription only after a while. What the learner's
cells print meanwhile is read and dropped.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from jupyter_core.utils import ensure_async

_NUDGE: Final = 0.1
"""Seconds after which a kernel that has said nothing is nudged again."""
_CELLS: Final = 64
"""So many of the cells that front ends ran last are remembered."""
_START_GRACE: Final = 10.0
"""Seconds within which an idle kernel says that it began; late when it begins with loading PyTorch."""

Message = dict[str, Any]


class NotStarted(Exception):
    """The kernel did not begin with the question: something else got ahead of it."""


class NoReply(Exception):
    """The kernel began with the question, and did not answer in time."""


class _Question:
    """What was sent: whether the kernel has begun with it, and what it answered."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.reply: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    @property
    def running(self) -> bool:
        return self.begun.is_set() and not self.reply.done()


class _Cell:
    """What is heard of a cell that a front end runs."""

    def __init__(self) -> None:
        self.raised = False
        self.ended = asyncio.Event()


class Line:
    """Open channels to one kernel process. Several conversations may use them at once."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._questions: dict[str, _Question] = {}
        self._cells: dict[str, _Cell] = {}
        self._heard = asyncio.Event()
        self._ears: tuple[asyncio.Task[None], ...] = ()

    @classmethod
    async def open(cls, kernel: Any) -> "Line":
        """Open channels to `kernel`, a kernel manager, and hear its news from then on."""
        # A session of its own: a kernel takes two connections under one name for the same one.
        session = kernel.session.clone()
        session.session = uuid.uuid4().hex
        line = cls(kernel.client(session=session))
        # A gateway's client is asynchronous here, a local one is not.
        started = line._client.start_channels(stdin=False, hb=False)
        if started is not None:
            await started
        line._ears = (
            asyncio.create_task(line._hear_replies()),
            asyncio.create_task(line._hear_news()),
        )
        return line

    @property
    def is_open(self) -> bool:
        return not any(ear.done() for ear in self._ears)

    async def until_heard(self) -> None:
        """Wait until the subscription to the kernel's news stands, so that no beginning is missed.

        The nudges go over the control channel, which a kernel answers also while it is busy.
        """
        while not self._heard.is_set():
            self._client.control_channel.send(self._client.session.msg("kernel_info_request"))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._heard.wait(), _NUDGE)

    def send(self, expressions: Mapping[str, str]) -> tuple[str, _Question]:
        """Send a question; returns its id and what is heard of it, until `forget` of the id."""
        sent: str = self._client.execute(
            "",
            silent=True,
            store_history=False,
            user_expressions=dict(expressions),
            allow_stdin=False,
            stop_on_error=False,
        )
        question = self._questions[sent] = _Question()
        return sent, question

    def forget(self, sent: str) -> None:
        """Drop whatever the kernel still says about something that was sent."""
        del self._questions[sent]

    async def cell_ended(self, cell: str, within: float) -> bool | None:
        """Wait until a cell has ended that some front end sent as the message `cell`, and tell whether it
        raised an error; `None` when that was not heard within so many seconds.
        """
        known = self._cell(cell)
        try:
            await asyncio.wait_for(known.ended.wait(), within)
        except asyncio.TimeoutError:
            return None
        return known.raised

    async def close(self) -> None:
        """Stop listening and close the channels."""
        for ear in self._ears:
            ear.cancel()
        await asyncio.gather(*self._ears, return_exceptions=True)
        self._client.stop_channels()

    async def _hear_replies(self) -> None:
        while True:
            message = await self._next(self._client.get_shell_msg)
            question = self._asked_by(message)
            if question is not None and not question.reply.done():
                question.reply.set_result(message["content"])

    async def _hear_news(self) -> None:
        while True:
            message = await self._next(self._client.get_iopub_msg)
            self._heard.set()
            what = message.get("msg_type")
            state = message["content"].get("execution_state") if what == "status" else None
            question = self._asked_by(message)
            if question is not None:
                if state == "busy":
                    question.begun.set()
                continue
            parent = message.get("parent_header") or {}
            if parent.get("msg_type") == "execute_request":
                cell = self._cell(parent["msg_id"])
                cell.raised = cell.raised or what == "error"
                if state == "idle":
                    cell.ended.set()

    async def _next(self, get: Any) -> Message:
        while True:
            # Something that is signed by nobody we know is no message.
            with contextlib.suppress(ValueError):
                message: Message = await ensure_async(get(timeout=None))
                return message

    def _cell(self, sent: str) -> _Cell:
        cell = self._cells.setdefault(sent, _Cell())
        while len(self._cells) > _CELLS:
            del self._cells[next(iter(self._cells))]
        return cell

    def _asked_by(self, message: Message) -> _Question | None:
        return self._questions.get((message.get("parent_header") or {}).get("msg_id", ""))


class Conversation:
    """A question to a kernel over a line. `running` tells whether the kernel is at it right now."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._question: _Question | None = None

    @property
    def running(self) -> bool:
        return self._question is not None and self._question.running

    async def ask(
        self, expressions: Mapping[str, str], limit: float, begin_within: float = _START_GRACE
    ) -> Message:
        """Evaluate `expressions` in the kernel, silently, and return the content of its reply.

        `limit` is in seconds, counted from when the kernel begins, which it has to do in
        `begin_within`. Raises `NotStarted` and `NoReply`.
        """
        for _ in range(2):
            content = await self._send(expressions, limit, begin_within)
            # A kernel drops what waits in its queue when the cell before fails: ask again.
            if content.get("status") not in ("aborted", "abort"):
                return content
        raise NotStarted

    async def _send(self, expressions: Mapping[str, str], limit: float, begin_within: float) -> Message:
        await self.line.until_heard()
        sent, question = self.line.send(expressions)
        self._question = question
        begun = asyncio.ensure_future(question.begun.wait())
        either: set[asyncio.Future[Any]] = {question.reply, begun}
        try:
            await asyncio.wait(either, timeout=begin_within, return_when=asyncio.FIRST_COMPLETED)
            if not (question.reply.done() or begun.done()):
                raise NotStarted
            await asyncio.wait({question.reply}, timeout=limit)
            if not question.reply.done():
                raise NoReply
            return question.reply.result()
        finally:
            self.line.forget(sent)
            begun.cancel()


@contextlib.asynccontextmanager
async def conversation(kernel: Any) -> AsyncIterator[Conversation]:
    """Open a line to a kernel for one conversation, and close it at the end."""
    line = await Line.open(kernel)
    try:
        yield Conversation(line)
    finally:
        await line.close()
