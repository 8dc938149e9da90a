"""Every row on one scale

Write `layer_norm(x, eps)`: each row of `x` (its last dimension) with mean 0 and spread 1,
`(x - mean) / sqrt(var + eps)` with the variance over `n`, not `n - 1`.
Gradients flow through mean and variance as well.
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
objectives = ["normalise"]
limit = 5


@starter
def a_function():
    def layer_norm(x, eps):
        """Rows with mean 0 and spread 1."""


hints("Which dimension?", "Mean and variance keep their place.", "`unbiased=False`.")


@forbid(torch.nn.functional.layer_norm, torch.layer_norm, torch.native_layer_norm)
def check(layer_norm):
    with promise("each row on its own"):
        for x in sample.tensors(shapes=[(4,), (3, 5), (2, 3, 4)], scales=[1, 1e-2]):
            expect(layer_norm, x, 1e-5).equals(torch.nn.functional.layer_norm(x, x.shape[-1:], eps=1e-5))
    with promise("gradients flow through mean and variance"):
        x = sample.normal(3, 5, dtype=torch.float64, requires_grad=True)
        expect(layer_norm, x, 1e-5).has_gradients_of(
            lambda x, eps: torch.nn.functional.layer_norm(x, x.shape[-1:], eps=eps)
        )


@solution
def by_the_formula():
    """The formula."""

    def layer_norm(x, eps):
        mean = x.mean(-1, keepdim=True)
        return (x - mean) / (x.var(-1, unbiased=False, keepdim=True) + eps).sqrt()


@right
def by_rsqrt():
    """One division less."""

    def layer_norm(x, eps):
        y = x - x.mean(-1, keepdim=True)
        return y * torch.rsqrt((y * y).mean(-1, keepdim=True) + eps)


@right
def by_var_mean():
    """Both at once."""

    def layer_norm(x, eps):
        var, mean = torch.var_mean(x, -1, correction=0, keepdim=True)
        return (x - mean).div((var + eps) ** 0.5)


@wrong
def detached_statistics():
    """The numbers are right, the gradients are not: mean and variance are cut off. Leave `detach` out."""

    def layer_norm(x, eps):
        mean = x.mean(-1, keepdim=True).detach()
        return (x - mean) / (x.var(-1, unbiased=False, keepdim=True).detach() + eps).sqrt()


@wrong
def divides_by_one_less():
    """`var` divides by n - 1 unless you tell it not to."""

    def layer_norm(x, eps):
        return (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True) + eps).sqrt()


@wrong
def eps_outside():
    """`eps` belongs under the root."""

    def layer_norm(x, eps):
        return (x - x.mean(-1, keepdim=True)) / (x.std(-1, unbiased=False, keepdim=True) + eps)


@wrong
def over_everything():
    """One mean for all: each row needs its own."""

    def layer_norm(x, eps):
        return (x - x.mean()) / (x.var(unbiased=False) + eps).sqrt()
