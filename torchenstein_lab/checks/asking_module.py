"""Questions about a module: what it registers, what it saves, and whether training changes what it does."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch

from torchenstein_lab.checks.arguments import copied
from torchenstein_lab.checks.asking import Asking
from torchenstein_lab.checks.comparison import compare
from torchenstein_lab.checks.describe import shape_text, type_name
from torchenstein_lab.checks.measure import Fault
from torchenstein_lab.checks.plain import is_tensor, shape_of
from torchenstein_lab.checks.raised import raised_fault
from torchenstein_lab.contracts.verdict import Category

if TYPE_CHECKING:
    from typing_extensions import Self

Shapes = Mapping[str, Sequence[int]]
_TRIES = 5


class AskingModule(Asking):
    """Questions that only a `torch.nn.Module` can answer."""

    def has_parameters(self, wanted: Shapes, because: str = "") -> Self:
        """It registers exactly these parameters, by their dotted names, with these shapes."""
        if not self._is_module(because):
            return self
        found = dict(torch.nn.Module.named_parameters(self._value, remove_duplicate=False))
        return self._ask(_registered(self._value, found, wanted, "parameter"), because)

    def has_buffers(self, wanted: Shapes, because: str = "") -> Self:
        """It registers exactly these buffers, by their dotted names, with these shapes."""
        if not self._is_module(because):
            return self
        found = dict(torch.nn.Module.named_buffers(self._value, remove_duplicate=False))
        return self._ask(_registered(self._value, found, wanted, "buffer"), because)

    def saves(self, *names: str, because: str = "") -> Self:
        """Its state dict holds exactly these names."""
        if not self._is_module(because):
            return self
        found = list(self._value.state_dict())
        fault = _names(found, names, "the names in the state dict")
        return self._ask(fault, because)

    def acts_otherwise_in_training(self, *inputs: object, because: str = "") -> Self:
        """In evaluation it always gives the same for these inputs; in training it gives something else."""
        return self._in_both_modes(inputs, True, because)

    def acts_the_same_in_training(self, *inputs: object, because: str = "") -> Self:
        """It gives the same for these inputs in training and in evaluation, each time."""
        return self._in_both_modes(inputs, False, because)

    def moves_to(self, device: torch.device | str, *inputs: object, because: str = "") -> Self:
        """Moved to another device (`"meta"` is always there), all of it is there, and called with inputs that
        lie there its result does, too."""
        if not self._is_module(because):
            return self
        try:
            fault = _left_behind(self._value, torch.device(device), inputs)
        except Exception as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
            fault = raised_fault(f"called on the device {device}, the module", error)
        return self._ask(fault, because)

    def _in_both_modes(self, inputs: Sequence[object], differ: bool, because: str) -> Self:
        if not self._is_module(because):
            return self
        try:
            evaluated = _outputs(self._value, inputs, False)
            trained = _outputs(self._value, inputs, True)
        except Exception as error:  # noqa: BLE001  (the answer's own error, which is what is reported)
            return self._ask(raised_fault("calling the module", error), because)
        said = ""
        if any(compare(other, evaluated[0]) for other in evaluated[1:]):
            said = "expected the same result each time in evaluation (`eval()`), got different ones"
        elif differ and not any(compare(other, evaluated[0]) for other in trained):
            said = "expected another result in training than in evaluation, got the same in both"
        elif not differ and any(compare(other, evaluated[0]) for other in trained):
            said = "expected the same result in training as in evaluation, got another"
        return self._ask(Fault(Category.VALUE, said) if said else None, because)

    def _is_module(self, because: str) -> bool:
        if not self._came_back():
            return False
        if issubclass(type(self._value), torch.nn.Module) and "_parameters" in vars(self._value):
            return True
        if issubclass(type(self._value), torch.nn.Module):
            said = "expected a module, got one whose `__init__` does not call `super().__init__()`"
        else:
            said = f"expected a module, got {type_name(self._value)}"
        self._fail(Fault(Category.TYPE, said), because)
        return False


def _left_behind(module: Any, device: torch.device, inputs: Sequence[object]) -> Fault | None:
    """What of a copy of the module does not come along to a device; `None` where all does."""
    fresh = copy.deepcopy(module).to(device)
    registered = dict([*fresh.named_parameters(), *fresh.named_buffers()])
    for place, part in fresh.named_modules():
        for name, value in vars(part).items():
            if is_tensor(value) and value.device != device:
                said = (
                    f"`{place}{'.' if place else ''}{name}` stays on {value.device}: register it as a buffer"
                )
                return Fault(Category.DEVICE, said)
    for name, value in registered.items():
        if value.device != device:
            return Fault(Category.DEVICE, f"`{name}` stays on {value.device}")
    memory: dict[int, object] = {}
    moved = [copied(value, memory) for value in inputs]
    result = fresh(*[value.to(device) if isinstance(value, torch.Tensor) else value for value in moved])
    if is_tensor(result) and result.device != device:
        said = f"expected a result on the device {device}, got one on {result.device}"
        return Fault(Category.DEVICE, said)
    return None


def _outputs(module: Any, inputs: Sequence[object], training: bool) -> list[object]:
    """What fresh copies of the module give, so that running statistics and counters start anew."""
    made = []
    for _ in range(_TRIES):
        fresh = copy.deepcopy(module).train(training)
        memory: dict[int, object] = {}
        made.append(fresh(*[copied(value, memory) for value in inputs]))
    return made


def _registered(module: Any, found: Mapping[str, Any], wanted: Shapes, what: str) -> Fault | None:
    for name in wanted:
        if name not in found and is_tensor(_attribute(module, name)):
            how = "`torch.nn.Parameter`" if what == "parameter" else "`register_buffer`"
            said = f"`{name}` is a tensor, but not registered as a {what} (see {how})"
            return Fault(Category.TYPE, said)
    fault = _names(list(found), list(wanted), f"the {what}s")
    if fault is not None:
        return fault
    for name, shape in wanted.items():
        if shape_of(found[name]) != tuple(shape):
            want, have = shape_text(shape), shape_text(shape_of(found[name]))
            return Fault(Category.SHAPE, f"expected shape {want} for the {what} `{name}`, got {have}")
    return None


def _names(found: Sequence[str], wanted: Sequence[str], what: str) -> Fault | None:
    missing = [name for name in wanted if name not in found]
    surplus = [name for name in found if name not in wanted]
    words = [
        f"{word} {', '.join(f'`{name}`' for name in names[:5])}"
        for word, names in (("missing:", missing), ("not expected:", surplus))
        if names
    ]
    return Fault(Category.VALUE, f"{what} differ: {'; '.join(words)}") if words else None


def _attribute(module: Any, name: str) -> object:
    for part in name.split("."):
        module = getattr(module, part, None)
    found: object = module
    return found
