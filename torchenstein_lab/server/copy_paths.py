"""Where the learner's copies of lessons were last seen: `copies.json` beside the events.

A hint and nothing more: every path is verified before it is used, and without the file, or with garbage in
it, the copies are found by looking into the learner's folder. Not an event, since paths differ between
servers and mean nothing elsewhere.
"""

import contextlib
import threading
import uuid
from pathlib import Path
from typing import Final

import msgspec

_REMEMBERED: Final = 5
_MAX_BYTES: Final = 4 * 1024 * 1024


class _Copies(msgspec.Struct):
    """`paths`: newest first; `kept`: the version that the learner does not want to be asked about again."""

    paths: list[str] = msgspec.field(default_factory=list)
    kept: str | None = None


class CopyPaths:
    """Remembers, for each lesson, the paths of the learner's copies, and the update they declined."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def paths(self) -> dict[tuple[str, str], list[str]]:
        """Return the paths to try for every lesson, by (pack, lesson), the likeliest first."""
        found = {}
        for key, copies in self._read().items():
            pack, _, lesson = key.partition("/")
            found[pack, lesson] = copies.paths
        return found

    def kept(self, pack: str, lesson: str) -> str | None:
        """Return the version of the lesson whose update the learner declined."""
        return self._read().get(f"{pack}/{lesson}", _Copies()).kept

    def remember(self, pack: str, lesson: str, path: str, kept: str | None = None) -> None:
        """Put `path` first, and note the declined version. A disk that takes nothing is no obstacle."""
        with self._lock:
            known = self._read()
            before = known.get(f"{pack}/{lesson}", _Copies())
            paths = [path, *(each for each in before.paths if each != path)][:_REMEMBERED]
            after = _Copies(paths, kept or before.kept)
            if after == before:
                return
            known[f"{pack}/{lesson}"] = after
            own = self._file.with_name(f".{uuid.uuid4().hex}")
            with contextlib.suppress(OSError):
                try:
                    self._file.parent.mkdir(parents=True, exist_ok=True)
                    own.write_bytes(msgspec.json.encode(known))
                    own.replace(self._file)
                finally:
                    own.unlink(missing_ok=True)

    def _read(self) -> dict[str, _Copies]:
        try:
            if self._file.stat().st_size > _MAX_BYTES:
                return {}
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, _Copies])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return {}
