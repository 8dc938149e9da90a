"""Shares

Write `shares(x, dim)`: numbers along `dim` in proportion to the exponentials of `x`.
`torch.softmax` is off limits, and so is a loop.
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
objectives = ["keep exponentials finite"]
limit = 2


@starter
def a_function():
    def shares(x, dim):
        """Shares along `dim`."""


hints("Try large numbers.", "Take the maximum out.", "Keep the dimension.")


@forbid(torch.softmax, torch.nn.functional.softmax, "for", "while")
def check(shares):
    with promise("any shape, any `dim`"):
        for x in sample.tensors(shapes=[(4,), (3, 5), (5, 1)]):
            for dim in range(x.ndim):
                expect(shares, x, dim).equals(torch.softmax(x, dim))
    with promise("numbers of any size"):
        x = given("large numbers", sample.normal(3, 5) * 1e4)
        expect(shares, x, 1).equals(torch.softmax(x, 1), because="exponentials overflow early")
    with promise("arguments unharmed, gradients flow"):
        x = sample.normal(3, 5, requires_grad=True)
        expect(shares, x, 1).leaves_arguments_unchanged().has_gradients_of(torch.softmax)


@solution
def shift_by_the_maximum():
    """The factor cancels."""

    def shares(x, dim):
        e = (x - x.amax(dim, keepdim=True)).exp()
        return e / e.sum(dim, keepdim=True)


@right
def by_logsumexp():
    """The shift is inside."""

    def shares(x, dim):
        return (x - x.logsumexp(dim, keepdim=True)).exp()


@right
def by_moving_the_dimension():
    """Last dimension first."""

    def shares(x, dim):
        moved = x.movedim(dim, -1)
        e = torch.exp(moved - moved.max(-1, keepdim=True).values)
        return torch.div(e, e.sum(-1, keepdim=True)).movedim(-1, dim)


@wrong
def overflows():
    """Infinity by infinity is not a number. Take the maximum out first."""

    def shares(x, dim):
        return x.exp() / x.exp().sum(dim, keepdim=True)


@wrong
def ignores_dim():
    """The shares sum to one over everything. Sum along `dim`."""

    def shares(x, dim):
        e = (x - x.max()).exp()
        return e / e.sum()


@wrong
def loses_its_place():
    """Without `keepdim` the totals line up with the wrong dimension."""

    def shares(x, dim):
        e = (x - x.amax(dim, keepdim=True)).exp()
        return e / e.sum(dim)


@wrong
def blocks_the_gradient():
    """`detach` cut the graph. Leave it out."""

    def shares(x, dim):
        e = (x - x.amax(dim, keepdim=True)).detach().exp()
        return e / e.sum(dim, keepdim=True)
