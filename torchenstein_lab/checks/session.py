"""One run of one check: what it has observed so far.

`expect`, `promise`, `given` and `sample` all talk to the session that is running in this thread of
execution. A session goes on after the first failure, so that it can tell an answer that is wrong once from
one that is wrong everywhere: that is what misconceptions are told apart by.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import torch

from torchenstein_lab.checks.fault import CheckFault, TimeIsUp, Unavailable
from torchenstein_lab.checks.forbid import BrokenRule, Observer, Rules, Watch
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.naming import is_shared
from torchenstein_lab.checks.raised import explained_error, raised_sentence
from torchenstein_lab.contracts.verdict import Category, LearnerError, Preview

if TYPE_CHECKING:
    from torchenstein_lab.checks.call import Call

T = TypeVar("T")
_KEPT = 30


@dataclass(frozen=True)
class Unsatisfied:
    """The evidence of a predicate that did not hold: what should have held, and for which value it did
    not."""

    what: str
    value: object


@dataclass(frozen=True)
class Observation:
    """One expectation that was looked at. `step` counts expectations from the start of the check, `line` is
    where the check asked; `evidence` is what came, to compare answers with each other; `explained` says how
    the right values became those that came, for a learner whose misconception nobody has described. `subject`
    names the function that was called, `by_chance` tells that it threw dice, `features` what is special about
    its inputs."""

    step: int
    line: int
    promise: str
    category: Category | None = None
    say: str = ""
    seen: str = ""
    expected: Preview | None = None
    got: Preview | None = None
    replay: str = ""
    error: LearnerError | None = None
    evidence: object = None
    learner_line: int | None = None
    explained: str = ""
    subject: str = ""
    by_chance: bool = False
    features: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the expectation held."""
        return self.category is None


