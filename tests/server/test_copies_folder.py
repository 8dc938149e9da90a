"""A learner's copy is found under any name, never overwritten, and merged only when the learner says so."""

import json
from pathlib import Path
from typing import Any

import pytest

from torchenstein_lab.server.copies_folder import choose_deals, file_name, safe_folder
from torchenstein_lab.study import NotAccepted, Study

OPEN = "lessons/tiny/first-steps/open"
PATH = "Lessons/1.1 First steps.ipynb"


async def open_lesson(api: Any, update: str = "ask", folder: str = "Lessons") -> Any:
    answer = await api("POST", OPEN, {"folder": folder, "update": update})
    assert answer.status == 200, answer
    return answer.body


def edit(path: Path, **torchenstein: Any) -> bytes:
    """Change a copy as a learner (a cell) and as an older version (the metadata) would have it."""
    notebook = json.loads(path.read_text())
    notebook["metadata"]["torchenstein"].update(torchenstein)
    for cell in notebook["cells"]:
        if cell["metadata"].get("torchenstein", {}).get("cell") == "exercise-double-it":
            cell["source"] = "def double(x):\n    return x + x  # mine"
    path.write_text(json.dumps(notebook))
    return path.read_bytes()


async def test_a_copy_is_made_once_and_found_again(api: Any, jp_root_dir: Path) -> None:
    assert await open_lesson(api) == {"path": PATH, "status": "created", "backup": None, "notice": None}
    before = (jp_root_dir / PATH).read_bytes()
    assert (await open_lesson(api))["status"] == "opened"
    assert (jp_root_dir / PATH).read_bytes() == before
    cards = [card for pack in (await api("GET", "course")).body["packs"] for card in pack["lessons"]]
    assert PATH in [card["path"] for card in cards]


async def test_a_renamed_copy_is_found_by_what_it_is(api: Any, jp_root_dir: Path, jp_data_dir: Path) -> None:
    await open_lesson(api)
    (jp_root_dir / PATH).rename(jp_root_dir / "Lessons" / "my own name.ipynb")
    assert await open_lesson(api) == {
        "path": "Lessons/my own name.ipynb",
        "status": "opened",
        "backup": None,
        "notice": None,
    }


@pytest.mark.parametrize(
    "hint", ["", "garbage", "[]", '{"tiny/first-steps": {"paths": ["../../etc/passwd", ""]}}']
)
async def test_without_a_sound_memory_of_paths_the_folder_is_looked_through(
    api: Any, jp_root_dir: Path, jp_data_dir: Path, hint: str
) -> None:
    await open_lesson(api)
    (jp_data_dir / "torchenstein_lab" / "copies.json").write_text(hint)
    (jp_root_dir / "Lessons" / "broken.ipynb").write_text("{")
    assert (await open_lesson(api))["path"] == PATH


async def test_a_file_of_the_same_name_that_is_no_copy_is_left_alone(api: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "Lessons").mkdir()
    (jp_root_dir / PATH).write_text("my diary")
    assert (await open_lesson(api))["path"] == "Lessons/1.1 First steps (2).ipynb"
    assert (jp_root_dir / PATH).read_text() == "my diary"


async def test_a_newer_lesson_is_asked_about_merged_with_a_backup_or_declined(
    api: Any, jp_root_dir: Path
) -> None:
    await open_lesson(api)
    before = edit(jp_root_dir / PATH, content="an older version")
    assert (await open_lesson(api))["status"] == "newer"
    assert (await open_lesson(api, "keep"))["status"] == "kept"
    assert (await open_lesson(api))["status"] == "opened"
    assert (jp_root_dir / PATH).read_bytes() == before

    merged = await open_lesson(api, "merge")
    assert merged["status"] == "merged"
    assert merged["backup"].startswith("Lessons/1.1 First steps (backup 20")
    sources = ["".join(cell["source"]) for cell in json.loads((jp_root_dir / PATH).read_text())["cells"]]
    assert "def double(x):\n    return x + x  # mine" in sources
    backup = json.loads((jp_root_dir / merged["backup"]).read_text())
    assert backup["cells"] == json.loads(before)["cells"] or "# mine" in json.dumps(backup)
    assert (await open_lesson(api))["status"] == "opened"


async def test_a_backup_is_never_taken_for_the_copy(api: Any, jp_root_dir: Path) -> None:
    await open_lesson(api)
    edit(jp_root_dir / PATH, content="an older version")
    merged = await open_lesson(api, "merge")
    (jp_root_dir / PATH).unlink()
    assert (await open_lesson(api))["status"] == "created"
    assert (jp_root_dir / merged["backup"]).is_file()


async def test_metadata_edited_by_hand_neither_stops_nor_overwrites(api: Any, jp_root_dir: Path) -> None:
    await open_lesson(api)
    notebook = json.loads((jp_root_dir / PATH).read_text())
    notebook["metadata"]["torchenstein"] = ["what", {"is": "this"}]
    (jp_root_dir / PATH).write_text(json.dumps(notebook))
    before = (jp_root_dir / PATH).read_bytes()
    assert (await open_lesson(api))["path"] == "Lessons/1.1 First steps (2).ipynb"
    assert (jp_root_dir / PATH).read_bytes() == before


@pytest.mark.parametrize(
    "folder",
    ["..", "a/../../b", "/etc", ".hidden", "a/.git", "a\\b", "C:x", "x\x00y", "<b>", "a/ b", "x" * 300],
)
async def test_a_folder_that_leads_elsewhere_is_refused(api: Any, folder: str, jp_root_dir: Path) -> None:
    before = set(jp_root_dir.parent.rglob("*.ipynb"))
    answer = await api("POST", OPEN, {"folder": folder})
    assert (answer.status, answer.body["message"]) == (400, "The folder for lessons cannot be used.")
    assert set(jp_root_dir.parent.rglob("*.ipynb")) == before
    with pytest.raises(NotAccepted):
        safe_folder(folder)


def test_a_folder_may_be_deep_or_the_root_itself() -> None:
    assert safe_folder("") == ""
    assert safe_folder("Courses//2026/./PyTorch/") == "Courses/2026/PyTorch"


async def test_a_folder_that_is_a_file_is_a_sentence(api: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "Lessons").write_text("a file")
    answer = await api("POST", OPEN, {"folder": "Lessons"})
    assert (answer.status, "could not be opened in the folder" in answer.body["message"]) == (400, True)
    assert (jp_root_dir / "Lessons").read_text() == "a file"


def test_each_learner_is_dealt_the_same_numbers_every_time_and_not_all_the_same(tiny_pack: Path) -> None:
    _, lesson = Study().find_lesson("tiny", "first-steps")
    deals = [choose_deals(f"learner {n}", "tiny", lesson)["sum-of-a-row"] for n in range(200)]
    assert deals == [choose_deals(f"learner {n}", "tiny", lesson)["sum-of-a-row"] for n in range(200)]
    assert set(deals) == set(range(10))


def test_a_title_makes_a_file_name_that_every_system_takes(tiny_pack: Path) -> None:
    import msgspec

    _, lesson = Study().find_lesson("tiny", "first-steps")
    odd = msgspec.structs.replace(lesson, title='../a\\b: "what" is <this>?\n\x00' + "x" * 500)
    name = file_name(odd)
    assert not set(name) & set('/\\:*?"<>|\n\x00')
    assert len(name) <= 100
    assert not name.startswith(".")
