"""How much of something there is, in words."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """`counted(1, "cell")` is "1 cell", `counted(1200, "cell")` is "1,200 cells"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def bytes_in_words(count: int) -> str:
    """A number of bytes, exact below 10,000 and in KB, MB and so on (powers of 1,000) above."""
    if count < 10_000:
        return counted(count, "byte")
    size = float(count)
    for unit in ("bytes", "KB", "MB", "GB", "TB", "PB"):
        if size < 999.5:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:,.0f} EB" if size < 10**6 else f"{size:.1e} EB".replace("e+0", "e").replace("e+", "e")
