"""Pictures of shapes as plain data: complete, inside their frame, small, and the same in words."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchenstein_lab.contracts.explanation import Box, Drawing, Explanation, Label, Line
from torchenstein_lab.explainer.pictures.aligned import (
    broadcast_picture,
    compared_picture,
    kept_picture,
    mask_picture,
)
from torchenstein_lab.explainer.pictures.canvas import Canvas, length_of
from torchenstein_lab.explainer.pictures.index import axes_picture, index_picture
from torchenstein_lab.explainer.pictures.join import join_picture
from torchenstein_lab.explainer.pictures.matmul import matmul_picture
from torchenstein_lab.explainer.pictures.picture import Picture
from torchenstein_lab.explainer.pictures.strides import strides_picture
from torchenstein_lab.explainer.pictures.view import view_picture
from torchenstein_lab.explainer.svg import as_svg

size = st.one_of(st.integers(0, 5), st.integers(0, 10**6))
shape = st.lists(size, min_size=1, max_size=6).map(tuple)
name = st.text(min_size=1, max_size=80)
Shape = tuple[int, ...]


def texts(drawing: Drawing) -> list[str]:
    return [label.text for label in drawing.labels]


def clashing(drawing: Drawing) -> list[str]:
    return [label.text for label in drawing.labels if label.role == "clashes"]


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Any picture of any shapes, large ones and empty ones, too."""
    a, b, one, other = draw(shape), draw(shape), draw(name), draw(name)
    asked = draw(st.integers(-(10**6), 10**6))
    square = (draw(size), draw(size))
    kind = draw(st.integers(0, 8))
    dim = draw(st.integers(0, 1))
    if kind == 0:
        return matmul_picture(one, a, other, b)
    if kind == 1:
        return broadcast_picture([one, other], [a, b])
    if kind == 2:
        return compared_picture([one, other], [a, b], draw(st.none() | st.integers(0, 3)))
    if kind == 3:
        return view_picture(one, a, other, draw(st.sampled_from([b, (*b, -1)])))
    if kind == 4:
        return join_picture([one, other, one], [square, (square[0], draw(size)), square], dim)
    if kind == 5:
        return index_picture(one, a, len(a) - 1, asked)
    if kind == 6:
        return axes_picture(one, a, asked)
    if kind == 7:
        return mask_picture(one, a, 0, b, len(b) - 1)
    return kept_picture(one, a, other, (*b, *a))


@given(pictures())
def test_every_drawing_stays_inside_its_frame_and_is_small(picture: Picture) -> None:
    drawing = picture.drawing
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
        assert min(box.width, box.height) >= 0
    for line in drawing.lines:
        assert 0 <= min(line.x1, line.x2) <= max(line.x1, line.x2) <= drawing.width
        assert 0 <= min(line.y1, line.y2) <= max(line.y1, line.y2) <= drawing.height
    for label in drawing.labels:
        assert 0 <= label.x <= drawing.width
        assert 0 < label.y <= drawing.height
    assert drawing.width <= 1000
    assert drawing.height <= 700
    assert len(msgspec.json.encode(drawing)) <= 40_000


@given(pictures())
def test_every_drawing_says_its_rows_in_words(picture: Picture) -> None:
    for row in picture.rows:
        assert f"{row.name}: " in picture.drawing.alt
    marks = [axis.state for row in picture.rows for axis in row.axes]
    assert picture.drawing.alt.count("does not fit") >= marks.count("clashes")


@given(pictures().filter(lambda one: "\x00" not in one.drawing.alt))
def test_every_drawing_is_one_well_formed_element_that_says_what_it_shows(picture: Picture) -> None:
    printable = msgspec.structs.replace(
        picture.drawing,
        alt="".join(c for c in picture.drawing.alt if c.isprintable()),
        labels=tuple(
            msgspec.structs.replace(one, text="".join(c for c in one.text if c.isprintable()))
            for one in picture.drawing.labels
        ),
    )
    element = ET.fromstring(as_svg(printable))
    assert (element.tag, element.get("role"), element.get("aria-label")) == ("svg", "img", printable.alt)
    assert [one.text or "" for one in element.iter("text")] == texts(printable)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_equal_sizes_are_equally_long_and_larger_ones_are_not_shorter(a: int, b: int) -> None:
    largest = max(a, b)
    assert (length_of(a, largest) <= length_of(b, largest)) == (a <= b) or length_of(a, largest) == length_of(
        b, largest
    )
    assert length_of(b, largest) == length_of(b, largest)


