"""A real kernel, started once for all tests of the judge, and judging in it as the server does."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jupyter_client.manager import start_new_kernel

from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.session import Session, run_as
from torchenstein_lab.contracts.verdict import JudgeRequest, Verdict

EXERCISES = Path(__file__).parent / "exercises"

_PREPARE = """
import json, torch
import torchenstein_lab.checks.judge as _judge
from pathlib import Path as _Path
import msgspec as _msgspec

def _judge_file(path, request, sandbox):
    asked = _msgspec.json.decode(request, type=_judge.JudgeRequest)
    return _judge.encode(_judge.judge_file(_Path(path), asked, get_ipython().user_ns, sandbox))
"""


class LiveKernel:
    """A running kernel: cells go in, values and verdicts come out."""

    def __init__(self) -> None:
        self.manager, self.client = start_new_kernel(kernel_name="python3")
        self.run(_PREPARE)

    def run(self, code: str) -> None:
        """Run a cell; an error fails the test."""
        reply = self._execute(code, silent=False)
        assert reply["status"] == "ok", f"{reply['ename']}: {reply['evalue']}"

    def fails(self, code: str) -> str:
        """Run a cell that must raise; returns the kind of the error."""
        reply = self._execute(code, silent=False)
        assert reply["status"] == "error"
        return str(reply["ename"])

    def value(self, expression: str) -> Any:
        """The value of an expression, by its `repr`."""
        reply = self._execute("", silent=True, user_expressions={"value": expression})
        result = reply["user_expressions"]["value"]
        assert result["status"] == "ok", result
        return ast.literal_eval(result["data"]["text/plain"])

    def judge(
        self,
        exercise: str,
        source: str | None = None,
        sandbox: str | None = None,
        seed: int | None = 1,
        deal: int | None = None,
        raised: bool = False,
    ) -> Verdict:
        """Judge what stands in the kernel now by one of the exercises beside these tests."""
        request = JudgeRequest("pack", "lesson", exercise, source=source, seed=seed, deal=deal, raised=raised)
        path = str(EXERCISES / f"{exercise.replace('-', '_')}.py")
        call = f"_judge_file({path!r}, {msgspec.json.encode(request).decode()!r}, {sandbox!r})"
        return msgspec.json.decode(self.value(call), type=Verdict)

    def answer(self, exercise: str, source: str, sandbox: str | None = None, **kwargs: Any) -> Verdict:
        """Run a cell and judge it, as *Check answer* does."""
        reply = self._execute(source, silent=False)
        return self.judge(exercise, source, sandbox, raised=reply["status"] == "error", **kwargs)

    def judge_json(self, request: str) -> Verdict:
        """What the server asks: the judge by its public name."""
        expression = f"__import__('torchenstein_lab.checks.judge', fromlist=['x']).judge_json({request!r})"
        return msgspec.json.decode(self.value(expression), type=Verdict)

    def _execute(
        self, code: str, silent: bool, user_expressions: dict[str, str] | None = None
    ) -> dict[str, Any]:
        message = self.client.execute(
            code,
            silent=silent,
            store_history=not silent,
            user_expressions=user_expressions,
            stop_on_error=False,
        )
        while True:
            reply = self.client.get_shell_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == message:
                content: dict[str, Any] = reply["content"]
                return content

    def stop(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A check that is running, with the test's module as the learner's notebook."""
    with run_as(Session(1, Learner(vars(request.module)))) as running:
        yield running


@pytest.fixture(scope="session")
def live_kernel(compiled_tiny: Path) -> Iterator[LiveKernel]:
    """One kernel for the whole session; it finds the tiny pack."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORCHENSTEIN_PACK_PATH", str(compiled_tiny))
        kernel = LiveKernel()
    yield kernel
    kernel.stop()


@pytest.fixture
def kernel(live_kernel: LiveKernel) -> LiveKernel:
    """The kernel, without the answers of the test before."""
    live_kernel.run(
        "for _name in ('spark', 'shares', 'answer', 'shape', 'double'):\n    globals().pop(_name, None)"
    )
    return live_kernel
