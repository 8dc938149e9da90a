"""Measures every promise and prints them as one table.

`python -m benchmarks` measures all and writes `results.json` and `docs/benchmarks.md`, after each part, so
that stopping it loses only the part that runs. `--only NAME` measures one part; `--quick` runs it fewer
times, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

from benchmarks.report import save, saved, table, updated
from benchmarks.result import Result

PARTS = (
    "check_speed",
    "check_latency_by_memory",
    "clean_room",
    "lab_start",
    "server_cost",
    "kernel_import",
    "inspector",
    "show_speed",
    "training_widgets",
    "hostile_answers",
    "kill_writer",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the promises.")
    parser.add_argument("--only", metavar="NAME", action="append", choices=PARTS, help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="fewer runs, to see that it works")
    arguments = parser.parse_args()

    results: list[Result] = []
    for name in arguments.only or PARTS:
        begun = time.monotonic()
        print(f"{name} …", flush=True)
        found = import_module(f"benchmarks.{name}").measure(arguments.quick)
        print(f"{table(found)}\n({time.monotonic() - begun:.0f} s)\n", flush=True)
        results += found
        if not arguments.quick:
            save(updated(saved(), found))
    if arguments.only is None:
        print(table(results))
        if not arguments.quick:
            save(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
