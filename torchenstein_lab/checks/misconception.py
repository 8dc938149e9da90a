"""Recognising a known wrong answer by what it does.

The wrong answers of an exercise are put through the same check with the same seed. An answer that fails the
same expectations in the same way, with the same results, holds the same misconception; what its text looks
like does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.examine import Survey, cell_raised, examine
from torchenstein_lab.checks.exercise import JudgedExercise, run_cell
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.measure import Measure
from torchenstein_lab.checks.plain import is_plain_tensor, plain, unwatched
from torchenstein_lab.checks.session import Observation, Unsatisfied
from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.course.exercise_source import DealtExercise

_SAME = 1.0
_ALIKE = 0.5
_NEAR = 0.02
_ENOUGH = 30


def recognise(exercise: JudgedExercise, dealt: DealtExercise, survey: Survey, seed: int) -> str | None:
    """The id of the wrong answer whose behaviour `survey` shows; `None` where it is like none of them."""
    return match(
        survey, ((cell.name, survey_of_body(exercise, dealt, cell.name, seed)) for cell in dealt.wrong)
    )


def match(survey: Survey, known_answers: Iterable[tuple[str, Survey]]) -> str | None:
    """The name of the known wrong answer that `survey` is like; `None` where it is like none.

    A wrong answer that behaves the same everywhere wins; else the one that begins the same and agrees in most
    of what follows; else the only one that fails the same expectations with results that only chance tells
    apart: two answers that throw dice in two ways cannot be compared number by number."""
    if not survey.failures:
        return None
    best, best_likeness = None, 0.0
    by_chance = []
    for name, known in known_answers:
        likeness = alike(survey, known)
        if likeness == _SAME:
            return name
        if likeness > best_likeness:
            best, best_likeness = name, likeness
        if alike(survey, known, up_to_chance=True) == _SAME:
            by_chance.append(name)
    if best_likeness >= _ALIKE:
        return best
    return by_chance[0] if len(by_chance) == 1 else None


def survey_of_body(exercise: JudgedExercise, dealt: DealtExercise, name: str, seed: int) -> Survey:
    """What the check observes about the starter or an answer that the author wrote, found by its name."""
    cells = (dealt.solution, *dealt.right, *dealt.wrong)
    cell = next(cell for cell in cells if cell.name == name)
    space, error = run_cell(cell, exercise, dealt.numbers)
    learner = Learner(space, cell.source)
    names = exercise.source.names
    missing = [name for name in names if name not in space]
    if error is not None:
        return cell_raised(error, learner, exercise.source.promises)
    if missing:
        return Survey((Observation(0, 0, "", Category.MISSING, say=f"`{missing[0]}` is missing."),))
    return examine(exercise, {name: space[name] for name in names}, learner, seed, dealt.numbers)


def alike(a: Survey, b: Survey, up_to_chance: bool = False) -> float:
    """How alike two surveys are, from 0 (they begin differently) to 1 (the same failures with the same
    results)."""
    if not a.failures or not b.failures or not same_failure(a.failures[0], b.failures[0], up_to_chance):
        return 0.0
    theirs = {(failure.step, failure.line): failure for failure in b.failures}
    common = 0
    for failure in a.failures:
        other = theirs.get((failure.step, failure.line))
        if other is not None and same_failure(failure, other, up_to_chance):
            common += 1
    return 2 * common / (len(a.failures) + len(b.failures))


def same_failure(a: Observation, b: Observation, up_to_chance: bool = False) -> bool:
    """Whether two answers failed the same expectation in the same way, with the same result; `up_to_chance`:
    or with one that other dice may have given."""
    if (a.step, a.line, a.category) != (b.step, b.line, b.category):
        return False
    one, other = a.evidence, b.evidence
    dice = up_to_chance and a.by_chance and b.by_chance
    if isinstance(one, Unsatisfied) and isinstance(other, Unsatisfied):
        if one.what != other.what:
            return False
        one, other, dice = one.value, other.value, up_to_chance
    return same_value(one, other) or (dice and same_dice(one, other))


def same_value(a: object, b: object) -> bool:
    """Whether two pieces of evidence are the same value."""
    if type(a) is not type(b):
        return False
    try:
        return compare(a, b, Measure()) is None and compare(b, a, Measure()) is None
    except Exception:  # noqa: BLE001  (values that cannot be compared are not the same)
        return False


def same_dice(a: object, b: object) -> bool:
    """Whether two results may be throws of the same dice: two numbers that lie near each other, or tensors of
    one kind and shape whose means and spreads do, where there are numbers enough to tell."""
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= _NEAR * max(abs(a), abs(b))
    if not is_plain_tensor(a) or not is_plain_tensor(b):
        return False
    with unwatched():
        x, y = plain(a), plain(b)
        if (x.shape, x.dtype, x.device) != (y.shape, y.dtype, y.device) or x.is_complex():
            return False
        if x.numel() < _ENOUGH or x.device.type == "meta":
            return True
        x, y = x.to(torch.float64), y.to(torch.float64)
        spread = max(float(x.std()), float(y.std()))
        room = 6 * spread * (2 / x.numel()) ** 0.5
        shift, stretch = float(x.mean() - y.mean()), float(x.std() - y.std())
        return bool(abs(shift) <= room and abs(stretch) <= max(room, _NEAR * spread))
