"""The list of routes: what each takes, gives and does. Handlers and the OpenAPI document follow from it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal, NamedTuple

import msgspec

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
from torchenstein_lab.contracts.explanation import ExplainReply
from torchenstein_lab.server.classroom import Classroom

PREFIX: Final = "torchenstein/api"


class Route(NamedTuple):
    """One method of one path. Names in `{braces}` are parts of the path and go, in order, to `call`, which
    comes before the decoded body; `reply` is `None` where there is nothing to say (204), and `may_wait` tells
    that there may be nothing yet."""

    method: Literal["GET", "POST"]
    path: str
    summary: str
    call: Callable[..., Awaitable[Any]]
    request: type[msgspec.Struct] | None = None
    reply: type[msgspec.Struct] | None = None
    may_wait: bool = False


ROUTES: Final = (
    Route("GET", "course", "The course map", Classroom.course, reply=Course),
    Route("GET", "lessons/{pack}/{lesson}", "One lesson", Classroom.lesson, reply=LessonReply),
    Route(
        "POST",
        "lessons/{pack}/{lesson}/open",
        "Find or make the learner's copy of a lesson",
        Classroom.open,
        OpenRequest,
        OpenReply,
    ),
    Route(
        "POST",
        "check",
        "Judge an answer in the learner's kernel",
        Classroom.check,
        CheckRequest,
        CheckReply,
        may_wait=True,
    ),
    Route("POST", "check/{id}/cancel", "Stop a check that is under way", Classroom.cancel),
    Route(
        "POST",
        "clean-room",
        "Judge an answer in a fresh kernel that runs the notebook from the top",
        Classroom.clean_room,
        CleanRoomRequest,
        CleanRoomState,
    ),
    Route(
        "POST",
        "clean-room/ready",
        "Have a fresh kernel ready",
        Classroom.clean_room_ready,
        CleanRoomReadyRequest,
    ),
    Route(
        "GET",
        "clean-room/{id}",
        "How far a clean room is",
        Classroom.clean_room_state,
        reply=CleanRoomState,
    ),
    Route("POST", "clean-room/{id}/cancel", "Stop a clean room", Classroom.cancel_clean_room),
    Route("POST", "hint", "Show a hint", Classroom.hint, ExerciseRequest, HintReply),
    Route("POST", "reveal", "Show the solution", Classroom.reveal, ExerciseRequest, RevealReply),
    Route("POST", "reset", "Give the starter", Classroom.reset, ExerciseRequest, ResetReply),
    Route("GET", "journal", "What the learner explained to the duck", Classroom.journal, reply=JournalReply),
    Route("POST", "journal", "Save an explanation", Classroom.explain, JournalRequest, JournalReply),
    Route(
        "POST",
        "error",
        "Explain the error that a cell stopped with",
        Classroom.explain_error,
        ErrorRequest,
        ExplainReply,
    ),
    Route("POST", "journal/{id}/rubric", "Tick points of the rubric", Classroom.tick, RubricRequest),
    Route("POST", "badges/seen", "Note that a badge was shown", Classroom.badge_seen, BadgeSeenRequest),
)
