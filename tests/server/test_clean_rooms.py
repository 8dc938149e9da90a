"""The clean room through the API: real fresh kernels, beside a real notebook's kernel that is not touched."""

import asyncio
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from torchenstein_lab.contracts.clean_room import CleanRoomRequest
from torchenstein_lab.server import clean_room, clean_room_spare, clean_rooms
from torchenstein_lab.server.clean_room_memory import ROOM_FOR_SPARE

LESSON = {"pack": "tiny", "lesson": "first-steps"}
RIGHT = "def double(x):\n    return x * 2"
LEANS = "def double(x):\n    return x * factor"


def asked(*cells: str, at: int = 0, **more: Any) -> dict[str, Any]:
    """A request about `double-it`, whose answer is the cell `at`."""
    return {
        **LESSON,
        "exercise": "double-it",
        "id": "room",
        "path": "lesson.ipynb",
        "kernel_name": "python3",
        "keep_spare": False,
        "at": at,
        "cells": [
            {"id": f"cell-{n}", "source": source, "exercise": "double-it" if n == at else None}
            for n, source in enumerate(cells)
        ],
        **more,
    }


async def come_to(api: Any, phases: tuple[str, ...] = ("done", "stopped"), room: str = "room") -> Any:
    """Look until the clean room is in one of these phases."""
    while True:
        answer = await api("GET", f"clean-room/{room}")
        assert answer.status == 200, answer.body
        if answer.body["phase"] in phases:
            return answer.body
        await asyncio.sleep(0.02)


async def result(api: Any, request: dict[str, Any]) -> Any:
    assert (await api("POST", "clean-room", request)).status == 200
    state = await asyncio.wait_for(come_to(api), 120)
    assert state["problem"] is None, state["problem"]
    return state["reply"]


async def test_an_answer_that_leans_on_a_deleted_cell_is_told_where_it_comes_from_and_passes_when_mended(
    api: Any, notebook: Any
) -> None:
    await notebook.run("row = 1")
    await notebook.run("factor = 2")
    await notebook.run(LEANS)
    before = await notebook.value("sorted(globals())")
    body = {**LESSON, "exercise": "double-it", "id": "own", "kernel": notebook.kernel}
    assert (await api("POST", "check", body)).body["verdict"]["outcome"] == "passed"

    reply = await result(api, asked("row = 1", LEANS, at=1, kernel=notebook.kernel))
    verdict = reply["check"]["verdict"]
    assert (verdict["outcome"], verdict["next"]) == ("error", "")
    assert [(each["name"], each["why"], each["cell"]) for each in reply["hidden"]] == [
        ("factor", "deleted", "cell-1")
    ]
    assert "from a cell that was deleted or changed since (it ran as [2]: `factor = 2`)" in reply["say"]

    reply = await result(api, asked("row = 1", "factor = 2", LEANS, at=2, kernel=notebook.kernel))
    assert (reply["check"]["verdict"]["outcome"], reply["hidden"], reply["troubles"]) == ("passed", [], [])
    assert "gives this answer too" in reply["say"]

    assert await notebook.value("sorted(globals())") == before
    assert (await notebook.run("1"))["execution_count"] == 4


async def test_a_clean_room_counts_as_any_check_and_is_marked_as_what_it_is(
    api: Any, jp_serverapp: Any, jp_data_dir: Path
) -> None:
    reply = await result(api, asked(RIGHT))
    (exercise,) = [
        each for each in reply["check"]["progress"]["exercises"] if each["exercise"] == "double-it"
    ]
    assert (exercise["state"], exercise["attempts"]) == ("mastered", 1)
    assert "doubler" in [badge["id"] for badge in reply["check"]["new_badges"]]
    assert '"clean_room":true' in stored_events(jp_data_dir)


