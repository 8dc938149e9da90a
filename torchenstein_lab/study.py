"""What a learner does with lessons, whatever the front end: joins packs (`course`) with events (`progress`).

The server's routes and `lab.hint` and friends in a notebook both call this, so both give the same answers
and leave the same events. Knows nothing of HTTP, notebooks' files or kernels.

StudyError
├── NotThere       no such pack, lesson, exercise, badge or set of numbers
├── NotOpenYet     the solution, before it may be shown unasked
└── NotAccepted    what the learner sent cannot be taken
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from torchenstein_lab.contracts.api import (
    BadgeSeenRequest,
    CheckReply,
    Course,
    ExerciseRequest,
    HintReply,
    JournalReply,
    JournalRequest,
    LessonCard,
    LessonReply,
    PackCard,
    ResetReply,
    RevealReply,
    RubricRequest,
)
from torchenstein_lab.contracts.event import (
    BadgeSeen,
    Checked,
    Detail,
    Event,
    Explained,
    Hinted,
    Opened,
    Restored,
    Revealed,
    Ticked,
)
from torchenstein_lab.contracts.lesson import Deal, Duck, Exercise, Lesson
from torchenstein_lab.contracts.progress import Badge, ExerciseProgress, JournalEntry, LessonProgress
from torchenstein_lab.contracts.verdict import Verdict
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.course.packs import BrokenPack, InstalledPack, PackError, find_packs
from torchenstein_lab.progress.badges import badges, new_badges
from torchenstein_lab.progress.errors import StoreError
from torchenstein_lab.progress.journal import journal
from torchenstein_lab.progress.learner import data_folder, events_folder, learner_id
from torchenstein_lab.progress.progress import OPENS_AFTER, here, lesson_progress
from torchenstein_lab.progress.store import EventStore, Snapshot
from torchenstein_lab.version import package_version

JOURNAL_CHARACTERS: Final = 20_000
"""The longest explanation to the duck."""


class StudyError(Exception):
    """A sentence for the learner (`message`) and what to do about it (`remedy`)."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class NotThere(StudyError):
    """No pack, lesson, exercise, badge or set of numbers goes by this name."""


class NotOpenYet(StudyError):
    """The solution may not be shown unasked yet."""


class NotAccepted(StudyError):
    """What the learner sent cannot be taken."""


@dataclass(frozen=True)
class Place:
    """An exercise with the lesson and the pack it belongs to."""

    pack: InstalledPack
    lesson: Lesson
    exercise: Exercise


def open_store() -> EventStore:
    """Open this user's event store. Raises `StoreUnavailable` when there is no place to keep it."""
    folder = data_folder()
    learner = learner_id(folder)
    return EventStore(events_folder(folder, learner), learner)


