"""The event store: what was acknowledged is there, whatever happens to the process, the disk or the files."""

import contextlib
import errno
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.contracts.event import Checked, Event, Explained, Hinted
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.progress.errors import StoreFull, StoreUnavailable
from torchenstein_lab.progress.line import DamagedLine, decode_line, encode_line, record_of
from torchenstein_lab.progress.stamp import Stamps
from torchenstein_lab.progress.store import EventStore

ROOT = Path(__file__).resolve().parents[2]


def write(store: EventStore, count: int) -> list[Event]:
    return [store.append("pack", "first", "one", "c1", Hinted(1 + n % 3)) for n in range(count)]


def event_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def test_a_store_nobody_wrote_to_is_empty_and_makes_no_folder(tmp_path: Path) -> None:
    assert EventStore(tmp_path / "events", "me").read() == ((), ())
    assert not (tmp_path / "events").exists()


def test_an_acknowledged_event_is_read_by_this_and_by_any_later_store(tmp_path: Path) -> None:
    store = EventStore(tmp_path, "me")
    event = store.append("pack", "first", None, "l1", Explained("ünï “code”\n\t\u2028 <b>", (0, 2)))
    assert store.read().events == (event,)
    assert EventStore(tmp_path, "me").read() == ((event,), ())


def test_a_line_is_json_that_any_tool_reads(tmp_path: Path) -> None:
    event = EventStore(tmp_path, "me").append("pack", "first", "one", "c1", Checked(Outcome.FAILED, "m", 7))
    (line,) = event_files(tmp_path)[0].read_text().splitlines()
    assert json.loads(line)["event"] == {
        "id": event.id,
        "time": event.time,
        "learner": "me",
        "pack": "pack",
        "lesson": "first",
        "exercise": "one",
        "content": "c1",
        "detail": {
            "kind": "checked",
            "outcome": "failed",
            "misconception": "m",
            "seed": 7,
            "deal": None,
            "clean_room": False,
        },
        "schema": 1,
    }


def test_each_writing_process_has_a_file_of_its_own_and_all_are_read(tmp_path: Path) -> None:
    here, there = EventStore(tmp_path, "me"), EventStore(tmp_path, "me")
    written = [write(store, 1)[0] for store in (here, there, here, there)]
    assert len(event_files(tmp_path)) == 2
    assert set(here.read().events) == set(there.read().events) == set(written)


def test_only_what_is_new_is_read_again(tmp_path: Path) -> None:
    reader, writer = EventStore(tmp_path, "me"), EventStore(tmp_path, "me")
    write(writer, 3)
    first = reader.read().events
    assert reader.read().events is first
    (added,) = write(writer, 1)
    assert reader.read().events == (*first, added)


def test_a_copied_file_doubles_nothing(tmp_path: Path) -> None:
    written = write(EventStore(tmp_path, "me"), 3)
    shutil.copy(event_files(tmp_path)[0], tmp_path / "copy.jsonl")
    assert list(EventStore(tmp_path, "me").read().events) == written


def test_a_file_that_was_taken_away_or_put_back_is_noticed(tmp_path: Path) -> None:
    store = EventStore(tmp_path, "me")
    written = write(EventStore(tmp_path, "me"), 2)
    (file,) = event_files(tmp_path)
    content = file.read_bytes()
    assert len(store.read().events) == 2
    file.unlink()
    assert store.read().events == ()
    file.write_bytes(content.splitlines(keepends=True)[0])
    assert list(store.read().events) == written[:1]


def test_a_torn_last_line_is_dropped_without_a_word(tmp_path: Path) -> None:
    written = write(EventStore(tmp_path, "me"), 2)
    (file,) = event_files(tmp_path)
    whole = file.read_bytes()
    for length in range(len(whole) - 1, len(whole.splitlines(keepends=True)[0]), -7):
        file.write_bytes(whole[:length])
        assert EventStore(tmp_path, "me").read() == ((written[0],), ())


def test_a_line_another_process_is_still_writing_is_read_once_it_is_whole(tmp_path: Path) -> None:
    (event,) = write(EventStore(tmp_path, "me"), 1)
    (file,) = event_files(tmp_path)
    line = file.read_bytes()
    file.write_bytes(line[:50])
    store = EventStore(tmp_path, "me")
    assert store.read() == ((), ())
    with file.open("ab") as rest:
        rest.write(line[50:])
    assert store.read() == ((event,), ())


