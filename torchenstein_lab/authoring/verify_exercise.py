"""Proving one exercise: the starter is no attempt, right answers pass, wrong ones fail with their own
message, mutants of the solution fail, attacks end as they should, and the check leaves no trace. `verify`
runs this for many."""

from __future__ import annotations

import dataclasses
import random
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
import torch

from torchenstein_lab.authoring.hostile import Hostile, hostile_answers
from torchenstein_lab.authoring.verify_mutants import verify_mutants
from torchenstein_lab.checks.answer import answer_of, not_attempted
from torchenstein_lab.checks.diagnosis import Diagnosis
from torchenstein_lab.checks.exercise import JudgedExercise, load_exercise, run_cell
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.judge import Sandbox, in_sandbox, judge_file, run_sandboxed
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.messages import Ended, Send, Told
from torchenstein_lab.checks.misconception import match, survey_of_body
from torchenstein_lab.checks.originals import sound_torch
from torchenstein_lab.contracts.verdict import JudgeRequest, Outcome
from torchenstein_lab.course.cell_text import CellText

_SANDBOXES: tuple[Sandbox, ...] = ("fork", "guard") if sys.platform == "linux" else ("guard",)
HOSTILE_LIMIT = 1.0
HOSTILE_PATIENCE = 8
WRONG_SEEDS = 10
COINCIDENCES = 0.2
"""The share of deals in which a wrong answer may, by chance of the numbers, be the same as another one."""

_BATCH_LIMIT = 600.0


class Report(msgspec.Struct):
    """What was proved about one exercise; a failure is a sentence that begins with the answer's name.

    `equivalent` are mutants that are right answers, `survivors` those that pass, each with its diff."""

    exercise: str
    kind: str = ""
    level: str = ""
    right: int = 0
    right_accepted: int = 0
    wrong: int = 0
    wrong_rejected: int = 0
    wrong_diagnosed: int = 0
    mutants: int = 0
    mutants_killed: int = 0
    equivalent: int = 0
    hostile: int = 0
    hostile_right: int = 0
    survivors: list[str] = msgspec.field(default_factory=list)
    failures: list[str] = msgspec.field(default_factory=list)


class _Trial(msgspec.Struct):
    """One answer, judged once: the first failure's sentence (empty: accepted), and what was recognised."""

    name: str
    seed: int
    say: str
    misconception: str | None = None


def verify_exercise(
    path: Path,
    seeds: int,
    hostile: bool = True,
    say: Callable[[str], None] = lambda _: None,
    mutate: bool = True,
) -> Report:
    """Prove the exercise file at `path` over so many seeds. Never raises for what the file holds."""
    report = Report(path.stem.replace("_", "-"))
    try:
        exercise = load_exercise(path)
        report.kind, report.level = exercise.source.kind.value, exercise.source.level.value
        _verify_starter(exercise, report)
        _verify_right(exercise, report, seeds, say)
        dealing = exercise.source.deal is not None
        _verify_wrong(exercise, report, WRONG_SEEDS if dealing else min(seeds, WRONG_SEEDS), say)
        _verify_traces(exercise, report)
        if mutate and report.right_accepted == report.right:
            _verify_mutants(exercise, report)
        if hostile and "fork" in _SANDBOXES:
            _verify_hostile(exercise, report, say)
    except CheckFault as error:
        report.failures.append(str(error))
    return report


def _deals(exercise: JudgedExercise, seeds: int) -> Iterator[tuple[int, int]]:
    """Pairs of seed and deal."""
    for seed in range(seeds):
        yield seed, seed if exercise.source.deal is not None else 0


def _verify_starter(exercise: JudgedExercise, report: Report) -> None:
    for deal in range(3 if exercise.source.deal is not None else 1):
        dealt = exercise.deal(deal)
        cell = dataclasses.replace(exercise.source.starter, source=dealt.starter)
        space, error = run_cell(cell, exercise, dealt.numbers)
        if error is not None:
            report.failures.append(f"starter: running it raises {type(error).__name__}: {error}")
            return
        for source in (dealt.starter, None):
            answer = answer_of(exercise, space, source)
            untouched = not_attempted(exercise, dealt, answer, source)
            if untouched is None or untouched.outcome is not Outcome.NOT_ATTEMPTED:
                how = "with" if source else "without"
                report.failures.append(f"starter: untouched, {how} its text at hand, it counts as an attempt")


