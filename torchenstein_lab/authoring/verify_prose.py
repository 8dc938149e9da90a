"""The rules of prose: plain words, short paragraphs, one spelling, pictures with words, links that lead
somewhere.

Each rule is a function from paragraphs to failures; a failure is a sentence that begins with `file:line`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from torchenstein_lab.authoring.prose import Paragraph, lesson_paragraphs, paragraphs, readability
from torchenstein_lab.course.lesson_source import (
    Code,
    DuckHere,
    ExerciseHere,
    Figure,
    Glossary,
    LessonText,
    Professor,
    Prose,
)
from torchenstein_lab.course.load_lesson import LoadedExercise, LoadedLesson

MOST_WORDS = 90
"""So many words may a paragraph have."""

MOST_WITHOUT_ACTION = 3
"""So many paragraphs may stand between two things to do or to look at."""

LEAST_EASE = 55.0
"""Flesch's reading ease of all prose of a lesson."""

BANNED = (
    "simply",
    "obviously",
    "just",
    "trivial",
    "trivially",
    "clearly",
    "needless to say",
    "as everybody knows",
    "as everyone knows",
)
"""Words that tell a learner who is stuck that others would not be."""

_BANNED = re.compile(rf"(?i)\b(?:{'|'.join(BANNED)})\b")
_UNFINISHED = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|(?i:lorem ipsum)")

_BRITISH_AMERICAN = (
    ("colour", "color"),
    ("behaviour", "behavior"),
    ("neighbour", "neighbor"),
    ("favour", "favor"),
    ("centre", "center"),
    ("grey", "gray"),
    ("travelled", "traveled"),
    ("labelled", "labeled"),
    ("labelling", "labeling"),
    ("modelled", "modeled"),
    ("modelling", "modeling"),
    ("cancelled", "canceled"),
    ("normalise", "normalize"),
    ("initialise", "initialize"),
    ("optimise", "optimize"),
    ("generalise", "generalize"),
    ("organise", "organize"),
    ("realise", "realize"),
    ("recognise", "recognize"),
    ("visualise", "visualize"),
    ("vectorise", "vectorize"),
    ("defence", "defense"),
    ("sceptic", "skeptic"),
)
_SPELLINGS = {
    spelling: country
    for pair in _BRITISH_AMERICAN
    for country, spelling in zip(("British", "American"), pair, strict=True)
}


def verify_prose(lesson: LoadedLesson) -> list[str]:
    """What is wrong with the prose of a lesson."""
    prose = list(lesson_paragraphs(lesson))
    failures = [
        *_discouraging(prose),
        *_long(prose),
        *_two_spellings(prose),
        *_broken_links(prose, lesson.text),
        *_wordless_pictures(prose, lesson.text),
        *_without_action(lesson.text),
    ]
    ease = readability(prose).ease
    if ease < LEAST_EASE:
        failures.append(
            f"{lesson.text.file}: the reading ease is {ease:.0f}; {LEAST_EASE:.0f} is the least. "
            "Shorten the sentences, and take shorter words."
        )
    return failures


def notes_on_prose(lesson: LoadedLesson) -> list[str]:
    """What an author may want to know, and may leave as it is."""
    return list(_unexplained_terms(lesson))


def _place(paragraph: Paragraph) -> str:
    return f"{paragraph.file}:{paragraph.line}"


