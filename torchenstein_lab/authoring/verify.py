"""`python -m torchenstein_lab.authoring.verify SOURCE`: prove lessons before a learner meets them.

For each exercise: the untouched starter is no attempt; every right answer passes over many seeds in both
sandboxes; every wrong answer fails, with its own message; attacks end as they should; the check leaves no
trace.
For each lesson: the notebook runs from the top within a minute, and cells that announce an error raise one.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import multiprocessing
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from torchenstein_lab.authoring.verify_exercise import Report, verify_exercise
from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.load_lesson import load_lesson
from torchenstein_lab.course.pack_source import read_pack_source


@dataclass(frozen=True)
class Target:
    """A lesson to verify: its folder, its id, and which of its exercises."""

    folder: Path
    lesson: str
    exercises: tuple[Path, ...]


class Counts(msgspec.Struct):
    """What was proved, in whole numbers; `failures` are sentences, empty when `ok`."""

    ok: bool = True
    lessons: int = 0
    exercises: int = 0
    right: int = 0
    right_accepted: int = 0
    wrong: int = 0
    wrong_rejected: int = 0
    wrong_diagnosed: int = 0
    hostile: int = 0
    hostile_right: int = 0
    failures: list[str] = msgspec.field(default_factory=list)

    def add(self, where: str, report: Report) -> None:
        """Add what was proved about one exercise."""
        self.exercises += 1
        for name in (
            "right",
            "right_accepted",
            "wrong",
            "wrong_rejected",
            "wrong_diagnosed",
            "hostile",
            "hostile_right",
        ):
            setattr(self, name, getattr(self, name) + getattr(report, name))
        self.failures += [f"{where}/{report.exercise}: {failure}" for failure in report.failures]

    def add_failures(self, where: str, failures: list[str]) -> None:
        """Add what is wrong with a lesson as a whole."""
        self.failures += [f"{where}: {failure}" for failure in failures]


def targets(source: Path, lesson: str | None = None, exercise: str | None = None) -> Iterator[Target]:
    """The lessons below `source`: the folder of a pack or of one lesson, or one exercise file.

    Raises `LessonErrors` where a lesson cannot be read."""
    if source.is_file():
        yield Target(source.parent.parent, source.parent.parent.name, (source,))
        return
    folders = [source]
    if (source / "pack.toml").is_file():
        folders = [source / name for module in read_pack_source(source).modules for name in module.lessons]
    for folder in folders:
        loaded = load_lesson(folder)
        identity = loaded.text.head.id
        paths = tuple(one.path for one in loaded.exercises if exercise is None or one.source.id == exercise)
        if lesson in (None, identity) and paths:
            yield Target(folder, identity, paths)


def verify(
    chosen: list[Target],
    seeds: int = 100,
    jobs: int = 1,
    hostile: bool = True,
    notebooks: bool = True,
    progress: Progress | None = None,
) -> Counts:
    """Prove the chosen lessons in `jobs` processes. An interrupt ends the workers and is raised again."""
    watching = progress or Progress()
    counts = Counts(lessons=len(chosen))
    tasks = [(target, path) for target in chosen for path in target.exercises]
    watching.begin(len(tasks) + (len(chosen) if notebooks else 0))
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(jobs, context, _ignore_interrupts) as pool:
        waiting: dict[concurrent.futures.Future[object], tuple[Target, Path | None]] = {}
        for target, path in tasks:
            waiting[pool.submit(_exercise_task, path, seeds, hostile)] = target, path
        if notebooks:
            for target in chosen:
                waiting[pool.submit(_notebook_task, target.folder)] = target, None
        try:
            for future in concurrent.futures.as_completed(waiting):
                target, done = waiting[future]
                result = future.result()
                if isinstance(result, Report):
                    counts.add(target.lesson, result)
                elif isinstance(result, list):
                    counts.add_failures(target.lesson, result)
                watching.step(f"{target.lesson}/{done.stem if done is not None else 'notebook'}")
        except KeyboardInterrupt:
            for process in list(getattr(pool, "_processes", {}).values()):
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    counts.failures.sort()
    counts.ok = not counts.failures
    return counts


class Progress:
    """Told how far the verification is; this one says nothing."""

    def begin(self, steps: int) -> None:
        """So many steps are to come."""

    def step(self, what: str) -> None:
        """One more step is done."""


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _exercise_task(path: Path, seeds: int, hostile: bool) -> object:
    return verify_exercise(path, seeds, hostile)


def _notebook_task(folder: Path) -> object:
    from torchenstein_lab.authoring.verify_notebook import run_notebook

    return run_notebook(folder)


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit status: 0 when everything holds, 1 when not, 130 when interrupted."""
    parser = argparse.ArgumentParser(
        prog="torchenstein lesson verify", description=(__doc__ or "").split("\n\n")[1]
    )
    parser.add_argument(
        "source",
        type=Path,
        nargs="?",
        default=Path("lessons"),
        help="the folder with pack.toml, the folder of a lesson, or an exercise file (default: lessons)",
    )
    parser.add_argument("--all", action="store_true", help="every lesson of the pack, which is the default")
    parser.add_argument("--lesson", help="only the lesson with this id")
    parser.add_argument("--exercise", help="only the exercise with this id")
    parser.add_argument(
        "--seeds", type=int, default=100, help="how many seeds each right answer is judged with"
    )
    parser.add_argument("--jobs", type=int, default=2, help="how many processes work at the same time")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument("--no-hostile", action="store_true", help="leave the attacks out")
    parser.add_argument("--no-notebook", action="store_true", help="do not run the notebooks")
    options = parser.parse_args(arguments)
    try:
        chosen = list(targets(options.source, options.lesson, options.exercise))
    except (LessonErrors, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if not chosen:
        print("Nothing to verify: no lesson or exercise of that name is there.", file=sys.stderr)
        return 1
    run_notebooks = not options.no_notebook and options.exercise is None and not options.source.is_file()
    from torchenstein_lab.authoring.verify_progress import show_progress

    try:
        with show_progress(quiet=options.json) as progress:
            counts = verify(
                chosen, options.seeds, options.jobs, not options.no_hostile, run_notebooks, progress
            )
    except KeyboardInterrupt:
        print("Stopped before the end: nothing is proved.", file=sys.stderr)
        return 130
    if options.json:
        print(msgspec.json.encode(counts).decode())
    else:
        print(summary(counts))
    return 0 if counts.ok else 1


def summary(counts: Counts) -> str:
    """The counts in words, failures first."""
    lines = [*(f"✗ {failure}" for failure in counts.failures)]
    lines += [
        f"{counts.lessons} lessons, {counts.exercises} exercises",
        f"right answers accepted: {counts.right_accepted} of {counts.right}",
        f"wrong answers rejected: {counts.wrong_rejected} of {counts.wrong}",
        f"wrong answers met with their own message: {counts.wrong_diagnosed} of {counts.wrong}",
        f"attacks ended as they should: {counts.hostile_right} of {counts.hostile}",
        "Everything holds." if counts.ok else f"{len(counts.failures)} things do not hold.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
