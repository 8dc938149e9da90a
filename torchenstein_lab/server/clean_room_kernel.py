"""A fresh kernel of our own, which no notebook knows: started, run, asked and ended.

Used by the clean room, in the server and on the command line. It is not one of the server's kernels, so that
it shows in no list, and nobody connects to it.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Coroutine, Mapping
from typing import Any, Final, TypeVar

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager

from torchenstein_lab.server.clean_room_memory import ROOM_TO_RUN, bound, free_bytes

START_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 5.0
"""So long may a cell that is interrupted take to end."""
_LOOK: Final = 0.1
"""Seconds between two looks whether the kernel's process is still there."""

Content = Mapping[str, Any]
T = TypeVar("T")


class NoKernel(Exception):
    """No kernel can be started; the text says why, and what to do."""


class KernelDied(Exception):
    """The kernel's process ended."""


class TookTooLong(Exception):
    """What the kernel was asked did not end in time, and was interrupted. `lost`: it did not stop then."""

    def __init__(self, *, lost: bool) -> None:
        super().__init__()
        self.lost = lost


class FreshKernel:
    """A running kernel. Make one with `start`, and `close` it in any case."""

    def __init__(self, manager: AsyncKernelManager) -> None:
        self._manager = manager
        self._client: Any = None

    @classmethod
    async def start(cls, name: str, folder: str, specs: KernelSpecManager | None = None) -> "FreshKernel":
        """Start a kernel of the kernelspec `name` in `folder`. Raises `NoKernel`."""
        free = free_bytes()
        if free is not None and free < ROOM_TO_RUN:
            raise NoKernel(
                f"Only {free // 1024**2} MB of memory are free, and a fresh kernel needs "
                f"{ROOM_TO_RUN // 1024**2}. Shut down kernels that you do not need, then try again."
            )
        specs = specs or KernelSpecManager()
        # What an administrator configured for kernels is in the kernelspecs' configuration, too.
        manager = AsyncKernelManager(kernel_name=name, kernel_spec_manager=specs, config=specs.config)
        kernel = cls(manager)
        try:
            await manager.start_kernel(cwd=folder, stdout=_NOWHERE, stderr=_NOWHERE)
            kernel._client = manager.client()
            kernel._client.start_channels(stdin=False)
            await kernel._client.wait_for_ready(timeout=START_SECONDS)
        except NoSuchKernel as error:
            known = ", ".join(f"“{each}”" for each in sorted(specs.find_kernel_specs())) or "none"
            raise NoKernel(
                f"The kernel “{name[:80]}” of this notebook is not installed here (installed: {known}). "
                "Choose another in the notebook, or install it."
            ) from error
        except (RuntimeError, OSError) as error:
            await kernel.close()
            raise NoKernel(
                f"The kernel “{name[:80]}” did not start. Run in a terminal: torchenstein doctor"
            ) from error
        except BaseException:
            await kernel.close()
            raise
        return kernel

    async def bound_memory(self) -> None:
        """Keep the kernel from taking more memory than is free now."""
        free = free_bytes()
        if free is not None:
            await self.ask({"bound": bound(free)}, START_SECONDS)

    async def is_alive(self) -> bool:
        return self._manager.has_kernel and bool(await self._manager.is_alive())

    async def go_to(self, folder: str) -> None:
        """Change the kernel's working folder."""
        await self.ask({"folder": f"__import__('os').chdir({folder!r})"}, START_SECONDS)

    async def run(self, code: str, seconds: float) -> Content:
        """Run a cell as a learner would. Raises `TookTooLong` and `KernelDied`."""
        return await self._execute(code, {}, seconds, silent=False)

    async def ask(self, expressions: Mapping[str, str], seconds: float) -> Content:
        """Evaluate expressions without a trace. Raises `TookTooLong` and `KernelDied`."""
        return await self._execute("", expressions, seconds, silent=True)

    async def close(self) -> None:
        """End the kernel, whatever it is at."""
        if self._client is not None:
            self._client.stop_channels()
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_connection_file()

    def kill(self) -> None:
        """End the kernel's process at once, where nothing can be awaited any more."""
        pid = getattr(self._manager.provisioner, "pid", None)
        if pid is not None:
            with contextlib.suppress(OSError):
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self._manager.cleanup_connection_file()

    async def _execute(
        self, code: str, expressions: Mapping[str, str], seconds: float, *, silent: bool
    ) -> Content:
        try:
            return await self._while_alive(self._exchange(code, expressions, seconds, silent=silent))
        except TimeoutError:
            await self._manager.interrupt_kernel()
            try:
                # The kernel gets to this only when it has ended what was interrupted.
                await self._while_alive(self._exchange("", {}, _STOP_SECONDS, silent=True))
            except TimeoutError:
                raise TookTooLong(lost=True) from None
            raise TookTooLong(lost=False) from None

    async def _exchange(
        self, code: str, expressions: Mapping[str, str], seconds: float, *, silent: bool
    ) -> Content:
        reply = await self._client.execute_interactive(
            code,
            silent=silent,
            store_history=not silent,
            user_expressions=dict(expressions),
            allow_stdin=False,
            stop_on_error=False,
            timeout=seconds,
            output_hook=_ignore,
        )
        content: Content = reply["content"]
        return content

    async def _while_alive(self, work: Coroutine[Any, Any, T]) -> T:
        doing = asyncio.ensure_future(work)
        death = asyncio.ensure_future(self._death())
        try:
            await asyncio.wait({doing, death}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise KernelDied
            return doing.result()
        finally:
            for task in (doing, death):
                task.cancel()
            await asyncio.gather(doing, death, return_exceptions=True)

    async def _death(self) -> None:
        while await self.is_alive():  # noqa: ASYNC110 - the death of a process is not announced
            await asyncio.sleep(_LOOK)


_NOWHERE: Final = asyncio.subprocess.DEVNULL


def _ignore(_: object) -> None:
    """What the notebook shows is not looked at."""
