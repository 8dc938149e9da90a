"""Reads the body of a `lesson.md` into blocks: prose between the directives, and the directives."""

import re
from collections.abc import Callable
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from torchenstein_lab.course.errors import Faults
from torchenstein_lab.course.lesson_source import (
    Block,
    Code,
    DuckHere,
    ExerciseHere,
    Figure,
    Glossary,
    Professor,
    Prose,
)
from torchenstein_lab.course.read_exercise import KEBAB

_INFO = re.compile(r"\{(?P<name>[^}]*)\}\s*(?P<argument>.*)\Z")
_OPTION = re.compile(r":(?P<key>[a-z-]+):(?:\s+(?P<value>.*))?\Z")


def read_blocks(body: str, folder: Path, faults: Faults) -> tuple[Block, ...]:
    """Read `body`, whose figures lie below `folder`. Faults are collected; faulty blocks are left out."""
    tokens = MarkdownIt("commonmark").parse(body)
    lines = body.split("\n")
    reader = _Reader(folder, faults)
    blocks: list[Block] = []
    start = 0
    heading, depth = "", 0
    for place, token in enumerate(tokens):
        if token.map is None:
            continue
        directive = _INFO.match(token.info.strip()) if token.type == "fence" else None
        if directive and token.level > 0:
            faults.add(
                token.map[0] + 1,
                f"The directive `{{{directive['name']}}}` stands inside a list or a quotation.",
                "Begin its fence at the left margin.",
            )
        elif directive:
            blocks += _prose(lines, start, token.map[0], heading, depth)
            heading, depth, start = "", 0, token.map[1]
            block = reader.directive(directive["name"], directive["argument"].strip(), token)
            blocks += [block] if block else []
        elif token.type == "heading_open" and token.level == 0:
            blocks += _prose(lines, start, token.map[0], heading, depth)
            heading, depth, start = _plain(tokens[place + 1]), int(token.tag[1]), token.map[0]
    blocks += _prose(lines, start, len(lines), heading, depth)
    return tuple(blocks)


def _prose(lines: list[str], start: int, end: int, heading: str, depth: int) -> list[Block]:
    while start < end and not lines[start].strip():
        start += 1
    text = "\n".join(lines[start:end]).rstrip()
    return [Prose(start + 1, text, heading, depth)] if text else []


def _plain(inline: Token) -> str:
    """The text of a heading without its marks."""
    return "".join(child.content for child in inline.children or []).strip()


