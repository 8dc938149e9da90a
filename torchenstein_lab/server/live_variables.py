"""Asks a kernel about its variables, and reads the reply: for the clean room, which compares two kernels."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from torchenstein_lab.server.conversation import NoReply, NotStarted, conversation
from torchenstein_lab.server.evaluated import value_of
from torchenstein_lab.server.hidden_state import Variables

_SECONDS = 10.0
_BEGIN_SECONDS = 1.0
"""A kernel that is busy for longer is not waited for."""
_ASK = "__import__('torchenstein_lab.checks.live_names', fromlist=['live_json']).live_json"


class _Told(msgspec.Struct):
    names: list[str]
    values: dict[str, str]
    history: list[tuple[int, str]]


def variables_expression(names: Iterable[str]) -> dict[str, str]:
    """What a kernel has to evaluate to tell about `names`."""
    return {"variables": f"{_ASK}({list(names)!r})"}


def read_variables(content: Mapping[str, Any]) -> Variables | None:
    """Read the content of the reply; `None` where the kernel could not tell."""
    text = value_of((content.get("user_expressions") or {}).get("variables"))
    if not isinstance(text, str):
        return None
    try:
        told = msgspec.json.decode(text, type=_Told)
    except msgspec.DecodeError:
        return None
    return Variables(frozenset(told.names), told.values, tuple(told.history))


async def variables_of(kernel: Any, names: Iterable[str]) -> Variables | None:
    """Ask the learner's own kernel, without a trace; `None` where it is busy, or cannot tell."""
    async with conversation(kernel) as talk:
        try:
            content = await talk.ask(variables_expression(names), _SECONDS, begin_within=_BEGIN_SECONDS)
        except (NoReply, NotStarted):
            return None
    return read_variables(content)
