"""Running the check of one exercise over one answer, from a seed, and surveying all that is wrong with it."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature

import torch

from torchenstein_lab.checks.describe import type_name
from torchenstein_lab.checks.exercise import JudgedExercise
from torchenstein_lab.checks.fault import CheckFault, TimeIsUp, Unavailable
from torchenstein_lab.checks.features import shared_by_failures
from torchenstein_lab.checks.half_done import is_waiting
from torchenstein_lab.checks.learner import Learner, message_of
from torchenstein_lab.checks.raised import explained_error, raised_sentence
from torchenstein_lab.checks.session import Observation, Session, run_as
from torchenstein_lab.contracts.lesson import Kind
from torchenstein_lab.contracts.verdict import Category, Finding

_UNREADABLE = (TypeError, AttributeError, ValueError, LookupError, ArithmeticError, RuntimeError)


@dataclass(frozen=True)
class Survey:
    """Everything that one check observed about one answer.

    `fault` says why the check itself could not be run to its end, where that was not the answer's doing."""

    observations: tuple[Observation, ...]
    entered: tuple[str, ...] = ()
    finished: frozenset[str] = frozenset()
    fault: str | None = None

    @property
    def failures(self) -> tuple[Observation, ...]:
        """What did not hold, in the order in which it was seen."""
        return tuple(observation for observation in self.observations if not observation.kept)

    @property
    def elsewhere(self) -> str:
        """How the function of the first failure did with the other inputs of the same promise, in a sentence;
        empty where there were no others, or the failure is not about a call."""
        if not self.failures or not self.failures[0].subject:
            return ""
        first = self.failures[0]
        calls = [
            observation
            for observation in self.observations
            if (observation.promise, observation.subject) == (first.promise, first.subject)
        ]
        failed = {one.step: one.features for one in calls if not one.kept}
        held = {one.step: one.features for one in calls if one.step not in failed}
        count = len(failed) + len(held)
        if not held:
            return f"None of the {count} calls is as promised." if count > 2 else ""
        special = " and ".join(shared_by_failures([*failed.values()], [*held.values()])[:3])
        many, where = f"Only this one of {count} calls is not as promised", "the one"
        if len(failed) > 1:
            many, where = f"{len(failed)} of {count} calls are not as promised", "those"
        if special:
            return f"{many}: {where} where {special}."
        return f"{many}{'; this is the first' if len(failed) > 1 else ''}."


def seed_everything(seed: int) -> None:
    """Set all global random numbers, so that the same seed gives the same check. One number of each is spent:
    at the start of its numbers nobody would see that a call has gone back there."""
    random.seed(seed)
    random.getrandbits(32)
    torch.default_generator.manual_seed(seed)
    torch.rand(1)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(seed % 2**32)
        numpy_random.random()


def load_dice() -> None:
    """Load NumPy's random numbers where NumPy is loaded, which puts it off to their first use: in a forked
    child that would be anew for each check."""
    if "numpy" in sys.modules:
        importlib.import_module("numpy.random")


