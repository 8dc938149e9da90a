"""Comparing values: what is equal, what is not, and in which order differences are told."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.measure import Measure
from torchenstein_lab.contracts.verdict import Category

LOOSELY = Measure(loosely=True)
DTYPES = [
    torch.float64,
    torch.float32,
    torch.float16,
    torch.bfloat16,
    torch.int64,
    torch.uint8,
    torch.bool,
    torch.complex64,
]


def drawn(shape, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    if dtype is torch.bool:
        return torch.rand(shape, generator=generator) > 0.5
    return (torch.randn(shape, generator=generator, dtype=torch.float64) * 20).abs().to(dtype)


shapes = st.lists(st.integers(0, 5), max_size=3)


@settings(max_examples=80, deadline=None)
@given(shapes, st.sampled_from(DTYPES), st.integers(0, 10**6))
def test_a_tensor_equals_its_copy_whatever_its_layout(shape, dtype, seed):
    tensor = drawn(shape, dtype, seed)
    spread = torch.stack([tensor, tensor], dim=-1)[..., 0]
    assert compare(spread, tensor) is None
    assert compare(tensor, spread) is None
    assert compare(tensor.expand(2, *tensor.shape), torch.stack([tensor, tensor])) is None


@settings(max_examples=80, deadline=None)
@given(shapes.filter(lambda shape: 0 not in shape), st.sampled_from(DTYPES), st.integers(0, 10**6), st.data())
def test_one_wrong_number_is_found_where_it_is(shape, dtype, seed, data):
    expected = drawn(shape, dtype, seed)
    got = expected.clone()
    place = data.draw(st.integers(0, got.numel() - 1))
    flat = got.view(-1)
    flat[place] = ~flat[place] if dtype is torch.bool else (flat[place] + 8) * 2
    fault = compare(got, expected)
    assert fault.category is Category.VALUE
    where = [int(i) for i in torch.unravel_index(torch.tensor(place), tuple(shape))] if len(shape) else []
    if got.numel() > 1:
        assert f"1 of {got.numel()} numbers differs; the first is at {where}:" in fault.say


@pytest.mark.parametrize(
    ("got", "expected", "category", "say"),
    [
        ([1.0], torch.tensor([1.0]), Category.TYPE, "expected a tensor, got a list"),
        (None, torch.tensor(1.0), Category.TYPE, "expected a tensor, got None"),
        (torch.zeros(2, 1), torch.zeros(2), Category.SHAPE, "expected shape (2,), got shape (2, 1)"),
        (torch.tensor([1]), torch.zeros(1), Category.DTYPE, "expected dtype float32, got int64"),
        (torch.zeros(1, device="meta"), torch.zeros(1), Category.DEVICE, "expected the device cpu, got meta"),
        (torch.zeros(2), torch.ones(2).to_sparse(), Category.TYPE, "expected a tensor with layout torch.sp"),
        (True, 1, Category.TYPE, "expected an int (1), got a bool (True)"),
        (1, 1.0, Category.TYPE, "expected a float (1.0), got an int (1)"),
        (1, True, Category.TYPE, "expected a bool (True), got an int (1)"),
        ("2", 2, Category.TYPE, "expected an int (2), got a str ('2')"),
        ([1, 2], (1, 2), Category.TYPE, "expected a tuple ((1, 2)), got a list ([1, 2])"),
        ((1, 3), (1, 2), Category.VALUE, "expected (1, 2), got (1, 3)"),
        ((1,), (1, 2), Category.VALUE, "expected (1, 2), got (1,)"),
        ("cat", "car", Category.VALUE, "expected 'car', got 'cat'"),
        ({"a": 1}, {"a": 1, "b": 2}, Category.VALUE, "the keys differ: missing: 'b'"),
        (torch.int64, torch.float32, Category.VALUE, "expected torch.float32, got torch.int64"),
        (0.1, 0.2, Category.VALUE, "expected 0.2, got 0.1"),
    ],
)  # fmt: skip
def test_the_first_difference_is_told_in_the_order_of_a_diagnosis(got, expected, category, say):
    fault = compare(got, expected)
    assert (fault.category, fault.say[: len(say)]) == (category, say)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (math.nan, math.nan),
        (0.1 + 0.2, 0.3),
        (math.inf, math.inf),
        (torch.tensor([math.nan, math.inf, -math.inf]), torch.tensor([math.nan, math.inf, -math.inf])),
        (torch.tensor([1.0, 2.0]) / 3, torch.tensor([1 / 3, 2 / 3])),
        (torch.tensor([1e-9 + 1.0]) - 1.0, torch.tensor([0.0])),
        (torch.eye(2).to_sparse(), torch.eye(2).to_sparse()),
        (torch.nn.Parameter(torch.ones(2)), torch.ones(2)),
        ([torch.ones(2), {"k": (1, None)}], [torch.ones(2), {"k": (1, None)}]),
        (torch.zeros(0, 3), torch.zeros(0, 3)),
        (torch.Size([2, 3]), (2, 3)),
        ((2, 3), torch.Size([2, 3])),
        (torch.tensor([3.0, 4.0]).max(0), (torch.tensor(4.0), torch.tensor(1))),
    ],
)
def test_rounding_and_special_numbers_do_not_make_a_difference(got, expected):
    assert compare(got, expected) is None


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.tensor([math.inf]), torch.tensor([1e30])),
        (torch.tensor([math.nan]), torch.tensor([0.0])),
        (torch.tensor([1e-8]), torch.tensor([2e-5])),
        (torch.tensor([2**53 + 1]), torch.tensor([2**53])),
        (torch.tensor([1 + 1e-3]), torch.tensor([1.0])),
        (2**53 + 1, 2**53),
    ],
)
def test_differences_that_matter_are_not_rounded_away(got, expected):
    assert compare(got, expected).category is Category.VALUE


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ([2, 3], (2, 3)),
        ((2, 3), [2, 3]),
        (torch.Size([2, 3]), [2, 3]),
        (2.0, 2),
        (torch.tensor(2), 2),
        (([1], (2,)), [(1,), [2]]),
    ],
)
def test_a_loose_comparison_looks_at_what_was_meant(got, expected):
    assert compare(got, expected, LOOSELY) is None
    assert compare(got, expected) is not None


@pytest.mark.parametrize(
    ("got", "expected"), [(True, 1), ("2", 2), ((2, 4), (2, 3)), ((2,), (2, 3)), (1, True)]
)
def test_a_loose_comparison_does_not_take_anything_for_anything(got, expected):
    assert compare(got, expected, LOOSELY) is not None


def test_gradient_tracking_comes_before_the_numbers():
    expected = torch.ones(2, requires_grad=True) * 2
    assert compare(torch.zeros(2), expected).category is Category.GRADIENT_TRACKING


def test_a_difference_inside_a_list_says_where():
    fault = compare([torch.zeros(2), torch.ones(2)], [torch.zeros(2), torch.zeros(2)])
    assert fault.say.startswith("2 of 2 numbers differ at [1]; the first is at [0]:")


def test_nan_and_infinity_are_counted_for_the_learner():
    fault = compare(torch.tensor([math.nan, 1.0, math.inf]), torch.tensor([0.0, 1.0, 0.0]))
    assert fault.seen == "2 of them are NaN or infinite"


def test_the_window_shows_the_first_wrong_number_of_a_large_tensor():
    expected = torch.zeros(100, 100)
    got = expected.clone()
    got[70, 80] = 1
    fault = compare(got, expected)
    shown = fault.got
    assert (shown.rows, shown.columns, shown.truncated) == (16, 16, True)
    row, column = 70 - shown.origin[0], 80 - shown.origin[1]
    assert shown.wrong == (row * 16 + column,)
    assert shown.levels[shown.wrong[0]] == 1.0
    assert fault.expected.levels[shown.wrong[0]] == 0.0


@pytest.mark.parametrize(
    ("got", "expected", "say"),
    [
        (12.7700004, 12.77, "expected 12.77, got 12.7700004"),
        (torch.tensor(12.7700004, dtype=torch.float64), torch.tensor(12.77, dtype=torch.float64),
         "expected 12.77, got 12.7700004"),
        (1 + 1.0000004j, 1 + 1j, "expected 1+1j, got 1+1.0000004j"),
    ],
)  # fmt: skip
def test_numbers_that_differ_are_shown_with_enough_digits_to_see_it(got, expected, say):
    assert compare(got, expected, Measure(rtol=0.0, atol=0.0)).say == say


def test_cells_that_differ_look_different_in_the_picture():
    expected = torch.tensor([1.0, 12.77], dtype=torch.float64)
    fault = compare(expected + torch.tensor([0.0, 1e-4], dtype=torch.float64), expected)
    assert fault.expected.cells[0] == fault.got.cells[0] == "1"
    assert (fault.expected.cells[1], fault.got.cells[1]) == ("12.77", "12.7701")
    assert "12.7701" in fault.got.text


@pytest.mark.parametrize(
    ("got", "expected", "seen"),
    [
        ("", "x", "expected 1 character, got 0; the first difference is at 0"),
        ("x", "", "expected 0 characters, got 1; the first difference is at 0"),
        ((), (1,), "expected 1 entry, got 0"),
        ((1,), (1, 2), "expected 2 entries, got 1"),
    ],
)
def test_one_of_something_is_not_several(got, expected, seen):
    assert compare(got, expected).seen == seen
