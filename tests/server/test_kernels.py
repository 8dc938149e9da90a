"""How a check goes with real kernels: judged, busy, gone, restarted, cancelled, and without the package."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from torchenstein_lab.contracts.verdict import Category, JudgeRequest, Outcome
from torchenstein_lab.server import kernels
from torchenstein_lab.server.kernels import CheckUnderWay, Kernels

DOUBLE = JudgeRequest("tiny", "first-steps", "double-it")
RIGHT = "def double(x):\n    return x * 2"
NEVER_ENDS = "def double(x):\n    while True: pass"


@pytest.fixture
def judge(jp_asyncio_loop: asyncio.AbstractEventLoop, jp_serverapp: Any) -> Iterator[Any]:
    server = Kernels(jp_serverapp.kernel_manager, jp_serverapp.session_manager, jp_serverapp.log)

    def ask(
        kernel: str | None,
        request: JudgeRequest = DOUBLE,
        check: CheckUnderWay | None = None,
        cell: str | None = None,
    ) -> Any:
        return server.judge(kernel, request, 5, check or CheckUnderWay(), cell)

    yield ask
    jp_asyncio_loop.run_until_complete(server.close())


async def test_a_right_answer_passes_and_leaves_no_trace_in_the_notebook(notebook: Any, judge: Any) -> None:
    await notebook.run(RIGHT)
    names = await notebook.value("sorted(name for name in globals() if not name.startswith('_'))")
    verdict = await judge(notebook.kernel)
    assert (verdict.outcome, verdict.exercise) == (Outcome.PASSED, "double-it")
    assert await notebook.value("sorted(name for name in globals() if not name.startswith('_'))") == names
    assert (await notebook.run("1"))["execution_count"] == 2


async def test_a_wrong_answer_is_told_by_its_misconception(notebook: Any, judge: Any) -> None:
    await notebook.run("def double(x):\n    return x * x")
    verdict = await judge(notebook.kernel)
    assert (verdict.outcome, verdict.misconception) == (Outcome.FAILED, "squares")


async def test_a_notebook_without_a_kernel_has_nothing_to_check(jp_serverapp: Any, judge: Any) -> None:
    for kernel in (None, "", "no-such-kernel", "../../etc/passwd"):
        verdict = await judge(kernel)
        assert verdict.outcome is Outcome.KERNEL_GONE
        assert "no running kernel" in verdict.say


async def test_a_kernel_of_no_notebook_is_not_touched(jp_serverapp: Any, judge: Any) -> None:
    stray = await jp_serverapp.kernel_manager.start_kernel()
    assert (await judge(stray)).outcome is Outcome.KERNEL_GONE


async def test_a_busy_kernel_is_left_alone_and_answers_later(
    notebook: Any, judge: Any, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    done = await notebook.begin(f"{RIGHT}\nopen({str(gate)!r}).read()")
    verdict = await judge(notebook.kernel)
    assert (verdict.outcome, verdict.say) == (
        Outcome.KERNEL_BUSY,
        "The kernel is still busy with another cell.",
    )
    await asyncio.to_thread(gate.write_text, "go")
    assert (await done())["status"] == "ok"
    assert (await judge(notebook.kernel)).outcome is Outcome.PASSED


async def test_a_cell_that_has_just_ended_does_not_make_the_kernel_busy(notebook: Any, judge: Any) -> None:
    done = await notebook.begin(
        f"{RIGHT}\nimport time\nend = time.monotonic() + 0.3\nwhile time.monotonic() < end: pass"
    )
    verdict, _ = await asyncio.gather(judge(notebook.kernel), done())
    assert verdict.outcome is Outcome.PASSED


async def test_a_cell_that_failed_does_not_swallow_the_check_behind_it(notebook: Any, judge: Any) -> None:
    await notebook.run(RIGHT)
    reply, verdict = await asyncio.gather(notebook.run("1 / 0"), judge(notebook.kernel))
    assert reply["status"] == "error"
    assert verdict.outcome is Outcome.PASSED


async def test_a_kernel_that_dies_during_the_check_is_told(notebook: Any, judge: Any, until: Any) -> None:
    await notebook.run(NEVER_ENDS)
    await notebook.run("import os, threading")
    await notebook.run(
        "from torchenstein_lab.checks import judge as j\nj.judge_json = lambda request: os._exit(3)"
    )
    verdict = await judge(notebook.kernel)
    assert verdict.outcome is Outcome.KERNEL_GONE
    assert "its variables are gone" in verdict.say


async def test_a_kernel_that_is_restarted_during_the_check_is_told_and_works_again(
    notebook: Any, judge: Any, jp_serverapp: Any, until: Any
) -> None:
    await notebook.run(NEVER_ENDS)
    check = asyncio.ensure_future(judge(notebook.kernel))
    await until(lambda: notebook.manager.execution_state == "busy")
    await jp_serverapp.kernel_manager.restart_kernel(notebook.kernel)
    assert (await check).outcome is Outcome.KERNEL_GONE
    await notebook.connect()
    await notebook.run(RIGHT)
    assert (await judge(notebook.kernel)).outcome is Outcome.PASSED


async def test_a_check_right_after_a_restart_waits_for_the_kernel(
    notebook: Any, judge: Any, jp_serverapp: Any
) -> None:
    await notebook.run(RIGHT)
    await jp_serverapp.kernel_manager.restart_kernel(notebook.kernel, now=True)
    verdict = await judge(notebook.kernel)
    assert verdict.outcome is Outcome.FAILED, verdict.say
    assert verdict.findings[0].category is Category.MISSING


async def test_a_kernel_that_is_shut_down_during_the_check_is_told(
    notebook: Any, judge: Any, jp_serverapp: Any, until: Any
) -> None:
    await notebook.run(NEVER_ENDS)
    check = asyncio.ensure_future(judge(notebook.kernel))
    await until(lambda: notebook.manager.execution_state == "busy")
    await jp_serverapp.kernel_manager.shutdown_kernel(notebook.kernel, now=True)
    assert (await check).outcome is Outcome.KERNEL_GONE


async def test_cancelling_ends_the_check_and_keeps_the_kernel_and_its_variables(
    notebook: Any, judge: Any, until: Any
) -> None:
    await notebook.run(f"{NEVER_ENDS}\nkept = 42")
    under_way = CheckUnderWay()
    check = asyncio.ensure_future(judge(notebook.kernel, check=under_way))
    await until(lambda: notebook.manager.execution_state == "busy")
    under_way.cancelled.set()
    verdict = await check
    assert verdict.outcome is Outcome.CANNOT_CHECK
    assert await notebook.value("kept") == "42"


async def test_cancelling_while_another_cell_runs_does_not_interrupt_that_cell(
    notebook: Any, judge: Any, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    done = await notebook.begin(f"open({str(gate)!r}).read()")
    under_way = CheckUnderWay()
    under_way.cancelled.set()
    verdict = await judge(notebook.kernel, check=under_way)
    assert (verdict.outcome, verdict.say) == (
        Outcome.CANNOT_CHECK,
        "The check was stopped before it was done.",
    )
    await asyncio.to_thread(gate.write_text, "go")
    assert (await done())["status"] == "ok"


async def test_a_judge_that_does_not_keep_the_limit_is_interrupted(
    notebook: Any, judge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "JUDGE_GRACE", -4)
    await notebook.run(
        "from torchenstein_lab.checks import judge as j\n"
        "def endless(request):\n    while True: pass\n"
        "j.judge_json = endless"
    )
    verdict = await judge(notebook.kernel)
    assert (verdict.outcome, verdict.say) == (
        Outcome.TIMEOUT,
        "The check did not end within its 5 seconds, and was interrupted.",
    )
    assert (await notebook.run("1"))["status"] == "ok"


def kernelspec(folder: Path, name: str, code: str) -> str:
    """Make a kernel whose Python runs `code` before it becomes a kernel."""
    spec = {
        "argv": [
            sys.executable,
            "-c",
            f"{code}\nfrom ipykernel.kernelapp import main; main()",
            "-f",
            "{connection_file}",
        ],
        "display_name": name,
        "language": "python",
    }
    (folder / "kernels" / name).mkdir(parents=True)
    (folder / "kernels" / name / "kernel.json").write_text(json.dumps(spec))
    return name


HIDE = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] == {package!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, Hidden())
"""


