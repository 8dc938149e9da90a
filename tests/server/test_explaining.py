"""How an error is explained with real kernels: the cell's own, busy, gone, and without the package."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from torchenstein_lab.contracts.explanation import ExplainReply
from torchenstein_lab.server import explaining

FAIL = "x = [1, 2, 3]\nx[5]"
MESSAGE = "list index out of range"
Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def ask(api: Any) -> Ask:
    """Ask about an error of a cell, as the front end does."""

    async def asked(
        kernel: str | None, cell: int | None = 1, error: str = "IndexError", message: str = MESSAGE
    ) -> dict[str, Any]:
        request = {"kernel": kernel, "cell": cell, "error": error, "message": message}
        answer = await api("POST", "error", request)
        assert answer.status == 200, answer.body
        reply: dict[str, Any] = answer.body
        return reply

    return asked


WITHOUT_PACKAGE = """
import sys
sys.modules["torchenstein_lab"] = None
from ipykernel.kernelapp import main
main()
"""


@pytest.fixture
def bare_kernel(jp_data_dir: Path) -> str:
    """A kernel in whose Python the package cannot be imported."""
    folder = jp_data_dir / "kernels" / "bare"
    folder.mkdir(parents=True)
    argv = [sys.executable, "-c", WITHOUT_PACKAGE, "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Bare", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    return "bare"


def said(reply: ExplainReply) -> dict[str, Any]:
    return {"explanation": None, "say": reply.say}


async def test_an_error_is_explained_and_leaves_no_trace_in_the_notebook(notebook: Any, ask: Ask) -> None:
    await notebook.run("x = [1, 2, 3]")
    names = await notebook.value("sorted(name for name in globals() if not name.startswith('_'))")
    assert (await notebook.run("x[5]"))["status"] == "error"
    reply = await ask(notebook.kernel, 2)
    assert reply["say"] == ""
    explanation = reply["explanation"]
    assert (explanation["kind"], explanation["cell"]) == ("sequence-index", 2)
    assert explanation["operands"][0]["name"] == "x"
    assert await ask(notebook.kernel, 2) == reply, "asking does not use the error up"
    assert await notebook.value("sorted(name for name in globals() if not name.startswith('_'))") == names
    assert (await notebook.run("1"))["execution_count"] == 3


async def test_only_the_kernels_last_error_is_explained(notebook: Any, ask: Ask) -> None:
    await notebook.run(FAIL)
    await notebook.run("1 / 0")
    refusal = await ask(notebook.kernel)
    assert refusal["explanation"] is None
    assert refusal["say"].startswith("The kernel keeps only its last error, and that came from another cell.")
    assert (await ask(notebook.kernel, 2, "ZeroDivisionError", "division by zero"))["explanation"]["known"]


async def test_after_a_restart_the_error_is_gone(notebook: Any, ask: Ask, jp_serverapp: Any) -> None:
    await notebook.run(FAIL)
    await jp_serverapp.kernel_manager.restart_kernel(notebook.kernel, now=True)
    reply = await ask(notebook.kernel)
    assert reply == {
        "explanation": None,
        "say": "No cell has stopped with an error since the kernel was started. Run the cell again.",
    }


async def test_without_a_kernel_there_is_a_sentence(ask: Ask) -> None:
    for kernel in (None, "", "no-such-kernel", "../../etc/passwd"):
        assert await ask(kernel) == said(explaining.no_kernel())


async def test_a_busy_kernel_is_left_alone_and_explains_later(
    notebook: Any, ask: Ask, tmp_path: Path
) -> None:
    await notebook.run(FAIL)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    done = await notebook.begin(f"open({str(gate)!r}).read()")
    assert await ask(notebook.kernel) == said(explaining.busy())
    await asyncio.to_thread(gate.write_text, "go")
    assert (await done())["status"] == "ok"
    assert (await ask(notebook.kernel))["explanation"]["kind"] == "sequence-index"


async def test_a_kernel_that_dies_meanwhile_is_told(notebook: Any, ask: Ask) -> None:
    await notebook.run(
        "import os\nfrom torchenstein_lab.explainer import last_error\n"
        "last_error.explain_json = lambda request: os._exit(3)"
    )
    assert await ask(notebook.kernel) == said(explaining.kernel_went())


async def test_a_kernel_without_the_package_is_told_the_command_that_installs_it_there(
    bare_kernel: str, open_notebook_with: Any, ask: Ask
) -> None:
    notebook = await open_notebook_with(bare_kernel)
    await notebook.run(FAIL)
    assert (await ask(notebook.kernel))["say"] == (
        "The kernel of this notebook runs in a Python environment without Torchenstein Lab. Install it "
        "there, restart the kernel, and run the cell again: "
        f"`{sys.executable} -m pip install torchenstein-lab`"
    )
    notebook.close()


@pytest.mark.parametrize(("contract", "side"), [(0, "kernel's"), (99, "server's")])
async def test_different_versions_on_both_sides_say_which_side_to_upgrade(
    notebook: Any, ask: Ask, contract: int, side: str
) -> None:
    await notebook.run(f"import torchenstein_lab.contracts.version as v; v.CONTRACT = {contract}")
    assert f"Upgrade the {side} side, then restart it: " in (await ask(notebook.kernel))["say"]


@pytest.mark.parametrize("reply", ["'no json'", "'[1]'", "'x' * 10_000_000", "None", "1 / 0"])
async def test_an_answer_that_cannot_be_read_is_a_sentence(notebook: Any, ask: Ask, reply: str) -> None:
    await notebook.run(
        "from torchenstein_lab.explainer import last_error\n"
        f"last_error.explain_json = lambda request: {reply}"
    )
    refusal = await ask(notebook.kernel)
    assert refusal["explanation"] is None
    assert refusal["say"].endswith(("`", "."))
