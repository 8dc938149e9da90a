"""`attention` says what PyTorch's weights are: each cell, each sum, each head, and what is wrong."""

import base64
import gc
import math
import re
import struct
import weakref
import zlib

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets import live
from torchenstein_lab.widgets.attention import attention
from torchenstein_lab.widgets.attention_facts import facts_of, stacked

WORDS = ["the", "cat", "sat", "down"]


def pixels_of(html: str) -> list[list[int]]:
    """The opacity of each pixel of the picture, read back from its PNG."""
    data = base64.b64decode(re.search(r"data:image/png;base64,([\w+/=]+)", html)[1])
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT") + 4
    length = struct.unpack(">I", data[start - 8 : start - 4])[0]
    raw = zlib.decompress(data[start : start + length])
    rows = [raw[at : at + width + 1] for at in range(0, len(raw), width + 1)]
    assert len(rows) == height
    return [list(row[1:]) for row in rows]


def ask(picture, request):
    return live.reply({"picture": picture.id, "ask": 1, "request": request})


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 3), max_size=3),
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from([torch.float64, torch.float32, torch.float16, torch.bfloat16]),
    st.integers(0, 10**6),
    st.data(),
)
def test_every_cell_and_every_sum_is_pytorch_s_own(leading, rows, columns, dtype, seed, data):
    dice = torch.Generator().manual_seed(seed)
    weights = torch.randn(*leading, rows, columns, generator=dice).mul(3).softmax(-1).to(dtype)
    index = [data.draw(st.integers(0, size - 1)) for size in leading]
    picture = attention(weights, index=index)
    assert picture.problem == ""
    matrix = weights[tuple(index)].double()
    top = float(matrix.max())
    pixels = torch.tensor(pixels_of(picture.drawing.html))
    assert torch.equal(pixels, (matrix / top * 255).round().long())
    facts = facts_of(weights, index=index).matrix
    assert facts.sums == pytest.approx(matrix.sum(-1).tolist())
    assert facts.off == ()
    assert facts.shares == pytest.approx(matrix.max(-1).values.tolist())
    entropy = torch.special.entr(matrix / matrix.sum(-1, keepdim=True)).sum(-1)
    assert facts.spread == pytest.approx(entropy.exp().tolist())
    assert facts.looks_ahead == (rows != columns or bool(matrix.triu(1).any()))
    row, column = rows - 1, columns - 1
    exact = ask(picture, {"index": index, "at": [row, column]})["answer"]["weight"]
    assert float(exact.replace("−", "-")) == pytest.approx(float(matrix[row, column]), rel=1e-5)


def test_words_and_drawing_name_the_tokens_and_what_was_checked():
    weights = torch.eye(4)
    picture = attention(weights, WORDS)
    assert repr(picture).splitlines() == [
        "Attention, one matrix, 4 × 4 float32.",
        "Every row sums to 1 (4 of 4 checked).",
        "No token looks ahead: everything right of the diagonal is 0.",
        " the → the 1, as if over 1.0 tokens",
        " cat → cat 1, as if over 1.0 tokens",
        " sat → sat 1, as if over 1.0 tokens",
        "down → down 1, as if over 1.0 tokens",
    ]
    html = picture.drawing.html
    assert html.count(">cat</text>") == 2
    assert "Every row sums to 1 (4 of 4 checked)." in html


def test_rows_that_do_not_sum_to_one_are_named_with_their_sums():
    weights = torch.full((4, 4), 0.25)
    weights[1] *= 2
    picture = attention(weights, WORDS)
    assert "1 of 4 rows (cat) does not sum to 1, but to 2." in repr(picture)
    assert 'class="off" data-row="1"' in picture.drawing.html


def test_scores_before_the_softmax_are_recognised():
    text = repr(attention(torch.tensor([[1.0, -1.0], [2.0, 0.5]])))
    assert "1 weights are negative" in text
    assert "not sum to 1" in text


def test_a_row_masked_completely_is_crossed_out_and_explained():
    scores = torch.zeros(3, 3)
    scores[1] = -math.inf
    picture = attention(scores.softmax(-1), WORDS[:3])
    assert "1 of 3 rows (cat) is not finite: a softmax over a row that is masked completely" in repr(picture)
    assert "cat → not finite" in repr(picture)
    assert '<path class="nan"' in picture.drawing.html


