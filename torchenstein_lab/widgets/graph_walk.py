"""PyTorch's own graph behind a tensor, as a list in forward order: what made what, and what was kept for it.

Only reads: a tensor that was saved through hooks (as a checkpoint does) is not asked for, since unpacking
it would run code. The list is plain data; the nodes themselves are handed out beside it, for who walks back.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import torch

from torchenstein_lab.widgets.cell_value import typeset

Shape = tuple[int, ...]

FEW = 4
"""Up to so many numbers of a tensor are written out."""
_SMALL = 2000
"""In graphs of more nodes no numbers are written out: they are folded, and nobody would see them."""


class Saved(NamedTuple):
    """A tensor that an operation keeps for the backward pass.

    `state` is kept, freed (backward has run), changed (in place, since), or packed (by hooks). `home` is the
    address of its numbers (0 where it has none), `maker` the place of the step that made it (-1: unknown)."""

    name: str
    state: str
    shape: Shape = ()
    bytes: int = 0
    values: str = ""
    home: int = 0
    maker: int = -1


class Step(NamedTuple):
    """One node of the graph: a leaf, or an operation with the places (in the walk) of what went into it.

    `inputs` has an entry for each tensor argument; None stands for one that needs no gradient. `made` is what
    came out, as shape and dtype; `tensor` the `id` of a leaf's tensor, 0 for an operation; `value` a leaf's
    numbers where they are few; `in_python` is true where its backward is a `torch.autograd.Function`."""

    name: str
    inputs: tuple[int | None, ...] = ()
    made: tuple[tuple[Shape, str], ...] = ()
    saved: tuple[Saved, ...] = ()
    tensor: int = 0
    value: str = ""
    in_python: bool = False

    @property
    def is_leaf(self) -> bool:
        """Whether this is a tensor whose `.grad` a backward pass fills."""
        return self.tensor != 0


@dataclass(frozen=True)
class Walk:
    """The graph in forward order: what goes into a step stands before it. `roots` are the places of what was
    asked about."""

    steps: tuple[Step, ...]
    roots: tuple[int, ...]

    @property
    def kept_bytes(self) -> int:
        """What all operations keep for the backward pass, memory that several share counted once."""
        return kept_bytes(saved for step in self.steps for saved in step.saved)


def walk(outputs: Sequence[torch.Tensor]) -> tuple[Walk, list[Any]]:
    """Walk back from `outputs`, which all need a gradient: the graph, and PyTorch's node for each step."""
    roots = [torch.autograd.graph.get_gradient_edge(output).node for output in outputs]
    known: dict[Any, tuple[Any, ...]] = {}
    ahead = list(roots)
    while ahead:
        node = ahead.pop()
        if node not in known:
            known[node] = tuple(into for into, _ in node.next_functions)
            ahead.extend(into for into in known[node] if into is not None)
    nodes = _forward_order(known)
    place = {node: at for at, node in enumerate(nodes)}
    with torch.no_grad():
        steps = tuple(_step(node, known[node], place, values=len(nodes) <= _SMALL) for node in nodes)
    return Walk(steps, tuple(dict.fromkeys(place[root] for root in roots))), nodes


def kept_bytes(saved: Iterable[Saved]) -> int:
    """The bytes of some saved tensors; two at one address are one in memory."""
    kept: dict[object, int] = {}
    for at, one in enumerate(saved):
        key: object = one.home or ("alone", at)
        kept[key] = max(kept.get(key, 0), one.bytes)
    return sum(kept.values())


def few_values(tensor: torch.Tensor) -> str:
    """The numbers of a very small tensor, short; empty for a larger one, and where there are none."""
    if tensor.numel() > FEW or tensor.device.type == "meta" or tensor.layout is not torch.strided:
        return ""
    if tensor.is_quantized:
        tensor = tensor.dequantize()
    numbers = tensor.detach().flatten().tolist()
    words = ", ".join(number(value) for value in numbers)
    return words if tensor.ndim == 0 else f"[{words}]"


def number(value: complex) -> str:
    """A number in at most four digits."""
    if isinstance(value, bool) or not isinstance(value, float):
        return f"{value:.4g}" if isinstance(value, complex) else str(value)
    return typeset(f"{value:.4g}")


