"""Every number that `show` draws or says is PyTorch's own: over shapes, strides, dtypes and contents."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets import summary as summary_module
from torchenstein_lab.widgets.histogram import histogram_of
from torchenstein_lab.widgets.show_facts import SLICES, Window, index_of, panels_of, scale_of, show_facts
from torchenstein_lab.widgets.subject import outline_of
from torchenstein_lab.widgets.summary import summary_of
from torchenstein_lab.widgets.tiles import BOTH, FINITE, INF, MINUS_INF, NAN, tiles_of

DTYPES = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.complex64,
    torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.uint16, torch.bool,
]  # fmt: skip
NAN_, INF_ = float("nan"), float("inf")


@st.composite
def tensors(draw, most_dims=4, most=9, least_dims=0):
    """Tensors of any dtype with any strides: transposed, sliced, expanded; some numbers are not finite."""
    shape = draw(st.lists(st.integers(1, most), min_size=least_dims, max_size=most_dims))
    dtype = draw(st.sampled_from(DTYPES))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    size = draw(st.sampled_from([1e-3, 1.0, 50.0, 1e4]))
    shift = draw(st.sampled_from([0.0, -3.0, 1e3]))
    drawn = torch.randn(shape, generator=generator, dtype=torch.float64) * size + shift
    strange = draw(st.sampled_from(["none", "none", "few", "all"]))
    if strange != "none" and dtype.is_floating_point and dtype is not torch.float8_e4m3fn:
        kinds = torch.tensor([NAN_, INF_, -INF_], dtype=torch.float64)
        picks = kinds[torch.randint(0, 3, drawn.shape, generator=generator)]
        where = torch.rand(drawn.shape, generator=generator) < (0.2 if strange == "few" else 2)
        drawn = torch.where(where, picks, drawn)
    if dtype.is_floating_point or dtype.is_complex:
        tensor = drawn.to(dtype) if dtype is not torch.float8_e4m3fn else drawn.clamp(-400, 400).to(dtype)
    else:
        info = None if dtype is torch.bool else torch.iinfo(dtype)
        tensor = (
            drawn > 0 if info is None else drawn.clamp(max(info.min, -9999), min(info.max, 9999)).to(dtype)
        )
    for change in draw(st.lists(st.sampled_from(["transpose", "step", "expand", "flip"]), max_size=3)):
        if tensor.ndim and change == "transpose":
            tensor = tensor.transpose(0, -1)
        elif tensor.ndim and change == "step":
            tensor = tensor[::2]
        elif change == "expand" and tensor.ndim < 4:
            tensor = tensor.expand(3, *tensor.shape)
        elif tensor.ndim and change == "flip" and dtype not in (torch.float8_e4m3fn, torch.uint16):
            tensor = tensor.flip(0)
    return tensor


def in_float64(tensor):
    if tensor.dtype is torch.float8_e4m3fn:
        tensor = tensor.to(torch.float32)
    return (tensor.abs() if tensor.is_complex() else tensor).to(torch.float64)


def assert_summary_is_true(found, tensor):
    wide = in_float64(tensor)
    finite = wide[wide.isfinite()]
    assert found.count == tensor.numel()
    assert found.nan == wide.isnan().sum()
    assert found.inf == (wide == math.inf).sum()
    assert found.minus_inf == (wide == -math.inf).sum()
    if finite.numel() == 0:
        assert found.low is found.high is found.mean is found.std is None
        return
    assert found.low == pytest.approx(float(finite.min()), rel=1e-6)
    assert found.high == pytest.approx(float(finite.max()), rel=1e-6)
    reach = float(finite.abs().max())
    assert found.mean == pytest.approx(float(finite.mean()), rel=1e-6, abs=1e-6 * reach)
    if finite.numel() > 1 and not found.withheld:
        assert found.std == pytest.approx(float(finite.std()), rel=1e-3, abs=1e-12 * reach)


@settings(max_examples=150, deadline=None)
@given(tensors())
def test_the_statistics_of_small_tensors_are_pytorch_s(tensor):
    assert_summary_is_true(summary_of(tensor), tensor)


@settings(max_examples=80, deadline=None)
@given(tensors(most=40, most_dims=3))
def test_the_statistics_of_large_tensors_are_pytorch_s(tensor):
    """The way of large tensors, walked by small ones: rows of 16 numbers, pieces of 128."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summary_module, "EXACT", 0)
        patch.setattr(summary_module, "ROW", 16)
        patch.setattr("torchenstein_lab.widgets.numbers.PIECE", 128)
        found = summary_of(tensor)
    if found.at_least:
        wide = in_float64(tensor)
        assert found.nan <= wide.isnan().sum()
        assert found.low is found.mean is found.std is None
        assert found.withheld
    else:
        assert_summary_is_true(found, tensor)


