"""One look at all names: which are tensors and their like, in which order, and what they hold together.

It works on a copy of the namespace, made in one step, because the learner's code goes on changing the real
one. The answer is a few large objects of names and numbers, through which no garbage collection has to walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from torchenstein_lab.contracts.inspector import InspectRequest
from torchenstein_lab.inspector.inside import tensors_in
from torchenstein_lab.inspector.kinds import Kind, Kinds

_ORDER: dict[Kind, int] = {"module": 0, "parameter": 1, "tensor": 2, "group": 3, "optimizer": 4, "loader": 5}
_SHOWN: dict[str, tuple[Kind, ...]] = {
    "all": tuple(_ORDER),
    "changed": tuple(_ORDER),
    "tensors": ("tensor", "group"),
    "parameters": ("parameter",),
    "modules": ("module", "optimizer", "loader"),
}


@dataclass(frozen=True)
class Survey:
    """The names that stand for tensors and their like, by kind, and the copy of all names they were in."""

    names: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)


@dataclass(frozen=True)
class Storages:
    """How many names and insides lie in each storage, and the bytes of all storages together."""

    users: dict[int, int] = field(default_factory=dict)
    nbytes: int = 0


def survey(namespace: Mapping[str, Any], hidden: Mapping[str, Any], kinds: Kinds) -> Survey:
    """Look at every name of the learner's own: not `_1`, `In`, `exit` and what else IPython put there."""
    names = dict(namespace)
    kind_of = kinds.of
    found = {
        name: kind
        for name, value in names.items()
        if (kind := kind_of(value)) is not None
        and type(name) is str
        and name[:1] != "_"
        and not (name in hidden and hidden[name] is value)
    }
    return Survey(names, found)


def storages_of(seen: Survey, kinds: Kinds) -> Storages:
    """Count the storages of everything that a survey found."""
    users: dict[int, int] = {}
    nbytes = 0
    storage_of, count = kinds.fields.storage, users.get
    for name, kind in seen.kinds.items():
        value = seen.names[name]
        for tensor in (value,) if kind in ("tensor", "parameter") else tensors_in(value, kinds):
            try:
                storage = storage_of(tensor)
                key = storage._cdata
                times = count(key, 0)
                if not times:
                    nbytes += storage.nbytes()
                users[key] = times + 1
            except (RuntimeError, NotImplementedError):
                continue  # sparse tensors and wrappers have no storage of their own
    return Storages(users, nbytes)


def order(seen: Survey, by_name: list[str], request: InspectRequest, kinds: Kinds) -> list[str]:
    """The names that were asked for, in the order that was asked for; marks are not known here.

    `by_name` are all names of the survey, sorted.
    """
    wanted = _SHOWN[request.only]
    part = request.search.strip().casefold()
    chosen = by_name.copy()
    if request.only not in ("all", "changed"):
        chosen = [name for name in chosen if seen.kinds[name] in wanted]
    if part:
        chosen = [name for name in chosen if part in name.casefold()]
    if request.sort == "kind":
        chosen.sort(key=lambda name: _ORDER[seen.kinds[name]])
    elif request.sort == "bytes":
        chosen.sort(key=lambda name: -_bytes_of(seen.names[name], seen.kinds[name], kinds))
    return chosen


def _bytes_of(value: Any, kind: Kind, kinds: Kinds) -> int:
    if kind in ("tensor", "parameter"):
        return _nbytes(value, kinds)
    return sum(_nbytes(tensor, kinds) for tensor in tensors_in(value, kinds))


def _nbytes(tensor: Any, kinds: Kinds) -> int:
    try:
        return int(kinds.fields.numel(tensor) * kinds.fields.element_size(tensor))
    except (RuntimeError, NotImplementedError):
        return 0
