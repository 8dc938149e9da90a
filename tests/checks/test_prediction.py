"""A wrong prediction is told that it is wrong, and not what would have been right."""

import re
from pathlib import Path

import pytest

from torchenstein_lab.checks.exercise import load_exercise, run_cell
from torchenstein_lab.checks.judge import judge_file
from torchenstein_lab.contracts.lesson import Kind
from torchenstein_lab.contracts.verdict import JudgeRequest, Outcome

SUM_OF_A_ROW = next((Path(__file__).parents[1] / "packs" / "tiny").rglob("sum_of_a_row.py"))


def judged(total, deal=0):
    request = JudgeRequest("tiny", "first-steps", "sum-of-a-row", deal=deal)
    return judge_file(SUM_OF_A_ROW, request, {"total": total}, "guard")


def right_total(deal=0):
    return next(number for number in range(1000) if judged(number, deal).outcome is Outcome.PASSED)


def test_a_wrong_prediction_does_not_read_the_right_one_anywhere_in_its_verdict():
    right = right_total()
    verdict = judged(9999)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.say == "`total`: 9999 is not what comes out."
    assert str(right) not in repr(verdict.findings) + verdict.say + verdict.seen + verdict.next
    assert all(finding.expected is None for finding in verdict.findings)


def test_a_prediction_of_the_wrong_type_reads_the_type_that_is_asked_for():
    right = right_total()
    assert judged(str(right)).say == f"`total`: expected an int, got a str ('{right}')."


def test_a_right_prediction_keeps_every_promise():
    assert judged(right_total(3), deal=3).outcome is Outcome.PASSED


PREDICTIONS = [
    path
    for path in sorted((Path(__file__).parents[2] / "lessons").rglob("exercises/*.py"))
    if load_exercise(path).source.kind is Kind.PREDICT
]
NAMES_IT_ALL_THE_SAME = {
    ("dtype_duel", "first_element_decides"): "the rule names all kinds there are",
    ("shape_and_kind", "brackets_without_a_comma"): "the number was right, its form was not",
    ("count_the_posts", "stop_is_the_length"): "names what was written, which may be right elsewhere",
}


@pytest.mark.parametrize("path", PREDICTIONS, ids=lambda path: path.stem)
def test_what_is_said_to_a_misconception_does_not_name_the_right_prediction(path):
    exercise = load_exercise(path)
    for number in range(10):
        dealt = exercise.deal(number)
        right, _ = run_cell(dealt.solution, exercise, dealt.numbers)
        for wrong in dealt.wrong:
            if (path.stem, wrong.name) in NAMES_IT_ALL_THE_SAME:
                continue
            got, _ = run_cell(wrong, exercise, dealt.numbers)
            name = next((n for n in exercise.source.names if repr(got.get(n)) != repr(right[n])), None)
            if name is not None:
                value = repr(right[name]).strip("'")
                if len(value) == 1 and value.isdigit():
                    continue  # a digit stands in many a sentence, and for many things
                assert not re.search(rf"(?<![\w.-]){re.escape(value)}(?![\w.])", wrong.note), wrong.name
