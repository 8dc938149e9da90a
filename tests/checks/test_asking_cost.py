"""Questions about cost: elements and calls are counted, time is not."""

import pytest
import torch

from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect


def distances_in_a_cube(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1)


def distances_by_products(a, b):
    return (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T


def says(session):
    return [(failure.category, failure.say) for failure in session.failures]


def test_a_big_intermediate_is_found_with_its_maker(session):
    a, b = torch.rand(20, 8), torch.rand(30, 8)
    expect(distances_by_products, a, b).allocates_at_most(600)
    assert says(session) == []
    expect(distances_in_a_cube, a, b).allocates_at_most(600)
    [(category, say)] = says(session)
    assert category is Category.MEMORY
    assert "expected no tensor of more than 600 elements, got one of 4,800 by `" in say


def test_many_small_tensors_are_counted_together(session):
    def piecemeal(x):
        for _ in range(10):
            x = x + 1
        return x

    expect(piecemeal, torch.zeros(100)).allocates_at_most(100, total=1000)
    assert says(session) == []
    expect(piecemeal, torch.zeros(100)).allocates_at_most(100, total=999)
    assert "at most 999 elements in all tensors made, got 1,000" in says(session)[0][1]


@pytest.mark.parametrize(
    "function", [lambda x: x.view(-1)[::2], lambda x: x.add_(1), lambda x: x.expand(9, 9, 9)]
)
def test_views_and_work_in_place_make_no_elements(session, function):
    expect(function, torch.zeros(9, 9)).allocates_at_most(0)
    assert says(session) == []


@pytest.mark.parametrize(
    "function",
    [lambda a: a @ a, lambda a: a.matmul(a), lambda a: torch.matmul(a, a), lambda a: a.__matmul__(a)],
)
def test_calls_of_a_function_are_counted_by_any_spelling(session, function):
    expect(function, torch.eye(2)).calls(torch.matmul, at_most=1, at_least=1).calls("mm", at_least=1)
    assert says(session) == []
    expect(lambda a: function(function(a)), torch.eye(2)).calls(torch.matmul, at_most=1)
    expect(lambda a: a, torch.eye(2)).calls("mm", at_least=1)
    assert [category for category, _ in says(session)] == [Category.RULE, Category.RULE]
    assert "expected at most 1 call of `matmul`, got 2" in says(session)[0][1]
    assert "expected at least 1 call of `mm`, got 0" in says(session)[1][1]


def test_growth_is_told_by_its_power(session):
    def inputs(n):
        return (torch.rand(n), torch.rand(n))

    expect(lambda a, b: a * b, *inputs(8)).grows_like(1, inputs)
    expect(lambda a, b: a[:, None] * b, *inputs(8)).grows_like(2, inputs)
    assert says(session) == []
    expect(lambda a, b: (a[:, None] * b).sum(0), *inputs(8)).grows_like(1, inputs)
    expect(lambda a, b: [x + y for x, y in zip(a, b, strict=True)], *inputs(8)).grows_like(
        0, inputs, what="calls"
    )
    assert "expected elements that grow like n^1, got about n^2" in says(session)[0][1]
    assert "expected calls that grow like n^0, got about n^1" in says(session)[1][1]


def test_a_call_that_raises_when_it_is_repeated_is_told(session):
    calls = []

    def once(x):
        calls.append(x)
        if len(calls) > 1:
            raise ValueError("only once")
        return x

    expect(once, torch.zeros(1)).allocates_at_most(5)
    [(category, say)] = says(session)
    assert category is Category.RAISED
    assert "called once more, it stops with a ValueError" in say
    assert session.failures[0].seen == "Python says: ValueError: only once"
