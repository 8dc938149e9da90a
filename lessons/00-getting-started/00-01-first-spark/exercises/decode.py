"""The note in the lab book

The professor left a note of fourteen numbers. The **first number is the key**: it was added to
the code of every letter that follows. Find the text and call it `note`.
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
    solution,
    starter,
    wrong,
)

kind = Kind.CODE
level = Level.APPRENTICE
objectives = ["turn text into an int64 tensor, and back into text"]


@starter
def a_note():
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = ...


hints(
    "Which of the fourteen numbers is no letter? How do you take the others without it?",
    "The key was *added*. Undo that for all the letters at once; then `chr` turns each number into its letter.",
    "Three steps: slice the key off; take the key away from what is left; join the `chr` of each number. "
    "Above, one line did the third step for FROG.",
)


def check(note):
    with promise("a text"):
        expect(note).is_a(str)
    with promise("one character for each number but the key"):
        expect(note).is_a(str).satisfies(lambda text: len(text) == 13, "a text of 13 characters")
    with promise("what the professor wrote"):
        expect(note).is_a(str).satisfies(lambda text: len(text) == 13, "a text of 13 characters").result
        letters = given("the codes of your `note`", torch.tensor([ord(letter) for letter in note]))
        expect(letters).equals(torch.tensor([70, 69, 69, 68, 32, 84, 72, 69, 32, 68, 85, 67, 75]))


@solution
def subtract_the_key():
    """`codes[1:]` are the letters, `codes[0]` is the key, and one minus sign moves all of them back.
    A loop over a tensor gives its numbers one by one, and `chr` takes each."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = "".join(chr(code) for code in codes[1:] - codes[0])


@right
def letter_by_letter():
    """A loop with plain numbers. It works, and the tensor did nothing that a list could not."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = ""
    for code in codes.tolist()[1:]:
        note += chr(code - 5)


@right
def through_bytes():
    """Codes below 128 are also bytes, and bytes decode to a text in one go."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = bytes((codes[1:] - codes[0]).tolist()).decode()


@right
def mapped():
    """`map` calls `chr` on each number. The key, unpacked by name, reads like the task."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    key, *letters = codes.tolist()
    note = "".join(map(chr, torch.tensor(letters) - key))


@wrong
def stops_at_numbers():
    """You found the letters' codes, and they are still numbers in a tensor. `chr` turns one number into one
    letter: do it for each, and join the letters."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = codes[1:] - codes[0]


@wrong
def letters_not_joined():
    """You have the letters, one by one, in a list. `"".join(letters)` glues them into one text."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = [chr(code) for code in codes[1:] - codes[0]]


@wrong
def key_is_not_text():
    """Your text starts with an invisible character: the key, minus itself, is 0. The key is no letter:
    leave it out with `codes[1:]`."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = "".join(chr(code) for code in codes - codes[0])


@wrong
def forgets_the_key():
    """You turned the numbers into letters as they stand, with the key still added to each.
    Take `codes[0]` away first."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = "".join(chr(code) for code in codes[1:])


@wrong
def shifts_the_wrong_way():
    """You added the key a second time, and the letters ran further away. The key *was added*; undo it."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = "".join(chr(code) for code in codes[1:] + codes[0])


@wrong
def one_at_a_time():
    """You decoded one letter: a good start. `chr` takes one number at a time, so the other twelve need
    their turn: a loop or a `join` over all the codes."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = chr(codes[1] - codes[0])


@wrong
def loses_the_last():
    """Nearly: the last letter is missing. A slice such as `codes[1:-1]` stops *before* its end.
    Leave the end open: `codes[1:]`."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = "".join(chr(code) for code in codes[1:-1] - codes[0])


@wrong
def takes_the_numbers_as_they_stand():
    """You turned all fourteen numbers into characters as they stand. The first is the key and no letter:
    leave it out. It was added to each of the others: take it away from them."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = "".join(chr(code) for code in codes)


@wrong
def chr_takes_one():
    """Python stopped: `chr` makes a character of *one* number, and you handed it a tensor of many. Call it
    for each number, as the cell did that made FROG."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = chr(codes[1:] - codes[0])


@wrong
def joins_with_blanks():
    """The letters are right, with a blank put behind each. The text in front of `.join` goes between the
    letters: make it empty, `"".join(...)`."""
    codes = torch.tensor([5, 75, 74, 74, 73, 37, 89, 77, 74, 37, 73, 90, 72, 80])
    note = " ".join(chr(code) for code in codes[1:] - codes[0])


@wrong
def in_small_letters():
    """You wrote small letters. They have codes of their own: `ord("f")` is 102, `ord("F")` is 70. Let `chr`
    tell you which they are."""
    note = "feed the duck"
