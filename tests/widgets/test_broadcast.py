"""`broadcast` says what PyTorch does: the shape, the pairs that meet, dtype and bytes of the result."""

import re
from html import unescape

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.broadcast import broadcast
from torchenstein_lab.widgets.broadcast_drawing import as_html
from torchenstein_lab.widgets.broadcast_facts import OPERATORS, broadcast_facts
from torchenstein_lab.widgets.cell_value import cell_value

shapes = st.lists(st.sampled_from([0, 1, 1, 2, 3, 7]), max_size=4).map(tuple)
dtypes = st.sampled_from([torch.float32, torch.float64, torch.int64, torch.uint8, torch.bool, torch.bfloat16])


def filled(shape, dtype):
    return torch.randint(0, 9, shape, generator=torch.Generator().manual_seed(3)).to(dtype)


def grids(html):
    """What the saved picture says: for each of the grids, its rows of (index of the element, text, ghost)."""
    return {
        name: [
            re.findall(r'<td( class="tl-ghost")? data-at="([\d:]+)" data-i="([\d, ]*)">(.*?)</td>', row)
            for row in re.findall(r"<tr>(.*?)</tr>", body)
        ]
        for name, body in re.findall(r'<table class="tl-grid tl-\w" data-name="(\w+)">(.*?)</table>', html)
    }


@settings(deadline=None)
@given(shapes, shapes)
def test_the_shape_is_pytorch_s_or_there_is_none(a, b):
    try:
        expected = tuple(torch.broadcast_shapes(a, b))
    except RuntimeError:
        expected = None
    facts = broadcast_facts(a, b)
    assert facts.shape == expected
    assert ("✕" in repr(broadcast(a, b))) == (expected is None)


@settings(deadline=None)
@given(shapes, shapes)
def test_a_remedy_is_one_that_works(a, b):
    facts = broadcast_facts(a, b)
    if facts.remedy:
        side, index = re.match(r"(\w)\[(.*?)\]", facts.remedy).groups()
        at = tuple({"None": None, ":": slice(None)}[part] for part in index.split(", "))
        x, y = torch.empty(a), torch.empty(b)
        result = x + y[at] if side == "b" else x[at] + y
        assert result.ndim >= max(len(a), len(b))


def test_the_usual_slip_is_given_its_remedy():
    text = repr(broadcast((3, 4), (3,)))
    assert "dim 1: 4 meets 3, and neither is 1." in text
    assert "b[:, None], of shape (3, 1), would meet a." in text
    assert "a[:, None], of shape (2, 1), would meet b." not in repr(broadcast((2, 2), (3, 3)))


@settings(deadline=None)
@given(shapes, shapes, dtypes, dtypes, st.sampled_from(sorted(OPERATORS)))
def test_the_cost_is_that_of_the_real_result(a, b, kind, other, sign):
    x, y = filled(a, kind), filled(b, other)
    facts = broadcast_facts(x, y, sign)
    try:
        result = OPERATORS[sign](x, y)
    except RuntimeError:
        assert facts.shape is None or facts.refused
        return
    assert facts.cost is not None
    assert (facts.cost.numel, facts.cost.nbytes) == (result.numel(), result.nbytes)
    assert facts.cost.dtype == str(result.dtype).removeprefix("torch.")


@settings(deadline=None)
@given(shapes, shapes)
def test_the_numbers_drawn_are_those_that_meet_and_their_result(a, b):
    x, y = filled(a, torch.int64), filled(b, torch.int64)
    facts = broadcast_facts(x, y, "-")
    if facts.shape is None or 0 in facts.shape:
        return
    drawn = grids(as_html(facts))
    whole = (x - y).reshape((1, 1, *facts.shape)[-max(2, len(facts.shape)) :])
    while whole.ndim > 2:
        whole = whole[0]
    for name, tensor in (("a", x), ("b", y)):
        stored = set()
        for row in drawn[name]:
            for ghost, _, index, text in row:
                at = tuple(int(part) for part in index.split(", ") if part)
                assert text == cell_value(tensor[at].item())
                assert bool(ghost) == (at in stored)
                stored.add(at)
    for row, cells in enumerate(drawn["result"]):
        for column, (_, place, _, text) in enumerate(cells):
            assert place == f"{row}:{column}"
            assert text == cell_value(whole[row, column].item())
            met = [drawn[name][row][column][3].replace("−", "-") for name in "ab"]
            assert int(met[0]) - int(met[1]) == int(text.replace("−", "-"))


