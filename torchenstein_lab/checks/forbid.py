"""Rules such as "without `torch.softmax`" or "without a loop", held by what runs, not by what is written.

While a learner's function runs, its calls are watched: operators and methods through PyTorch's own function
mode, all other calls through Python's profiler, in threads that it starts, too. Where the check itself calls
a learner's function, only what runs below a frame of the learner's counts: the check may use what it forbids.
A loop is found in the compiled code of the learner's functions *that ran*: unused code breaks no rule, and a
loop inside PyTorch is not the learner's. Who switches the profiler off has broken the rules.
"""

from __future__ import annotations

import builtins
import dis
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, TypeVar

import torch

from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.watch_calls import CallMode, OperatorMode

F = TypeVar("F", bound=Callable[..., Any])
Forbidden = Callable[..., Any] | str | type

_ATTRIBUTE = "__torchenstein_forbidden__"
_LOOPS = {"for": "a `for` loop", "while": "a `while` loop"}
_METHODS_OF = (torch.Tensor, torch._C.TensorBase)
_OPERATOR = "aten::"
_SWITCH = sys.setprofile


@dataclass(frozen=True)
class BrokenRule:
    """What was used although it is off limits, and the learner's line that did."""

    what: str
    say: str
    line: int | None


def forbid(*things: Forbidden) -> Callable[[F], F]:
    """Put above `check`: functions and types that must not be called, `"for"` and `"while"` for loops,
    `"aten::mm"` for an operator that must not run in the end, whatever was called."""
    for thing in things:
        if isinstance(thing, str) and thing not in _LOOPS and not thing.startswith(_OPERATOR):
            raise CheckFault(
                f'`forbid` knows the loops "for" and "while", operators such as "aten::mm", and functions; '
                f"not {thing!r}."
            )

    def mark(check: F) -> F:
        setattr(check, _ATTRIBUTE, (*getattr(check, _ATTRIBUTE, ()), *things))
        return check

    return mark


def rules_of(check: object) -> Rules:
    """The rules that `@forbid` put on a check."""
    return Rules(getattr(check, _ATTRIBUTE, ()))


@dataclass
class Watch:
    """What a watched call did: the first rule it broke."""

    broken: BrokenRule | None = None


@dataclass(frozen=True)
class Rules:
    """Everything that is off limits in one exercise."""

    things: Sequence[Forbidden]
    _names: dict[str, Forbidden] = field(init=False, repr=False)
    _codes: dict[CodeType, Forbidden] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        functions = [thing for thing in self.things if not isinstance(thing, str)]
        # Of several spellings the one that was written first gives its name to all.
        names = {
            bare(getattr(thing, "__name__", "")): thing for thing in reversed(functions) if _is_torch(thing)
        }
        codes = {thing.__code__: thing for thing in functions if hasattr(thing, "__code__")}
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_codes", codes)

    @contextmanager
    def watching(self, learner: Learner, watch: Watch, whole: bool = True) -> Iterator[Observer | None]:
        """Watch what runs inside, and tell `watch` the first broken rule. `whole`: all that runs is the
        learner's doing; else only what runs below a frame of theirs."""
        if not self.things:
            yield None
            return
        outer, outer_threads = sys.getprofile(), threading.getprofile()
        observer = Observer(self, learner, watch, whole)
        try:
            with observer.mode, observer.on_duty(watch, whole):
                yield observer
        finally:
            observer.close()
            sys.setprofile(outer)
            threading.setprofile(outer_threads)

    def forbidden_call(self, function: object) -> Forbidden | None:
        """The forbidden thing that calling `function` means; `None` where it is allowed."""
        for thing in self.things:
            if function is thing:
                return thing
        if isinstance(function, (torch._ops.OpOverload, torch._ops.OpOverloadPacket)):
            name = str(function).removeprefix(_OPERATOR.replace("::", ".")).split(".")[0]
            return self._names.get(bare(name.lstrip("_")))
        if not isinstance(function, type) and _is_torch(function):
            return self._names.get(bare(getattr(function, "__name__", "")))
        owner = getattr(function, "__self__", None)
        if isinstance(owner, torch.Tensor):
            return self._names.get(bare(getattr(function, "__name__", "")))
        return None

    def forbidden_answer(self, answer: Mapping[str, object]) -> BrokenRule | None:
        """An answer that is itself what must not be called, under a name of the learner's."""
        for name, value in answer.items():
            thing = self.forbidden_call(value) if callable(value) else None
            if thing is not None and value is not None:
                what = f"`{_title(thing)}`"
                return BrokenRule(what, f"Your `{name}` is {what} itself, which is off limits.", None)
        return None

    def forbidden_code(self, code: CodeType) -> Forbidden | None:
        """The forbidden Python function whose code this is."""
        return self._codes.get(code)

    def forbidden_inside(self, code: CodeType, space: Mapping[str, object]) -> tuple[Forbidden, int] | None:
        """A loop or a forbidden type in compiled code of the learner's, with its line."""
        for word, line in _loops(code):
            if word in self.things:
                return word, line
        types = [thing for thing in self.things if isinstance(thing, type)]
        if types:
            for value, line in _loaded(code, space):
                for thing in types:
                    if value is thing:
                        return thing, line
        return None


