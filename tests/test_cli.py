"""The command line, as a beginner meets it: every answer is a sentence, and none is a traceback."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

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
