"""The command line, as a beginner meets it: every answer is a sentence, and none is a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from torchenstein_lab.cli import main
from torchenstein_lab.commands.open_lab import lesson_to_open
from torchenstein_lab.contracts.event import Hinted
from torchenstein_lab.study import open_store


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "torchenstein_lab.cli", *words], capture_output=True, text=True, check=False
    )


def test_without_a_word_it_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "To begin, run: torchenstein lab" in capsys.readouterr().out


def test_it_starts_without_torch() -> None:
    code = "import sys; from torchenstein_lab.cli import main; main([]); assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "words",
    [["frobnicate"], ["doctor", "--frob"], ["progress"], ["verify"], ["progress", "import", "/nowhere"]],
)
def test_a_wrong_word_is_no_traceback(words: list[str]) -> None:
    ended = run(*words)
    assert ended.returncode != 0
    assert ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("words", [[], ["--help"], ["doctor", "--json"]])
def test_a_reader_who_has_seen_enough_gets_no_traceback(words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [sys.executable, "-m", "torchenstein_lab.cli", *words],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert ended.stderr == b""


def test_progress_goes_out_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store().append("tiny", "first-steps", "double-it", "c", Hinted(1))
    events = open_store().read().events
    file = str(tmp_path / "backup.jsonl")
    assert main(["progress", "export", file]) == 0
    assert "Your progress (1 event) is in" in capsys.readouterr().out
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "other"))
    assert main(["progress", "import", file]) == 0
    assert "Imported 1 event from" in capsys.readouterr().out
    assert open_store().read().events == events
    assert main(["progress", "import", file]) == 0
    assert "Nothing to do" in capsys.readouterr().out


def answered(pack: Path, path: Path, answers: dict[str, str]) -> Path:
    notebook = nbformat.read(pack / "first-steps" / "lesson.ipynb", as_version=4)
    for cell in notebook.cells:
        exercise = cell.metadata.get("torchenstein", {}).get("exercise")
        if cell.cell_type == "code" and exercise in answers:
            cell.source = answers[exercise]
        elif "row = torch.tensor" in cell.source:
            cell.source = "import torch\n" + cell.source
    nbformat.write(notebook, path)
    return path


def test_verify_runs_the_notebook_from_the_top_and_tells_each_verdict(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deal = json.loads((tiny_pack / "first-steps" / "lesson.json").read_text())["exercises"][0]["deals"][0]
    numbers = deal["task"].split("[")[1].split("]")[0].split(",")
    total = sum(map(int, numbers))
    right = {"sum-of-a-row": f"total = {total}\n# deal 0", "double-it": "def double(x):\n    return x * 2"}
    path = answered(tiny_pack, tmp_path / "right.ipynb", right)
    before = path.read_bytes()
    assert main(["verify", str(path)]) == 0
    out = capsys.readouterr().out
    assert "✓ Double it: " in out
    assert "2 of 2 exercises pass, 2 of 2 core ones." in out
    assert path.read_bytes() == before
    assert open_store().read().events == ()

    hidden = right | {"double-it": "double = secret"}
    path = answered(tiny_pack, tmp_path / "hidden.ipynb", hidden)
    assert main(["verify", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert [verdict["outcome"] for verdict in found["verdicts"]] == ["passed", "error"]


def test_verify_says_when_the_kernel_ends(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = answered(tiny_pack, tmp_path / "ends.ipynb", {"double-it": "import os; os._exit(1)"})
    assert main(["verify", str(path)]) == 1
    assert "The kernel ended while it ran the notebook" in capsys.readouterr().out


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
def test_verify_says_what_it_cannot_verify(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    path = tmp_path / "lesson.ipynb"
    if content is not None:
        path.write_text(content)
    assert main(["verify", str(path)]) == 1
    assert said in capsys.readouterr().out


def test_lab_opens_the_lesson_to_go_on_with_and_finds_it_again(
    compiled_tiny: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import torchenstein_lab.commands.open_lab as lab

    monkeypatch.setenv("TORCHENSTEIN_PACK_PATH", str(compiled_tiny))
    root = tmp_path / "root"
    root.mkdir()
    path = lesson_to_open(root)
    assert path == "torchenstein/1.1 First steps.ipynb"
    assert lesson_to_open(root) == path
    started: list[Any] = []
    monkeypatch.setattr(lab.subprocess, "call", lambda command: started.append(command) or 0)
    assert main(["lab", "--folder", str(root), "--no-browser"]) == 0
    assert "--LabApp.default_url=/lab/tree/torchenstein/1.1%20First%20steps.ipynb" in started[0]
    assert started[0][-1] == "--no-browser"
    assert f"--ServerApp.root_dir={root}" in started[0]


def test_lab_says_when_its_folder_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["lab", "--folder", str(tmp_path / "file" / "folder")]) == 1
    assert "cannot be used" in capsys.readouterr().out