def test_rounding_of_half_precision_is_not_called_wrong():
    weights = torch.randn(8, 40).softmax(-1)
    for dtype in (torch.float16, torch.bfloat16):
        assert "Every row sums to 1" in repr(attention(weights.to(dtype)))


def test_another_head_is_drawn_while_the_weights_live():
    weights = torch.randn(2, 3, 4, 4).softmax(-1)
    picture = attention(weights, WORDS)
    assert picture.drawing.state["axes"] == [["item", 2], ["head", 3]]
    answer = ask(picture, {"index": [1, 2]})["answer"]
    assert answer["text"] == repr(attention(weights, WORDS, index=(1, 2)))
    assert answer["state"]["index"] == [1, 2]
    assert "There is no head 3" in ask(picture, {"index": [0, 3]})["problem"]
    assert "problem" in ask(picture, {"index": "all"})
    assert "problem" in ask(picture, {"index": [0, 0], "at": [0, 99]})
    alive = weakref.ref(weights)
    del weights
    gc.collect()
    assert alive() is None
    assert ask(picture, {"index": [1, 2]})["gone"]


def test_layers_come_as_a_list_and_are_chosen_first():
    layers = [torch.randn(2, 4, 4).softmax(-1) for _ in range(3)]
    picture = attention(layers, WORDS, index=(2, 1))
    assert repr(picture).startswith("Attention, layer 2 of 3, head 1 of 2, 4 × 4")
    assert (
        ask(picture, {"index": [2, 1], "at": [0, 0]})["answer"]["weight"]
        == f"{float(layers[2][1, 0, 0]):.6g}"
    )


def test_keys_have_names_of_their_own():
    picture = attention(torch.tensor([[0.1, 0.9]]), ["je"], ["I", "you"])
    assert "je → you 0.9" in repr(picture)


def test_a_long_sequence_is_drawn_in_part_checked_whole_and_saved_small():
    weights = torch.randn(12, 300, 300).softmax(-1)
    weights[0, 250] = 0
    picture = attention(weights, [f"token-{n}-with-a-long-name" for n in range(300)])
    assert "Drawn are the first 96 × 96 of 300 × 300 weights." in repr(picture)
    assert "1 of 300 rows (250) does not sum to 1, but to 0." in repr(picture)
    assert len((picture.drawing.html + repr(picture)).encode()) <= 32 * 1024


@pytest.mark.parametrize(
    ("weights", "tokens", "says"),
    [
        (torch.ones(3), None, "this is (3,), float32"),
        (torch.ones(0, 3), None, "(0, 3)"),
        (torch.ones(2, 2, device="meta"), None, "no numbers"),
        (torch.ones(2, 2), ["one"], "2 rows, and there are 1 tokens"),
        ("no tensor", None, "takes a tensor of weights"),
        ([], None, "takes a tensor of weights"),
        ([torch.ones(2, 2), torch.ones(3, 3)], None, "differ in shape: [(2, 2), (3, 3)]"),
        (torch.ones(2, 2, dtype=torch.complex64), None, "complex64"),
    ],
)
def test_what_is_no_attention_gets_a_sentence(weights, tokens, says):
    picture = attention(weights, tokens)
    assert picture.drawing is None
    assert says in repr(picture)


def test_a_head_that_is_not_there_is_named():
    assert "There is no head 7: they are numbered 0 to 3." in repr(attention(torch.ones(4, 2, 2), index=7))


def test_looking_changes_nothing():
    weights = torch.randn(2, 4, 4, requires_grad=True).softmax(-1)
    state = torch.get_rng_state()
    repr(attention(weights, WORDS))
    assert weights._version == 0
    assert torch.equal(torch.get_rng_state(), state)


def test_tokens_are_escaped_and_blanks_are_seen():
    html = attention(torch.eye(2), ["<s>", " a"]).drawing.html
    assert "<s>" not in html
    assert "&lt;s&gt;" in html
    assert "␣a" in html


def test_stacking_leaves_a_single_tensor_as_it_is():
    weights = torch.ones(2, 2)
    assert stacked(weights) is weights
