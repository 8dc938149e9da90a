"""`memory` draws every element in the cell that it really lies in, and says what each description changed."""

import gc
import re
import weakref
from html import unescape

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.memory import memory
from torchenstein_lab.widgets.memory_cells import distinct_cells
from torchenstein_lab.widgets.memory_drawing import as_html
from torchenstein_lab.widgets.memory_facts import memory_facts
from torchenstein_lab.widgets.memory_view import Blocked, view_strides
from torchenstein_lab.widgets.memory_words import changed_fields, jumps

DTYPES = [torch.float32, torch.float64, torch.int64, torch.bool, torch.uint8, torch.bfloat16, torch.complex64]


@st.composite
def tensors(draw, dtypes=DTYPES):
    """A tensor of any strides over random memory: gaps, repeats, overlaps and an offset."""
    shape = tuple(draw(st.lists(st.integers(0, 5), max_size=4)))
    strides = tuple(draw(st.integers(0, 9)) for _ in shape)
    offset = draw(st.integers(0, 7))
    reach = offset + sum(max(size - 1, 0) * stride for size, stride in zip(shape, strides, strict=True)) + 1
    dice = torch.Generator().manual_seed(draw(st.integers(0, 10**6)))
    numbers = torch.randint(-100, 100, (reach + draw(st.integers(0, 5)),), generator=dice)
    return numbers.to(draw(st.sampled_from(dtypes))).as_strided(shape, strides, offset)


def address(tensor, index):
    """The cell of an element, by PyTorch's own pointers."""
    bytes_in = tensor[index].data_ptr() - tensor.untyped_storage().data_ptr()
    return bytes_in // tensor.element_size()


def drawn_cells(html):
    """What the saved picture says: for each element (card, index) → (storage:cell, value)."""
    found = {}
    for card, body in re.findall(r'data-name="(\w+)">(.*?)</div>', html, re.DOTALL):
        cells = re.findall(r'<td data-at="([\d:]+)" data-i="([\d,]*)"[^>]*>(.*?)<small>#(\d+)', body)
        for at, index, value, number in cells:
            assert at.endswith(f":{number}")
            found[card, index] = (at, unescape(value).strip())
    return found


@settings(deadline=None)
@given(tensors())
def test_every_element_is_drawn_in_its_own_cell_with_its_own_value(x):
    (view,) = memory_facts(x).views
    assert (view.shape, view.strides, view.offset) == (x.shape, x.stride(), x.storage_offset())
    assert view.contiguous == x.is_contiguous()
    assert (view.numel > 0) == bool(view.elements)
    for element in view.elements:
        assert element.cell == address(x, element.index)
        value = x[element.index].item()
        assert element.text == cell_value(value)


@settings(deadline=None)
@given(tensors())
def test_every_cell_holds_what_the_memory_holds(x):
    facts = memory_facts(x)
    (strip,) = facts.strips
    memory_itself = x.as_strided((strip.cells,), (1,), 0)
    assert strip.cells * strip.itemsize == x.untyped_storage().nbytes()
    used = {element.cell for element in facts.views[0].elements}
    drawn = [cell for run in strip.runs for cell in run]
    assert used <= {cell.at for cell in drawn}
    for cell in drawn:
        assert cell.text == cell_value(memory_itself[cell.at].item())
        assert cell.badges == (("A",) if cell.at in used else ())


@settings(deadline=None)
@given(tensors(), st.data())
def test_the_saved_picture_and_the_text_say_the_facts(x, data):
    dims = data.draw(st.permutations(range(x.ndim)))
    facts = memory_facts(x, [x.permute(dims)])
    drawn = drawn_cells(as_html(facts))
    assert drawn == {
        (view.badge, ",".join(map(str, element.index))): (f"0:{element.cell}", element.text)
        for view in facts.views
        for element in view.elements
    }
    text = repr(memory(x, x.permute(dims)))
    for view in facts.views:
        assert f"elements {x.numel()}" in text
        for block in view.slices:
            for row in block:
                assert re.search(r"\s+".join(str(element.cell) for element in row), text)


@settings(deadline=None)
@given(tensors())
def test_the_different_cells_are_counted(x):
    places = {address(x, tuple(index)) for index in torch.ones_like(x, dtype=torch.bool).nonzero().tolist()}
    assert distinct_cells(tuple(x.shape), x.stride()) == len(places)


def test_overlapping_steps_are_not_counted_twice():
    x = torch.arange(3).as_strided((2, 2), (1, 1))
    assert distinct_cells((2, 2), x.stride()) == 3
    assert "elements 4 in 3 cells" in repr(memory(x))


