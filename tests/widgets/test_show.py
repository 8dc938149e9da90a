"""`show` draws tensors of every kind, says what it shows, and never raises."""

import itertools
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.frame import frame_of
from torchenstein_lab.widgets.scale import DIVERGING, SEQUENTIAL, ink_on
from torchenstein_lab.widgets.show import show

KINDS = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64,
    torch.int64, torch.int8, torch.uint8, torch.bool, torch.float8_e4m3fn,
]  # fmt: skip


def test_every_number_of_a_small_tensor_is_in_the_picture_and_in_its_words():
    picture = show(torch.tensor([[0, 1], [2, 3]]))
    html = picture._repr_html_()
    assert re.findall(r">(\d)</span>", html)[:4] == ["0", "1", "2", "3"]
    assert 'role="img"' in html
    assert "Picture of a tensor of shape (2, 2), int64: from 0 to 3." in html
    assert "row 1: 2 3." in html
    assert repr(picture) == "tensor of shape (2, 2), int64: from 0 to 3\n0 1\n2 3"


def test_one_number_less_turns_day_into_night():
    duck = torch.tensor([[0, 1, 3]])
    colours = re.findall(r"background:(#\w+);", show(duck)._repr_html_())
    night = re.findall(r"background:(#\w+);", show(3 - duck)._repr_html_())
    assert (colours[0], colours[2]) == (night[2], night[0])


def test_numbers_on_both_sides_of_zero_are_centred_on_it():
    frame = frame_of(torch.tensor([-1.0, 0.0, 4.0]))
    assert frame.diverging
    assert frame.level(0.0) == 0.5
    assert frame.level(4.0) == 1.0


def test_a_large_matrix_is_sampled_and_says_so():
    picture = show(torch.zeros(1000, 700))
    assert "every 8th row and every 6th column" in repr(picture)
    assert "A sample: every 8th row and every 6th column." in picture._repr_html_()
    assert len(picture._repr_html_()) < 64 * 1024


def test_a_long_row_and_a_deep_tensor_say_what_is_left_out():
    assert "the first 40 of 1,000 numbers" in repr(show(torch.arange(1000)))
    deep = show(torch.zeros(2, 4, 3, 2))
    assert "the first 4 of 8 slices" in repr(deep)
    assert "[0, 3]" in deep._repr_html_()


def test_numbers_that_are_not_finite_are_counted_and_set_apart():
    picture = show(torch.tensor([float("nan"), float("inf"), 1.0]))
    assert "2 not finite" in repr(picture)
    assert picture._repr_html_().count('class="tl-none"') == 2


def test_arrays_and_lists_of_numbers_are_drawn_too():
    assert "int64" in repr(show(np.array([1, 2])))
    assert "(2, 1)" in repr(show([[1], [2]]))


@pytest.mark.parametrize("value", ["text", None, object(), [object()], {"a": 1}, [[1], [2, 3]]])
def test_what_cannot_be_drawn_is_shown_as_python_shows_it(value):
    picture = show(value)
    assert picture._repr_mimebundle_() == {"text/plain": repr(value)}


def test_a_value_that_cannot_even_be_written_is_named_by_its_type():
    class Broken:
        def __repr__(self):
            raise ValueError

    assert repr(show(Broken())) == "<Broken>"


def test_showing_changes_nothing():
    weight = torch.ones(2, 2, requires_grad=True)
    before = weight._version, torch.get_rng_state()
    repr(show(weight * 2)), show(weight)._repr_html_()
    assert weight._version == before[0]
    assert weight.grad is None
    assert torch.equal(torch.get_rng_state(), before[1])


@pytest.mark.parametrize(
    "tensor",
    [
        torch.zeros(3, 2, device="meta"),
        torch.eye(3).to_sparse(),
        torch.zeros(0, 3),
        torch.tensor(5),
        torch.ones(3).expand(2, 3),
        torch.randn(3, 4).t(),
        torch.nn.Parameter(torch.ones(2)),
    ],
)
def test_tensors_of_every_layout_have_a_picture(tensor):
    assert show(tensor)._repr_html_() is not None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=4), st.sampled_from(KINDS), st.integers(0, 2**31))
def test_any_shape_and_kind_is_drawn_within_64_kib(shape, dtype, seed):
    drawn = torch.randn(shape, generator=torch.Generator().manual_seed(seed))
    picture = show(drawn.to(dtype) if dtype is not torch.bool else drawn > 0)
    assert picture.drawing is not None
    assert len(picture._repr_html_()) < 64 * 1024


@pytest.mark.parametrize("table", [SEQUENTIAL, DIVERGING[127::-1], DIVERGING[128:]])
def test_lightness_alone_tells_the_order(table):
    def luminance(colour):
        linear = [(c / 255) ** 2.2 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lights = [luminance(colour) for colour in table]
    assert all(b <= a + 0.004 for a, b in itertools.pairwise(lights))
    assert lights[0] > 3 * lights[-1]


def test_ink_can_be_read_on_every_colour():
    def contrast(colour):
        linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        return (light + 0.05) / 0.05 if ink_on(colour) == "#000" else 1.05 / (light + 0.05)

    assert min(contrast(colour) for colour in SEQUENTIAL + DIVERGING) >= 4.5
