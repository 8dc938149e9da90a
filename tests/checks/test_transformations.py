"""What became of the right values on the way is told where one change explains all, and only there."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.checks.reductions import explain_direction
from torchenstein_lab.checks.transformations import explain

seeds = st.integers(0, 10**6)
FLOATS = st.sampled_from([torch.float64, torch.float32, torch.complex64])


def drawn(shape, seed, dtype=torch.float64):
    generator = torch.Generator().manual_seed(seed)
    if dtype.is_complex:
        return torch.randn(shape, generator=generator, dtype=dtype) * 3
    return (torch.randn(shape, generator=generator, dtype=torch.float64) * 3).to(dtype)


CHANGES = {
    "those expected, transposed.": lambda t: t.T.contiguous(),
    "in reverse order along dimension 0": lambda t: t.flip(0),
    "in reverse order along dimension 1": lambda t: t.flip(1),
    "shifted by one place along dimension 1, towards the end.": lambda t: t.roll(1, 1),
    "shifted by one place along dimension 0, towards the beginning.": lambda t: t.roll(-1, 0),
    "the sign the other way round": torch.neg,
    "1 minus those expected": lambda t: 1 - t,
    "multiplied by 2": lambda t: t * 2,
    "multiplied by 1.7": lambda t: t * 1.7,
    "divided by 3": lambda t: t / 3,
    "larger than expected by 1": lambda t: t + 1,
    "smaller than expected by 0.5": lambda t: t - 0.5,
}
REAL_CHANGES = {
    "sorted along the last dimension, ascending": lambda t: t.sort(-1).values,
    "sorted along the last dimension, descending": lambda t: t.sort(-1, descending=True).values,
    "without their sign": torch.abs,
    "the squares of": torch.square,
    "1 divided by": torch.reciprocal,
    "the exponentials of": torch.exp,
    "cut off after the decimal point": torch.trunc,
    "rounded down to whole numbers": torch.floor,
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CHANGES)), seeds, FLOATS, st.integers(3, 5))
def test_a_usual_change_of_all_numbers_is_named(said, seed, dtype, size):
    expected = drawn((size, size), seed, dtype)
    assert said in explain(CHANGES[said](expected), expected)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(REAL_CHANGES)), seeds, st.integers(3, 5))
def test_a_usual_change_of_real_numbers_is_named(said, seed, size):
    expected = drawn((size, size + 1), seed) * 2
    assert said in explain(REAL_CHANGES[said](expected), expected)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=3),
    seeds,
    st.sampled_from([torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64]),
)
def test_other_numbers_are_explained_by_nothing(shape, seed, dtype):
    assert explain(drawn(shape, seed, dtype), drawn(shape, seed + 1, dtype)) == ""


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(CHANGES)), seeds, st.sampled_from([5, 6, 9, 10]))
def test_one_number_that_does_not_fit_forbids_the_explanation(said, seed, place):
    expected = drawn((4, 4), seed)
    got = CHANGES[said](expected).clone()
    got.view(-1)[place] += 77  # inside: at an edge, a shift may be the reason
    assert explain(got, expected) == ""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([1.0, 2.0]), min_size=1, max_size=9), st.sampled_from(sorted(REAL_CHANGES)))
def test_two_different_numbers_are_too_few_to_explain_anything(numbers, said):
    expected = torch.tensor([numbers])
    assert explain(REAL_CHANGES[said](expected), expected) == ""


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        (torch.tensor([1, 2, 3]), torch.tensor([1.0, 2.0, 3.0]), "only their dtype is not float32"),
        (torch.tensor([0, 1, 2]), torch.tensor([0.5, 1.5, 2.5]), "decimal point lost in int64"),
        (torch.tensor([0.5, 1.5, 2.5]).half(), torch.tensor([0.5, 1.5, 2.5]), ""),
        (torch.arange(3.0), torch.arange(3.0)[:, None], "a dimension of size 1 is missing: (3, 1)"),
        (torch.arange(3.0)[:, None], torch.arange(3.0), "one dimension of size 1 is too many"),
        (
            torch.arange(6.0),
            torch.arange(6.0).view(2, 3),
            "only their shape is not (2, 3)",
        ),
        (torch.arange(6.0).view(2, 3).T, torch.arange(6.0).view(2, 3), "those expected, transposed."),
        (torch.arange(6.0).view(2, 3).T.reshape(6), torch.arange(6.0).view(2, 3), "column by column"),
        (torch.arange(6.0).view(3, 2).T, torch.arange(6.0).view(2, 3), "rows and columns mixed up"),
        (torch.rand(2, 3, 4).transpose(0, 2), None, "transposed (dimensions 0 and 2)"),
        (torch.tensor([0.0, 0, 3, 5, 8]), torch.tensor([0.0, 3, 5, 8, 9]), "only the one at the edge is new"),
        (torch.tensor([2, 3, 4]), torch.tensor([1, 2, 3]), "larger than expected by 1"),
        (torch.tensor([3, 1, 2]), torch.tensor([1, 2, 3]), "shifted by one place, towards the end"),
        (torch.tensor([5, 1, 9, 2]), torch.tensor([1, 2, 5, 9]), "not yet sorted, ascending"),
        (torch.tensor([True, False] * 5), torch.tensor([False, True] * 5), "in reverse order"),
        (
            torch.tensor([True, False, False] * 3),
            torch.tensor([False, True, True] * 3),
            "each True is a False",
        ),
        (torch.tensor([1.0, 4.0, 9.0]).sqrt(), torch.tensor([1.0, 4.0, 9.0]), "the square roots of"),
    ],
)
def test_examples_are_explained_in_a_sentence(got, expected, said):
    if expected is None:
        expected = got.transpose(0, 2)
    text = explain(got, expected)
    assert said in text
    assert text == "" or (text.endswith(".") and text[0].isupper())


def test_half_precision_needs_more_numbers_to_be_believed():
    few = torch.tensor([1.0, 2.0, 4.0, 7.0], dtype=torch.bfloat16)
    many = torch.arange(1.0, 12.0).square().to(torch.bfloat16)
    assert explain(few * 2, few) == ""
    assert "multiplied by 2" in explain(many * 2, many)


@pytest.mark.parametrize(
    "value", [None, 3, "text", [1.0, 2.0], torch.zeros(0), torch.zeros(3, device="meta")]
)
def test_what_is_no_tensor_of_numbers_is_not_explained(value):
    assert explain(value, torch.tensor([1.0, 2.0, 3.0])) == ""
    assert explain(torch.tensor([1.0, 2.0, 3.0]), value) == ""


def test_nan_and_infinity_are_carried_along():
    expected = torch.tensor([1.0, 2.0, 5.0, torch.nan, torch.inf])
    assert "multiplied by 2" in explain(expected * 2, expected)
    assert explain(torch.tensor([2.0, 4.0, 10.0, 1.0, torch.inf]), expected) == ""


DIRECTIONS = {
    "sums": lambda t, d: t.sum(d),
    "means": lambda t, d: t.mean(d),
    "largest numbers": lambda t, d: t.amax(d),
    "running sums": lambda t, d: t.cumsum(d),
    "shares of the exponentials": lambda t, d: t.softmax(d),
    "differences from the mean": lambda t, d: t - t.mean(d, keepdim=True),
}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(DIRECTIONS)), seeds, st.booleans())
def test_the_dimension_that_was_taken_for_another_is_named(what, seed, square):
    x = drawn((4, 4) if square else (4, 5), seed)
    text = explain_direction(DIRECTIONS[what](x, 0), DIRECTIONS[what](x, 1), [x])
    assert text == f"Yours are the {what} along dimension 0, expected are those along 1."


def test_another_operation_along_another_dimension_is_named():
    x = drawn((3, 4), 1)
    assert explain_direction(x.mean(0), x.sum(1), [2, x]) == (
        "Yours are the means along dimension 0, expected are the sums along dimension 1."
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(DIRECTIONS)), seeds)
def test_other_numbers_have_no_direction(what, seed):
    x = drawn((4, 5), seed)
    right = DIRECTIONS[what](x, 1)
    assert explain_direction(drawn(right.shape, seed + 1), right, [x]) == ""
    assert explain_direction(right, drawn(right.shape, seed + 1), [x]) == ""
