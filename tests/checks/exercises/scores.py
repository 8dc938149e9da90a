"""Who listens to whom

Write `scores(q, k)`: the shares with which each query (rows of `q`) listens to each key (rows of `k`):
the products of the rows, divided by the root of their length, as shares along the keys.
`softmax` is allowed here.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    expect,
    forbid,
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
objectives = ["attend"]
limit = 5


@starter
def a_function():
    def scores(q, k):
        """Shares."""


hints("Rows by rows.", "The root of the width.", "Shares along the keys.")


@forbid(torch.nn.functional.scaled_dot_product_attention)
def check(scores):
    with promise("shares of scaled products, along the keys"):
        for n, m, width in [(2, 3, 4), (3, 2, 16), (1, 1, 2), (4, 4, 8)]:
            q, k = sample.normal(n, width), sample.normal(m, width)
            expect(scores, q, k).equals(torch.softmax(q @ k.T / width**0.5, 1))


@solution
def scaled_products():
    """Products, scale, shares."""

    def scores(q, k):
        return torch.softmax(q @ k.T / q.shape[-1] ** 0.5, dim=-1)


@right
def by_einsum():
    """The same in letters."""

    def scores(q, k):
        return (torch.einsum("nd,md->nm", q, k) * q.size(1) ** -0.5).softmax(1)


@right
def scaled_first():
    """The scale can come first."""

    def scores(q, k):
        return torch.nn.functional.softmax(torch.matmul(q / k.shape[1] ** 0.5, k.transpose(0, 1)), -1)


@wrong
def without_the_scale():
    """You left the scale out: long rows give shares near 0 or 1. Divide by the root of the width."""

    def scores(q, k):
        return torch.softmax(q @ k.T, dim=-1)


@wrong
def along_the_queries():
    """Your shares sum to one over the queries. Each query shares itself out over the keys."""

    def scores(q, k):
        return torch.softmax(q @ k.T / q.shape[-1] ** 0.5, dim=0)


@wrong
def divided_by_the_width():
    """You divide by the width, not by its root."""

    def scores(q, k):
        return torch.softmax(q @ k.T / q.shape[-1], dim=-1)


@wrong
def not_shares_yet():
    """These are scores, not shares: they do not sum to one."""

    def scores(q, k):
        return q @ k.T / q.shape[-1] ** 0.5
