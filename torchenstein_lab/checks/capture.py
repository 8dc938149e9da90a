"""Keeping what an answer prints, and keeping the kernel's own channels out of it."""

from __future__ import annotations

import sys
from typing import Any

PRINTED = 16 * 1024
"""So many bytes of what an answer prints are kept for the verdict."""


def tidy(data: bytes) -> str:
    """Printed bytes as text; text that was cut says so."""
    text = data.decode("utf-8", "replace")
    return text + "\n… (cut here)" if len(data) >= PRINTED else text


def quiet_kernel() -> None:
    """Let this process say nothing to the front end any more: no output, no widget, no question for input.

    For a child of the kernel only, where it is for good."""
    shell = the_shell()
    kernel = getattr(shell, "kernel", None)
    session = getattr(kernel, "session", None)
    if session is not None:
        session.send = _unsent


def the_shell() -> Any:
    """The running IPython shell, or `None` outside one."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _unsent(*_: object, **__: object) -> None:
    return None
