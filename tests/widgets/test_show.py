"""`show` draws tensors of every kind, says what it shows, changes nothing, and never raises."""

import gc
import itertools
import json
import re
import weakref

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets import live, sharing
from torchenstein_lab.widgets.scale import CATEGORIES, DIVERGING, SEQUENTIAL, ink_on
from torchenstein_lab.widgets.show import show

NAN, INF = float("nan"), float("inf")
SAVED = 32 * 1024
"""So many bytes of a saved notebook a picture may take."""


def saved_bytes(picture):
    return len(json.dumps(picture._repr_mimebundle_(), ensure_ascii=False).encode())


def ask(picture, request):
    return live.reply({"picture": picture.id, "ask": 1, "request": request})


def cells(html):
    return re.findall(r"<td[^>]*>([^<]*)</td>", html)


def test_every_number_of_a_small_tensor_is_in_the_picture_and_in_its_words():
    picture = show(torch.tensor([[0, 1], [2, 3]]))
    assert cells(picture._repr_html_()) == ["0", "1", "2", "3"]
    assert repr(picture) == (
        "tensor of shape (2, 2), int64, 32 bytes\nfrom 0 to 3, mean 1.5, std 1.291\n0 1\n2 3"
    )


def test_one_number_less_turns_day_into_night():
    duck = torch.tensor([[0, 1, 3]])
    day = re.findall(r'bgcolor="(#\w+)"', show(duck)._repr_html_())
    night = re.findall(r'bgcolor="(#\w+)"', show(3 - duck)._repr_html_())
    assert (day[0], day[2]) == (night[2], night[0])


def test_a_large_matrix_is_drawn_in_tiles_and_says_so():
    picture = show(torch.zeros(1000, 700))
    assert "each pixel is the mean of 9 × 7 numbers" in repr(picture)
    assert "each pixel is the mean of 9 × 7 numbers" in picture._repr_html_()


def test_a_long_row_is_read_like_text():
    picture = show(torch.arange(100))
    assert "read like text, 16 to a line" in picture._repr_html_()
    assert cells(picture._repr_html_()) == [str(n) for n in range(100)]
    assert "each pixel is the mean of 80 numbers in a row" in repr(show(torch.zeros(1_000_000)))


def test_a_deep_tensor_says_which_slices_it_shows():
    deep = show(torch.zeros(2, 4, 3, 2))
    assert "shown: slices [0, 0] to [0, 3] of 8" in repr(deep)
    assert "[0, 3]" in deep._repr_html_()


def test_axes_have_the_names_they_are_given():
    picture = show(torch.zeros(2, 3), axes="row column")
    assert "(row 2, column 3)" in repr(picture)
    assert "column, 3 →" in picture._repr_html_()
    assert "2 axes are named" in show(torch.zeros(2), axes="row column").problem.replace("\n", " ")


def test_numbers_that_are_not_finite_are_counted_and_told_by_pattern():
    picture = show(torch.tensor([NAN, INF, -INF, 1.0]))
    assert "1 NaN, 1 ∞, 1 −∞ of 4 numbers" in repr(picture)
    html = picture._repr_html_()
    assert [html.count(f'<td class="{name}">') for name in ("tl-nan", "tl-inf", "tl-minf")] == [1, 1, 1]
    large = torch.zeros(40, 40)
    large[3, 3] = NAN
    assert show(large)._repr_html_().count("<img") == 2
    assert show(torch.zeros(40, 40))._repr_html_().count("<img") == 1


def test_categories_have_colours_and_names():
    html = show(torch.tensor([[0, 2], [1, 0]]), categories=["cat", "dog"])._repr_html_()
    assert re.findall(r"</i>(\w+)</span>", html) == ["cat", "dog", "2"]
    assert "Categories are whole numbers" in show(torch.tensor([-1, 2]), categories=True).problem


def test_booleans_are_counted():
    assert "3 of 4 are True (75.0%)" in repr(show(torch.tensor([True, True, False, True])))


@pytest.mark.filterwarnings("ignore:.*quantize:UserWarning")
def test_a_quantised_tensor_says_how_its_numbers_are_made():
    tensor = torch.quantize_per_tensor(torch.tensor([0.5, 1.0]), 0.1, 10, torch.quint8)
    assert "quantised: each number is 0.1 × (the stored integer − 10)" in repr(show(tensor))


