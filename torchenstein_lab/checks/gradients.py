"""Comparing the gradients of a learner's function with those of a reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from torchenstein_lab.checks.arguments import copied
from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.plain import is_tensor
from torchenstein_lab.checks.raised import raised_fault
from torchenstein_lab.contracts.verdict import Category


def compare_gradients(
    args: Sequence[object],
    kwargs: Mapping[str, object],
    result: object,
    reference: Callable[..., Any],
    originals: tuple[Sequence[object], Mapping[str, object]],
) -> Fault | None:
    """The first way in which gradients fail to flow, or differ. `args` are what the learner's function was
    called with, `result` what it returned; `originals` are the same arguments untouched, for the
    reference."""
    memory: dict[int, object] = {}
    own_args = [copied(value, memory) for value in originals[0]]
    own_kwargs = {key: copied(value, memory) for key, value in originals[1].items()}
    wanted = reference(*own_args, **own_kwargs)
    leaves = [
        (f"argument {i + 1}", a, b) for i, (a, b) in enumerate(zip(args, own_args, strict=True)) if tracks(b)
    ]
    leaves += [(f"`{key}`", kwargs[key], b) for key, b in own_kwargs.items() if tracks(b)]
    if not leaves:
        raise CheckFault("`has_gradients_of` needs an argument that requires a gradient.")
    if not tracks(result):
        return Fault(
            Category.GRADIENT_TRACKING,
            "expected a result that gradients flow through, got one that is cut off from its inputs",
        )
    weights = weights_for(wanted)
    try:
        got = flow(result, weights, [leaf for _, leaf, _ in leaves])
    except RuntimeError as error:
        return no_way_back(error)
    want = flow(wanted, weights, [leaf for _, _, leaf in leaves])
    for (name, _, _), have, expected in zip(leaves, got, want, strict=True):
        if expected is None and have is None:
            continue
        if have is None:
            return Fault(
                Category.GRADIENT, f"expected a gradient for {name}, got none: it is cut off on the way"
            )
        fault = compare(have, torch.zeros_like(have) if expected is None else expected)
        if fault is not None:
            return Fault(
                Category.GRADIENT,
                f"the gradient for {name}: {fault.say}",
                fault.seen,
                fault.expected,
                fault.got,
            )
    return None


def tracks(value: object) -> bool:
    """Whether this is a tensor that needs gradients."""
    return is_tensor(value) and bool(value.requires_grad)  # type: ignore[attr-defined]


def weights_for(result: torch.Tensor) -> torch.Tensor:
    """Uneven weights for the numbers of the result: under equal ones the gradient of a softmax is zero."""
    count = max(1, result.numel())
    flat = torch.cos(torch.arange(count, dtype=torch.float64) * 1.7) + 0.3
    return flat[: result.numel()].reshape(result.shape).to(result.dtype)


def no_way_back(error: RuntimeError) -> Fault:
    """What it means that PyTorch cannot go back through a result."""
    if "modified by an inplace operation" in str(error):
        said = "expected gradients, but a tensor that they need was written to in place after it was used"
        return Fault(Category.GRADIENT, said)
    return raised_fault("going back through the result", error, Category.GRADIENT)


def flow(result: Any, weights: torch.Tensor, leaves: Sequence[Any]) -> Sequence[torch.Tensor | None]:
    """The gradients of the weighted sum of a result; `None` for leaves that it does not come from."""
    if tuple(result.shape) != tuple(weights.shape):
        raise CheckFault("`has_gradients_of` needs a result of the reference's shape: ask `equals` first.")
    total = (result * weights.to(result.dtype)).sum()
    flowed: Sequence[torch.Tensor | None] = torch.autograd.grad(
        total, leaves, allow_unused=True, retain_graph=True
    )
    return flowed
