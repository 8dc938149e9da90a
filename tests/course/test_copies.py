"""A copy is its learner's: a newer lesson is merged into it, and no word of theirs is ever lost."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.course.copies import (
    MergeSummary,
    Notebook,
    deals_of,
    is_older,
    make_copy,
    merge,
    source_of,
)
from torchenstein_lab.course.hashes import short_hash


@pytest.fixture(scope="session")
def notebook(compiled_tiny: Path) -> Notebook:
    read: Notebook = json.loads((compiled_tiny / "first-steps/lesson.ipynb").read_text())
    return read


@pytest.fixture(scope="session")
def lesson(compiled_tiny: Path) -> Lesson:
    return msgspec.json.decode((compiled_tiny / "first-steps/lesson.json").read_bytes(), type=Lesson)


def cell_of(notebook: Notebook, identity: str) -> dict[str, Any]:
    cell: dict[str, Any] = next(cell for cell in notebook["cells"] if cell["id"] == identity)
    return cell


def delivered(identity: str, source: str, cell_type: str = "markdown") -> dict[str, Any]:
    told = {"cell": identity, "origin": short_hash(source)}
    cell = {"cell_type": cell_type, "id": identity, "metadata": {"torchenstein": told}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if cell_type == "code" else {})


def own(source: str, identity: str = "own") -> dict[str, Any]:
    return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": source}


def holding(*cells: dict[str, Any], content: str = "1") -> Notebook:
    metadata = {"torchenstein": {"content": content}}
    return deepcopy({"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def texts(notebook: Notebook) -> list[str]:
    return [source_of(cell) for cell in notebook["cells"]]


# ---------------------------------------------------------------------- making a copy


def test_a_copy_has_the_learner_s_numbers_in_task_and_cell(notebook: Notebook, lesson: Lesson) -> None:
    copy = make_copy(notebook, {"sum-of-a-row": 7}, lesson)
    nbformat.validate(copy)
    deal = lesson.exercises[0].deals[7]
    answer = cell_of(copy, "exercise-sum-of-a-row")
    assert answer["source"] == deal.starter
    assert answer["metadata"]["torchenstein"] == {
        "cell": "exercise-sum-of-a-row",
        "exercise": "sum-of-a-row",
        "deal": 7,
        "origin": short_hash(deal.starter),
    }
    task = cell_of(copy, "task-sum-of-a-row")["source"]
    assert task.startswith("### The sum of a row\n\n*Apprentice")
    assert task.endswith(deal.task)
    assert deals_of(copy) == {"sum-of-a-row": 7}


def test_a_copy_changes_nothing_else_and_not_the_original(notebook: Notebook, lesson: Lesson) -> None:
    before = deepcopy(notebook)
    copy = make_copy(notebook, {"sum-of-a-row": 1}, lesson)
    assert notebook == before
    changed = {"task-sum-of-a-row", "exercise-sum-of-a-row"}
    assert [c for c in copy["cells"] if c["id"] not in changed] == [
        c for c in notebook["cells"] if c["id"] not in changed
    ]


def test_deals_that_are_not_compiled_go_round(notebook: Notebook, lesson: Lesson) -> None:
    assert make_copy(notebook, {"sum-of-a-row": 13}, lesson) == make_copy(
        notebook, {"sum-of-a-row": 3}, lesson
    )


def test_a_copy_is_older_when_it_was_made_from_another_version(notebook: Notebook, lesson: Lesson) -> None:
    copy = make_copy(notebook, {}, lesson)
    assert not is_older(copy, lesson)
    assert is_older(copy, msgspec.structs.replace(lesson, content="another"))
    assert is_older({"cells": [], "metadata": {}}, lesson)


# ---------------------------------------------------------------------- merging


def test_an_untouched_copy_becomes_the_newer_version() -> None:
    copy = holding(delivered("a-1", "old"), delivered("a-2", "gone"))
    newer = holding(delivered("a-1", "new"), delivered("b-1", "more"), content="2")
    assert merge(copy, newer) == (newer, MergeSummary(("a-1",), ("b-1",), (), ("a-2",), 0))


def test_an_edited_cell_stays_and_the_others_move_on() -> None:
    answer = delivered("exercise-x", "x = ...", "code")
    copy = holding(delivered("a-1", "old"), {**answer, "source": "x = 1"})
    newer = holding(
        delivered("a-1", "new"), delivered("exercise-x", "# better\nx = ...", "code"), content="2"
    )
    merged, summary = merge(copy, newer)
    assert texts(merged) == ["new", "x = 1"]
    assert summary == MergeSummary(("a-1",), (), ("exercise-x",), (), 0)
    assert merged["metadata"] == {"torchenstein": {"content": "2"}}


def test_a_removed_cell_stays_when_it_was_edited() -> None:
    copy = holding(delivered("a-1", "a"), {**delivered("a-2", "b"), "source": "mine"}, delivered("a-3", "c"))
    merged, summary = merge(copy, holding(delivered("a-1", "a"), delivered("a-3", "c")))
    assert texts(merged) == ["a", "mine", "c"]
    assert summary.kept == ("a-2",)


def test_the_learner_s_cells_stay_after_the_cell_they_stood_after() -> None:
    copy = holding(
        own("zero", "0"), delivered("a-1", "a"), own("one", "1"), own("two", "2"), delivered("a-2", "b")
    )
    newer = holding(
        delivered("n-1", "n"), delivered("a-1", "A"), delivered("m-1", "m"), delivered("a-2", "B")
    )
    merged, summary = merge(copy, newer)
    assert texts(merged) == ["zero", "n", "A", "one", "two", "m", "B"]
    assert summary.extra == 3


def test_a_cell_that_only_moved_is_recognised_by_its_text() -> None:
    edited = {**delivered("a-2", "code", "code"), "source": "mine"}
    copy = holding(delivered("a-1", "a", "code"), edited)
    newer = holding(
        delivered("a-1", "a", "code"), delivered("a-2", "new", "code"), delivered("a-3", "code", "code")
    )
    assert texts(merge(copy, newer)[0]) == ["a", "new", "mine"]


def test_outputs_stay_with_code_that_stayed_the_same() -> None:
    ran = {"outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}], "execution_count": 4}
    copy = holding({**delivered("a-1", "same", "code"), **ran}, {**delivered("a-2", "old", "code"), **ran})
    newer = holding(delivered("a-1", "same", "code"), delivered("a-2", "new", "code"))
    same, changed = merge(copy, newer)[0]["cells"]
    assert (same["outputs"], same["execution_count"]) == (ran["outputs"], 4)
    assert (changed["outputs"], changed["execution_count"]) == ([], None)


def test_a_copied_exercise_cell_stays_beside_the_first() -> None:
    cell = delivered("exercise-x", "x = ...", "code")
    copy = holding(
        {**cell, "source": "x = 1"}, {**cell, "id": "pasted", "source": "x = 2"}, {**cell, "id": "third"}
    )
    merged, summary = merge(copy, holding(delivered("exercise-x", "x = ... # new", "code")))
    assert texts(merged) == ["x = 1", "x = 2", "x = ..."]
    assert summary.extra == 2


def test_a_copy_pasted_above_takes_no_place_from_the_delivered_cell() -> None:
    cell = delivered("exercise-x", "x = ...", "code")
    copy = holding(
        {**cell, "id": "pasted", "source": "x = 2"}, delivered("a-1", "a"), {**cell, "source": "x = 1"}
    )
    merged, _ = merge(copy, holding(delivered("a-1", "a"), delivered("exercise-x", "x = ...", "code")))
    assert [(cell["id"], source_of(cell)) for cell in merged["cells"]] == [
        ("pasted", "x = 2"),
        ("a-1", "a"),
        ("exercise-x", "x = 1"),
    ]


def test_a_cell_of_another_type_is_the_learner_s_own() -> None:
    cell = {**delivered("exercise-x", "x = ..."), "source": "my notes"}
    merged, _ = merge(holding(cell), holding(delivered("exercise-x", "x = ...", "code")))
    nbformat.validate(merged)
    assert sorted(texts(merged)) == ["my notes", "x = ..."]


def test_stripped_metadata_are_replaced_by_the_cells_own_ids() -> None:
    copy = holding(
        {**delivered("a-1", "a"), "metadata": {}}, {**delivered("a-2", "b"), "metadata": {}, "source": "B!"}
    )
    merged, _ = merge(copy, holding(delivered("a-1", "a"), delivered("a-2", "b")))
    assert texts(merged) == ["a", "B!"]
    assert merged["cells"][0] == delivered("a-1", "a")


def test_the_learner_s_kernel_and_tags_stay() -> None:
    copy = holding(delivered("a-1", "a"))
    copy["metadata"]["kernelspec"] = {"name": "mine"}
    copy["cells"][0]["metadata"]["collapsed"] = True
    merged, _ = merge(copy, holding(delivered("a-1", "b")))
    assert merged["metadata"]["kernelspec"] == {"name": "mine"}
    assert merged["cells"][0]["metadata"]["collapsed"] is True


def test_a_kept_answer_keeps_its_deal(notebook: Notebook, lesson: Lesson) -> None:
    copy = make_copy(notebook, {"sum-of-a-row": 4}, lesson)
    cell_of(copy, "exercise-sum-of-a-row")["source"] = "total = 12\n# deal 4"
    merged, _ = merge(copy, make_copy(notebook, {}, lesson))
    assert deals_of(merged) == {"sum-of-a-row": 4}


# ---------------------------------------------------------------------- whatever happened to the copy

NAMES = ["a-1", "a-2", "a-3", "b-1", "exercise-x", "task-x"]
TYPES = st.sampled_from(["markdown", "code", "raw"])
SOURCES = st.sampled_from(["", "one", "two", "three", "---"])
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, 3, "text", [], {}, {"torchenstein": 5}, {"torchenstein": {"cell": 7, "origin": []}}]
)


@st.composite
def lessons(draw: st.DrawFn) -> Notebook:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6))
    return holding(*(delivered(name, draw(SOURCES), draw(TYPES)) for name in names), content=draw(SOURCES))


@st.composite
def copies(draw: st.DrawFn) -> tuple[Notebook, list[str]]:
    """A copy after a learner was at it, and every text that they wrote."""
    copy = draw(lessons())
    cells: list[dict[str, Any]] = copy["cells"]
    written: list[str] = []
    for step in range(draw(st.integers(0, 8))):
        text = f"written {step}"
        place = draw(st.integers(0, max(len(cells) - 1, 0)))
        act = draw(
            st.sampled_from(["edit", "add", "paste", "move", "delete", "strip", "junk", "lines", "type"])
        )
        if act == "add":
            cells.insert(place, own(text, draw(st.sampled_from(["own", "a-1", f"own-{step}"]))))
            written.append(text)
        elif not cells:
            continue
        elif act == "edit":
            cells[place]["source"] = f"{source_of(cells[place])}\n{text}"
            written.append(text)
        elif act == "paste":
            cells.append({**deepcopy(cells[place]), "id": f"pasted-{step}"})
        elif act == "move":
            cells.append(cells.pop(place))
        elif act == "delete":
            gone = source_of(cells.pop(place))
            rest = "\n".join(texts(copy))
            written = [text for text in written if text not in gone or text in rest]
        elif act == "strip":
            cells[place].pop(draw(st.sampled_from(["id", "metadata"])), None)
        elif act == "junk":
            cells[place]["metadata"] = draw(JUNK)
        elif act == "lines":
            cells[place]["source"] = source_of(cells[place]).splitlines(keepends=True)
        else:
            cells[place]["cell_type"] = draw(TYPES)
    if draw(st.booleans()):
        copy["metadata"] = draw(JUNK)
    return copy, written


@settings(max_examples=500, deadline=None)
@given(copies(), lessons())
def test_no_text_of_the_learner_s_is_ever_lost(made: tuple[Notebook, list[str]], newer: Notebook) -> None:
    copy, written = made
    before = deepcopy((copy, newer))
    merged, _ = merge(copy, newer)
    text = "\n".join(texts(merged))
    assert [part for part in written if part not in text] == []
    assert (copy, newer) == before


@settings(max_examples=500, deadline=None)
@given(copies(), lessons())
def test_merging_twice_is_merging_once(made: tuple[Notebook, list[str]], newer: Notebook) -> None:
    once, _ = merge(made[0], newer)
    twice, summary = merge(once, newer)
    assert twice == once
    assert (summary.updated, summary.added, summary.removed) == ((), (), ())


@settings(max_examples=500, deadline=None)
@given(copies(), lessons())
def test_the_whole_newer_lesson_is_there_in_its_order(
    made: tuple[Notebook, list[str]], newer: Notebook
) -> None:
    merged, _ = merge(made[0], newer)
    wanted = [cell["id"] for cell in newer["cells"]]
    ids = [cell["id"] for cell in merged["cells"]]
    assert [identity for identity in ids if identity in wanted] == wanted
    assert len(set(ids)) == len(ids)


@given(
    st.sampled_from([{}, {"cells": None}, {"cells": [None, 3], "metadata": []}, {"cells": [{}]}]), lessons()
)
def test_a_copy_that_is_hardly_a_notebook_is_no_accident(copy: Notebook, newer: Notebook) -> None:
    merged, _ = merge(copy, newer)
    assert deals_of(copy) == {}
    assert [cell["source"] for cell in newer["cells"]] == [
        cell["source"] for cell in merged["cells"] if "source" in cell
    ]