class _Reader:
    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults
        self.directives: dict[str, Callable[[int, str, dict[str, str], str], Block | None]] = {
            "code-cell": self.code,
            "exercise": self.exercise,
            "figure": self.figure,
            "professor": self.professor,
            "duck": self.duck,
            "glossary": self.glossary,
        }

    def directive(self, name: str, argument: str, token: Token) -> Block | None:
        assert token.map is not None
        line = token.map[0] + 1
        if token.map[1] - token.map[0] < 2 + token.content.count("\n"):
            self.faults.add(
                line, f"The directive `{{{name}}}` is not closed.", "End it with a line of backticks."
            )
            return None
        if name not in self.directives:
            self.faults.add(
                line, f"The directive `{{{name}}}` is unknown.", f"Known are {', '.join(self.directives)}."
            )
            return None
        options: dict[str, str] = {}
        body = token.content.split("\n")
        while body and (match := _OPTION.match(body[0].strip())) and name in ("code-cell", "figure"):
            options[match["key"]] = match["value"] or ""
            body.pop(0)
        return self.directives[name](line, argument, options, "\n".join(body).strip("\n").rstrip())

    def code(self, line: int, argument: str, options: dict[str, str], body: str) -> Block | None:
        first = line + 1 + len(options)
        if argument not in ("", "python", "ipython3"):
            self.faults.add(line, f"Code cells are Python, not `{argument}`.", "Write `{code-cell}`.")
        for key in options.keys() - {"tags"}:
            self.faults.add(
                line, f"The option `:{key}:` is unknown.", "A code cell has `:tags: [raises-exception]`."
            )
        tags = self._tags(line, options.get("tags", "[]"))
        if not body.strip():
            self.faults.add(line, "The code cell is empty.", "Write code into it, or leave it out.")
            return None
        magic = any(text.lstrip().startswith(("%", "!")) for text in body.split("\n"))
        if "raises-exception" not in tags and not magic:
            try:
                compile(body, "cell", "exec", dont_inherit=True)
            except SyntaxError as error:
                self.faults.add(
                    first - 1 + (error.lineno or 1),
                    f"The code is no valid Python: {error.msg}.",
                    "Correct it.",
                )
        return Code(first, body, tags)

    def _tags(self, line: int, text: str) -> tuple[str, ...]:
        try:
            tags = yaml.safe_load(text)
        except yaml.YAMLError:
            tags = None
        if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
            return tuple(tags)
        self.faults.add(line + 1, f"The tags `{text}` are no list.", "Write `:tags: [raises-exception]`.")
        return ()

    def exercise(self, line: int, argument: str, options: dict[str, str], body: str) -> Block | None:
        if not KEBAB.match(argument):
            self.faults.add(
                line,
                f"The exercise's id `{argument}` is not kebab-case.",
                "Write it like `{exercise} two-monsters`.",
            )
            return None
        if options or body.strip():
            self.faults.add(line, "An exercise's fence has no body.", "Its task stands in its file.")
        return ExerciseHere(line, argument)

    def figure(self, line: int, argument: str, options: dict[str, str], body: str) -> Block | None:
        for key in options.keys() - {"alt"}:
            self.faults.add(line, f"The option `:{key}:` is unknown.", "A figure has `:alt: …`.")
        alt = options.get("alt", "").strip()
        if not alt:
            self.faults.add(
                line,
                f"The figure `{argument}` has no text alternative.",
                "Write `:alt: what it shows` below.",
            )
        path = (self.folder / argument).resolve()
        inside = path.is_relative_to(self.folder.resolve())
        if not (argument.endswith(".svg") and inside and path.is_file()):
            self.faults.add(
                line,
                f"There is no figure `{argument}`.",
                "Name an SVG file such as `figures/row.svg` of this lesson.",
            )
            return None
        try:
            svg = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self.faults.add(line, f"The figure `{argument}` is not UTF-8.", "Save it as UTF-8.")
            return None
        return Figure(line, argument, alt, body.strip(), svg)

    def professor(self, line: int, argument: str, options: dict[str, str], body: str) -> Block | None:
        if argument not in ("", "mild", "full"):
            self.faults.add(
                line, f"The voice `{argument}` is unknown.", "Write `{professor}` or `{professor} full`."
            )
            return None
        if not body.strip():
            self.faults.add(line, "The professor says nothing.", "Write a line, or leave the fence out.")
            return None
        return Professor(line, body, argument or "mild")

    def duck(self, line: int, argument: str, options: dict[str, str], body: str) -> Block | None:
        asked, _, model = re.sub(r"(?m)^---\s*$", "\0", body, count=1).partition("\0")
        points = re.split(r"(?m)^- ", asked)
        question = points.pop(0).strip()
        rubric = tuple(" ".join(point.split()) for point in points)
        if not question or len(rubric) != 3 or not model.strip():
            self.faults.add(
                line,
                "The duck is missing something.",
                "Write the question, a list of three points (`- …`), a line `---`, and the model explanation.",
            )
            return None
        return DuckHere(line, question, rubric, model.strip())

    def glossary(self, line: int, argument: str, options: dict[str, str], body: str) -> Block | None:
        terms: list[tuple[str, str]] = []
        term = ""
        for row in body.split("\n"):
            text = row.strip()
            if text.startswith(": ") and term:
                terms.append((term, text[2:].strip()))
                term = ""
            elif text and row[:1] in " \t" and terms and not term:
                # An indented line goes on with the meaning above it.
                terms[-1] = (terms[-1][0], f"{terms[-1][1]} {text}")
            elif text and not term and not text.startswith(":"):
                term = text
            elif text:
                self._bad_glossary(line, term or text)
                term = ""
        if term or not terms:
            self._bad_glossary(line, term)
        return Glossary(line, tuple(terms))

    def _bad_glossary(self, line: int, text: str) -> None:
        self.faults.add(
            line,
            f"The glossary goes wrong at `{text}`.",
            "Write a line with the term, then a line `: meaning`.",
        )
