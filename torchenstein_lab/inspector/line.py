"""The inspector's own line into an ipykernel: a kind of message that the kernel learns when a panel opens.

Why not `execute_request` or comms, on the same subshell? Each of them runs IPython's `post_execute` hooks,
and so shows and closes the figures that a running cell is still drawing; `execute_request` also takes away
what the cell wants put into a new cell, and whether it may ask for input. And the idle status that ends each
of them would tell everybody, once a second, that the kernel is idle while it trains: the server's list of
message types that say nothing about that (`untracked_message_types`) has room for ours.
"""

from __future__ import annotations

import time
from typing import Any

from torchenstein_lab.contracts.inspector import QUESTION, REPLY
from torchenstein_lab.contracts.version import CONTRACT

FORGOTTEN = 300.0
"""Seconds after which a subshell over which nobody asks is taken for left behind."""


def open_line() -> str:
    """Teach the kernel of this notebook to answer the inspector; once is enough.

    Returns what the panel has to know: the contract's number, or why there is no line.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    kernel = getattr(shell, "kernel", None)
    handlers = getattr(kernel, "shell_handlers", None)
    if not isinstance(handlers, dict):
        return "no kernel"
    if QUESTION not in handlers:
        handlers[QUESTION] = Line(kernel).answer
    return f"contract {CONTRACT}"


class Line:
    """Answers the questions that come to one kernel, and knows which subshells they come over."""

    def __init__(self, kernel: Any) -> None:
        self._kernel = kernel
        self._asked: dict[str, float] = {}

    def answer(self, stream: Any, identities: Any, message: dict[str, Any]) -> None:
        """Handle one message, in the thread of its subshell. Called by ipykernel."""
        from torchenstein_lab.inspector.answer import answer

        content = message["content"]
        left = self._left_behind(message["header"].get("subshell_id"))
        reply = {"status": "ok", "reply": answer(str(content.get("question", ""))), "left": left}
        self._kernel.session.send(stream, REPLY, reply, parent=message, ident=identities)
        if content.get("opened"):
            self._say_busy()

    def _left_behind(self, asking: str | None) -> list[str]:
        """The subshells over which nobody has asked for long, as of a page that was reloaded. Whoever asks
        now deletes them; a page that was only quiet makes itself a new one."""
        now = time.monotonic()
        left = [one for one, when in list(self._asked.items()) if one != asking and now - when > FORGOTTEN]
        for one in left:
            self._asked.pop(one, None)
        if asking is not None:
            self._asked[asking] = now
        return left

    def _say_busy(self) -> None:
        """Say again that a cell runs: the message that opened the line ended with the word that none does."""
        lock = getattr(self._kernel, "_main_asyncio_lock", None)
        if lock is not None and lock.locked():
            parent = {"header": {"msg_type": "execute_request"}}
            self._kernel.session.send(
                self._kernel.iopub_socket,
                "status",
                {"execution_state": "busy"},
                parent=parent,
                ident=self._kernel._topic("status"),
            )
