"""Kills a writing process again and again, at random moments, and counts what the event store still holds.

    python benchmarks/kill_writer.py [KILLS]      (1000 unless told otherwise)

Each writer appends events as fast as it can and prints the id of each one *after* it was acknowledged; it
is ended with `kill -9` after a random time. All writers share one store. Promised: no acknowledged event is
lost, none is doubled, and the store opens each time without a word. The last line is the counts as JSON;
the exit code is 1 when the promise is broken.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.result import Result
from torchenstein_lab.progress.store import EventStore

WRITER = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from torchenstein_lab.contracts.event import Explained
from torchenstein_lab.progress.store import EventStore
store = EventStore(Path(sys.argv[1]), "me")
number = 0
while True:
    number += 1
    event = store.append("pack", "lesson", None, "c1", Explained("word " * (number % 400)))
    os.write(1, event.id.encode() + b"\\n")
"""
LONGEST = 0.06
"""Seconds from a writer's first event to its end."""


def kill_once(folder: Path, dice: random.Random) -> list[str]:
    """Start a writer, kill it, and return the ids that it was told are safe."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(Path(__file__).resolve().parents[1])],
        stdout=subprocess.PIPE,
    )
    assert writer.stdout is not None
    first = writer.stdout.readline()
    end = time.monotonic() + dice.uniform(0, LONGEST)
    while time.monotonic() < end:
        pass  # sleeping would end on the scheduler's ticks
    writer.kill()
    rest, _ = writer.communicate()
    printed = first + rest
    # An id torn by the kill was acknowledged, too; it is looked for by its beginning.
    return printed.decode().split("\n") if not printed.endswith(b"\n") else printed.decode().split()


def kill_writers(kills: int) -> dict[str, int]:
    """Kill so many writers of one store, and count what it holds afterwards."""
    dice = random.Random(20261124)
    acknowledged: list[str] = []
    notices = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = EventStore(folder, "me")
        for number in range(1, kills + 1):
            acknowledged += [event_id for event_id in kill_once(folder, dice) if event_id]
            notices += len(store.read().notices)
            if number % 100 == 0:
                print(f"{number} kills, {len(acknowledged)} events acknowledged", flush=True)
        events, late = EventStore(folder, "me").read()
        torn = sum(1 for path in folder.glob("*.jsonl") if not path.read_bytes().endswith(b"\n"))
        lines = sum(path.read_bytes().count(b"\n") for path in folder.glob("*.jsonl"))
    found = {event.id for event in events}
    lost = [event_id for event_id in acknowledged if len(event_id) == 36 and event_id not in found]
    return {
        "kills": kills,
        "acknowledged": len(acknowledged),
        "stored": len(events),
        "lost": len(lost),
        "doubled": lines - len(found),
        "torn_lines_dropped": torn,
        "notices": notices + len(late),
    }


def measure(quick: bool) -> list[Result]:
    """The promises for `python -m benchmarks`."""
    counts = kill_writers(50 if quick else 1000)
    acknowledged, stored, torn = counts["acknowledged"], counts["stored"], counts["torn_lines_dropped"]
    baseline = f"{acknowledged} events acknowledged, {stored} stored, {torn} torn lines dropped"
    return [
        Result(promise, counts[key], 0, "events", baseline, counts["kills"])
        for promise, key in (
            ("acknowledged events lost after `kill -9` of the writer at a random moment", "lost"),
            ("events doubled after `kill -9` of the writer at a random moment", "doubled"),
            ("complaints of the event store on opening after `kill -9`", "notices"),
        )
    ]


def main(kills: int) -> int:
    """Kill so many writers; print the counts and return the exit code."""
    counts = kill_writers(kills)
    print(json.dumps(counts))
    return 1 if counts["lost"] or counts["doubled"] or counts["notices"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
