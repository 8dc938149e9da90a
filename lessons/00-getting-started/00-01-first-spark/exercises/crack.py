"""The note without a key

Igor swept up a note with a cipher on it, and the key is lost. Write `crack(codes)`: it takes an int64 tensor,
`encode(text, shift)` with a `shift` that nobody tells you (any whole number), leaves it as it is, and returns the
text.

What Igor does know: the text is printable, without line breaks or tabs, and it holds **at least one space**.
That is enough to be right *every* time.
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
objectives = ["turn text into an int64 tensor, and back into text"]


@starter
def no_key():
    def crack(codes):
        """The text behind `codes`, whose shift nobody tells you."""
        ...


hints(
    'Write down `ord(" ")`, `ord("0")`, `ord("A")`, `ord("a")`, `ord("~")`. What strikes you about the space?',
    "Counting letters is a guess, and short texts defeat it. Look for something that is true of *every* such "
    "text: a character that must be there, and a place in the order of the numbers that only it can have.",
    "No printable character has a smaller code than the space. So one of your numbers tells you what the "
    "space has become, and from there it is one subtraction to the shift. Python can find it in a list.",
)


WORDS = (
    "The duck Igor fed 42 lamps, at noon. Quack! 1818 volts? No sleep: COFFEE wanders home; a zebra".split()
)


def encoded(text, shift):
    return torch.tensor([ord(character) + shift for character in text], dtype=torch.int64)


def check(crack):
    with promise("long and short texts, any shift"):
        for words in (9, 4, 2):
            text = " ".join(sample.dice.choices(WORDS, k=words))
            expect(crack, encoded(text, sample.dice.randint(5, 4000))).equals(text)
    with promise("texts in which another character is more frequent than the space"):
        for text in ("geese feed me", "Zzzz zzzz", "10000 volts"):
            expect(crack, encoded(text, sample.dice.randint(5, 90))).equals(text)
    with promise("negative shifts, and no shift at all"):
        for shift in (-20, -1, 0, -500):
            expect(crack, encoded("Tickle the duck", shift)).equals("Tickle the duck")
    with promise("a huge shift"):
        expect(crack, encoded("duck soup", 10**12)).equals("duck soup")
    with promise("the shortest texts"):
        expect(crack, given("a single space, shifted by 9", encoded(" ", 9))).equals(" ")
        expect(crack, given("two letters and a space, shifted by 300", encoded("a b", 300))).equals("a b")
        expect(crack, given("a duck and a space, shifted by 2", encoded("🦆 ", 2))).equals("🦆 ")
    with promise("the codes stay as they are"):
        expect(crack, encoded("quack quack", 4)).leaves_arguments_unchanged()


@solution
def the_smallest_is_the_space():
    """The space is number 32, and no printable character comes before it. The text holds one, so the
    smallest code *is* a space, and `smallest - 32` is the shift. No guess, no statistics: the promise alone
    makes it certain."""

    def crack(codes):
        shift = codes.min() - ord(" ")
        return "".join(chr(code) for code in codes - shift)


@right
def with_pythons_min():
    """The same thought without a method you had not met: Python's `min` takes a list."""

    def crack(codes):
        numbers = codes.tolist()
        shift = min(numbers) - 32
        return "".join(chr(number - shift) for number in numbers)


@right
def sort_and_take_the_first():
    """Sorted numbers start with the smallest. Sorting does more work than asking for the minimum."""

    def crack(codes):
        smallest = sorted(codes.tolist())[0]
        return "".join(map(chr, codes - smallest + 32))


@right
def try_every_number_as_the_space():
    """Take one number after the other for the space, until nothing comes before it. The same fact, used as a
    test; it takes many steps where one look for the smallest would do."""

    def crack(codes):
        numbers = codes.tolist()
        for space in numbers:
            if all(number >= space for number in numbers):
                return "".join(chr(number - space + 32) for number in numbers)


@wrong
def trusts_frequency():
    """You took the most frequent character for the space. Often true, never certain: "geese feed me" has
    six e and two spaces. What is true of *every* text with a space?"""

    def crack(codes):
        numbers = codes.tolist()
        most_frequent = max(sorted(set(numbers)), key=numbers.count)
        return "".join(chr(number - most_frequent + 32) for number in numbers)


@wrong
def trusts_frequency_of_e():
    """You took the most frequent character for an e. That cracks long English letters and fails on most
    short notes. The promise speaks of a space: use it."""

    def crack(codes):
        numbers = codes.tolist()
        shift = max(sorted(set(numbers)), key=numbers.count) - ord("e")
        return "".join(chr(max(number - shift, 0)) for number in numbers)


@wrong
def forgets_who_is_smallest():
    """You took the smallest number for an `a`. Good thought, wrong character: capitals, digits and the
    space all come before `a`. Who is the very first?"""

    def crack(codes):
        shift = codes.min() - ord("a")
        return "".join(chr(code) for code in codes - shift)


@wrong
def smallest_is_a_capital():
    """You took the smallest number for an `A`. Good thought, wrong character: digits and the space come
    before it. Who is the very first?"""

    def crack(codes):
        shift = codes.min() - ord("A")
        return "".join(chr(code) for code in codes - shift)


@wrong
def fits_one_example():
    """You undo one fixed shift, perhaps that of the professor's note. Here it is another one each time:
    read it off the numbers."""

    def crack(codes):
        return "".join(chr(max(int(code) - 5, 0)) for code in codes)


@wrong
def first_that_looks_right():
    """You stop at the first shift that gives printable characters. Many wrong shifts do. Which *one* of
    them gives a text whose smallest character is a space?"""

    def crack(codes):
        numbers = codes.tolist()
        for shift in range(-100, 10000):
            if min(numbers) - shift < 0x110000 and all(0 <= number - shift < 0x110000 for number in numbers):
                text = "".join(chr(number - shift) for number in numbers)
                if text.isprintable():
                    return text


@wrong
def first_must_be_a_capital():
    """You took the first number for a capital T. One note may start so; the next does not.
    Look for what all the notes have in common."""

    def crack(codes):
        shift = codes[0] - ord("T")
        return "".join(chr(max(int(code), 0)) for code in codes - shift)


@wrong
def returns_numbers():
    """You found the shift and took it away. What is left are numbers in a tensor: `chr` makes a character
    of each, `join` makes them a text."""

    def crack(codes):
        return codes - (codes.min() - 32)


@wrong
def searches_too_few_shifts():
    """You try one shift after the other and stop at an end that you chose. The shift may be any whole
    number, and no search reaches them all. Read it off the numbers instead."""

    def crack(codes):
        numbers = codes.tolist()
        for shift in range(-1000, 10000):
            if min(numbers) - shift == 32:
                return "".join(chr(number - shift) for number in numbers)


@wrong
def forgets_that_space_is_32():
    """You found the smallest number, and took all of it away: so the space became 0, and every character is
    32 too low. Which part of the smallest number is the shift?"""

    def crack(codes):
        return "".join(chr(code) for code in codes - codes.min())


@wrong
def letters_not_joined():
    """You have the letters, one by one, in a list. `"".join(letters)` glues them into one text."""

    def crack(codes):
        return [chr(code) for code in codes - codes.min() + 32]


@wrong
def changes_the_codes():
    """The text is right, but you wrote into the caller's own tensor: cracked once, it is a cipher no more.
    `codes - shift` makes a new tensor."""

    def crack(codes):
        codes -= codes.min() - 32
        return "".join(chr(code) for code in codes)
