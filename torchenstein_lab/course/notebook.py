"""Turns a loaded lesson into its notebook (nbformat 4.5), its outline and its glossary."""

import base64
import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from torchenstein_lab.contracts import CONTRACT
from torchenstein_lab.contracts.lesson import Kind, Level, Section, Term
from torchenstein_lab.course.exercise_source import DealtExercise, ExerciseSource
from torchenstein_lab.course.hashes import short_hash
from torchenstein_lab.course.lesson_source import (
    Code,
    DuckHere,
    ExerciseHere,
    Figure,
    Glossary,
    Professor,
    Prose,
)
from torchenstein_lab.course.load_lesson import LoadedLesson

Cell = dict[str, Any]
Notebook = dict[str, Any]

SET_UP = "import torch\nimport torchenstein_lab as lab\nfrom torchenstein_lab import show"
_KINDS = {
    Kind.CODE: "write code",
    Kind.FUNCTION: "write a function",
    Kind.MODULE: "write a module",
    Kind.PREDICT: "predict, then check",
    Kind.DEBUG: "find the fault",
}
_LEVELS = {Level.APPRENTICE: "Apprentice", Level.ARTISAN: "Artisan", Level.MASTER: "Master"}
_LONGEST_SLUG = 40


@dataclass(frozen=True)
class NotebookParts:
    """The cells of a lesson, and what was learned on the way."""

    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    glossary: tuple[Term, ...]


