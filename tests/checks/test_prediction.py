"""A wrong prediction is told that it is wrong, and not what would have been right."""

from pathlib import Path

from torchenstein_lab.checks.judge import judge_file
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