class Observer:
    """Python's profiler and PyTorch's modes, reporting to the `Watch` that is on duty."""

    def __init__(self, rules: Rules, learner: Learner, watch: Watch, whole: bool) -> None:
        self._rules = rules
        self._learner = learner
        self._watch = watch
        self._whole = whole
        self._depth = 0
        self._looked_at: set[CodeType] = set()
        self._open = True
        self._operators = {thing for thing in rules.things if str(thing).startswith(_OPERATOR)}
        self.mode = CallMode(self._dispatched)

    @contextmanager
    def on_duty(self, watch: Watch, whole: bool) -> Iterator[None]:
        """Report to this watch for a while. The profiler is set anew: an answer may have taken it away."""
        before = self._watch, self._whole, self._depth
        with ExitStack() as modes:
            if whole and self._operators:
                modes.enter_context(OperatorMode(self._ran))
            self._open = False
            sys.setprofile(self)
            threading.setprofile(self)
            self._watch, self._whole, self._open = watch, whole, True
            try:
                yield
            finally:
                self._watch, self._whole, self._depth = before
                self._looked_at.clear()

    @property
    def _theirs(self) -> bool:
        return self._open and self._watch.broken is None and (self._whole or self._depth > 0)

    def close(self) -> None:
        self._open = False

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        if not self._open or self._watch.broken is not None:
            return
        if event == "c_call":
            if self._theirs:
                self._called(argument, frame)
        elif event == "return":
            self._depth -= self._learner.owns(frame.f_globals) and self._depth > 0
        elif event == "call":
            self._depth += self._learner.owns(frame.f_globals)
            if not self._theirs:
                return
            code = frame.f_code
            thing = self._rules.forbidden_code(code)
            if thing is not None:
                self._break(thing, self._line(frame.f_back))
            elif self._learner.owns(frame.f_globals) and code not in self._looked_at:
                self._looked_at.add(code)
                found = self._rules.forbidden_inside(code, frame.f_globals)
                if found is not None:
                    self._break(*found)

    def _dispatched(self, function: object) -> None:
        if self._theirs:
            self._called(function, sys._getframe(2))

    def _ran(self, operator: Any) -> None:
        name = operator._schema.name
        if self._theirs and name in self._operators:
            self._break(name, self._line(sys._getframe(2)))

    def _called(self, function: object, frame: FrameType | None) -> None:
        if function is _SWITCH:
            self._switched_off(frame)
            return
        thing = self._rules.forbidden_call(function)
        if thing is not None:
            self._break(thing, self._line(frame))

    def _line(self, frame: FrameType | None) -> int | None:
        while frame is not None and not self._learner.owns(frame.f_globals):
            frame = frame.f_back
        return None if frame is None else frame.f_lineno

    def _switched_off(self, frame: FrameType | None) -> None:
        line = self._line(frame)
        if line is not None:
            say = f"Your code calls `sys.setprofile` (line {line} of your cell), which the rules are held by."
            self._watch.broken = BrokenRule("`sys.setprofile`", say, line)

    def _break(self, thing: Forbidden, line: int | None) -> None:
        name = (
            _LOOPS.get(thing, f"the operator `{thing}`") if isinstance(thing, str) else f"`{_title(thing)}`"
        )
        where = f" (line {line} of your cell)" if line is not None else ""
        say = f"Your code uses {name}{where}, which is off limits in this exercise."
        self._watch.broken = BrokenRule(name, say, line)


