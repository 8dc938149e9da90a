"""`torchenstein verify NOTEBOOK`: every answer judged in a fresh kernel, and nothing changed by it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from torchenstein_lab.cli import main
from torchenstein_lab.course.packs import InstalledPack, find_packs
from torchenstein_lab.study import open_store

DOUBLE = "def double(x):\n    return x * 2"


def _course() -> list[InstalledPack]:
    return [pack for pack in find_packs() if isinstance(pack, InstalledPack) and pack.id == "torchenstein"]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)


def written(pack: Path, path: Path, answers: dict[str, str], **more: str) -> Path:
    """The tiny lesson with these answers; `above` and `below` are cells of the learner's around them."""
    notebook = nbformat.read(pack / "first-steps" / "lesson.ipynb", as_version=4)
    for cell in notebook.cells:
        exercise = cell.metadata.get("torchenstein", {}).get("exercise")
        if cell.cell_type == "code" and exercise in answers:
            cell.source = answers[exercise]
    if "above" in more:
        notebook.cells.insert(2, nbformat.v4.new_code_cell(more["above"]))
    if "below" in more:
        notebook.cells.append(nbformat.v4.new_code_cell(more["below"]))
    if "kernel" in more:
        notebook.metadata.kernelspec.name = more["kernel"]
    nbformat.write(notebook, path)
    return path


def right_sum(pack: Path) -> str:
    deal = json.loads((pack / "first-steps" / "lesson.json").read_text())["exercises"][0]["deals"][0]
    return f"total = {sum(map(int, deal['task'].split('[')[1].split(']')[0].split(',')))}\n# deal 0"


def verified(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["verify", str(path), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_notebook_that_works_from_the_top_is_told_so_and_stays_as_it_is(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"sum-of-a-row": right_sum(tiny_pack), "double-it": DOUBLE}
    path = written(tiny_pack, tmp_path / "right.ipynb", answers)
    before = path.read_bytes()
    assert main(["verify", str(path)]) == 0
    said = capsys.readouterr()
    assert "✓ Double it: " in said.out
    assert "2 of 2 exercises pass, 2 of 2 core ones." in said.out
    assert said.err == ""
    assert path.read_bytes() == before
    assert open_store().read().events == ()


@pytest.mark.parametrize(
    ("answer", "more", "why", "cell"),
    [
        ("double = secret", {}, "nowhere", "double = secret"),
        ("def double(x):\n    return x * two", {"below": "two = 2"}, "out-of-order", "two = 2"),
        (
            "def double(x):\n    return x * two",
            {"above": "two = 2", "below": "two = 3"},
            "overwritten",
            "two = 3",
        ),
    ],
)
def test_hidden_state_is_named_by_variable_and_cell(
    tiny_pack: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    more: dict[str, str],
    why: str,
    cell: str,
) -> None:
    path = written(tiny_pack, tmp_path / "hidden.ipynb", {"double-it": answer}, **more)
    code, found = verified(path, capsys)
    assert (code, found["ok"]) == (1, False)
    (reason,) = found["hidden"]["double-it"]
    assert (reason["name"], reason["why"]) == ("secret" if why == "nowhere" else "two", why)
    named = next(each for each in nbformat.read(path, 4).cells if each.get("id") == reason["cell"])
    assert named.source.startswith(cell)


def test_an_exercise_whose_cell_was_deleted_is_missing(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tiny_pack, tmp_path / "without.ipynb", {"sum-of-a-row": right_sum(tiny_pack)})
    notebook = nbformat.read(path, 4)
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != "exercise-double-it"]
    nbformat.write(notebook, path)
    code, found = verified(path, capsys)
    assert (code, found["ok"], found["missing"]) == (1, False, ["double-it"])


def test_what_was_found_is_told_in_lines_for_people(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tiny_pack, tmp_path / "told.ipynb", {"double-it": "double = secret"}, above="1 / 0")
    notebook = nbformat.read(path, 4)
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != "exercise-sum-of-a-row"]
    nbformat.write(notebook, path)
    assert main(["verify", str(path)]) == 1
    out = capsys.readouterr().out
    assert "✗ The sum of a row: Its cell is not in this notebook." in out
    assert "  In a clean room: `secret` does not exist there: no cell of this notebook makes it." in out
    assert "(`1 / 0`) stops with ZeroDivisionError: division by zero" in out
    assert "0 of 2 exercises pass, 0 of 2 core ones." in out


