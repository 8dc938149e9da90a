"""A fault that is put into a right answer is told by its own name: type, shape, dtype, device, value, …"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import FunctionType

import pytest
import torch

from torchenstein_lab.checks.examine import examine
from torchenstein_lab.checks.exercise import JudgedExercise, load_exercise, run_cell
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.memory import shares_memory
from torchenstein_lab.checks.session import Observation
from torchenstein_lab.contracts.lesson import Kind
from torchenstein_lab.contracts.verdict import Category

ROOT = Path(__file__).parents[2]
Change = Callable[[torch.Tensor, Sequence[object]], object]


def another_value(t: torch.Tensor) -> torch.Tensor:
    """Every number is another one: counted on by one, or the opposite."""
    if t.dtype is torch.bool:
        return t.logical_not()
    return torch.where(t.isfinite(), t + 1, 0) if t.is_floating_point() else t + 1


def another_dtype(t: torch.Tensor) -> torch.Tensor:
    return t.to(torch.float32 if t.dtype is torch.float64 else torch.float64)


def written_to(result: torch.Tensor, args: Sequence[object]) -> object:
    """The result as it was, and one number of the first tensor among the arguments changed. Of that a view
    would change, too, so it is left alone."""
    first = next((value for value in args if type(value) is torch.Tensor and value.numel()), None)
    if first is not None and not shares_memory(result, first):
        with torch.no_grad():
            first[(0,) * first.ndim] = another_value(first[(0,) * first.ndim])
    return result


def bent_gradient(t: torch.Tensor) -> torch.Tensor:
    """The same numbers; half of the gradient is lost on the way."""
    return (t + t.detach()) / 2


def other_memory(result: torch.Tensor, args: Sequence[object]) -> object:
    """The same numbers as a copy where they are a view of an argument, and as a view where they are a copy of
    neighbours in one."""
    tensors = [value for value in args if type(value) is torch.Tensor and value.dtype == result.dtype]
    if any(shares_memory(result, value) for value in tensors):
        return result.clone()
    for value in tensors:
        flat, count = value.detach().reshape(-1), result.numel()
        for start in range(flat.numel() - count + 1):
            if count and torch.equal(flat[start : start + count], result.detach().reshape(-1)):
                return flat[start : start + count].view(result.shape)
    return result


FAULTS: dict[Category, Change] = {
    Category.TYPE: lambda t, _: t.tolist(),
    Category.SHAPE: lambda t, _: t.unsqueeze(0),
    Category.DTYPE: lambda t, _: another_dtype(t),
    Category.DEVICE: lambda t, _: t.to("meta"),
    Category.VALUE: lambda t, _: another_value(t),
    Category.GRADIENT_TRACKING: lambda t, _: t.detach(),
    Category.GRADIENT: lambda t, _: bent_gradient(t) if t.requires_grad else t,
    Category.MEMORY: other_memory,
    Category.ARGUMENT: written_to,
}


def exercises() -> list[Path]:
    """All exercises of the course and of these tests whose learner writes code, not predictions."""
    paths = [*ROOT.glob("lessons/*/*/exercises/*.py"), *(Path(__file__).parent / "exercises").glob("*.py")]
    return sorted(path for path in paths if load_exercise(path).source.kind is not Kind.PREDICT)


def statement_of(check: Callable[..., object], tree: ast.Module) -> str:
    """The statement of the check that is running now, as text; empty where it calls through a helper."""
    frame = sys._getframe(2)
    while frame is not None and frame.f_code is not check.__code__:
        frame = frame.f_back
    line = 0 if frame is None else frame.f_lineno
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.Expr, ast.Assign)) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return ast.unparse(around[-1]) if around else ""


def with_tensors(
    answer: Mapping[str, object], change: Change, here: Callable[[], bool]
) -> tuple[dict[str, object], list[bool]]:
    """The answer with each tensor changed that it is, or that its functions return `here`; and a list with an
    entry for each tensor that came by: whether something really was changed."""
    made: list[bool] = []

    def changed(value: torch.Tensor, args: Sequence[object]) -> object:
        versions = [arg._version for arg in args if isinstance(arg, torch.Tensor)]
        now = change(value, args)
        written = versions != [arg._version for arg in args if isinstance(arg, torch.Tensor)]
        made.append(now is not value or written)
        return now

    def wrapped(function: Callable[..., object]) -> Callable[..., object]:
        @wraps(function)
        def faulty(*args: object, **kwargs: object) -> object:
            result = function(*args, **kwargs)
            return changed(result, args) if type(result) is torch.Tensor and here() else result

        return faulty

    faulty: dict[str, object] = {}
    for name, value in answer.items():
        if type(value) is torch.Tensor:
            faulty[name] = changed(value, ())
        else:
            faulty[name] = wrapped(value) if isinstance(value, FunctionType) else value
    return faulty, made


def failures_with(
    path: Path, change: Change, words: Sequence[str] = (), seed: int = 1
) -> tuple[list[Observation], list[bool]]:
    """What the check says of the solution with that change in it, and how many tensors were changed: where
    `words` are given, only the results of calls that are asked a question with one of them."""
    exercise: JudgedExercise = load_exercise(path)
    dealt = exercise.deal(None)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    space, error = run_cell(dealt.solution, exercise, dealt.numbers)
    assert error is None

    def here() -> bool:
        text = statement_of(exercise.check, tree) if words else ""
        return not words or any(word in text for word in words)

    answer, made = with_tensors({name: space[name] for name in exercise.source.names}, change, here)
    survey = examine(exercise, answer, Learner(space, dealt.solution.source), seed, dealt.numbers)
    assert survey.fault is None, survey.fault
    return list(survey.failures), made


ALWAYS = (Category.TYPE, Category.SHAPE, Category.DTYPE, Category.DEVICE, Category.VALUE)
NOT_ASKED = {("wake_up", Category.DTYPE): "the task leaves the dtype open"}
QUESTIONS = {
    Category.GRADIENT_TRACKING: (".has_gradients_of(", ".has_true_gradients("),
    Category.GRADIENT: (".has_gradients_of(", ".has_true_gradients("),
    Category.MEMORY: (".is_view_of(", ".shares_memory_with(", ".owns_its_memory("),
    Category.ARGUMENT: (".leaves_arguments_unchanged(",),
}
PATHS = {path.stem: path for path in exercises()}
GIVE_TENSORS = [name for name, path in PATHS.items() if failures_with(path, lambda tensor, _: tensor)[1]]


def asked_of(name: str) -> list[Category]:
    """The faults that the check of an exercise asks about: five of any tensor, the others where its text has
    the question."""
    check = load_exercise(PATHS[name]).source.check
    asked = [category for category in ALWAYS if (name, category) not in NOT_ASKED]
    return asked + [category for category, words in QUESTIONS.items() if any(word in check for word in words)]


def test_all_kinds_of_faults_are_put_into_several_exercises():
    assert len(GIVE_TENSORS) >= 15
    asked = [category for name in GIVE_TENSORS for category in asked_of(name)]
    assert {category for category in FAULTS if asked.count(category) >= 1} == set(FAULTS)


@pytest.mark.parametrize("name", GIVE_TENSORS)
def test_a_fault_in_a_solution_is_told_by_its_category(name):
    assert failures_with(PATHS[name], lambda tensor, _: tensor)[0] == []
    told, wanted = {}, {}
    for category in asked_of(name):
        failures, made = failures_with(PATHS[name], FAULTS[category], QUESTIONS.get(category, ()))
        if category in ALWAYS or any(made):
            wanted[category] = category
            told[category] = failures[0].category if failures else None
    assert told == wanted


def test_writing_over_what_the_gradient_needs_is_a_matter_of_gradients():
    failures, _ = failures_with(PATHS["layer_norm"], FAULTS[Category.ARGUMENT])
    assert failures[0].category is Category.GRADIENT
    assert "was written to in place" in failures[0].say
