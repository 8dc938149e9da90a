"""No tensor, however odd, stops a check: it can be compared, pictured, explained and asked about."""

import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.preview import preview, preview_pair
from torchenstein_lab.checks.session import Session, run_as
from torchenstein_lab.checks.transformations import explain
from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect

ODD: dict[str, Callable[[], torch.Tensor]] = {
    "NaN": lambda: torch.tensor([math.nan, 1.0, 2.0, 3.0]),
    "all NaN": lambda: torch.full((2, 2), math.nan),
    "infinite": lambda: torch.tensor([math.inf, -math.inf, 0.0, 1.0]),
    "depth zero": lambda: torch.tensor(3.0),
    "empty": lambda: torch.zeros(0),
    "empty table": lambda: torch.zeros(3, 0),
    "not contiguous": lambda: torch.arange(12.0).view(3, 4).T,
    "expanded": lambda: torch.ones(3, 1).expand(3, 4),
    "sparse": lambda: torch.eye(3).to_sparse(),
    "compressed": lambda: torch.eye(3).to_sparse_csr(),
    "complex": lambda: torch.tensor([1 + 2j, 3j, complex(math.nan, 0), 4]),
    "conjugate": lambda: torch.tensor([1 + 2j, 3j, 1, 4]).conj(),
    "negated view": lambda: torch.tensor([1 + 2j, 3j, 1, 4]).conj().imag,
    "bool": lambda: torch.tensor([True, False, True]),
    "uint8": lambda: torch.tensor([0, 255, 3, 4], dtype=torch.uint8),
    "int64 at its ends": lambda: torch.tensor([2**63 - 1, -(2**63), 0, 1]),
    "float64 at its ends": lambda: torch.tensor([1.7e308, -1.7e308, 5e-324, 0], dtype=torch.float64),
    "half": lambda: torch.tensor([65504.0, 6e-8, 0, 1], dtype=torch.float16),
    "bfloat16": lambda: torch.tensor([3e38, 1e-40, 0, 1], dtype=torch.bfloat16),
    "float8": lambda: torch.tensor([1.0, 2.0, 3.0]).to(torch.float8_e4m3fn),
    "parameter": lambda: torch.nn.Parameter(torch.arange(3.0)),
    "calculated": lambda: torch.arange(3.0, requires_grad=True) * 2,
    "meta": lambda: torch.zeros(3, device="meta"),
    "quantized": lambda: torch.quantize_per_tensor(torch.arange(3.0), 0.1, 0, torch.quint8),
    "five dimensions": lambda: torch.arange(32.0).view(2, 2, 2, 2, 2),
    "nested": lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
}


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=250, deadline=None)
@given(st.sampled_from(sorted(ODD)), st.sampled_from(sorted(ODD)))
def test_any_two_odd_tensors_can_be_compared_pictured_and_explained(one, other):
    got, expected = ODD[one](), ODD[other]()
    fault = compare(got, expected)
    preview_pair(expected, got)
    assert explain(got, expected) == "" or fault is not None
    if fault is not None:
        assert "\n" not in fault.say


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(ODD))
def test_an_odd_tensor_equals_itself_made_anew(name):
    assert compare(ODD[name](), ODD[name]()) is None
    assert preview(ODD[name]()).text


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(ODD))
def test_every_question_has_an_answer_for_an_odd_tensor(name):
    with run_as(Session(1, Learner({}))) as session:
        value = ODD[name]()
        for ask in (
            lambda e: e.is_a(torch.Tensor),
            lambda e: e.has_shape(77),
            lambda e: e.has_dtype(torch.int16),
            lambda e: e.has_device("cpu"),
            lambda e: e.has_strides(77),
            lambda e: e.is_contiguous(),
            lambda e: e.is_leaf(),
            lambda e: e.requires_grad(),
            lambda e: e.equals(torch.zeros(77)),
            lambda e: e.equals(5),
            lambda e: e.satisfies(lambda v: bool((v == 77).all()), "seventy-seven"),
            lambda e: e.has_parameters({}),
        ):
            ask(expect(value))
        for made in (
            lambda: expect(lambda x: x, value).leaves_arguments_unchanged(),
            lambda: expect(lambda x: x, value).owns_its_memory(),
            lambda: expect(lambda x: x, value).shares_memory_with(0),
            lambda: expect(lambda x: x, value).loss_falls(by=0.5),
            lambda: expect(lambda x: x, value).makes_the_step(lambda x: x),
            lambda: expect(lambda x: x, value).allocates_at_most(0),
        ):
            made()
        assert all(failure.category is not Category.RAISED for failure in session.failures)
