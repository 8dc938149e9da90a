"""`einsum` and `matmul` draw PyTorch's own numbers, and the loops they print give PyTorch's own result."""

import gc
import itertools
import re
import weakref
from html import unescape

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.einsum import einsum
from torchenstein_lab.widgets.einsum_drawing import as_html, state_of
from torchenstein_lab.widgets.einsum_facts import einsum_facts
from torchenstein_lab.widgets.einsum_spec import equation_of
from torchenstein_lab.widgets.einsum_words import loops
from torchenstein_lab.widgets.matmul import matmul
from torchenstein_lab.widgets.matmul_facts import matmul_facts


def whole(shape):
    """Whole numbers, so that sums in any order are the same."""
    return torch.randint(-4, 5, shape, generator=torch.Generator().manual_seed(sum(shape)))


@st.composite
def equations(draw):
    """An equation of one to three tensors that fits, and its tensors; letters repeat, sizes of 1 stretch."""
    sizes = {letter: draw(st.integers(1, 4)) for letter in "ijkl"}
    terms = draw(st.lists(st.text("ijkl", max_size=3), min_size=1, max_size=3))
    letters = sorted(set("".join(terms)))
    output = "".join(draw(st.lists(st.sampled_from(letters), unique=True, max_size=3))) if letters else ""
    spec = ",".join(terms) + (f"->{output}" if draw(st.booleans()) else "")
    return spec, [whole(tuple(sizes[letter] for letter in term)) for term in terms]


def run_loops(lines, tensors, shape):
    """The result of the printed loops, run as Python."""
    names = dict(zip("ABCD", tensors, strict=False))
    names["result"] = torch.zeros(shape, dtype=torch.int64)
    names["range"] = range
    exec("\n".join(lines), names)
    return torch.as_tensor(names["result"])


@settings(deadline=None)
@given(equations())
def test_the_loops_give_pytorch_s_result(case):
    spec, tensors = case
    expected = torch.einsum(spec, *tensors)
    facts = einsum_facts(spec, tensors)
    assert facts.result.shape == tuple(expected.shape)
    assert facts.nbytes == expected.nbytes
    assert torch.equal(run_loops(loops(facts), tensors, expected.shape), expected)


@settings(deadline=None)
@given(equations())
def test_every_number_drawn_is_pytorch_s(case):
    spec, tensors = case
    facts = einsum_facts(spec, tensors)
    drawn = grids(as_html(facts, "einsum"))
    for grid, tensor in zip(
        (*facts.operands, facts.result), (*tensors, torch.einsum(spec, *tensors)), strict=True
    ):
        limits = [facts.shown[letter] if letter != "." else 1 for letter in grid.letters]
        assert drawn[grid.label].keys() == set(itertools.product(*map(range, limits)))
        for index, text in drawn[grid.label].items():
            assert text == cell_value(tensor[index].item())


@settings(deadline=None)
@given(equations())
def test_the_steps_add_up_to_the_product_of_what_is_drawn(case):
    spec, whole_tensors = case
    shown = einsum_facts(spec, whole_tensors).shown
    terms = spec.split("->")[0].split(",")
    tensors = [
        tensor[tuple(slice(shown[letter]) for letter in term)] if term else tensor
        for tensor, term in zip(whole_tensors, terms, strict=True)
    ]
    facts = einsum_facts(spec, tensors)
    total = torch.zeros(facts.result.shape, dtype=torch.int64)
    for step in facts.steps:
        product = 1
        for grid, tensor in zip(facts.operands, tensors, strict=True):
            product *= int(tensor[grid.index_at(step)])
        total[facts.result.index_at(step)] += product
    assert torch.equal(total, torch.einsum(spec, *tensors))
    assert len(facts.steps) == facts.turns


def grids(html):
    """What the saved picture says: for each tensor, index → text."""
    found = {}
    for name, body in re.findall(r'<div data-name="(\w+)" data-letters="[^"]*">(.*?)</div>', html, re.DOTALL):
        cells = re.findall(r'<td[^>]*? data-at="([\d,]*)">(.*?)</td>', body)
        found[name] = {tuple(int(part) for part in at.split(",") if part): text for at, text in cells}
    return found


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([1, 2, 3]), max_size=2),
    st.integers(1, 2),
    st.integers(1, 2),
    st.tuples(*[st.integers(0, 8)] * 3),
)
def test_matmul_is_pytorch_s_for_vectors_matrices_and_batches(batch, rank_a, rank_b, sizes):
    i, k, j = sizes
    a = whole((*batch, i, k)[-rank_a:] if rank_a == 1 else (*batch, i, k))
    b = whole((k,) if rank_b == 1 else (k, j))
    expected = a @ b
    facts = matmul_facts(a, b)
    assert facts.result.shape == tuple(expected.shape)
    assert facts.nbytes == expected.nbytes
    assert facts.multiplications == expected.numel() * k
    for index, text in grids(as_html(facts, "matmul"))["result"].items():
        assert text == cell_value(expected[index].item())


def test_batches_of_size_one_are_read_again():
    a, b = whole((3, 1, 2, 4)), whole((5, 4, 2))
    facts = matmul_facts(a, b)
    assert facts.operands[0].letters == "n.ik"
    assert facts.result.shape == tuple((a @ b).shape)
    assert "a[n, 0, i, k] * b[m, k, j]" in repr(matmul(a, b))


