"""A new lesson verifies as it is, stands in its pack, and is never written over another."""

from pathlib import Path

import pytest

from torchenstein_lab.authoring.new import main, with_lesson
from torchenstein_lab.authoring.verify import Settings, targets, verify
from torchenstein_lab.course.load_lesson import load_lesson
from torchenstein_lab.course.pack_source import read_pack_source

PACK = """# mine
id = "mine"
title = "Mine"
version = "1"
licence = "CC0-1.0"

[[modules]]
id = "first"
number = "1"
title = "First"
lessons = []

[[modules]]
id = "second"
number = "2"
title = "Second"
lessons = [
    "02-second/02-01-old", # the old one
]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "pack.toml").write_text(PACK)
    return tmp_path


def new(pack: Path, *words: str) -> int:
    return main([*words, "--pack", str(pack)])


def test_a_new_lesson_is_found_in_the_last_module_or_in_the_one_that_is_named(pack: Path) -> None:
    assert new(pack, "rows", "--title", "Rows") == 0
    assert new(pack, "columns", "--title", "Columns", "--module", "first") == 0
    assert new(pack, "cells", "--title", "Cells", "--module", "first") == 0
    first, second = read_pack_source(pack).modules
    assert first.lessons == ("01-first/01-01-columns", "01-first/01-02-cells")
    assert second.lessons == ("02-second/02-01-old", "02-second/02-02-rows")
    text = (pack / "pack.toml").read_text()
    assert text.startswith("# mine\n")
    assert "# the old one" in text
    head = load_lesson(pack / second.lessons[1]).text.head
    assert (head.id, head.number, head.title) == ("rows", "2.2", "Rows")


@pytest.mark.slow
def test_a_new_lesson_verifies_as_it_is(pack: Path) -> None:
    assert new(pack, "rows-and-columns", "--title", 'Rows: "and" columns', "--module", "first") == 0
    chosen, broken = targets(pack, lesson="rows-and-columns")
    counts = verify(chosen, Settings(seeds=20, hostile=False), jobs=2).counts
    assert (broken, counts.failures, counts.survivors) == ([], [], [])
    assert (counts.exercises, counts.wrong_diagnosed, counts.mutants_killed) == (2, 9, counts.mutants)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Rows", "--title", "Rows"), "is not kebab-case"),
        (("r" * 41, "--title", "Rows"), "too long"),
        (("rows", "--title", " "), "is no plain line of text"),
        (("rows", "--title", "two\nlines"), "is no plain line of text"),
        (("rows", "--title", "Rows", "--module", "third"), "has no module “third”. It has first, second."),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    pack: Path, words: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(pack, *words) == 1
    assert why in capsys.readouterr().err
    assert [path.name for path in pack.iterdir()] == ["pack.toml"]
    assert (pack / "pack.toml").read_text() == PACK


def test_nothing_is_ever_overwritten(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(pack, "rows", "--title", "Rows", "--module", "first") == 0
    file = pack / "01-first/01-01-rows/lesson.md"
    file.write_text(file.read_text() + "\nMine.\n")
    assert new(pack, "rows", "--title", "Rows") == 1
    assert "has the id “rows” already" in capsys.readouterr().err
    (pack / "01-first/01-02-cells").mkdir()
    assert new(pack, "cells", "--title", "Cells", "--module", "first") == 1
    assert "exists already, and is left as it is" in capsys.readouterr().err
    assert file.read_text().endswith("\nMine.\n")


def test_without_a_pack_the_way_to_one_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(tmp_path, "rows", "--title", "Rows") == 1
    assert "torchenstein pack new NAME" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("lessons = []", 'lessons = ["new"]'),
        ('lessons = ["a"]', 'lessons = ["a", "new"]'),
        ('lessons = ["a",]', 'lessons = ["a", "new"]'),
        ('lessons = ["a]"] # ]', 'lessons = ["a]", "new"] # ]'),
        ('lessons = [\n    "a", # ]\n]', 'lessons = [\n    "a", # ]\n    "new",\n]'),
        ('lessons = [\n    "a" # b,\n]', 'lessons = [\n    "a", # b,\n    "new",\n]'),
        ('lessons = [\n    "a"\n]', 'lessons = [\n    "a",\n    "new",\n]'),
    ],
)
def test_the_list_of_lessons_grows_and_keeps_its_form(before: str, after: str) -> None:
    assert with_lesson(f"[[modules]]\n{before}\n", 0, "new") == f"[[modules]]\n{after}\n"


@pytest.mark.parametrize(
    "text", ["modules = [{lessons = []}]\n", '[[modules]]\n"lessons" = []\n', "[[modules]]\nlessons = [\n"]
)
def test_a_list_in_an_unusual_form_is_left_alone(text: str) -> None:
    assert with_lesson(text, 0, "new") is None
