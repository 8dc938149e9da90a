"""One value, looked at closely because the learner chose it: its picture, and whose memory it shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torchenstein_lab.contracts.inspector import Fact, TensorDetail
from torchenstein_lab.inspector.fields import plain_access
from torchenstein_lab.inspector.health import Health
from torchenstein_lab.inspector.inside import find, tensors_in
from torchenstein_lab.inspector.kinds import Kinds
from torchenstein_lab.inspector.row import row_of
from torchenstein_lab.inspector.survey import Survey, survey

NAMED = 12
"""So many names that share a memory are told."""
SMALL = 1_000_000
"""A tensor of up to so many elements is looked through for NaN and infinity when it is chosen."""


def detail_of(
    namespace: Mapping[str, Any], hidden: Mapping[str, Any], path: tuple[str, ...], health: Health
) -> TensorDetail:
    """Describe the value at `path`. Raises `Gone` when there is none."""
    kinds = Kinds()
    value, role = find(namespace, path, kinds)
    fields = kinds.fields
    if not kinds.is_tensor(value):
        with plain_access(kinds.torch):
            return TensorDetail(row_of(value, path[-1], path, kinds, health, role))
    with plain_access(kinds.torch):
        row = row_of(value, path[-1], path, kinds, health, role)
        if row.note:
            return TensorDetail(row)
        sharing = _sharing(survey(namespace, hidden, kinds), path, fields.storage_of(value), kinds)
        dense = row.layout != ""
        strides = tuple(fields.stride(value)) if dense else ()
        offset = fields.storage_offset(value) if dense else 0
        is_small = fields.numel(value) <= SMALL
    if is_small and health.look(value, kinds) is not None:
        with plain_access(kinds.torch):
            row = row_of(value, path[-1], path, kinds, health, role)
    others = max(0, len(sharing) - NAMED)
    return TensorDetail(row, strides, offset, tuple(sharing[:NAMED]), others, picture_of(value))


def picture_of(tensor: Any) -> tuple[Fact, ...]:
    """What `show` draws of a tensor, by MIME type. Nothing where it draws nothing."""
    import torch

    from torchenstein_lab.widgets.show import show

    with torch.no_grad():
        shown = show(tensor)
    html = () if shown.drawing is None else (Fact("text/html", shown.drawing.html),)
    return (*html, Fact("text/plain", repr(shown)))


def _sharing(seen: Survey, path: tuple[str, ...], storage: int, kinds: Kinds) -> list[str]:
    """The other names whose tensors, or in whose insides tensors, lie in this storage."""
    found = []
    for name, kind in seen.kinds.items() if storage else ():
        if name != path[0]:
            value = seen.names[name]
            tensors = (value,) if kind in ("tensor", "parameter") else tensors_in(value, kinds)
            if any(kinds.fields.storage_of(tensor) == storage for tensor in tensors):
                found.append(name)
    return found
