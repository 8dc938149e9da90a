"""`torchenstein lesson verify [SOURCE]`: prove lessons before a learner meets them.

For each exercise: the untouched starter is no attempt; every right answer passes over many seeds in both
sandboxes; every wrong answer fails, with its own message; nine of ten mutants of the solution fail; attacks
end as they should; the check leaves no trace. For each lesson: its structure and its prose keep the rules,
nothing gives an answer away, and the notebook runs from the top within a minute and 2 GiB, without the
network, and shows what the text claims. What was proved before and has not changed is not proved again,
unless --all.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from torchenstein_lab.authoring.verify_cache import VerifyCache, cache_folder, exercise_key, lesson_key
from torchenstein_lab.authoring.verify_exercise import Report, verify_exercise
from torchenstein_lab.authoring.verify_lesson import LessonReport, verify_lesson
from torchenstein_lab.authoring.verify_summary import Counts, LessonResult, Verification, summary
from torchenstein_lab.course.compile_pack import compile_pack
from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.load_lesson import LoadedLesson, load_lesson
from torchenstein_lab.course.pack_source import read_pack_source


@dataclass(frozen=True)
class Target:
    """A lesson to verify: its folder, its id, which of its exercises, and whether the lesson as a whole."""

    folder: Path
    lesson: str
    exercises: tuple[Path, ...]
    whole: bool = True


@dataclass(frozen=True)
class Settings:
    """How much is proved."""

    seeds: int = 100
    hostile: bool = True
    mutants: bool = True
    notebooks: bool = True


def targets(
    source: Path, lesson: str | None = None, exercise: str | None = None
) -> tuple[list[Target], list[str]]:
    """The lessons below `source` (a pack's folder, a lesson's, or one exercise file), and what is wrong with
    those that cannot be compiled. Raises `LessonErrors` where `pack.toml` cannot be read."""
    if source.is_file():
        folder = source.parent.parent
        return [Target(folder, folder.name, (source,), whole=False)], []
    folders = [source]
    broken: list[str] = []
    if (source / "pack.toml").is_file():
        folders = [source / name for module in read_pack_source(source).modules for name in module.lessons]
        if lesson is None and exercise is None:
            broken += map(str, compile_pack(source).errors)
    chosen: list[Target] = []
    for folder in folders:
        try:
            loaded = load_lesson(folder)
        except LessonErrors as error:
            if lesson is None or folder.name.endswith(lesson):
                broken += [str(each) for each in error.errors if str(each) not in broken]
            continue
        target = _target(loaded, exercise)
        if lesson in (None, target.lesson) and (target.exercises or exercise is None):
            chosen.append(target)
    return chosen, broken


def _target(loaded: LoadedLesson, exercise: str | None) -> Target:
    paths = tuple(one.path for one in loaded.exercises if exercise in (None, one.source.id))
    return Target(loaded.folder, loaded.text.head.id, paths, whole=exercise is None)


class Progress:
    """Told how far the verification is; this one says nothing."""

    def begin(self, steps: int) -> None:
        """So many steps are to come."""

    def step(self, what: str) -> None:
        """One more step is done."""


def verify(
    chosen: list[Target],
    settings: Settings,
    jobs: int = 1,
    progress: Progress | None = None,
    cache: VerifyCache | None = None,
    again: bool = False,
) -> Verification:
    """Prove the chosen lessons in `jobs` processes, what `cache` remembers apart, unless `again`.

    An interrupt ends the workers and is raised again."""
    watching = progress or Progress()
    remembering = cache or VerifyCache(None)
    found = Verification([LessonResult(target.lesson) for target in chosen], seeds=settings.seeds)
    tasks = [task for at, target in enumerate(chosen) for task in _tasks(at, target, settings)]
    watching.begin(len(tasks))
    waiting = []
    for task in tasks:
        known = None if again else remembering.get(task.subject, task.key, task.kind)
        if known is None:
            waiting.append(task)
            continue
        task.take(found.lessons[task.lesson], known)
        found.lessons[task.lesson].remembered += 1
        watching.step(task.name)
    for task, report in _in_processes(waiting, settings, min(jobs, len(waiting)), watching):
        task.take(found.lessons[task.lesson], report)
        if not report.failures:
            remembering.put(task.subject, task.key, report)
    return found


@dataclass(frozen=True)
class _Task:
    """One piece of work: an exercise file, or a lesson's folder. `lesson` is the lesson's place."""

    lesson: int
    subject: Path
    key: str
    name: str
    kind: type[Report | LessonReport]

    def take(self, result: LessonResult, report: Report | LessonReport) -> None:
        if isinstance(report, Report):
            result.exercises.append(report)
        else:
            result.whole = report


def _tasks(at: int, target: Target, settings: Settings) -> list[_Task]:
    tasks = [
        _Task(
            at,
            path,
            exercise_key(path, settings.seeds, settings.hostile, settings.mutants),
            f"{target.lesson}/{path.stem}",
            Report,
        )
        for path in target.exercises
    ]
    if target.whole:
        key = lesson_key(target.folder, settings.notebooks)
        tasks.append(_Task(at, target.folder, key, target.lesson, LessonReport))
    return tasks


def _in_processes(
    tasks: list[_Task], settings: Settings, jobs: int, watching: Progress
) -> Iterator[tuple[_Task, Report | LessonReport]]:
    """Do the tasks, and give each with its report as soon as it is done."""
    if not tasks:
        return
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(jobs, context, _ignore_interrupts) as pool:
        try:
            # Lessons first: a notebook that runs a minute is not to be the last to begin.
            ordered = sorted(tasks, key=lambda task: task.kind is Report)
            waiting = {pool.submit(_do, task, settings): task for task in ordered}
            for future in concurrent.futures.as_completed(waiting):
                watching.step(waiting[future].name)
                yield waiting[future], future.result()
        except BaseException:
            for process in list(getattr(pool, "_processes", {}).values()):
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(task: _Task, settings: Settings) -> Report | LessonReport:
    if task.kind is Report:
        return verify_exercise(task.subject, settings.seeds, settings.hostile, mutate=settings.mutants)
    return verify_lesson(task.subject, settings.notebooks)


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit status: 0 when everything holds, 1 when not, 130 when interrupted."""
    options = _parser().parse_args(arguments)
    source = options.source or _default_source()
    try:
        chosen, broken = targets(source, options.lesson, options.exercise)
    except (LessonErrors, OSError) as error:
        return _refuse(str(error), options.json)
    if not chosen and not broken:
        return _refuse("Nothing to verify: no lesson or exercise of that name is there.", options.json)
    settings = Settings(
        options.seeds, not options.no_hostile, not options.no_mutants, not options.no_notebook
    )
    from torchenstein_lab.authoring.verify_progress import show_progress

    try:
        with show_progress(quiet=options.json) as progress:
            cache = VerifyCache(cache_folder())
            found = verify(chosen, settings, options.jobs, progress, cache, again=options.all)
    except KeyboardInterrupt:
        print("Stopped before the end: nothing is proved.", file=sys.stderr)
        return 130
    found.broken += broken
    counts = found.counts
    print(msgspec.json.encode(counts).decode() if options.json else summary(found))
    return 0 if counts.ok else 1


