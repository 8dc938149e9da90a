"""Peek at the dice

Write `peek(generator, n)`: the next `n` numbers that `torch.rand(n, generator=generator)` *would* give,
without spending them.

- Afterwards the generator is as it was, to the byte. It may have been used before you get it.
- Everyone else's dice, the global generator, stay where they are.
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
level = Level.MASTER
core = False
objectives = ["make random numbers that can be repeated without touching anybody else's"]


@starter
def closed_eyes():
    def peek(generator, n):
        """The next `n` numbers of `torch.rand` from `generator`, which is left as it was."""
        ...


hints(
    "A seed tells where the strip *starts*. What do you need to come back to the *middle* of it?",
    "A generator can tell you everything it knows: `dir(torch.Generator)` lists what it can be asked. "
    "Either put back what you moved, or read from a twin.",
    "`get_state` is the strip and the bookmark together, and `set_state` is its way back in. In which order "
    "do you write down, read and put back?",
)


def generator_after(spent):
    """A generator with a fresh seed from which `spent` numbers have been read."""
    generator = torch.Generator().manual_seed(sample.dice.randint(0, 2**31))
    torch.rand(spent, generator=generator)
    return generator


def coming(generator, n):
    """The next `n` numbers, read from a twin."""
    twin = torch.Generator()
    twin.set_state(generator.get_state())
    return torch.rand(n, generator=twin)


def check(peek):
    unused = given("that nobody has used yet", generator_after(0))
    used = given("in use", generator_after(sample.dice.randint(3, 700)))
    n = sample.dice.randint(2, 9)
    with promise("a peek at nothing is an empty row, and spends nothing"):
        expect(peek, used, 0).equals(coming(used, 0))
        expect(peek, used, 0).leaves_generator_at(0, used)
    with promise("the numbers that come next"):
        expect(peek, unused, n).equals(coming(unused, n))
        expect(peek, used, n).equals(coming(used, n))
    with promise("nothing is spent"):
        expect(peek, unused, n).leaves_generator_at(0, unused)
        expect(peek, used, n).leaves_generator_at(0, used)
    with promise("the global generator is not touched"):
        expect(peek, generator_after(1), n).leaves_random_state_alone()


@solution
def put_back_what_you_moved():
    """`get_state` writes down strip and bookmark as bytes. Read, then put them back: the generator cannot tell
    that anybody looked."""

    def peek(generator, n):
        state = generator.get_state()
        numbers = torch.rand(n, generator=generator)
        generator.set_state(state)
        return numbers


@right
def read_from_a_twin():
    """A second generator is given the state of the first, and only the twin is read. The original is never moved,
    not even for a moment."""

    def peek(generator, n):
        twin = torch.Generator()
        twin.set_state(generator.get_state())
        return torch.rand(n, generator=twin)


@right
def by_clone_state():
    """PyTorch has a word for the twin: `clone_state`."""

    def peek(generator, n):
        return torch.rand(n, generator=generator.clone_state())


@right
def by_deepcopy():
    """Python's own way to copy anything, down to the last byte."""
    import copy

    def peek(generator, n):
        return torch.rand(n, generator=copy.deepcopy(generator))


@wrong
def spends():
    """The numbers are right, but they are spent: the bookmark has moved on. A second name for the generator, or the *global*
    state, does not help: it is this bookmark that you must put back, or not move at all."""

    def peek(generator, n):
        return torch.rand(n, generator=generator)


@wrong
def starts_over():
    """You read from the start of the strip. That is right only while the generator is unused. The seed knows the strip;
    who knows the bookmark?"""

    def peek(generator, n):
        twin = torch.Generator().manual_seed(generator.initial_seed())
        return torch.rand(n, generator=twin)


@wrong
def seed_reseeds():
    """`generator.seed()` sounds like a question, but it *sets* a new random seed: the old strip is gone.
    Ask for the state instead."""

    def peek(generator, n):
        twin = torch.Generator().manual_seed(generator.seed())
        return torch.rand(n, generator=twin)


@wrong
def rewinds_too_far():
    """You put the bookmark back to the *start* of the strip. It may have stood in the middle: write down where it is
    before you read."""

    def peek(generator, n):
        numbers = torch.rand(n, generator=generator)
        generator.manual_seed(generator.initial_seed())
        return numbers


@wrong
def wrong_dice():
    """You saved, read and put back the *global* generator. The numbers that were asked for come from the one
    you were handed."""

    def peek(generator, n):
        state = torch.get_rng_state()
        numbers = torch.rand(n)
        torch.set_rng_state(state)
        return numbers


@wrong
def borrows_the_global_dice():
    """The numbers are right and your generator is unharmed. But you used the *global* generator on the way, and it is not
    as it was: everyone else now reads from another place. Use a twin of your own."""

    def peek(generator, n):
        torch.set_rng_state(generator.get_state())
        return torch.rand(n)


@wrong
def leaves_nothing():
    """You gave back nothing, for n = 0 if not always. `torch.rand(0)` is an empty row of shape (0,), and so is
    a peek at nothing."""

    def peek(generator, n):
        if n == 0:
            return None
        return torch.rand(n, generator=generator.clone_state())


@wrong
def takes_a_new_generator():
    """You read from a new generator. It has a strip of its own, and it never saw the one you were handed. A twin must be
    told where that one stands."""

    def peek(generator, n):
        return torch.rand(n, generator=torch.Generator())
