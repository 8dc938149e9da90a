"""How much memory is free, so that a clean room never takes what the learner's own kernel needs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOM_TO_RUN: Final = 600 * 1024**2
"""A fresh kernel with PyTorch in it needs this much."""
ROOM_FOR_SPARE: Final = 1536 * 1024**2
"""A kernel is kept ready only where this much is free."""
RESERVE: Final = 256 * 1024**2
"""What the notebook in a clean room must leave free."""


def free_bytes(root: Path = Path("/")) -> int | None:
    """The bytes that programs here can still take: what the machine has, or what the container may use,
    whichever is less; `None` where the system does not tell. `root` is where `proc` and `sys` are."""
    found = [free for free in (_of_machine(root), *_of_groups(root)) if free is not None]
    if found:
        return max(0, min(found))
    try:
        import psutil  # type: ignore[import-untyped]
    except ImportError:
        return None
    return int(psutil.virtual_memory().available)


def bound(free: int) -> str:
    """The expression that keeps a kernel from allocating more than is free now. Where there is no such limit
    (on Windows), evaluating it fails."""
    most = max(free - RESERVE, ROOM_TO_RUN)
    limits = "__import__('resource')"
    return f"{limits}.setrlimit({limits}.RLIMIT_DATA, ({most}, {limits}.getrlimit({limits}.RLIMIT_DATA)[1]))"


def _of_machine(root: Path) -> int | None:
    try:
        lines = (root / "proc/meminfo").read_text("ascii").splitlines()
        fields = dict(line.split(":", 1) for line in lines if ":" in line)
        return int(fields["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def _of_groups(root: Path) -> Iterator[int]:
    """What is left of the limit of each control group that this process is in."""
    try:
        lines = (root / "proc/self/cgroup").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        _, controllers, path = (line + "::").split(":", 2)
        if controllers == "":
            base, names = root / "sys/fs/cgroup", ("memory.max", "memory.current")
        elif "memory" in controllers.split(","):
            base, names = root / "sys/fs/cgroup/memory", ("memory.limit_in_bytes", "memory.usage_in_bytes")
        else:
            continue
        parts = Path(path.strip("/:")).parts
        for depth in range(len(parts) + 1):
            group = base.joinpath(*parts[:depth])
            try:
                limit, used = (int((group / name).read_text("ascii")) for name in names)
            except (OSError, ValueError):
                continue
            yield limit - used
