"""What a look at 10,000 tensors costs a kernel that trains meanwhile.

A real kernel holds the tensors and runs a training loop in its main thread; the questions come over a
subshell, as the panel sends them. What they take of the GIL is the processor time of the subshell's thread,
the message's way through ipykernel included: an upper bound, since that thread does nothing else. Baseline,
in turn with each question: a silent execution of `1` on the same subshell.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jupyter_client.manager import start_new_kernel

from benchmarks.result import Result, median
from torchenstein_lab.contracts.inspector import PAGE_BYTES, QUESTION

TENSORS = 10_000
PATIENCE = 60
PULSE = 1.0
"""Seconds between two questions of a panel that follows a running cell."""

_PREPARE = f"""
import threading, time, torch
for i in range({TENSORS}):
    globals()[f"tensor_{{i}}"] = torch.randn(4, 4, requires_grad=i % 2 == 0)
net = torch.nn.Sequential(torch.nn.Linear(64, 256), torch.nn.ReLU(), torch.nn.Linear(256, 1))
optimizer = torch.optim.Adam(net.parameters())
x, y = torch.randn(128, 64), torch.randn(128, 1)
"""
_TRAIN = """
print("training")
while True:
    loss = torch.nn.functional.mse_loss(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    tensor_7.detach().add_(1)
"""
_OPEN = "__import__('torchenstein_lab.inspector.line', fromlist=['open_line']).open_line()"
_CLOCK = "time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident()))"


class _Line:
    """A conversation with the kernel over one subshell."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._subshell: str | None = None

    def open(self) -> None:
        message = self._client.session.msg("create_subshell_request", {})
        self._client.control_channel.send(message)
        self._subshell = self._reply(self._client.get_control_msg, message)["subshell_id"]
        self.evaluate(_OPEN)

    def execute(self, code: str) -> None:
        self._client.execute(code)

    def evaluate(self, expression: str) -> str:
        """Evaluate on the subshell, silently."""
        content = {
            "code": "", "silent": True, "store_history": False, "user_expressions": {"it": expression},
            "allow_stdin": True, "stop_on_error": False,
        }  # fmt: skip
        found = self._ask("execute_request", content)["user_expressions"]["it"]
        assert found["status"] == "ok", found
        return str(found["data"]["text/plain"])

    def question(self, **asked: Any) -> str:
        return str(self._ask(QUESTION, {"question": json.dumps(asked)})["reply"])

    def _ask(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        message = self._client.session.msg(kind, content)
        message["header"]["subshell_id"] = self._subshell
        self._client.shell_channel.send(message)
        return self._reply(self._client.get_shell_msg, message)

    def _reply(self, get: Any, message: dict[str, Any]) -> dict[str, Any]:
        while True:
            reply = get(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                content: dict[str, Any] = reply["content"]
                return content


@contextmanager
def _training_kernel() -> Iterator[_Line]:
    manager, client = start_new_kernel()
    try:
        client.execute(_PREPARE, reply=True, timeout=PATIENCE)
        line = _Line(client)
        line.open()
        line.question(begin=True)
        line.execute(_TRAIN)
        while True:
            said = client.get_iopub_msg(timeout=PATIENCE)
            if said["msg_type"] == "stream" and "training" in said["content"]["text"]:
                break
        yield line
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _timed(line: _Line, **asked: Any) -> tuple[float, float]:
    """Ask once; the milliseconds until the answer, and those of the subshell's processor time."""
    spent = float(line.evaluate(_CLOCK))
    # What the clock's own message costs after it was read is taken off by reading it twice.
    own = float(line.evaluate(_CLOCK)) - spent
    begun = time.perf_counter()
    line.question(**asked)
    took = time.perf_counter() - begun
    return took * 1000, (float(line.evaluate(_CLOCK)) - spent - 2 * own) * 1000


def measure(quick: bool) -> list[Result]:
    runs = 20 if quick else 200
    peer: list[float] = []
    pages: list[tuple[float, float]] = []
    pulse: list[float] = []
    changes: list[tuple[float, float]] = []
    with _training_kernel() as line:
        size = len(line.question(running=True).encode())
        for _ in range(runs):
            begun = time.perf_counter()
            line.evaluate("1")
            peer.append((time.perf_counter() - begun) * 1000)
            pages.append(_timed(line))
            changes.append(_timed(line, running=True, fresh=True))
            line.question()  # The storages that the walk left uncounted.
        for _ in range(10 if quick else 60):
            threading.Event().wait(PULSE)
            pulse.append(_timed(line, running=True)[1])
        found = json.loads(line.question(running=True, fresh=True, only="changed"))["page"]["rows"]
    assert "tensor_7" in [row["name"] for row in found], "the change was not found"
    beside = f"a silent `1` on the same subshell {median(peer):.1f} ms"
    return [
        Result(
            promise=f"a page of the inspector, {TENSORS:,} tensors, while the kernel trains, median",
            figure=median([took for took, _ in pages]),
            limit=15,
            unit="ms",
            baseline=beside,
            runs=runs,
        ),
        Result(
            promise="a live list, what it takes of the GIL each second, mean",
            figure=sum(pulse) / len(pulse),
            limit=3,
            unit="ms",
            baseline=f"most {max(pulse):.1f} ms; a page alone {median([spent for _, spent in pages]):.1f} ms",
            runs=len(pulse),
        ),
        Result(
            promise=f"finding what changed among {TENSORS:,} tensors, what it takes of the GIL, median",
            figure=median([spent for _, spent in changes]),
            limit=10,
            unit="ms",
            baseline=beside,
            runs=runs,
        ),
        Result(
            promise="a page of the inspector",
            figure=size / 1024,
            limit=PAGE_BYTES / 1024,
            unit="KiB",
            baseline="50 rows of short names",
            runs=1,
        ),
    ]
