"""Recognising a known wrong answer by what it does.

The wrong answers of an exercise are put through the same check with the same seed. An answer that fails the
same expectations in the same way, with the same results, holds the same misconception; what its text looks
like does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from torchenstein_lab.checks.comparison import Measure, compare
from torchenstein_lab.checks.examine import Survey, cell_raised, examine
from torchenstein_lab.checks.exercise import JudgedExercise, run_cell
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.session import Observation, Unsatisfied
from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.course.exercise_source import DealtExercise

_SAME = 1.0
_ALIKE = 0.5


def recognise(exercise: JudgedExercise, dealt: DealtExercise, survey: Survey, seed: int) -> str | None:
    """The id of the wrong answer whose behaviour `survey` shows; `None` where it is like none of them."""
    return match(
        survey, ((cell.name, survey_of_body(exercise, dealt, cell.name, seed)) for cell in dealt.wrong)
    )


def match(survey: Survey, known_answers: Iterable[tuple[str, Survey]]) -> str | None:
    """The name of the known wrong answer that `survey` is like; `None` where it is like none.

    A wrong answer that behaves the same everywhere wins; else the one that begins the same and agrees in most
    of what follows; else the only one that fails the same predicates, if with other numbers: two answers that
    throw dice in two ways cannot be compared number by number."""
    if not survey.failures:
        return None
    best, best_likeness = None, 0.0
    roughly = []
    for name, known in known_answers:
        likeness = alike(survey, known)
        if likeness == _SAME:
            return name
        if likeness > best_likeness:
            best, best_likeness = name, likeness
        if alike(survey, known, roughly=True) == _SAME:
            roughly.append(name)
    if best_likeness >= _ALIKE:
        return best
    return roughly[0] if len(roughly) == 1 else None


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


def alike(a: Survey, b: Survey, roughly: bool = False) -> float:
    """How alike two surveys are, from 0 (they begin differently) to 1 (the same failures with the same
    results)."""
    if not a.failures or not b.failures or not same_failure(a.failures[0], b.failures[0], roughly):
        return 0.0
    theirs = {(failure.step, failure.line): failure for failure in b.failures}
    common = 0
    for failure in a.failures:
        other = theirs.get((failure.step, failure.line))
        if other is not None and same_failure(failure, other, roughly):
            common += 1
    return 2 * common / (len(a.failures) + len(b.failures))


def same_failure(a: Observation, b: Observation, roughly: bool = False) -> bool:
    """Whether two answers failed the same expectation in the same way, with the same result; `roughly`:
    whatever
    the result, where a predicate was not satisfied."""
    if (a.step, a.line, a.category) != (b.step, b.line, b.category):
        return False
    if isinstance(a.evidence, Unsatisfied) and isinstance(b.evidence, Unsatisfied):
        same = a.evidence.what == b.evidence.what
        return same and (roughly or _same_evidence(a.evidence.value, b.evidence.value))
    return _same_evidence(a.evidence, b.evidence)


def _same_evidence(a: object, b: object) -> bool:
    if type(a) is not type(b):
        return False
    try:
        return compare(a, b, Measure()) is None and compare(b, a, Measure()) is None
    except Exception:  # noqa: BLE001  (values that cannot be compared are not the same)
        return False
