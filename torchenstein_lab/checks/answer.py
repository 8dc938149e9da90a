"""Collecting an answer from the learner's namespace, and telling whether there is one at all."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType

import msgspec

from torchenstein_lab.checks.capture import the_shell
from torchenstein_lab.checks.exercise import JudgedExercise, run_cell
from torchenstein_lab.checks.fault import TimeIsUp
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.missing_name import done_instead
from torchenstein_lab.checks.work import Answer
from torchenstein_lab.contracts.verdict import Category, Finding, Outcome
from torchenstein_lab.course.exercise_source import DealtExercise

_ABSENT = object()
_CELL = "<your cell>"


@dataclass(frozen=True)
class Unanswered:
    """Why there is nothing to judge yet, or not all, and what to do. `written`: whether the cell may say why;
    `partly`: whether other names are there, which can be judged."""

    outcome: Outcome
    say: str
    next: str
    findings: tuple[Finding, ...]
    written: bool = False
    seen: str = ""
    partly: bool = False

    def so_far(self, judged: Sequence[Finding]) -> Unanswered:
        """The same, with what was found of the names that are there, none of it broken."""
        findings = list(judged)
        missing = next((one for one in self.findings if one.category is Category.MISSING), None)
        waiting = [i for i, one in enumerate(findings) if one.state == "waiting"]
        if missing is not None and waiting:
            promise = findings[waiting[0]].promise
            findings[waiting[0]] = msgspec.structs.replace(missing, promise=promise)
        kept = sum(one.state == "kept" for one in judged)
        done = (
            f"{kept} of {len(judged)} promises {'is' if kept == 1 else 'are'} kept so far. " if kept else ""
        )
        return replace(self, say=f"{done}{self.say}", findings=tuple(findings))


def answer_of(exercise: JudgedExercise, space: Mapping[str, object], source: str | None) -> Answer:
    """The learner's names, as they are in the namespace now. Names that are missing, or still `...`, are
    looked
    at again by `not_attempted`."""
    values = {name: space[name] for name in exercise.source.names if name in space}
    return Answer(Learner(space, source), values)


def not_attempted(
    exercise: JudgedExercise, dealt: DealtExercise, answer: Answer, source: str | None
) -> Unanswered | None:
    """What to say where the learner has not answered yet; `None` where there is an answer to judge."""
    names = exercise.source.names
    missing = [name for name in names if name not in answer.values]
    waiting = [name for name in names if answer.values.get(name, _ABSENT) is ...]
    untouched = source is not None and same_code(source, dealt.starter)
    if (
        untouched
        or (source is None and len(waiting) == len(names))
        or (source is None and not missing and _as_started(exercise, dealt, answer))
    ):
        return _unanswered(
            Outcome.NOT_ATTEMPTED,
            Category.NOT_ATTEMPTED,
            "Not attempted yet: the cell is as you found it. Nothing is counted, and nothing is lost.",
            "Write your answer into the cell, run it, and check again. A hint waits when you want one.",
            exercise,
        )
    open_names = [*missing, *waiting]
    if not open_names:
        return None
    if missing:
        listed = _listed(missing)
        unanswered = _unanswered(
            Outcome.FAILED,
            Category.MISSING,
            f"{listed} {'does' if len(missing) == 1 else 'do'} not exist in the notebook's memory.",
            "Run the cell, or look whether the name is spelled as the task has it; then check again.",
            exercise,
        )
    else:
        unanswered = _unanswered(
            Outcome.NOT_ATTEMPTED,
            Category.NOT_ATTEMPTED,
            f"{_listed(waiting)} {'is' if len(waiting) == 1 else 'are'} still `...`: put your answer there.",
            "Fill in what is left, run the cell, and check again.",
            exercise,
        )
    instead = "" if source is None else done_instead(source, open_names[0], names)
    partly = len(open_names) < len(names)
    return replace(unanswered, written=source is not None, seen=instead, partly=partly)


def run_again(exercise: JudgedExercise, space: Mapping[str, object], source: str) -> Answer:
    """The answer that the learner's cell gives when it is run once more beside the notebook's variables:
    what it
    raises is the reason why a name is not there. For a sandbox only."""
    variables = dict(space)
    learner = Learner(variables, source)
    try:
        code = compile(_as_python(source), _CELL, "exec", dont_inherit=True)
        exec(code, variables)  # noqa: S102  (the learner's own cell, in a sandbox)
    except TimeIsUp:
        raise
    except BaseException as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
        return Answer(learner, {}, error)
    return Answer(learner, {name: variables[name] for name in exercise.source.names if name in variables})


def _as_python(source: str) -> str:
    """The cell without the notebook's own notation (`%time`, `!ls`), where the shell is there to translate
    it."""
    shell = the_shell()
    return str(shell.transform_cell(source)) if shell is not None else source


def same_code(a: str, b: str) -> bool:
    """Whether two cells are the same Python, whatever their comments and blank lines."""
    if a.strip() == b.strip():
        return True
    try:
        return ast.dump(ast.parse(a)) == ast.dump(ast.parse(b))
    except (SyntaxError, ValueError, RecursionError):
        return False


def _as_started(exercise: JudgedExercise, dealt: DealtExercise, answer: Answer) -> bool:
    """Whether the learner's functions are those of the starter, to the instruction."""
    values = answer.values.values()
    if not values or not all(hasattr(value, "__code__") for value in values):
        return False
    cell = next(iter([exercise.source.starter]))
    space, error = run_cell(cell, exercise, dealt.numbers)
    if error is not None:
        return False
    return all(
        hasattr(space.get(name), "__code__") and same_instructions(value.__code__, space[name].__code__)  # type: ignore[attr-defined]
        for name, value in answer.values.items()
    )


def same_instructions(a: CodeType, b: CodeType) -> bool:
    """Whether two pieces of compiled code do the same, constants and names included."""
    if (a.co_code, a.co_names, a.co_varnames, len(a.co_consts)) != (
        b.co_code,
        b.co_names,
        b.co_varnames,
        len(b.co_consts),
    ):
        return False
    for x, y in zip(a.co_consts, b.co_consts, strict=True):
        if isinstance(x, CodeType) and isinstance(y, CodeType):
            if not same_instructions(x, y):
                return False
        elif type(x) is not type(y) or x != y:
            return False
    return True


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def _unanswered(
    outcome: Outcome,
    category: Category,
    say: str,
    following: str,
    exercise: JudgedExercise,
) -> Unanswered:
    promises = exercise.source.promises
    if category is Category.MISSING:
        first = Finding(promise=promises[0] if promises else "", state="broken", category=category, say=say)
        rest = tuple(Finding(promise=text, state="waiting") for text in promises[1:])
        return Unanswered(outcome, say, following, (first, *rest))
    still = tuple(Finding(promise=text, state="waiting") for text in promises)
    return Unanswered(outcome, say, following, still)
