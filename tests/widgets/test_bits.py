"""`bits` draws the bits that PyTorch keeps, the number that they are, and the numbers next to it."""

import math
import re
from fractions import Fraction
from html import unescape
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.bits import bits
from torchenstein_lab.widgets.bits_drawing import as_html, near_places
from torchenstein_lab.widgets.bits_facts import bits_facts
from torchenstein_lab.widgets.bits_format import EVERY_FORMAT, FORMATS
from torchenstein_lab.widgets.bits_words import formula, kept
from torchenstein_lab.widgets.cell_value import exact_value

FLOATS = [each for each in EVERY_FORMAT.values() if not each.whole]
RAW = {8: torch.uint8, 16: torch.int16, 32: torch.int32, 64: torch.int64}


def tensor_of_pattern(format_, pattern):
    """The tensor whose memory holds exactly these bits."""
    width = format_.width
    signed = pattern - (1 << width) if width > 8 and pattern >> (width - 1) else pattern
    return torch.tensor([signed], dtype=RAW[width]).view(format_.dtype)


def number_of(tensor):
    return int(tensor.item()) if not tensor.dtype.is_floating_point else float(tensor.double().item())


def same(a, b):
    return (math.isnan(a) and math.isnan(b)) or (a == b and math.copysign(1, a) == math.copysign(1, b))


formats = st.sampled_from(sorted(EVERY_FORMAT.values(), key=lambda each: each.name))


@settings(deadline=None)
@given(formats, st.integers(0, 2**64 - 1))
def test_a_pattern_stands_for_pytorch_s_number(format_, bits_):
    pattern = bits_ % (1 << format_.width)
    tensor = tensor_of_pattern(format_, pattern)
    assert same(format_.value(pattern), number_of(tensor))
    assert format_.pattern(tensor) == pattern


@pytest.mark.parametrize("format_", [each for each in FORMATS if each.width == 8], ids=lambda each: each.name)
def test_all_256_patterns_of_a_byte_are_pytorch_s(format_):
    for pattern in range(256):
        assert same(format_.value(pattern), number_of(tensor_of_pattern(format_, pattern)))


@settings(deadline=None)
@given(formats, st.integers(0, 2**64 - 1))
def test_the_numbers_next_to_it_are_neighbours_with_nothing_in_between(format_, bits_):
    pattern = bits_ % (1 << format_.width)
    value = format_.value(pattern)
    near = format_.neighbours(pattern, 3)
    assert bool(near) == math.isfinite(value)
    if near:
        assert value in near
        assert list(near) == sorted(set(near))
        for low, high in pairwise(near):
            assert number_of(following(format_, low)) == high


def following(format_, value):
    """The next number up, by PyTorch where it has `nextafter` and by its own rounding elsewhere."""
    if format_.whole:
        return torch.tensor(int(value) + 1, dtype=format_.dtype)
    here = torch.tensor(value, dtype=torch.float64).to(format_.dtype)
    if format_.dtype in (torch.float32, torch.float64, torch.bfloat16):
        return torch.nextafter(here, torch.tensor(math.inf, dtype=format_.dtype))
    if format_.dtype is torch.float16:
        return torch.tensor(float(np.nextafter(np.float16(value), np.float16(np.inf))))
    every = sorted({number for number in map(format_.value, range(256)) if math.isfinite(number)})
    return torch.tensor(every[every.index(value) + 1])


@settings(deadline=None)
@given(st.floats(width=64))
def test_what_is_kept_of_a_number_is_pytorch_s_conversion(x):
    facts = bits_facts(x)
    for row in facts.rows:
        if row.format.whole:
            fits = math.isfinite(x) and -128 <= int(x) <= 127
            assert (row.pattern is not None) == fits
            if not fits:
                continue
        kept_number = number_of(torch.tensor(x, dtype=torch.float64).to(row.format.dtype))
        assert same(row.value, kept_number)
        if math.isfinite(x) and math.isfinite(kept_number):
            assert row.off == Fraction(kept_number) - Fraction(x)


@settings(deadline=None)
@given(st.floats(width=64))
def test_the_saved_picture_and_the_text_show_the_same_bits(x):
    facts = bits_facts(x)
    html, text = as_html(facts), repr(bits(x))
    for row in facts.rows:
        if row.pattern is None:
            continue
        body = re.search(rf'data-row="{row.label}">(.*?)class="tl-formula">(.*?)</p>', html, re.DOTALL)
        word = "".join(re.findall(r"<u>(\d)</u>", body[1]))
        assert word == f"{row.pattern:0{row.format.width}b}"
        assert unescape(body[2]) == formula(row.format, row.pattern)
        assert exact_value(row.value) in unescape(body[1])
        line = next(each for each in text.splitlines() if each.startswith(f"{row.label} "))
        assert re.sub(r"\D", "", line.split("(")[0].removeprefix(row.label)) == word
        assert kept(row) in text


