"""A preview shows the lesson, follows its source, and leaves nothing behind."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from torchenstein_lab.authoring.preview import NoPreview, Source, main

TINY = Path(__file__).parents[1] / "packs" / "tiny"
LESSON = "01-basics/01-01-first-steps"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(TINY, tmp_path / "source")
    return copy


@pytest.mark.parametrize("path", [LESSON, f"{LESSON}/lesson.md", f"{LESSON}/exercises/double_it.py"])
def test_a_lesson_is_meant_by_its_folder_or_by_a_file_in_it(source: Path, path: str) -> None:
    assert Source(source / path).only == (LESSON,)
    assert Source(source).only is None


def test_what_is_no_lesson_is_refused_with_what_to_do(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (source / "drafts").mkdir()
    with pytest.raises(NoPreview, match="names no lesson drafts"):
        Source(source / "drafts")
    (tmp_path / "alone").mkdir()
    assert main([str(tmp_path / "alone")]) == 1
    assert "has a pack.toml" in capsys.readouterr().err
    assert main([str(tmp_path / "absent")]) == 1
    assert "There is no" in capsys.readouterr().err
    file = source / LESSON / "lesson.md"
    file.write_text(file.read_text().replace("minutes: 10", "minutes: long"))
    assert main([str(source / LESSON)]) == 1
    assert re.search(r"lesson\.md:6: `minutes` is no whole number", capsys.readouterr().err)


def test_a_broken_source_leaves_the_shown_lesson_as_it_was(source: Path, tmp_path: Path) -> None:
    shown, file = tmp_path / "shown", source / LESSON / "lesson.md"
    meant = Source(source / LESSON)
    assert meant.compile_into(shown) == []
    before, stamp = (shown / "first-steps/lesson.json").read_text(), meant.stamp()
    file.write_text(file.read_text().replace("minutes: 10", "minutes: long"))
    assert meant.stamp() != stamp
    (problem,) = meant.compile_into(shown)
    assert "lesson.md:6:" in problem
    assert (shown / "first-steps/lesson.json").read_text() == before


@pytest.mark.slow
def test_a_preview_follows_the_source_and_leaves_nothing_behind(source: Path, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "home").mkdir()
    variables = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "torchenstein_lab.cli", "lesson", "preview", str(source / LESSON)]
    with (
        subprocess.Popen(
            [*command, "--no-browser", "--ServerApp.port_retries=50"],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as running,
        ended(running),
    ):
        assert running.stdout is not None
        address = told(running.stdout, r"(http://127\.0\.0\.1:\d+)/\S*token=(\w+)")
        assert minutes(address) == 10
        file = source / LESSON / "lesson.md"
        text = file.read_text()
        file.write_text(text.replace("minutes: 10", "minutes: long"))
        told(running.stdout, r"lesson\.md:6: `minutes` is no whole number above 0")
        file.write_text(text.replace("minutes: 10", "minutes: 25"))
        told(running.stdout, r"Compiled again")
        assert minutes(address) == 25
        (room,) = (tmp_path / "tmp").glob("torchenstein-preview-*")
        assert list(room.glob("notebooks/torchenstein/1.1 First steps.ipynb"))
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
    assert running.returncode == 0
    assert not room.exists()
    assert not list((tmp_path / "home").rglob("torchenstein_lab"))
    assert str(room) not in subprocess.run(["ps", "-ef"], capture_output=True, text=True, check=True).stdout


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """See to it that the process ends, whatever the test finds."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)


def told(lines: Any, pattern: str) -> re.Match[str]:
    """Read what the preview prints until the pattern comes."""
    printed = []
    for line in lines:
        printed.append(line)
        if match := re.search(pattern, line):
            return match
    raise AssertionError("".join(printed))


def minutes(address: re.Match[str]) -> int:
    """The minutes that the course map names for the lesson."""
    url = f"{address[1]}/torchenstein/api/course?token={address[2]}"
    while True:  # the address is printed a moment before the server listens
        try:
            with urllib.request.urlopen(url) as reply:
                packs = json.load(reply)["packs"]
                break
        except urllib.error.URLError as refused:
            if "refused" not in str(refused):
                raise
    (lesson,) = next(pack for pack in packs if pack["id"] == "tiny")["lessons"]
    found: int = lesson["minutes"]
    return found