def _refuse(why: str, as_json: bool) -> int:
    if as_json:
        print(msgspec.json.encode(Counts(ok=False, failures=why.split("\n"))).decode())
    print(why, file=sys.stderr)
    return 1


def _default_source() -> Path:
    """`lessons` where the pack lies there, else the current folder."""
    here = Path("lessons")
    return here if (here / "pack.toml").is_file() else Path()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="torchenstein lesson verify",
        description="Prove lessons before a learner meets them: every promise of every exercise and lesson.",
    )
    parser.add_argument(
        "source",
        type=Path,
        nargs="?",
        help="the folder with pack.toml (lessons, or this folder, unless told), a lesson's folder, or an "
        "exercise file",
    )
    parser.add_argument("--all", action="store_true", help="prove again what has not changed, too")
    parser.add_argument("--lesson", metavar="ID", help="only the lesson with this id")
    parser.add_argument("--exercise", metavar="ID", help="only the exercise with this id")
    parser.add_argument("--seeds", type=_positive, default=100, help="seeds for each right answer (100)")
    parser.add_argument(
        "--jobs", type=_positive, default=os.cpu_count() or 1, help="processes at the same time"
    )
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument("--no-hostile", action="store_true", help="leave the attacks out")
    parser.add_argument("--no-mutants", action="store_true", help="leave the mutants of the solutions out")
    parser.add_argument("--no-notebook", action="store_true", help="do not run the notebooks")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


if __name__ == "__main__":
    sys.exit(main())
