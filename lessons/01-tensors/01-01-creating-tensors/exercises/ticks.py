"""Exactly n ticks

Write `ticks(start, step, n)`: a float64 tensor of shape (n,) with `start`, `start + step`,
`start + 2 * step`, …: exactly `n` of them.

`n` may be 0. `step` may be negative, or 0.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    hints,
    promise,
    right,
    sample,
    solution,
    starter,
    wrong,
)

kind = Kind.FUNCTION
level = Level.ARTISAN
objectives = ["predict the length of any `arange`, rounding included, and avoid its trap"]


@starter
def an_empty_ruler():
    def ticks(start, step, n):
        """A float64 tensor of shape (n,): start, start + step, start + 2 * step, …"""
        ...


hints(
    "Which of the forms you met is told *how many* numbers to make, and cannot get it wrong?",
    "Count in whole numbers: 0, 1, 2, … Whole numbers are not rounded. Then turn counts into positions.",
    "Stretch the counts by `step`, move them by `start`. And choose the dtype where the counting begins.",
)


def on_paper(start, step, n):
    """What the task asks for, one Python float at a time."""
    return torch.tensor([start + step * i for i in range(n)], dtype=torch.float64)


def check(ticks):
    with promise("start, start + step, … in float64"):
        for _ in range(4):
            start = round(sample.dice.uniform(-5, 5), 2)
            step, n = round(sample.dice.uniform(0.1, 2), 2), sample.dice.randint(4, 12)
            expect(ticks, start, step, n).equals(on_paper(start, step, n))
    with promise("as exact as float64 is"):
        expect(ticks, 0.1, 1 / 3, 9).equals(on_paper(0.1, 1 / 3, 9), rtol=1e-12, atol=1e-12)
    with promise("exactly n of them, also where `arange` miscounts"):
        for start, step, n in [(1, 0.1, 3), (0, 0.6, 7), (1, 0.4, 3), (0, 0.7, 3)]:
            expect(ticks, start, step, n).equals(on_paper(start, step, n))
    with promise("whole numbers give float64, too"):
        start, step, n = sample.dice.randint(2, 9), sample.dice.randint(2, 9), sample.dice.randint(4, 9)
        expect(ticks, start, step, n).equals(on_paper(start, step, n))
    with promise("n may be 0 or 1"):
        for n in (0, 1):
            expect(ticks, 1.5, 0.25, n).equals(on_paper(1.5, 0.25, n))
    with promise("the step may be negative"):
        step = -round(sample.dice.uniform(0.1, 2), 2)
        expect(ticks, 2.0, step, 5).equals(on_paper(2.0, step, 5))
    with promise("the step may be 0"):
        expect(ticks, 2.5, 0, 4).equals(on_paper(2.5, 0, 4), because="n equal ticks are still n ticks")


@solution
def count_then_stretch():
    """`arange(n)` counts whole numbers, and those are exact: there are always `n`. Only then come `step` and `start`,
    which change where the ticks are, not how many. The dtype is named once, where the counting begins."""

    def ticks(start, step, n):
        return start + step * torch.arange(n, dtype=torch.float64)


@right
def by_naming_the_last():
    """`linspace` is told how many, and holds both ends; so the last tick must be worked out:
    `n - 1` steps from the first."""

    def ticks(start, step, n):
        return torch.linspace(start, start + (n - 1) * step, n, dtype=torch.float64)


@right
def by_hand():
    """A list of floats, then a tensor. Slow for a million ticks, but nobody can misread it."""

    def ticks(start, step, n):
        return torch.tensor([start + step * i for i in range(n)], dtype=torch.float64)


@right
def by_adding_up():
    """Fill with the step and add up from left to right. Small errors add up as well: for a long ruler, prefer counting."""

    def ticks(start, step, n):
        return torch.full((n,), float(step), dtype=torch.float64).cumsum(0) + (start - step)


@wrong
def trusts_arange():
    """You told `arange` where to *end* and let it count. It rounds the quotient up, and on some numbers it makes
    one tick too many. Count with whole numbers, and stretch afterwards."""

    def ticks(start, step, n):
        return torch.arange(start, start + n * step, step, dtype=torch.float64)


@wrong
def fence_post():
    """Your last tick is `n` steps from the first. `linspace` holds both ends: between n posts there are
    n − 1 gaps."""

    def ticks(start, step, n):
        return torch.linspace(start, start + n * step, n, dtype=torch.float64)


@wrong
def ints_stay_ints():
    """The positions are right, but the dtype follows the numbers you were given: whole numbers give int64,
    floats float32. Name float64 where you count."""

    def ticks(start, step, n):
        return start + step * torch.arange(n)


@wrong
def counts_the_end():
    """You made one tick more than asked for. `arange(n)` holds n numbers already: 0 to n − 1."""

    def ticks(start, step, n):
        return start + step * torch.arange(n + 1, dtype=torch.float64)


@wrong
def fixes_rounding_not_zero():
    """Half a step of margin: a good trick against rounding. But you still ask `arange` to get from start to end, and
    with n = 0 or a step of 0 there is no way to go. Count instead."""

    def ticks(start, step, n):
        return torch.arange(start, start + (n - 0.5) * step, step, dtype=torch.float64)


@wrong
def rounds_on_the_way():
    """You counted in float32 and turned to float64 at the end. The digits that float32 dropped do not come back.
    Name float64 where the counting begins."""

    def ticks(start, step, n):
        return (start + step * torch.arange(n, dtype=torch.float32)).to(torch.float64)


@wrong
def still_a_list():
    """Your ticks are right, but they are a Python list. Make a float64 tensor of them."""

    def ticks(start, step, n):
        return [start + step * i for i in range(n)]


@wrong
def cuts_the_surplus():
    """Too many ticks, and the surplus cut off: a good trick against rounding. But you still ask `arange` to get from
    start to end, and with a step of 0 there is no way to go. Count instead."""

    def ticks(start, step, n):
        return torch.arange(start, start + (n + 1) * step, step, dtype=torch.float64)[:n]


@wrong
def trusts_arange_for_the_kind_too():
    """You told `arange` where to *end* and let it count, and choose the kind. It rounds the quotient up, so on some
    numbers it makes one tick too many; and it makes them float32 or int64. Count `n` whole numbers in float64, and
    stretch afterwards."""

    def ticks(start, step, n):
        return torch.arange(start, start + n * step, step)


@wrong
def starts_one_step_late():
    """Your first tick is one step from `start`. Count from 0: no steps lead to the first tick."""

    def ticks(start, step, n):
        return start + step * torch.arange(1, n + 1, dtype=torch.float64)


@wrong
def makes_one_at_least():
    """Right, but for `n` = 0 you still make one tick: it is there before the counting begins."""

    def ticks(start, step, n):
        numbers = [start]
        for _ in range(n - 1):
            numbers.append(numbers[-1] + step)
        return torch.tensor(numbers, dtype=torch.float64)


@wrong
def rounds_in_the_tensor():
    """The list was exact; `torch.tensor` made float32 of it, and `double()` afterwards cannot bring the digits back.
    Name the dtype where the tensor is made."""

    def ticks(start, step, n):
        return torch.tensor([start + step * i for i in range(n)]).double()