@cache
def short_dtype(dtype: torch.dtype) -> str:
    """`float32` for `torch.float32`."""
    return str(dtype).removeprefix("torch.")


def _forward_order(known: dict[Any, tuple[Any, ...]]) -> list[Any]:
    """Inputs first, else as they were made; a leaf stands just before its first use."""
    uses: dict[Any, list[Any]] = {}
    waiting: dict[Any, int] = {}
    for node, inputs in known.items():
        operations = {into for into in inputs if into is not None and not _is_leaf(into)}
        waiting[node] = len(operations)
        for into in operations:
            uses.setdefault(into, []).append(node)
    ready = [
        (node._sequence_nr(), at, node)
        for at, node in enumerate(known)
        if not waiting[node] and not _is_leaf(node)
    ]
    heapq.heapify(ready)
    count = len(known)
    order: list[Any] = []
    placed: set[Any] = set()
    while ready:
        node = heapq.heappop(ready)[2]
        for into in known[node]:
            if into is not None and into not in placed and _is_leaf(into):
                placed.add(into)
                order.append(into)
        order.append(node)
        for use in uses.get(node, ()):
            waiting[use] -= 1
            if not waiting[use]:
                count += 1
                heapq.heappush(ready, (use._sequence_nr(), count, use))
    order.extend(node for node in known if _is_leaf(node) and node not in placed)
    return order


def _is_leaf(node: Any) -> bool:
    return hasattr(node, "variable")


def _step(node: Any, inputs: tuple[Any, ...], place: dict[Any, int], *, values: bool) -> Step:
    if _is_leaf(node):
        leaf = node.variable
        made = ((tuple(leaf.shape), short_dtype(leaf.dtype)),)
        return Step(node.name(), made=made, tensor=id(leaf), value=few_values(leaf))
    return Step(
        node.name(),
        tuple(None if into is None else place[into] for into in inputs),
        _made_by(node),
        _saved_by(node, place, values=values),
        in_python=isinstance(node, torch.autograd.function.BackwardCFunction),
    )


def _made_by(node: Any) -> tuple[tuple[Shape, str], ...]:
    try:
        return tuple((tuple(meta.shape), short_dtype(meta.dtype)) for meta in node._input_metadata)
    except (AttributeError, RuntimeError, TypeError):
        # An output that nothing uses has no shape; older versions do not tell any.
        return ()


def _saved_by(node: Any, place: dict[Any, int], *, values: bool) -> tuple[Saved, ...]:
    found: list[Saved] = []
    for raw_name, name in _saved_names(type(node)):  # type: ignore[arg-type]
        label = name.removeprefix("_saved_")
        try:
            raw = getattr(node, raw_name)
        except RuntimeError:
            found.append(Saved(label, "freed"))
            continue
        parts = raw if isinstance(raw, (tuple, list)) else (raw,)
        if any(getattr(part, "unpack_hook", None) is not None for part in parts):
            found.append(Saved(label, "packed"))
            continue
        try:
            value = getattr(node, name)
        except RuntimeError as error:
            # PyTorch tells the two apart only in its message.
            found.append(Saved(label, "freed" if "freed" in str(error) else "changed"))
            continue
        tensors = value if isinstance(value, (tuple, list)) else (value,)
        found.extend(
            _kept(label, one, place, values=values) for one in tensors if isinstance(one, torch.Tensor)
        )
    return tuple(found)


@cache
def _saved_names(kind: type) -> tuple[tuple[str, str], ...]:
    """The attributes of a kind of node that hold saved tensors: as kept, and as they are read."""
    names = []
    for raw in dir(kind):
        if raw.startswith("_raw_saved_"):
            name = raw.removeprefix("_raw")
            # A Function in Python calls them `saved_tensors`; PyTorch's own have `_saved_self` and so on.
            names.append((raw, name if hasattr(kind, name) else name.removeprefix("_")))
    return tuple(names)


def _kept(label: str, tensor: torch.Tensor, place: dict[Any, int], *, values: bool) -> Saved:
    try:
        home = tensor.data_ptr()
    except (RuntimeError, NotImplementedError):
        home = 0
    return Saved(
        label,
        "kept",
        tuple(tensor.shape),
        tensor.numel() * tensor.element_size(),
        few_values(tensor) if values else "",
        home,
        place.get(tensor.grad_fn, -1),
    )
