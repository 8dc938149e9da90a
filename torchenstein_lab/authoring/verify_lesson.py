"""Proving a lesson as a whole: its structure, its prose, and its notebook, run from the top."""

from __future__ import annotations

from pathlib import Path

import msgspec

from torchenstein_lab.authoring.prose import lesson_paragraphs, readability
from torchenstein_lab.authoring.verify_notebook import run_notebook
from torchenstein_lab.authoring.verify_prose import notes_on_prose, verify_prose
from torchenstein_lab.authoring.verify_structure import verify_structure
from torchenstein_lab.course.load_lesson import load_lesson


class LessonReport(msgspec.Struct):
    """What was proved about a lesson. `notes` need no mending; `peak` counts bytes; `shown` counts outputs
    that the text claims and that came; `seconds` is 0 when the notebook was not run."""

    lesson: str
    words: int
    ease: float
    seconds: float = 0.0
    peak: int = 0
    shown: int = 0
    notes: list[str] = msgspec.field(default_factory=list)
    failures: list[str] = msgspec.field(default_factory=list)


def verify_lesson(folder: Path, run: bool = True) -> LessonReport:
    """Prove the lesson in `folder`, which compiles; its notebook is run where `run` says so."""
    loaded = load_lesson(folder)
    reading = readability(list(lesson_paragraphs(loaded)))
    report = LessonReport(loaded.text.head.id, reading.words, round(reading.ease, 1))
    report.failures += verify_structure(loaded) + verify_prose(loaded)
    report.notes += notes_on_prose(loaded)
    if run:
        ran = run_notebook(loaded)
        report.seconds, report.peak, report.shown = round(ran.seconds, 1), ran.peak, ran.shown
        report.failures += ran.failures
    return report
