"""A real kernel, asked as the server asks it."""

from __future__ import annotations

import ast
from queue import Empty
from typing import Any

from jupyter_client.manager import KernelManager


class LiveKernel:
    """Starts with the `with` block, and ends with it."""

    def __enter__(self) -> LiveKernel:  # noqa: PYI034  (Self is of Python 3.11)
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel()
        self._client: Any = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def run(self, code: str) -> None:
        """Run a cell that must not raise."""
        reply = self._reply(self._client.execute(code))
        assert reply["status"] == "ok", reply

    def value(self, expression: str) -> object:
        """The value of an expression, which leaves no trace."""
        reply = self._reply(self._client.execute("", silent=True, user_expressions={"it": expression}))
        answer = reply["user_expressions"]["it"]
        assert answer["status"] == "ok", answer
        return ast.literal_eval(answer["data"]["text/plain"])

    def _reply(self, request: str) -> dict[str, Any]:
        for _ in range(100):
            try:
                message = self._client.get_shell_msg(timeout=60)
            except Empty as error:
                raise RuntimeError("The kernel did not answer within a minute.") from error
            if message["parent_header"].get("msg_id") == request:
                content: dict[str, Any] = message["content"]
                return content
        raise RuntimeError("The kernel answered other questions only.")
