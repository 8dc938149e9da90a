"""The kernel that is kept ready: at most one, where memory allows, and never left behind."""

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from torchenstein_lab.server import clean_room_spare
from torchenstein_lab.server.clean_room_kernel import FreshKernel
from torchenstein_lab.server.clean_room_memory import ROOM_FOR_SPARE, ROOM_TO_RUN
from torchenstein_lab.server.clean_room_spare import SpareKernel
from torchenstein_lab.server.evaluated import value_of

LOG = logging.getLogger(__name__)


@pytest.fixture
def spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SpareKernel:
    monkeypatch.setattr(clean_room_spare, "free_bytes", lambda: ROOM_FOR_SPARE)
    return SpareKernel(str(tmp_path), KernelSpecManager(), LOG)


async def value(kernel: FreshKernel, expression: str) -> object:
    content = await kernel.ask({"it": expression}, 60)
    return value_of(content["user_expressions"]["it"])


async def pid_of(kernel: FreshKernel) -> Any:
    return await value(kernel, "__import__('os').getpid()")


def kernels_of_ours() -> set[int]:
    """The kernels that this process started and that still run."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            parent = (
                (entry / "stat").read_text().rpartition(")")[2].split()[1] if entry.name.isdigit() else ""
            )
            if parent == str(os.getpid()) and b"ipykernel" in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
        except OSError:
            continue
    return found


async def test_a_spare_is_fresh_loaded_and_taken_once(spare: SpareKernel, tmp_path: Path) -> None:
    other = kernels_of_ours()
    await spare.prepare("python3")
    await spare.prepare("python3")
    folder = tmp_path / "lesson"
    folder.mkdir()
    kernel = await spare.take("python3", str(folder))
    assert kernels_of_ours() - other == {await pid_of(kernel)}
    assert await value(kernel, "'torch' in __import__('sys').modules") is True
    assert await value(kernel, "__import__('os').getcwd()") == str(folder)
    assert await value(kernel, "sorted(name for name in globals() if not name.startswith('_'))") == [
        "In", "Out", "exit", "get_ipython", "open", "quit",
    ]  # fmt: skip
    assert (await kernel.run("1", 60))["execution_count"] == 1
    assert not spare.is_kept
    await kernel.close()
    assert kernels_of_ours() == other


async def test_a_spare_of_another_kernelspec_is_ended_and_the_right_one_started(
    spare: SpareKernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = kernels_of_ours()
    await spare.prepare("python3")
    monkeypatch.setattr(spare, "_key", "another kernelspec")
    kernel = await spare.take("python3", str(tmp_path))
    assert len(kernels_of_ours() - other) == 1
    assert await value(kernel, "'torch' in __import__('sys').modules") is False
    await kernel.close()


async def test_a_spare_that_died_is_replaced(spare: SpareKernel, tmp_path: Path) -> None:
    other = kernels_of_ours()
    await spare.prepare("python3")
    (pid,) = await one_more_than(other)
    os.kill(pid, 9)
    kernel = await spare.take("python3", str(tmp_path))
    assert await pid_of(kernel) != pid
    await kernel.close()


async def one_more_than(known: set[int]) -> set[int]:
    while not (found := kernels_of_ours() - known):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return found


@pytest.mark.parametrize("free", [ROOM_FOR_SPARE - 1, 0, None])
async def test_where_memory_is_short_or_unknown_there_is_no_spare(
    spare: SpareKernel, monkeypatch: pytest.MonkeyPatch, free: int | None
) -> None:
    monkeypatch.setattr(clean_room_spare, "free_bytes", lambda: free)
    await spare.prepare("python3")
    assert not spare.is_kept


async def test_of_an_unknown_kernelspec_there_is_no_spare(spare: SpareKernel) -> None:
    await spare.prepare("nonesuch")
    assert not spare.is_kept


@pytest.mark.parametrize(("idle", "free"), [(0.0, ROOM_FOR_SPARE), (600.0, ROOM_TO_RUN - 1)])
async def test_a_spare_goes_when_nobody_needs_it_or_memory_gets_short(
    spare: SpareKernel, monkeypatch: pytest.MonkeyPatch, idle: float, free: int
) -> None:
    other = kernels_of_ours()
    monkeypatch.setattr(clean_room_spare, "IDLE_SECONDS", idle)
    monkeypatch.setattr(clean_room_spare, "_LOOK_SECONDS", 0.01)
    await spare.prepare("python3")
    monkeypatch.setattr(clean_room_spare, "free_bytes", lambda: free)
    while spare.is_kept:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    await spare.close()
    assert kernels_of_ours() == other


def test_a_spare_ends_with_its_server(tmp_path: Path) -> None:
    """Even when the process that keeps it ends without a word to it."""
    program = f"""
import asyncio, logging
from jupyter_client.kernelspec import KernelSpecManager
from torchenstein_lab.server import clean_room_spare
clean_room_spare.free_bytes = lambda: 2**40
async def keep():
    spare = clean_room_spare.SpareKernel({str(tmp_path)!r}, KernelSpecManager(), logging.getLogger())
    await spare.prepare("python3")
    kernel = await asyncio.shield(spare._making)
    content = await kernel.ask({{"pid": "__import__('os').getpid()"}}, 60)
    print(content["user_expressions"]["pid"]["data"]["text/plain"])
asyncio.run(keep())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    state = Path(f"/proc/{int(done.stdout)}/stat")
    with contextlib.suppress(FileNotFoundError):
        while state.read_text().rpartition(")")[2].split()[0] not in "ZX":
            os.sched_yield()
