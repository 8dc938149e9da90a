"""Questions about how a tensor lies in memory and in the graph, about true gradients, and inputs for them."""

import pytest
import torch

from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.session import Session, run_as
from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect, sample

TABLE = torch.arange(6.0).view(2, 3)


def test_strides_and_contiguity_are_asked_for(session):
    expect(TABLE.T).has_strides(1, 3).is_contiguous(False)
    expect(TABLE).has_strides(3, 1).is_contiguous()
    assert session.failures == []
    expect(TABLE.T).has_strides(2, 1)
    expect(TABLE.T).is_contiguous()
    expect(TABLE).is_contiguous(False)
    expect(TABLE.to_sparse()).has_strides(3, 1)
    expect([1]).is_contiguous()
    assert [failure.category for failure in session.failures] == [Category.MEMORY] * 4 + [Category.TYPE]
    assert "expected strides (2, 1), got (1, 3)" in session.failures[0].say


def test_leaves_are_told_from_what_was_calculated(session):
    leaf = torch.ones(2, requires_grad=True)
    expect(leaf).is_leaf()
    expect(leaf * 2).is_leaf(False)
    assert session.failures == []
    expect(leaf * 2).is_leaf()
    expect(leaf.detach()).is_leaf(False)
    assert [failure.category for failure in session.failures] == [Category.GRADIENT_TRACKING] * 2


class WrongSquare(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, gradient):
        return gradient * ctx.saved_tensors[0]


@pytest.mark.parametrize(
    ("function", "category"),
    [
        (lambda x, w: (x @ w).tanh(), None),
        (lambda x, w: torch.softmax(x @ w, 0), None),
        (lambda x, w: WrongSquare.apply(x) @ w, Category.GRADIENT),
        (lambda x, w: x.detach() @ w + x.sum(), Category.GRADIENT),
        (lambda x, w: x.detach() @ w, Category.GRADIENT),
        (lambda x, w: (x @ w).detach(), Category.GRADIENT_TRACKING),
        (lambda x, w: x.float() @ w, Category.RAISED),
        (lambda *_: 3.0, Category.TYPE),
    ],
)
def test_gradients_are_held_against_differences(session, function, category):
    x, w = sample.normal(3, 2, requires_grad=True), sample.normal(2, 2, requires_grad=True)
    expect(function, x, w).has_true_gradients()
    assert [failure.category for failure in session.failures] == ([category] if category else [])


def test_differences_of_a_function_that_throws_dice_throw_the_same_each_time(session):
    expect(lambda x: torch.nn.functional.dropout(x, 0.5) ** 2, sample.normal(20)).has_true_gradients()
    assert session.failures == []


def test_an_author_learns_what_differences_need(session):
    with pytest.raises(CheckFault, match="floating-point tensor"):
        expect(lambda x: x, 1).has_true_gradients()
    with pytest.raises(CheckFault, match="at most 200"):
        expect(lambda x: x, torch.zeros(201)).has_true_gradients()


def test_shapes_are_never_square_unless_edges_are_asked_for(session):
    shapes = sample.shapes(count=60)
    assert all(len(set(shape)) == len(shape) > 0 and min(shape) > 1 for shape in shapes)
    assert {len(shape) for shape in shapes} == {1, 2, 3}
    edges = sample.shapes(edges=True, count=0)
    assert {(), (0,), (1,), (3, 3), (0, 3), (3, 0)} <= set(edges)
    assert all(len(shape) < 2 for shape in sample.shapes(most_dims=1, edges=True))


def test_inputs_of_unusual_layout_are_what_they_say(session):
    assert not sample.noncontiguous(3, 2).is_contiguous()
    assert not sample.noncontiguous(4).is_contiguous()
    assert sample.noncontiguous(4).storage_offset() == 1
    expanded = sample.expanded(3, 2)
    assert (expanded.shape, expanded.stride()) == ((3, 2), (0, 1))
    for refuse in (lambda: sample.noncontiguous(1), lambda: sample.expanded(1, 2)):
        with pytest.raises(CheckFault):
            refuse()


def test_broadcasting_pairs_differ_in_shape_and_fit(session):
    pairs = list(sample.broadcasting())
    assert len(pairs) == 6
    for one, other in pairs:
        assert one.shape != other.shape
        assert (one + other).shape == torch.broadcast_shapes(one.shape, other.shape)


def test_new_samples_come_from_the_seed():
    drawn = []
    for _ in range(2):
        with run_as(Session(5, Learner({}))):
            pairs = [(a.tolist(), b.tolist()) for a, b in sample.broadcasting()]
            drawn.append((sample.shapes(), sample.noncontiguous(3).tolist(), pairs))
    assert drawn[0] == drawn[1]
