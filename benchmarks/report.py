"""The one table of all promises: on the screen, in `results.json`, and in `docs/benchmarks.md`."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.result import Result

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
_PACKAGES = ("torchenstein-lab", "jupyterlab", "jupyter-server", "notebook", "ipykernel", "torch", "msgspec")


def table(results: Sequence[Result]) -> str:
    """The table for a terminal: each promise beside its figure, its limit, and whether it is held."""
    head = ("", "figure", "limit", "unit", "promise")
    rows = [
        head,
        *((_mark(one), _amount(one.figure), _amount(one.limit), one.unit, one.promise) for one in results),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True)), row[4]])
        for row in rows
    ]
    held = sum(one.held for one in results)
    return "\n".join([*lines, "", f"{held} of {len(results)} promises held"])


def save(results: Sequence[Result]) -> None:
    """Write `benchmarks/results.json` and `docs/benchmarks.md`."""
    RESULTS.write_text(json.dumps([one.as_json() for one in results], indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(_page(results), encoding="utf-8")


def saved() -> list[Result]:
    """What `results.json` holds: nothing before the first run."""
    if not RESULTS.exists():
        return []
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))
    return [Result(**{field.name: row[field.name] for field in fields(Result)}) for row in rows]


def updated(before: Sequence[Result], found: Sequence[Result]) -> list[Result]:
    """`before` with the rows that were measured again in their places, and new ones at the end."""
    again = {(one.promise, one.unit): one for one in found}
    return [again.pop((one.promise, one.unit), one) for one in before] + list(again.values())


def _page(results: Sequence[Result]) -> str:
    rows = "\n".join(
        f"| {one.promise} | {_amount(one.figure)} | {_amount(one.limit)} | {one.unit} "
        f"| {'held' if one.held else '**not held**'} | {one.baseline} | {one.runs} |"
        for one in results
    )
    return f"""# Benchmarks

What the design promises, and what was measured. `make bench` measures all of it, prints this table, and
writes this page and `benchmarks/results.json`; `make bench ARGS="--only NAME"` measures one part anew and
puts its rows in their places. A promise is held while its figure is not above its limit. Every figure is
taken beside its baseline in the same run, in turn, so that a slow moment of the machine meets both.

| promise | figure | limit | unit | | measured beside | runs |
| --- | ---: | ---: | --- | --- | --- | ---: |
{rows}

Measured on {_machine()}.

{_versions()}.
"""


def _mark(result: Result) -> str:
    return "held" if result.held else "NOT HELD"


def _amount(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} {platform.machine()}"


def _versions() -> str:
    found = [f"Python {platform.python_version()}"]
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join([*found, _browser()])


def _browser() -> str:
    from benchmarks.browser_program import chromium

    done = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=False)
    return " ".join(done.stdout.split()[:2])
