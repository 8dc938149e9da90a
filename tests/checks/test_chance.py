"""Judging random numbers: the right ones always pass, the usual wrong ones never do."""

import math

import pytest
import torch

from torchenstein_lab.checks.chance import FEWEST, RATE, coins, looks_wrong, normal, uniform, whole
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.contracts.verdict import Category
from torchenstein_lab.lesson import expect

N = 10_000


def dice(seed):
    return torch.Generator().manual_seed(seed)


DRAWS = {
    "normal": (normal(1, 2), lambda n, g: torch.randn(n, generator=g) * 2 + 1),
    "uniform": (uniform(-1, 3), lambda n, g: torch.rand(n, generator=g) * 4 - 1),
    "whole": (whole(1, 7), lambda n, g: torch.randint(1, 7, (n,), generator=g)),
    "coins": (coins(0.2), lambda n, g: (torch.rand(n, generator=g) < 0.2).float()),
}


@pytest.mark.parametrize("name", DRAWS)
@pytest.mark.parametrize("n", [FEWEST, N])
def test_right_draws_pass_with_every_seed(name, n):
    like, draw = DRAWS[name]
    assert [seed for seed in range(150) if looks_wrong(draw(n, dice(seed)), like)] == []


def test_the_rate_of_false_alarms_is_below_one_in_a_million():
    assert 3 * RATE < 1e-6


@pytest.mark.parametrize("name", ["normal", "uniform", "whole", "coins"])
def test_the_bounds_alarm_as_rarely_as_they_say_at_a_rate_that_can_be_counted(name, monkeypatch):
    monkeypatch.setattr("torchenstein_lab.checks.chance.RATE", 0.02)
    like, draw = DRAWS[name]
    alarms = sum(bool(looks_wrong(draw(FEWEST, dice(seed)), like)) for seed in range(400))
    assert alarms <= 400 * 3 * 0.02


WRONG = {
    "standard deviation 1 for 2": (normal(1, 2), lambda g: torch.randn(N, generator=g) + 1),
    "a tenth too wide": (normal(0, 1), lambda g: torch.randn(N, generator=g) * 1.1),
    "variance for deviation": (normal(0, 0.5), lambda g: torch.randn(N, generator=g) * 0.25),
    "mean forgotten": (normal(1, 2), lambda g: torch.randn(N, generator=g) * 2),
    "uniform of the same spread": (
        normal(0, 1),
        lambda g: (torch.rand(N, generator=g) - 0.5) * math.sqrt(12),
    ),
    "normal for uniform": (uniform(0, 1), lambda g: torch.randn(N, generator=g)),
    "half the range": (uniform(-1, 1), lambda g: torch.rand(N, generator=g)),
    "six never comes": (whole(1, 7), lambda g: torch.randint(1, 6, (N,), generator=g)),
    "zero comes too": (whole(1, 7), lambda g: torch.randint(0, 7, (N,), generator=g)),
    "halves": (whole(0, 3), lambda g: torch.rand(N, generator=g) * 2),
    "one minus the share": (coins(0.2), lambda g: (torch.rand(N, generator=g) < 0.8).float()),
    "all the same": (normal(0, 1), lambda g: torch.randn(1, generator=g).expand(N)),
    "all zero": (normal(0, 1), lambda _: torch.zeros(N)),
    "NaN": (normal(0, 1), lambda _: torch.full((N,), math.nan)),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_draws_are_told_with_every_seed(name):
    like, draw = WRONG[name]
    said = [looks_wrong(draw(dice(seed)), like) for seed in range(20)]
    assert all(text.startswith("expected ") and "got " in text for text in said)


def test_the_questions_of_a_check_say_what_was_expected(session):
    draws = torch.randn(N, generator=dice(1))
    expect(draws).is_normal()
    expect(torch.rand(N, generator=dice(1))).is_uniform()
    expect(torch.randint(0, 5, (N,), generator=dice(1))).is_whole(0, 5)
    expect(torch.bernoulli(torch.full((N,), 0.3), generator=dice(1))).is_coins(0.3)
    expect(draws).is_distributed(normal(0, 1))
    assert session.failures == []
    expect(draws).is_normal(std=2)
    expect([1.0]).is_normal()
    assert [failure.category for failure in session.failures] == [Category.VALUE, Category.TYPE]
    assert "expected numbers that are normal with mean 0 and standard deviation 2" in session.failures[0].say


def test_an_author_who_draws_too_few_is_told(session):
    with pytest.raises(CheckFault, match="At least 200"):
        expect(torch.zeros(20)).is_normal()