def notebook(pack: str, lesson: str, content: str, cells: tuple[Cell, ...]) -> Notebook:
    """A notebook around `cells`; `content` is the hash of the lesson."""
    return {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "torchenstein": {"pack": pack, "lesson": lesson, "content": content, "contract": CONTRACT},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def task_text(source: ExerciseSource, deal: DealtExercise) -> str:
    """The Markdown above an exercise's cell: title, level and kind, task."""
    rest = "" if source.core else " · may wait"
    return f"### {source.title}\n\n*{_LEVELS[source.level]} · {_KINDS[source.kind]}{rest}*\n\n{deal.task}"


def notebook_parts(lesson: LoadedLesson) -> NotebookParts:
    """The notebook of `lesson` in deal 0."""
    writer = _Writer(reserved={exercise.source.id for exercise in lesson.exercises})
    for block in lesson.text.blocks:
        if isinstance(block, Prose):
            writer.prose(block)
        elif isinstance(block, Code):
            writer.add("code", block.text, tags=block.tags)
        elif isinstance(block, ExerciseHere):
            exercise = lesson.exercise(block.id)
            writer.exercise(exercise.source, exercise.deals[0])
        elif isinstance(block, Figure):
            writer.add("markdown", figure_text(block))
        elif isinstance(block, Professor):
            writer.add("markdown", block.text, more={"voice": block.voice})
        elif isinstance(block, DuckHere):
            writer.duck(block)
        elif isinstance(block, Glossary):
            writer.glossary(block)
    writer.set_up()
    return NotebookParts(tuple(writer.cells), tuple(writer.outline()), tuple(writer.terms()))


def figure_text(figure: Figure) -> str:
    """The Markdown of a figure.

    The picture is a data URL in an `<img>`, which runs no scripts: JupyterLab refuses to show attachments
    of the type SVG.
    """
    data = base64.b64encode(figure.svg.encode()).decode()
    picture = f'<img alt="{html.escape(figure.alt)}" src="data:image/svg+xml;base64,{data}">'
    return f"{picture}\n\n{figure.caption}".rstrip()


@dataclass
class _Heading:
    title: str
    depth: int
    cell: str
    exercises: list[str] = field(default_factory=list)


class _Writer:
    """Writes cell after cell, and gives each the id that it keeps while its section keeps its heading."""

    def __init__(self, reserved: set[str]) -> None:
        self.cells: list[Cell] = []
        self.headings: list[_Heading] = []
        self.meanings: list[tuple[str, str, str]] = []
        self.taken = {"set-up"} | {f"{kind}-{name}" for kind in ("task", "exercise") for name in reserved}
        self.slugs: set[str] = set()
        self.prose_by_cell: dict[str, str] = {}
        self.slug = "start"
        self.below = 0

    def next_id(self) -> str:
        self.below += 1
        while (identity := f"{self.slug}-{self.below}") in self.taken:
            self.below += 1
        self.taken.add(identity)
        return identity

    def add(
        self,
        cell_type: str,
        source: str,
        identity: str | None = None,
        tags: tuple[str, ...] = (),
        more: dict[str, str | int] | None = None,
    ) -> str:
        identity = identity or self.next_id()
        self.cells.append(_cell(cell_type, source, identity, tags, more or {}))
        return identity

    def prose(self, block: Prose) -> None:
        if block.heading:
            self.slug = slug = _slug(block.heading)
            repeated = 2
            while self.slug in self.slugs:
                self.slug, repeated = f"{slug}-again-{repeated}", repeated + 1
            self.slugs.add(self.slug)
            self.below = 0
        identity = self.add("markdown", block.text)
        self.prose_by_cell[identity] = block.text
        if block.heading:
            self.headings.append(_Heading(block.heading, block.depth, identity))

    def exercise(self, source: ExerciseSource, deal: DealtExercise) -> None:
        self.add("markdown", task_text(source, deal), f"task-{source.id}")
        more: dict[str, str | int] = {"exercise": source.id}
        if deal.number is not None:
            more["deal"] = deal.number
        self.add("code", deal.starter, f"exercise-{source.id}", more=more)
        if self.headings:
            self.headings[-1].exercises.append(source.id)

    def glossary(self, block: Glossary) -> None:
        text = "\n".join(f"- **{term}**: {meaning}" for term, meaning in block.terms)
        identity = self.add("markdown", text)
        self.meanings += [(term, meaning, identity) for term, meaning in block.terms]

    def duck(self, block: DuckHere) -> None:
        """The question, with a title of its own where the heading above it names no duck."""
        titled = bool(self.headings) and "duck" in self.headings[-1].title.lower()
        self.add("markdown", block.question if titled else f"**Explain it to the duck.** {block.question}")

    def set_up(self) -> None:
        """Put the imports below the lesson's title, unless its own first code cell imports torch."""
        first = next((cell for cell in self.cells if cell["cell_type"] == "code"), None)
        if first and re.search(r"(?m)^(import torch\b|from torch\b)", first["source"]):
            return
        place = 1 if self.cells and self.cells[0]["cell_type"] == "markdown" else 0
        self.cells.insert(place, _cell("code", SET_UP, "set-up", (), {}))

    def outline(self) -> list[Section]:
        return [Section(h.title, h.depth, h.cell, tuple(h.exercises)) for h in self.headings]

    def terms(self) -> list[Term]:
        return [Term(term, meaning, self._explained_in(term) or own) for term, meaning, own in self.meanings]

    def _explained_in(self, term: str) -> str | None:
        """The first prose that emphasises `term` (in the plural, perhaps), else the first that names it."""
        word = rf"(?i:{re.escape(term.strip('`'))}(?:e?s)?)"
        for pattern in (rf"([*_`]){word}\1", rf"(?<!\w){word}(?!\w)"):
            for identity, text in self.prose_by_cell.items():
                if re.search(pattern, text):
                    return identity
        return None


def _cell(
    cell_type: str, source: str, identity: str, tags: tuple[str, ...], more: dict[str, str | int]
) -> Cell:
    metadata: dict[str, Any] = {
        "torchenstein": {"cell": identity, "origin": short_hash(source), **more},
    }
    if tags:
        metadata["tags"] = list(tags)
    cell: Cell = {"cell_type": cell_type, "id": identity, "metadata": metadata, "source": source}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _slug(heading: str) -> str:
    """Lower-case letters, digits and hyphens, at most `_LONGEST_SLUG` of them.

    A number in front is left out, so that sections keep their cells' ids when they are counted anew.
    """
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^[\d.]+\W+", "", plain)).strip("-")
    return words[:_LONGEST_SLUG].rstrip("-") or "section"