def test_the_text_names_indices_loops_and_one_element():
    a, b = torch.tensor([[1, 2, 3], [4, 5, 6]]), torch.arange(12).reshape(3, 4)
    assert repr(matmul(a, b)).splitlines() == [
        "matmul: a (i 2, k 3) × b (k 3, j 4) = result (i 2, j 4)",
        "  i: 2 (free: dim 0 of the result; dim 0 of a)",
        "  j: 4 (free: dim 1 of the result; dim 1 of b)",
        "  k: 3 (summed; dim 1 of a and dim 0 of b)",
        "",
        "  for i in range(2):",
        "      for j in range(4):",
        "          total = 0",
        "          for k in range(3):",
        "              total += a[i, k] * b[k, j]",
        "          result[i, j] = total",
        "",
        "result[0, 0] = 1 × 0 + 2 × 4 + 3 × 8 = 32",
        "2 × 3 × 4 = 24 multiplications. Result: shape (2, 4), int64, 64 bytes.",
    ]


def test_of_large_tensors_a_part_is_drawn_and_the_sums_are_over_everything():
    a, b = (
        torch.randn(300, 500, generator=torch.Generator().manual_seed(1)),
        torch.randn(500, 200, generator=torch.Generator().manual_seed(1)),
    )
    facts = matmul_facts(a, b)
    text = repr(matmul(a, b))
    assert "Drawn: i up to 4, k up to 4 and j up to 4. Sums are over everything." in text
    for index, shown in grids(as_html(facts, "matmul"))["result"].items():
        assert shown == cell_value((a[:5] @ b[:, :5])[index].item())


def test_what_would_take_long_is_drawn_without_numbers():
    x = torch.ones(1, 1).expand(6000, 6000)
    facts = einsum_facts("ij,kl->", [x, x])
    assert not facts.values
    assert "= A[0, 0] × B[0, 0] +" in repr(einsum("ij,kl->", x, x))


def test_the_state_holds_the_numbers_that_the_script_multiplies():
    state = state_of(matmul_facts([[1, 2]], [[3], [4]]))
    assert state == {
        "free": "ij",
        "summed": "k",
        "sizes": {"i": 1, "j": 1, "k": 2},
        "shown": {"i": 1, "j": 1, "k": 2},
        "numbers": [[1.0, 2.0], [3.0, 4.0]],
    }
    assert state_of(matmul_facts([[float("nan"), 2]], [[3.0], [4.0]]))["numbers"] == []


def test_a_letter_that_stands_twice_leaves_the_rest_out():
    html = as_html(einsum_facts("ii->i", [torch.eye(3)]), "einsum")
    assert html.count('class="tl-never"') == 6


def test_three_dots_are_spelled_out():
    assert equation_of("...ij->...ji", [(2, 3, 4)], ["A"]).text == "bij->bji"
    x = whole((2, 3, 4))
    assert torch.equal(torch.einsum("bij->bji", x), torch.einsum("...ij->...ji", x))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((3,), "An einsum starts with its equation"),
        (("ij",), "Give one to 4 tensors"),
        (("ij,jk", (2, 3)), "has 2 groups of letters, one for each tensor, and was given 1."),
        (
            ("ij,jk->ik", (2, 3), (4, 5)),
            "“j” is one index, as long everywhere: dim 1 of A is 3 long, dim 0 of B is 4.",
        ),
        (("ij->ii", (2, 3)), "The result has “i” 2 times."),
        (("ij->ik", (2, 3)), "The result wants “k”, and no tensor has it."),
        (("i?->i", (2, 3)), "“?” is no letter."),
        (("ijk->i", (2, 3)), "“ijk” names 3 dims, and A, of shape (2, 3), has 2."),
        (("ij->i", "duck"), "There is no picture of a str."),
        (("i,i->", torch.ones(2), torch.ones(2, dtype=torch.int64)), "and yet PyTorch refuses"),
    ],
)
def test_an_einsum_that_cannot_be_says_why(arguments, says):
    picture = einsum(*arguments)
    assert picture.problem == ""
    assert says in repr(picture)
    assert says in unescape(picture._repr_html_())


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ((2, 3), (2, 3), "a has 3 columns, b has 2 rows: each row of a meets each column of b"),
        ((2, 3), (2, 3), "b.mT, of shape (3, 2), would fit."),
        ((3, 2), (3, 4), "a.mT, of shape (2, 3), would fit."),
        ((3,), (4,), "a has 3 elements, b has 4 elements"),
        ((2, 3), (), "b is a single number"),
        ((2, 5, 3), (4, 3, 2), "The leading dims (2,) and (4,) do not meet"),
    ],
)
def test_a_matmul_that_cannot_be_says_why_and_what_would_fit(a, b, says):
    assert says in repr(matmul(a, b))
    with pytest.raises((RuntimeError, IndexError)):
        torch.matmul(torch.ones(a), torch.ones(b))


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=5))
def test_a_picture_takes_at_most_32_kib(sizes):
    x = torch.randn(sizes, dtype=torch.float64, generator=torch.Generator().manual_seed(1)) * 1e-7
    picture = matmul(x, x.mT)
    state = str(picture._repr_mimebundle_())
    assert len((state + repr(picture)).encode()) <= 32 * 1024


def test_nothing_is_changed_and_nothing_held():
    a = torch.randn(2, 3, requires_grad=True)
    state, version = torch.get_rng_state(), a._version
    pictures = [matmul(a, a.mT), einsum("ij->j", a)]
    assert (a._version, a.grad, a.grad_fn) == (version, None, None)
    assert torch.equal(torch.get_rng_state(), state)
    gone = weakref.ref(a)
    del a
    gc.collect()
    assert gone() is None
    assert all(picture.problem == "" for picture in pictures)
