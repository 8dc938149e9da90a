"""A cipher for any text

Write two functions.

- `encode(text, shift)` returns an int64 tensor with one number for each character: its code plus `shift`.
- `decode(codes, shift)` takes such a tensor, leaves it as it is, and returns the text.

Any text will come: letters, ducks, line breaks, and a text of no characters at all.
`shift` is any whole number.
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
level = Level.ARTISAN
core = False
objectives = ["turn text into an int64 tensor, and back into text"]


@starter
def two_functions():
    def encode(text, shift):
        """One number for each character of `text`, moved by `shift`."""
        ...

    def decode(codes, shift):
        """The text behind `codes`."""
        ...


hints(
    'Try `encode("AB", 1)` first, then `encode("", 1)`: which kind has a tensor made of an empty list?',
    "`ord` for each character, `torch.tensor` around the list, one `+`. "
    "The way back goes through the same steps, last one first.",
    "`torch.tensor(numbers, dtype=torch.int64)` settles the kind even when there is nothing to guess from. "
    'On the way back: take `shift` away, `chr` each number, and `"".join(...)`.',
)


def check(encode, decode):
    texts = {
        sample.text(12): "any text",
        "Z": "a single letter",
        "é🦆x": "characters beyond the alphabet",
        "quack\nquack": "two lines",
        "": "an empty text",
        "  duck ": "blanks around a duck",
    }
    shifts = [3, -3, 0, 1000, sample.dice.randint(4, 40), 10**12 + 1]

    def coded(text, shift):
        return torch.tensor([ord(character) + shift for character in text], dtype=torch.int64)

    with promise("`encode`: one int64 number for each character"):
        for text, shift in zip(texts, shifts):
            expect(encode, given(texts[text], text), shift).equals(coded(text, shift))
    with promise("`decode`: the text behind the numbers"):
        for text, shift in zip(texts, shifts):
            codes = given(f"the codes of {texts[text]}", coded(text, shift))
            expect(decode, codes, shift).equals(text)
    with promise("there and back: the same text"):
        for text, shift in zip(texts, shifts[::-1]):
            expect(decode, encode(text, shift), shift).equals(text)
    with promise("the codes that `decode` is given stay as they are"):
        expect(decode, coded("duck", 5), 5).leaves_arguments_unchanged()


@solution
def there_and_back():
    """`encode` is `ord`, tensor, plus; `decode` is minus, `chr`, join: the same steps, last one first.
    `dtype=torch.int64` is there for the empty text: from no numbers at all PyTorch would guess float32."""

    def encode(text, shift):
        return torch.tensor([ord(character) for character in text], dtype=torch.int64) + shift

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@right
def with_map():
    """`map` instead of a loop, and `.long()`, the short way to ask for int64 afterwards."""

    def encode(text, shift):
        return torch.tensor(list(map(ord, text))).long() + shift

    def decode(codes, shift):
        return "".join(map(chr, (codes - shift).tolist()))


@right
def one_number_at_a_time():
    """Plain Python for the arithmetic; the tensor is only the parcel. Slower, and plain to follow."""

    def encode(text, shift):
        numbers = []
        for character in text:
            numbers.append(ord(character) + shift)
        return torch.tensor(numbers, dtype=torch.int64)

    def decode(codes, shift):
        text = ""
        for code in codes:
            text += chr(int(code) - shift)
        return text


@right
def through_four_bytes():
    """UTF-32 stores each character in four bytes, so its bytes read as whole numbers *are* the codes."""

    def encode(text, shift):
        numbers = memoryview(text.encode("utf-32-le")).cast("I").tolist()
        return torch.tensor(numbers, dtype=torch.int64) + shift

    def decode(codes, shift):
        return b"".join(int(code).to_bytes(4, "little") for code in codes - shift).decode("utf-32-le")


@wrong
def empty_becomes_float():
    """All is well until the text is empty: from an empty list PyTorch cannot see a kind, and takes float32.
    Say which kind you want: `dtype=torch.int64`."""

    def encode(text, shift):
        return torch.tensor([ord(character) + shift for character in text])

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@wrong
def not_a_tensor():
    """`encode` returns a Python list. The numbers are right; hand the list to `torch.tensor`."""

    def encode(text, shift):
        return [ord(character) + shift for character in text]

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@wrong
def one_per_row():
    """Each number sits in brackets of its own, so you get a table of shape (n, 1). A text is a single row:
    one list of numbers, one pair of brackets."""

    def encode(text, shift):
        return torch.tensor([[ord(character) + shift] for character in text], dtype=torch.int64)

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@wrong
def decode_shifts_the_wrong_way():
    """`encode` is right; `decode` adds `shift` a second time. The way back subtracts."""

    def encode(text, shift):
        return torch.tensor([ord(character) + shift for character in text], dtype=torch.int64)

    def decode(codes, shift):
        return "".join(chr(code) for code in codes + shift)


@wrong
def both_the_wrong_way():
    """There and back works, since two mistakes cancel: `encode` subtracts and `decode` adds. But your codes
    are not what the task asks for, and nobody else can read them. Swap the two signs."""

    def encode(text, shift):
        return torch.tensor([ord(character) - shift for character in text], dtype=torch.int64)

    def decode(codes, shift):
        return "".join(chr(code) for code in codes + shift)


@wrong
def caesar_habit():
    """You bent the alphabet into a ring of 26 letters, as Caesar did. Codes do not wrap: `chr(ord("Z") +
    1)` is `[`, and that is fine here. Leave the `%` out."""

    def encode(text, shift):
        return torch.tensor(
            [(ord(character) - 65 + shift) % 26 + 65 for character in text], dtype=torch.int64
        )

    def decode(codes, shift):
        return "".join(chr((code - 65 - shift) % 26 + 65) for code in codes.tolist())


@wrong
def bytes_are_not_characters():
    """You counted bytes. In the usual UTF-8 a duck takes four bytes and an é takes two, so you return more
    numbers than there are characters. `ord` gives one number for each."""

    def encode(text, shift):
        return torch.tensor(list(text.encode()), dtype=torch.int64) + shift

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@wrong
def too_small_a_kind():
    """You chose a kind of one byte, uint8, which ends at 255. A duck is number 129414. The task asks for
    int64."""

    def encode(text, shift):
        return torch.tensor([(ord(character) + shift) % 256 for character in text], dtype=torch.uint8)

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@wrong
def wrong_kind():
    """Your numbers are decimals (float32), though characters are counted in whole numbers.
    Ask for int64, or leave the numbers whole."""

    def encode(text, shift):
        return torch.tensor([float(ord(character) + shift) for character in text])

    def decode(codes, shift):
        return "".join(chr(int(code)) for code in codes - shift)


@wrong
def letters_not_joined():
    """`decode` returns a list of letters. Glue them into one text: `"".join(letters)`."""

    def encode(text, shift):
        return torch.tensor([ord(character) + shift for character in text], dtype=torch.int64)

    def decode(codes, shift):
        return [chr(code) for code in codes - shift]


@wrong
def rounds_large_numbers():
    """Your numbers pass through float32, which keeps about seven digits. With a large shift the last ones
    are rounded away before you turn them back into whole numbers. Ask for int64 from the start."""

    def encode(text, shift):
        return (torch.tensor([float(ord(character)) for character in text]) + shift).long()

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@wrong
def strips_the_text():
    """You cut blanks off the text. A blank is a character like any other, with code 32: it is to be encoded, too."""

    def encode(text, shift):
        return torch.tensor([ord(character) + shift for character in text.strip()], dtype=torch.int64)

    def decode(codes, shift):
        return "".join(chr(code) for code in codes - shift)


@wrong
def changes_the_codes():
    """The text is right, but `codes -= shift` writes into the caller's own tensor: decode it twice and you
    get another text. `codes - shift` makes a new tensor."""

    def encode(text, shift):
        return torch.tensor([ord(character) + shift for character in text], dtype=torch.int64)

    def decode(codes, shift):
        codes -= shift
        return "".join(chr(code) for code in codes)
