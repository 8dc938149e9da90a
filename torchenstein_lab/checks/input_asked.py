"""What `input()` does while a check runs: it says so, instead of waiting for somebody who is not there."""

from __future__ import annotations

import builtins
import getpass
from typing import NoReturn


class InputAsked(Exception):
    """`input()` was called where nobody can type."""


def no_input() -> None:
    """Replace the functions that wait for typing, in this process, for good."""
    builtins.input = asked
    getpass.getpass = asked


def asked(*_: object, **__: object) -> NoReturn:
    raise InputAsked("A check has nobody to type.")
