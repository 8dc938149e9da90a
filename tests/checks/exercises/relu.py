"""Nothing below zero

Write `relu(x)`: the numbers of `x`, with 0 in place of those below it.
NaN stays NaN; `x` itself stays as it is.
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
level = Level.APPRENTICE
objectives = ["rectify"]
limit = 5


@starter
def a_function():
    def relu(x):
        """Nothing below zero."""


hints("Compare with zero.", "Keep or replace.", "The larger of two.")


@forbid(
    torch.relu,
    torch.nn.functional.relu,
    torch.relu_,
    torch.nn.functional.relu6,
    torch.nn.functional.leaky_relu,
)
def check(relu):
    with promise("any shape and kind of number"):
        for x in sample.tensors(shapes=[(4,), (3, 5), (0, 2)], dtypes=[torch.float32, torch.float64]):
            expect(relu, x).equals(x.clamp(min=0)).leaves_arguments_unchanged()
        x = sample.integers(-9, 9, (3, 3))
        expect(relu, x).equals(x.clamp(min=0))
    with promise("what is no number stays none"):
        x = given("with NaN and infinities", torch.tensor([torch.nan, -torch.inf, torch.inf, -1.0]))
        expect(relu, x).equals(x.clamp(min=0))
    with promise("gradients flow where x is above zero"):
        x = sample.normal(6, requires_grad=True)
        expect(relu, x).has_gradients_of(lambda x: x.clamp(min=0))


@solution
def by_clamp():
    """Clamp knows a floor."""

    def relu(x):
        return x.clamp(min=0)


@right
def by_where():
    """Keep or replace."""

    def relu(x):
        return torch.where(x < 0, torch.zeros_like(x), x)


@right
def by_maximum():
    """The larger of two."""

    def relu(x):
        return torch.maximum(x, torch.zeros_like(x))


@wrong
def in_place():
    """The answer is right, and the input is gone: you wrote into it."""

    def relu(x):
        with torch.no_grad():
            x[x < 0] = 0
        return x


@wrong
def by_a_mask():
    """Minus infinity times 0 is not a number."""

    def relu(x):
        return x * (x > 0)


@wrong
def absolute():
    """You turned what is below zero round; it should be 0."""

    def relu(x):
        return x.abs()


@wrong
def without_gradient():
    """The numbers are right, but no gradient flows."""

    def relu(x):
        return x.detach().clamp(min=0)
