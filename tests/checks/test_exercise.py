"""One exercise, ready to judge."""

from pathlib import Path

import pytest

from torchenstein_lab.checks.exercise import load_exercise, run_cell
from torchenstein_lab.course.cell_text import CellText

EXERCISE = Path(__file__).parent / "exercises" / "dropout.py"


def test_what_an_answer_prints_reaches_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    cell = CellText("chatty", "", 'print("look at me")\nx = 1\n', 1)

    space, error = run_cell(cell, load_exercise(EXERCISE), {})

    assert error is None
    assert space["x"] == 1
    assert capsys.readouterr().out == ""
