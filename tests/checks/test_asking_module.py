"""Questions about modules: what they register, what they save, what training changes."""

import pytest
import torch
from torch import nn

from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect


class Scale(nn.Module):
    def __init__(self, registered=True, shape=(3,)):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(shape)) if registered else torch.ones(shape)
        if registered:
            self.register_buffer("count", torch.zeros(()))
        else:
            self.count = torch.zeros(())


class Forgetful(nn.Module):
    def __init__(self):
        pass


def said(session):
    assert len(session.failures) <= 1
    return [(failure.category, failure.say) for failure in session.failures]


def test_a_module_that_registers_all_it_should_is_accepted(session):
    expect(Scale()).has_parameters({"weight": (3,)}).has_buffers({"count": ()}).saves("weight", "count")
    expect(nn.Sequential(nn.Linear(2, 3))).has_parameters({"0.weight": (3, 2), "0.bias": (3,)})
    assert said(session) == []


@pytest.mark.parametrize(
    ("module", "category", "sentence"),
    [
        (3, Category.TYPE, "expected a module, got an int"),
        (Forgetful.__new__(Forgetful), Category.TYPE, "does not call `super().__init__()`"),
        (Scale(registered=False), Category.TYPE, "`weight` is a tensor, but not registered as a parameter"),
        (Scale(shape=(4,)), Category.SHAPE, "expected shape (3,) for the parameter `weight`, got (4,)"),
        (nn.Linear(3, 1), Category.SHAPE, "expected shape (3,)"),
        (nn.Identity(), Category.VALUE, "the parameters differ: missing: `weight`"),
    ],
)
def test_what_is_not_registered_as_it_should_be_is_told(session, module, category, sentence):
    wanted = {"weight": (3,), "bias": (1,)} if isinstance(module, nn.Linear) else {"weight": (3,)}
    expect(module).has_parameters(wanted)
    [(found, say)] = said(session)
    assert (found, sentence in say) == (category, True), say


def test_a_parameter_too_many_is_told(session):
    expect(nn.Linear(2, 2)).has_parameters({"weight": (2, 2)})
    assert said(session)[0][1].endswith("the parameters differ: not expected: `bias`.")


def test_buffers_and_saved_names_are_asked_for_by_themselves(session):
    expect(Scale(registered=False)).has_buffers({"count": ()})
    expect(Scale()).saves("weight")
    assert "`count` is a tensor, but not registered as a buffer" in session.failures[0].say
    assert "not expected: `count`" in session.failures[1].say


class Counting(nn.Module):
    def __init__(self):
        super().__init__()
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        return x + self.calls * torch.rand(())


@pytest.mark.parametrize(
    ("module", "otherwise", "same"),
    [
        (nn.Dropout(0.5), None, "expected the same result in training as in evaluation"),
        (nn.BatchNorm1d(4), None, "expected the same result in training as in evaluation"),
        (nn.Linear(4, 4), "expected another result in training than in evaluation", None),
        (
            Counting(),
            "expected the same result each time in evaluation",
            "expected the same result each time",
        ),
    ],
)
def test_what_training_changes_is_seen(session, module, otherwise, same):
    x = torch.arange(20.0).view(5, 4)
    module_was = {key: value.clone() for key, value in module.state_dict().items()}
    for ask, expected in (("acts_otherwise_in_training", otherwise), ("acts_the_same_in_training", same)):
        getattr(expect(module), ask)(x)
        found = [failure.say for failure in session.failures]
        assert (expected is None) == (found == [])
        assert all(expected in say for say in found)
        session.observations.clear()
    assert all(torch.equal(value, module_was[key]) for key, value in module.state_dict().items())


def test_a_module_that_raises_in_one_of_the_modes_is_told(session):
    expect(nn.Linear(3, 3)).acts_the_same_in_training(torch.zeros(1, 4))
    assert session.failures[0].category is Category.RAISED


class Clock(nn.Module):
    def __init__(self, registered):
        super().__init__()
        ticks = torch.arange(4.0)
        if registered:
            self.register_buffer("ticks", ticks)
        else:
            self.ticks = ticks

    def forward(self, x):
        return x + self.ticks


class Stubborn(nn.Module):
    def forward(self, x):
        return torch.zeros(x.shape)


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (nn.Sequential(nn.Linear(4, 4), Clock(registered=True)), []),
        (
            nn.Sequential(nn.Linear(4, 4), Clock(registered=False)),
            [(Category.DEVICE, "The value: `1.ticks` stays on cpu: register it as a buffer.")],
        ),
        (
            Stubborn(),
            [(Category.DEVICE, "The value: expected a result on the device meta, got one on cpu.")],
        ),
    ],
)
def test_what_stays_behind_when_a_module_moves_is_named(session, module, expected):
    expect(module).moves_to("meta", torch.zeros(2, 4))
    assert said(session) == expected
    assert all(parameter.device.type == "cpu" for parameter in module.parameters())
