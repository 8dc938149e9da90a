"""What a clean room takes, beside two graders that also run a notebook from the top in a fresh kernel.

The notebook is lesson 1.1 with its reference solutions (`graders.py`). Ours judges every answer by its whole
check, the peers only ask whether the names exist: so ours may take half as long again. Each round runs all
three commands in turn. Then one answer is judged as the exercise bar does it, with a kernel that was kept
ready and with none.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import nbformat
from jupyter_client.kernelspec import KernelSpecManager

from benchmarks.graders import LESSON, PACK, write_notebooks
from benchmarks.result import Result, median
from torchenstein_lab.contracts.clean_room import CleanRoomCell
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.course.packs import find_pack
from torchenstein_lab.server.clean_room import Asked, CleanRoom, lessons_own
from torchenstein_lab.server.clean_room_spare import SpareKernel

_SAID = {
    "ours": '"ok": true',
    "nbgrader validate": "Success! Your notebook passes all the tests.",
    "otter check": "All tests passed!",
}


def measure(quick: bool) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="torchenstein-bench-") as name:
        folder = Path(name)
        commands = write_notebooks(folder)
        seconds = _commands(folder, commands, 1 if quick else 5)
        one = asyncio.run(_one_answer(folder, 2 if quick else 7))
    ours = median(seconds["ours"])
    nbgrader, otter = median(seconds["nbgrader validate"]), median(seconds["otter check"])
    judged = median([round_.judged for round_ in one.ready])
    begun = median([round_.begun for round_ in one.ready]) * 1000
    cold = median([round_.begun for round_ in one.cold]) * 1000
    return [
        Result(
            promise="`torchenstein verify` of lesson 1.1 with all its checks",
            figure=ours / nbgrader,
            limit=1.5,
            unit="× nbgrader validate",
            baseline=f"ours {ours:.1f} s, nbgrader validate (names only) {nbgrader:.1f} s",
            runs=len(seconds["ours"]),
        ),
        Result(
            promise="`torchenstein verify` of lesson 1.1 with all its checks",
            figure=ours / otter,
            limit=1.5,
            unit="× otter check",
            baseline=f"ours {ours:.1f} s, otter check (names only) {otter:.1f} s",
            runs=len(seconds["ours"]),
        ),
        Result(
            promise="clean room with a kernel kept ready, from the click until the first cell runs, median",
            figure=begun,
            limit=250,
            unit="ms",
            baseline=f"with no kernel ready {cold:.0f} ms",
            runs=len(one.ready),
        ),
        Result(
            promise="clean room with a kernel kept ready, the last answer of lesson 1.1 (55 cells), median",
            figure=judged / nbgrader,
            limit=0.5,
            unit="× nbgrader validate",
            baseline=f"ours {judged:.1f} s, nbgrader validate {nbgrader:.1f} s",
            runs=len(one.ready),
        ),
    ]


def _commands(folder: Path, commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each command, run in turn after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    environment = {**os.environ, "JUPYTER_DATA_DIR": str(folder / "data")}
    for counted in (False, *[True] * rounds):
        for name, command in commands.items():
            begun = time.monotonic()
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            took = time.monotonic() - begun
            assert _SAID[name] in done.stdout + done.stderr, f"{name}:\n{done.stdout}{done.stderr}"
            if counted:
                seconds[name].append(took)
    return seconds


class _Round(NamedTuple):
    """Seconds until the first cell ran, and until the verdict was there."""

    begun: float
    judged: float


class _Rounds(NamedTuple):
    ready: list[_Round]
    cold: list[_Round]


async def _one_answer(folder: Path, rounds: int) -> _Rounds:
    """Have the last answer judged as the server does, with and without a kernel kept ready, in turn."""
    found = _Rounds([], [])
    spare = SpareKernel(str(folder), KernelSpecManager(), logging.getLogger(__name__))
    for _ in range(rounds):
        found.cold.append(await _round(spare, folder))
        await spare.prepare("python3")
        assert spare.is_kept, "There is not enough free memory to keep a kernel ready."
        while not spare.is_ready:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        found.ready.append(await _round(spare, folder))
    await spare.close()
    return found


async def _round(spare: SpareKernel, folder: Path) -> _Round:
    pack = find_pack(PACK)
    notebook = nbformat.read(folder / "lesson.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    cells = tuple(
        CleanRoomCell(
            id=cell.id,
            source=cell.source,
            raises="raises-exception" in cell.metadata.get("tags", []),
            exercise=cell.metadata.get("torchenstein", {}).get("exercise"),
            deal=cell.metadata.get("torchenstein", {}).get("deal"),
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    )
    at = max(index for index, cell in enumerate(cells) if cell.exercise)
    exercise = next(each for each in pack.lesson(LESSON).exercises if each.id == cells[at].exercise)
    first: list[float] = []
    begun = time.monotonic()
    kernel = await spare.take("python3", str(folder))
    room = CleanRoom(
        kernel,
        PACK,
        LESSON,
        cells,
        lessons_own(pack, LESSON),
        tell=lambda _phase, _cell: first.append(time.monotonic() - begun),
    )
    found = await room.judge([Asked(exercise, at)], whole=False)
    judged = time.monotonic() - begun
    await kernel.close()
    assert found.judged[exercise.id].verdict.outcome is Outcome.PASSED, found
    return _Round(first[0], judged)
