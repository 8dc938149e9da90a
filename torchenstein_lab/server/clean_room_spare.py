"""A kernel that is ready before it is needed: started, with PyTorch and the judge loaded.

There is at most one. It is made after the first use of the clean room, or when the learner's setting asks for
it, where memory allows; it goes when nobody has needed it for a while, or when memory gets short.
"""

import asyncio
import atexit
import json
import logging
from typing import Final

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from torchenstein_lab.server.clean_room_kernel import (
    START_SECONDS,
    FreshKernel,
    KernelDied,
    NoKernel,
    TookTooLong,
)
from torchenstein_lab.server.clean_room_memory import ROOM_FOR_SPARE, ROOM_TO_RUN, free_bytes

IDLE_SECONDS: Final = 600.0
"""A spare that nobody has needed for so long is ended."""
_LOOK_SECONDS: Final = 15.0
"""Seconds between two looks whether there is still memory for it."""

_LOAD: Final = {
    "judge": "__import__('torchenstein_lab.checks.judge', fromlist=['judge_json']) and None",
    "names": "__import__('torchenstein_lab.checks.live_names', fromlist=['live_json']) and None",
}


class SpareKernel:
    """Keeps the spare. All methods belong to one event loop."""

    def __init__(self, folder: str, specs: KernelSpecManager, log: logging.Logger) -> None:
        self._folder = folder
        self._specs = specs
        self._log = log
        self._key = ""
        self._making: asyncio.Task[FreshKernel | None] | None = None
        self._culling: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        atexit.register(self._kill)

    @property
    def is_kept(self) -> bool:
        return self._making is not None

    @property
    def is_ready(self) -> bool:
        return self._making is not None and self._making.done()

    async def take(self, name: str, folder: str) -> FreshKernel:
        """Return a kernel of the kernelspec `name` in `folder`: the spare, or one that is started now.
        Raises `NoKernel`."""
        making, key = self._forget()
        kernel = await making if making is not None else None
        if kernel is not None:
            try:
                if key == self._key_of(name) and await kernel.is_alive():
                    await kernel.go_to(folder)
                    return kernel
            except (KernelDied, TookTooLong):
                self._log.info("The kernel that was kept ready for the clean room is gone.")
            except BaseException:
                await kernel.close()
                raise
            await kernel.close()
        return await FreshKernel.start(name, folder, self._specs)

    async def prepare(self, name: str) -> None:
        """Have a spare of the kernelspec `name`, where there is memory for it."""
        key = self._key_of(name)
        if self._making is not None and key == self._key:
            return
        await self.close()
        free = free_bytes()
        if not key or free is None or free < ROOM_FOR_SPARE:
            return
        self._key = key
        self._making = asyncio.ensure_future(self._make(name))
        self._culling = asyncio.ensure_future(self._cull())

    async def close(self) -> None:
        """End the spare, if there is one, and wait until it is gone."""
        making, _ = self._forget()
        if making is not None:
            ending = asyncio.ensure_future(_end(making))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        if self._ending:
            await asyncio.wait(set(self._ending))

    def _forget(self) -> tuple[asyncio.Task[FreshKernel | None] | None, str]:
        making, key = self._making, self._key
        if self._culling is not None and self._culling is not asyncio.current_task():
            self._culling.cancel()
        self._making = self._culling = None
        return making, key

    async def _make(self, name: str) -> FreshKernel | None:
        try:
            kernel = await FreshKernel.start(name, self._folder, self._specs)
        except NoKernel as error:
            self._log.info("No kernel is kept ready for the clean room: %s", error)
            return None
        try:
            await kernel.ask(_LOAD, START_SECONDS)
        except (KernelDied, TookTooLong):
            await kernel.close()
            return None
        return kernel

    async def _cull(self) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + IDLE_SECONDS
        while loop.time() < until:
            await asyncio.sleep(_LOOK_SECONDS)
            if (free_bytes() or 0) < ROOM_TO_RUN:
                break
        await self.close()

    def _key_of(self, name: str) -> str:
        """What makes a kernel: its whole kernelspec. Empty where there is none of this name."""
        try:
            return json.dumps(self._specs.get_kernel_spec(name).to_dict(), sort_keys=True)
        except NoSuchKernel:
            return ""

    def _kill(self) -> None:
        """End the spare with the server, when nothing can be awaited any more."""
        making = self._making
        if making is not None and making.done() and not making.cancelled() and not making.exception():
            kernel = making.result()
            if kernel is not None:
                kernel.kill()


async def _end(making: asyncio.Task[FreshKernel | None]) -> None:
    kernel = await making
    if kernel is not None:
        await kernel.close()
