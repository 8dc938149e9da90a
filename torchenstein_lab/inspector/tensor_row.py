"""The row of a tensor: read off its fields, through PyTorch's own accessors, whatever its class overrides."""

from __future__ import annotations

from typing import Any, Literal

from torchenstein_lab.contracts.inspector import TensorRow
from torchenstein_lab.inspector.fields import Fields
from torchenstein_lab.inspector.layout import layout_of

NAME = 120
"""Longer names are cut, and cannot be opened: they are no longer the name."""


def cut(name: str) -> str:
    """A name of the learner's, short enough for a row."""
    return name if len(name) <= NAME else name[: NAME - 1] + "…"


def class_name(value: object) -> str:
    """The name of the real class of `value`."""
    return cut(type.__dict__["__name__"].__get__(type(value)))


def tensor_row(
    fields: Fields,
    tensor: Any,
    name: str,
    path: tuple[str, ...],
    kind: Literal["tensor", "parameter", "buffer"],
) -> TensorRow:
    """Describe a tensor. Never raises: what cannot be read is said to be unreadable."""
    try:
        return _row(fields, tensor, name, path, kind)
    except Exception:  # noqa: BLE001  (one broken value must not hide the others)
        return TensorRow(cut(name), path, kind, class_name(tensor), note="unreadable")


def _row(
    fields: Fields,
    tensor: Any,
    name: str,
    path: tuple[str, ...],
    kind: Literal["tensor", "parameter", "buffer"],
) -> TensorRow:
    dtype = str(fields.dtype(tensor)).removeprefix("torch.")
    device = str(fields.device(tensor))
    gradient, by = _gradient(fields, tensor)
    known: dict[str, Any] = {"dtype": dtype, "device": device, "gradient": gradient, "by": by}
    if issubclass(type(tensor), fields.lazy):
        return TensorRow(cut(name), path, kind, class_name(tensor), note="lazy", **known)
    sizes = tuple(fields.shape(tensor))
    known["shape"] = sizes
    if fields.layout(tensor) is not fields.strided:
        return TensorRow(
            cut(name), path, kind, class_name(tensor), nbytes=_sparse_bytes(fields, tensor), **known
        )
    item = fields.element_size(tensor)
    nbytes = fields.numel(tensor) * item
    held, note, layout = _storage(fields, tensor, sizes, item, nbytes)
    return TensorRow(
        cut(name),
        path,
        kind,
        class_name(tensor),
        nbytes=nbytes,
        storage_bytes=held,
        layout=layout,
        note=note,
        **known,
    )


def _storage(fields: Fields, tensor: Any, sizes: tuple[int, ...], item: int, nbytes: int) -> tuple[Any, ...]:
    """The bytes of the storage, what is odd about it, and how the tensor lies in it."""
    if fields.device(tensor).type == "meta":
        return None, "no-data", ""
    try:
        held = fields.storage(tensor).nbytes()
    except (RuntimeError, NotImplementedError):
        return None, "no-data", ""
    if held < item and nbytes:
        return held, "freed", ""
    layout = layout_of(sizes, fields.stride(tensor), fields.storage_offset(tensor), held // item)
    return held, "", layout


def _gradient(fields: Fields, tensor: Any) -> tuple[Literal["none", "wanted", "ready", "made"], str]:
    if not fields.requires_grad(tensor):
        return "none", ""
    if not fields.is_leaf(tensor):
        return "made", class_name(fields.grad_fn(tensor))
    return ("ready" if fields.grad(tensor) is not None else "wanted"), ""


def _sparse_bytes(fields: Fields, tensor: Any) -> int | None:
    """The bytes of a coordinate tensor: its values and the indices beside them. Others do not tell."""
    if fields.layout(tensor) is not fields.sparse:
        return None
    dense = 1
    for size in fields.shape(tensor)[tensor.sparse_dim() :]:
        dense *= size
    return int(tensor._nnz() * (dense * fields.element_size(tensor) + 8 * tensor.sparse_dim()))
