"""Ids and times of new events.

An id is a UUIDv7 (RFC 9562): its first 48 bits are the time in milliseconds, so ids sort by time. Within
one process stamps never go back, even when the computer's clock does, and never repeat.
"""

import os
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timezone

_COUNTER_BITS = 12
_RANDOM_BITS = 62


def rfc3339(milliseconds: int) -> str:
    """Write a time since 1970 in milliseconds as UTC, such as `2026-11-24T08:12:30.042Z`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


def is_uuid7(text: str) -> bool:
    """Tell whether `text` is a UUIDv7 in its canonical form, lower case with hyphens."""
    try:
        return uuid.UUID(text).version == 7 and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _milliseconds_now() -> int:
    return time.time_ns() // 1_000_000


class Stamps:
    """A source of pairs of id and time, each later than the one before; safe to use from several threads.

    `now` gives the time in milliseconds since 1970.
    """

    def __init__(self, now: Callable[[], int] = _milliseconds_now) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._last = 0
        self._counter = 0

    def next(self) -> tuple[str, str]:
        """Return a new event's id and time."""
        with self._lock:
            milliseconds = self._now()
            if milliseconds > self._last:
                self._last, self._counter = milliseconds, 0
            elif self._counter + 1 < 1 << _COUNTER_BITS:
                self._counter += 1
            else:
                self._last, self._counter = self._last + 1, 0
            milliseconds, counter = self._last, self._counter
        random = int.from_bytes(os.urandom(8), "big") >> (64 - _RANDOM_BITS)
        number = milliseconds << 80 | 7 << 76 | counter << 64 | 0b10 << 62 | random
        return str(uuid.UUID(int=number)), rfc3339(milliseconds)
