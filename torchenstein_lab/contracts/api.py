"""Requests and replies of the REST API under `torchenstein/api/`."""

from typing import Literal

import msgspec

from torchenstein_lab.contracts.lesson import Answer, Lesson, Module
from torchenstein_lab.contracts.progress import Badge, JournalEntry, LessonProgress
from torchenstein_lab.contracts.verdict import Verdict


class LessonCard(msgspec.Struct, frozen=True):
    """A lesson on the course map."""

    id: str
    number: str
    title: str
    question: str
    minutes: int
    core: tuple[str, ...]
    titles: dict[str, str]
    progress: LessonProgress
    path: str | None = None


class PackCard(msgspec.Struct, frozen=True):
    """A pack on the course map; `problem` says in one sentence why it cannot be read, when it cannot."""

    id: str
    title: str
    version: str
    modules: tuple[Module, ...]
    lessons: tuple[LessonCard, ...]
    problem: str | None = None


class Course(msgspec.Struct, frozen=True):
    """Reply of `GET course`. `here` is the lesson to go on with, as (pack, lesson)."""

    version: str
    contract: int
    packs: tuple[PackCard, ...]
    badges: tuple[Badge, ...]
    here: tuple[str, str] | None
    notices: tuple[str, ...] = ()


class LessonReply(msgspec.Struct, frozen=True):
    """Reply of `GET lessons/PACK/LESSON`."""

    lesson: Lesson
    progress: LessonProgress
    hints_seen: dict[str, int]


class OpenRequest(msgspec.Struct, frozen=True):
    """Body of `POST lessons/PACK/LESSON/open`. `folder` is the learner's folder for lessons, relative to
    the server's root. `update`: what to do when a newer version of the lesson is installed: `ask` opens
    the copy as it is and says so, `merge` merges it by cell id after a backup, `keep` asks no more for
    this version."""

    folder: str
    update: Literal["ask", "merge", "keep"] = "ask"


class OpenReply(msgspec.Struct, frozen=True):
    """`path` of the learner's copy; `backup` of the copy made before a merge. `notice`: what to do when
    this could not be saved."""

    path: str
    status: Literal["created", "opened", "newer", "merged", "kept"]
    backup: str | None = None
    notice: str | None = None


class CheckRequest(msgspec.Struct, frozen=True):
    """Body of `POST check`. `id` is chosen by the client and names the check to cancel; `raised` says that
    the learner's cell has just ended in an error, so that names it left behind are of an earlier run. `cell`
    is the id of the message that has just sent the learner's cell to the kernel, when it may not have ended
    yet: the server then finds out the rest itself, or answers 204 when the cell goes on, to be asked again
    at its end."""

    id: str
    pack: str
    lesson: str
    exercise: str
    kernel: str | None
    source: str | None = None
    deal: int | None = None
    raised: bool = False
    cell: str | None = None


class CheckReply(msgspec.Struct, frozen=True):
    """Verdict, new progress and new badges in one reply. `saved` is false when the event could not be
    written (a full disk); `notice` then says what to do."""

    verdict: Verdict
    progress: LessonProgress
    new_badges: tuple[Badge, ...]
    saved: bool = True
    notice: str | None = None


class ExerciseRequest(msgspec.Struct, frozen=True):
    """Body of `POST hint`, `POST reveal` and `POST reset`; `tier` is for hints, `asked` says that the
    learner asked to see the solution before it was open."""

    pack: str
    lesson: str
    exercise: str
    deal: int | None = None
    tier: int | None = None
    asked: bool = False


class HintReply(msgspec.Struct, frozen=True):
    """The hint's text as Markdown. `notice`: what to do when this could not be saved (a full disk)."""

    tier: int
    text: str
    progress: LessonProgress
    notice: str | None = None


class RevealReply(msgspec.Struct, frozen=True):
    """The solution and the other right answers. `notice`: what to do when this could not be saved."""

    solution: Answer
    others: tuple[Answer, ...]
    progress: LessonProgress
    notice: str | None = None


class ResetReply(msgspec.Struct, frozen=True):
    """The starter to put into the learner's cell. `notice`: what to do when this could not be saved."""

    starter: str
    progress: LessonProgress
    notice: str | None = None


class JournalRequest(msgspec.Struct, frozen=True):
    """Body of `POST journal`: an explanation to the duck, and the rubric's points the learner ticked."""

    pack: str
    lesson: str
    text: str
    met: tuple[int, ...] = ()


class JournalReply(msgspec.Struct, frozen=True):
    """All entries of the learner's journal, newest last, and badges earned by the last one."""

    entries: tuple[JournalEntry, ...]
    new_badges: tuple[Badge, ...] = ()


class RubricRequest(msgspec.Struct, frozen=True):
    """Body of `POST journal/ID/rubric`: all points of the rubric that the learner has ticked for the entry ID
    of the journal."""

    met: tuple[int, ...] = ()


class BadgeSeenRequest(msgspec.Struct, frozen=True):
    """Body of `POST badges/seen`."""

    pack: str
    lesson: str
    badge: str


class ErrorRequest(msgspec.Struct, frozen=True):
    """Body of `POST error`, whose reply is an `ExplainReply`: an error that a notebook shows, by the kernel's
    id, the cell's execution count, the exception's name, and the first 500 characters of its message."""

    kernel: str | None
    cell: int | None = None
    error: str | None = None
    message: str | None = None


class Problem(msgspec.Struct, frozen=True):
    """Body of every answer that is not 200: what happened, and what to do."""

    message: str
    remedy: str = ""