def test_a_cell_that_ends_the_kernel_is_named_and_what_was_judged_before_is_kept(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"sum-of-a-row": right_sum(tiny_pack), "double-it": "import os; os._exit(1)"}
    code, found = verified(written(tiny_pack, tmp_path / "ends.ipynb", answers), capsys)
    assert code == 1
    assert [verdict["outcome"] for verdict in found["verdicts"]] == ["passed", "error"]
    assert "(`import os; os._exit(1)`) ended the kernel" in found["troubles"][0]["say"]


def test_cells_that_stop_are_told_unless_the_lesson_says_that_they_do(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"sum-of-a-row": right_sum(tiny_pack), "double-it": DOUBLE}
    path = written(tiny_pack, tmp_path / "stops.ipynb", answers, above="1 / 0")
    code, found = verified(path, capsys)
    assert (code, found["ok"]) == (0, True)
    (trouble,) = found["troubles"]
    assert "(`1 / 0`) stops with ZeroDivisionError: division by zero" in trouble["say"]


def test_an_unknown_kernelspec_is_a_sentence(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tiny_pack, tmp_path / "other.ipynb", {}, kernel="nonesuch")
    code, found = verified(path, capsys)
    assert (code, found["ok"]) == (1, False)
    assert "The kernel “nonesuch” of this notebook is not installed here" in found["problem"]


def test_ctrl_c_stops_it_and_ends_the_kernel(tiny_pack: Path, tmp_path: Path) -> None:
    pipe, pid = tmp_path / "pipe", tmp_path / "pid"
    os.mkfifo(pipe)
    waits = f"import os\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\nopen({str(pipe)!r}).read()"
    path = written(tiny_pack, tmp_path / "waits.ipynb", {}, above=waits)
    command = [sys.executable, "-m", "torchenstein_lab.cli", "verify", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        writing = os.open(pipe, os.O_WRONLY)  # waits until the cell reads
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        os.close(writing)
    assert (process.returncode, said) == (130, "\nStopped.\n")
    assert not Path(f"/proc/{pid.read_text()}").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("hello", "is not a notebook"),
        ("{}", "is not a notebook"),
        (json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "is not a lesson of"),
        (
            json.dumps(
                {
                    "cells": [],
                    "metadata": {"torchenstein": {"pack": "tiny", "lesson": "../../etc"}},
                    "nbformat": 4,
                    "nbformat_minor": 5,
                }
            ),
            "has no lesson “../../etc”",
        ),
    ],
)
def test_what_cannot_be_verified_is_a_sentence(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    path = tmp_path / "lesson.ipynb"
    if content is not None:
        path.write_text(content)
    assert main(["verify", str(path)]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("lesson", [lesson for pack in _course() for lesson in pack.lesson_ids])
def test_every_lesson_of_the_course_with_its_solutions_in_works_from_the_top(
    lesson: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack,) = _course()
    notebook = nbformat.from_dict(pack.notebook(lesson))
    for cell in notebook.cells:
        exercise = cell.metadata.get("torchenstein", {}).get("exercise")
        if cell.cell_type == "code" and exercise is not None:
            answers = pack.solutions(lesson, exercise).answers
            cell.source = next(each for each in answers if each.deal in (None, 0)).solution.source
    nbformat.write(notebook, tmp_path / "lesson.ipynb")
    code, found = verified(tmp_path / "lesson.ipynb", capsys)
    assert (code, found["hidden"], found["troubles"]) == (0, {}, [])
