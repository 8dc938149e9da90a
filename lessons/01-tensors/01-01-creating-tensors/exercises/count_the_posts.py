"""Count the posts

How many numbers are in each of these?

```python
upwards = len(torch.arange(UP_START, UP_STOP, UP_STEP))
downwards = len(torch.arange(DOWN_START, DOWN_STOP, DOWN_STEP))
in_tenths = len(torch.arange(TENTHS_START, TENTHS_STOP, TENTHS_STEP))
```

You may ask Python for one thing:

```python
(TENTHS_STOP - TENTHS_START) / TENTHS_STEP
```
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
objectives = ["predict the length of any `arange`, rounding included, and avoid its trap"]


@deal
def fresh_fences(dice):
    step = dice.randint(3, 5)
    posts = dice.randint(3, 5)
    start = dice.randint(0, 3)
    stop = start + (posts - 1) * step + dice.randint(1, step - 1)
    down_step = dice.randint(2, 4)
    down_posts = dice.randint(3, 5)
    down_stop = dice.randint(6, 8)
    # Quotients that the machine rounds to a hair above a whole number: start, stop, step, that number.
    tenths = dice.choice(
        [
            (0, 2.1, 0.7, 3),
            (0, 4.2, 0.6, 7),
            (0, 4.9, 0.7, 7),
            (1.0, 2.2, 0.4, 3),
            (1.0, 1.3, 0.1, 3),
            (0.2, 0.8, 0.2, 3),
            (0.4, 2.2, 0.6, 3),
            (0.9, 3.0, 0.7, 3),
            (1.2, 3.6, 0.6, 4),
            (1.6, 4.4, 0.7, 4),
        ]
    )
    return {
        "UP_START": start,
        "UP_STOP": stop,
        "UP_STEP": step,
        "UP_POSTS": posts,
        "UP_GAPS": posts - 1,
        "DOWN_START": down_stop + down_posts * down_step,
        "DOWN_STOP": down_stop,
        "DOWN_STEP": -down_step,
        "DOWN_POSTS": down_posts,
        "DOWN_WITH_END": down_posts + 1,
        "TENTHS_START": tenths[0],
        "TENTHS_STOP": tenths[1],
        "TENTHS_STEP": tenths[2],
        "TENTHS_QUOTIENT": (tenths[1] - tenths[0]) / tenths[2],
        "TENTHS_ON_PAPER": tenths[3],
        "TENTHS_POSTS": tenths[3] + 1,
        "TENTHS_FLOOR": int(tenths[1]),
    }


@starter
def three_blanks():
    upwards = ...
    downwards = ...
    in_tenths = ...


hints(
    "Write out the first two by hand, post by post. Is the end ever a post?",
    "The length is (stop − start) / step, rounded *up*. A quotient that is whole stays as it is.",
    "Now look at the third quotient to its last digit, as Python prints it, and round *that* up.",
)


def check(
    upwards,
    downwards,
    in_tenths,
    UP_START,
    UP_STOP,
    UP_STEP,
    DOWN_START,
    DOWN_STOP,
    DOWN_STEP,
    TENTHS_START,
    TENTHS_STOP,
    TENTHS_STEP,
):
    with promise("the posts on the way up"):
        expect(upwards).equals(len(torch.arange(UP_START, UP_STOP, UP_STEP)), loosely=True)
    with promise("the posts on the way down"):
        expect(downwards).equals(len(torch.arange(DOWN_START, DOWN_STOP, DOWN_STEP)), loosely=True)
    with promise("the posts in tenths"):
        expect(in_tenths).equals(len(torch.arange(TENTHS_START, TENTHS_STOP, TENTHS_STEP)), loosely=True)


@solution
def quotient_rounded_up():
    """Upwards the quotient is no whole number and is rounded up. Downwards it is whole, and the end is left out.
    The third *should* be TENTHS_ON_PAPER, but in the machine the quotient is TENTHS_QUOTIENT. Rounded up, that makes
    room for one post more, and the end that should be left out is in."""
    upwards = UP_POSTS
    downwards = DOWN_POSTS
    in_tenths = TENTHS_POSTS


@right
def by_rounding_up():
    """`math.ceil` is the rounding that `arange` does."""
    import math

    upwards = math.ceil((UP_STOP - UP_START) / UP_STEP)
    downwards = math.ceil((DOWN_STOP - DOWN_START) / DOWN_STEP)
    in_tenths = math.ceil((TENTHS_STOP - TENTHS_START) / TENTHS_STEP)


@right
def by_pythons_range():
    """For whole numbers `range` counts the same posts."""
    upwards = len(range(UP_START, UP_STOP, UP_STEP))
    downwards = len(range(DOWN_START, DOWN_STOP, DOWN_STEP))
    in_tenths = TENTHS_ON_PAPER + 1


@wrong
def divides_and_drops():
    """On the way up you dropped the remainder, and counted the gaps. A remainder still leaves room for one post:
    round *up*. Write the posts down and count them."""
    upwards = UP_GAPS
    downwards = DOWN_POSTS
    in_tenths = TENTHS_ON_PAPER


@wrong
def counts_the_end():
    """You divided, dropped the remainder and added one. That counts the end wherever a post lands on it,
    as DOWN_STOP on the way down. The end is left out."""
    upwards = UP_POSTS
    downwards = DOWN_WITH_END
    in_tenths = TENTHS_POSTS


@wrong
def trusts_real_arithmetic():
    """On paper you are right, all three. In the machine the third quotient is TENTHS_QUOTIENT:
    a hair above TENTHS_ON_PAPER. `arange` rounds it *up*."""
    upwards = UP_POSTS
    downwards = DOWN_POSTS
    in_tenths = TENTHS_ON_PAPER


@wrong
def stop_is_the_length():
    """You gave the second number as the length. That holds for `arange(5)`, which starts at 0 and steps by 1.
    The second number is the *end*: how many steps fit before it?"""
    upwards = UP_STOP
    downwards = DOWN_STOP
    in_tenths = TENTHS_FLOOR


@wrong
def always_one_more():
    """You rounded up *and* added one. Rounding up has counted the first post already: write the posts down
    and count them."""
    upwards = UP_POSTS + 1
    downwards = DOWN_WITH_END
    in_tenths = TENTHS_POSTS + 1
