"""The short hashes that tell whether a text is still the one that was delivered."""

from hashlib import sha256


def short_hash(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of `text` in UTF-8."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
