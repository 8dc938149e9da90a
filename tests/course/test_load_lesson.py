"""A lesson is loaded whole, or its author learns of everything that does not fit together."""

import shutil
from pathlib import Path

import pytest

from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.load_lesson import LoadedLesson, load_lesson
from torchenstein_lab.course.standards import below_standard

TINY = Path(__file__).parents[1] / "packs/tiny/01-basics/01-01-first-steps"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny lesson, to spoil."""
    copy: Path = shutil.copytree(TINY, tmp_path / "lesson")
    return copy


def change(file: Path, old: str, new: str) -> int:
    """Replace `old` by `new`; the line on which that happened."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(folder: Path) -> list[str]:
    with pytest.raises(LessonErrors) as caught:
        load_lesson(folder, "lesson")
    return [f"{error.file}:{error.line}: {error.wrong}" for error in caught.value.errors]


def load(folder: Path) -> LoadedLesson:
    return load_lesson(folder, "lesson")


def test_exercises_stand_in_the_order_of_the_text(folder: Path) -> None:
    assert [exercise.source.id for exercise in load(folder).exercises] == ["sum-of-a-row", "double-it"]


def test_an_exercise_that_deals_is_dealt_ten_times(folder: Path) -> None:
    dealt, plain = load(folder).exercises
    assert [deal.number for deal in dealt.deals] == list(range(10))
    assert [deal.number for deal in plain.deals] == [None]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('number: "1.1"', "number: 1.1", "`number` is 1.1, no text."),
        ("id: first-steps", "id: First_Steps", "The id `First_Steps` is not kebab-case."),
        ("minutes: 10", "minutes: soon", "`minutes` is no whole number above 0."),
        ("builds_on:", "build_on:", "The key `build_on` is unknown."),
        ("{exercise} double-it", "{exercise} Double It", "The exercise's id `Double It` is not kebab-case."),
        ("```{code-cell}", "```{code-sell}", "The directive `{code-sell}` is unknown."),
        (":tags: [raises-exception]", ":tags: raises", "The tags `raises` are no list."),
        (":tags:", ":tag:", "The option `:tag:` is unknown."),
        ("figures/row.svg", "figures/column.svg", "There is no figure `figures/column.svg`."),
        ("figures/row.svg", "../outside.svg", "There is no figure `../outside.svg`."),
        (":alt: Three", "Three", "The figure `figures/row.svg` has no text alternative."),
        ("{professor} full", "{professor} loud", "The voice `loud` is unknown."),
        ("- no loop is written\n", "", "The duck is missing something."),
        ("{code-cell}\nrow =", "{code-cell} julia\nrow =", "Code cells are not `julia`."),
    ],
)
def test_a_fault_of_the_text_is_told_with_its_line(folder: Path, old: str, new: str, wrong: str) -> None:
    (folder.parent / "outside.svg").write_text("<svg/>")
    line = change(folder / "lesson.md", old, new)
    if old.startswith((":", "- no")):
        # What a fence holds is told at the fence.
        lines = (folder / "lesson.md").read_text().split("\n")[:line]
        line = max(number for number, text in enumerate(lines, 1) if text.startswith("```{"))
    assert f"lesson/lesson.md:{line}: {wrong}" in faults(folder)


def test_code_that_is_no_python_is_told_with_its_own_line(folder: Path) -> None:
    line = change(folder / "lesson.md", "3.0])\nrow", "3.0])\nrow row") + 1
    assert faults(folder) == [f"lesson/lesson.md:{line}: The code is no valid Python: invalid syntax."]


def test_a_cell_that_should_raise_may_hold_any_text(folder: Path) -> None:
    change(folder / "lesson.md", "row.sum(7)", "row row")
    load(folder)


def test_a_fence_that_is_never_closed_is_told(folder: Path) -> None:
    change(folder / "lesson.md", "  of a tensor.\n```", "  of a tensor.")
    assert "The directive `{glossary}` is not closed." in faults(folder)[0]


def test_a_glossary_needs_a_meaning_for_each_term(folder: Path) -> None:
    line = change(folder / "lesson.md", "element\n: One", "element\nOne") + 1
    assert f"lesson/lesson.md:{line}: The glossary goes wrong at `One of the numbers`." in faults(folder)


def test_yaml_that_cannot_be_read_is_told_with_its_line(folder: Path) -> None:
    change(folder / "lesson.md", "title: First steps", "title: First: steps")
    assert faults(folder)[0].startswith("lesson/lesson.md:4: The head of the lesson is no valid YAML")


