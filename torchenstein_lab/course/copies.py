"""Makes a learner's copy of a lesson, and merges a newer version of the lesson into it.

Pure functions over notebooks as dictionaries. A copy belongs to its learner, who may have done anything
to it: nothing here relies on its metadata being complete, and no text that a learner wrote is ever lost.
"""

from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.course.hashes import short_hash

Cell = dict[str, Any]
Notebook = dict[str, Any]


@dataclass(frozen=True)
class MergeSummary:
    """What a merge did, by cell ids: `updated` and `removed` cells were untouched, `kept` ones are the
    learner's edits, `added` are new in the lesson; `extra` counts the learner's own cells."""

    updated: tuple[str, ...]
    added: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    extra: int


def make_copy(notebook: Notebook, deals: Mapping[str, int], lesson: Lesson) -> Notebook:
    """A learner's copy of `notebook` (in deal 0) of `lesson`, with the numbers dealt to this learner.

    `deals` maps exercise ids to deals; the compiled deals are taken in turn for greater numbers.
    """
    copy = deepcopy(notebook)
    cells = {str(_told(cell).get("cell")): cell for cell in _cells(copy)}
    for exercise in lesson.exercises:
        if not exercise.deals:
            continue
        deal = exercise.deals[deals.get(exercise.id, 0) % len(exercise.deals)]
        task, answer = cells.get(f"task-{exercise.id}"), cells.get(f"exercise-{exercise.id}")
        if task is not None:
            head = source_of(task).removesuffix(exercise.task)
            _deliver(task, head + deal.task)
        if answer is not None:
            _deliver(answer, deal.starter)
            _told(answer)["deal"] = deal.number
    return copy


def deals_of(copy: Notebook) -> dict[str, int]:
    """The deals that a learner's copy was made with, by exercise id."""
    found: dict[str, int] = {}
    for cell in _cells(copy):
        told = _told(cell)
        exercise, deal = told.get("exercise"), told.get("deal")
        if isinstance(exercise, str) and isinstance(deal, int) and not isinstance(deal, bool) and deal >= 0:
            found.setdefault(exercise, deal)
    return found


def is_older(copy: Notebook, lesson: Lesson) -> bool:
    """Whether `copy` was made from another version of the lesson than `lesson`."""
    return _told(copy).get("content") != lesson.content


def merge(copy: Notebook, newer: Notebook) -> tuple[Notebook, MergeSummary]:
    """Merge `newer` into a learner's `copy`; make `newer` with `make_copy` and the `deals_of` the copy.

    Cells are matched by their id (and where a cell only moved, by its delivered text). Untouched cells
    move on to the newer version, and keep their outputs when their text is the same. What the learner
    edited or added stays, after the cell it stood after. Merging again changes nothing.
    """
    old, new = _cells(copy), _cells(newer)
    partners = _match(old, new)
    summary = _Tally()
    followers: dict[int, list[Cell]] = defaultdict(list)
    present = [_told(old[place]).get("cell") for place in partners]
    claimed = [*present, *(_told(cell).get("cell") for cell in new)]
    anchor = -1
    for place, cell in enumerate(old):
        name = _told(cell).get("cell")
        if place in partners:
            anchor = partners[place]
        elif _is_delivered(cell) and not _touched(cell) and name not in present:
            summary.removed.append(str(name))
        else:
            followers[anchor].append(deepcopy(cell))
            if _is_delivered(cell) and name not in claimed:
                summary.kept.append(str(name))
                continue
            # A cell of the learner's own. Where it was made from a delivered one, such as by copying, it is
            # told apart from it here: two cells of one name would be confused by the next merge.
            summary.extra += 1
            for key in ("cell", "origin"):
                _told(followers[anchor][-1]).pop(key, None)
    origins = {partner: old[place] for place, partner in partners.items()}
    cells = [*followers[-1]]
    for place, cell in enumerate(new):
        cells += [_merge_cell(origins.get(place), cell, summary), *followers[place]]
    _give_ids(cells, {id(cell) for own in followers.values() for cell in own})
    merged = {**deepcopy(copy), "cells": cells, "metadata": _merge_metadata(copy, newer)}
    merged["nbformat"] = newer.get("nbformat", 4)
    merged["nbformat_minor"] = newer.get("nbformat_minor", 5)
    return merged, summary.close()