def test_cells_are_not_counted_one_by_one_where_that_would_take_for_ever():
    assert distinct_cells((10**6, 10**6), (1, 1)) is None
    assert distinct_cells((10**6, 10**6), (10**6, 1)) == 10**12


@settings(deadline=None)
@given(tensors(), st.data())
def test_view_is_refused_exactly_where_pytorch_refuses_it(x, data):
    new = data.draw(shapes_of(x.numel()))
    try:
        expected = x.view(new).stride()
    except RuntimeError:
        expected = None
    found = view_strides(tuple(x.shape), x.stride(), new)
    if isinstance(found, Blocked):
        assert expected is None
        assert "a step along dim" in found.says
    else:
        assert found == expected


@st.composite
def shapes_of(draw, count):
    """A shape of so many elements."""
    if count == 0:
        return tuple(draw(st.permutations([0, *draw(st.lists(st.integers(0, 4), max_size=2))])))
    shape = [1] * draw(st.integers(0, 1))
    while count > 1:
        size = draw(st.sampled_from([each for each in range(2, count + 1) if count % each == 0]))
        shape.append(size)
        count //= size
    return tuple(draw(st.permutations(shape)))


@settings(deadline=None)
@given(tensors(dtypes=[torch.float32]))
def test_a_blocked_view_names_the_step_that_breaks_the_line(x):
    assume(x.numel() > 1)
    facts = memory_facts(x, [(-1,)])
    view = facts.views[1]
    if view.blocked is None:
        assert view.elements[0].cell == x.storage_offset()
    else:
        order = [
            address(x, tuple(index)) for index in torch.ones_like(x, dtype=torch.bool).nonzero().tolist()
        ]
        assert list(view.order) == order[:16]
        if len(order) <= 16:
            assert len(set(jumps(view.order))) > 1


def test_transpose_changes_shape_and_strides_and_moves_nothing():
    x = torch.arange(6).reshape(2, 3)
    text = repr(memory(x, x.t()))
    assert "B  x.t(): shape (3, 2), strides (1, 3), starts at cell 0" in text
    assert "Dims changed places, and their strides with them. No number moved." in text
    facts = memory_facts(x, [x.t()])
    assert changed_fields(facts.views[1], facts) == {"shape", "strides", "contiguous"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda x: x[:, 1:], "it starts at cell 1 instead of 0"),
        (lambda x: x[0].expand(4, 3), "A step along dim 0 moves 0 cells: the same cells are read again."),
        (lambda x: x.view(3, 2), "The same cells in the same order, under another shape."),
        (lambda x: x.detach(), "The same description as x: another name for the same cells."),
        (lambda x: x.clone(), "Other memory: what is written here, x does not see."),
        (lambda x: x.view(torch.int16), "The same bytes as x, read as int16."),
        (lambda x: x[:0], "No elements, so no cells."),
    ],
)
def test_what_became_of_the_first_tensor_is_said(change, says):
    x = torch.arange(6.0).reshape(2, 3)
    assert says in repr(memory(x, change(x)))


def test_two_halves_share_a_storage_and_no_cell():
    x = torch.arange(6.0)
    assert "It shares the storage with A, and yet no cell." in repr(memory(x[:3], x[3:]))
    assert "and yet no cell" not in repr(memory(x[:4], x[3:]))
    assert "and yet no cell" not in repr(memory(x[::2], x[::3]))
    assert "It shares the storage with A, and yet no cell." in repr(memory(x[::2], x[1::2]))


def test_a_view_that_fails_says_why_and_what_helps():
    x = torch.arange(6).reshape(2, 3)
    text = repr(memory(x.t(), (6,)))
    assert "B  x.t().view(6)" in text
    assert "a step along dim 0 would have to move 6 cells; it moves 1." in text
    assert "`reshape` can: it copies all 6 elements into new memory." in text
    assert "cells in reading order: 0 3 1 4 2 5" in text


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        ((4, 2), "(4, 2) has room for 8 elements, and there are 6."),
        ((-1, 4), "6 elements cannot be dealt into rows of 4."),
        ((-1, -1), "Only one size can be -1"),
        ((-2, -3), "a size is below zero"),
    ],
)
def test_a_shape_that_no_copy_could_have_is_refused(shape, says):
    text = repr(memory(torch.arange(6), shape))
    assert says in text
    assert "reshape" not in text


def test_a_shape_stands_for_a_tensor_without_numbers():
    text = repr(memory((2, 3), (3, 2)))
    assert "strides (3, 1)" in text
    assert "holds" not in text