@dataclass
class Session:
    """What a running check knows. `answer` is what the learner produced, `known` its names, `names` the
    same by identity, for the sentences; `on_call` is told of each call before it is made, `on_failure` of
    each failure when it is seen. `explains`: whether the first failure is to be explained, which takes time;
    `predicts`: whether the answer is a prediction, of which nothing may be told that gives it away.
    `waits`: whether
    some names of the answer are not there yet. `earlier` are the calls made so far, the last of them."""

    seed: int
    learner: Learner
    names: dict[int, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    answer: Mapping[str, object] = field(default_factory=dict)
    on_call: Callable[[str], None] = lambda _: None
    on_failure: Callable[[Observation], None] = lambda _: None
    rules: Rules = field(default_factory=lambda: Rules(()))
    observations: list[Observation] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    finished: set[str] = field(default_factory=set)
    unfinished: set[str] = field(default_factory=set)
    promise: str = ""
    step: int = 0
    explains: bool = True
    predicts: bool = False
    waits: bool = False
    observer: Observer | None = None
    own_calls: Watch = field(default_factory=Watch)
    earlier: deque[Call] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _labels: dict[int, tuple[str, object]] = field(default_factory=dict)
    _next_labels: list[tuple[str, object]] = field(default_factory=list)
    _unasked: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311  (exercises, not secrets)
        self.generator = torch.Generator().manual_seed(self.seed)

    def next_step(self) -> int:
        """Begin a new expectation; one that was made but never asked anything is settled first."""
        self.settle()
        self.step += 1
        return self.step

    def settle(self) -> None:
        """Let an expectation that was made, and asked nothing, report what its call raised."""
        unasked, self._unasked = self._unasked, None
        if unasked is not None:
            unasked()

    def when_unasked(self, report: Callable[[], None] | None) -> None:
        """What to report when no question follows the call just made."""
        self._unasked = report

    @contextmanager
    def watching(self, watch: Watch) -> Iterator[None]:
        """Watch a call of the learner's function: all that runs in it is their doing."""
        if self.observer is not None:
            with self.observer.on_duty(watch, whole=True):
                yield
        else:
            with self.rules.watching(self.learner, watch):
                yield

    def settle_rules(self) -> None:
        """Report the rule that was broken when the check itself called the learner's function, unless a rule
        was told already."""
        rule = self.own_calls.broken
        if rule is not None and all(failure.category is not Category.RULE for failure in self.failures):
            self.broke(rule)

    def broke(self, rule: BrokenRule, seen: str = "", line: int = 0) -> None:
        """Record a rule that the learner's code broke."""
        self.record(
            Observation(
                self.step,
                line,
                self.promise,
                Category.RULE,
                rule.say,
                seen,
                evidence=rule.what,
                learner_line=rule.line,
            )
        )

    def record(self, observation: Observation) -> None:
        """Keep an observation, and pass a failure on."""
        self.observations.append(observation)
        if not observation.kept:
            self.on_failure(observation)

    def label(self, text: str, value: T) -> T:
        """Name an input in messages. A value whose identity is its own is kept alive, and so is its name; one
        that all of Python shares (a small number, a text) has its name in the next expectation only."""
        if is_shared(value):
            self._next_labels.append((text, value))
        else:
            self._labels[id(value)] = text, value
        return value

    def labels_for(self, values: Sequence[object]) -> list[str | None]:
        """The names of the values that the next expectation is about, by their positions. Where one shared
        value stands in two places, no name is guessed."""
        near, self._next_labels = self._next_labels, []
        found: list[str | None] = [self._labels.get(id(value), (None, None))[0] for value in values]
        for text, named in near:
            places = [i for i, value in enumerate(values) if value is named]
            if len(places) == 1:
                found[places[0]] = text
        return found

    @property
    def failures(self) -> list[Observation]:
        """The observations that did not hold, in the order in which they were made."""
        return [observation for observation in self.observations if not observation.kept]

    def raised(self, error: BaseException, line: int = 0) -> None:
        """Record that the learner's own code raised an error."""
        described = self.learner.describe(error)
        self.record(
            Observation(
                step=self.step,
                line=line,
                promise=self.promise,
                category=Category.RAISED,
                say=raised_sentence("Your code", error, described.line),
                error=described,
                evidence=(type(error).__name__, described.message),
                learner_line=described.line,
                explained=self.explain(error),
            )
        )

    def explain(self, error: BaseException) -> str:
        """What is known of an exception of the learner's, where it is the first failure; else nothing."""
        return "" if self.failures or not self.explains else explained_error(error, self.learner)


_running: ContextVar[Session | None] = ContextVar("torchenstein_session", default=None)


def running() -> Session:
    """The session of the check that is running now."""
    session = _running.get()
    if session is None:
        raise CheckFault("`expect`, `promise`, `given` and `sample` work only while a check is running.")
    return session


@contextmanager
def run_as(session: Session) -> Iterator[Session]:
    """Make `session` the running one for a while."""
    token = _running.set(session)
    try:
        yield session
    finally:
        _running.reset(token)


@contextmanager
def promise(text: str) -> Iterator[None]:
    """Group the expectations that follow under one promise of the task. What the learner's code raises inside
    is recorded, and the next promise is looked at all the same."""
    session = running()
    session.settle()
    outer, session.promise = session.promise, text
    if text not in session.entered:
        session.entered.append(text)
    came_to_its_end = True
    try:
        yield
        session.settle()
    except Unavailable:
        session.settle()
        came_to_its_end = not session.waits
    except TimeIsUp:
        raise
    except BaseException as error:
        session.settle()
        if session.learner.line_of(error) is not None:
            session.raised(error)
        elif session.waits:
            came_to_its_end = False
        elif not session.failures:
            raise
    finally:
        session.settle_rules()
        if came_to_its_end:
            session.finished.add(text)
        else:
            session.unfinished.add(text)
        session.promise = outer


def given(text: str, value: T) -> T:
    """Name an input in the messages: `given("an empty text", "")`. Returns the value unchanged."""
    return running().label(text, value)
