"""What the guide for authors shows is real: its lesson compiles and runs, its exercise verifies."""

import re
from pathlib import Path

import pytest

from torchenstein_lab.authoring.verify_exercise import verify_exercise
from torchenstein_lab.authoring.verify_notebook import run_notebook
from torchenstein_lab.course.load_lesson import load_lesson

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def block(language: str, having: str) -> str:
    """The first fenced block of the guide in that language that has a text in it."""
    fences = re.findall(rf"(?ms)^(```+){language}\n(.*?)^\1$", GUIDE)
    return next(body for _, body in fences if having in body)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "table.svg").write_text(SVG)
    (tmp_path / "lesson.md").write_text(block("markdown", "id: row-and-column"))
    exercise = block("python", "def sums_in_a_column")
    (tmp_path / "exercises" / "row_and_column_sums.py").write_text(exercise)
    return tmp_path


def test_the_exercise_of_the_guide_verifies(lesson: Path) -> None:
    report = verify_exercise(lesson / "exercises" / "row_and_column_sums.py", seeds=10, hostile=False)
    assert report.failures == []
    assert (report.right_accepted, report.wrong_diagnosed, report.mutants_killed) == (3, 4, report.mutants)


@pytest.mark.slow
def test_the_lesson_of_the_guide_runs_and_shows_what_it_claims(lesson: Path) -> None:
    run = run_notebook(load_lesson(lesson))
    assert (run.failures, run.shown) == ([], 2)


def test_every_command_of_the_guide_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    from torchenstein_lab.cli import main

    asked = set(re.findall(r"torchenstein (lesson|pack) (\w+)", GUIDE))
    assert len(asked) >= 5
    for what, tool in asked:
        with pytest.raises(SystemExit) as ended:
            main([what, tool, "--help"])
        assert ended.value.code == 0
    capsys.readouterr()
