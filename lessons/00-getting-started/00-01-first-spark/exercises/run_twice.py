"""Five runs, three cells

A page has three cells:

```
cell A:   x = START
cell B:   x = x * FACTOR
cell C:   x = x + STEP
```

Igor, the assistant, ran them in a fresh kernel. Its diary says: **A, C, C, B, C**.

What is `x` at the end? Press a button below, or write the number into the cell.
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
objectives = ["predict a variable's value from the order in which cells ran, not from the order on the page"]


@deal
def numbers(dice):
    while True:
        start, factor, step = dice.randint(2, 6), dice.choice([2, 3, 10]), dice.randint(1, 5)
        possible = {
            (start + 2 * step) * factor + step,
            (start + step) * factor,
            start * factor + step,
            start * factor + 3 * step,
            start + step,
        }
        if len(possible) == 5:
            return {"START": start, "FACTOR": factor, "STEP": step}


@choices
def x_at_the_end(START, FACTOR, STEP):
    values = [
        (START + 2 * STEP) * FACTOR + STEP,
        (START + STEP) * FACTOR,
        START * FACTOR + STEP,
        START * FACTOR + 3 * STEP,
        START + STEP,
    ]
    return [str(value) for value in values] + ['"an error"']


@starter
def your_prediction():
    x_at_the_end = ...


hints(
    "Take a pencil. Write the five letters of the diary below each other, and `x` beside each.",
    "Each line of the diary starts from the `x` that the line above it left behind. The page plays no part.",
    "After A, `x` is START. After A, C it is START + STEP. Go on like this: three lines are left.",
)


def check(x_at_the_end, START, FACTOR, STEP):
    with promise("the value of `x` after the five runs"):
        expect(x_at_the_end).equals((START + 2 * STEP) * FACTOR + STEP, loosely=True)


@solution
def follow_the_diary():
    """A sets `x` to START. C adds STEP, C adds STEP again, B multiplies by FACTOR, C adds STEP once more.
    Each run counts, in the order of the diary; where the cells stand on the page means nothing."""
    x_at_the_end = ((START + STEP) + STEP) * FACTOR + STEP


@right
def play_kernel():
    """Playing the kernel line by line takes longer to write, and is hard to get wrong."""
    x = START
    x = x + STEP
    x = x + STEP
    x = x * FACTOR
    x = x + STEP
    x_at_the_end = x


@right
def let_a_loop_run_it():
    """A kernel is a loop over the diary, and this is one."""
    page = {"A": "x = START", "B": "x = x * FACTOR", "C": "x = x + STEP"}
    memory = {}
    for cell in "ACCBC":
        exec(page[cell], memory)
    x_at_the_end = memory["x"]


@right
def as_a_float():
    """The same number with a dot: for a prediction the value counts."""
    x_at_the_end = float((START + 2 * STEP) * FACTOR + STEP)


@wrong
def each_cell_once():
    """You ran each cell once, in the right order, and let the repeats go. The kernel does not know that it
    has seen a cell before: each run is a new order. Count every letter of the diary."""
    x_at_the_end = (START + STEP) * FACTOR


@wrong
def reads_the_page():
    """You read the page from top to bottom, as a script would run. The kernel never sees the page: it
    receives one cell at a time. Follow the diary, letter by letter."""
    x_at_the_end = START * FACTOR + STEP


@wrong
def sorts_by_page():
    """You counted every run, but sorted them as the cells stand on the page: all of B before all of C.
    Adding first and multiplying first are not the same. Keep the order of the diary."""
    x_at_the_end = START * FACTOR + 3 * STEP


@wrong
def last_line_only():
    """You let only the last run of C count, on a fresh `x`. The kernel remembers: C adds to the `x`
    that the four runs before it left behind."""
    x_at_the_end = START + STEP


@wrong
def thinks_names_are_locked():
    """You expected an error, but giving a name a new value is allowed in Python, as often as you like,
    and so is running a cell again. Go through the diary: what does each run do to `x`?"""
    x_at_the_end = "an error"


@wrong
def forgets_the_last_run():
    """You stopped after B. The diary has one letter more: C ran once again."""
    x_at_the_end = (START + 2 * STEP) * FACTOR