def _discouraging(prose: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in prose:
        for word in _BANNED.findall(paragraph.text):
            yield (
                f"{_place(paragraph)}: “{word}” tells a learner who is stuck that others would not be. "
                "Leave it out."
            )
        for mark in _UNFINISHED.findall(paragraph.text):
            yield f"{_place(paragraph)}: “{mark}” stands in the text. Finish it, or take it out."


def _long(prose: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in prose:
        if len(paragraph.words) > MOST_WORDS:
            yield (
                f"{_place(paragraph)}: the paragraph has {len(paragraph.words)} words; {MOST_WORDS} are "
                f"the most. "
                "Split it, or cut."
            )


def _two_spellings(prose: Iterable[Paragraph]) -> Iterator[str]:
    found: dict[str, list[tuple[str, Paragraph]]] = defaultdict(list)
    for paragraph in prose:
        for word in paragraph.words:
            country = _country(word.lower())
            if country:
                found[country].append((word, paragraph))
    if len(found) < 2:
        return
    common = max(found, key=lambda country: len(found[country]))
    for country, uses in found.items():
        for word, paragraph in uses if country != common else ():
            yield (
                f"{_place(paragraph)}: “{word}” is {country} spelling, and the rest of the lesson "
                f"is {common}."
            )


def _country(word: str) -> str | None:
    """The country of a word that is spelled in two ways, endings such as -s, -d or -ing included."""
    for stem, country in _SPELLINGS.items():
        short = stem.removesuffix("e")
        if word.startswith(stem) or (
            short != stem and word in (f"{short}ing", f"{short}ation", f"{short}ations")
        ):
            return country
    return None


def _broken_links(prose: Iterable[Paragraph], text: LessonText) -> Iterator[str]:
    anchors = {_anchor(block.heading) for block in text.blocks if isinstance(block, Prose) and block.heading}
    for paragraph in prose:
        for words, address in paragraph.links:
            problem = _problem_of_link(words, address, anchors)
            if problem:
                yield f"{_place(paragraph)}: the link to “{address}” {problem}"


def _anchor(heading: str) -> str:
    """What JupyterLab calls the place of a heading."""
    return heading.replace(" ", "-")


def _problem_of_link(words: str, address: str, anchors: set[str]) -> str | None:
    if not words.strip():
        return "has no text. Say where it leads."
    parts = urlsplit(address)
    if not parts.scheme and not parts.netloc and not parts.path and parts.fragment:
        if unquote(parts.fragment) not in anchors:
            return f"leads to no heading of the lesson. Its headings are {', '.join(sorted(anchors))}."
        return None
    if parts.scheme != "https" or "." not in parts.netloc:
        return "is no address on the web. Write a whole one that begins with https://."
    return None


def _wordless_pictures(prose: Iterable[Paragraph], text: LessonText) -> Iterator[str]:
    for paragraph in prose:
        for alternative, address in paragraph.pictures:
            if not alternative.strip():
                yield (
                    f"{_place(paragraph)}: the picture “{address[:60]}” has no text alternative. "
                    "Say what it shows."
                )
            if not address.startswith("data:"):
                yield (
                    f"{_place(paragraph)}: the picture “{address[:60]}” is not in the lesson. "
                    "Put an SVG file into `figures/` and show it with `{figure}`."
                )
    for block in text.blocks:
        if isinstance(block, Prose):
            for tag in re.findall(r"<img\b[^>]*>", block.text):
                if not re.search(r"\balt=([\"'])\s*\S.*?\1", tag):
                    yield (
                        f"{text.file}:{block.line}: an <img> has no text alternative. Say what it "
                        "shows, in alt."
                    )


def _without_action(text: LessonText) -> Iterator[str]:
    """Passages that let the learner read on and on; what follows the last thing to do is not meant."""
    run: list[Paragraph] = []
    for block in text.blocks:
        if isinstance(block, Prose) and block.heading:
            run = []
        if isinstance(block, (Code, ExerciseHere, Figure, DuckHere)):
            if len(run) > MOST_WITHOUT_ACTION:
                yield (
                    f"{_place(run[MOST_WITHOUT_ACTION])}: this is paragraph {MOST_WITHOUT_ACTION + 1} "
                    "without anything to do or to look at. Put a cell, a picture or an exercise before it, "
                    "or cut."
                )
            run = []
        elif isinstance(block, Prose):
            prose = paragraphs(block.text, text.file, block.line)
            run += [paragraph for paragraph in prose if paragraph.where == "text" and paragraph.words]


def _unexplained_terms(lesson: LoadedLesson) -> Iterator[str]:
    """Terms of the glossary that a learner meets nowhere else in the lesson."""
    blocks = [block for block in lesson.text.blocks if isinstance(block, (Prose, Professor))]
    ducks = [block for block in lesson.text.blocks if isinstance(block, DuckHere)]
    texts = [
        *(block.text for block in blocks),
        *(text for duck in ducks for text in (duck.question, duck.model, *duck.rubric)),
        *(block.caption for block in lesson.text.blocks if isinstance(block, Figure)),
        *(text for exercise in lesson.exercises for text in _texts(exercise)),
    ]
    everything = " ".join("\n".join(texts).split())
    for block in lesson.text.blocks:
        for term, _ in block.terms if isinstance(block, Glossary) else ():
            word = " ".join(term.strip("`*_").split())
            if not re.search(rf"(?i)(?<!\w){re.escape(word)}", everything):
                yield (
                    f"{lesson.text.file}:{block.line}: the glossary explains “{term}”, which a learner meets "
                    "nowhere in the lesson. Use it where the idea is met, or take it out."
                )


def _texts(exercise: LoadedExercise) -> Iterator[str]:
    dealt = exercise.deals[0]
    yield from (
        dealt.task,
        *dealt.hints,
        *(cell.note for cell in (dealt.solution, *dealt.right, *dealt.wrong)),
    )