@pytest.mark.parametrize("shape", [(1_500_000,), (1300, 1301), (3, 700_001), (1, 1, 1100, 1200)])
def test_the_statistics_of_a_picture_are_those_of_all_its_numbers(shape):
    """A picture takes the sum from its tiles, where they cover everything."""
    tensor = torch.randn(shape, generator=torch.Generator().manual_seed(0)) + 0.3
    for strange in (False, True):
        tensor.view(-1)[77] = NAN_ if strange else 5.0
        facts = show_facts(tensor, outline_of(tensor, ()), None, Window())
        assert_summary_is_true(facts.summary, tensor)


def test_numbers_close_together_far_from_zero_keep_their_spread():
    for centre in (1e4, 1e6):
        tensor = (torch.randn(3_000_000, generator=torch.Generator().manual_seed(0)) + centre).float()
        assert summary_of(tensor).std == pytest.approx(float(tensor.double().std()), rel=1e-3)


def test_a_spread_that_cannot_be_told_is_withheld_with_the_reason():
    tensor = torch.randn(3_000_000, generator=torch.Generator().manual_seed(0)) + 1e6
    tensor[5] = NAN_
    found = summary_of(tensor)
    assert found.std is None
    assert found.withheld == "the numbers are too close together beside their size"
    assert found.mean == pytest.approx(1e6, rel=1e-6)


def test_a_nan_in_every_row_is_counted_up_to_a_limit_and_then_at_least():
    tensor = torch.zeros(700, summary_module.ROW)
    tensor[:, 3] = NAN_
    found = summary_of(tensor)
    assert found.at_least
    assert summary_module.LOOKS <= found.nan <= 700
    assert (found.low, found.high, found.mean) == (None, None, None)


def test_sums_that_overflow_float32_are_taken_in_float64():
    found = summary_of(torch.full((2_000_000,), 3e38))
    assert (found.low, found.high) == (pytest.approx(3e38), pytest.approx(3e38))
    assert found.mean == pytest.approx(3e38)
    assert found.strange == 0


def test_limits_of_large_whole_numbers_are_exact():
    tensor = torch.zeros(2_000_000, dtype=torch.int64)
    tensor[7], tensor[8] = 2**53 + 1, -(2**53) - 1
    found = summary_of(tensor)
    assert (found.low, found.high) == (-(2**53) - 1, 2**53 + 1)


@settings(max_examples=150, deadline=None)
@given(tensors(least_dims=2, most_dims=2, most=14), st.integers(1, 5), st.integers(1, 5))
def test_every_tile_is_the_mean_of_what_it_covers_or_says_what_is_not_finite(matrix, down, across):
    if matrix.ndim != 2:
        matrix = matrix[0]
    if matrix.ndim != 2:
        matrix = matrix[0]
    tiles = tiles_of(matrix, down, across)
    wide = in_float64(matrix)
    reach = float(wide[wide.isfinite()].abs().max()) if wide.isfinite().any() else 0
    assert tiles.rows * tiles.columns == len(tiles.means) == len(tiles.marks)
    for place, (mean, mark) in enumerate(zip(tiles.means, tiles.marks, strict=True)):
        row, column = divmod(place, tiles.columns)
        part = wide[row * down : (row + 1) * down, column * across : (column + 1) * across]
        signs = bool((part == math.inf).any()), bool((part == -math.inf).any())
        if part.isnan().any():
            assert mark == NAN
        elif any(signs):
            assert mark == (BOTH if all(signs) else INF if signs[0] else MINUS_INF)
        else:
            assert mark == FINITE
            assert mean == pytest.approx(float(part.mean()), rel=1e-6, abs=1e-6 * reach)


