"""One call of a learner's function by a check: with copies, watched, and with all that can be asked later."""

from __future__ import annotations

import inspect
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import torch

from torchenstein_lab.checks.arguments import Snapshot, copied
from torchenstein_lab.checks.describe import call_text, counted
from torchenstein_lab.checks.fault import TimeIsUp
from torchenstein_lab.checks.features import features_of
from torchenstein_lab.checks.forbid import BrokenRule, Watch
from torchenstein_lab.checks.originals import mend
from torchenstein_lab.checks.plain import is_tensor, plain, unwatched
from torchenstein_lab.checks.raised import raised_sentence
from torchenstein_lab.checks.session import Observation, Session
from torchenstein_lab.contracts.verdict import Category

_SMALL = 64
_LARGE = 100_000


@dataclass
class Call:
    """What was called, with what, and what came of it."""

    name: str
    text: str
    function: Callable[..., object]
    originals: tuple[Sequence[object], Mapping[str, object]]
    args: list[object]
    kwargs: dict[str, object]
    before: list[tuple[str, Snapshot]]
    result: object = None
    error: BaseException | None = None
    broken_rule: BrokenRule | None = None
    moved_dice: str = ""
    session: Session | None = field(default=None, repr=False)

    @classmethod
    def never(cls) -> Call:
        """A call that was not made, because there is nothing to call."""
        return cls("", "", lambda: None, ((), {}), [], {}, [])

    @classmethod
    def make(
        cls,
        session: Session,
        name: str,
        function: Callable[..., object],
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> Call:
        """Call the function with copies of the arguments. What it raises is kept, not raised."""
        text = call_text(name, args, kwargs, session.labels_for([*args, *kwargs.values()]))
        memory: dict[int, object] = {}
        own_args = [copied(value, memory) for value in args]
        own_kwargs = {key: copied(value, memory) for key, value in kwargs.items()}
        before = [(_ordinal(i), Snapshot.of(value)) for i, value in enumerate(own_args)]
        before += [(f"`{key}`", Snapshot.of(value)) for key, value in own_kwargs.items()]
        call = cls(name, text, function, (args, kwargs), own_args, own_kwargs, before, session=session)
        session.on_call(text)
        dice = _dice()
        trace = sys.gettrace()
        watch = Watch()
        try:
            with session.watching(watch):
                call.result = function(*own_args, **own_kwargs)
        except TimeIsUp:
            raise
        except BaseException as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
            mend()
            call.error = error
        mend()
        sys.settrace(trace)
        call.broken_rule = watch.broken
        call.moved_dice = _moved(dice, _dice())
        if session.explains and not (is_tensor(call.result) and call.result.numel() > _LARGE):  # type: ignore[attr-defined]
            session.earlier.append(replace(call, result=copied(call.result)))
        return call

    @property
    def by_chance(self) -> bool:
        """Whether the function threw dice: the global ones, or those of a generator among its arguments."""
        generators = [
            snapshot.harm(now) for _, snapshot, now in self.passed() if isinstance(now, torch.Generator)
        ]
        return bool(self.moved_dice) or any(generators)

    @cached_property
    def features(self) -> tuple[str, ...]:
        """What is special about the inputs, where somebody is to read it."""
        explains = self.session is not None and self.session.explains
        return features_of(self.function, *self.originals) if explains else ()

    def _other_arguments(self) -> str:
        """Whether the function raised because it does not take the arguments that the task gives it."""
        args, kwargs = self.originals
        try:
            signature = inspect.signature(self.function)
            written = str(signature)
        except Exception:  # noqa: BLE001  (an answer may be anything that can be called)
            return ""
        try:
            signature.bind(*args, **kwargs)
        except TypeError:
            count = counted(len(args) + len(kwargs), "argument")
            return f"The task calls it with {count}; yours is `{self.name}{written}`."
        return ""

    def again(self) -> Callable[[], object]:
        """The same call, ready to be made once more with fresh copies."""
        args, kwargs = self.originals
        memory: dict[int, object] = {}
        own = [copied(value, memory) for value in args]
        named = {key: copied(value, memory) for key, value in kwargs.items()}
        return partial(self.function, *own, **named)

    def passed(self) -> Iterator[tuple[str, Snapshot, object]]:
        """Each argument: its name, what it was, and what it is now."""
        now = [*self.args, *self.kwargs.values()]
        for (name, snapshot), value in zip(self.before, now, strict=True):
            yield name, snapshot, value

    @property
    def short(self) -> str:
        """The call on one short line, for the beginning of a sentence."""
        return self.text if len(self.text) <= 90 else f"{self.name}(…)"

    def as_observation(self, step: int, line: int) -> Observation:
        """What the function raised, as something that was observed."""
        assert self.error is not None
        assert self.session is not None
        described = self.session.learner.describe(self.error)
        return Observation(
            step=step,
            line=line,
            promise=self.session.promise,
            category=Category.RAISED,
            say=raised_sentence(f"`{self.short}`", self.error, described.line),
            seen="" if self.short == self.text else f"The call was {self.text}",
            replay=self.replay,
            error=described,
            evidence=(described.kind, described.message),
            learner_line=described.line,
            subject=self.name,
            features=self.features,
            explained=self._other_arguments() or self.session.explain(self.error),
        )

    @property
    def replay(self) -> str:
        """Python source that repeats the call in a cell, where its inputs are small enough to write down."""
        args, kwargs = self.originals
        words = [_source(value) for value in args]
        named = [(key, _source(value)) for key, value in kwargs.items()]
        if None in words or any(text is None for _, text in named):
            return ""
        return f"{self.name}({', '.join([*map(str, words), *(f'{key}={text}' for key, text in named)])})"


def _ordinal(i: int) -> str:
    return f"number {i + 1}"


def _source(value: object) -> str | None:
    """A value as Python source; `None` where it is too large or has no such form."""
    if is_tensor(value):
        with unwatched():
            data = plain(value)
            if data.device.type == "meta" or data.numel() > _SMALL:
                return None
            numbers = repr(data.tolist()).replace("nan", "float('nan')").replace("inf", "float('inf')")
            grad = ", requires_grad=True" if getattr(value, "requires_grad", False) else ""
            shaped = f".reshape{tuple(data.shape)}" if data.numel() == 0 and data.ndim > 1 else ""
            return f"torch.tensor({numbers if not shaped else '[]'}, dtype={data.dtype}{grad}){shaped}"
    if isinstance(value, (int, float, str, bool, type(None), torch.dtype)):
        text = repr(value)
        return text if len(text) <= 300 else None
    if type(value) in (list, tuple):
        items = [_source(item) for item in value]  # type: ignore[attr-defined]
        if None in items or len(items) > _SMALL:
            return None
        inner = ", ".join(map(str, items))
        return f"[{inner}]" if type(value) is list else f"({inner}{',' if len(items) == 1 else ''})"
    return None


def _dice() -> dict[str, object]:
    """The states of all global random numbers, in a form that `==` compares."""
    states: dict[str, object] = {"PyTorch": torch.default_generator.get_state(), "Python": random.getstate()}
    numpy = sys.modules.get("numpy")
    if numpy is not None and hasattr(numpy, "random"):
        state = numpy.random.get_state()
        states["NumPy"] = tuple(part.tobytes() if hasattr(part, "tobytes") else part for part in state)
    return states


def _moved(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Whose random numbers were moved; an empty string where none were."""
    for name, state in before.items():
        now = after.get(name)
        if isinstance(state, torch.Tensor):
            with unwatched():
                if not bool(plain(state).equal(plain(now))):
                    return name
        elif state != now:
            return name
    return ""
