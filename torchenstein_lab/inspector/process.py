"""How much memory the Python process and its accelerators use, as far as the system says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from torchenstein_lab.contracts.inspector import DeviceMemory

_STATM = Path("/proc/self/statm")


def process_memory() -> tuple[int | None, int | None]:
    """Bytes of memory that the process holds now, and the most it ever held; None where nobody says."""
    try:
        import resource
    except ImportError:  # Windows
        return None, None
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    try:
        now = int(_STATM.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return None, peak
    return now, max(now, peak)


def device_memory(torch: Any) -> tuple[DeviceMemory, ...]:
    """What PyTorch has allocated on each CUDA device, without waking one that nobody has used."""
    cuda = torch.cuda
    if not cuda.is_initialized():
        return ()
    return tuple(
        DeviceMemory(f"cuda:{index}", cuda.memory_allocated(index), cuda.max_memory_allocated(index))
        for index in range(cuda.device_count())
    )
