"""One line of an event file: an event as JSON behind a checksum of its bytes.

A line is a JSON object of its own, `{"sum":"<16 hex digits of SHA-256>","event":{…}}`, so any tool that
reads JSON Lines reads the files.
"""

import hashlib
import re
from typing import Final

import msgspec

from torchenstein_lab.contracts.event import EVENT_SCHEMA, Event
from torchenstein_lab.progress.stamp import is_uuid7

LINE_BYTES: Final = 256 * 1024
"""No line is longer; a longer one is damaged."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Line(msgspec.Struct, frozen=True):
    """The outside of a line."""

    sum: str
    event: msgspec.Raw


class Record(msgspec.Struct, frozen=True):
    """A stored event: its bytes, and what they mean; `event` is `None` for a kind that a newer version
    wrote and this one does not know. Such a record is kept and passed on, and counts for nothing here.
    """

    id: str
    time: str
    raw: bytes
    event: Event | None


class _Kind(msgspec.Struct, frozen=True):
    kind: str


class _Envelope(msgspec.Struct, frozen=True):
    """What every version of an event has."""

    id: str
    time: str
    schema: int
    detail: _Kind


class DamagedLine(ValueError):
    """A line that is not what was once written."""


_decode_line = msgspec.json.Decoder(Line).decode
_decode_event = msgspec.json.Decoder(Event).decode
_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_encode = msgspec.json.Encoder().encode
_KNOWN_KINDS: Final = frozenset(
    {"opened", "checked", "hinted", "revealed", "restored", "explained", "ticked", "badge-seen"}
)


def record_of(event: Event) -> Record:
    """Make the record of a new event."""
    return Record(event.id, event.time, _encode(event), event)


def encode_line(record: Record) -> bytes:
    """Write a record as one line, newline included."""
    return _encode(Line(_checksum(record.raw), msgspec.Raw(record.raw))) + b"\n"


def decode_line(line: bytes) -> Record:
    """Read one line, with or without its newline. Raises `DamagedLine`."""
    try:
        outside = _decode_line(line)
        raw = bytes(outside.event)
        if outside.sum != _checksum(raw):
            raise DamagedLine("its checksum does not fit")
        return _read_event(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedLine(str(error)) from error


def _read_event(raw: bytes) -> Record:
    envelope = _decode_envelope(raw)
    if not is_uuid7(envelope.id) or not _TIME.fullmatch(envelope.time):
        raise DamagedLine("its id or its time is not one of ours")
    newer = envelope.schema > EVENT_SCHEMA or envelope.detail.kind not in _KNOWN_KINDS
    try:
        return Record(envelope.id, envelope.time, raw, _decode_event(raw))
    except msgspec.ValidationError:
        if newer:
            return Record(envelope.id, envelope.time, raw, None)
        raise


def _checksum(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]
