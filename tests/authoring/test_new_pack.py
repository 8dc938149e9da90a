"""A new pack is a project that pip installs, and never with lessons that are older than their source."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from torchenstein_lab.authoring.compile import main as compile_lessons
from torchenstein_lab.authoring.new_pack import main
from torchenstein_lab.course.packs import find_packs

NAME = "rainy-days"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert main([NAME, "--title", "Rainy days", "--in", str(tmp_path)]) == 0
    return tmp_path / NAME


def wheel(project: Path, *, with_the_lab: bool) -> tuple[str, Path | None]:
    """Build a wheel; without the lab at hand, as in pip's isolated environment, nothing is compiled.

    Returns what was printed, and the wheel, if one was made."""
    program = "import importlib.util as u\nfind = u.find_spec\n"
    if not with_the_lab:
        program += "u.find_spec = lambda name, *a: None if name == 'torchenstein_lab' else find(name, *a)\n"
    program += "from hatchling.build import build_wheel\nbuild_wheel('dist')"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    made = list((project / "dist").glob("*.whl"))
    return done.stdout + done.stderr, made[0] if made and done.returncode == 0 else None


def test_a_new_pack_is_a_project_with_a_compiled_first_lesson(project: Path) -> None:
    assert sorted(path.name for path in project.iterdir()) == [
        ".gitignore",
        "LICENSE",
        "README.md",
        "hatch_build.py",
        "lessons",
        "pyproject.toml",
        "rainy_days",
    ]
    told = "".join(path.read_text() for path in project.rglob("*") if path.is_file())
    assert "Rainy days" in told
    for stand_in in ("new-pack", "new_pack", "A new pack", "new-lesson", "A new lesson", "9.9"):
        assert stand_in not in told


def test_the_first_lesson_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    assert main([NAME, "--lesson", "drops-and-puddles", "--in", str(tmp_path)]) == 0
    (text,) = (tmp_path / NAME / "lessons").rglob("lesson.md")
    assert text.parent.name == "01-01-drops-and-puddles"
    assert 'title: "Drops and puddles"' in text.read_text()


def test_the_wheel_holds_the_lessons_and_announces_them(project: Path) -> None:
    _, made = wheel(project, with_the_lab=True)
    assert made is not None
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
        entry = archive.read("rainy_days-0.1.0.dist-info/entry_points.txt").decode()
    assert "rainy-days = rainy_days" in entry
    assert {"rainy_days/pack.json", "rainy_days/rainy-days-first/lesson.ipynb"} <= names
    assert not any("hatch_build" in name or name.startswith("lessons") for name in names)


def test_a_build_compiles_where_the_lab_is_and_refuses_old_lessons_where_it_is_not(project: Path) -> None:
    _, made = wheel(project, with_the_lab=False)
    assert made is not None  # compiled by `pack new`, and of this very source
    lesson = next(project.glob("lessons/*/*/lesson.md"))
    lesson.write_text(lesson.read_text().replace("minutes: 15", "minutes: 17"))
    printed, made = wheel(project, with_the_lab=False)
    assert made is None
    assert (
        "are missing, or older than lessons/. Run: torchenstein lesson compile lessons rainy_days" in printed
    )
    assert compile_lessons([str(project / "lessons"), str(project / "rainy_days")]) == 0
    assert wheel(project, with_the_lab=False)[1] is not None
    lesson.write_text(lesson.read_text().replace("minutes: 17", "minutes: 19"))
    assert wheel(project, with_the_lab=True)[1] is not None
    assert '"minutes": 19' in (project / "rainy_days/rainy-days-first/lesson.json").read_text()


def test_an_installed_pack_stands_beside_the_course(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, made = wheel(project, with_the_lab=True)
    site = tmp_path / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        str(site),
    ]
    subprocess.run([*pip, str(made)], check=True)
    monkeypatch.syspath_prepend(str(site))
    assert NAME in [pack.id for pack in find_packs()]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["Rainy"], "is not kebab-case"),
        (["1-day"], "is not kebab-case"),
        (["torchenstein-more"], "are the course's own"),
        (["rainy", "--title", 'a "title"'], "has a quotation mark"),
        (["rainy", "--title", "a\nb"], "is no plain line of text"),
        (["rainy", "--lesson", "Rain"], "is not kebab-case"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    tmp_path: Path, words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--in", str(tmp_path)]) == 1
    assert why in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_left_as_it_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "README.md").write_text("Mine.")
    assert main([NAME, "--in", str(project.parent)]) == 1
    assert "exists already, and is left as it is" in capsys.readouterr().err
    assert (project / "README.md").read_text() == "Mine."
