"""Whether numbers look drawn from a distribution, with a false alarm less than once in a million checks.

No approximation is used: each bound holds for every number of draws. One question makes at most three tests,
each with a false-alarm rate of at most `RATE`:

- Dvoretzky, Kiefer, Wolfowitz: the largest distance between the share of draws below a number and what the
  distribution says exceeds `sqrt(ln(2 / RATE) / 2n)`;
- for normal draws, the mean (its tail is that of a normal) and the variance (Laurent and Massart's bounds on
  the tails of chi-square);
- for bounded draws, the mean and the mean square around the middle (Hoeffding).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from torchenstein_lab.checks.describe import number_text

RATE = 1e-7
FEWEST = 200
"""With fewer draws the bounds are too wide to find anything."""

_Share = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Distribution:
    """What draws should look like. `below` gives the share of draws at or below each of some numbers."""

    name: str
    below: _Share
    low: float = -math.inf
    high: float = math.inf
    mean: float | None = None
    std: float | None = None
    whole: bool = False


def normal(mean: float, std: float) -> Distribution:
    """The normal distribution."""

    def below(x: torch.Tensor) -> torch.Tensor:
        return 0.5 * (1 + torch.erf((x - mean) / (std * math.sqrt(2))))

    name = f"normal with mean {number_text(float(mean))} and standard deviation {number_text(float(std))}"
    return Distribution(name, below, mean=mean, std=std)


def uniform(low: float, high: float) -> Distribution:
    """All numbers between `low` and `high`, equally likely."""

    def below(x: torch.Tensor) -> torch.Tensor:
        return ((x - low) / (high - low)).clamp(0, 1)

    name = f"uniform between {number_text(float(low))} and {number_text(float(high))}"
    return Distribution(name, below, low, high, (low + high) / 2, (high - low) / math.sqrt(12))


def whole(low: int, high: int) -> Distribution:
    """Whole numbers from `low` up to, but not including, `high`, equally likely."""

    def below(x: torch.Tensor) -> torch.Tensor:
        return ((x.floor() - low + 1) / (high - low)).clamp(0, 1)

    spread = math.sqrt(((high - low) ** 2 - 1) / 12)
    name = f"whole numbers from {low} to {high - 1}, equally likely"
    return Distribution(name, below, low, high - 1, (low + high - 1) / 2, spread, True)


def coins(share: float) -> Distribution:
    """Ones in a share of all draws, else zeros."""

    def below(x: torch.Tensor) -> torch.Tensor:
        return torch.where(x < 0, 0.0, torch.where(x < 1, 1 - share, 1.0)).to(torch.float64)

    name = f"ones in a share of {number_text(float(share))}, else zeros"
    return Distribution(name, below, 0, 1, share, math.sqrt(share * (1 - share)), True)


def looks_wrong(draws: torch.Tensor, like: Distribution) -> str:
    """What is wrong with the draws, as `expected …, got …`; empty where nothing can be said against them."""
    x = draws.detach().to(torch.float64).flatten()
    n = len(x)
    if not bool(x.isfinite().all()):
        return f"expected numbers that are {like.name}, got NaN or infinity among them"
    if float(x.min()) < like.low or float(x.max()) > like.high:
        ends = f"{number_text(float(x.min()))} to {number_text(float(x.max()))}"
        return f"expected numbers that are {like.name}, got numbers from {ends}"
    if like.whole and bool((x != x.round()).any()):
        return f"expected {like.name}, got numbers between them"
    return _moments(x, n, like) or _shape(x, n, like)


def _moments(x: torch.Tensor, n: int, like: Distribution) -> str:
    if like.mean is None or like.std is None:
        return ""
    t = math.log(2 / RATE)
    mean, variance = float(x.mean()), float((x - like.mean).square().mean())
    if math.isinf(like.high):
        room = like.std * math.sqrt(2 * t / n)
        low, high = 1 - 2 * math.sqrt(t / n), 1 + 2 * math.sqrt(t / n) + 2 * t / n
        fits = low <= variance / like.std**2 <= high
    else:
        width = like.high - like.low
        room = width * math.sqrt(t / (2 * n))
        reach = max(like.high - like.mean, like.mean - like.low) ** 2
        fits = abs(variance - like.std**2) <= reach * math.sqrt(t / (2 * n))
    if abs(mean - like.mean) > room:
        return f"expected numbers that are {like.name}, got numbers with the mean {number_text(mean, 4)}"
    if not fits:
        got = number_text(math.sqrt(variance), 4)
        wanted = number_text(like.std, 4)
        return (
            f"expected numbers that are {like.name} (standard deviation {wanted}), "
            f"got numbers that spread by {got} around {number_text(float(like.mean), 4)}"
        )
    return ""


def _shape(x: torch.Tensor, n: int, like: Distribution) -> str:
    ordered = x.sort().values
    at = like.below(ordered)
    # The share below a number jumps at it: look on both sides, also where many draws are one number.
    upto = torch.searchsorted(ordered, ordered, right=True).to(torch.float64) / n
    before = torch.searchsorted(ordered, ordered).to(torch.float64) / n
    just_below = like.below(torch.nextafter(ordered, torch.full_like(ordered, -math.inf)))
    gap = torch.maximum((upto - at).abs(), (before - just_below).abs())
    worst = int(gap.argmax())
    if float(gap[worst]) <= math.sqrt(math.log(2 / RATE) / (2 * n)):
        return ""
    spot = number_text(float(ordered[worst]), 3)
    return (
        f"expected numbers that are {like.name}: {float(at[worst]):.1%} of them up to {spot}; "
        f"got {float(upto[worst]):.1%}"
    )