@settings(deadline=None)
@given(formats, st.integers(0, 2**64 - 1))
def test_the_formula_gives_the_number(format_, bits_):
    pattern = bits_ % (1 << format_.width)
    value = format_.value(pattern)
    said = formula(format_, pattern).replace("−", "-")
    if format_.whole and "…" not in said:
        assert sum(map(int, said.partition(" = ")[0].split(" + "))) == value
    elif not format_.whole and math.isfinite(value):
        sign, top, bias, part = re.match(r"([+-]) 2\^\((\d+)-(\d+)\) × (\S+) =", said).groups()
        assert float(sign + "1") * math.ldexp(float(part), int(top) - int(bias)) == value


@settings(deadline=None)
@given(formats, st.integers(0, 2**64 - 1))
def test_the_number_line_keeps_the_proportions(format_, bits_):
    near = format_.neighbours(bits_ % (1 << format_.width), 3)
    if len(near) > 1:
        places = near_places(near)
        assert (places[0], places[-1]) == (0, 100)
        span = Fraction(near[-1]) - Fraction(near[0])
        for value, place in zip(near, places, strict=True):
            assert place == pytest.approx(float(100 * (Fraction(value) - Fraction(near[0])) / span), abs=0.01)


def test_a_tenth_is_told_bit_by_bit():
    assert repr(bits(0.1)).splitlines()[:4] == [
        "0.1, bit by bit",
        "float32        0 01111011 10011001100110011001101   (sign 1, exponent 8, mantissa 23)",
        f"{'':<14} + 2^(123−127) × 1.600000023841858 = 0.10000000149011612; off by +1.49e−9",
        f"{'':<14} the next numbers: −7.45e−9 and +7.45e−9",
    ]


@pytest.mark.parametrize(
    ("x", "says"),
    [
        (300, "no place for 300: int8 holds −128 to 127"),
        (1e300, "too large: it became ∞"),
        (float("nan"), "exponent and mantissa all ones: not a number"),
        (-float("inf"), "exponent all ones, mantissa 0: −∞"),
        (1e-40, "subnormal"),
        (-0.0, "= −0 (zero)"),
        (2**24 + 1, "16,777,217, bit by bit"),
        (2**70, "float32 "),
        (True, "1, bit by bit"),
    ],
)
def test_the_edges_are_named(x, says):
    assert says in repr(bits(x))


def test_a_tensor_is_shown_in_its_own_dtype_first():
    labels = [row.label for row in bits_facts(torch.tensor(2, dtype=torch.int64)).rows]
    assert labels == ["int64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2", "int8"]
    assert [row.label for row in bits_facts(torch.tensor(0.5)).rows][:2] == ["float32", "float16"]
    assert [row.label for row in bits_facts(0.5, [torch.float64]).rows] == ["float64"]


def test_of_several_elements_the_first_are_shown_by_index():
    x = torch.arange(6, dtype=torch.float16).reshape(2, 3)
    facts = bits_facts(x)
    assert [(row.label, row.value) for row in facts.rows] == [
        ("x[0, 0]", 0.0),
        ("x[0, 1]", 1.0),
        ("x[0, 2]", 2.0),
        ("x[1, 0]", 3.0),
    ]
    assert "the first 4 of 6 elements, bit by bit" in repr(bits(x))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("duck",), "There is no picture of a str."),
        ((torch.empty(0),), "has no elements, so there are no bits to show"),
        ((torch.tensor(1j),), "is complex: it keeps two numbers"),
        ((torch.empty(2, device="meta"),), "is on the meta device"),
        ((10**400,), "is larger than any number that a tensor can hold"),
        ((0.5, torch.complex64), "The bits of torch.complex64 are not drawn"),
        ((0.5, "float32"), "The bits of float32 are not drawn"),
    ],
)
def test_nonsense_is_answered_in_a_sentence(arguments, says):
    picture = bits(*arguments)
    assert picture.problem == ""
    assert says in repr(picture)
    assert says in unescape(picture._repr_html_())


@pytest.mark.parametrize("x", [0.1, torch.full((9,), 1 / 3, dtype=torch.float64), torch.arange(5)])
def test_a_picture_takes_at_most_32_kib_and_changes_nothing(x):
    state = torch.get_rng_state()
    picture = bits(x)
    assert len(str(picture._repr_mimebundle_()).encode()) <= 32 * 1024
    assert torch.equal(torch.get_rng_state(), state)
    assert not isinstance(x, torch.Tensor) or x._version == 0