def test_tiles_whose_sum_overflows_are_still_their_mean():
    tiles = tiles_of(torch.full((4, 4), 3e38), 4, 4)
    assert tiles.marks == bytes([FINITE])
    assert tiles.means[0] == pytest.approx(3e38)


@settings(max_examples=100, deadline=None)
@given(tensors(), st.integers(0, 20), st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
def test_a_window_shows_the_numbers_at_the_places_it_names(tensor, first, top, left, size):
    panels = panels_of(tensor, Window(first, top, left, top + size, left + size))
    assert 1 <= len(panels) <= SLICES
    for panel in panels:
        matrix = tensor.reshape(1, -1) if tensor.ndim < 2 else tensor[panel.index] if panel.index else tensor
        part = in_float64(matrix)[panel.top :, panel.left :][: panel.tiles.rows, : panel.tiles.columns]
        for mean, mark, true in zip(
            panel.tiles.means, panel.tiles.marks, part.flatten().tolist(), strict=True
        ):
            assert (mark == FINITE) == math.isfinite(true)
            assert mark != FINITE or mean == pytest.approx(true, rel=1e-6)


@settings(max_examples=100, deadline=None)
@given(tensors())
def test_the_histogram_counts_every_finite_number_once(tensor):
    found = histogram_of(tensor)
    wide = in_float64(tensor)
    finite = wide[wide.isfinite()]
    if found is None:
        assert finite.numel() == 0 or finite.min() == finite.max()
        return
    repeats = math.prod(
        n for n, step in zip(tensor.shape, tensor.stride(), strict=True) if step == 0 and n > 1
    )
    assert found.step == 1
    assert found.taken * repeats == finite.numel()
    edges = torch.linspace(found.low, found.high, len(found.counts) + 1, dtype=torch.float64)
    for place, count in enumerate(found.counts):
        inside = (finite > edges[place] + 1e-9 * edges.abs().max()) & (
            finite < edges[place + 1] - 1e-9 * edges.abs().max()
        )
        assert inside.sum() <= count * repeats


def test_a_histogram_of_many_numbers_is_an_even_sample_that_falls_in_with_no_dimension():
    columns = torch.arange(1000.0).repeat(1000, 1)
    for tensor in (columns, columns.t(), columns[:, ::2]):
        found = histogram_of(tensor)
        assert found.step > 1
        assert found.taken == math.ceil(tensor.numel() / found.step)
        assert min(found.counts) > 0.8 * max(found.counts)


@settings(max_examples=60, deadline=None)
@given(tensors())
def test_the_scale_holds_all_that_is_drawn_and_centres_zero(tensor):
    panels = panels_of(tensor, Window())
    scale = scale_of(summary_of(tensor), panels)
    drawn = [m for p in panels for m, k in zip(p.tiles.means, p.tiles.marks, strict=True) if k == FINITE]
    if not drawn:
        return
    low, high = scale.ends
    assert all(low * (1 + 1e-6) - 1e-30 <= n or low <= n for n in drawn if low < 0)
    assert all(0 <= scale.level(number) <= 1 for number in drawn)
    if scale.diverging:
        assert low == -high
        assert scale.level(0.0) == pytest.approx(0.5)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_slices_are_counted_as_pytorch_counts_them(shape):
    numbers = torch.arange(math.prod(shape)).reshape(shape)
    assert all(int(numbers[index_of(n, shape)]) == n for n in range(numbers.numel()))