def source_of(cell: Cell) -> str:
    """The text of a cell, which notebooks keep as one text or as a list of lines."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


class _Tally:
    """A summary while it is counted."""

    def __init__(self) -> None:
        self.updated: list[str] = []
        self.added: list[str] = []
        self.kept: list[str] = []
        self.removed: list[str] = []
        self.extra = 0

    def close(self) -> MergeSummary:
        return MergeSummary(
            tuple(self.updated), tuple(self.added), tuple(self.kept), tuple(self.removed), self.extra
        )


def _cells(notebook: Notebook) -> list[Cell]:
    cells = notebook.get("cells")
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _told(holder: Mapping[str, Any]) -> dict[str, Any]:
    """Our own metadata of a notebook or a cell; empty when there is none, or no sense in it."""
    metadata = holder.get("metadata")
    told = metadata.get("torchenstein") if isinstance(metadata, dict) else None
    return told if isinstance(told, dict) else {}


def _deliver(cell: Cell, source: str) -> None:
    cell["source"] = source
    _told(cell)["origin"] = short_hash(source)


def _is_delivered(cell: Cell) -> bool:
    return isinstance(_told(cell).get("cell"), str)


def _touched(cell: Cell) -> bool:
    """Whether the text is another than the delivered one. When nobody knows, it counts as the learner's."""
    return bool(_told(cell).get("origin") != short_hash(source_of(cell)))


def _match(old: list[Cell], new: list[Cell]) -> dict[int, int]:
    """Which old cell (by place) is which new one; each at most once, and only within one cell type."""
    partners: dict[int, int] = {}
    free = dict.fromkeys(range(len(new)))

    def pair(place: int, partner: int | None) -> None:
        if partner is not None:
            partners[place] = partner
            del free[partner]

    def first(cell: Cell, *keys: str, named: str | None = None) -> int | None:
        for partner in free:
            other = new[partner]
            same = all(_told(cell).get(key) == _told(other).get(key) for key in keys)
            known = named is None or named == _told(other).get("cell")
            if same and known and cell.get("cell_type") == other.get("cell_type"):
                return partner
        return None

    # A copied cell brings its metadata along: the one that also has the id goes first.
    order = sorted(range(len(old)), key=lambda place: old[place].get("id") != _told(old[place]).get("cell"))
    delivered = [place for place in order if _is_delivered(old[place])]
    for place in delivered:
        pair(place, first(old[place], "cell", "origin"))
    for place in (p for p in delivered if p not in partners and isinstance(_told(old[p]).get("origin"), str)):
        # A cell whose place among its neighbours changed has a new id and the same text.
        pair(place, first(old[place], "origin", "exercise"))
    for place in (p for p in delivered if p not in partners):
        pair(place, first(old[place], "cell"))
    for place in (p for p in order if not _is_delivered(old[p])):
        # Metadata were stripped: the notebook's own cell id is left.
        identity = old[place].get("id")
        pair(place, first(old[place], named=identity) if isinstance(identity, str) else None)
    return partners


def _merge_cell(old: Cell | None, new: Cell, summary: _Tally) -> Cell:
    identity = str(_told(new).get("cell"))
    merged = deepcopy(new)
    if old is None:
        summary.added.append(identity)
        return merged
    same_text = source_of(old) == source_of(new)
    metadata = old.get("metadata")
    merged["metadata"] = {**(deepcopy(metadata) if isinstance(metadata, dict) else {}), **merged["metadata"]}
    if _touched(old) and not same_text:
        summary.kept.append(identity)
        kept = {**deepcopy(old), "metadata": merged["metadata"], "id": new.get("id")}
        if "deal" in _told(old):
            _told(kept)["deal"] = _told(old)["deal"]
        return kept
    if same_text:
        for key in ("outputs", "execution_count", "attachments"):
            if key in old:
                merged[key] = deepcopy(old[key])
    else:
        summary.updated.append(identity)
    return merged


def _merge_metadata(copy: Notebook, newer: Notebook) -> dict[str, Any]:
    """The learner's metadata, such as the kernel they chose, with the newer version's name tag."""
    own = copy.get("metadata")
    theirs = newer.get("metadata")
    merged = deepcopy(own) if isinstance(own, dict) else {}
    delivered = deepcopy(theirs) if isinstance(theirs, dict) else {}
    return {**delivered, **merged, "torchenstein": delivered.get("torchenstein", {})}


def _give_ids(cells: list[Cell], own: set[int]) -> None:
    """Give every cell an id that no other has. Delivered cells keep theirs; `own` holds Python's ids of
    the learner's cells, which give way."""
    taken = {cell.get("id") for cell in cells if id(cell) not in own}
    for cell in (cell for cell in cells if id(cell) in own):
        identity = cell.get("id")
        number = 1
        while not isinstance(identity, str) or not identity or identity in taken:
            identity = f"kept-{number}"
            number += 1
        cell["id"] = identity
        taken.add(identity)
