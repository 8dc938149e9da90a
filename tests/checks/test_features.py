"""What the failing calls have in common and the others have not is said; nothing else is."""

import pytest
import torch

from torchenstein_lab.checks.examine import Survey
from torchenstein_lab.checks.features import features_of, shared_by_failures
from torchenstein_lab.lesson import expect, promise


@pytest.mark.parametrize(
    ("value", "feature"),
    [
        ("", "is empty"),
        ("é", "has characters beyond the alphabet"),
        (" a", "begins or ends with a blank"),
        ([1], "has one entry only"),
        (-3, "is below 0"),
        (0, "is 0"),
        (0.5, "is no whole number"),
        (float("nan"), "is NaN or infinite"),
        (None, "is None"),
        (True, "is True"),
        (torch.tensor(1.0), "has no dimensions"),
        (torch.zeros(0, 3), "is empty"),
        (torch.zeros(1, 3), "has a dimension of size 1"),
        (torch.zeros(2, 3).T, "does not lie in one piece (it is not contiguous)"),
        (torch.zeros(2, dtype=torch.int64), "is int64"),
        (torch.tensor([1.0, torch.inf]), "holds NaN or infinity"),
        (torch.zeros(2, device="meta"), "lies on another device"),
        (torch.zeros(2, requires_grad=True), "needs gradients"),
    ],
)
def test_an_input_is_described_by_what_is_special_about_it(value, feature):
    assert f"`x` {feature}" in features_of(lambda x: x, [value], {})


def test_arguments_are_called_as_the_function_calls_them():
    assert features_of(lambda x, *rest: (x, rest), [0, 0], {"dim": 0}) == (
        "`x` is 0",
        "argument 2 is 0",
        "`dim` is 0",
    )
    assert features_of(torch.add, [0], {}) == ("argument 1 is 0",)


def test_only_what_all_failures_share_and_nothing_else_has_is_named():
    assert shared_by_failures([("a", "b"), ("b", "c")], [("c",), ()]) == ("b",)
    assert shared_by_failures([("a",), ("b",)], [()]) == ()
    assert shared_by_failures([("a",)], []) == ()


def elsewhere(session, function, inputs):
    with promise("the absolute value"):
        for x in inputs:
            expect(function, x).equals(abs(x))
    return Survey(tuple(session.observations)).elsewhere


def test_the_calls_that_fail_are_told_by_their_inputs(session):
    assert elsewhere(session, lambda x: x, [3, -2, 5, -7, 0]) == (
        "2 of 5 calls are not as promised: those where `x` is below 0."
    )


def test_the_only_call_that_fails_is_told_so(session):
    assert elsewhere(session, lambda x: abs(x) or 1, [3, -2, 0]) == (
        "Only this one of 3 calls is not as promised: the one where `x` is 0."
    )


def test_calls_that_fail_without_a_feature_of_their_own_are_counted(session):
    assert elsewhere(session, lambda x: 7 if x in (3, 5) else abs(x), [2, 3, 4, 5]) == (
        "2 of 4 calls are not as promised; this is the first."
    )


def test_calls_that_all_fail_are_told_so(session):
    assert elsewhere(session, lambda _: 7, [2, 3, 4, 5]) == "None of the 4 calls is as promised."
