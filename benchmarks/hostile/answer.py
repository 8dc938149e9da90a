"""Give back what you got

Write `answer(x)`: it returns the tensor `x` as it is.
"""

import torch

from torchenstein_lab.lesson import Kind, Level, expect, hints, promise, sample, solution, starter

kind = Kind.FUNCTION
level = Level.APPRENTICE
objectives = ["end a hostile answer"]
limit = 2


@starter
def empty():
    def answer(x): ...


hints("Look at the task.", "One line is enough.", "`return x`")


def check(answer):
    with promise("what goes in comes out"):
        for x in sample.tensors(shapes=[(2, 3), (4,)]):
            expect(answer, x).equals(x)


@solution
def identity():
    """A function may return its argument: nothing is copied."""

    def answer(x: torch.Tensor) -> torch.Tensor:
        return x