@pytest.mark.filterwarnings("ignore:.*nested tensors:UserWarning", "ignore:.*Sparse:UserWarning")
@pytest.mark.parametrize(
    ("tensor", "says"),
    [
        (lambda: torch.zeros(3, 2, device="meta"), "it has a shape, and no numbers"),
        (lambda: torch.eye(3).to_sparse(), "sparse, COO: 3 numbers stored, 33.33% of all"),
        (lambda: torch.eye(3).to_sparse_csr(), "sparse, CSR: 3 numbers stored"),
        (lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), "(2, ragged)"),
        (lambda: torch.zeros(0), "no elements"),
        (lambda: torch.zeros(3, 0, 4), "no elements"),
        (lambda: torch.tensor(5), "all 5"),
        (lambda: torch.ones(3).expand(2, 3), "expanded along dim 0"),
        (lambda: torch.randn(3, 4).t(), "not contiguous: strides (1, 4)"),
        (lambda: torch.nn.Parameter(torch.ones(2)), "a Parameter"),
        (lambda: torch.ones(2, requires_grad=True), "a leaf that asks for gradients (grad empty so far)"),
        (lambda: torch.ones(2, requires_grad=True) * 2, "part of a graph, made by MulBackward0"),
        (lambda: torch.tensor([1 + 2j, 3 - 4j]).conj(), "conjugated when it is read"),
        (lambda: torch.tensor([3e38, -3e38]), "from −3e38 to 3e38"),
        (lambda: torch.full((3,), NAN), "3 NaN of 3 numbers"),
        (lambda: torch.randn(3, 3).to(torch.float8_e5m2), "float8_e5m2"),
        (lambda: torch.zeros(2, 2, 2, 2, 2), "of 8"),
        (lambda: [torch.ones(2), torch.zeros(3)], "2 tensors"),
        (lambda: np.array([[1, 2]]), "(1, 2), int64"),
        (lambda: np.arange(4)[::-1], "3 2 1 0"),
        (lambda: [[1], [2]], "(2, 1)"),
        (lambda: 2.5, "all 2.5"),
    ],
)
def test_tensors_of_every_kind_are_drawn_as_what_they_are(tensor, says):
    picture = show(tensor())
    assert picture.problem == ""
    assert says in repr(picture)
    assert saved_bytes(picture) <= SAVED


class _Broken(torch.Tensor):
    def __repr__(self, **_):
        raise RuntimeError

    @classmethod
    def __torch_function__(cls, *_, **__):
        raise RuntimeError


def test_a_tensor_whose_own_code_fails_is_drawn_all_the_same():
    assert "from 1. to 2." in repr(show(torch.tensor([1.0, 2.0]).as_subclass(_Broken)))


@pytest.mark.parametrize("value", ["text", None, object(), [object()], {"a": 1}, [[1], [2, 3]], [], torch])
def test_what_cannot_be_drawn_is_shown_as_python_shows_it(value):
    assert show(value)._repr_mimebundle_() == {"text/plain": repr(value)}


def test_a_value_that_cannot_even_be_written_is_named_by_its_type():
    class Broken:
        def __repr__(self):
            raise ValueError

    assert repr(show(Broken())) == "<Broken>"


def test_showing_changes_nothing():
    weight = torch.ones(2, 2, requires_grad=True)
    before = weight._version, torch.get_rng_state(), torch.is_grad_enabled(), torch.get_num_threads()
    repr(show(weight * 2)), show(weight)._repr_html_()
    assert (weight._version, torch.is_grad_enabled(), torch.get_num_threads()) == (before[0], *before[2:])
    assert weight.grad is None
    assert torch.equal(torch.get_rng_state(), before[1])


def test_a_default_device_or_dtype_of_the_learner_is_no_trouble():
    torch.set_default_device("meta")
    torch.set_default_dtype(torch.float64)
    try:
        assert show(torch.zeros(2_000_000, device="cpu")).problem == ""
        assert show(torch.randn(300, 300, device="cpu", dtype=torch.float16)).problem == ""
    finally:
        torch.set_default_device(None)
        torch.set_default_dtype(torch.float32)