def _is_torch(function: object) -> bool:
    module = getattr(function, "__module__", None) or ""
    owner = getattr(function, "__self__", None)
    if owner is None:
        owner = getattr(function, "__objclass__", None)
    kind = owner if isinstance(owner, type) else type(owner)
    return (
        str(module).split(".")[0] == "torch"
        or kind in _METHODS_OF
        or str(kind.__module__).split(".")[0] == "torch"
    )


def bare(name: str) -> str:
    """`softmax` for `softmax`, `softmax_`, `__softmax__` and `__rsoftmax__`: one operation, many
    spellings."""
    if name.startswith("__") and name.endswith("__"):
        name = name[2:-2]
        if name[:1] in "ri" and f"__{name[1:]}__" in vars(torch._C.TensorBase) | vars(torch.Tensor):
            name = name[1:]
    return name.rstrip("_")


def _title(thing: Any) -> str:
    name = str(getattr(thing, "__name__", thing))
    if getattr(torch, name, None) is thing:
        return f"torch.{name}"
    if getattr(torch.nn.functional, name, None) is thing:
        return f"torch.nn.functional.{name}"
    return name


def _loops(code: CodeType) -> Iterator[tuple[str, int]]:
    """The loops in compiled code: comprehensions and generator expressions are `for` loops, too."""
    line = code.co_firstlineno
    lines: dict[int, int] = {}
    starts: dict[int, str] = {}
    for instruction in dis.get_instructions(code):
        line = _line_at(instruction) or line
        lines[instruction.offset] = line
        starts[instruction.offset] = instruction.opname
        if instruction.opname == "FOR_ITER":
            yield "for", line
        elif "JUMP" in instruction.opname and isinstance(instruction.argval, int):
            target = instruction.argval
            if target < instruction.offset and starts.get(target) not in ("FOR_ITER", "SEND", "END_FOR"):
                yield "while", lines.get(target, line)


def _line_at(instruction: dis.Instruction) -> int | None:
    positions = getattr(instruction, "positions", None)
    if positions is not None and positions.lineno is not None:
        return int(positions.lineno)
    starts = instruction.starts_line
    return starts if isinstance(starts, int) and not isinstance(starts, bool) else None


def _loaded(code: CodeType, space: Mapping[str, object]) -> Iterator[tuple[object, int]]:
    """What names such as `torch.Tensor` in compiled code mean at this moment, with their lines."""
    value: object = None
    line = code.co_firstlineno
    for instruction in dis.get_instructions(code):
        line = _line_at(instruction) or line
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            name = str(instruction.argval)
            value = space.get(name, getattr(builtins, name, None))
        elif instruction.opname in ("LOAD_ATTR", "LOAD_METHOD") and value is not None:
            value = getattr(value, str(instruction.argval), None) if _is_module(value) else None
        else:
            value = None
        if value is not None:
            yield value, line


def _is_module(value: object) -> bool:
    return type(value) is type(sys)