def examine(
    exercise: JudgedExercise,
    answer: Mapping[str, object],
    learner: Learner,
    seed: int,
    numbers: Mapping[str, object],
    on_call: Callable[[str], None] = lambda _: None,
    on_failure: Callable[[Observation], None] = lambda _: None,
    explains: bool = False,
) -> Survey:
    """Run the check with the learner's names and the dealt numbers. It seeds the global random numbers: call
    it in a sandbox. Only `TimeIsUp` escapes from it. `explains`: whether somebody is to read it."""
    seed_everything(seed)
    session = Session(seed, learner, rules=exercise.rules, on_call=on_call, on_failure=on_failure)
    session.explains = explains
    session.predicts = exercise.source.kind is Kind.PREDICT
    session.names = {id(value): name for name, value in answer.items()}
    session.known = frozenset(answer)
    session.answer = answer
    session.waits = is_waiting([*answer.values()])
    fault = None
    watched = exercise.rules.watching(learner, session.own_calls, whole=False)
    with run_as(session), watched as session.observer:
        try:
            asked = signature(exercise.check).parameters
            dealt = {name: value for name, value in numbers.items() if name in asked}
            exercise.check(**{name: answer[name] for name in exercise.source.names}, **dealt)
            session.settle()
        except TimeIsUp:
            raise
        except Unavailable:
            session.settle()
        except CheckFault as error:
            fault = str(error)
        except BaseException as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
            session.settle()
            if learner.line_of(error) is not None:
                session.raised(error)
            elif session.waits:
                session.unfinished.add("")
            elif isinstance(error, _UNREADABLE) and not session.failures:
                session.record(_unreadable(error, session))
            elif not session.failures:
                fault = f"The check stopped with {type(error).__name__}: {message_of(error)}"
    there = {name: value for name, value in answer.items() if not is_waiting([value])}
    session.own_calls.broken = session.own_calls.broken or exercise.rules.forbidden_answer(there)
    session.settle_rules()
    finished = frozenset(session.finished - session.unfinished)
    return Survey(tuple(session.observations), tuple(session.entered), finished, fault)


def _unreadable(error: BaseException, session: Session) -> Observation:
    """A check that is proved by right answers stumbles only over a value of another kind than the task asks
    for."""
    kinds = [
        f"`{name}` is {type_name(value)}" for name, value in session.answer.items() if not callable(value)
    ]
    category, say = Category.TYPE, "it is not of the kind that the task asks for."
    if "meta tensor" in message_of(error).lower() or "'meta'" in message_of(error):
        category, say = Category.DEVICE, "it lies on the device meta, which holds no numbers."
    return Observation(
        step=session.step,
        line=0,
        promise=session.promise,
        category=category,
        say=f"The check cannot read what your code gave: {say}",
        seen="; ".join(
            [*kinds[:6], f"looking at it ended in {type(error).__name__}: {message_of(error)[:200]}"]
        ),
        evidence=type(error).__name__,
    )


def cell_raised(
    error: BaseException, learner: Learner, promises: tuple[str, ...], explains: bool = False
) -> Survey:
    """The survey of an answer whose cell did not even run: it breaks the first promise of the task."""
    described = learner.describe(error)
    observation = Observation(
        step=0,
        line=0,
        promise=promises[0] if promises else "",
        category=Category.RAISED,
        say=raised_sentence("Your cell", error, described.line),
        error=described,
        evidence=(described.kind, described.message),
        learner_line=described.line,
        explained=explained_error(error, learner) if explains else "",
    )
    return Survey((observation,))


def findings_of(survey: Survey, promises: tuple[str, ...]) -> tuple[Finding, ...]:
    """One finding for each promise of the task: kept, broken (with its first failure) or waiting.

    Of a value of the wrong kind, and of a call that raises, nothing else can be said: what fails after it
    waits for it, broken rules apart."""
    failed: dict[str, Observation] = {}
    for observation in survey.failures:
        failed.setdefault(observation.promise, observation)
    first = next(iter(failed.values()), None)
    blocks = first is not None and first.category in (Category.TYPE, Category.RAISED)
    broken = {
        text: each
        for text, each in failed.items()
        if each is first or not blocks or each.category is Category.RULE
    }
    ordered = [*promises, *(text for text in survey.entered if text not in promises)]
    if "" in broken or not ordered:
        ordered.append("")
    findings = []
    for text in ordered:
        if text in broken:
            findings.append(as_finding(broken[text]))
        elif text not in failed and (text in survey.finished or (not text and survey.fault is None)):
            findings.append(Finding(promise=text, state="kept"))
        else:
            findings.append(Finding(promise=text, state="waiting"))
    return tuple(findings)


def as_finding(observation: Observation) -> Finding:
    """A failure as the contract has it."""
    return Finding(
        promise=observation.promise,
        state="broken",
        category=observation.category,
        say=observation.say,
        seen=observation.seen,
        expected=observation.expected,
        got=observation.got,
        replay=observation.replay,
        line=observation.learner_line,
    )
