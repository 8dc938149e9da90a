"""How long a learner waits for a verdict, beside what running an empty cell takes in the same browser
session.

Clicks on *Check answer* (warm kernel, cell already run, once with a right and once with a wrong answer) and
runs of a cell `1+1` take turns; both are timed to the painted result. Then other requests are sent while an
answer is checked that takes three seconds.
"""

from __future__ import annotations

from typing import Any

from benchmarks.browser_program import run_in_browser
from benchmarks.lab_server import lab_server
from benchmarks.result import Result, median, percentile

RATIO = 2.5


def measure(quick: bool) -> list[Result]:
    with lab_server() as server:
        found: dict[str, Any] = run_in_browser("check.mjs", url=server.url, runs=5 if quick else 60)
    run: list[float] = found["run"]
    results = []
    for answer, what in (("passed", "a right answer"), ("failed", "a wrong answer")):
        times: list[float] = found[answer]
        for share, name in ((0.5, "median"), (0.95, "95th percentile")):
            peer = percentile(run, share)
            results.append(
                Result(
                    promise=f"click to painted verdict, {what}, {name}",
                    figure=percentile(times, share) / peer,
                    limit=RATIO,
                    unit="× Run of `1+1`",
                    baseline=f"Run of `1+1` to painted output {peer:.0f} ms; "
                    f"the verdict {percentile(times, share):.0f} ms",
                    runs=len(times),
                )
            )
    meanwhile: list[float] = found["meanwhile"]
    assert found["slow"]["verdict"] > 3000, "the slow check was not slow"
    return [
        *results,
        Result(
            promise="busy shown after the click, 95th percentile",
            figure=percentile(found["busy"], 0.95),
            limit=100,
            unit="ms",
            baseline=f"{median(found['busy']):.0f} ms in the median; Run of `1+1` {median(run):.0f} ms",
            runs=len(found["busy"]),
        ),
        Result(
            promise="other requests to the server while a check of three seconds runs, slowest",
            figure=max(meanwhile),
            limit=250,
            unit="ms",
            baseline=f"idle: median {median(found['idle']):.0f} ms, slowest {max(found['idle']):.0f} ms; "
            f"meanwhile: median {median(meanwhile):.0f} ms",
            runs=len(meanwhile),
        ),
    ]
