"""Exports a learner's events to one file and imports such a file: for another machine, or as a backup.

The file holds the lines of the event store, so nothing is lost on the way, not even events that only a
newer version knows. Importing twice, or on top of what is there already, changes nothing.
"""

import uuid
from pathlib import Path
from typing import NamedTuple

from torchenstein_lab.progress.errors import BadExport, StoreUnavailable
from torchenstein_lab.progress.line import LINE_BYTES, DamagedLine, Record, decode_line, encode_line
from torchenstein_lab.progress.store import EventStore

_BATCH = 500


class Imported(NamedTuple):
    """How many events the file holds, and how many of them were new."""

    found: int
    new: int


def export_events(store: EventStore, path: Path) -> int:
    """Write all events to `path`, and return how many. The file appears whole or not at all."""
    records = store.records()
    own = path.with_name(f".{path.name}-{uuid.uuid4().hex[:8]}")
    try:
        try:
            own.write_bytes(b"".join(map(encode_line, records)))
            own.replace(path)
        finally:
            own.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The file {path} cannot be written ({error.strerror or error}).", "Choose another place for it."
        ) from error
    return len(records)


def import_events(store: EventStore, path: Path) -> Imported:
    """Add the events of an exported file. Every line is checked first: a damaged file changes nothing."""
    records = _read(path)
    new = sum(store.add_records(records[start : start + _BATCH]) for start in range(0, len(records), _BATCH))
    return Imported(len(records), new)


def _read(path: Path) -> list[Record]:
    records: dict[str, Record] = {}
    number = 0
    try:
        with path.open("rb") as file:
            while line := file.readline(LINE_BYTES + 1):
                number += 1
                if line.strip():
                    record = decode_line(line)
                    records.setdefault(record.id, record)
    except OSError as error:
        raise BadExport(
            f"The file {path} cannot be read ({error.strerror or error}).", "Look whether its name is right."
        ) from error
    except DamagedLine as error:
        raise BadExport(
            f"Line {number} of {path} is not what Torchenstein Lab once exported. Nothing was imported.",
            "Export it again where it came from, with: torchenstein progress export FILE",
        ) from error
    return list(records.values())
