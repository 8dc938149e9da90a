"""The judge: one answer in the learner's kernel, one request, one verdict.

`judge_json` is what the server and `lab.check` come to through `entrance`. It never raises: what
goes wrong on our side is a verdict, too (`cannot-check`), with a sentence that says what to do.
"""

from __future__ import annotations

import re
import secrets
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from torchenstein_lab.checks.answer import answer_of, not_attempted, run_again
from torchenstein_lab.checks.capture import the_shell
from torchenstein_lab.checks.diagnosis import Diagnosis
from torchenstein_lab.checks.examine import load_dice
from torchenstein_lab.checks.exercise import JudgedExercise, load_exercise
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.guard import in_guard
from torchenstein_lab.checks.half_done import with_placeholders
from torchenstein_lab.checks.locate import exercise_file
from torchenstein_lab.checks.messages import Ended, Send, Surveyed, Work
from torchenstein_lab.checks.originals import sound_builtins
from torchenstein_lab.checks.prediction import NEXT, withhold_answer
from torchenstein_lab.checks.raised import get_ready
from torchenstein_lab.checks.work import Answer, judge_answer
from torchenstein_lab.contracts.lesson import Kind
from torchenstein_lab.contracts.verdict import (
    VERDICT_BYTES,
    Category,
    Finding,
    JudgeRequest,
    LearnerError,
    Outcome,
    Preview,
    Verdict,
)
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.course.exercise_source import DealtExercise

Sandbox = Literal["fork", "guard"]
_UPGRADE = f"{sys.executable} -m pip install --upgrade torchenstein-lab"


def judge_json(request: str) -> str:
    """Judge an answer: takes a `JudgeRequest` and gives a `Verdict`, both as JSON. Never raises."""
    with sound_builtins():
        asked = JudgeRequest("", "", "")
        try:
            asked = msgspec.json.decode(request, type=JudgeRequest)
            verdict = judge(asked)
        except KeyboardInterrupt:
            verdict = cannot_check(asked, "You cancelled the check.")
        except msgspec.MsgspecError as error:
            verdict = cannot_check(asked, f"The kernel did not understand what to check: {error}.")
        except BaseException as error:  # noqa: BLE001  (a verdict is owed whatever happens)
            what = f"{type(error).__name__}: {error}"
            verdict = cannot_check(asked, f"The judge failed, which is not your fault ({what}).")
        return encode(verdict)


def judge(request: JudgeRequest, sandbox: Sandbox | None = None) -> Verdict:
    """Judge the answer in the running kernel. `sandbox` forces one of the two; `None` takes the one that
    fits."""
    if request.contract != CONTRACT:
        return cannot_check(request, _mismatch(request.contract))
    try:
        path = exercise_file(request.pack, request.lesson, request.exercise)
        return judge_file(path, request, namespace(), sandbox)
    except CheckFault as error:
        return cannot_check(request, str(error))


def judge_file(
    path: Path, request: JudgeRequest, space: Mapping[str, object], sandbox: Sandbox | None = None
) -> Verdict:
    """Judge the answer that stands in the namespace `space` by the exercise file at `path`.

    Raises `CheckFault` where the exercise cannot be judged."""
    started = time.monotonic()
    exercise = load_exercise(path)
    content = exercise.source.content
    if request.content is not None and request.content != content:
        return cannot_check(request, _other_content(request.exercise))
    dealt = exercise.deal(_deal_of(request))
    answer = answer_of(exercise, space, request.source)
    seed = secrets.randbelow(2**31) if request.seed is None else request.seed
    verdict = Verdict(
        pack=request.pack,
        lesson=request.lesson,
        exercise=request.exercise,
        content=content,
        outcome=Outcome.PASSED,
        say="",
        seed=seed,
        deal=dealt.number,
        contract=CONTRACT,
    )
    untouched = not_attempted(exercise, dealt, answer, request.source)
    stopped = request.raised if untouched is None else untouched.written
    if stopped and request.source is not None:
        raised = _why_not_there(exercise, dealt, space, request.source, seed, sandbox)
        if raised is not None:
            return _told(verdict, exercise, dealt, *raised, time.monotonic() - started)
    if untouched is not None:
        if untouched.partly:
            values = with_placeholders(answer.values, exercise.source.names)
            some = Answer(answer.learner, values)
            ended, where = run_sandboxed(exercise, dealt, some, seed, space, sandbox)
            told = _told(verdict, exercise, dealt, ended, where, time.monotonic() - started)
            if told.outcome is not Outcome.PASSED:
                return told
            untouched = untouched.so_far(told.findings)
        return msgspec.structs.replace(
            verdict,
            outcome=untouched.outcome,
            say=untouched.say,
            seen=untouched.seen,
            next=untouched.next,
            findings=untouched.findings,
            seconds=time.monotonic() - started,
        )
    ended, where = run_sandboxed(exercise, dealt, answer, seed, space, sandbox)
    return _told(verdict, exercise, dealt, ended, where, time.monotonic() - started)


def run_sandboxed(
    exercise: JudgedExercise,
    dealt: DealtExercise,
    answer: Answer,
    seed: int,
    space: Mapping[str, object],
    sandbox: Sandbox | None = None,
) -> tuple[Ended, Sandbox]:
    """Judge an answer in a fork, or behind the guard where fork is not to be had or the child never spoke."""

    def work(send: Send) -> None:
        judge_answer(exercise, dealt, answer, seed, send)

    return in_sandbox(work, exercise.source.limit, space, sandbox)


