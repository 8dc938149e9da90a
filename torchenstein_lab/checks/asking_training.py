"""Questions about training: does the loss fall, and is the step the one that the formula gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import torch

from torchenstein_lab.checks.arguments import copied
from torchenstein_lab.checks.asking import Asking
from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import number_text, type_name
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.plain import is_tensor, plain, unwatched
from torchenstein_lab.checks.raised import raised_fault
from torchenstein_lab.contracts.verdict import Category

if TYPE_CHECKING:
    from typing_extensions import Self


class AskingTraining(Asking):
    """Questions that only a call can answer, about a step of training or a whole run."""

    def loss_falls(self, by: float, steps: int = 20, because: str = "") -> Self:
        """The last loss lies below the first by at least this share of it. The call returns all losses; or
        one, and is then made `steps` times in all with the same arguments."""
        call = self._made_call("loss_falls")
        if not self._came_back():
            return self
        losses = _numbers(self._value)
        try:
            if losses is not None and len(losses) == 1:
                more = [_numbers(call.function(*call.args, **call.kwargs)) for _ in range(steps - 1)]
                known = [x[0] for x in more if x is not None and len(x) == 1]
                losses = [*losses, *known] if len(known) == len(more) else None
        except Exception as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
            return self._ask(raised_fault("called once more, it", error), because)
        if not losses:
            said = f"expected a loss, or several, as numbers, got {type_name(self._value)}"
            return self._ask(Fault(Category.TYPE, said), because)
        if math.isfinite(losses[-1]) and losses[-1] <= losses[0] - by * abs(losses[0]):
            return self._kept()
        first, last = number_text(losses[0], 4), number_text(losses[-1], 4)
        said = f"expected a loss that falls by {by:.0%} or more, got {first} at first and {last} at last"
        return self._ask(Fault(Category.VALUE, said), because)

    def makes_the_step(self, reference: Callable[..., object], because: str = "") -> Self:
        """After the call, the tensors and modules among its arguments are what `reference`, called with the
        same arguments, makes of them."""
        call = self._made_call("makes_the_step")
        if not self._came_back():
            return self
        memory: dict[int, object] = {}
        own = [copied(value, memory) for value in call.originals[0]]
        named = {key: copied(value, memory) for key, value in call.originals[1].items()}
        reference(*own, **named)
        pairs = [(f"argument {i + 1}", a, b) for i, (a, b) in enumerate(zip(call.args, own, strict=True))]
        pairs += [(f"`{key}`", call.kwargs[key], value) for key, value in named.items()]
        for name, got, expected in pairs:
            for place, have, want in _state(name, got, expected):
                fault = compare(have, want)
                if fault is not None:
                    said = f"after the step, {place}: {fault.say}"
                    moved = Fault(Category.ARGUMENT, said, fault.seen, fault.expected, fault.got)
                    return self._ask(moved, because)
        return self._kept()


def _state(name: str, got: Any, expected: Any) -> Sequence[tuple[str, object, object]]:
    """What of an argument a step may change, with its name."""
    if isinstance(expected, torch.nn.Module):
        theirs = got.state_dict() if isinstance(got, torch.nn.Module) else {}
        return [(f"`{key}` of {name}", theirs.get(key), want) for key, want in expected.state_dict().items()]
    if is_tensor(expected):
        return [(name, got.detach(), expected.detach())]
    if isinstance(expected, (list, tuple)):
        found: list[tuple[str, object, object]] = []
        for i, want in enumerate(expected):
            found += _state(f"{name}[{i}]", got[i] if i < len(got) else None, want)
        return found
    if isinstance(expected, dict):
        found = []
        for key, want in expected.items():
            found += _state(f"{name}[{key!r}]", got.get(key), want)
        return found
    return []


def _numbers(value: object) -> list[float] | None:
    """A loss, or losses, as numbers; `None` for anything else."""
    if is_tensor(value):
        with unwatched():
            data = plain(value)
            if data.is_complex() or data.ndim > 1 or data.device.type == "meta":
                return None
            return [float(x) for x in data.reshape(-1)]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [float(value)]
    if isinstance(value, (list, tuple)):
        found = [_numbers(item) for item in value]
        if any(item is None or len(item) != 1 for item in found):
            return None
        return [item[0] for item in found if item]
    return None