class Study:
    """One learner's course. Safe to use from several threads.

    `packs` finds the installed packs, `open_store` the learner's events; both are called when first needed,
    the store again and again until it opens: a learner without a working disk can still learn.
    """

    def __init__(
        self,
        packs: Callable[[], Sequence[InstalledPack | BrokenPack]] = find_packs,
        open_store: Callable[[], EventStore] = open_store,
    ) -> None:
        self._packs = packs
        self._open_store = open_store
        self._store: EventStore | None = None
        self._lock = threading.RLock()

    # ------------------------------------------------------------------ looking

    def course(self, paths: Mapping[tuple[str, str], str]) -> Course:
        """Return the course map. `paths` are the learner's copies by (pack, lesson)."""
        events, notices = self._events()
        cards: list[PackCard] = []
        places: list[tuple[str, Lesson, LessonProgress]] = []
        for pack in self._packs():
            if isinstance(pack, BrokenPack):
                cards.append(PackCard(pack.id, pack.id, "", (), (), pack.problem))
                continue
            lessons, problem = _read_lessons(pack)
            of_pack = [(pack.id, lesson, lesson_progress(pack.id, lesson, events)) for lesson in lessons]
            places.extend(of_pack)
            cards.append(
                PackCard(
                    id=pack.id,
                    title=pack.pack.title,
                    version=pack.pack.version,
                    modules=pack.pack.modules,
                    lessons=tuple(
                        _card(lesson, progress, paths.get((pack.id, lesson.id)))
                        for _, lesson, progress in of_pack
                    ),
                    problem=problem,
                )
            )
        return Course(
            version=package_version(),
            contract=CONTRACT,
            packs=tuple(cards),
            badges=self._badges(events),
            here=here(places),
            notices=notices,
        )

    def lesson(self, pack: str, lesson: str) -> LessonReply:
        """Return a lesson with the learner's progress and the hints they have seen."""
        _, found = self.find_lesson(pack, lesson)
        progress = lesson_progress(pack, found, self._events().events)
        return LessonReply(found, progress, {each.exercise: each.hints for each in progress.exercises})

    def journal(self) -> JournalReply:
        """Return everything the learner explained to the duck."""
        return JournalReply(self._journal(self._events().events))

    def learner(self) -> str:
        """Return the learner's id; an empty one while there is no place to keep one."""
        try:
            return self._opened_store().learner
        except StoreError:
            return ""

    # ------------------------------------------------------------------ doing

    def opened(self, pack: str, lesson: str) -> str | None:
        """Record that a lesson was opened; return a notice when it could not be saved."""
        _, found = self.find_lesson(pack, lesson)
        return self._record(pack, lesson, None, found.content, Opened())

    def hint(self, request: ExerciseRequest) -> HintReply:
        """Show the hint of `request.tier`, or the next one that the learner has not seen."""
        with self._lock:
            place = self.find_exercise(request.pack, request.lesson, request.exercise)
            deal = find_deal(place.exercise, request.deal)
            tier = request.tier or min(self._progress_of(place).hints + 1, 3)
            if not 1 <= tier <= 3:
                raise NotAccepted(f"There is no hint number {tier}.", "An exercise has the hints 1, 2 and 3.")
            notice = self._record_at(place, Hinted(tier))
            text = (deal or place.exercise).hints[tier - 1]
            return HintReply(tier, text, self._lesson_progress(place), notice)

    def reveal(self, request: ExerciseRequest) -> RevealReply:
        """Show the solution and the other right answers, when they are open or the learner asked for them."""
        with self._lock:
            place = self.find_exercise(request.pack, request.lesson, request.exercise)
            deal = find_deal(place.exercise, request.deal)
            if not (request.asked or self._progress_of(place).solution_open):
                raise NotOpenYet(
                    f"The solution of “{place.exercise.title}” is not open yet.",
                    f"It opens when you pass, after {OPENS_AFTER} tries, or when you ask to see it.",
                )
            number = deal.number if deal else None
            answers = place.pack.solutions(place.lesson.id, place.exercise.id).answers
            dealt = next((each for each in answers if each.deal == number), None)
            if dealt is None:
                raise NotThere(
                    f"The pack “{place.pack.pack.title}” holds no solution of “{place.exercise.title}”.",
                    "Install the pack again; if that does not help, tell its author.",
                )
            notice = self._record_at(place, Revealed())
            return RevealReply(dealt.solution, dealt.others, self._lesson_progress(place), notice)

    def reset(self, request: ExerciseRequest) -> ResetReply:
        """Return the starter for the learner's cell."""
        with self._lock:
            place = self.find_exercise(request.pack, request.lesson, request.exercise)
            deal = find_deal(place.exercise, request.deal)
            notice = self._record_at(place, Restored())
            return ResetReply((deal or place.exercise).starter, self._lesson_progress(place), notice)

    def checked(self, verdict: Verdict, *, clean_room: bool = False) -> CheckReply:
        """Record a verdict; return it with the new progress and the badges it earned."""
        with self._lock:
            place = self.find_exercise(verdict.pack, verdict.lesson, verdict.exercise)
            before = self._badges(self._events().events)
            detail = Checked(
                outcome=verdict.outcome,
                misconception=verdict.misconception,
                seed=verdict.seed,
                deal=verdict.deal,
                clean_room=clean_room,
            )
            notice = self._record_at(place, detail)
            return CheckReply(
                verdict=verdict,
                progress=self._lesson_progress(place),
                new_badges=new_badges(before, self._badges(self._events().events)),
                saved=notice is None,
                notice=notice,
            )

    def explain(self, request: JournalRequest) -> JournalReply:
        """Save an explanation to the duck. Raises `StoreError` when it cannot be saved."""
        with self._lock:
            _, lesson = self.find_lesson(request.pack, request.lesson)
            if lesson.duck is None:
                raise NotThere(f"In the lesson “{lesson.title}” the duck has no question.")
            if not request.text.strip():
                raise NotAccepted("The explanation is empty.", "Write a sentence or two, then save it.")
            if len(request.text) > JOURNAL_CHARACTERS:
                raise NotAccepted(
                    f"The explanation has {len(request.text):,} characters; "
                    f"the duck listens to {JOURNAL_CHARACTERS:,}.",
                    "Make it shorter, or save it in two parts.",
                )
            met = _points(request.met, lesson.duck)
            before = self._badges(self._events().events)
            self._opened_store().append(
                request.pack, request.lesson, None, lesson.content, Explained(request.text, met)
            )
            events = self._events().events
            return JournalReply(self._journal(events), new_badges(before, self._badges(events)))

    def tick(self, entry: str, request: RubricRequest) -> None:
        """Record which points of the rubric the learner finds in the journal's entry `entry` (its id).

        Raises `NotThere` where there is no such entry, `StoreError` when it cannot be saved.
        """
        with self._lock:
            told = next((each for each in self._journal(self._events().events) if each.id == entry), None)
            if told is None:
                raise NotThere("The journal has no such entry.", "Open the journal again to see what it has.")
            _, lesson = self.find_lesson(told.pack, told.lesson)
            met = _points(request.met, lesson.duck)
            if met != told.met:
                self._opened_store().append(told.pack, told.lesson, None, lesson.content, Ticked(entry, met))

    def badge_seen(self, request: BadgeSeenRequest) -> None:
        """Record that a badge was shown to the learner, so that it is not shown again."""
        with self._lock:
            _, lesson = self.find_lesson(request.pack, request.lesson)
            for badge in self._badges(self._events().events):
                if (badge.pack, badge.lesson, badge.id) == (request.pack, request.lesson, request.badge):
                    if badge.earned_at is not None and not badge.seen:
                        self._record(request.pack, request.lesson, None, lesson.content, BadgeSeen(badge.id))
                    return
            raise NotThere(f"The lesson “{lesson.title}” has no badge “{_short(request.badge)}”.")

    # ------------------------------------------------------------------ finding

    def find_lesson(self, pack: str, lesson: str) -> tuple[InstalledPack, Lesson]:
        """Return an installed pack and one of its lessons. Raises `NotThere`, or the pack's own error."""
        found = next((each for each in self._packs() if each.id == pack), None)
        if isinstance(found, BrokenPack):
            raise PackError(found.problem)
        if found is None:
            raise NotThere(
                f"No pack “{_short(pack)}” is installed here.",
                "Look for its name, then install it into this environment with pip and restart the server.",
            )
        if lesson not in found.lesson_ids:
            raise NotThere(
                f"The pack “{found.pack.title}” has no lesson “{_short(lesson)}”.",
                "It may have been renamed in a newer version: open the lesson from the course map.",
            )
        return found, found.lesson(lesson)

    def find_exercise(self, pack: str, lesson: str, exercise: str) -> Place:
        """Return an exercise and where it stands. Raises `NotThere`, or the pack's own error."""
        found_pack, found_lesson = self.find_lesson(pack, lesson)
        for each in found_lesson.exercises:
            if each.id == exercise:
                return Place(found_pack, found_lesson, each)
        raise NotThere(
            f"The lesson “{found_lesson.title}” has no exercise “{_short(exercise)}”.",
            "It may have been renamed in a newer version: open the lesson again from the course map.",
        )

    def every_exercise(self) -> tuple[Place, ...]:
        """Return every exercise of every pack that can be read, in order."""
        return tuple(
            Place(pack, lesson, exercise)
            for pack, lesson in self._readable()
            for exercise in lesson.exercises
        )

    def _readable(self) -> Iterator[tuple[InstalledPack, Lesson]]:
        for pack in self._packs():
            if isinstance(pack, InstalledPack):
                for lesson in _read_lessons(pack)[0]:
                    yield pack, lesson

    # ------------------------------------------------------------------ events

    def _opened_store(self) -> EventStore:
        with self._lock:
            if self._store is None:
                self._store = self._open_store()
            return self._store

    def _events(self) -> Snapshot:
        try:
            return self._opened_store().read()
        except StoreError as error:
            return Snapshot((), (str(error),))

    def _record(
        self, pack: str, lesson: str, exercise: str | None, content: str, detail: Detail
    ) -> str | None:
        try:
            self._opened_store().append(pack, lesson, exercise, content, detail)
        except StoreError as error:
            return str(error)
        return None

    def _record_at(self, place: Place, detail: Detail) -> str | None:
        return self._record(place.pack.id, place.lesson.id, place.exercise.id, place.exercise.content, detail)

    def _lesson_progress(self, place: Place) -> LessonProgress:
        return lesson_progress(place.pack.id, place.lesson, self._events().events)

    def _progress_of(self, place: Place) -> ExerciseProgress:
        exercises = self._lesson_progress(place).exercises
        return next(each for each in exercises if each.exercise == place.exercise.id)

    def _badges(self, events: tuple[Event, ...]) -> tuple[Badge, ...]:
        return tuple(
            badge
            for pack in self._packs()
            if isinstance(pack, InstalledPack)
            for badge in badges(pack.id, _read_lessons(pack)[0], events)
        )

    def _journal(self, events: tuple[Event, ...]) -> tuple[JournalEntry, ...]:
        lessons = {(pack.id, lesson.id): lesson for pack, lesson in self._readable()}
        return journal(lessons, events)


