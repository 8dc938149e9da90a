"""What is done inside a sandbox for one answer: examine it, then find the misconception it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torchenstein_lab.checks.examine import Survey, as_finding, cell_raised, examine, findings_of
from torchenstein_lab.checks.exercise import JudgedExercise
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.messages import Calling, Failed, Recognised, Send, Surveyed
from torchenstein_lab.checks.misconception import recognise
from torchenstein_lab.checks.originals import sound_torch
from torchenstein_lab.checks.session import Observation
from torchenstein_lab.course.exercise_source import DealtExercise


@dataclass(frozen=True)
class Answer:
    """A learner's answer: the names in their namespace, or the error that their cell raised."""

    learner: Learner
    values: Mapping[str, object]
    error: BaseException | None = None


def judge_answer(
    exercise: JudgedExercise, dealt: DealtExercise, answer: Answer, seed: int, send: Send
) -> None:
    """Examine an answer and send what is found: calls, failures, the survey, the misconception."""
    with sound_torch():
        survey = _survey(exercise, dealt, answer, seed, send)
        failures = survey.failures
        send(
            Surveyed(
                findings=findings_of(survey, exercise.source.promises),
                first=as_finding(failures[0]) if failures else None,
                error=failures[0].error if failures else None,
                fault=survey.fault,
                explained=f"{failures[0].explained} {survey.elsewhere}".strip() if failures else "",
            )
        )
        if failures:
            send(Recognised(recognise(exercise, dealt, survey, seed)))


def _survey(exercise: JudgedExercise, dealt: DealtExercise, answer: Answer, seed: int, send: Send) -> Survey:
    if answer.error is not None:
        return cell_raised(answer.error, answer.learner, exercise.source.promises, explains=True)
    told = False

    def on_failure(observation: Observation) -> None:
        nonlocal told
        if not told:
            told = True
            send(Failed(as_finding(observation), observation.error))

    def on_call(text: str) -> None:
        send(Calling(text))

    return examine(exercise, answer.values, answer.learner, seed, dealt.numbers, on_call, on_failure, True)
