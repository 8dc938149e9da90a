"""`diff` finds what PyTorch's own comparison finds, and says it in words and in the picture."""

import json
import re

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets import diff_facts as diff_facts_module
from torchenstein_lab.widgets.diff import diff
from torchenstein_lab.widgets.diff_facts import diff_facts, differing
from torchenstein_lab.widgets.subject import outline_of

DTYPES = [
    torch.float64,
    torch.float32,
    torch.float16,
    torch.bfloat16,
    torch.int64,
    torch.bool,
    torch.complex64,
]


@st.composite
def pairs(draw):
    """Two tensors of one shape that are alike but for some places."""
    shape = draw(st.lists(st.integers(1, 30), max_size=4))
    dtype = draw(st.sampled_from(DTYPES))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    expected = torch.randn(shape, generator=generator)
    share = draw(st.sampled_from([0.0, 0.01, 0.3, 1.0]))
    change = draw(st.sampled_from([1e-9, 1e-6, 0.1, float("nan"), float("inf")]))
    where = torch.rand(shape, generator=generator) < share
    got = torch.where(where, expected + change, expected)
    if dtype is torch.bool:
        return expected > 0, (got > 0).logical_xor(where)
    if dtype is torch.int64:
        return (expected * 100).to(dtype), (expected * 100).to(dtype) + where
    return expected.to(dtype), got.to(dtype)


def agree(expected, got):
    try:
        torch.testing.assert_close(got, expected, equal_nan=True)
    except AssertionError:
        return False
    return True


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_each_number_differs_exactly_where_assert_close_says_so(pair):
    expected, got = pair
    wrong = differing(expected, got)
    assert bool(wrong.any()) == (not agree(expected, got))
    for place in range(min(expected.numel(), 20)):
        one = expected.flatten()[place], got.flatten()[place]
        assert bool(wrong.flatten()[place]) == (not agree(*one))


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_a_comparison_in_pieces_is_the_same(pair):
    with pytest.MonkeyPatch.context() as patch:
        whole = differing(*pair)
        patch.setattr(diff_facts_module, "PIECE", 16)
        assert torch.equal(differing(*pair), whole)


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_count_first_and_largest_difference_are_true_and_the_first_is_in_sight(pair):
    expected, got = pair
    facts = diff_facts(expected, got, (outline_of(expected, ()), outline_of(got, ())))
    wrong = differing(expected, got)
    assert facts.differ == int(wrong.sum())
    if not facts.differ:
        assert facts.wrong == frozenset()
        return
    assert list(facts.first) == wrong.nonzero()[0].tolist()
    panel = facts.got.panels[0]
    assert panel.index == facts.first[:-2]
    slice_ = wrong.reshape(1, -1) if wrong.ndim < 2 else wrong[panel.index]
    part = slice_[panel.top :, panel.left :][: panel.tiles.rows, : panel.tiles.columns]
    assert facts.wrong == frozenset(part.flatten().nonzero().flatten().tolist())
    inside = facts.first[-2] - panel.top if wrong.ndim > 1 else 0, (facts.first or (0,))[-1] - panel.left
    assert inside[0] * panel.tiles.columns + inside[1] in facts.wrong
    if facts.largest is not None:
        wide = torch.complex128 if expected.is_complex() else torch.float64
        sizes = (expected.to(wide) - got.to(wide)).abs()
        finite = sizes[wrong & sizes.isfinite()]
        assert facts.largest == pytest.approx(float(finite.max()))
        assert float(sizes[facts.where]) == pytest.approx(facts.largest)


def test_words_and_drawing_say_the_same():
    picture = diff(torch.tensor([[1, 2], [3, 4]]), torch.tensor([[1, 2], [0, 4]]))
    assert repr(picture).split("\n") == [
        "1 of 4 numbers differ.",
        "The first is [1, 0]: 3 is expected, and 0 came.",
        "The largest difference is 3, at [1, 0].",
        "expected: tensor of shape (2, 2), int64, 32 bytes",
        "1  2",
        "3  4",
        "got: tensor of shape (2, 2), int64, 32 bytes",
        "1  2",
        "0✗ 4",
    ]
    html = picture._repr_html_()
    assert "1 of 4 numbers differ." in html
    assert re.findall(r'<td class="w[^>]*>(\d)<', html) == ["3", "0"]


def test_both_sides_have_one_scale():
    html = diff(torch.tensor([0.0, 1.0]), torch.tensor([0.0, 9.0]))._repr_html_()
    zeros = re.findall(r'bgcolor="(#\w+)">0\.<', html)
    assert len(zeros) == 2
    assert len(set(zeros)) == 1


def test_a_large_tensor_is_drawn_around_the_first_difference_with_a_map_of_all():
    expected = torch.zeros(3, 500, 500)
    got = expected.clone()
    got[1, 300, 200] = 5
    picture = diff(expected, got)
    assert "The first is [1, 300, 200]: 0. is expected, and 5. came." in repr(picture)
    assert "drawn from [1, 294, 193] on" in repr(picture)
    assert "Where they differ in [1], a pixel for 8 × 8 numbers" in picture._repr_html_()


def test_shapes_and_dtypes_that_differ_are_said_first():
    assert repr(diff(torch.zeros(2, 3), torch.zeros(3, 2))).startswith(
        "The shapes differ: (2, 3) is expected, and (3, 2) came."
    )
    assert "int64 is expected, and float32 came." in repr(diff(torch.ones(2).long(), torch.ones(2)))
    assert repr(diff(torch.ones(2), torch.ones(2))).startswith("All 2 numbers agree.")


@pytest.mark.parametrize(
    "pair",
    [
        (torch.zeros(0), torch.zeros(0)),
        (torch.zeros(2, device="meta"), torch.zeros(2)),
        (torch.eye(3).to_sparse(), torch.eye(3)),
        (torch.zeros(2).to(torch.float8_e4m3fn), torch.ones(2)),
        (torch.tensor(1), torch.tensor(2)),
        (torch.tensor(1 + 1j), torch.tensor(1.0)),
        (torch.zeros(2, dtype=torch.uint16), torch.ones(2, dtype=torch.uint16)),
        ([1, 2], [1, 3]),
        (float("nan"), 1.0),
    ],
)
def test_tensors_of_every_kind_are_compared(pair):
    picture = diff(*pair)
    assert picture.problem == ""
    assert picture.drawing is not None


def test_what_cannot_be_compared_is_shown_as_python_shows_it():
    assert repr(diff("a", [1])) == "expected: 'a'\ngot: [1]"


def test_a_difference_fits_into_the_notebook():
    for shape in [(11, 11), (500, 500), (3, 40, 40), (5000,)]:
        picture = diff(torch.randn(shape), torch.randn(shape))
        assert len(json.dumps(picture._repr_mimebundle_(), ensure_ascii=False).encode()) <= 32 * 1024