@pytest.mark.parametrize(
    ("package", "pip_name", "what"),
    [("torchenstein_lab", "torchenstein-lab", "Torchenstein Lab"), ("torch", "torch", "PyTorch")],
)
async def test_a_kernel_without_the_package_is_told_the_command_that_installs_it_there(
    open_notebook_with: Any, judge: Any, jp_data_dir: Path, package: str, pip_name: str, what: str
) -> None:
    name = kernelspec(jp_data_dir, "bare", HIDE.format(package=package))
    notebook = await open_notebook_with(name)
    verdict = await judge(notebook.kernel)
    assert verdict.outcome is Outcome.CANNOT_CHECK
    assert verdict.say == f"The kernel of this notebook runs in a Python environment without {what}."
    assert verdict.next == (
        f"Install it there, then restart the kernel: {sys.executable} -m pip install {pip_name}"
    )
    notebook.close()


@pytest.mark.parametrize(("contract", "side"), [(0, "kernel's"), (99, "server's")])
async def test_different_versions_on_both_sides_say_which_side_to_upgrade(
    notebook: Any, judge: Any, contract: int, side: str
) -> None:
    await notebook.run(f"import torchenstein_lab.contracts.version as v; v.CONTRACT = {contract}")
    verdict = await judge(notebook.kernel)
    assert verdict.outcome is Outcome.CANNOT_CHECK
    assert verdict.next.startswith(f"Upgrade the {side} side, then restart it: ")
    assert verdict.next.endswith("-m pip install --upgrade torchenstein-lab")


