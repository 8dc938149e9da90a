"""What a learner explained to the duck, computed from events."""

from collections.abc import Iterable, Mapping

from torchenstein_lab.contracts.event import Event, Explained, Ticked
from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.contracts.progress import JournalEntry


def journal(lessons: Mapping[tuple[str, str], Lesson], events: Iterable[Event]) -> tuple[JournalEntry, ...]:
    """Return all entries of `events` (oldest first), newest last, with the points that were ticked last.

    `lessons` by (pack, lesson) give title and question; entries of a lesson that is no longer installed stay,
    under the lesson's id.
    """
    told = tuple(events)
    ticked = {
        event.detail.explanation: event.detail.met for event in told if isinstance(event.detail, Ticked)
    }
    found = []
    for event in told:
        if not isinstance(event.detail, Explained):
            continue
        lesson = lessons.get((event.pack, event.lesson))
        found.append(
            JournalEntry(
                id=event.id,
                time=event.time,
                pack=event.pack,
                lesson=event.lesson,
                title=lesson.title if lesson else event.lesson,
                question=lesson.duck.question if lesson and lesson.duck else "",
                text=event.detail.text,
                met=ticked.get(event.id, event.detail.met),
            )
        )
    return tuple(found)
