"""One question to one kernel, over channels of its own that are closed afterwards.

Used by `kernels` alone. Channels are opened for each question: a waiting subscription would pile up
everything the learner's cells print, and opening costs a few milliseconds.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Mapping
from queue import Empty
from typing import Any, Final

from jupyter_core.utils import ensure_async

_NUDGE: Final = 0.1
"""Seconds after which a kernel that has said nothing is nudged again."""
_START_GRACE: Final = 10.0
"""Seconds within which an idle kernel says that it began; late when it begins with loading PyTorch."""

Message = dict[str, Any]


class NotStarted(Exception):
    """The kernel did not begin with the question: something else got ahead of it."""


class NoReply(Exception):
    """The kernel began with the question, and did not answer in time."""


class Conversation:
    """A question to a kernel. `running` tells whether the kernel is at it right now."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._sent: str | None = None
        self._begun = asyncio.Event()
        self._answered = False

    @property
    def running(self) -> bool:
        return self._begun.is_set() and not self._answered

    async def ask(
        self, expressions: Mapping[str, str], limit: float, begin_within: float = _START_GRACE
    ) -> Message:
        """Evaluate `expressions` in the kernel, silently, and return the content of its reply.

        `limit` is in seconds, counted from when the kernel begins, which it has to do in
        `begin_within`. Raises `NotStarted` and `NoReply`.
        """
        await self._hear_the_kernel()
        for _ in range(2):
            content = await self._send("", limit, begin_within, user_expressions=expressions, silent=True)
            # A kernel drops what waits in its queue when the cell before fails: ask again.
            if content.get("status") not in ("aborted", "abort"):
                return content
        raise NotStarted

    async def run(self, code: str, limit: float) -> Message:
        """Run a cell as a learner would, and return the content of the kernel's reply."""
        await self._hear_the_kernel()
        return await self._send(code, limit, _START_GRACE, user_expressions={}, silent=False)

    async def _send(
        self,
        code: str,
        limit: float,
        begin_within: float,
        *,
        user_expressions: Mapping[str, str],
        silent: bool,
    ) -> Message:
        self._begun.clear()
        self._answered = False
        self._sent = self._client.execute(
            code,
            silent=silent,
            store_history=not silent,
            user_expressions=dict(user_expressions),
            allow_stdin=False,
            stop_on_error=False,
        )
        reply = asyncio.ensure_future(self._reply())
        ear = asyncio.ensure_future(self._listen())
        begun = asyncio.ensure_future(self._begun.wait())
        try:
            await asyncio.wait({reply, begun}, timeout=begin_within, return_when=asyncio.FIRST_COMPLETED)
            if not (reply.done() or begun.done()):
                raise NotStarted
            await asyncio.wait({reply}, timeout=limit)
            if not reply.done():
                raise NoReply
            return reply.result()
        finally:
            self._answered = reply.done()
            for task in (reply, ear, begun):
                task.cancel()
            await asyncio.gather(reply, ear, begun, return_exceptions=True)

    async def _reply(self) -> Message:
        while True:
            message = await ensure_async(self._client.get_shell_msg(timeout=None))
            if message["parent_header"].get("msg_id") == self._sent:
                content: Message = message["content"]
                return content

    async def _listen(self) -> None:
        while True:
            message = await ensure_async(self._client.get_iopub_msg(timeout=None))
            if (
                message["msg_type"] == "status"
                and message["content"].get("execution_state") == "busy"
                and message["parent_header"].get("msg_id") == self._sent
            ):
                self._begun.set()

    async def _hear_the_kernel(self) -> None:
        """Wait until the subscription to the kernel's news stands, so that its beginning is not missed.

        The nudges go over the control channel, which a kernel answers also while it is busy.
        """
        while True:
            self._client.control_channel.send(self._client.session.msg("kernel_info_request"))
            with contextlib.suppress(Empty):
                await ensure_async(self._client.get_iopub_msg(timeout=_NUDGE))
                return


@contextlib.asynccontextmanager
async def conversation(kernel: Any) -> AsyncIterator[Conversation]:
    """Open channels to a kernel, and close them at the end."""
    # A session of its own: a kernel takes two connections under one name for the same one.
    session = kernel.session.clone()
    session.session = uuid.uuid4().hex
    client = kernel.client(session=session)
    try:
        # A gateway's client is asynchronous here, a local one is not.
        started = client.start_channels(stdin=False, hb=False)
        if started is not None:
            await started
        yield Conversation(client)
    finally:
        client.stop_channels()
