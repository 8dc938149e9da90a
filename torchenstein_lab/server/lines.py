"""The lines to kernels that a server keeps open between questions. Used by `kernels`."""

import asyncio
from collections.abc import Container
from typing import Any, Final

from torchenstein_lab.server.conversation import Line

_KEPT: Final = 600.0
"""Seconds after the last question for which a line is kept open."""


class Lines:
    """The open lines of a server: at most one for each kernel process, for some time after its last use."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[object, Line]] = {}
        self._ends: dict[str, asyncio.TimerHandle] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()

    def has(self, kernel_id: str, process: object) -> bool:
        """Tell whether a line to this process of the kernel is open."""
        known = self._open.get(kernel_id)
        return known is not None and known[0] == process and known[1].is_open

    async def to(self, kernel_id: str, process: object, kernel: Any) -> Line:
        """Return the line to a kernel's present process, and open it where there is none."""
        async with self._one_at_a_time:
            if not self.has(kernel_id, process):
                self.close(kernel_id)
                self._open[kernel_id] = process, await Line.open(kernel)
            self._keep(kernel_id)
            return self._open[kernel_id][1]

    def close(self, kernel_id: str) -> None:
        """Close the line to a kernel, if there is one."""
        known = self._open.pop(kernel_id, None)
        end = self._ends.pop(kernel_id, None)
        if end is not None:
            end.cancel()
        if known is not None:
            closing = asyncio.ensure_future(known[1].close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def close_others(self, kernels: Container[str]) -> None:
        """Close the lines to all kernels that are not among `kernels`."""
        for kernel_id in [known for known in self._open if known not in kernels]:
            self.close(kernel_id)

    async def close_all(self) -> None:
        """Close every line, and wait until that is done."""
        self.close_others(())
        await asyncio.gather(*self._closing)

    def _keep(self, kernel_id: str) -> None:
        end = self._ends.pop(kernel_id, None)
        if end is not None:
            end.cancel()
        self._ends[kernel_id] = asyncio.get_running_loop().call_later(_KEPT, self.close, kernel_id)