def in_sandbox(
    work: Work, limit: float, space: Mapping[str, object], sandbox: Sandbox | None = None
) -> tuple[Ended, Sandbox]:
    """Do some work in the sandbox that fits, or in the one that is asked for."""
    load_dice()
    if sandbox != "guard" and sys.platform == "linux":
        from torchenstein_lab.checks.fork import in_fork, possible

        if sandbox == "fork" or possible():
            ended = in_fork(work, limit)
            if ended.how != "silent" or sandbox == "fork":
                return ended, "fork"
    return in_guard(work, limit, space), "guard"


def _deal_of(request: JudgeRequest) -> int | None:
    """The deal that was asked for, or the one that the last line of the cell names."""
    if request.deal is not None or request.source is None:
        return request.deal
    named = re.findall(r"^# deal (\d{1,9})$", request.source, re.MULTILINE)
    return int(named[-1]) if named else None


def _why_not_there(
    exercise: JudgedExercise,
    dealt: DealtExercise,
    space: Mapping[str, object],
    source: str,
    seed: int,
    sandbox: Sandbox | None,
) -> tuple[Ended, Sandbox] | None:
    """What the learner's cell raises, or how it ends, when a name is not there although something was
    written,
    or is there from an earlier run of the cell."""

    def work(send: Send) -> None:
        answer = run_again(exercise, space, source)
        if answer.error is not None:
            judge_answer(exercise, dealt, answer, seed, send)

    ended, where = in_sandbox(work, exercise.source.limit, space, sandbox)
    came_through = ended.how == "done" and ended.last(Surveyed) is None
    return None if came_through or ended.how == "silent" else (ended, where)


def namespace() -> Mapping[str, object]:
    """The notebook's variables: those of the IPython shell, else those of `__main__`."""
    shell = the_shell()
    if shell is not None:
        space: Mapping[str, object] = shell.user_ns
        return space
    return vars(sys.modules["__main__"])


def cannot_check(request: JudgeRequest, say: str) -> Verdict:
    """A verdict that says why there is none."""
    return Verdict(
        pack=request.pack,
        lesson=request.lesson,
        exercise=request.exercise,
        content=request.content or "",
        outcome=Outcome.CANNOT_CHECK,
        say=say,
        seed=request.seed or 0,
        deal=request.deal,
        contract=CONTRACT,
    )


def encode(verdict: Verdict) -> str:
    """The verdict as JSON, at most `VERDICT_BYTES` long: pictures go first where it is too long."""
    data = msgspec.json.encode(verdict)
    if len(data) > VERDICT_BYTES:
        data = msgspec.json.encode(_smaller(verdict))
    return data.decode()


def _told(
    verdict: Verdict,
    exercise: JudgedExercise,
    dealt: DealtExercise,
    ended: Ended,
    where: Sandbox,
    seconds: float,
) -> Verdict:
    predicts = exercise.source.kind is Kind.PREDICT
    if predicts:
        ended = withhold_answer(ended)
    notes = {cell.name: cell.note for cell in dealt.wrong}
    diagnosis = Diagnosis(ended, exercise.source.limit, notes, exercise.source.promises)
    if diagnosis.error is not None:
        get_ready()
    return msgspec.structs.replace(
        verdict,
        outcome=diagnosis.outcome,
        say=diagnosis.say,
        seen=diagnosis.seen,
        next=NEXT if predicts and diagnosis.outcome is Outcome.FAILED else diagnosis.next,
        misconception=diagnosis.misconception,
        findings=diagnosis.findings,
        error=diagnosis.error,
        printed=ended.printed,
        sandbox=where,
        seconds=round(seconds, 4),
    )


def _smaller(verdict: Verdict) -> Verdict:
    def without_cells(picture: Preview | None) -> Preview | None:
        return None if picture is None else Preview(picture.text[:500], picture.shape, picture.dtype)

    findings = tuple(
        msgspec.structs.replace(
            finding,
            say=finding.say[:1000],
            seen=finding.seen[:1000],
            replay=finding.replay[:1000],
            expected=without_cells(finding.expected),
            got=without_cells(finding.got),
        )
        for finding in verdict.findings[:50]
    )
    error = verdict.error
    if error is not None:
        error = LearnerError(
            error.kind[:200], error.message[:1000], error.line, error.source[:500], error.traceback[:4000]
        )
    return msgspec.structs.replace(
        verdict,
        say=verdict.say[:2000],
        seen=verdict.seen[:2000],
        findings=findings,
        error=error,
        printed=verdict.printed[:4000],
    )


def _mismatch(theirs: int) -> str:
    if theirs > CONTRACT:
        return (
            "The Torchenstein Lab in the kernel's environment is older than the one of the notebook server. "
            f"Bring it up to date, in a terminal: `{_UPGRADE}`. "
            "Then restart the kernel."
        )
    return (
        "The Torchenstein Lab of the notebook server is older than the one in the kernel's environment. "
        "Bring the server's up to date, in its environment: `pip install --upgrade torchenstein-lab`. "
        "Then restart JupyterLab."
    )


def _other_content(exercise: str) -> str:
    return (
        f"The notebook server and the kernel have different versions of the exercise {exercise!r}. "
        f"Bring the kernel's up to date, in a terminal: `{_UPGRADE}`; "
        "then restart the kernel. Your answer is as you left it."
    )


__all__ = [
    "Category",
    "Finding",
    "cannot_check",
    "encode",
    "judge",
    "judge_file",
    "judge_json",
    "run_sandboxed",
]
