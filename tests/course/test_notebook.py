"""A lesson's notebook: valid, with ids that last, and readable in any front end."""

import base64
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from torchenstein_lab.course.compile_lesson import CompiledLesson, compile_lesson
from torchenstein_lab.course.hashes import short_hash
from torchenstein_lab.course.load_lesson import load_lesson

TINY = Path(__file__).parents[1] / "packs/tiny/01-basics/01-01-first-steps"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(TINY, tmp_path / "lesson")
    return copy


def compiled(folder: Path, old: str = "", new: str = "") -> CompiledLesson:
    file = folder / "lesson.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return compile_lesson(load_lesson(folder), "tiny")


def ids(lesson: CompiledLesson) -> list[str]:
    return [cell["id"] for cell in lesson.notebook["cells"]]


def test_the_notebook_is_valid_and_names_its_lesson(folder: Path) -> None:
    lesson = compiled(folder)
    nbformat.validate(lesson.notebook)
    assert lesson.notebook["metadata"]["torchenstein"] == {
        "pack": "tiny",
        "lesson": "first-steps",
        "content": lesson.lesson.content,
        "contract": 1,
    }


def test_cells_are_called_after_their_headings(folder: Path) -> None:
    assert ids(compiled(folder)) == [
        "first-steps-1",
        "set-up",
        "first-steps-2",
        "first-steps-3",
        "sums-1",
        "sums-2",
        "task-sum-of-a-row",
        "exercise-sum-of-a-row",
        "sums-3",
        "doubling-1",
        "doubling-2",
        "doubling-3",
        "task-double-it",
        "exercise-double-it",
        "the-duck-1",
        "the-duck-2",
        "the-duck-3",
    ]


def test_a_change_in_one_section_renames_no_cell_of_another(folder: Path) -> None:
    before = ids(compiled(folder))
    after = ids(compiled(folder, "## Sums", "```{code-cell}\nrow\n```\n\n## 7 · Sums"))
    assert [identity for identity in after if not identity.startswith("first-steps")] == [
        identity for identity in before if not identity.startswith("first-steps")
    ]


def test_ids_are_unique_whatever_the_headings_are(folder: Path) -> None:
    headings = "\n\n".join(f"## {text}" for text in ("Sums", "Sums", "!", "Exercise double", "Ünïcode " * 20))
    lesson = compiled(folder, "## The duck", f"{headings}\n\n## Task double it\n\n## Set up\n\n## The duck")
    nbformat.validate(lesson.notebook)
    assert len(set(ids(lesson))) == len(ids(lesson))


def test_a_heading_takes_no_id_from_an_exercise(folder: Path) -> None:
    (folder / "exercises/double_it.py").rename(folder / "exercises/double_1.py")
    text = (folder / "lesson.md").read_text().replace("double-it", "double-1")
    (folder / "lesson.md").write_text(text)
    lesson = compiled(folder, "## Doubling", "## Exercise double")
    assert ids(lesson)[9:14] == [
        "exercise-double-2",
        "exercise-double-3",
        "exercise-double-4",
        "task-double-1",
        "exercise-double-1",
    ]


def test_each_cell_knows_what_was_delivered(folder: Path) -> None:
    for cell in compiled(folder).notebook["cells"]:
        told = cell["metadata"]["torchenstein"]
        assert told["cell"] == cell["id"]
        assert told["origin"] == short_hash(cell["source"])


def test_an_exercise_is_a_task_and_a_cell_with_the_starter(folder: Path) -> None:
    cells = {cell["id"]: cell for cell in compiled(folder).notebook["cells"]}
    task = cells["task-double-it"]
    assert task["cell_type"] == "markdown"
    assert task["source"].startswith("### Double it\n\n*Artisan · write a function*\n\nWrite `double(x)`")
    answer = cells["exercise-double-it"]
    assert answer["source"] == "def double(x): ..."
    assert answer["metadata"]["torchenstein"]["exercise"] == "double-it"
    assert "deal" not in answer["metadata"]["torchenstein"]
    assert cells["exercise-sum-of-a-row"]["metadata"]["torchenstein"]["deal"] == 0


