"""The event store: the only module that writes a learner's events.

A folder of JSON Lines files, one for each writing process. A file is only ever added to, by the one
process that made it, so writers need no locks (homes on hubs are often network file systems, where locks
fail) and files from several servers, machines or a backup are merged by union of their events' ids.
An event is on the disk before `append` returns. What a crash left of an unfinished line is dropped; a line
that is damaged is copied to the folder `damaged` and named in a notice; everything else is read.
"""

import errno
import os
import threading
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from torchenstein_lab.contracts.event import Detail, Event
from torchenstein_lab.progress.errors import StoreFull, StoreUnavailable
from torchenstein_lab.progress.line import (
    LINE_BYTES,
    DamagedLine,
    Record,
    decode_line,
    encode_line,
    record_of,
)
from torchenstein_lab.progress.stamp import Stamps

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SUFFIX: Final = ".jsonl"
_SET_ASIDE_LINES: Final = 1000
"""More damaged lines of one file are counted, not copied: such a file is no event file."""


class Snapshot(NamedTuple):
    """All events, oldest first, and sentences about what could not be read."""

    events: tuple[Event, ...]
    notices: tuple[str, ...]


class _ReadFile:
    """What is known of one file: how far it was read, and what stood there."""

    def __init__(self) -> None:
        self.size = -1
        self.changed = -1
        self.offset = 0
        self.records: list[Record] = []
        self.damaged: list[bytes] = []
        self.damaged_lines = 0
        self.notice: str | None = None


class EventStore:
    """The events of one learner in `folder`. Safe to use from several threads and several processes.

    `learner` is written into new events. Raises `StoreFull` and `StoreUnavailable`.
    """

    def __init__(self, folder: Path, learner: str) -> None:
        self.folder = folder
        self.learner = learner
        self._stamps = Stamps()
        self._lock = threading.RLock()
        self._writer: _Writer | None = None
        self._files: dict[str, _ReadFile] = {}
        self._records: dict[str, Record] = {}
        self._sorted: tuple[Event, ...] | None = ()

    def append(self, pack: str, lesson: str, exercise: str | None, content: str, detail: Detail) -> Event:
        """Record that something happened now, and return the event once it is safely on the disk."""
        event_id, time = self._stamps.next()
        event = Event(event_id, time, self.learner, pack, lesson, exercise, content, detail)
        self.add_records([record_of(event)])
        return event

    def add_records(self, records: Sequence[Record]) -> int:
        """Write the records that are not in the store yet, all or none, and return how many that were."""
        with self._lock:
            self._refresh()
            fresh = {record.id: record for record in records if record.id not in self._records}
            if not fresh:
                return 0
            if self._writer is None or not self._writer.is_usable():
                self._writer = _Writer(self.folder)
            self._writer.write(b"".join(map(encode_line, fresh.values())))
            self._remember(fresh.values())
            return len(fresh)

    def read(self) -> Snapshot:
        """Return every event of every file; only what is new on the disk since the last call is read."""
        with self._lock:
            notices = self._refresh()
            if self._sorted is None:
                ordered = sorted(self._records.values(), key=lambda record: (record.time, record.id))
                self._sorted = tuple(record.event for record in ordered if record.event is not None)
            return Snapshot(self._sorted, notices)

    def records(self) -> tuple[Record, ...]:
        """Return all records, oldest first, with those of kinds that only a newer version knows."""
        with self._lock:
            self._refresh()
            return tuple(sorted(self._records.values(), key=lambda record: (record.time, record.id)))

    # ------------------------------------------------------------------ reading

    def _remember(self, records: Iterable[Record]) -> None:
        for record in records:
            self._records.setdefault(record.id, record)
        self._sorted = None

    def _refresh(self) -> tuple[str, ...]:
        try:
            found = {
                entry.name: entry.stat()
                for entry in os.scandir(self.folder)
                if entry.name.endswith(_SUFFIX) and entry.is_file()
            }
        except FileNotFoundError:
            found = {}
        except OSError as error:
            raise _unavailable(self.folder, error) from error
        gone = self._files.keys() - found.keys()
        rebuild = bool(gone)
        for name in gone:
            del self._files[name]
        for name in sorted(found):
            known = self._files.setdefault(name, _ReadFile())
            size, changed = found[name].st_size, found[name].st_mtime_ns
            if (size, changed) == (known.size, known.changed):
                continue
            if size <= known.size and known.offset > 0:
                # Not added to but changed in place, as when a backup is put back: read it anew.
                known = self._files[name] = _ReadFile()
                rebuild = True
            known.size, known.changed = size, changed
            self._remember(self._read_on(name, known))
        if rebuild:
            self._records.clear()
            self._sorted = None
            for known in self._files.values():
                self._remember(known.records)
        return tuple(known.notice for known in self._files.values() if known.notice)

    def _read_on(self, name: str, known: _ReadFile) -> list[Record]:
        """Read the complete lines after `known.offset`, set damaged ones aside, and return what is new."""
        path = self.folder / name
        new: list[Record] = []
        damaged_before = known.damaged_lines
        try:
            with path.open("rb") as file:
                file.seek(known.offset)
                while line := file.readline(LINE_BYTES):
                    if not line.endswith(b"\n") and len(line) < LINE_BYTES:
                        break  # torn by a crash, or still being written
                    known.offset += len(line)
                    try:
                        new.append(decode_line(line))
                    except DamagedLine:
                        known.damaged_lines += 1
                        if known.damaged_lines <= _SET_ASIDE_LINES:
                            known.damaged.append(line)
        except OSError as error:
            known.size = -1  # try again at the next call
            known.notice = (
                f"The file {path}, which holds a part of your progress, cannot be read "
                f"({error.strerror or error}). Make it readable for you; the rest of your progress is there."
            )
            return new
        if known.damaged_lines != damaged_before:
            known.notice = _set_aside(path, known)
        elif not known.damaged_lines:
            known.notice = None
        known.records.extend(new)
        return new


