"""One addition, one word

A text is turned into numbers, SHIFT is added, and the numbers are turned back into letters:

```python
codes = torch.tensor([ord(letter) for letter in "WORD"])
"".join(chr(code) for code in codes + SHIFT)
```

Commit yourself first: `secret_word`, a text. (The alphabet: `ABCDEFGHIJKLMNOPQRSTUVWXYZ`.)
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
objectives = ["turn text into an int64 tensor, and back into text"]


@deal
def words(dice):
    word, shift = dice.choice(
        [("CHEER", 7), ("FILLS", 6), ("PECAN", 4), ("BANJO", 4), ("BEEF", 10), ("ADDER", 1)]
    )
    return {"WORD": word, "SHIFT": shift}


@choices
def secret_word(WORD, SHIFT):
    moved = "".join(chr(ord(letter) + SHIFT) for letter in WORD)
    return [repr(f"{WORD}{SHIFT}"), repr(moved), repr(moved[0] + WORD[1:]), '"an error"']


@starter
def commit_first():
    secret_word = ...


hints(
    "How many letters does the result have? Look at what `+` does to a tensor.",
    "Each letter walks SHIFT steps along the alphabet, all of them by the same distance.",
    "Put a finger on the first letter of WORD in the alphabet, walk SHIFT steps to the right, write down "
    "where you are. Then the second letter.",
)


def check(secret_word, WORD, SHIFT):
    with promise("the word that appears"):
        word = "".join(chr(ord(letter) + SHIFT) for letter in WORD)
        expect(secret_word).equals(word, loosely=True)


@solution
def every_letter_walks():
    """`codes + SHIFT` adds SHIFT at each place, so each letter walks SHIFT steps along the alphabet."""
    secret_word = "".join(chr(ord(letter) + SHIFT) for letter in WORD)


@right
def with_a_tensor():
    """What the task shows, run."""
    codes = torch.tensor([ord(letter) for letter in WORD])
    secret_word = "".join(chr(code) for code in codes + SHIFT)


@right
def finger_on_the_alphabet():
    """No numbers at all: a finger, an alphabet, SHIFT steps."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    secret_word = "".join(alphabet[alphabet.index(letter) + SHIFT] for letter in WORD)


@wrong
def glues():
    """You put the number behind the word, as `+` does with texts. Here `+` meets a tensor of numbers:
    it adds at each place."""
    secret_word = WORD + str(SHIFT)


@wrong
def only_the_first():
    """You moved the first letter only. The numbers of a tensor obey together: the same SHIFT is added to
    each."""
    secret_word = chr(ord(WORD[0]) + SHIFT) + WORD[1:]


@wrong
def repeats():
    """You repeated the word. Neither a list nor a tensor does that with `+`; here SHIFT is added to each
    number."""
    secret_word = WORD * SHIFT


@wrong
def letters_cannot_be_added():
    """You expected an error, and for letters you would be right. But `ord` has turned them into numbers
    before anything is added, and `chr` turns the sums back."""
    secret_word = "an error"


@wrong
def walks_backwards():
    """You walked to the left. Adding makes the numbers larger, and larger numbers are later letters: walk
    right."""
    secret_word = "".join(chr(ord(letter) - SHIFT) for letter in WORD)


@wrong
def counts_the_start():
    """You are one letter short: you counted the letter you start from as the first step. One step from A
    leads to B."""
    secret_word = "".join(chr(ord(letter) + SHIFT - 1) for letter in WORD)


@wrong
def in_small_letters():
    """You found the word, in small letters. They have codes of their own, far from the capitals: `ord("A")`
    is 65, `ord("a")` is 97. A walk of SHIFT does not lead there."""
    secret_word = "".join(chr(ord(letter) + SHIFT) for letter in WORD).lower()


@wrong
def stays_with_numbers():
    """You found the numbers. The last line makes a letter of each with `chr` and glues them: what does the
    text read?"""
    secret_word = [ord(letter) + SHIFT for letter in WORD]
