"""What was proved and has not changed is not proved again; what does not hold is."""

import shutil
from pathlib import Path

import pytest

from torchenstein_lab.authoring.verify import Settings, targets, verify
from torchenstein_lab.authoring.verify_cache import VerifyCache, exercise_key, lesson_key
from torchenstein_lab.authoring.verify_exercise import Report

TINY = Path(__file__).parents[1] / "packs" / "tiny"
LESSON = "01-basics/01-01-first-steps"
QUICK = Settings(seeds=1, hostile=False, mutants=False, notebooks=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(TINY, tmp_path / "source")
    return copy


@pytest.fixture
def cache(tmp_path: Path) -> VerifyCache:
    return VerifyCache(tmp_path / "cache")


def remembered(source: Path, cache: VerifyCache, again: bool = False) -> int:
    """How many of the three parts (two exercises and the lesson) were not proved again."""
    chosen, _ = targets(source)
    found = verify(chosen, QUICK, cache=cache, again=again)
    (lesson,) = found.lessons
    assert found.counts.exercises == 2
    assert lesson.whole is not None
    return lesson.remembered


def test_only_what_changed_is_proved_again(source: Path, cache: VerifyCache) -> None:
    assert remembered(source, cache) == 0
    assert remembered(source, cache) == 3
    file = source / LESSON / "exercises" / "double_it.py"
    file.write_text(file.read_text().replace("Multiply by 2 instead.", "Multiply by 2 in its place."))
    assert remembered(source, cache) == 1  # the other exercise; the lesson holds the one that changed
    assert remembered(source, cache) == 3
    assert remembered(source, cache, again=True) == 0


def test_what_does_not_hold_is_not_remembered(source: Path, cache: VerifyCache) -> None:
    file = source / LESSON / "lesson.md"
    file.write_text(file.read_text().replace("One number meets", "Obviously, one number meets"))
    assert remembered(source, cache) == 0
    assert remembered(source, cache) == 2


def test_a_key_stands_for_the_source_and_for_the_settings(source: Path) -> None:
    file = source / LESSON / "exercises" / "double_it.py"
    keys = {exercise_key(file, 100), exercise_key(file, 10), lesson_key(source / LESSON, True)}
    file.write_text(file.read_text() + "\n")
    keys |= {exercise_key(file, 100), lesson_key(source / LESSON, True)}
    assert len(keys) == 5


def test_a_cache_that_is_damaged_or_cannot_be_written_is_an_empty_one(tmp_path: Path) -> None:
    cache, report = VerifyCache(tmp_path / "cache"), Report("double-it", right=3)
    cache.put(tmp_path, "key", report)
    assert cache.get(tmp_path, "key", Report) == report
    assert cache.get(tmp_path, "other key", Report) is None
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(b"{")
    assert cache.get(tmp_path, "key", Report) is None
    (tmp_path / "no folder").write_text("")
    nowhere = VerifyCache(tmp_path / "no folder")
    nowhere.put(tmp_path, "key", report)
    assert nowhere.get(tmp_path, "key", Report) is None
