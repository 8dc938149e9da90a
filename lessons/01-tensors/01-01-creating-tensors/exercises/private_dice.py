"""Private dice

Write `roll(n, seed)`: `n` throws of a fair die, as an int64 tensor of shape (n,) with numbers from 1 to 6.

- The same `n` and `seed` give the same throws. Other seeds give other throws.
- Everyone else's dice stay where they are: the global generator is not touched, nor are NumPy's and Python's.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    given,
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
objectives = ["make random numbers that can be repeated without touching anybody else's"]


@starter
def an_empty_cup():
    def roll(n, seed):
        """`n` throws of a fair die: int64, shape (n,), from 1 to 6. The global generator stays untouched."""
        ...


hints(
    "Who else reads from the strip that `torch.manual_seed` rewinds?",
    "Make a generator of your own, give *it* the seed, and tell the dice to read from it.",
    "`torch.randint` takes a lower end, an upper end that is left out, a shape, and `generator=`. "
    "Which upper end lets a 6 through?",
)


def check(roll):
    # 6,000 fair throws show each face 1,000 times, give or take 29. Off by more than 200 is 6.9 times that:
    # a false alarm less than once in 10⁹ checks.
    with promise("n throws, int64"):
        for n in (5, 1, 0):
            seed = sample.dice.randint(10, 10_000)
            expect(roll, n, seed).is_a(torch.Tensor).has_shape(n).has_dtype(torch.int64)
    seed = sample.dice.randint(10, 10_000)
    with promise("numbers from 1 to 6 and no others"):
        throws = roll(6000, seed)
        smallest = given("the smallest of 6,000 throws", throws.double().min().item())
        expect(smallest).satisfies(lambda face: face >= 1, "1")
        largest = throws.double().max().item()
        expect(given("the largest of 6,000 throws", largest)).satisfies(
            lambda face: face <= 6, "6 and no more"
        )
        nearly = "6" if throws.max() == 5 else "6, as 6,000 throws of a fair die have it"
        expect(given("the largest of 6,000 throws", largest)).satisfies(lambda face: face >= 6, nearly)
    with promise("all six faces equally often"):
        counts = given(
            "how often 1 to 6 come in 6,000 throws", [throws.tolist().count(face) for face in range(1, 7)]
        )
        expect(counts).satisfies(
            lambda counts: all(abs(n - 1000) <= 200 for n in counts), "each 800 to 1,200 times"
        )
    with promise("the same seed gives the same throws"):
        first = roll(60, seed)
        expect(roll, 60, seed).equals(first)
    with promise("another seed gives other throws"):
        expect(roll, 60, seed + 1).satisfies(
            lambda throws: not torch.equal(throws, first), "other throws than those of the seed before"
        )
    with promise("each throw for itself"):
        # 1,000 give or take 29, and 100 give or take 9: again 6.5 times that and more.
        doubles = given(
            "how often a throw equals the one before, in 6,000", float((throws[1:] == throws[:-1]).sum())
        )
        expect(doubles).satisfies(lambda count: 800 <= count <= 1200, "800 to 1,200 times")
        pairs = [roll(2, seed + i).tolist() for i in range(600)]
        alike = given("how often two throws are alike, in 600 pairs", float(sum(a == b for a, b in pairs)))
        expect(alike).satisfies(lambda count: 40 <= count <= 160, "40 to 160 times")
    with promise("the global generator is not touched"):
        torch.rand(3)  # the bookmark stands somewhere on the strip, not at its start
        expect(roll, 6, seed).leaves_random_state_alone()


@solution
def a_generator_of_your_own():
    """The generator is made, seeded and used in here, and nobody else holds it. The upper end of `randint` is left out,
    as in `arange`: to allow a 6, say 7."""

    def roll(n, seed):
        dice = torch.Generator().manual_seed(seed)
        return torch.randint(1, 7, (n,), generator=dice)


@right
def by_cutting_floats():
    """`rand` lies in [0, 1); six times that lies in [0, 6); cut off, 0 to 5, each equally often."""

    def roll(n, seed):
        dice = torch.Generator()
        dice.manual_seed(seed)
        return (torch.rand(n, generator=dice) * 6).long() + 1


@right
def by_filling_a_form():
    """An empty form, filled in place: `random_` has the same ends as `randint`."""

    def roll(n, seed):
        return torch.empty(n, dtype=torch.int64).random_(1, 7, generator=torch.Generator().manual_seed(seed))


@right
def by_moving_up():
    """Six faces from 0 to 5, moved up by one."""

    def roll(n, seed):
        return torch.randint(6, (n,), generator=torch.Generator().manual_seed(seed)) + 1


@wrong
def end_is_left_out():
    """Your die never shows a 6. `randint` leaves its upper end out, as `arange` does: ask for one more."""

    def roll(n, seed):
        return torch.randint(1, 6, (n,), generator=torch.Generator().manual_seed(seed))


@wrong
def starts_at_zero():
    """Your die shows a 0. The lower end of `randint` *is* in: begin at 1. And mind the upper end, which is not."""

    def roll(n, seed):
        return torch.randint(0, 6, (n,), generator=torch.Generator().manual_seed(seed))


@wrong
def moves_everyone():
    """The throws are right. But you moved the bookmark on the strip that *everyone* reads from, as `torch.manual_seed`
    does (a second call of it puts the bookmark at the start, not back). Give the seed to a generator of your own."""

    def roll(n, seed):
        torch.manual_seed(seed)
        return torch.randint(1, 7, (n,))


@wrong
def forgets_to_hand_it_over():
    """You threw with the global generator, so the throws cannot be repeated. Making one of your own and seeding it
    is half the way; hand it over, too: `generator=`."""

    def roll(n, seed):
        dice = torch.Generator().manual_seed(seed)
        return torch.randint(1, 7, (n,))


@wrong
def seed_ignored():
    """Every seed gives the same throws. A new `torch.Generator()` always starts with the same seed of its own;
    give it yours."""

    def roll(n, seed):
        return torch.randint(1, 7, (n,), generator=torch.Generator())


@wrong
def rounding_is_not_fair():
    """Your faces do not come equally often. If you rounded: that gives each end half a step, and each face between
    a whole one. Cut off instead, or use `randint`."""

    def roll(n, seed):
        dice = torch.Generator().manual_seed(seed)
        return (torch.rand(n, generator=dice) * 5 + 1).round().long()


@wrong
def floats_on_the_dice():
    """Right throws, wrong kind: yours are floats. Numbers that count things are int64."""

    def roll(n, seed):
        dice = torch.Generator().manual_seed(seed)
        return (torch.rand(n, generator=dice) * 6).floor() + 1


@wrong
def one_generator_for_all_calls():
    """Your generator lives outside the function, so each call reads on where the last one stopped: the same seed does
    not give the same throws. Make and seed one at each call."""

    dice = torch.Generator().manual_seed(7)

    def roll(n, seed):
        return torch.randint(1, 7, (n,), generator=dice)


@wrong
def throws_once():
    """All your throws are one and the same number. A generator that is seeded anew for each throw always reads the first
    number of its strip; and one throw, repeated, is one throw. Ask for `n` numbers at once."""

    def roll(n, seed):
        dice = torch.Generator().manual_seed(seed)
        return torch.randint(1, 7, (1,), generator=dice).repeat(n)


@wrong
def deals_cards():
    """`randperm` deals cards: no number comes twice before all have come. A die forgets what it has thrown:
    two throws are alike in one of six pairs."""

    def roll(n, seed):
        dice = torch.Generator().manual_seed(seed)
        return torch.randperm(n, generator=dice) % 6 + 1


@wrong
def moves_numpys_dice():
    """The throws are right, but `np.random.seed` rewinds the strip of everyone who uses NumPy. NumPy has generators
    of one's own, too; so has PyTorch: `torch.Generator()`."""
    import numpy as np

    def roll(n, seed):
        np.random.seed(seed)
        return torch.from_numpy(np.random.randint(1, 7, n))
