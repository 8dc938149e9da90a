"""Reads the body of a `lesson.md` into blocks: prose between the directives, and the directives."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from torchenstein_lab.course.errors import Faults
from torchenstein_lab.course.ids import KEBAB
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


@dataclass(frozen=True)
class _Fence:
    """A directive as it stands in the text; `first` is the line on which its body begins."""

    line: int
    argument: str
    options: dict[str, str]
    body: str
    first: int


class _Reader:
    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults
        self.directives: dict[str, Callable[[_Fence], Block | None]] = {
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
            known = ", ".join(self.directives)
            self.faults.add(line, f"The directive `{{{name}}}` is unknown.", f"Known are {known}.")
            return None
        options: dict[str, str] = {}
        body = token.content.split("\n")
        while body and (match := _OPTION.match(body[0].strip())) and name in ("code-cell", "figure"):
            options[match["key"]] = match["value"] or ""
            body.pop(0)
        first = line + 1 + len(options)
        while len(body) > 1 and not body[0].strip():
            body.pop(0)
            first += 1
        return self.directives[name](_Fence(line, argument, options, "\n".join(body).rstrip(), first))

    def code(self, fence: _Fence) -> Block | None:
        if fence.argument not in ("", "python", "ipython3"):
            self.faults.add(
                fence.line, f"Code cells are not `{fence.argument}`.", "Write `{code-cell}` alone."
            )
        self._refuse_options(
            fence, {"tags", "shows"}, "A code cell has `:tags: [raises-exception]` and `:shows: its output`."
        )
        tags = self._tags(fence)
        if not fence.body:
            self.faults.add(fence.line, "The code cell is empty.", "Write code into it, or leave it out.")
            return None
        magic = any(text.lstrip().startswith(("%", "!")) for text in fence.body.split("\n"))
        if "raises-exception" not in tags and not magic:
            try:
                compile(fence.body, "cell", "exec", dont_inherit=True)
            except SyntaxError as error:
                line = fence.first - 1 + (error.lineno or 1)
                self.faults.add(line, f"The code is no valid Python: {error.msg}.", "Correct it.")
        shows = fence.options.get("shows", "").strip()
        if "shows" in fence.options and not shows:
            self.faults.add(fence.line, "`:shows:` is empty.", "Write what the cell's output contains.")
        return Code(fence.first, fence.body, tags, shows)

    def exercise(self, fence: _Fence) -> Block | None:
        if not KEBAB.match(fence.argument):
            wrong = f"The exercise's id `{fence.argument}` is not kebab-case."
            self.faults.add(fence.line, wrong, "Write it like `{exercise} two-monsters`.")
            return None
        if fence.body:
            self.faults.add(
                fence.first, "An exercise's fence has no body.", "Its task stands in its own file."
            )
        return ExerciseHere(fence.line, fence.argument)

    def figure(self, fence: _Fence) -> Block | None:
        self._refuse_options(fence, {"alt"}, "A figure has `:alt: …`.")
        alt = fence.options.get("alt", "").strip()
        if not alt:
            wrong = f"The figure `{fence.argument}` has no text alternative."
            self.faults.add(fence.line, wrong, "Write `:alt: what it shows` below.")
        path = (self.folder / fence.argument).resolve()
        inside = path.is_relative_to(self.folder.resolve())
        if not (fence.argument.endswith(".svg") and inside and path.is_file()):
            wrong = f"There is no figure `{fence.argument}`."
            self.faults.add(fence.line, wrong, "Name an SVG file of this lesson, such as `figures/row.svg`.")
            return None
        try:
            svg = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self.faults.add(fence.line, f"The figure `{fence.argument}` is not UTF-8.", "Save it as UTF-8.")
            return None
        return Figure(fence.line, fence.argument, alt, fence.body.strip(), svg)

    def professor(self, fence: _Fence) -> Block | None:
        if fence.argument not in ("", "mild", "full"):
            wrong = f"The voice `{fence.argument}` is unknown."
            self.faults.add(fence.line, wrong, "Write `{professor}` or `{professor} full`.")
            return None
        if not fence.body:
            self.faults.add(
                fence.line, "The professor says nothing.", "Write a line, or leave the fence out."
            )
            return None
        return Professor(fence.first, fence.body, fence.argument or "mild")

    def duck(self, fence: _Fence) -> Block | None:
        asked, _, model = re.sub(r"(?m)^---\s*$", "\0", fence.body, count=1).partition("\0")
        question, *points = re.split(r"(?m)^[-*] ", asked)
        rubric = tuple(" ".join(point.split()) for point in points)
        if not question.strip() or len(rubric) != 3 or not model.strip():
            self.faults.add(
                fence.line,
                "The duck is missing something.",
                "Write the question, a list of three points (`- …`), a line `---`, and a model explanation.",
            )
            return None
        return DuckHere(fence.line, question.strip(), rubric, model.strip())

    def glossary(self, fence: _Fence) -> Block | None:
        terms: list[tuple[str, str]] = []
        term = ""
        for number, row in enumerate(fence.body.split("\n"), fence.first):
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
                self._bad_glossary(number, text)
                term = ""
        if term or not terms:
            self._bad_glossary(fence.line, term)
        return Glossary(fence.line, tuple(terms))

    def _bad_glossary(self, line: int, text: str) -> None:
        wrong = f"The glossary goes wrong at `{text}`."
        self.faults.add(line, wrong, "Write a line with the term, then a line `: meaning`.")

    def _refuse_options(self, fence: _Fence, known: set[str], write: str) -> None:
        for key in sorted(fence.options.keys() - known):
            self.faults.add(fence.line, f"The option `:{key}:` is unknown.", write)

    def _tags(self, fence: _Fence) -> tuple[str, ...]:
        text = fence.options.get("tags", "[]")
        try:
            tags = yaml.safe_load(text)
        except yaml.YAMLError:
            tags = None
        if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
            return tuple(tags)
        self.faults.add(fence.line, f"The tags `{text}` are no list.", "Write `:tags: [raises-exception]`.")
        return ()
