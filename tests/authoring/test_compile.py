"""A pack is compiled whole, the same way each time, and never over something else."""

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from torchenstein_lab.authoring.compile import main
from torchenstein_lab.contracts.lesson import Lesson, Pack, Solutions

TINY = Path(__file__).parents[1] / "packs" / "tiny"
LESSON = "01-basics/01-01-first-steps"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(TINY, tmp_path / "source")
    return copy


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_compiled_pack_is_laid_out_as_described(compiled_tiny: Path) -> None:
    assert sorted(contents(compiled_tiny)) == [
        "__init__.py",
        "first-steps/exercises/double_it.py",
        "first-steps/exercises/sum_of_a_row.py",
        "first-steps/lesson.ipynb",
        "first-steps/lesson.json",
        "first-steps/solutions.json",
        "pack.json",
        "source.sha256",
    ]
    pack = msgspec.json.decode((compiled_tiny / "pack.json").read_bytes(), type=Pack)
    lesson = msgspec.json.decode((compiled_tiny / "first-steps/lesson.json").read_bytes(), type=Lesson)
    solutions = msgspec.json.decode(
        (compiled_tiny / "first-steps/solutions.json").read_bytes(), type=tuple[Solutions, ...]
    )
    assert pack.modules[0].lessons == (lesson.id,) == ("first-steps",)
    assert [exercise.id for exercise in lesson.exercises] == [found.exercise for found in solutions]


def test_the_same_source_gives_the_same_bytes(source: Path, compiled_tiny: Path, tmp_path: Path) -> None:
    assert main([str(source), str(tmp_path / "out")]) == 0
    assert contents(tmp_path / "out") == contents(compiled_tiny)


def test_nothing_is_written_when_nothing_changed(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    main([str(source), str(out)])
    before = times(out)
    (out / "__pycache__").mkdir()
    main([str(source), str(out)])
    assert {path: time for path, time in times(out).items() if path in before and path != out} == {
        path: time for path, time in before.items() if path != out
    }


def test_a_change_replaces_the_pack_and_leaves_nothing_behind(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    main([str(source), str(out)])
    (out / "left_over.txt").write_text("from an older version")
    assert main([str(source), str(out)]) == 0
    assert "left_over.txt" not in contents(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "source"]


def test_a_folder_that_is_no_pack_is_left_alone(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "precious"
    out.mkdir()
    (out / "thesis.txt").write_text("do not lose me")
    assert main([str(source), str(out)]) == 1
    assert "is no compiled pack, and is left as it is" in capsys.readouterr().err
    assert contents(out) == {"thesis.txt": b"do not lose me"}


def test_errors_are_told_with_file_and_line(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (source / LESSON / "lesson.md").read_text()
    (source / LESSON / "lesson.md").write_text(text.replace("minutes: 10", "minutes: long"))
    assert main([str(source), str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith(
        f"{(source / LESSON).as_posix()}/lesson.md:6: `minutes` is no whole number above 0."
    )


def test_a_broken_lesson_keeps_no_other_from_being_compiled(source: Path, tmp_path: Path) -> None:
    text = (source / "pack.toml").read_text()
    (source / "pack.toml").write_text(text.replace(f'["{LESSON}"]', f'["{LESSON}", "01-basics/missing"]'))
    assert main([str(source), str(tmp_path / "out")]) == 1
    assert "first-steps/lesson.json" in contents(tmp_path / "out")


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('id = "tiny"', 'id = "Tiny"', "pack.toml:2: The id `Tiny` is not kebab-case."),
        ('title = "A tiny pack"', "", "pack.toml:1: `title` is missing or no text."),
        ('title = "Basics"', 'title = "Basics', "pack.toml:10: This is no valid TOML"),
        (
            "lessons = [",
            'lessons = ["../elsewhere", ',
            "pack.toml:11: The lesson `../elsewhere` lies outside",
        ),
        ("lessons = [", f'lessons = ["{LESSON}", ', f"pack.toml:11: The lesson `{LESSON}` is listed twice."),
        ("lessons = [", "lessons = [1, ", "pack.toml:8: The module has no list of lessons."),
    ],
)
def test_a_fault_of_the_pack_is_told(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, wrong: str
) -> None:
    text = (source / "pack.toml").read_text()
    assert old in text
    (source / "pack.toml").write_text(text.replace(old, new, 1))
    assert main([str(source), str(tmp_path / "out")]) == 1
    assert wrong in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_ids_are_unique_in_a_pack_and_lessons_build_on_its_own(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(source / LESSON, source / "01-basics/again")
    file = source / "01-basics/again/lesson.md"
    file.write_text(file.read_text().replace("builds_on: []", "builds_on: [nowhere]"))
    text = (source / "pack.toml").read_text()
    (source / "pack.toml").write_text(text.replace(f'["{LESSON}"]', f'["{LESSON}", "01-basics/again"]'))
    assert main([str(source), str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    for part in (
        "The lesson `first-steps` is also in",
        "The exercise `double-it` is also in",
        "The badge `doubler` is also in",
        "It builds on `nowhere`, which the pack lacks.",
    ):
        assert part in told


def test_strict_mode_insists_on_the_standards(source: Path, tmp_path: Path) -> None:
    file = source / LESSON / "exercises/double_it.py"
    text = file.read_text()
    file.write_text(text[: text.index("@wrong\ndef makes_a_list")])
    assert main([str(source), str(tmp_path / "out")]) == 0
    assert main([str(source), str(tmp_path / "out"), "--strict"]) == 1


def test_compiling_needs_no_torch_and_no_jupyter() -> None:
    code = (
        "import sys, torchenstein_lab.authoring.compile; heavy = {'torch', 'tornado', 'nbformat'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
