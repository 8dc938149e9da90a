"""The gradients that would flow back through a graph, seen without leaving a trace.

`torch.autograd.grad` with `retain_graph=True` walks back and fills no `.grad`; hooks that only look stand on
the watched steps meanwhile. Where a walk would run the learner's code, or cannot be done, it is not done, and
one sentence says why.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch

from torchenstein_lab.widgets.graph_walk import Shape, Walk, few_values, number

MOST_STEPS = 4000
"""Longer graphs are walked back only when asked."""
MOST_ELEMENTS = 20_000_000
"""So many numbers in leaves: their gradients take as much memory again, for a moment."""

_AGAIN = "Ask for them with graph(y, gradients=True)."


@dataclass(frozen=True)
class Gradient:
    """A gradient that arrived somewhere. `strange` counts NaN and infinities; `norm` is its length."""

    shape: Shape
    values: str
    norm: float
    strange: int

    @property
    def words(self) -> str:
        """Its numbers where they are few, else its length (the square root of the sum of squares)."""
        if self.strange:
            return f"g: {self.strange:,} of {math.prod(self.shape):,} not finite"
        if self.values:
            return f"g = {self.values}"
        return "g: all zero" if self.norm == 0 else f"‖g‖ = {number(self.norm)}"


@dataclass(frozen=True)
class Flow:
    """What arrived at which step of the walk (None: nothing did), and the order in which PyTorch went.

    `why_not` says why there was no walk back; it is empty where there was one."""

    arrived: dict[int, Gradient | None] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    why_not: str = ""


def flow_back(
    walk: Walk,
    nodes: Sequence[Any],
    outputs: Sequence[torch.Tensor],
    watch: Collection[int],
    asked: bool | None,
) -> Flow:
    """Walk back from `outputs` with a gradient of ones, and look at the steps in `watch`.

    `asked`: False never walks, None only where nobody could notice, True also where code of the learner's
    (hooks, a custom backward, a checkpoint) then runs."""
    if asked is False:
        return Flow(why_not="The gradients were not asked for.")
    leaves = {at: nodes[at].variable for at, step in enumerate(walk.steps) if step.is_leaf}
    why_not = _impossible(walk) or ("" if asked else _noticed(walk, leaves.values()))
    if why_not:
        return Flow(why_not=why_not)
    inside = _tensors_inside(nodes)
    if not asked and any(tensor._backward_hooks for tensor in inside):
        return Flow(why_not=f"A tensor of the graph has a hook, and a walk back would run it. {_AGAIN}")
    arrived: dict[int, Gradient | None] = {}
    order: list[int] = []
    operations = [at for at in watch if at not in leaves]
    try:
        with _looking(nodes, operations, arrived, order), _grads_kept(inside), _random_state_kept():
            grads: tuple[torch.Tensor | None, ...] = torch.autograd.grad(
                list(outputs),
                list(leaves.values()),
                [torch.ones_like(output) for output in outputs],
                retain_graph=True,
                allow_unused=True,
            )
    except Exception as error:  # noqa: BLE001  (a backward of the learner's may raise anything)
        first = str(error).strip().partition("\n")[0]
        return Flow(why_not=f"The walk back stopped: {type(error).__name__}: {first}")
    for at, grad in zip(leaves, grads, strict=True):
        arrived[at] = None if grad is None else _seen(grad)
    return Flow(arrived, tuple(order))


def _random_state_kept() -> AbstractContextManager[None]:
    kept: AbstractContextManager[None] = torch.random.fork_rng(devices=[])
    return kept


@contextmanager
def _looking(
    nodes: Sequence[Any], watch: Sequence[int], arrived: dict[int, Gradient | None], order: list[int]
) -> Iterator[None]:
    handles = []

    def looker(at: int) -> Any:
        def look(grads: tuple[torch.Tensor | None, ...]) -> None:
            order.append(at)
            first = next((grad for grad in grads if grad is not None), None)
            arrived[at] = None if first is None else _seen(first)

        return look

    try:
        # One by one: when a hook cannot be set, those before it must go again.
        for at in watch:
            handle = nodes[at].register_prehook(looker(at))
            handles.append(handle)
        yield
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def _grads_kept(inside: Sequence[torch.Tensor]) -> Iterator[None]:
    """A tensor inside the graph that retains its gradient would get one: it gets its old one back."""
    kept = [(tensor, tensor.grad) for tensor in inside if tensor.retains_grad]
    try:
        yield
    finally:
        for tensor, grad in kept:
            tensor.grad = grad


def _seen(grad: torch.Tensor) -> Gradient:
    with torch.no_grad():
        if grad.layout is not torch.strided:
            grad = grad.to_dense()
        values = few_values(grad)
        if grad.device.type == "meta" or grad.numel() == 0:
            return Gradient(tuple(grad.shape), values, 0.0, 0)
        norm = float(torch.linalg.vector_norm(grad))
        strange = 0 if math.isfinite(norm) else grad.numel() - int(grad.isfinite().sum())
        if not strange and not math.isfinite(norm):
            norm = float(torch.linalg.vector_norm(grad.to(torch.float64)))
        return Gradient(tuple(grad.shape), values, norm, strange)


def _impossible(walk: Walk) -> str:
    for step in walk.steps:
        for saved in step.saved:
            if saved.state == "freed":
                return (
                    "The gradients cannot be walked again: backward() has run, and PyTorch freed what the "
                    "operations had kept. Compute y once more, or call backward(retain_graph=True)."
                )
            if saved.state == "changed":
                return (
                    f"The gradients cannot be computed: a tensor that {step.name} keeps was changed in place "
                    "afterwards. Use an operation that makes a new tensor instead."
                )
    return ""


def _noticed(walk: Walk, leaves: Iterable[torch.Tensor]) -> str:
    """Why a walk back would be noticed, or take long; empty where it would not."""
    if len(walk.steps) > MOST_STEPS:
        return f"The graph has {len(walk.steps):,} nodes, so the gradients were not walked. {_AGAIN}"
    if sum(leaf.numel() for leaf in leaves) > MOST_ELEMENTS:
        return f"The leaves are large, so the gradients were not walked. {_AGAIN}"
    for step in walk.steps:
        if step.in_python:
            return f"{step.name} is written in Python, and a walk back would run it. {_AGAIN}"
        if any(saved.state == "packed" for saved in step.saved):
            return f"Hooks packed what {step.name} keeps, and a walk back would run them. {_AGAIN}"
    return ""


def _tensors_inside(nodes: Sequence[Any]) -> list[torch.Tensor]:
    """The tensors of this graph that Python knows of. A node does not tell its hooks, a tensor does."""
    known = set(nodes)
    found = [node.variable for node in nodes if hasattr(node, "variable")]
    with torch._C.DisableTorchFunctionSubclass():
        # `type`, not `isinstance`: a proxy would be asked for its class, and run code.
        tensors = [thing for thing in gc.get_objects() if issubclass(type(thing), torch.Tensor)]
        return found + [tensor for tensor in tensors if tensor.grad_fn in known]
