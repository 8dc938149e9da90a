"""Forget some

Write `dropout(x, p, training)`: while training, each number is set to 0 with probability `p`,
and those that stay are divided by `1 - p`. Otherwise `x` comes back as it is.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    forbid,
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
objectives = ["drop"]
limit = 5
equivalent_mutants = {
    "return x * (torch.rand_like(x) >= p) / (1 - p) → return x * (torch.rand_like(x) > p) / (1 - p)": (
        "a drawn number is p itself once in sixteen million"
    ),
}


@starter
def a_function():
    def dropout(x, p, training):
        """Some zeros."""


hints("A mask.", "Keep the expected sum.", "Divide by what stays.")


@forbid(torch.dropout, torch.nn.functional.dropout, torch.nn.functional.alpha_dropout)
def check(dropout):
    x = torch.full((40_000,), 3.0)
    for p in (0.1, 0.25, 0.8):
        with promise("those that stay are divided by 1 - p"):
            kept = expect(dropout, x, p, True).is_a(torch.Tensor).has_shape(40_000).result.unique()
            expect(kept).equals(torch.tensor([0.0, 3 / (1 - p)]))
        with promise("a share of p is dropped"):
            # Six standard deviations: a false alarm once in 500 million checks.
            room = 6 * (p * (1 - p) * 40_000) ** 0.5
            expect(dropout, x, p, True).satisfies(
                lambda y, p=p, room=room: abs(int((y == 0).sum()) - 40_000 * p) < room,
                f"about {p:.0%} zeros",
            )
    with promise("nothing is dropped outside of training"):
        x = given("any input", sample.normal(3, 4))
        expect(dropout, x, 0.5, False).equals(x)


@solution
def by_a_mask():
    """A mask, and the share that stays."""

    def dropout(x, p, training):
        if not training:
            return x
        return x * (torch.rand_like(x) >= p) / (1 - p)


@right
def by_bernoulli():
    """Bernoulli throws the coins."""

    def dropout(x, p, training):
        keep = 1 - p if training else 1.0
        return x * torch.bernoulli(torch.full_like(x, keep)) / keep


@right
def by_where():
    """Where the dice say so."""

    def dropout(x, p, training):
        return torch.where(torch.rand(x.shape) < p, 0.0, x / (1 - p)) if training else x


@wrong
def scaled_by_one_over_p():
    """You divide by `p`. At 0.5 nobody notices; what stays is `1 - p`."""

    def dropout(x, p, training):
        return x * (torch.rand_like(x) >= p) / p if training else x


@wrong
def keeps_a_share_of_p():
    """You keep a share of `p` and drop the rest."""

    def dropout(x, p, training):
        return x * (torch.rand_like(x) < p) / (1 - p) if training else x


@wrong
def not_scaled():
    """The sum shrinks: divide what stays by `1 - p`."""

    def dropout(x, p, training):
        return x * (torch.rand_like(x) >= p) if training else x


@wrong
def always_drops():
    """It drops outside of training, too."""

    def dropout(x, p, training):
        return x * (torch.rand_like(x) >= p) / (1 - p)
