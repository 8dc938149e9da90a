"""Questions about training: a loss that falls, a step that is the one of the formula."""

import pytest
import torch
from torch import nn

from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect, sample


def step(model, optimizer, x, y, sign=1):
    optimizer.zero_grad()
    loss = sign * ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss


def material():
    x = sample.normal(16, 2)
    model = nn.Linear(2, 1)
    return model, torch.optim.SGD(model.parameters(), lr=0.1), x, x.sum(1, keepdim=True)


def test_a_loss_that_falls_is_seen_over_many_calls_with_one_model(session):
    expect(step, *material()).loss_falls(by=0.5, steps=20)
    assert session.failures == []


def only_looks(model, _, x, y):
    return ((model(x) - y) ** 2).mean()


def climbs(model, optimizer, x, y):
    return -step(model, optimizer, x, y, sign=-1)


def is_lost(*_):
    return torch.tensor(float("nan"))


def says_nothing(*_):
    return None


def gives_everything(model, *_):
    return model.weight


@pytest.mark.parametrize(
    ("train", "category"),
    [
        (only_looks, Category.VALUE),
        (climbs, Category.VALUE),
        (is_lost, Category.VALUE),
        (says_nothing, Category.TYPE),
        (gives_everything, Category.TYPE),
    ],
)
def test_a_loss_that_does_not_fall_is_told(session, train, category):
    expect(train, *material()).loss_falls(by=0.5, steps=5)
    assert [failure.category for failure in session.failures] == [category]


@pytest.mark.parametrize(
    ("losses", "falls"), [([4.0, 2.0, 1.0], True), ([1.0, 2.0], False), ([3.0, 2.9], False)]
)
def test_a_function_may_return_all_its_losses(session, losses, falls):
    expect(lambda _: losses, 1).loss_falls(by=0.5)
    expect(lambda _: torch.tensor(losses), 1).loss_falls(by=0.5)
    assert len(session.failures) == (0 if falls else 2)


def update(weights, gradients, rate):
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.sub_(rate * gradient)


@pytest.mark.parametrize("factor", [1, 2])
def test_a_step_is_held_against_that_of_a_formula(session, factor):
    weights, gradients = [torch.ones(2), torch.ones(3)], [torch.ones(2), torch.zeros(3)]
    expect(lambda w, g, r: update(w, g, factor * r), weights, gradients, 0.5).makes_the_step(update)
    assert [failure.category for failure in session.failures] == [Category.ARGUMENT] * (factor - 1)
    assert all("after the step, argument 1[0]: 2 of 2 numbers differ" in f.say for f in session.failures)


def test_a_step_of_a_module_is_compared_by_the_names_in_its_state(session):
    model, optimizer, x, y = material()
    expect(step, model, optimizer, x, y).makes_the_step(step)
    assert session.failures == []
    expect(lambda *_: None, model, optimizer, x, y).makes_the_step(step)
    assert "after the step, `weight` of argument 1:" in session.failures[0].say
    assert model.weight.grad is None
