"""How much later JupyterLab is there with the extension, and how many bytes of it are loaded at start.

Two servers run side by side, one with and one without the extension; the browser loads each in turn with an
empty cache. The page is there when JupyterLab has restored its layout.
"""

from __future__ import annotations

from benchmarks.browser_program import run_in_browser
from benchmarks.lab_server import lab_server
from benchmarks.result import Result, median


def measure(quick: bool) -> list[Result]:
    with lab_server() as ours, lab_server(extension=False) as without:
        found = run_in_browser("start.mjs", ours=ours.url, without=without.url, pairs=3 if quick else 30)
    pairs: list[tuple[float, float]] = found["pairs"]
    files: dict[str, int] = found["files"]
    plain = median([without for _, without in pairs])
    listed = ", ".join(
        f"{name.split('/')[-1].split('.')[0]} {size / 1024:.1f}" for name, size in files.items()
    )
    return [
        Result(
            promise="JupyterLab's start, slower with the extension (median of the paired differences)",
            figure=median([ours - without for ours, without in pairs]) / plain * 100,
            limit=3,
            unit="%",
            baseline=f"start without the extension {plain:.0f} ms",
            runs=len(pairs),
        ),
        Result(
            promise="loaded at start, gzipped",
            figure=sum(files.values()) / 1024,
            limit=120,
            unit="KiB",
            baseline=f"{len(files)} files: {listed}",
            runs=len(pairs),
        ),
    ]