def find_deal(exercise: Exercise, number: int | None) -> Deal | None:
    """Return the numbers that were dealt (the first ones when `number` is `None`), or `None` where nothing
    is dealt. Raises `NotThere` for numbers that this version does not know.
    """
    if not exercise.deals:
        return None
    if number is None:
        return exercise.deals[0]
    for deal in exercise.deals:
        if deal.number == number:
            return deal
    raise NotThere(
        f"The numbers of deal {number} of “{exercise.title}” are not known in this version.",
        "Reset the exercise to get numbers that are.",
    )


def _read_lessons(pack: InstalledPack) -> tuple[tuple[Lesson, ...], str | None]:
    """Read all lessons of a pack that can be read, and say what is wrong with the first one that cannot."""
    lessons: list[Lesson] = []
    problem: str | None = None
    for lesson in pack.lesson_ids:
        try:
            lessons.append(pack.lesson(lesson))
        except PackError as error:
            problem = problem or str(error)
    return tuple(lessons), problem


def _card(lesson: Lesson, progress: LessonProgress, path: str | None) -> LessonCard:
    return LessonCard(
        id=lesson.id,
        number=lesson.number,
        title=lesson.title,
        question=lesson.question,
        minutes=lesson.minutes,
        core=tuple(exercise.id for exercise in lesson.exercises if exercise.core),
        titles={exercise.id: exercise.title for exercise in lesson.exercises},
        progress=progress,
        path=path,
    )


def _points(met: Sequence[int], duck: Duck | None) -> tuple[int, ...]:
    """Those of the ticked points that the duck's rubric has, each once, in order."""
    return tuple(sorted({point for point in met if 0 <= point < (len(duck.rubric) if duck else 0)}))


def _short(text: str) -> str:
    """Cut a name that came from outside, so that a message stays readable."""
    return text if len(text) <= 60 else text[:60] + "…"
