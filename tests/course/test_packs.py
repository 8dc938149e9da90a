"""Packs are found without being imported, and a broken one hides no other."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from torchenstein_lab.course.packs import (
    BrokenPack,
    DamagedPackError,
    InstalledPack,
    NotInPackError,
    find_pack,
    find_packs,
)


@pytest.fixture
def install(tmp_path: Path, compiled_tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Installs a package with the tiny pack in it, as pip would, and returns the pack's folder."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def put(name: str, value: str, package: str = "", identity: str = "") -> Path:
        package = package or value
        folder = site / package
        if not folder.exists():
            shutil.copytree(compiled_tiny, folder)
            (folder / "__init__.py").write_text("raise SystemExit('a pack must not be imported')")
        rewrite(folder / "pack.json", id=identity or name)
        info = site / f"{name.replace('-', '_')}_{len(list(site.iterdir()))}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {info.name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[torchenstein_lab.packs]\n{name} = {value}\n")
        os.utime(site, ns=(0, len(list(site.iterdir()))))
        return folder

    return put


def rewrite(file: Path, **values: object) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


def named(identity: str) -> InstalledPack | BrokenPack:
    return next(pack for pack in find_packs() if pack.id == identity)


def problem(identity: str) -> str:
    pack = named(identity)
    assert isinstance(pack, BrokenPack)
    return pack.problem


def test_an_installed_pack_is_found_and_not_imported(install: Callable[..., Path]) -> None:
    folder = install("found-me", "found_me_pack")
    pack = find_pack("found-me")
    assert pack.folder == folder
    assert pack.lesson_ids == ("first-steps",)
    assert "found_me_pack" not in sys.modules


def test_a_lesson_is_read_from_files(tiny_pack: Path) -> None:
    pack = find_pack("tiny")
    assert pack.lesson("first-steps").title == "First steps"
    assert pack.notebook("first-steps")["nbformat"] == 4
    assert pack.solutions("first-steps", "double-it").answers[0].solution.title == "Times two"
    file = pack.exercise_file("first-steps", "double-it")
    assert file == tiny_pack / "first-steps/exercises/double_it.py"


def test_a_notebook_is_a_copy_that_may_be_changed(tiny_pack: Path) -> None:
    pack = find_pack("tiny")
    pack.notebook("first-steps")["cells"].clear()
    assert pack.notebook("first-steps")["cells"]


def test_a_file_is_read_again_after_it_changed(
    compiled_tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(compiled_tiny, folder)
    monkeypatch.setenv("TORCHENSTEIN_PACK_PATH", str(folder))
    assert find_pack("tiny").lesson("first-steps").title == "First steps"
    rewrite(folder / "first-steps/lesson.json", title="Other steps")
    assert find_pack("tiny").lesson("first-steps").title == "Other steps"


def test_a_preview_comes_before_the_installed_pack(install: Callable[..., Path], tiny_pack: Path) -> None:
    install("tiny", "tiny_installed")
    assert [pack.id for pack in find_packs()].count("tiny") == 1
    assert find_pack("tiny").folder == tiny_pack


@pytest.mark.parametrize(
    "strange", ["nothing", "../first-steps", "..", "", "first-steps/", "FIRST-STEPS", "a\0b"]
)
def test_only_listed_ids_are_looked_up(tiny_pack: Path, strange: str) -> None:
    pack = find_pack("tiny")
    for ask in (
        lambda: pack.lesson(strange),
        lambda: pack.notebook(strange),
        lambda: pack.solutions("first-steps", strange),
        lambda: pack.exercise_file("first-steps", strange),
        lambda: pack.exercise_file(strange, "double-it"),
        lambda: find_pack(strange),
    ):
        with pytest.raises(NotInPackError):
            ask()


def test_a_dotted_entry_point_is_refused_with_a_sentence(install: Callable[..., Path]) -> None:
    install("dotted", "some.inner.package", package="some_package")
    assert "only a top-level package can be found without running its code" in problem("dotted")
    assert "some" not in sys.modules


def test_a_missing_package_is_told(install: Callable[..., Path]) -> None:
    shutil.rmtree(install("gone", "gone_pack"))
    assert problem("gone") == "The package “gone_pack” of the pack “gone” is missing. Install the pack again."


def test_two_packs_of_one_name_are_told(install: Callable[..., Path]) -> None:
    install("double", "double_a")
    install("double", "double_b")
    assert isinstance(named("double"), InstalledPack)
    assert problem("double (double_b)") == "Two packs are called “double”. Uninstall one of them."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"contract": 99}, "was made for a newer Torchenstein Lab"),
        ({"contract": 0}, "was made for an older Torchenstein Lab"),
        ({"id": "other"}, "calls itself “other”"),
        (
            {"modules": [{"id": "m", "number": "1", "title": "M", "lessons": ["../../etc"]}]},
            "the id “../../etc”",
        ),
        ({"modules": "none"}, "is damaged: Expected `array`"),
    ],
)
def test_a_pack_that_cannot_be_used_says_why_and_hides_no_other(
    install: Callable[..., Path], tiny_pack: Path, values: dict[str, object], said: str
) -> None:
    rewrite(install("broken", "broken_pack") / "pack.json", **values)
    assert said in problem("broken")
    assert isinstance(find_pack("tiny"), InstalledPack)
    with pytest.raises(DamagedPackError, match=re.escape(said)):
        find_pack("broken")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"id": 1}', b"\xff\xfe", b"null"])
def test_damaged_files_of_a_lesson_are_told(
    compiled_tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(compiled_tiny, folder)
    monkeypatch.setenv("TORCHENSTEIN_PACK_PATH", str(folder))
    pack = find_pack("tiny")
    (folder / "first-steps/solutions.json").write_bytes(damage if damage != b"[]" else b"{}")
    with pytest.raises(DamagedPackError, match="Install the pack again"):
        pack.solutions("first-steps", "double-it")
    for name in ("lesson.json", "lesson.ipynb"):
        (folder / "first-steps" / name).write_bytes(damage)
    with pytest.raises(DamagedPackError, match="Install the pack again"):
        pack.notebook("first-steps")
    with pytest.raises(DamagedPackError, match="Install the pack again"):
        pack.lesson("first-steps")


def test_missing_files_are_told(compiled_tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(compiled_tiny, folder)
    monkeypatch.setenv(
        "TORCHENSTEIN_PACK_PATH", os.pathsep.join([str(folder), str(tmp_path / "nowhere"), ""])
    )
    assert "cannot be read" in problem("nowhere")
    (folder / "first-steps/exercises/double_it.py").unlink()
    with pytest.raises(DamagedPackError, match="is missing"):
        find_pack("tiny").exercise_file("first-steps", "double-it")