def stored_events(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*.jsonl"))


async def test_cells_that_raise_are_named_unless_they_are_meant_to(api: Any) -> None:
    request = asked("1 / 0", "int('x')", RIGHT, at=2)
    request["cells"][0]["raises"] = True
    reply = await result(api, request)
    assert [(each["number"], each["cell"]) for each in reply["troubles"]] == [(2, "cell-1")]
    assert "Code cell 2 (`int('x')`) stops with ValueError" in reply["troubles"][0]["say"]
    assert reply["check"]["verdict"]["outcome"] == "passed"


async def test_a_cell_that_never_ends_is_named_and_the_rest_still_runs(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clean_room, "CELL_SECONDS", 1.0)
    reply = await result(api, asked("while True: pass", RIGHT, at=1))
    (trouble,) = reply["troubles"]
    assert "Code cell 1 (`while True: pass`) did not end within 1 seconds and was stopped" in trouble["say"]
    assert reply["check"]["verdict"]["outcome"] == "passed"


async def test_a_cell_that_cannot_be_stopped_is_named_and_the_answer_below_it_is_not_judged(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clean_room, "CELL_SECONDS", 1.0)
    deaf = (
        "import signal, threading\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nthreading.Event().wait(90)"
    )
    reply = await result(api, asked(deaf, RIGHT, at=1))
    assert reply["check"]["verdict"]["outcome"] == "cannot-check"
    assert "could not be stopped" in reply["say"]


@pytest.mark.parametrize(("at", "outcome"), [(0, "error"), (1, "cannot-check")])
async def test_a_cell_that_ends_the_kernel_is_named(api: Any, at: int, outcome: str) -> None:
    cells = ["import os; os._exit(3)"] if at == 0 else ["import os; os._exit(3)", RIGHT]
    reply = await result(api, asked(*cells, at=at))
    assert reply["check"]["verdict"]["outcome"] == outcome
    assert "Code cell 1 (`import os; os._exit(3)`) ended the kernel" in reply["check"]["verdict"]["say"]


async def test_an_answer_that_ends_the_kernel_while_it_is_judged_is_named(api: Any) -> None:
    spoils = (
        "import os\nfrom torchenstein_lab.checks import judge\njudge.judge_json = lambda request: os._exit(3)"
    )
    reply = await result(api, asked("1 / 0", f"{spoils}\n{RIGHT}", at=1))
    assert reply["check"]["verdict"]["outcome"] == "error"
    assert "Code cell 2 (`import os`) ended the kernel while" in reply["check"]["verdict"]["say"]


async def test_memory_is_bounded_and_the_cell_that_wants_it_is_named(api: Any) -> None:
    reply = await result(api, asked("import torch\nbig = torch.ones(10**12)", RIGHT, at=1))
    assert "Code cell 1 (`import torch`) stops with" in reply["troubles"][0]["say"]
    assert reply["check"]["verdict"]["outcome"] == "passed"


async def test_progress_is_told_and_cancelling_ends_the_kernel(
    api: Any, tmp_path: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = tmp_path / "pid"
    slow = (
        f"import os, threading\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\nthreading.Event().wait(60)"
    )
    assert (await api("POST", "clean-room", asked("a = 1", slow, RIGHT, at=2))).status == 200
    await until(lambda: pid.exists() and pid.read_text())
    state = (await api("GET", "clean-room/room")).body
    assert (state["phase"], state["cell"], state["cells"]) == ("running", 2, 3)
    second = await api("POST", "clean-room", asked(RIGHT, id="second"))
    assert (second.status, "at work already, on “Double it”" in second.body["message"]) == (400, True)
    assert (await api("GET", "course")).status == 200

    assert (await api("POST", "clean-room/room/cancel")).status == 204
    assert (await api("GET", "clean-room/room")).body["phase"] == "stopped"
    await until(lambda: not is_running(int(pid.read_text())))
    assert (await api("POST", "clean-room/room/cancel")).status == 204


async def test_a_clean_room_that_is_stopped_before_it_began_says_so(api: Any, jp_serverapp: Any) -> None:
    (extension,) = jp_serverapp.extension_manager.extension_apps["torchenstein_lab"]
    rooms = extension.classroom._clean_rooms
    await rooms.start(msgspec.convert(asked(RIGHT), CleanRoomRequest))
    await rooms.cancel("room")
    assert (await rooms.state("room")).phase == "stopped"


async def test_a_clean_room_that_nobody_looks_at_is_stopped(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clean_rooms, "LOOKED_AT_WITHIN", 0.2)
    assert await api("POST", "clean-room", asked("import threading; threading.Event().wait(60)", RIGHT, at=1))
    await asyncio.wait_for(come_to_rest(api), 60)


async def come_to_rest(api: Any) -> None:
    """Wait without looking: a second clean room is refused while one is at work."""
    while (await api("POST", "clean-room", asked(RIGHT, id="second"))).status != 200:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def test_an_unknown_kernelspec_is_a_sentence(api: Any) -> None:
    assert (await api("POST", "clean-room", asked(RIGHT, kernel_name="nonesuch"))).status == 200
    state = await come_to(api)
    assert "The kernel “nonesuch” of this notebook is not installed here" in state["problem"]["message"]
    assert "python3" in state["problem"]["message"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"at": 5}, 400),
        ({"at": -1}, 400),
        ({"cells": []}, 400),
        ({"id": ""}, 400),
        ({"exercise": "sum-of-a-row"}, 400),
        ({"exercise": "../../etc"}, 404),
        ({"path": "../../etc/x.ipynb"}, 400),
        ({"cells": [{"id": "a", "source": ""}] * 3000}, 400),
    ],
)
async def test_a_request_that_makes_no_sense_is_a_sentence(api: Any, change: Any, status: int) -> None:
    answer = await api("POST", "clean-room", {**asked(RIGHT), **change})
    assert (answer.status, set(answer.body)) == (status, {"message", "remedy"})


async def test_a_clean_room_that_is_over_is_a_sentence(api: Any) -> None:
    answer = await api("GET", "clean-room/nonesuch")
    assert (answer.status, answer.body["message"]) == (404, "This clean room is over.")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_kernel_is_ready_from_the_start_on_a_wish_after_each_use_and_gone_with_the_server(
    api: Any, jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clean_room_spare, "free_bytes", lambda: ROOM_FOR_SPARE)
    (extension,) = jp_serverapp.extension_manager.extension_apps["torchenstein_lab"]
    looks = "import sys\nassert 'torch' in sys.modules, 'this kernel was started just now'"
    assert (await api("POST", "clean-room/ready", {"kernel_name": "python3"})).status == 204
    for _ in range(2):
        reply = await result(api, asked(looks, RIGHT, at=1, keep_spare=True))
        assert reply["troubles"] == []
    kept = extension.classroom._clean_rooms._spare
    assert kept.is_kept
    await jp_serverapp.extension_manager.stop_all_extensions()
    assert not kept.is_kept