def _verify_right(exercise: JudgedExercise, report: Report, seeds: int, say: Callable[[str], None]) -> None:
    for cell in (exercise.source.solution, *exercise.source.right):
        say(cell.name)
        report.right += 1
        troubles = []
        for sandbox in _SANDBOXES:
            trials, trouble = _trials(exercise, (cell.name,), list(_deals(exercise, seeds)), sandbox)
            refused = [trial for trial in trials if trial.say]
            if trouble:
                troubles.append(f"{cell.name}: in the {sandbox}, {trouble}")
            elif refused:
                troubles.append(
                    f"{cell.name}: right, but refused in the {sandbox} for {len(refused)} of {seeds} seeds; "
                    f"seed {refused[0].seed}: {refused[0].say}"
                )
        report.failures += troubles
        report.right_accepted += not troubles


def _verify_wrong(exercise: JudgedExercise, report: Report, seeds: int, say: Callable[[str], None]) -> None:
    names = tuple(cell.name for cell in exercise.source.wrong)
    report.wrong += len(names)
    trials: list[_Trial] = []
    for sandbox in _SANDBOXES:
        say(f"wrong answers in the {sandbox}")
        tried, trouble = _trials(exercise, names, list(_deals(exercise, seeds)), sandbox)
        trials += tried
        if trouble:
            report.failures.append(f"wrong answers: in the {sandbox}, {trouble}")
    for name in names:
        _verify_wrong_answer(name, [trial for trial in trials if trial.name == name], report)


def _verify_wrong_answer(name: str, trials: list[_Trial], report: Report) -> None:
    accepted = [trial for trial in trials if not trial.say]
    if accepted:
        report.failures.append(f"{name}: wrong, but accepted with seed {accepted[0].seed}")
    if accepted or not trials:
        return
    report.wrong_rejected += 1
    strays = [trial for trial in trials if trial.misconception != name]
    if len(strays) > COINCIDENCES * len(trials):
        report.failures.append(
            f"{name}: rejected, but for {len(strays)} of {len(trials)} seeds not with its own message; "
            f"seed {strays[0].seed} gives {strays[0].misconception or 'none'}: {strays[0].say}"
        )
    else:
        report.wrong_diagnosed += 1


def _trials(
    exercise: JudgedExercise, names: tuple[str, ...], pairs: list[tuple[int, int]], sandbox: Sandbox
) -> tuple[list[_Trial], str]:
    """Judge some of the author's answers for many seeds inside one sandbox. Returns the trials, and what went
    wrong with the sandbox itself."""

    def work(send: Send) -> None:
        with sound_torch():
            for seed, deal in pairs:
                for trial in _try(exercise, names, seed, deal):
                    send(Told(msgspec.json.encode(trial).decode()))

    ended, _ = in_sandbox(work, _BATCH_LIMIT, {}, sandbox)
    trials = [
        msgspec.json.decode(told.body, type=_Trial) for told in ended.messages if isinstance(told, Told)
    ]
    if len(trials) < len(pairs) * len(names):
        return trials, f"it ended with {_how(ended)} at seed {pairs[len(trials) // len(names)][0]}"
    return trials, ""


def _try(exercise: JudgedExercise, names: tuple[str, ...], seed: int, deal: int) -> Iterator[_Trial]:
    """Judge answers with one seed. Wrong ones are run twice, as a learner's and as the known answer, so that
    one which does something else each time is found out."""
    dealt = exercise.deal(deal)
    wrong = {cell.name for cell in dealt.wrong} & set(names)
    known = [(cell.name, survey_of_body(exercise, dealt, cell.name, seed)) for cell in dealt.wrong if wrong]
    for name in names:
        survey = survey_of_body(exercise, dealt, name, seed)
        if survey.fault is not None and not survey.failures:
            yield _Trial(name, seed, f"the check failed: {survey.fault}")
        elif not survey.failures:
            yield _Trial(name, seed, "")
        else:
            yield _Trial(name, seed, survey.failures[0].say, match(survey, known))