def test_a_damaged_line_is_set_aside_and_named_and_the_rest_is_read(tmp_path: Path) -> None:
    written = write(EventStore(tmp_path, "me"), 3)
    (file,) = event_files(tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"tier":2', b'"tier":3')
    file.write_bytes(b"".join(lines))
    store = EventStore(tmp_path, "me")
    events, (notice,) = store.read()
    assert list(events) == [written[0], written[2]]
    assert f"In {file}, 1 line is damaged" in notice
    (aside,) = (tmp_path / "damaged").iterdir()
    assert aside.read_bytes() == lines[1]
    assert str(aside) in notice
    assert store.read().notices == (notice,)
    assert EventStore(tmp_path, "me").read().notices == ()
    assert file.read_bytes() == b"".join(lines)


@settings(max_examples=60, deadline=None)
@given(
    garbage=st.lists(st.binary(max_size=80) | st.text(max_size=40).map(str.encode), max_size=12),
    data=st.data(),
)
def test_no_garbage_hides_an_event_or_stops_the_store(garbage: list[bytes], data: Any) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = write(EventStore(folder, "me"), 3)
        (file,) = event_files(folder)
        lines = file.read_bytes().splitlines(keepends=True)
        for piece in garbage:
            lines.insert(data.draw(st.integers(0, len(lines))), piece.replace(b"\n", b" ") + b"\n")
        file.write_bytes(b"".join(lines))
        assert list(EventStore(folder, "me").read().events) == written


@given(position=st.integers(0), flip=st.integers(1, 255))
def test_a_single_changed_byte_never_changes_an_event(position: int, flip: int) -> None:
    event_id, time = Stamps().next()
    event = Event(event_id, time, "me", "pack", "first", "one", "c1", Checked(Outcome.PASSED))
    line = bytearray(encode_line(record_of(event)))
    line[position % (len(line) - 1)] ^= flip
    with contextlib.suppress(DamagedLine):
        assert decode_line(bytes(line)).event == event


def test_a_file_that_holds_no_lines_at_all_is_no_trouble(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(3_000_000)
    (tmp_path / "noise.jsonl").write_bytes(noise.replace(b"\n", b"-"))
    store = EventStore(tmp_path, "me")
    written = write(store, 1)
    events, (notice,) = store.read()
    assert list(events) == written
    assert "are damaged" in notice


def test_kinds_that_only_a_newer_version_knows_are_kept_and_ignored(tmp_path: Path) -> None:
    (known,) = write(EventStore(tmp_path, "me"), 1)
    newer = json.loads(event_files(tmp_path)[0].read_text())["event"]
    newer |= {"id": Stamps().next()[0], "schema": 2, "detail": {"kind": "dreamt", "of": ["sheep"]}}
    raw = json.dumps(newer).encode()
    line = encode_line(record_of(known)).replace(record_of(known).raw, raw)
    line = line.replace(line[8:24], hashlib.sha256(raw).hexdigest()[:16].encode())
    (tmp_path / "newer.jsonl").write_bytes(line)
    store = EventStore(tmp_path, "me")
    assert store.read() == ((known,), ())
    assert raw in {record.raw for record in store.records()}


class FullDisk:
    """A disk that takes only a part of the next write, as a real one does when it fills up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        self.room: int | None = None
        self._write = os.write
        self._code = code
        monkeypatch.setattr(os, "write", self._partly)

    def _partly(self, file: int, data: Any) -> int:
        if self.room is None:
            return self._write(file, data)
        if not self.room:
            raise OSError(self._code, os.strerror(self._code))
        written = self._write(file, data[: self.room])
        self.room -= written
        return written


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_a_sentence_and_leaves_no_half_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    disk = FullDisk(monkeypatch, code)
    store = EventStore(tmp_path, "me")
    written = write(store, 2)
    (file,) = event_files(tmp_path)
    before = file.read_bytes()
    disk.room = 40
    with pytest.raises(StoreFull, match="no room left on the disk"):
        write(store, 1)
    assert file.read_bytes() == before
    assert list(store.read().events) == written
    disk.room = None
    written += write(store, 1)
    assert list(store.read().events) == list(EventStore(tmp_path, "me").read().events) == written


def test_a_disk_that_cannot_even_take_back_half_a_line_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(monkeypatch, errno.ENOSPC)
    store = EventStore(tmp_path, "me")
    written = write(store, 1)

    def fail(*_: Any) -> None:
        raise OSError(errno.EIO, "I/O error")

    disk.room = 40
    with monkeypatch.context() as broken:
        broken.setattr(os, "ftruncate", fail)
        with pytest.raises(StoreFull):
            write(store, 1)
    disk.room = None
    written += write(store, 1)
    assert list(store.read().events) == written
    assert EventStore(tmp_path, "me").read() == (tuple(written), ())


def test_what_was_not_flushed_is_not_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = EventStore(tmp_path, "me")
    written = write(store, 1)

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        with pytest.raises(StoreUnavailable, match="cannot be used"):
            write(store, 1)
    assert list(store.read().events) == written


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="What was saved before is safe"):
        EventStore(tmp_path / "file" / "events", "me").append("p", "l", None, "c", Hinted(1))


def test_a_removed_file_does_not_swallow_later_events(tmp_path: Path) -> None:
    store = EventStore(tmp_path, "me")
    write(store, 1)
    event_files(tmp_path)[0].unlink()
    written = write(store, 1)
    assert list(EventStore(tmp_path, "me").read().events) == written


def test_a_forked_process_writes_a_file_of_its_own(tmp_path: Path) -> None:
    store = EventStore(tmp_path, "me")
    write(store, 1)
    child = multiprocessing.get_context("fork").Process(target=write, args=(store, 2))
    child.start()
    child.join()
    write(store, 1)
    assert len(event_files(tmp_path)) == 2
    assert len(store.read().events) == 4


def test_threads_and_processes_that_write_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from torchenstein_lab.contracts.event import Hinted;"
        "from torchenstein_lab.progress.store import EventStore; store = EventStore(Path(sys.argv[1]), 'me');"
        "[print(store.append('p', 'l', 'e', 'c', Hinted(1)).id) for _ in range(40)]"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(3)
    ]
    store = EventStore(tmp_path, "me")
    acknowledged: list[str] = []
    threads = [
        threading.Thread(target=lambda: acknowledged.extend(event.id for event in write(store, 40)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for program in programs:
        acknowledged += program.communicate()[0].split()
    found = [event.id for event in store.read().events]
    assert len(found) == len(set(found)) == 240
    assert set(found) == set(acknowledged)


@pytest.mark.slow
def test_fifty_kills_at_any_moment_lose_and_double_nothing() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "kill_writer.py"), "50"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    counts = json.loads(run.stdout.splitlines()[-1])
    assert counts["kills"] == 50
    assert counts["acknowledged"] > 50
    assert (counts["lost"], counts["doubled"], counts["notices"]) == (0, 0, 0)