def test_numpy_and_tensor_share_one_strip():
    array = np.arange(4.0)
    facts = memory_facts(array, [torch.from_numpy(array), torch.tensor(array)])
    assert [view.strip for view in facts.views] == [0, 0, 1]


def test_a_slice_of_an_array_lies_in_the_array_s_strip():
    array = np.arange(6.0).reshape(2, 3)
    facts = memory_facts(array, [array[:, 1:], array.T])
    assert [view.strip for view in facts.views] == [0, 0, 0]
    assert [(view.strides, view.offset) for view in facts.views] == [((3, 1), 0), ((3, 1), 1), ((1, 3), 0)]


def test_memory_seen_from_another_start_is_not_called_other_memory():
    array = np.arange(6.0)
    assert "Another stretch of the same memory" in repr(memory(array, torch.from_numpy(array[2:])))


def test_an_array_that_cannot_be_written_to_is_drawn_without_a_warning():
    array = np.arange(3.0)
    array.flags.writeable = False
    assert memory(array).problem == ""


def test_lists_never_share_although_the_first_is_gone_when_the_second_comes():
    facts = memory_facts([1.0, 2.0], [[3.0, 4.0], [5.0, 6.0]])
    assert len(facts.strips) == 3


def test_of_a_big_tensor_a_named_part_is_drawn():
    x = torch.arange(10**6).reshape(1000, 1000)
    text = repr(memory(x))
    assert "1,000,000 cells of 8 bytes, 8 MB in all. Drawn: 64 of them" in text
    assert "Drawn: the first 8 rows and 8 columns." in text
    assert "x[7, 7] lies in cell 0 + 7 × 1000 + 7 × 1 = 7007." in text
    assert "992 cells" in memory(x)._repr_html_()


@settings(deadline=None)
@given(st.lists(tensors([torch.int64]), min_size=1, max_size=8), st.integers(1, 3))
def test_a_picture_takes_at_most_32_kib(views, times):
    wide = [each.double().mul(1e-7).sub(1 / 3) for each in views * times]
    picture = memory(*wide, (7,))
    assert len((picture._repr_html_() + repr(picture)).encode()) <= 32 * 1024


def freed():
    x = torch.ones(4)
    x.untyped_storage().resize_(0)
    return x


@pytest.mark.filterwarnings("ignore:.*(beta|prototype|deprecated):UserWarning")
@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: "duck", "There is no picture of a str."),
        (lambda: None, "There is no picture of nothing (None)."),
        (lambda: torch.eye(3).to_sparse(), "x is sparse"),
        (lambda: torch.eye(3).to_sparse_csr(), "x is sparse"),
        (lambda: torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8), "x is quantised"),
        (lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), "x is a nested tensor"),
        (lambda: [[1], [1, 2]], "x cannot be made a tensor"),
        (lambda: np.array(["a"]), "x cannot be made a tensor"),
        (lambda: (2, -3), "(2, -3) is no shape for x"),
        (lambda: (2**40, 2**40), "too many elements"),
        (freed, "has been freed"),
    ],
)
def test_what_has_no_cells_is_said_in_a_sentence(made, says):
    x = made()
    picture = memory(x)
    assert says in repr(picture)
    assert says in unescape(picture._repr_html_())


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor(3.5),
        torch.empty(0),
        torch.empty(3, 0, 4),
        torch.tensor([True, False]),
        torch.tensor([1 + 2j]).conj(),
        torch.tensor([1.0, float("nan"), float("inf")]),
        torch.randn(3).to(torch.float8_e4m3fn),
        torch.empty(3, device="meta"),
        torch.nn.Parameter(torch.ones(2, 2)),
        torch.ones(2, 2, requires_grad=True) * 2,
        torch.ones(2, 1, 3, 1, 2),
    ],
    ids=lambda value: f"{value.dtype} {tuple(value.shape)}",
)
def test_odd_tensors_are_drawn(value):
    picture = memory(value, value.view(-1))
    assert picture.problem == ""
    assert "shape" in repr(picture)


def test_nothing_is_changed_and_nothing_held():
    x = torch.randn(3, 4, requires_grad=True)
    y = x * 2
    state, version = torch.get_rng_state(), y._version
    picture = memory(y, y.t(), (12,))
    assert (y._version, x.grad, torch.is_grad_enabled()) == (version, None, True)
    assert torch.equal(torch.get_rng_state(), state)
    gone = weakref.ref(y)
    del y
    gc.collect()
    assert gone() is None
    assert picture.drawing is not None