def test_faults_of_text_and_exercises_are_told_together(folder: Path) -> None:
    change(folder / "lesson.md", "minutes: 10", "minutes: -1")
    change(folder / "exercises/double_it.py", 'hints(\n    "Which', 'hints(\n    3, "Which')
    change(folder / "exercises/sum_of_a_row.py", "Kind.PREDICT", "Kind.GUESS")
    assert {fault.split(":")[0] for fault in faults(folder)} == {
        "lesson/lesson.md",
        "lesson/exercises/double_it.py",
        "lesson/exercises/sum_of_a_row.py",
    }


def test_an_exercise_without_a_place_and_a_place_without_an_exercise_are_told(folder: Path) -> None:
    line = change(folder / "lesson.md", "{exercise} double-it", "{exercise} treble-it")
    told = faults(folder)
    assert "lesson/lesson.md:1: The exercise `double-it` has no place." in told
    assert f"lesson/lesson.md:{line}: There is no exercise `treble-it`." in told


def test_an_exercise_stands_in_one_place(folder: Path) -> None:
    change(folder / "lesson.md", "## The duck", "```{exercise} double-it\n```\n\n## The duck")
    assert "The exercise `double-it` stands there 2 times." in faults(folder)[0]


def test_objectives_are_literal_copies(folder: Path) -> None:
    line = change(folder / "exercises/double_it.py", "doubles a tensor", "doubles tensors")
    wrong = "“write a function that doubles tensors” is no objective of the lesson."
    assert faults(folder) == [f"lesson/exercises/double_it.py:{line}: {wrong}"]


def test_badges_are_for_exercises_of_the_lesson(folder: Path) -> None:
    change(folder / "lesson.md", "for: [double-it]", "for: [treble-it]")
    assert "The badge `doubler` is for the exercise `treble-it`" in faults(folder)[0]


def test_badges_are_for_something_known(folder: Path) -> None:
    change(folder / "lesson.md", "for: comeback", "for: courage")
    assert "The badge `comeback` is for 'courage'." in faults(folder)[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("lesson.md", "One number meets every", "def double(x):\n    return x * 2\n\nOne number meets every"),
        ("lesson.md", "row.sum(7)", "def double(x):\n    # like this\n    return x  *  2"),
        ("exercises/double_it.py", "Return `x` times …", "`def double(x): return x * 2`"),
        ("exercises/double_it.py", "It leaves `x` as it is.", "\n\n    def double(x):\n        return x * 2"),
        ("exercises/double_it.py", "    def double(x): ...", "    def double(x):\n        return x * 2"),
    ],
)
def test_the_solution_is_given_away_nowhere(folder: Path, file: str, old: str, new: str) -> None:
    change(folder / file, old, new)
    told = faults(folder)
    assert len(told) == 1
    assert "solution" in told[0]
    assert told[0].startswith(f"lesson/{file}:")


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        ("[str(START), str(STEP)]", "lack the right one"),
        ("[str(START + STEP), f'{START} + {STEP}']", "too few, or one of them twice"),
        ("[str(START + STEP)]", "too few, or one of them twice"),
        ("[str(START + STEP), '1 +']", "contain `1 +`, which is no Python expression"),
        ("'12'", "must return a list of texts"),
    ],
)
def test_the_offered_answers_fit(folder: Path, new: str, wrong: str) -> None:
    old = "[str(START + STEP), str(START * STEP), str(START)]"
    change(folder / "exercises/sum_of_a_row.py", old, new)
    assert wrong in faults(folder)[0]


def test_a_choice_that_only_torch_can_tell_is_accepted(folder: Path) -> None:
    file = folder / "exercises/sum_of_a_row.py"
    change(file, "[str(START + STEP), str(START * STEP), str(START)]", "['torch.int8', 'torch.int64']")
    load(folder)


def test_too_few_answers_are_below_standard_and_no_error(folder: Path) -> None:
    file = folder / "exercises/double_it.py"
    text = file.read_text()
    file.write_text(
        text[: text.index("@wrong\ndef makes_a_list")].replace("@right\ndef by_torch", "def by_torch")
    )
    found = [f"{error.file}: {error.wrong}" for error in below_standard(load(folder))]
    assert found == [
        "lesson/exercises/double_it.py: There are 1 answers under `@right`.",
        "lesson/exercises/double_it.py: There are 3 answers under `@wrong`.",
    ]