def test_the_professor_can_be_told_apart(folder: Path) -> None:
    voices = [cell["metadata"]["torchenstein"].get("voice") for cell in compiled(folder).notebook["cells"]]
    assert [voice for voice in voices if voice] == ["mild", "full"]


def test_tags_are_handed_on(folder: Path) -> None:
    tags = {cell["id"]: cell["metadata"].get("tags") for cell in compiled(folder).notebook["cells"]}
    assert tags["sums-2"] == ["raises-exception"]
    assert tags["first-steps-2"] is None


def test_a_figure_brings_its_picture_and_its_text(folder: Path) -> None:
    cell = next(cell for cell in compiled(folder).notebook["cells"] if "<img" in cell["source"])
    picture = r'<img alt="Three boxes side by side\." src="data:image/svg\+xml;base64,(.*)">'
    found = re.fullmatch(picture + r"\n\nA row of three numbers\.", cell["source"])
    assert found
    assert base64.b64decode(found[1]) == (folder / "figures/row.svg").read_bytes()


def test_a_text_alternative_cannot_leave_its_attribute(folder: Path) -> None:
    lesson = compiled(folder, ":alt: Three", ':alt: "><script>alert(1)</script>')
    assert "<script>" not in "".join(cell["source"] for cell in lesson.notebook["cells"])


def test_torch_is_imported_below_the_title_unless_the_lesson_does_it(folder: Path) -> None:
    first, second, *_ = compiled(folder).notebook["cells"]
    assert first["source"].startswith("# First steps")
    assert second["source"] == (
        "import torch\nimport torchenstein_lab as lab\nfrom torchenstein_lab import show"
    )
    assert "set-up" not in ids(compiled(folder, "{code-cell}\n", "{code-cell}\nimport torch\n"))


def test_the_outline_lists_exercises_below_their_headings(folder: Path) -> None:
    sections = compiled(folder).lesson.sections
    assert [(s.title, s.depth, s.cell, s.exercises) for s in sections] == [
        ("First steps", 1, "first-steps-1", ()),
        ("Sums", 2, "sums-1", ("sum-of-a-row",)),
        ("Doubling", 2, "doubling-1", ("double-it",)),
        ("The duck", 2, "the-duck-1", ()),
    ]


def test_a_term_leads_to_the_prose_that_explains_it(folder: Path) -> None:
    terms = [(term.term, term.meaning, term.cell) for term in compiled(folder).lesson.glossary]
    assert terms == [
        ("row", "A tensor with one dimension.", "first-steps-1"),
        ("element", "One of the numbers of a tensor.", "the-duck-3"),
    ]


def test_only_the_duck_s_question_is_in_the_notebook(folder: Path) -> None:
    lesson = compiled(folder)
    text = "\n".join(cell["source"] for cell in lesson.notebook["cells"])
    assert lesson.lesson.duck is not None
    assert lesson.lesson.duck.question in text
    assert lesson.lesson.duck.rubric == (
        "the number meets each element",
        "the result has the shape of the row",
        "no loop is written",
    )
    for hidden in (*lesson.lesson.duck.rubric, lesson.lesson.duck.model):
        assert hidden not in text


def test_no_answer_is_in_what_learners_may_read(folder: Path) -> None:
    lesson = compiled(folder)
    solution = lesson.solutions[1].answers[0].solution.source
    assert solution == "def double(x):\n    return x * 2"
    assert solution not in "\n".join(cell["source"] for cell in lesson.notebook["cells"])


def test_any_change_changes_the_lesson_s_hash(folder: Path) -> None:
    before = compiled(folder).lesson.content
    assert compiled(folder).lesson.content == before
    assert compiled(folder, "It counts!", "It counts.").lesson.content != before
