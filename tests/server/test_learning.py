"""A learner's way through the API: open, wrong, hint, right, badge, duck, and all of it the next day."""

import asyncio
import errno
import os
from pathlib import Path
from typing import Any

LESSON = {"pack": "tiny", "lesson": "first-steps"}
DOUBLE = {**LESSON, "exercise": "double-it"}


async def check(api: Any, notebook: Any, number: int) -> Any:
    body = {**DOUBLE, "id": f"check-{number}", "kernel": notebook.kernel}
    return (await api("POST", "check", body)).body


def state(reply: Any) -> Any:
    return next(each for each in reply["progress"]["exercises"] if each["exercise"] == "double-it")


async def test_a_learner_goes_from_wrong_to_right_and_finds_it_all_the_next_day(
    api: Any, notebook: Any, jp_data_dir: Path
) -> None:
    assert (await api("POST", "lessons/tiny/first-steps/open", {"folder": "Lessons"})).body[
        "status"
    ] == "created"

    await notebook.run("def double(x):\n    return x * x")
    wrong = await check(api, notebook, 1)
    assert (wrong["verdict"]["outcome"], wrong["verdict"]["misconception"]) == ("failed", "squares")
    assert (state(wrong)["state"], state(wrong)["failures"], wrong["new_badges"]) == ("tried", 1, [])
    refused = await api("POST", "reveal", DOUBLE)
    assert (refused.status, "is not open yet" in refused.body["message"]) == (409, True)

    hint = (await api("POST", "hint", DOUBLE)).body
    assert (hint["tier"], hint["text"]) == (1, "Which operation makes a number twice as large?")
    assert (await api("POST", "hint", DOUBLE)).body["tier"] == 2

    await notebook.run("def double(x):\n    return x * 2")
    right = await check(api, notebook, 2)
    assert (right["verdict"]["outcome"], right["saved"], state(right)["state"]) == (
        "passed",
        True,
        "mastered",
    )
    assert [badge["id"] for badge in right["new_badges"]] == ["first-pass", "comeback", "doubler"]
    assert right["progress"]["minutes_left"] == 5
    assert (await check(api, notebook, 3))["new_badges"] == []

    assert (await api("POST", "badges/seen", {**LESSON, "badge": "first-pass"})).status == 204
    assert (await api("POST", "badges/seen", {**LESSON, "badge": "core"})).status == 204
    assert (await api("POST", "reveal", DOUBLE)).body["solution"]["source"].endswith("return x * 2")
    assert (await api("POST", "reset", DOUBLE)).body["starter"].startswith("def double(x): ...")

    told = {**LESSON, "text": "  One number meets all. ", "met": [2, 0, 99, 0]}
    (entry,) = (await api("POST", "journal", told)).body["entries"]
    assert (entry["text"], entry["met"], entry["title"]) == (told["text"], [0, 2], "First steps")
    assert (await api("POST", f"journal/{entry['id']}/rubric", {"met": [1, 9, 1]})).status == 204
    assert [each["met"] for each in (await api("GET", "journal")).body["entries"]] == [[1]]
    assert (await api("POST", "journal/none-such/rubric", {"met": []})).status == 404

    # The next day: nothing is left but what is on the disk.
    from torchenstein_lab.study import Study

    course = Study().course({})
    (progress,) = [card.progress for pack in course.packs for card in pack.lessons if pack.id == "tiny"]
    assert {each.exercise: each.state.value for each in progress.exercises}["double-it"] == "mastered"
    held = {badge.id: badge.seen for badge in course.badges if badge.pack == "tiny" and badge.earned_at}
    assert held == {"first-pass": True, "comeback": False, "doubler": False, "explained": False}
    assert course.here == ("tiny", "first-steps")
    assert (await api("GET", "lessons/tiny/first-steps")).body["hints_seen"] == {
        "sum-of-a-row": 0,
        "double-it": 2,
    }


async def test_other_requests_are_answered_while_a_check_runs_and_it_can_be_cancelled(
    api: Any, notebook: Any, until: Any
) -> None:
    await notebook.run("def double(x):\n    while True: pass")
    body = {**DOUBLE, "id": "endless", "kernel": notebook.kernel}
    running = asyncio.ensure_future(api("POST", "check", body))
    await until(lambda: notebook.manager.execution_state == "busy")
    assert (await api("GET", "course")).status == 200
    again = await api("POST", "check", body)
    assert (again.status, "already under way" in again.body["message"]) == (400, True)
    assert not running.done()
    assert (await api("POST", "check/endless/cancel")).status == 204
    reply = (await running).body
    assert reply["verdict"]["outcome"] == "cannot-check"
    assert state(reply)["attempts"] == 0


async def test_a_full_disk_costs_the_record_and_not_the_lesson(
    api: Any, notebook: Any, monkeypatch: Any
) -> None:
    await notebook.run("def double(x):\n    return x * 2")

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("torchenstein_lab.progress.store.os.write", full)
        reply = await check(api, notebook, 1)
        assert (reply["verdict"]["outcome"], reply["saved"], state(reply)["state"]) == (
            "passed",
            False,
            "new",
        )
        assert "no room left on the disk" in reply["notice"]
        assert "no room left" in (await api("POST", "hint", DOUBLE)).body["notice"]
        told = await api("POST", "journal", {**LESSON, "text": "Kept in the editor."})
        assert (told.status, "no room left" in told.body["message"]) == (507, True)
    assert (await check(api, notebook, 2))["saved"] is True
    assert os.write is not full


async def test_damaged_events_are_named_on_the_course_map(api: Any, jp_data_dir: Path) -> None:
    await api("POST", "hint", DOUBLE)
    (folder,) = (jp_data_dir / "torchenstein_lab" / "events").iterdir()
    (folder / "garbage.jsonl").write_bytes(b"\x00garbage\n{}\n")
    course = (await api("GET", "course")).body
    (notice,) = course["notices"]
    assert "2 lines are damaged" in notice
    assert course["packs"][0]["lessons"][0]["progress"]["exercises"][1]["hints"] == 1


async def test_a_pack_that_cannot_be_read_hides_no_other(
    api: Any, tmp_path: Path, tiny_pack: Path, monkeypatch: Any
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.json").write_text("{")
    monkeypatch.setenv("TORCHENSTEIN_PACK_PATH", f"{tmp_path / 'broken'}{os.pathsep}{tiny_pack}")
    packs = {pack["id"]: pack for pack in (await api("GET", "course")).body["packs"]}
    assert "damaged" in packs["broken"]["problem"]
    assert packs["tiny"]["problem"] is None


async def test_an_explanation_is_neither_empty_nor_endless(api: Any) -> None:
    for text, word in ((" \n", "empty"), ("x" * 20_001, "20,001 characters")):
        answer = await api("POST", "journal", {**LESSON, "text": text})
        assert (answer.status, word in answer.body["message"]) == (400, True)
    assert (await api("GET", "journal")).body["entries"] == []
