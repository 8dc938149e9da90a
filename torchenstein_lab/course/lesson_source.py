"""What a `lesson.md` says: its front matter, and its blocks in order of reading."""

from dataclasses import dataclass, field

from torchenstein_lab.contracts.lesson import BadgeSpec


@dataclass(frozen=True)
class Prose:
    """Markdown below at most one heading, which then stands first; `depth` 0: no heading."""

    line: int
    text: str
    heading: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Code:
    """A code cell; `shows` is what its output or its error must contain, where the prose claims it."""

    line: int
    text: str
    tags: tuple[str, ...] = ()
    shows: str = ""


@dataclass(frozen=True)
class ExerciseHere:
    """The place of an exercise."""

    line: int
    id: str


@dataclass(frozen=True)
class Figure:
    """A picture: its path in the lesson's folder, its text alternative, its caption, its SVG text."""

    line: int
    path: str
    alt: str
    caption: str
    svg: str = field(repr=False)


@dataclass(frozen=True)
class Professor:
    """A passage in the professor's voice; `full` passages are hidden by the milder setting."""

    line: int
    text: str
    voice: str


@dataclass(frozen=True)
class DuckHere:
    """*Explain it to the duck*."""

    line: int
    question: str
    rubric: tuple[str, ...]
    model: str


@dataclass(frozen=True)
class Glossary:
    """Terms and their meanings."""

    line: int
    terms: tuple[tuple[str, str], ...]


Block = Prose | Code | ExerciseHere | Figure | Professor | DuckHere | Glossary


@dataclass(frozen=True)
class FrontMatter:
    """The head of a lesson; `lines` tells on which line each key stands."""

    id: str
    number: str
    title: str
    question: str
    minutes: int
    builds_on: tuple[str, ...]
    objectives: tuple[str, ...]
    badges: tuple[BadgeSpec, ...]
    lines: dict[str, int]


@dataclass(frozen=True)
class LessonText:
    """A `lesson.md`, read; its exercises stand in files of their own."""

    file: str
    head: FrontMatter
    blocks: tuple[Block, ...]
