"""How long answers that never end, crash or flood hold up a check, and whether the kernel feels anything of
it.

Each is judged in a real kernel, by the exercise `hostile/answer.py` (limit 2 s), in the fork; the time is
from the request to the reply. The baseline is an honest answer to the same exercise, in the same kernel.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from benchmarks.live_kernel import LiveKernel
from benchmarks.result import Result, median

LIMIT = 2.0
_FILE = Path(__file__).parent / "hostile" / "answer.py"

HONEST = "def answer(x):\n    return x"
HOSTILE = {
    "endless loop": ("def answer(x):\n    while True:\n        pass", {"timeout"}),
    "endless loop in C": (
        "import itertools\ndef answer(x):\n    return sum(itertools.repeat(1))",
        {"timeout"},
    ),
    "deaf to signals": (
        """import signal, threading
def answer(x):
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(name, signal.SIG_IGN)
    threading.Event().wait(3600)""",
        {"timeout"},
    ),
    "os._exit": ("import os\ndef answer(x):\n    os._exit(0)", {"error"}),
    "100 GB": ("import torch\ndef answer(x):\n    return torch.ones(25_000_000_000)", {"error"}),
    "100 GB, bit by bit": (
        "def answer(x):\n    hoard = []\n    while True:\n        hoard.append(bytearray(10**8))",
        {"error", "timeout"},
    ),
    "recursion": ("def answer(x):\n    return answer(x)", {"error"}),
    "input()": ("def answer(x):\n    return input('and now?')", {"error", "failed"}),
    "output flood": ("def answer(x):\n    while True:\n        print('x' * 10_000)", {"error"}),
    "crash in C": ("import ctypes\ndef answer(x):\n    return ctypes.string_at(0)", {"error"}),
    "children left behind": (
        "import subprocess\ndef answer(x):\n    subprocess.run(['sleep', '3600'])",
        {"timeout"},
    ),
}

_STATE = """
import hashlib, pickle, random, threading, warnings
import torch
treasure = {"weights": torch.arange(1000.), "names": ["a", "b"], "self": 42}
def state_of_kernel():
    held = pickle.dumps([random.getstate(), treasure["names"], treasure["self"], torch.is_grad_enabled(),
        str(torch.get_default_dtype()), torch.get_num_threads(), warnings.filters])
    held += torch.get_rng_state().numpy().tobytes() + treasure["weights"].numpy().tobytes()
    return hashlib.sha256(held).hexdigest()
from pathlib import Path
from torchenstein_lab.checks.judge import encode, judge_file
from torchenstein_lab.contracts.verdict import JudgeRequest
"""


def measure(quick: bool) -> list[Result]:
    rounds = 1 if quick else 3
    worst, worst_name, unlike, moved = -LIMIT, "", [], []
    honest, outcomes, sentences = [], {}, set()
    with _Kernel() as kernel:
        kernel.run(_STATE)
        kernel.judge(HONEST)  # the judge itself is loaded by the first answer
        for _ in range(rounds):
            for name, (source, expected) in HOSTILE.items():
                seconds, verdict = kernel.judge(HONEST)
                assert verdict["outcome"] == "passed", verdict["say"]
                honest.append(seconds)
                before = kernel.value("state_of_kernel()")
                seconds, verdict = kernel.judge(source)
                if kernel.value("state_of_kernel()") != before:
                    moved.append(name)
                over = seconds - LIMIT
                outcomes[name] = verdict["outcome"]
                sentences.add(verdict["say"])
                if verdict["outcome"] not in expected:
                    unlike.append(f"{name} ({verdict['outcome']}: {verdict['say']})")
                if over > worst:
                    worst, worst_name = over, name
    runs = rounds * len(HOSTILE)
    baseline = f"an honest answer takes {median(honest) * 1000:.0f} ms in the median"
    return [
        Result(
            promise="hostile answers, longest time over the limit until the verdict",
            figure=worst,
            limit=1,
            unit="s",
            baseline=f"{baseline}; longest: {worst_name}",
            runs=runs,
        ),
        Result(
            promise="hostile answers without the verdict that is theirs: " + ", ".join(HOSTILE),
            figure=len(unlike),
            limit=0,
            unit="answers",
            baseline="; ".join([baseline, *unlike]),
            runs=runs,
        ),
        Result(
            promise="hostile answers after which the kernel's variables or random state were not as before",
            figure=len(moved),
            limit=0,
            unit="answers",
            baseline="; ".join([baseline, *moved]),
            runs=runs,
        ),
    ]


class _Kernel(LiveKernel):
    """A real kernel in which answers are judged."""

    def judge(self, source: str) -> tuple[float, dict[str, Any]]:
        """Run `source` as the learner's cell, have it judged, and return the seconds and the verdict."""
        self.run(source)
        request = f"JudgeRequest('bench', 'hostile', 'answer', source={source!r})"
        begun = time.monotonic()
        text = self.value(f"encode(judge_file(Path({str(_FILE)!r}), {request}, globals(), 'fork'))")
        return time.monotonic() - begun, json.loads(str(text))
