"""What `lab.show` costs beside plain `repr`, lovely-tensors, treescope and one `torch.sum` over the same
data.

One process of its own, with float32 matrices of 10², 10⁴, 10⁶ and 10⁸ elements; the ways take turns. The
peers are installed into `build/peers` the first time, apart from the environment. A pass is one `x.sum()`,
measured beside.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.report import ROOT
from benchmarks.result import Result, median

PEERS = ROOT / "build" / "peers"
_PACKAGES = ("lovely-tensors", "lovely-numpy", "fastcore", "treescope")
_MATPLOTLIB = ("matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "pillow", "pyparsing")
"""What lovely-tensors imports. Named one by one, so that no second torch or NumPy comes with them."""

_PROBE = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
import torch
import lovely_tensors, treescope
from torchenstein_lab.widgets.show import show

def timed(job):
    begun = time.perf_counter()
    job()
    return (time.perf_counter() - begun) * 1000

def saved(picture):
    return len(json.dumps(picture._repr_mimebundle_(), ensure_ascii=False).encode())

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

side, runs = int(sys.argv[1]), int(sys.argv[2])
x = torch.randn(side, side, generator=torch.Generator().manual_seed(0))
warm = torch.randn(300, 300)
for job in (lambda: show(warm), lambda: str(lovely_tensors.lovely(warm)), lambda: repr(warm)):
    job()
# Before anything else is made: only the peak can be asked for.
before = peak()
show(x)
more = peak() - before
ways = {
    "sum": lambda: x.sum(),
    "show": lambda: show(x)._repr_mimebundle_(),
    "repr": lambda: repr(x),
}
if side <= 1000:
    ways["lovely"] = lambda: str(lovely_tensors.lovely(x))
if side <= 100:
    array = x.numpy()
    ways["treescope"] = lambda: treescope.render_to_html(array)
if side >= 1000:
    ways["show_transposed"] = lambda: show(x.t())
    half, small = x.bfloat16(), x.mul(20).to(torch.int8)
    ways["show_bfloat16"] = lambda: show(half)
    ways["show_int8"] = lambda: show(small)
times = {name: [] for name in ways}
for _ in range(runs):
    for name, job in ways.items():
        times[name].append(timed(job))
print(json.dumps({"times": times, "bytes": saved(show(x)), "memory": more}))
"""


def measure(quick: bool) -> list[Result]:
    _install_peers()
    found = {side: _probe(side, 3 if quick else 9) for side in (10, 100, 1000, 10_000)}
    small, big = found[10]["times"], found[10_000]["times"]
    results = [
        Result(
            promise="`lab.show` of 10² numbers",
            figure=median(small["show"]),
            limit=15,
            unit="ms",
            baseline=_beside(small),
            runs=len(small["show"]),
        )
    ]
    for way, what, limit in (
        ("show", "10⁸ float32 numbers", 5),
        ("show_transposed", "10⁸ numbers, transposed", 5),
        ("show_bfloat16", "10⁸ bfloat16 numbers", 6),
        ("show_int8", "10⁸ int8 numbers", 6),
    ):
        passes = [ours / one for ours, one in zip(big[way], big["sum"], strict=True)]
        results.append(
            Result(
                promise=f"`lab.show` of {what}, with statistics",
                figure=median(passes),
                limit=limit,
                unit="passes",
                baseline=f"one pass (`x.sum()`) {median(big['sum']):.0f} ms; ours {median(big[way]):.0f} ms; "
                f"at 10⁴: {_beside(found[100]['times'])}; at 10⁶: {_beside(found[1000]['times'])}",
                runs=len(passes),
            )
        )
    largest = max(one["bytes"] for one in found.values())
    return [
        *results,
        Result(
            promise="`lab.show` of 10² to 10⁸ numbers, bytes in the notebook",
            figure=largest / 1024,
            limit=32,
            unit="KiB",
            baseline="the numbers themselves: 400 bytes to 400 MB",
            runs=len(found),
        ),
        Result(
            promise="`lab.show` of 10⁸ numbers, more memory",
            figure=found[10_000]["memory"],
            limit=64,
            unit="MiB",
            baseline=f"the tensor itself {10**8 * 4 / 2**20:.0f} MiB",
            runs=1,
        ),
    ]


def _beside(times: dict[str, list[float]]) -> str:
    names = {
        "show": "ours",
        "sum": "`x.sum()`",
        "repr": "`repr`",
        "lovely": "lovely-tensors",
        "treescope": "treescope",
    }
    return ", ".join(f"{names[way]} {median(found):.3g} ms" for way, found in times.items() if way in names)


def _probe(side: int, runs: int) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(PEERS), "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROBE, str(side), str(runs)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    if done.returncode:
        raise RuntimeError(f"The benchmark of `show` failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _install_peers() -> None:
    if (PEERS / "lovely_tensors").is_dir() and (PEERS / "treescope").is_dir():
        return
    Path(PEERS).mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(PEERS)]
    subprocess.run([*pip, *_PACKAGES, *_MATPLOTLIB], check=True)
