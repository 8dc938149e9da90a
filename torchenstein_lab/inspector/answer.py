"""Answers one question of the inspector, whatever happens: JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from torchenstein_lab.contracts.inspector import InspectReply, InspectRequest
from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.inspector.inside import Gone
from torchenstein_lab.inspector.watch import Watch


def names_of_shell() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The names of the notebook, and those of them that IPython hides from `%who`."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    return (shell.user_ns, shell.user_ns_hidden) if shell is not None else ({}, {})


_WATCH = Watch(names_of_shell)


def answer(question: str, watch: Watch = _WATCH) -> str:
    """Answer an `InspectRequest` with an `InspectReply`, both as JSON. Never raises."""
    try:
        reply = _reply(msgspec.json.decode(question, type=InspectRequest), watch)
    except msgspec.MsgspecError:
        reply = InspectReply(say="contract")
    except Gone:
        reply = InspectReply(say="gone")
    except Exception:  # noqa: BLE001  (an answer is owed whatever happens)
        reply = InspectReply(say="failed")
    return msgspec.json.encode(reply).decode()


def _reply(request: InspectRequest, watch: Watch) -> InspectReply:
    if request.contract != CONTRACT:
        return InspectReply(say="contract")
    if request.ask == "page":
        return InspectReply(page=watch.page(request))
    if request.ask == "examine":
        return InspectReply(examined=watch.examine(request))
    return InspectReply(detail=watch.detail(request))
