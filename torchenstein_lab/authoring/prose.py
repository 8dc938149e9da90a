"""The prose of a lesson, paragraph by paragraph: what the rules of `verify_prose` look at.

Code, addresses and pictures are taken out of it; a piece of code in a sentence counts as one short word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyphen  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.token import Token

from torchenstein_lab.course.lesson_source import DuckHere, Figure, Glossary, Professor, Prose
from torchenstein_lab.course.load_lesson import LoadedExercise, LoadedLesson

CODE = "it"
"""What stands for a piece of code when words and syllables are counted."""

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’\-](?=[^\W_]))*")
_SENTENCE_END = re.compile(r"[.!?]+(?=[\s\"”’)]|$)")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a heading, a cell of a table or an item of a list: where it stands, and its plain text.

    `where`: `text`, `heading`, `list` or `table`; `links` are pairs of text and address, `pictures` pairs of
    text alternative and address."""

    file: str
    line: int
    text: str
    where: str = "text"
    links: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> list[str]:
        """The words, without punctuation."""
        return _WORD.findall(self.text)


def paragraphs(markdown: str, file: str, line: int) -> Iterator[Paragraph]:
    """The paragraphs of a piece of Markdown whose first line is line `line` of `file`."""
    open_blocks: list[str] = []
    for token in _MARKDOWN.parse(markdown):
        if token.nesting > 0:
            open_blocks.append(token.type.removesuffix("_open"))
        elif token.nesting < 0:
            open_blocks.pop()
        elif token.type == "inline":
            at = line + (token.map[0] if token.map else 0)
            children = token.children or []
            yield Paragraph(
                file, at, _plain(children), _where(open_blocks), _links(children), _images(children)
            )


def _where(open_blocks: list[str]) -> str:
    for block, where in (("heading", "heading"), ("table", "table"), ("list_item", "list")):
        if block in open_blocks:
            return where
    return "text"


def _plain(children: list[Token]) -> str:
    """The text of a paragraph, with `CODE` for code."""
    parts = []
    for child in children:
        if child.type == "text":
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "code_inline":
            parts.append(CODE)
    return " ".join("".join(parts).split())


def _links(children: list[Token]) -> tuple[tuple[str, str], ...]:
    found = []
    for at, child in enumerate(children):
        if child.type == "link_open":
            end = next(i for i in range(at, len(children)) if children[i].type == "link_close")
            text = "".join(inner.content for inner in children[at + 1 : end])
            found.append((text, str(child.attrs.get("href", ""))))
    return tuple(found)


def _images(children: list[Token]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (child.content, str(child.attrs.get("src", ""))) for child in children if child.type == "image"
    )


def lesson_paragraphs(lesson: LoadedLesson) -> Iterator[Paragraph]:
    """All prose that a learner meets: of the lesson's text, and of its exercises, hints and messages."""
    file = lesson.text.file
    for block in lesson.text.blocks:
        if isinstance(block, (Prose, Professor)):
            yield from paragraphs(block.text, file, block.line)
        elif isinstance(block, Figure):
            yield from paragraphs(block.caption, file, block.line)
        elif isinstance(block, DuckHere):
            for text in (block.question, *block.rubric, block.model):
                yield from paragraphs(text, file, block.line)
        elif isinstance(block, Glossary):
            for _, meaning in block.terms:
                yield from paragraphs(meaning, file, block.line)
    for exercise in lesson.exercises:
        yield from exercise_paragraphs(exercise)


def exercise_paragraphs(exercise: LoadedExercise) -> Iterator[Paragraph]:
    """The task, the hints, the explanations and the messages of an exercise."""
    source = exercise.source
    dealt = exercise.deals[0]
    yield from paragraphs(dealt.task, source.file, 3)
    for hint in dealt.hints:
        yield from paragraphs(hint, source.file, source.lines["hints"])
    for cell in (dealt.solution, *dealt.right, *dealt.wrong):
        yield from paragraphs(cell.note, source.file, cell.line)


# ---------------------------------------------------------------------- how easy it reads


@dataclass(frozen=True)
class Readability:
    """Flesch's reading ease, from about 0 (hard) to 100 (easy), and the number of words."""

    words: int
    ease: float


def readability(prose: list[Paragraph]) -> Readability:
    """The readability of a text. Headings and tables, which are no sentences, are left out."""
    sentences = words = syllables = 0
    for paragraph in prose:
        found = paragraph.words
        if paragraph.where in ("heading", "table") or not found:
            continue
        words += len(found)
        syllables += sum(_syllables(word.lower()) for word in found)
        sentences += max(1, len(_SENTENCE_END.findall(paragraph.text)))
    if not words:
        return Readability(0, 100.0)
    return Readability(words, 206.835 - 1.015 * words / sentences - 84.6 * syllables / words)


@cache
def _syllables(word: str) -> int:
    return len(_dictionary().positions(word)) + 1


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)
