"""Hashes that tell whether something is still what it was: a delivered text, the source of a pack."""

from hashlib import sha256
from pathlib import Path


def short_hash(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of `text` in UTF-8."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def digest_of_files(folder: Path) -> str:
    """One digest of the names and contents of all files below `folder`, hidden ones and Python's caches
    apart.

    The `hatch_build.py` of a pack makes the same one, to see whether its compiled lessons are of its
    source. Ends of lines count alike on every system.
    """
    total = sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in name.parts):
            content = sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            total.update(f"{name.as_posix()}\0{content}\n".encode())
    return total.hexdigest()