class _Writer:
    """The one file that this process writes."""

    def __init__(self, folder: Path) -> None:
        self._process = os.getpid()
        self._broken = False
        self._path = folder / f"{uuid.uuid4().hex}{_SUFFIX}"
        self._good = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._path, flags, 0o600)
            _sync_folder(folder)
        except OSError as error:
            raise _write_error(folder, error) from error

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            os.close(self._file)

    def is_usable(self) -> bool:
        """Tell whether this process may add to the file: it made it, it is still there, and it is whole."""
        return not self._broken and self._process == os.getpid() and self._path.exists()

    def write(self, data: bytes) -> None:
        """Write `data` and wait until it is on the disk; when that fails, leave the file as it was."""
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError as error:
            self._take_back()
            raise _write_error(self._path.parent, error) from error
        self._good += len(data)

    def _take_back(self) -> None:
        # After a failed fsync nobody knows what is on the disk: go on in a new file in any case.
        self._broken = True
        try:
            os.ftruncate(self._file, self._good)
            os.fsync(self._file)
        except OSError:
            # The half line at the end has no newline, and is dropped when it is read.
            return


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file last. Windows cannot, and does not need to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network file systems do not offer it for folders.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)


def _set_aside(path: Path, known: _ReadFile) -> str | None:
    """Copy the damaged lines of `path` to the folder `damaged`; return a notice, unless that is known."""
    aside = path.parent / "damaged" / f"{path.stem}.txt"
    content = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in known.damaged)
    count = known.damaged_lines
    lines = f"In {path}, 1 line is" if count == 1 else f"In {path}, {count} lines are"
    try:
        if aside.exists() and aside.read_bytes() == content:
            return None
        aside.parent.mkdir(exist_ok=True)
        own = aside.with_name(f".{uuid.uuid4().hex}")
        own.write_bytes(content)
        own.replace(aside)
    except OSError as error:
        return (
            f"{lines} damaged, and could not be copied to a safe place ({error.strerror or error}). "
            "All other events were read; the file was left as it is."
        )
    return (
        f"{lines} damaged, and a copy was set aside in {aside}. All other events were read. "
        "If progress is missing, import a backup with: torchenstein progress import FILE"
    )


def _write_error(folder: Path, error: OSError) -> StoreFull | StoreUnavailable:
    if error.errno in _FULL:
        return StoreFull(
            "This could not be saved: there is no room left on the disk.",
            f"Free some space where {folder} is, then do it again. What was saved before is safe.",
        )
    return _unavailable(folder, error)


def _unavailable(folder: Path, error: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        f"The folder {folder}, where your progress is kept, cannot be used ({error.strerror or error}).",
        "Make it readable and writable for you. What was saved before is safe.",
    )
