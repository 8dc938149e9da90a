"""The clean rooms of one server: one at a time, started, looked at and stopped by id.

Joins the learner's study, their kernel and a fresh one; the run itself is `clean_room`.
"""

import asyncio
import logging
from typing import Any, Final

import msgspec
from jupyter_core.utils import ensure_async
from jupyter_server.gateway.gateway_client import GatewayClient

from torchenstein_lab.contracts.api import Problem
from torchenstein_lab.contracts.clean_room import (
    CleanRoomReply,
    CleanRoomRequest,
    CleanRoomState,
)
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.server.clean_room import Asked, CleanRoom, Findings, Judged, Phase, lessons_own
from torchenstein_lab.server.clean_room_kernel import NoKernel
from torchenstein_lab.server.clean_room_spare import SpareKernel
from torchenstein_lab.server.hidden_state import Variables, leaned_on
from torchenstein_lab.server.live_variables import variables_of
from torchenstein_lab.server.problems import problem
from torchenstein_lab.study import NotAccepted, NotThere, Place, Study

CELLS: Final = 2000
"""So many code cells may a notebook have."""
LOOKED_AT_WITHIN: Final = 60.0
"""A clean room that nobody has looked at for so many seconds is stopped."""
_KEPT: Final = 8
"""So many results are kept until they are fetched."""


class CleanRooms:
    """Runs clean rooms. All methods belong to the server's event loop.

    `kernels` is the server's kernel manager: its kernelspecs, and the learner's kernels."""

    def __init__(self, study: Study, kernels: Any, log: logging.Logger) -> None:
        self._study = study
        self._kernels = kernels
        self._log = log
        self._spare = SpareKernel(str(kernels.root_dir), kernels.kernel_spec_manager, log)
        self._rooms: dict[str, _Room] = {}

    async def get_ready(self, kernel_name: str) -> None:
        """Have a kernel ready for the next clean room, where there is memory for it."""
        if not any(room.is_at_work for room in self._rooms.values()):
            await self._spare.prepare(kernel_name)

    async def start(self, request: CleanRoomRequest) -> CleanRoomState:
        """Begin, and return at once. Raises `StudyError` when it cannot be begun."""
        place = await asyncio.to_thread(
            self._study.find_exercise, request.pack, request.lesson, request.exercise
        )
        _accept(request)
        under_way = next((room for room in self._rooms.values() if room.is_at_work), None)
        if under_way is not None:
            raise NotAccepted(
                f"A clean room is at work already, on “{under_way.title}”.", "Wait for it, or cancel it."
            )
        room = _Room(request, place.exercise.title)
        room.task = asyncio.ensure_future(self._work(room, place))
        for old in list(self._rooms)[: max(0, len(self._rooms) + 1 - _KEPT)]:
            del self._rooms[old]
        self._rooms[request.id] = room
        return room.state

    async def state(self, identity: str) -> CleanRoomState:
        """How far it is. Raises `NotThere`."""
        room = self._rooms.get(identity)
        if room is None:
            raise NotThere("This clean room is over.", "Check in a clean room again.")
        return room.look(LOOKED_AT_WITHIN)

    async def cancel(self, identity: str) -> None:
        """Stop it; one that has ended meanwhile needs no stopping."""
        room = self._rooms.get(identity)
        if room is not None and not room.task.done():
            room.task.cancel()
            await asyncio.wait({room.task})
            room.stop()

    async def close(self) -> None:
        """End everything."""
        for identity in list(self._rooms):
            await self.cancel(identity)
        await self._spare.close()

    # ------------------------------------------------------------------ the work

    async def _work(self, room: "_Room", place: Place) -> None:
        room.look(LOOKED_AT_WITHIN)
        try:
            room.end(reply=await self._reply(room, place))
        except asyncio.CancelledError:
            room.stop()
            return
        except NoKernel as error:
            room.end(problem=Problem(str(error)))
            return
        except Exception as error:  # noqa: BLE001 - whoever looks at the room is owed a sentence
            room.end(problem=problem(error, 500, self._log)[1])
            return
        if room.request.keep_spare:
            await self._spare.prepare(room.request.kernel_name)

    async def _reply(self, room: "_Room", place: Place) -> CleanRoomReply:
        request = room.request
        own = await self._own_variables(request)
        delivered = await asyncio.to_thread(lessons_own, place.pack, place.lesson.id)
        folder = self._kernels.cwd_for_path(request.path)
        kernel = await self._spare.take(request.kernel_name, str(folder))
        try:
            clean = CleanRoom(kernel, request.pack, request.lesson, request.cells, delivered, own, room.tell)
            found = await clean.judge([Asked(place.exercise, request.at)], whole=False)
        finally:
            await asyncio.shield(kernel.close())
        judged = found.judged[place.exercise.id]
        check = await asyncio.to_thread(self._study.checked, judged.verdict, clean_room=True)
        return CleanRoomReply(
            say=line(judged, found, request.at),
            check=check,
            hidden=judged.hidden,
            troubles=tuple(found.troubles),
        )

    async def _own_variables(self, request: CleanRoomRequest) -> Variables | None:
        """What the learner's kernel has, where it can tell."""
        if request.kernel is None or request.kernel not in self._kernels:
            return None
        kernel = self._kernels.get_kernel(request.kernel)
        if not await ensure_async(kernel.is_alive()):
            return None
        names = await asyncio.to_thread(leaned_on, request.cells, request.at)
        return await variables_of(kernel, sorted(names))