def test_a_picture_does_not_keep_its_tensor_alive():
    tensor = torch.randn(50, 50, requires_grad=True)
    picture = show(tensor)
    alive = weakref.ref(tensor)
    picture._repr_mimebundle_()
    del tensor
    gc.collect()
    assert alive() is None
    assert ask(picture, {"first": 0})["gone"]


def test_who_shares_the_memory_is_named(monkeypatch):
    x = torch.zeros(4, 6)
    names = {
        "x": x,
        "again": x,
        "flat": x.view(-1),
        "row": x[0],
        "copy": x.clone(),
        "array": x.numpy(),
        "word": "x",
    }
    monkeypatch.setattr("torchenstein_lab.widgets.show.learners_names", lambda: names)
    said = repr(show(x))
    assert "the same memory, all of it: array, flat" in said
    assert "some of the same memory: row" in said
    assert "copy" not in said
    found = sharing.sharing_of(x[:2], {"below": x[2:], "x": x})
    assert (found.aside, found.part) == (("below",), ("x",))


def test_the_kernel_gives_another_slice_and_the_exact_number():
    batch = torch.arange(6 * 3 * 4).reshape(6, 3, 4).float() / 7
    picture = show(batch)
    reply = ask(picture, {"first": 2})["answer"]
    assert "[2]" in reply["html"]
    assert "slices [2] to [5] of 6" in reply["html"]
    said = ask(picture, {"at": {"index": [5], "row": 1, "column": 2}})["answer"]["say"]
    assert said == f"[5, 1, 2] = {batch[5, 1, 2].item()!r}"


def test_the_kernel_looks_closer_and_says_what_a_tile_holds():
    big = torch.zeros(1000, 1000)
    big[500, 500] = 1000.0
    picture = show(big)
    reply = ask(picture, {"top": 450, "bottom": 550, "left": 450, "right": 550})["answer"]
    assert "each pixel is" not in reply["html"]
    tile = {"index": [], "row": 495, "column": 495, "down": 10, "across": 10}
    assert ask(picture, {"at": tile})["answer"]["say"] == "[495:505, 495:505]: mean 10., from 0. to 1000."


def test_a_tensor_that_changed_since_says_so():
    tensor = torch.zeros(3)
    picture = show(tensor)
    at = {"at": {"index": [], "row": 0, "column": 1}}
    assert ask(picture, at)["answer"] == {"say": "[1] = 0", "changed": False}
    tensor += 1
    assert ask(picture, at)["answer"] == {"say": "[1] = 1", "changed": True}
    tensor.resize_(5)
    assert "another shape" in ask(picture, at)["problem"]


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["at", "first", "top", "left", "bottom", "right"]),
        st.one_of(
            st.integers(-5, 10**9),
            st.none(),
            st.text(max_size=3),
            st.floats(),
            st.dictionaries(
                st.sampled_from(["index", "row", "column", "down", "across"]),
                st.one_of(st.integers(-3, 10**20), st.lists(st.integers(-2, 9), max_size=3), st.none()),
            ),
        ),
    )
)
def test_any_request_is_answered_or_refused_with_a_sentence(request_):
    tensor = torch.zeros(5, 6, 7)
    reply = ask(show(tensor), request_)
    assert "answer" in reply or reply["problem"].endswith((".", ")."))
    json.dumps(reply, allow_nan=False)


def test_noise_of_any_size_fits_into_the_notebook():
    generator = torch.Generator().manual_seed(0)
    for shape in [
        (16, 16),
        (112, 112),
        (224, 224),
        (1, 300, 301),
        (4, 56, 56),
        (30_000,),
        (3000, 5),
        (7, 4000),
    ]:
        tensor = torch.randn(shape, generator=generator)
        tensor.view(-1)[::37] = NAN
        assert saved_bytes(show(tensor)) <= SAVED, shape


@pytest.mark.parametrize("table", [SEQUENTIAL[::-1], DIVERGING[127::-1], DIVERGING[128:]])
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

    assert min(contrast(colour) for colour in (*SEQUENTIAL, *DIVERGING, *CATEGORIES)) >= 4.5
