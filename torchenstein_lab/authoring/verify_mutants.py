"""Judging the mutants of one solution: nine of ten must fail the check.

Many mutants are judged in one child. Each has a limit of its own; one that ends the child, or that no signal
gets out of C, is counted as failed, and the next child goes on after it.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import torch

from torchenstein_lab.authoring.mutants import Mutant, mutants
from torchenstein_lab.checks.answer import same_code
from torchenstein_lab.checks.examine import Survey, cell_raised, examine
from torchenstein_lab.checks.exercise import JudgedExercise, run_cell
from torchenstein_lab.checks.fault import TimeIsUp
from torchenstein_lab.checks.judge import Sandbox, in_sandbox
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.messages import Send, Told
from torchenstein_lab.checks.originals import sound_torch
from torchenstein_lab.course.cell_text import CellText

LEAST_KILLED = 0.9
"""The share of mutants that must fail."""

LISTED = "equivalent_mutants"
"""The name under which an exercise file lists mutants that are right answers, each with the reason."""

SEEDS = 3
DEALS = 10
COINCIDENCES = 0.2
"""The share of deals in which a mutant may, by chance of the numbers, give the right answer."""

_AT_LEAST, _AT_MOST = 1.0, 10.0
_TIMES = 10.0
_AGAIN = 0.05
_START = 30.0


class Mutation(msgspec.Struct):
    """What became of the mutants: how many there are, equivalent ones apart, and how many failed."""

    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    survivors: list[str] = msgspec.field(default_factory=list)
    failures: list[str] = msgspec.field(default_factory=list)


class _Fate(msgspec.Struct):
    """How often one mutant was judged, and passed; `alike`: it gives the very values of the solution."""

    index: int
    judged: int
    passed: int
    alike: bool
    fault: str = ""


def verify_mutants(exercise: JudgedExercise) -> Mutation:
    """Judge all mutants of the exercise's solution."""
    source = exercise.source
    dealt = exercise.deal(0).numbers
    made = [
        mutant
        for mutant in mutants(source.solution, dealt)
        if not any(same_code(mutant.cell.source, known.source) for known in source.right)
    ]
    listed, failures = _listed(exercise, made)
    found = Mutation(failures=failures)
    fates = _judge_all(exercise, made)
    for at, mutant in enumerate(made):
        fate = fates.get(at)
        survived = fate is not None and fate.passed > COINCIDENCES * fate.judged
        alike = fate is not None and fate.alike
        if alike or (survived and mutant.change in listed):
            found.equivalent += 1
            continue
        if mutant.change in listed:
            found.failures.append(f"{LISTED}: `{mutant.change}` fails the check. Take it off the list.")
        found.mutants += 1
        found.killed += not survived
        if survived and fate is not None:
            found.survivors.append(f"{mutant.change}{fate.fault}\n{mutant.diff}")
    if found.killed < LEAST_KILLED * found.mutants:
        survivors = "; ".join(each.split("\n")[0] for each in found.survivors)
        found.failures.append(
            f"mutants: the check passes {found.mutants - found.killed} of {found.mutants} solutions with a "
            f"mistake in them: {survivors}. Let the check ask for what they get wrong; where one is right, "
            f'list it in `{LISTED} = {{"<that line>": "<the reason>"}}`.'
        )
    return found


def _listed(exercise: JudgedExercise, made: list[Mutant]) -> tuple[dict[str, str], list[str]]:
    """The author's list of equivalent mutants, and what is wrong with it."""
    listed = exercise.scope.get(LISTED, {})
    if not isinstance(listed, dict) or not all(isinstance(key, str) for key in listed):
        return {}, [f'{LISTED}: it is no dict of texts. Write {{"<the change>": "<the reason>"}}.']
    changes = {mutant.change for mutant in made}
    failures = []
    for change, reason in listed.items():
        if not isinstance(reason, str) or len(reason.split()) < 3:
            failures.append(f"{LISTED}: `{change}` has no reason. Say why it is a right answer.")
        if change not in changes:
            failures.append(f"{LISTED}: `{change}` is no mutant of the solution. Take it off the list.")
    return {change: str(reason) for change, reason in listed.items()}, failures


