"""The row of any value: a tensor, a module, an optimizer, a data loader, or a group of them."""

from __future__ import annotations

from typing import Any

import msgspec

from torchenstein_lab.contracts.inspector import Inside, Strange, TensorRow
from torchenstein_lab.inspector.facts import loader_facts, module_facts, optimizer_facts
from torchenstein_lab.inspector.health import Health
from torchenstein_lab.inspector.inside import (
    Role,
    count_inside,
    is_half_built,
    module_parts,
    modules_in,
    tensors_in,
)
from torchenstein_lab.inspector.kinds import Kinds
from torchenstein_lab.inspector.tensor_row import class_name, cut, tensor_row


def row_of(
    value: Any,
    name: str,
    path: tuple[str, ...],
    kinds: Kinds,
    health: Health,
    role: Role = "",
) -> TensorRow:
    """Describe a value that is of some kind. Never raises."""
    kind = kinds.of(value)
    if kind == "tensor" or kind == "parameter":
        row = tensor_row(kinds.fields, value, name, path, role or kind)
        counts = health.known(value, kinds)
        return row if counts is None else msgspec.structs.replace(row, strange=Strange(*counts))
    try:
        return _row(value, name, path, kinds)
    except Exception:  # noqa: BLE001  (one broken value must not hide the others)
        return TensorRow(cut(name), path, kind or "group", class_name(value), note="unreadable")


def _row(value: Any, name: str, path: tuple[str, ...], kinds: Kinds) -> TensorRow:
    kind = kinds.of(value)
    if kind == "module":
        return _module_row(value, name, path, kinds)
    if kind == "group":
        nbytes = _bytes_in(value, kinds)
        return TensorRow(
            cut(name), path, "group", class_name(value), nbytes=nbytes, inside=Inside(len(value))
        )
    facts = optimizer_facts(value) if kind == "optimizer" else loader_facts(value)
    held = _bytes_in(value, kinds) if kind == "optimizer" else None
    shown = kind if kind in ("optimizer", "loader") else "group"
    return TensorRow(cut(name), path, shown, class_name(value), nbytes=held, inside=Inside(facts=facts))


def _module_row(value: Any, name: str, path: tuple[str, ...], kinds: Kinds) -> TensorRow:
    if is_half_built(value):
        return TensorRow(cut(name), path, "module", class_name(value), note="half-built")
    fields = kinds.fields
    numbers = frozen = nbytes = 0
    seen: set[int] = set()
    lazy = False
    for module in modules_in(value):
        for parameter in module_parts(module, "_parameters").values():
            if id(parameter) in seen or not kinds.is_tensor(parameter):
                continue
            seen.add(id(parameter))
            if issubclass(type(parameter), fields.lazy):
                lazy = True
                continue
            count = fields.numel(parameter)
            numbers += count
            nbytes += count * fields.element_size(parameter)
            frozen += 0 if fields.requires_grad(parameter) else count
    return TensorRow(
        cut(name),
        path,
        "module",
        class_name(value),
        nbytes=nbytes,
        inside=Inside(count_inside(value), numbers, frozen, module_facts(value)),
        note="lazy" if lazy else "",
    )


def _bytes_in(value: Any, kinds: Kinds) -> int:
    """The bytes of everything inside, each storage once."""
    storages: dict[int, int] = {}
    for tensor in tensors_in(value, kinds):
        try:
            storage = kinds.fields.storage(tensor)
            storages[storage._cdata] = storage.nbytes()
        except (RuntimeError, NotImplementedError):
            continue  # sparse tensors and wrappers have no storage of their own
    return sum(storages.values())
