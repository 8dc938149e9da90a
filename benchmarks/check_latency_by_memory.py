"""How long a check takes in a kernel that holds much memory: a fork copies page tables, and they grow.

From the request to the reply in a real kernel that holds so many GB of live tensors. The baseline is the
plainest check there is, in the same kernel and in turn: `torch.allclose` on the same numbers, in process.
"""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.live_kernel import LiveKernel
from benchmarks.result import Result, median, percentile

_FILE = Path(__file__).parent / "hostile" / "answer.py"
_ANSWER = "def answer(x):\n    return x"
_LIMITS = {0: 100.0, 1: 150.0, 4: 250.0}
"""The most milliseconds in the median, by GB of live tensors."""

_PREPARE = """
import torch
from pathlib import Path
from torchenstein_lab.checks.judge import encode, judge_file
from torchenstein_lab.contracts.verdict import JudgeRequest
hoard = [torch.ones(2**26) for _ in range({blocks})]  # 256 MB each, every page of it touched
x = torch.linspace(-1, 1, 16)
"""


def measure(quick: bool) -> list[Result]:
    runs = 5 if quick else 50
    return [_beside(gigabytes, limit, runs) for gigabytes, limit in _LIMITS.items()]


def _beside(gigabytes: int, limit: float, runs: int) -> Result:
    request = f"JudgeRequest('bench', 'hostile', 'answer', source={_ANSWER!r})"
    check = f"encode(judge_file(Path({str(_FILE)!r}), {request}, globals(), 'fork'))[:0]"
    with LiveKernel() as kernel:
        kernel.run(_PREPARE.format(blocks=gigabytes * 4))
        kernel.run(_ANSWER)
        verdict = kernel.value(check.removesuffix("[:0]"))
        assert '"outcome":"passed"' in str(verdict), verdict
        checks, plain = [], []
        for _ in range(runs):
            plain.append(_milliseconds(kernel, "torch.allclose(answer(x), x)"))
            checks.append(_milliseconds(kernel, check))
    return Result(
        promise=f"one check in the kernel beside {gigabytes} GB of live tensors, median",
        figure=median(checks),
        limit=limit,
        unit="ms",
        baseline=f"`torch.allclose` in process, asked in the same way, {median(plain):.1f} ms; "
        f"the check's 95th percentile {percentile(checks, 0.95):.0f} ms",
        runs=runs,
    )


def _milliseconds(kernel: LiveKernel, expression: str) -> float:
    begun = time.perf_counter()
    kernel.value(expression)
    return (time.perf_counter() - begun) * 1000