def _judge_all(exercise: JudgedExercise, made: list[Mutant]) -> dict[int, _Fate]:
    """The fates of the mutants by their place; those that ended their sandbox have none."""
    started = time.monotonic()
    pairs = (
        [(seed, seed) for seed in range(DEALS)] if exercise.source.deal else [(s, 0) for s in range(SEEDS)]
    )
    sandbox: Sandbox = "fork" if sys.platform == "linux" else "guard"
    _judge_some(exercise, [exercise.source.solution], [0], pairs, _START * 2, sandbox)
    limit = min(max(_AT_LEAST, _TIMES * (time.monotonic() - started)), _AT_MOST)
    fates: dict[int, _Fate] = {}
    left = list(range(len(made)))
    cells = [mutant.cell for mutant in made]
    while left:
        batch = left if sandbox == "fork" else left[:1]
        for fate in _judge_some(exercise, cells, batch, pairs, limit, sandbox):
            fates[fate.index] = fate
        done = [at for at in batch if at in fates]
        left = left[len(done) + (len(done) < len(batch)) :]
    return fates


def _judge_some(
    exercise: JudgedExercise,
    cells: list[CellText],
    batch: list[int],
    pairs: list[tuple[int, int]],
    limit: float,
    sandbox: Sandbox,
) -> list[_Fate]:
    """Judge one mutant after the other in one sandbox, until that ends."""

    def work(send: Send) -> None:
        with sound_torch():
            known = _values_of_solution(exercise, pairs)
            for at in batch:
                with _time_limit(limit, sandbox):
                    fate = _fate(exercise, cells[at], at, pairs, known)
                send(Told(msgspec.json.encode(fate).decode()))

    ended, _ = in_sandbox(work, _START + 2 * limit * len(batch), {}, sandbox)
    told = (message for message in ended.messages if isinstance(message, Told))
    return [msgspec.json.decode(message.body, type=_Fate) for message in told]


def _fate(
    exercise: JudgedExercise, cell: CellText, at: int, pairs: list[tuple[int, int]], known: list[object]
) -> _Fate:
    fate = _Fate(at, 0, 0, True)
    try:
        for (seed, deal), values in zip(pairs, known, strict=True):
            survey, given = _survey(exercise, cell, seed, deal)
            fate.judged += 1
            passed = not survey.failures
            fate.passed += passed
            fate.alike = fate.alike and given is not None and given == values
            if passed and survey.fault is not None:
                fate.fault = f" (the check itself stumbles: {survey.fault})"
    except TimeIsUp:
        fate.judged, fate.passed, fate.alike = max(fate.judged, 1), 0, False
    return fate


def _survey(
    exercise: JudgedExercise, cell: CellText, seed: int, deal: int
) -> tuple[Survey, tuple[str, ...] | None]:
    """What the check observes about a cell, and the cell's values where all of them are plain."""
    numbers = exercise.deal(deal).numbers
    names = exercise.source.names
    space, error = run_cell(cell, exercise, numbers)
    learner = Learner(space, cell.source)
    if isinstance(error, TimeIsUp):
        raise error
    if error is None and not all(name in space for name in names):
        error = NameError("a name is missing")
    if error is not None:
        return cell_raised(error, learner, exercise.source.promises), None
    values = {name: space[name] for name in names}
    plain = tuple(repr(values[name]) for name in names) if all(map(_is_plain, values.values())) else None
    return examine(exercise, values, learner, seed, numbers), plain


def _values_of_solution(exercise: JudgedExercise, pairs: list[tuple[int, int]]) -> list[object]:
    return [_survey(exercise, exercise.source.solution, seed, deal)[1] for seed, deal in pairs]


def _is_plain(value: object) -> bool:
    """Whether `repr` says everything about a value."""
    if isinstance(value, (list, tuple)):
        return all(_is_plain(each) for each in value)
    return value is None or type(value) in (bool, int, float, str, torch.dtype)


@contextmanager
def _time_limit(limit: float, sandbox: Sandbox) -> Iterator[None]:
    """Raise `TimeIsUp` after `limit` seconds; where it reaches nobody, end this child after twice that."""
    if sandbox != "fork":
        yield  # the guard has a limit, and judges one mutant at a time
        return

    def ring(*_: object) -> None:
        raise TimeIsUp

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        signal.signal(signal.SIGALRM, ring)
        faulthandler.dump_traceback_later(2 * limit, exit=True, file=nowhere)
        signal.setitimer(signal.ITIMER_REAL, limit, _AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()


__all__ = ["LEAST_KILLED", "Mutation", "verify_mutants"]