def test_the_text_aligns_the_shapes_from_the_right():
    assert repr(broadcast((8, 1, 3), (4, 3), "*")).splitlines()[:5] == [
        "Broadcast of (8, 1, 3) * (4, 3): (8, 4, 3)",
        "  dim         0      1  2",
        "  a           8  1 → 4  3",
        "  b       – → 8      4  3",
        "  result      8      4  3",
    ]


def test_shapes_alone_have_a_price_however_large():
    text = repr(broadcast((50_000, 1, 768), (50_000, 768), "-"))
    assert "50,000 × 50,000 × 768 = 1,920,000,000,000 elements of 4 bytes (float32), 7.68 TB" in text
    assert "of new memory" in repr(broadcast((10**12, 1), (10**12,)))


def test_a_comparison_costs_a_byte_for_each_element():
    assert "12 elements of 1 byte (bool), 12 bytes" in repr(broadcast((3, 1), (4,), "<"))


def test_a_python_number_does_not_widen_the_tensor():
    facts = broadcast_facts(torch.ones(2, dtype=torch.float16), 2.5, "*")
    assert facts.cost is not None
    assert facts.cost.dtype == "float16"
    assert "b is a single number: it meets every element." in repr(broadcast(torch.ones(2), 3))


def test_a_function_of_the_learner_decides_the_result():
    def mean(a, b):
        return (a + b) / 2

    facts = broadcast_facts(torch.ones(2, 1), torch.ones(3), mean)
    assert (facts.sign, facts.result) == ("mean", (("1.", "1.", "1."), ("1.", "1.", "1.")))


def fails(_a, _b):
    raise ValueError("no such luck")


def sums(a, _b):
    return a.sum()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((None, 3), "There is no picture of nothing (None)."),
        (((2, 2), (2, 2), "@"), "see matmul(a, b)"),
        (((2, 2), (2, 2), torch.matmul), "see matmul(a, b)"),
        (((2, 2), (2, 2), "plus"), "“plus” is no sign that I know."),
        (((2, 2), (2, 2), 7), "The operation is a sign"),
        (((2, 2), (2, 2), fails), "PyTorch refuses"),
        (((2, 2), (2, 2), sums), "it does not give one number for each pair of numbers"),
        ((torch.ones(2), torch.ones(2), "&"), "not implemented for 'Float'"),
        ((np.array(["a"]), 1), "cannot be made a tensor"),
        (((-1, 2), 1), "no size is below zero"),
    ],
)
def test_nonsense_is_answered_in_a_sentence(arguments, says):
    picture = broadcast(*arguments)
    assert picture.problem == ""
    assert says in repr(picture)
    assert says in unescape(picture._repr_html_())


def test_an_operation_that_writes_in_place_writes_into_a_copy():
    x = torch.ones(3, 4)
    picture = broadcast(x, torch.ones(4), torch.Tensor.add_)
    assert picture.problem == ""
    assert torch.equal(x, torch.ones(3, 4))
    assert x._version == 0


def test_the_picture_is_small():
    x, y = torch.randn(30, 1, 40) - 1e-7, torch.randn(50, 40, dtype=torch.float64) * 1e-7
    picture = broadcast(x, y)
    assert len((picture._repr_html_() + repr(picture)).encode()) <= 16 * 1024
