"""What the routes do: joins the learner's study, their copies and their kernels. Knows nothing of HTTP.

File work is done in threads, so that other requests are answered meanwhile.
"""

import asyncio

from torchenstein_lab.contracts.api import (
    BadgeSeenRequest,
    CheckReply,
    CheckRequest,
    Course,
    ErrorRequest,
    ExerciseRequest,
    HintReply,
    JournalReply,
    JournalRequest,
    LessonReply,
    OpenReply,
    OpenRequest,
    ResetReply,
    RevealReply,
    RubricRequest,
)
from torchenstein_lab.contracts.clean_room import CleanRoomReadyRequest, CleanRoomRequest, CleanRoomState
from torchenstein_lab.contracts.explanation import ExplainReply, ExplainRequest
from torchenstein_lab.contracts.verdict import JudgeRequest
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.server.clean_rooms import CleanRooms
from torchenstein_lab.server.copies_folder import CopiesFolder
from torchenstein_lab.server.kernels import CheckUnderWay, Kernels
from torchenstein_lab.study import NotAccepted, Study

_ID_CHARACTERS = 100


class Classroom:
    """Everything one learner's server can do. All methods belong to the server's event loop."""

    def __init__(self, study: Study, copies: CopiesFolder, kernels: Kernels, clean_rooms: CleanRooms) -> None:
        self._study = study
        self._copies = copies
        self._kernels = kernels
        self._clean_rooms = clean_rooms
        self._checks: dict[str, CheckUnderWay] = {}

    async def course(self) -> Course:
        paths = await self._copies.known_paths()
        return await asyncio.to_thread(self._study.course, paths)

    async def lesson(self, pack: str, lesson: str) -> LessonReply:
        return await asyncio.to_thread(self._study.lesson, pack, lesson)

    async def open(self, pack: str, lesson: str, request: OpenRequest) -> OpenReply:
        found_pack, found_lesson = await asyncio.to_thread(self._study.find_lesson, pack, lesson)
        learner = await asyncio.to_thread(self._study.learner)
        reply = await self._copies.open(found_pack, found_lesson, learner, request)
        notice = await asyncio.to_thread(self._study.opened, pack, lesson)
        return OpenReply(reply.path, reply.status, reply.backup, notice)

    async def check(self, request: CheckRequest) -> CheckReply | None:
        """Have an answer judged; `None` while the learner's cell, which `request.cell` names, goes on."""
        if not 0 < len(request.id) <= _ID_CHARACTERS:
            raise NotAccepted(f"A check's id has 1 to {_ID_CHARACTERS} characters.")
        if request.id in self._checks:
            raise NotAccepted("This check is already under way.", "Wait for its verdict, or cancel it.")
        check = self._checks[request.id] = CheckUnderWay()
        try:
            place = await asyncio.to_thread(
                self._study.find_exercise, request.pack, request.lesson, request.exercise
            )
            judge = JudgeRequest(
                pack=request.pack,
                lesson=request.lesson,
                exercise=request.exercise,
                content=place.exercise.content,
                source=request.source,
                raised=request.raised,
                deal=request.deal,
                contract=CONTRACT,
            )
            verdict = await self._kernels.judge(
                request.kernel, judge, place.exercise.limit, check, request.cell
            )
            return None if verdict is None else await asyncio.to_thread(self._study.checked, verdict)
        finally:
            del self._checks[request.id]

    async def cancel(self, check: str) -> None:
        """Stop a check; one that has ended meanwhile needs no stopping."""
        if check in self._checks:
            self._checks[check].cancelled.set()

    async def clean_room(self, request: CleanRoomRequest) -> CleanRoomState:
        return await self._clean_rooms.start(request)

    async def clean_room_ready(self, request: CleanRoomReadyRequest) -> None:
        await self._clean_rooms.get_ready(request.kernel_name)

    async def clean_room_state(self, identity: str) -> CleanRoomState:
        return await self._clean_rooms.state(identity)

    async def cancel_clean_room(self, identity: str) -> None:
        await self._clean_rooms.cancel(identity)

    async def hint(self, request: ExerciseRequest) -> HintReply:
        return await asyncio.to_thread(self._study.hint, request)

    async def reveal(self, request: ExerciseRequest) -> RevealReply:
        return await asyncio.to_thread(self._study.reveal, request)

    async def reset(self, request: ExerciseRequest) -> ResetReply:
        return await asyncio.to_thread(self._study.reset, request)

    async def journal(self) -> JournalReply:
        return await asyncio.to_thread(self._study.journal)

    async def explain(self, request: JournalRequest) -> JournalReply:
        return await asyncio.to_thread(self._study.explain, request)

    async def explain_error(self, request: ErrorRequest) -> ExplainReply:
        asked = ExplainRequest(request.cell, request.error, request.message, CONTRACT)
        return await self._kernels.explain(request.kernel, asked)

    async def tick(self, entry: str, request: RubricRequest) -> None:
        await asyncio.to_thread(self._study.tick, entry, request)

    async def badge_seen(self, request: BadgeSeenRequest) -> None:
        await asyncio.to_thread(self._study.badge_seen, request)

    async def close(self) -> None:
        """Let go of the kernels; the server ends."""
        await self._clean_rooms.close()
        await self._kernels.close()