def _how(ended: Ended) -> str:
    diagnosis = Diagnosis(ended, _BATCH_LIMIT, {}, ())
    return f"{diagnosis.outcome.value}: {diagnosis.say}"


def _verify_traces(exercise: JudgedExercise, report: Report) -> None:
    """Judge the solution in both sandboxes, and look whether anything of the process is other than before."""
    dealt = exercise.deal(0)
    space, error = run_cell(dealt.solution, exercise, dealt.numbers)
    if error is not None:
        return
    for sandbox in _SANDBOXES:
        before = _traces(space)
        judge_file(exercise.path, _request(exercise, dealt.solution.source), space, sandbox)
        after = _traces(space)
        for what, value in before.items():
            if after[what] != value:
                report.failures.append(f"check: in the {sandbox} it leaves a trace: {what}")


def _traces(space: Mapping[str, object]) -> dict[str, object]:
    numpy = sys.modules.get("numpy")
    return {
        "PyTorch's random state": torch.get_rng_state().numpy().tobytes(),
        "Python's random state": random.getstate(),
        "NumPy's random state": repr(numpy.random.get_state()) if numpy is not None else None,
        "the learner's names": {name: id(value) for name, value in space.items()},
        "the default dtype": torch.get_default_dtype(),
        "the gradient mode": torch.is_grad_enabled(),
        "the number of threads": torch.get_num_threads(),
        "the warnings filters": list(warnings.filters),
        "the streams": (id(sys.stdin), id(sys.stdout), id(sys.stderr)),
        "torch.allclose": id(torch.allclose),
    }


def _verify_mutants(exercise: JudgedExercise, report: Report) -> None:
    found = verify_mutants(exercise)
    report.mutants, report.mutants_killed, report.equivalent = found.mutants, found.killed, found.equivalent
    report.survivors += found.survivors
    report.failures += found.failures


def _verify_hostile(exercise: JudgedExercise, report: Report, say: Callable[[str], None]) -> None:
    for attack in hostile_answers(exercise):
        say(attack.name)
        report.hostile += 1
        # On a machine that has much else to do, a second may be too short for an attack to show its face.
        trouble = _trouble_with(attack, exercise, HOSTILE_LIMIT)
        if trouble is not None:
            trouble = _trouble_with(attack, exercise, HOSTILE_LIMIT * HOSTILE_PATIENCE)
        if trouble is None:
            report.hostile_right += 1
        else:
            report.failures.append(f"hostile: {attack.name} {trouble}")


def _trouble_with(attack: Hostile, exercise: JudgedExercise, limit: float) -> str | None:
    """How an attack ended other than it should, when the check has so many seconds."""
    quick = dataclasses.replace(exercise, source=dataclasses.replace(exercise.source, limit=limit))
    outcome, said, seconds = judge_hostile(quick, attack.source)
    if outcome not in attack.outcomes:
        return f"ended as {outcome.value}: {said}"
    if seconds > limit * 2:
        return f"was ended after {seconds:.1f} seconds only"
    return None


def judge_hostile(exercise: JudgedExercise, source: str) -> tuple[Outcome, str, float]:
    """How a hostile cell is judged in the fork, and in how many seconds."""
    dealt = exercise.deal(0)
    space, error = run_cell(CellText("hostile", "", source, 1), exercise, dealt.numbers)
    if error is not None:
        return Outcome.CANNOT_CHECK, f"the attack itself cannot be run: {error}", 0.0
    answer = answer_of(exercise, space, source)
    ended, _ = run_sandboxed(exercise, dealt, answer, 0, space, "fork")
    diagnosis = Diagnosis(ended, exercise.source.limit, {}, exercise.source.promises)
    return diagnosis.outcome, diagnosis.say, ended.seconds


def _request(exercise: JudgedExercise, source: str) -> JudgeRequest:
    return JudgeRequest("pack", "lesson", exercise.source.id, source=source, seed=1, deal=0)


__all__ = ["HOSTILE_LIMIT", "Learner", "Report", "judge_hostile", "verify_exercise"]
