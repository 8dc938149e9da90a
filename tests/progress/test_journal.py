"""The journal keeps what was explained, also for lessons that are gone."""

from typing import Any

from torchenstein_lab.contracts.event import Explained, Opened
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


def test_entries_of_a_lesson_that_is_no_longer_installed_stay_readable(history: Any) -> None:
    (entry,) = journal({}, history([(None, Explained("Kept."))], lesson="gone"))
    assert (entry.title, entry.question, entry.text) == ("gone", "", "Kept.")
