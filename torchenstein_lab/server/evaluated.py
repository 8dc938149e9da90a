"""Reading what a kernel answered to expressions, and the commands that mend its environment."""

import ast
import sys
from collections.abc import Mapping
from typing import Any, Final

from torchenstein_lab.contracts.version import CONTRACT

PACKAGE: Final = "torchenstein-lab"


def value_of(answer: Mapping[str, Any] | None) -> object:
    """Read what an expression gave: a literal, or `None` when there was an error."""
    if not answer or answer.get("status") != "ok":
        return None
    try:
        value: object = ast.literal_eval(answer["data"]["text/plain"])
    except (KeyError, TypeError, ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value


def pip(python: str, package: str, *, upgrade: bool = False) -> str:
    """The command that installs a package in the environment of a Python."""
    quoted = f'"{python}"' if " " in python else python
    return f"{quoted} -m pip install {'--upgrade ' if upgrade else ''}{package}"


def mismatch(python: str, contract: int) -> tuple[str, str]:
    """What to say, and what to do, when the kernel's side speaks another version than the server's."""
    if contract < CONTRACT:
        side, command = "kernel's", pip(python, PACKAGE, upgrade=True)
    else:
        side, command = "server's", pip(sys.executable, PACKAGE, upgrade=True)
    return (
        "Torchenstein Lab has different versions on the server's side and in this notebook's kernel.",
        f"Upgrade the {side} side, then restart it: {command}",
    )
