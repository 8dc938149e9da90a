"""The journal keeps what was explained, also for lessons that are gone."""

from typing import Any

from torchenstein_lab.contracts.event import Explained, Opened, Ticked
from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.contracts.progress import JournalEntry
from torchenstein_lab.progress.journal import journal


def test_an_entry_carries_the_lesson_s_title_and_question(lesson: Lesson, history: Any) -> None:
    opened, explained = history([(None, Opened()), (None, Explained("It is a number.", (0, 2)))])
    assert journal({("pack", "first"): lesson}, [opened, explained]) == (
        JournalEntry(
            explained.id, explained.time, "pack", "first", "First", "Why?", "It is a number.", (0, 2)
        ),
    )


def test_the_points_ticked_last_are_an_entry_s_own(lesson: Lesson, history: Any) -> None:
    first, second = history([(None, Explained("One.", (0,))), (None, Explained("Two.", (1,)))])
    ticks = history(
        [(None, Ticked(first.id, (0, 1))), (None, Ticked(first.id, (2,))), (None, Ticked("gone"))]
    )
    assert [entry.met for entry in journal({}, [first, second, *ticks])] == [(2,), (1,)]


def test_entries_of_a_lesson_that_is_no_longer_installed_stay_readable(history: Any) -> None:
    (entry,) = journal({}, history([(None, Explained("Kept."))], lesson="gone"))
    assert (entry.title, entry.question, entry.text) == ("gone", "", "Kept.")