class _Room:
    """One clean room: what was asked, its task, and how far it is."""

    task: "asyncio.Task[None]"

    def __init__(self, request: CleanRoomRequest, title: str) -> None:
        self.request = request
        self.title = title
        self.state = CleanRoomState(request.id, "starting", 0, len(request.cells))
        self._forgotten: asyncio.TimerHandle | None = None

    @property
    def is_at_work(self) -> bool:
        return not self.task.done()

    def look(self, seconds: float) -> CleanRoomState:
        """How far it is; nobody who looks again within `seconds`, and it is stopped."""
        if self._forgotten is not None:
            self._forgotten.cancel()
        self._forgotten = asyncio.get_running_loop().call_later(seconds, self.task.cancel)
        return self.state

    def tell(self, phase: Phase, cell: int) -> None:
        self.state = msgspec.structs.replace(self.state, phase=phase, cell=cell)

    def stop(self) -> None:
        """Note that it ended without a result, if it did."""
        if self.state.phase != "done":
            self.state = msgspec.structs.replace(self.state, phase="stopped")

    def end(self, *, reply: CleanRoomReply | None = None, problem: Problem | None = None) -> None:
        self.state = msgspec.structs.replace(self.state, phase="done", reply=reply, problem=problem)


def line(judged: Judged, found: Findings, at: int) -> str:
    """The sentence after “In a clean room:”."""
    if judged.hidden:
        return judged.hidden[0].say
    if judged.verdict.outcome is Outcome.PASSED:
        return "your notebook, run from the top in a fresh kernel, gives this answer too."
    above = [trouble for trouble in found.troubles if trouble.number <= at]
    if above:
        return above[0].say
    if judged.verdict.outcome is Outcome.CANNOT_CHECK:
        return "the run ended before this answer could be judged."
    return "the verdict is of a fresh kernel that ran your notebook from the top. Nothing hidden was found."


def _accept(request: CleanRoomRequest) -> None:
    if GatewayClient.instance().gateway_enabled:
        raise NotAccepted(
            "The kernels of this server run on another machine, where no clean room can be made from here.",
            "Run there, in a terminal: torchenstein verify NOTEBOOK",
        )
    if not 0 < len(request.id) <= 100:
        raise NotAccepted("A clean room's id has 1 to 100 characters.")
    if ".." in request.path.split("/"):
        raise NotAccepted("The notebook's path leads out of the server's folder.", "Reload the page.")
    if len(request.cells) > CELLS:
        raise NotAccepted(f"This notebook has {len(request.cells):,} code cells; {CELLS:,} are the most.")
    if not 0 <= request.at < len(request.cells) or request.cells[request.at].exercise != request.exercise:
        raise NotAccepted("The exercise's cell is not in this notebook.", "Reload the page, and try again.")
