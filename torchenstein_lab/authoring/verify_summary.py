"""What `verify` tells: the counts of everything that was proved, and a paragraph for each lesson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from torchenstein_lab.authoring.verify_exercise import Report
from torchenstein_lab.authoring.verify_lesson import LessonReport

_COUNTED = (
    "right",
    "right_accepted",
    "wrong",
    "wrong_rejected",
    "wrong_diagnosed",
    "mutants",
    "mutants_killed",
    "hostile",
    "hostile_right",
)


class Counts(msgspec.Struct):
    """What was proved, in whole numbers; `failures` are sentences, empty when `ok`; `survivors` are mutants
    that passed, which is no failure while they are few."""

    ok: bool = True
    lessons: int = 0
    exercises: int = 0
    right: int = 0
    right_accepted: int = 0
    wrong: int = 0
    wrong_rejected: int = 0
    wrong_diagnosed: int = 0
    mutants: int = 0
    mutants_killed: int = 0
    hostile: int = 0
    hostile_right: int = 0
    failures: list[str] = msgspec.field(default_factory=list)
    survivors: list[str] = msgspec.field(default_factory=list)

    def add(self, where: str, report: Report) -> None:
        """Add what was proved about one exercise."""
        self.exercises += 1
        for name in _COUNTED:
            setattr(self, name, getattr(self, name) + getattr(report, name))
        self.failures += [f"{where}/{report.exercise}: {failure}" for failure in report.failures]
        self.survivors += [f"{where}/{report.exercise}: {survivor}" for survivor in report.survivors]


@dataclass
class LessonResult:
    """All reports about one lesson; `whole` is missing when single exercises were verified."""

    lesson: str
    whole: LessonReport | None = None
    exercises: list[Report] = field(default_factory=list)
    remembered: int = 0


@dataclass
class Verification:
    """All that was proved. `broken` says what could not even be read; `seeds` how many were judged."""

    lessons: list[LessonResult]
    broken: list[str] = field(default_factory=list)
    seeds: int = 0

    @property
    def counts(self) -> Counts:
        """Everything added up."""
        counts = Counts(lessons=len(self.lessons), failures=list(self.broken))
        for result in self.lessons:
            for report in sorted(result.exercises, key=lambda each: each.exercise):
                counts.add(result.lesson, report)
            if result.whole is not None:
                counts.failures += [f"{result.lesson}: {failure}" for failure in result.whole.failures]
        counts.ok = not counts.failures
        return counts


def summary(found: Verification, show_survivors: bool = True) -> str:
    """The whole in words: a paragraph for each lesson, survivors with their diff, the counts, the
    failures."""
    counts = found.counts
    parts = [_of_lesson(result, found.seeds) for result in found.lessons]
    if show_survivors and counts.survivors:
        parts.append("\n\n".join(f"Survived: {survivor}" for survivor in counts.survivors))
    lines = [
        f"{_many(counts.lessons, 'lesson')}, {_many(counts.exercises, 'exercise')}",
        f"right answers accepted: {counts.right_accepted} of {counts.right}",
        f"wrong answers rejected: {counts.wrong_rejected} of {counts.wrong}",
        f"wrong answers met with their own message: {counts.wrong_diagnosed} of {counts.wrong}",
        f"mutants of solutions rejected: {counts.mutants_killed} of {counts.mutants}",
        f"attacks ended as they should: {counts.hostile_right} of {counts.hostile}",
    ]
    lines += [f"✗ {failure}" for failure in counts.failures]
    number = len(counts.failures)
    verb = "thing does" if number == 1 else "things do"
    lines.append("Everything holds." if counts.ok else f"{number} {verb} not hold.")
    return "\n\n".join([*parts, "\n".join(lines)])


def _of_lesson(result: LessonResult, seeds: int) -> str:
    reports = result.exercises
    kinds = _counted(report.kind for report in reports)
    levels = _counted(report.level for report in reports)
    wrong, told = sum(r.wrong for r in reports), sum(r.wrong_diagnosed for r in reports)
    mutants, killed = sum(r.mutants for r in reports), sum(r.mutants_killed for r in reports)
    equivalent = sum(r.equivalent for r in reports)
    lines = [
        f"{result.lesson}",
        f"  {_many(len(reports), 'exercise')}: {kinds}; {levels}",
        f"  {_many(sum(r.right for r in reports), 'right answer')} × {_many(seeds, 'seed')}",
        f"  {_many(wrong, 'wrong answer')}, {_share(told, wrong)} with a message of its own",
        f"  {_many(mutants, 'mutant')}, {_share(killed, mutants)} rejected"
        + (f"; {equivalent} more are right answers" if equivalent else ""),
    ]
    whole = result.whole
    if whole is not None:
        ran = f"runs in {whole.seconds:.0f} s and {whole.peak / 1024**2:.0f} MiB, " if whole.seconds else ""
        shown = f", {_many(whole.shown, 'claimed output')} came" if whole.shown else ""
        lines.append(f"  {ran}{whole.words} words, reading ease {whole.ease:.0f}{shown}")
        lines += [f"  note: {note}" for note in whole.notes]
    parts = len(reports) + (whole is not None)
    if result.remembered:
        lines.append(f"  {result.remembered} of {parts} parts unchanged since they were last proved")
    return "\n".join(lines)


def _counted(names: Iterable[str]) -> str:
    counted = Counter(names)
    return ", ".join(
        f"{number} {name}" for name, number in sorted(counted.items(), key=lambda each: -each[1])
    )


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part // whole} %)" if whole else "0"
