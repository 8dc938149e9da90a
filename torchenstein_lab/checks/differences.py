"""Gradients held against finite differences of the very function they belong to, in float64."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from torchenstein_lab.checks.arguments import copied
from torchenstein_lab.checks.call import Call
from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.gradients import flow, no_way_back, tracks, weights_for
from torchenstein_lab.checks.measure import Fault, Measure
from torchenstein_lab.checks.plain import is_tensor
from torchenstein_lab.checks.raised import raised_fault
from torchenstein_lab.contracts.verdict import Category

MOST = 200
"""So many numbers an argument may have: for each, the function is called twice."""

_STEP = 1e-6
_NEAR = Measure(rtol=1e-5, atol=1e-7)


def compare_with_differences(call: Call) -> Fault | None:
    """The first gradient that is not what differences of the function's own results give."""
    try:
        return _compare(call)
    except CheckFault:
        raise
    except Exception as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
        return raised_fault("called with float64 tensors, it", error)


def _compare(call: Call) -> Fault | None:
    inputs = _inputs(call)
    result = inputs.call()
    if not is_tensor(result):
        return Fault(Category.TYPE, "expected a tensor that gradients flow through")
    assert isinstance(result, torch.Tensor)
    if not tracks(result):
        said = "expected a result that gradients flow through, got one that is cut off from its inputs"
        return Fault(Category.GRADIENT_TRACKING, said)
    weights = weights_for(result)
    try:
        got = flow(result, weights, inputs.leaves)
    except RuntimeError as error:
        return no_way_back(error)
    for name, leaf, have in zip(inputs.names, inputs.leaves, got, strict=True):
        want = _differences(leaf, weights, inputs.call)
        if have is None and not bool(want.abs().max() > 1e-7 if want.numel() else False):
            continue
        if have is None:
            said = f"expected a gradient for {name}, got none: it is cut off on the way"
            return Fault(Category.GRADIENT, said)
        fault = compare(have, want, _NEAR)
        if fault is not None:
            say = f"the gradient for {name} is not what small changes of it do to the result: {fault.say}"
            return Fault(Category.GRADIENT, say, fault.seen, fault.expected, fault.got)
    return None


@dataclass(frozen=True)
class _Inputs:
    """The arguments in float64, ready for call after call; `leaves` are those that are changed."""

    call: Callable[[], object]
    names: list[str]
    leaves: list[torch.Tensor]


def _inputs(call: Call) -> _Inputs:
    memory: dict[int, object] = {}
    args = [copied(value, memory) for value in call.originals[0]]
    kwargs = {key: copied(value, memory) for key, value in call.originals[1].items()}
    placed = [(f"argument {i + 1}", value) for i, value in enumerate(args)]
    placed += [(f"`{key}`", value) for key, value in kwargs.items()]
    real = [(name, value) for name, value in placed if is_tensor(value) and value.is_floating_point()]  # type: ignore[attr-defined]
    chosen = {name for name, value in real if tracks(value)} or {name for name, _ in real}
    wide = {
        name: value.detach().to(torch.float64).clone().requires_grad_(name in chosen)  # type: ignore[attr-defined]
        for name, value in real
    }
    leaves = [wide[name] for name, _ in real if name in chosen]
    if not leaves:
        raise CheckFault("`has_true_gradients` needs a floating-point tensor among the arguments.")
    if any(leaf.numel() > MOST for leaf in leaves):
        raise CheckFault(f"`has_true_gradients` takes arguments of at most {MOST} numbers.")
    state = torch.default_generator.get_state()

    def again() -> object:
        torch.default_generator.set_state(state)
        rest: dict[int, object] = {}
        own = [wide.get(f"argument {i + 1}", copied(value, rest)) for i, value in enumerate(args)]
        named = {key: wide.get(f"`{key}`", copied(value, rest)) for key, value in kwargs.items()}
        return call.function(*own, **named)

    return _Inputs(again, [name for name, _ in real if name in chosen], leaves)


def _differences(leaf: torch.Tensor, weights: torch.Tensor, call: Callable[[], object]) -> torch.Tensor:
    """How the weighted sum of the result changes with each number of `leaf`."""
    slopes = torch.zeros_like(leaf, requires_grad=False)
    numbers = leaf.detach()
    for i in range(numbers.numel()):
        place = tuple(int(k) for k in torch.unravel_index(torch.tensor(i), numbers.shape))
        middle = float(numbers[place])
        step = _STEP * max(1.0, abs(middle))
        sums = []
        for number in (middle + step, middle - step):
            numbers[place] = number
            result = call()
            assert isinstance(result, torch.Tensor)
            sums.append(float((result.detach() * weights).sum()))
        numbers[place] = middle
        slopes[place] = (sums[0] - sums[1]) / (2 * step)
    return slopes