@pytest.mark.parametrize("reply", ["'no json'", "'{}'", "'[1]'", "'x' * 10_000_000", "None", "object()"])
async def test_a_verdict_that_cannot_be_read_is_a_sentence(notebook: Any, judge: Any, reply: str) -> None:
    await notebook.run(
        f"from torchenstein_lab.checks import judge as j; j.judge_json = lambda request: {reply}"
    )
    verdict = await judge(notebook.kernel)
    assert verdict.outcome is Outcome.CANNOT_CHECK
    assert verdict.say
    assert verdict.next


async def test_a_verdict_about_something_else_is_not_taken_for_another_exercise(
    notebook: Any, judge: Any
) -> None:
    await notebook.run(
        "from torchenstein_lab.checks import judge as j\n"
        "told = j.judge_json\n"
        "j.judge_json = lambda request: told(request).replace('double-it', 'sum-of-a-row')"
    )
    assert (await judge(notebook.kernel)).exercise == "double-it"


async def test_two_checks_of_one_kernel_at_once_are_both_judged(notebook: Any, judge: Any) -> None:
    await notebook.run(RIGHT)
    verdicts = await asyncio.gather(*(judge(notebook.kernel) for _ in range(4)))
    assert [verdict.outcome for verdict in verdicts] == [Outcome.PASSED] * 4


async def test_a_check_that_is_sent_with_its_cell_is_judged_at_the_end_of_the_cell(
    notebook: Any, judge: Any
) -> None:
    assert await judge(notebook.kernel, cell="not heard of: nobody was listening yet") is None
    verdict = await judge(notebook.kernel, cell=notebook.send(RIGHT))
    assert verdict.outcome is Outcome.PASSED
    raises = msgspec.structs.replace(DOUBLE, source="def double(x): return x * 2\n1 / 0")
    verdict = await judge(notebook.kernel, raises, cell=notebook.send(raises.source))
    assert (verdict.outcome, verdict.error.kind) == (Outcome.ERROR, "ZeroDivisionError")


async def test_a_check_that_is_sent_with_a_long_cell_is_to_be_sent_again(
    notebook: Any, judge: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "BUSY_GRACE", 0.2)
    assert (await judge(notebook.kernel)).outcome is not Outcome.PASSED
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    cell = notebook.send(f"{RIGHT}\nopen({str(gate)!r}).read()")
    assert await judge(notebook.kernel, cell=cell) is None
    await asyncio.to_thread(gate.write_text, "go")
    assert (await judge(notebook.kernel)).outcome is Outcome.PASSED


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_checks_leave_no_channels_open(notebook: Any, judge: Any) -> None:
    await notebook.run(RIGHT)
    await judge(notebook.kernel)
    before = open_files()
    for _ in range(5):
        await judge(notebook.kernel)
    assert open_files() <= before
