"""Small PNG images, written without an imaging library: one pixel for each number."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence


def colours(rows: Sequence[bytes]) -> str:
    """A data URL of rows of red, green and blue bytes."""
    return _data_url(rows, len(rows[0]) // 3, 2)


def ink(rows: Sequence[bytes], colour: tuple[int, int, int]) -> str:
    """A data URL of one colour, with the bytes as its opacity: it fits light and dark pages."""
    table = _chunk(b"PLTE", bytes(colour) * 256) + _chunk(b"tRNS", bytes(range(256)))
    return _data_url(rows, len(rows[0]), 3, table)


def indexed(rows: Sequence[bytes], palette: bytes, clear: int) -> str:
    """A data URL of places in a palette (three bytes for each colour); the place `clear` is transparent."""
    opacity = bytearray(b"\xff" * (clear + 1))
    opacity[clear] = 0
    table = _chunk(b"PLTE", palette) + _chunk(b"tRNS", bytes(opacity))
    return _data_url(rows, len(rows[0]), 3, table)


def _data_url(rows: Sequence[bytes], width: int, kind: int, table: bytes = b"") -> str:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, kind, 0, 0, 0))
    pixels = _chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9))
    image = b"\x89PNG\r\n\x1a\n" + head + table + pixels + _chunk(b"IEND", b"")
    return f"data:image/png;base64,{base64.b64encode(image).decode()}"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