def test_a_box_that_clashes_is_dashed_by_its_role_and_hatched_from_edge_to_edge() -> None:
    canvas = Canvas()
    canvas.box(10, 20, 14, 7, "clashes")
    assert canvas.drawing("…") == Drawing(
        width=26,
        height=19,
        alt="…",
        boxes=(Box(6, 6, 14, 7, "clashes"),),
        lines=(Line(6, 13, 13, 6, "hatch"), Line(13, 13, 20, 6, "hatch")),
    )


def test_a_label_makes_room_for_itself() -> None:
    canvas = Canvas()
    canvas.label(0, 0, "ab", align="end")
    drawing = canvas.drawing("…")
    assert drawing.labels == (Label(20, 18, "ab", "plain", "end"),)
    assert (drawing.width, drawing.height) == (26, 28)


# ------------------------------------------------------------------ what each picture shows

Explained = Callable[[str], Explanation]
NAMES = """
a, b, row, column = torch.ones(2, 3), torch.ones(4, 5), torch.ones(2), torch.ones(2, 1)
six, twenty = torch.arange(6), torch.ones(20)
flipped = six.view(2, 3).t()
net = nn.Sequential(nn.Linear(3, 2), nn.Linear(4, 1))
"""


@pytest.mark.parametrize(
    ("cell", "shown", "wrong"),
    [
        ("a @ b", ["a", "(2, 3)", "b", "(4, 5)", "@"], ["3", "4", "3 ≠ 4"]),
        ("a + row", ["a", "row", "result", "2"], ["3", "≠", "2", "?"]),
        ("six.view(4, 2)", ["six", "6 elements", ".view(4, 2)"], ["2 places without an element"]),
        ("six.view(4, -1)", ["4 × -1 = 4 × …"], ["6 = 1 × 4 + 2: 2 left over"]),
        ("six.view(2, 2)", ["2 × 2 = 4 places"], ["2 elements without a place"]),
        ("torch.cat([a, b])", ["a", "b", "3"], ["5 ≠ 3"]),
        ("torch.cat([a, b], 1)", ["a", "b", "2"], ["4 ≠ 2"]),
        ("b[0, 5]", ["0", "1", "2", "3", "-1", "-5", "dim 1"], ["5"]),
        ("twenty[-21]", ["0", "…", "19", "20", "dim 0"], ["-21"]),
        ("a.sum(dim=2)", ["dim 0", "dim 1", "2", "3"], ["?", "dim 2"]),
        ("column += a", ["column", "the result", "2"], ["1", "≠", "3"]),
        ("flipped.view(6)", ["flipped", "0", "3", "5"], ["row by row: 0, 3, 1, 4, 2, 5"]),
        ("net(torch.ones(5, 3))", ["5"], ["2", "≠", "4"]),
        ("nn.Conv2d(3, 1, 2)(torch.ones(6, 2, 8, 8))", ["6", "8"], ["2", "≠", "3"]),
        ("nn.LayerNorm(4)(a)", ["a", "2"], ["3", "≠", "4"]),
        ("nn.BatchNorm1d(4)(a)", ["a", "2"], ["3", "≠", "4"]),
        ("nn.LSTM(4, 2)(a)", ["a", "2"], ["3", "≠", "4"]),
    ],
)
def test_an_explanation_draws_the_shapes_that_met(
    cell: str, shown: list[str], wrong: list[str], explained: Explained
) -> None:
    drawing = explained(f"{NAMES}\n{cell}").drawing
    assert drawing is not None
    assert set(shown) <= set(texts(drawing))
    assert clashing(drawing) == wrong


def test_where_no_picture_helps_there_is_none(explained: Explained) -> None:
    explanation = explained("unknown_name")
    assert (explanation.drawing, explanation.shapes) == (None, ())


def test_the_places_in_memory_are_pytorchs_own(explained: Explained) -> None:
    import torch

    base = torch.arange(100)
    x = base[7:47].view(5, 8).t()
    picture = strides_picture("x", tuple(x.shape), x.stride(), x.storage_offset())
    assert picture is not None
    numbers = [int(text) for text in texts(picture.drawing) if text.isdigit()]
    assert numbers == x[:4, :6].reshape(-1).tolist()
    order = ", ".join(str(n) for n in x.reshape(-1)[:6].tolist())
    assert clashing(picture.drawing) == [f"row by row: {order}, …"]
