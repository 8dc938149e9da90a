"""A view and a copy

Write two functions.

- `front(x)`: the first half of a vector, as a view.
- `kept(x)`: the same numbers, in memory of their own.
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
level = Level.APPRENTICE
objectives = ["tell a view from a copy"]
limit = 5


@starter
def two_functions():
    def front(x):
        """The first half, as a view."""

    def kept(x):
        """The first half, as a copy."""


hints("Which calls copy?", "A slice does not.", "One of the two ends in `clone()`.")


def check(front, kept):
    x = sample.normal(6, dtype=torch.float64)
    with promise("`front`: the first half, as a view"):
        expect(front, x).equals(x[:3]).is_view_of(0, lambda x: x[:3])
    with promise("`kept`: the first half, as a copy"):
        expect(kept, x).equals(x[:3]).owns_its_memory()
    with promise("`x` stays as it is"):
        expect(front, x).leaves_arguments_unchanged()
        expect(kept, x).leaves_arguments_unchanged()


@solution
def slice_and_clone():
    """A slice looks at the memory that is there; `clone` takes its own."""

    def front(x):
        return x[: len(x) // 2]

    def kept(x):
        return x[: len(x) // 2].clone()


@right
def by_narrow():
    """`narrow` is a slice by name."""

    def front(x):
        return x.narrow(0, 0, len(x) // 2)

    def kept(x):
        return torch.empty(len(x) // 2, dtype=x.dtype).copy_(x[: len(x) // 2])


@right
def by_chunk():
    """`chunk` gives views of equal parts."""

    def front(x):
        return x.chunk(2)[0]

    def kept(x):
        return x.chunk(2)[0] + 0


@wrong
def copies_the_view():
    """Your `front` copies."""

    def front(x):
        return x[: len(x) // 2].clone()

    def kept(x):
        return x[: len(x) // 2].clone()


@wrong
def no_copy():
    """Your `kept` is a view."""

    def front(x):
        return x[: len(x) // 2]

    def kept(x):
        return x[: len(x) // 2]


@wrong
def the_other_half():
    """Yours is the second half."""

    def front(x):
        return x[len(x) // 2 :]

    def kept(x):
        return x[len(x) // 2 :].clone()


@wrong
def through_a_list():
    """A list forgets the dtype."""

    def front(x):
        return torch.tensor(x.tolist()[: len(x) // 2])

    def kept(x):
        return torch.tensor(x.tolist()[: len(x) // 2])
