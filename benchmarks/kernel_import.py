"""What `import torchenstein_lab` costs a notebook that has imported torch already.

Each run is a fork of a process that has imported torch, so that every run imports afresh. The baseline is a
module of the standard library that a notebook may import next, in the same fork: `sqlite3`.
"""

from __future__ import annotations

import json
import subprocess
import sys

from benchmarks.result import Result, median, percentile

_PROBE = """
import json, os, sys, time
begun = time.perf_counter()
import torch
torch_took = time.perf_counter() - begun

def timed(name):
    begun = time.perf_counter()
    __import__(name)
    return (time.perf_counter() - begun) * 1000

runs = []
for _ in range(int(sys.argv[1])):
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        ours, peer = timed("torchenstein_lab"), timed("sqlite3")
        os.write(writes, json.dumps([ours, peer]).encode())
        os._exit(0)
    os.close(writes)
    runs.append(json.loads(os.read(reads, 1000)))
    os.close(reads)
    os.waitpid(child, 0)
print(json.dumps({"torch": torch_took * 1000, "runs": runs}))
"""


def measure(quick: bool) -> list[Result]:
    runs = 10 if quick else 50
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROBE, str(runs)], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    ours = [run[0] for run in found["runs"]]
    peer = [run[1] for run in found["runs"]]
    return [
        Result(
            promise="`import torchenstein_lab` after torch (95th percentile)",
            figure=percentile(ours, 0.95),
            limit=30,
            unit="ms",
            baseline=f"`import sqlite3` {median(peer):.1f} ms, `import torch` {found['torch']:.0f} ms; "
            f"ours {median(ours):.1f} ms in the median",
            runs=runs,
        )
    ]
