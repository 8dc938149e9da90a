"""Live requests: what a widget's script asks the kernel, such as another slice or the value under the
pointer.

One comm target serves all pictures. JupyterLab may run it in a kernel subshell, on another thread, at the
same time as the learner's cell: so an answer only reads, draws and returns. A picture is found by its id as
long as the objects that it shows are alive; nothing here keeps them alive.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Answer = Callable[[Sequence[Any], Mapping[str, Any]], Mapping[str, Any]]
"""From the subjects and a request to JSON. It may raise `ValueError` with a sentence for the learner."""

TARGET = "torchenstein.widget"
MOST = 1000
"""So many pictures are answered for at once; of more, the oldest stay still."""


@dataclass(frozen=True)
class _Living:
    subjects: tuple[weakref.ref[Any], ...]
    answer: Answer


_pictures: OrderedDict[str, _Living] = OrderedDict()
_comms: weakref.WeakSet[Any] = weakref.WeakSet()
_lock = threading.RLock()
"""Re-entrant: the garbage collector may call `forget` while `remember` runs."""


def remember(picture: str, subjects: Sequence[object], answer: Answer) -> None:
    """Answer for the picture with this id while all of its subjects are alive."""

    def forget(_: weakref.ref[Any]) -> None:
        with _lock:
            _pictures.pop(picture, None)

    try:
        living = _Living(tuple(weakref.ref(subject, forget) for subject in subjects), answer)
    except TypeError:  # A list or a number: it cannot be referred to weakly, and its picture stays still.
        return
    with _lock:
        _pictures[picture] = living
        while len(_pictures) > MOST:
            _pictures.popitem(last=False)


def reply(message: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one message `{"picture": id, "ask": n, "request": {…}}`; never raises.

    The reply repeats `picture` and `ask`. It carries `answer`, or `gone` where what was shown is no longer
    there, or `problem`, a sentence.
    """
    head = {"picture": message.get("picture"), "ask": message.get("ask")}
    with _lock:
        living = _pictures.get(str(message.get("picture")))
    subjects = [] if living is None else [subject() for subject in living.subjects]
    if living is None or any(subject is None for subject in subjects):
        return {**head, "gone": True}
    request = message.get("request")
    if not isinstance(request, Mapping):
        return {**head, "problem": "The request was not understood."}
    try:
        return {**head, "answer": dict(living.answer(subjects, request))}
    except ValueError as error:
        return {**head, "problem": str(error)}
    except Exception as error:  # noqa: BLE001  (a request never stops the kernel)
        return {**head, "problem": f"The kernel could not answer ({type(error).__name__})."}


def push(picture: str, data: Mapping[str, Any]) -> None:
    """Send JSON to the scripts that show this picture, unasked. Where nobody listens, nothing happens."""
    for comm in tuple(_comms):
        comm.send({"picture": picture, "push": dict(data)})


def listen() -> None:
    """Let front ends open our comm. Outside a kernel, there is nobody to listen to."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if getattr(shell, "kernel", None) is None:
        return
    from comm import get_comm_manager

    manager: Any = get_comm_manager()
    if manager.targets.get(TARGET) is not _opened:
        manager.register_target(TARGET, _opened)


def _opened(comm: Any, _: object) -> None:
    def received(message: Mapping[str, Any]) -> None:
        content: Any = message["content"]["data"]
        comm.send(reply(content))

    def closed(_: object) -> None:
        _comms.discard(comm)

    comm.on_msg(received)
    comm.on_close(closed)
    _comms.add(comm)
