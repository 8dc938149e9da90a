"""What the extension costs the server process: memory, time to start, and which modules it brings.

Servers with and without the extension are started in turn; each answers what a learner's browser asks
first.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from benchmarks.lab_server import home, server_arguments
from benchmarks.result import Result, median

FORBIDDEN = (
    "torch",
    "torchenstein_lab.widgets",
    "torchenstein_lab.checks",
    "jupytext",
    "ipywidgets",
    "anywidget",
    "numpy",
)

_IMPORT = """
import json, sys, time
begun = time.process_time()
import jupyterlab.labapp
peer = time.process_time() - begun
begun = time.process_time()
import torchenstein_lab.server.extension, torchenstein_lab.server.handlers, torchenstein_lab.server.classroom
print(json.dumps([(time.process_time() - begun) * 1000, peer * 1000]))
"""


def measure(quick: bool) -> list[Result]:
    pairs = 2 if quick else 9
    ours, without = [], []
    for _ in range(pairs):
        ours.append(_server(extension=True))
        without.append(_server(extension=False))
    assert all(one["with_us"] for one in ours), "the server was measured without the extension"
    assert not any(one["with_us"] for one in without), "the baseline was measured with the extension"
    imports = [_import() for _ in range(3 if quick else 15)]
    # Jupytext, where it is installed, is a server extension of its own: the baseline has it, too.
    brought = set(ours[0]["modules"]) - set(without[0]["modules"])
    loaded = [name for name in FORBIDDEN if name in brought]
    plain = median([one["memory"] for one in without])
    plain_start = median([one["start"] for one in without])
    few, many = (median([len(one["modules"]) for one in some]) for some in (without, ours))
    counts = f"{few:.0f} modules without the extension, {many:.0f} with it"
    more_start = median([a["start"] - b["start"] for a, b in zip(ours, without, strict=True)])
    return [
        Result(
            promise="server process, memory more with the extension",
            figure=median([a["memory"] - b["memory"] for a, b in zip(ours, without, strict=True)]),
            limit=15,
            unit="MiB",
            baseline=f"without the extension {plain:.1f} MiB",
            runs=pairs,
        ),
        Result(
            promise="server process, time that importing the extension takes",
            figure=median([one[0] for one in imports]),
            limit=60,
            unit="ms",
            baseline=f"importing JupyterLab {median([one[1] for one in imports]):.0f} ms",
            runs=len(imports),
        ),
        Result(
            promise="server process, whole start longer with the extension",
            figure=more_start,
            limit=60,
            unit="ms",
            baseline=f"start without the extension {plain_start:.0f} ms of processor time",
            runs=pairs,
        ),
        Result(
            promise="server process, modules it must not bring (" + ", ".join(FORBIDDEN) + ")",
            figure=len(loaded),
            limit=0,
            unit="modules",
            baseline="; ".join([*loaded, counts]),
            runs=pairs,
        ),
    ]


def _server(*, extension: bool) -> dict[str, Any]:
    with home() as (folder, environment):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "benchmarks.probes.server",
                *server_arguments(folder, extension=extension),
            ],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0 or not done.stdout.strip():
        raise RuntimeError(f"The server of the measurement failed:\n{done.stderr[-3000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _import() -> list[float]:
    done = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    figures: list[float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures
