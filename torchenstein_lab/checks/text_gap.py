"""What separates a text from the one expected: capital letters, blanks, a missing end, another order. All of
it is observed, nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from torchenstein_lab.checks.describe import counted


def text_gap(got: str, expected: str) -> str:
    """One sentence on how a text differs from the one expected."""
    return next(_sentences(got, expected), "")


def _sentences(got: str, expected: str) -> Iterator[str]:
    if not got:
        yield "Your text is empty."
    if got.casefold() == expected.casefold():
        yield "Only capital and small letters differ."
    if got.strip() == expected.strip():
        word = "missing" if len(got) < len(expected) else "too many"
        yield f"Only blanks or line ends at the beginning or the end differ: some are {word}."
    if "".join(got.split()) == "".join(expected.split()):
        word = "missing" if len(got) < len(expected) else "too many"
        yield f"Only blanks differ: some are {word}." if len(got) != len(expected) else "Only blanks differ."
    if got.strip("'\"` ") == expected:
        yield "Your text holds quotes. Quotes around a text are not part of it."
    if len(expected) > 1:
        yield from _rearranged(got, expected)
        yield from _cut(got, expected)
    right = sum(a == b for a, b in zip(got, expected, strict=False))
    if len(got) == len(expected) and right > 0:
        wrong = [i for i, (a, b) in enumerate(zip(got, expected, strict=True)) if a != b]
        if len(wrong) <= 3:
            places = ", ".join(map(str, wrong))
            yield f"Only {'the character' if len(wrong) == 1 else 'the characters'} at {places} differ" + (
                "s." if len(wrong) == 1 else "."
            )
        yield f"{right} of {len(expected)} characters are right."
    if len(got) != len(expected):
        gap = len(got) - len(expected)
        yield f"Your text is {counted(abs(gap), 'character')} too {'long' if gap > 0 else 'short'}."


def _rearranged(got: str, expected: str) -> Iterator[str]:
    if got == expected[::-1]:
        yield "Your text is the one expected, backwards."
    if got in (str(list(expected)), str(tuple(expected))):
        yield "Your text is a list as Python writes it. `''.join(…)` puts its characters together."
    if len(got) == len(expected):
        steps = {ord(a) - ord(b) for a, b in zip(got, expected, strict=True)}
        if len(steps) == 1:
            step = steps.pop()
            way = "too high" if step > 0 else "too low"
            yield f"The code of each of your characters is {way} by {abs(step)}."
    for between in (" ", ", ", ",", "\n", "-"):
        if got == between.join(expected):
            yield f"Your characters are right, with {between!r} between each and the next."
    if Counter(got) == Counter(expected):
        yield "Your characters are those expected, in another order."
    times = len(got) // len(expected)
    if times > 1 and got == expected * times:
        yield f"Your text is the one expected, {times} times."


def _cut(got: str, expected: str) -> Iterator[str]:
    gap = abs(len(expected) - len(got))
    if got and expected.startswith(got):
        yield f"The end is missing: {counted(gap, 'character')}."
    if got and expected.endswith(got):
        yield f"The beginning is missing: {counted(gap, 'character')}."
    if got.startswith(expected):
        yield f"The beginning is right, but {counted(gap, 'character')} too many follow."
    if got.endswith(expected):
        yield f"The end is right, but {counted(gap, 'character')} too many stand before it."
    if expected in got:
        yield "The text expected stands in yours, with more around it."
