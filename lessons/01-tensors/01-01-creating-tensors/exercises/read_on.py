"""Where is the bookmark?

These lines ran:

```python
torch.manual_seed(SEED)
first = torch.rand(6)        # call its numbers p, q, r, s, t, u

torch.manual_seed(SEED)
torch.rand(SKIP)                # shown to nobody
second = torch.rand(2)
```

Which two numbers does `second` hold? Put their letters into `second_holds`, as text: `"pq"`, for example, or
`"new"` if they are none of the six.
"""

import torch

from torchenstein_lab.lesson import (
    Kind,
    Level,
    choices,
    deal,
    expect,
    hints,
    promise,
    right,
    solution,
    starter,
    wrong,
)

kind = Kind.PREDICT
level = Level.APPRENTICE
objectives = ["make random numbers that can be repeated without touching anybody else's"]


@deal
def fresh_strip(dice):
    skip = dice.choice([2, 3])
    letters = "pqrstu"
    return {
        "SEED": dice.randint(1, 99),
        "SKIP": skip,
        "READ_ON": letters[skip : skip + 2],
        "ONE_SHORT": letters[skip - 1 : skip + 1],
        "ONE_FAR": letters[skip + 1 : skip + 3],
    }


@choices
def second_holds(READ_ON, ONE_SHORT, ONE_FAR):
    return [repr(text) for text in ["pq", "new", READ_ON, ONE_SHORT, ONE_FAR]]


@starter
def one_blank():
    second_holds = ...


hints(
    "Draw the strip p q r s t u. Where does `manual_seed` put the bookmark?",
    "Each number that is read moves the bookmark by one, whether anybody looks at it or not.",
    "The bookmark starts before p. Move it once for each number of the hidden call, then read two.",
)


def letters(answer):
    """The letters of an answer: `"pq"`, `"P, Q"` and `["p", "q"]` are the same answer."""
    if not isinstance(answer, (str, list, tuple)) or not all(isinstance(part, str) for part in answer):
        return answer
    return "".join(letter for letter in "".join(answer).lower() if letter not in " ,;")


def check(second_holds, SEED, SKIP):
    strip = torch.Generator().manual_seed(SEED)
    first = torch.rand(6, generator=strip)
    strip.manual_seed(SEED)
    torch.rand(SKIP, generator=strip)
    second = torch.rand(2, generator=strip)
    named = {number: letter for number, letter in zip(first.tolist(), "pqrstu")}
    with promise("the two numbers that come next"):
        expect(letters(second_holds)).equals("".join(named.get(number, "?") for number in second.tolist()))


@solution
def read_on_from_there():
    """`manual_seed` puts the bookmark before p. The hidden call reads SKIP numbers; the next two are READ_ON.
    The seed chose the strip, and the reading chose the place."""
    second_holds = READ_ON


@right
def letter_by_letter():
    """Skip SKIP letters, take the next two."""
    strip = "pqrstu"
    second_holds = strip[SKIP] + strip[SKIP + 1]


@right
def by_running_it():
    """Once you have guessed, the machine may confirm."""
    torch.manual_seed(SEED)
    strip = dict(zip(torch.rand(6).tolist(), "pqrstu"))
    torch.manual_seed(SEED)
    torch.rand(SKIP)
    second_holds = "".join(strip[number] for number in torch.rand(2).tolist())


@wrong
def seed_fixes_the_number():
    """You read from the start again. The seed puts the bookmark there, but the hidden call has moved it.
    How far?"""
    second_holds = "pq"


@wrong
def random_is_random():
    """You expected numbers that were never seen. After the same seed it is the same strip, number for number.
    Where on it does the second call read?"""
    second_holds = "new"


@wrong
def one_short():
    """You stopped one number too early. The hidden call read SKIP numbers: the bookmark stands *behind* all of them."""
    second_holds = ONE_SHORT


@wrong
def one_too_far():
    """You skipped one number too many. The bookmark stands before the next unread number, and that one is yours."""
    second_holds = ONE_FAR


@wrong
def reads_what_was_shown_to_nobody():
    """You gave numbers of the hidden call. Nobody looked at them, but they were read: the bookmark stands behind
    the last of them."""
    second_holds = "qr" if SKIP == 3 else "p"


@wrong
def reads_three():
    """Your first letter is right, but `torch.rand(2)` reads two numbers."""
    second_holds = "pqrstu"[SKIP : SKIP + 3]
