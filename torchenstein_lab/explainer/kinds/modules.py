"""Modules put together, called or changed in a way that they do not allow."""

from __future__ import annotations

from typing import Any

from torchenstein_lab.explainer.failure import Failure
from torchenstein_lab.explainer.owner import closest, owner_of
from torchenstein_lab.explainer.registry import Match, Told, kind
from torchenstein_lab.explainer.values import (
    a_type,
    is_layer,
    type_of,
    with_article,
)
from torchenstein_lab.explainer.wording import (
    code,
    doing,
    plural,
    positions,
    some_of,
)


@kind(
    "init-forgotten",
    title="A module whose `__init__` was not begun",
    rule="`super().__init__()` is the first line of a module's `__init__`.",
    errors=AttributeError,
    says=r"cannot assign (module|parameters?|buffer) before Module\.__init__\(\) call|'(\w+)' object "
    r"has no attribute '_(?:backward_hooks|parameters|modules|buffers)'",
    origins=("torch",),
)
def init_forgotten(seen: Failure, _: Match) -> Told | None:
    frame = seen.called("__setattr__", "__getattr__")
    if frame is None:
        return None
    name = code(type_of(frame.variable("self")))
    return Told(
        say=f"You use {name}, a module that `super().__init__()` has not made ready.",
        look="`super().__init__()` comes first in `__init__`, before any layer is set.",
    )


@kind(
    "forward-missing",
    title="Calling a module that has no `forward`",
    rule="Calling a module runs its `forward`; `nn.ModuleList` and `nn.ModuleDict` have none.",
    errors=NotImplementedError,
    says=r"Module \[(\w+)\] is missing the required \"forward\" function",
    origins=("torch",),
)
def forward_missing(seen: Failure, match: Match) -> Told | None:
    frame, operation = seen.called("_forward_unimplemented"), seen.operation
    if frame is None or operation is None or operation.called is None:
        return None
    look = "See how `forward` is spelled, and that it is indented as a method of the class."
    if match[1] in ("ModuleList", "ModuleDict"):
        look = "Call its modules one by one in a loop; `nn.Sequential` does that by itself."
    return Told(
        f"You call {code(operation.called.text)}, {with_article(match[1])}, which has no `forward`.",
        look,
        (operation.called,),
    )


@kind(
    "forward-arguments",
    title="Calling a module with too many or too few values",
    rule="What a module is called with goes to its `forward`.",
    errors=TypeError,
    says=r"(\w+)\.forward\(\) (takes (?:from )?(\d+)[\w ]*positional arguments? but (\d+) (?:was"
    r"|were) given|missing (\d+) required positional "
    r"arguments?: (.+)|got an unexpected keyword argument '(\w+)')",
    origins=("torch",),
)
def forward_arguments(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None or seen.called("_call_impl") is None:
        return None
    who = f"You call {code(operation.called.text)}, {with_article(match[1])}"
    if match[3]:
        what = (
            f"with {plural(int(match[4]) - 1, 'value')}, and its `forward` takes "
            f"{int(match[3]) - 1} (beside `self`)."
        )
    elif match[5]:
        names = match[6].replace("'", "`")
        what = f"without {names}, which its `forward` wants."
    else:
        what = f"with {code(match[7])}, which its `forward` does not know."
    return Told(
        f"{who}, {what}", "Compare the call with the line `def forward(self, …)`.", operation.operands
    )


@kind(
    "module-attribute",
    title="A module that has no part of that name",
    rule="A module has the layers, parameters and methods that its `__init__` and class give it.",
    errors=AttributeError,
    says=r"'(\w+)' object has no attribute '(\w+)'",
    origins=("torch",),
)
def module_attribute(seen: Failure, match: Match) -> Told | None:
    frame = seen.called("__getattr__")
    module: Any = None if frame is None else frame.variable("self")
    if frame is None or not is_layer(module):
        return None
    held = module.__dict__
    names = [*held.get("_modules", {}), *held.get("_parameters", {}), *held.get("_buffers", {})]
    has = f" It has {some_of(names)}." if names else " It has no layers and no parameters."
    owner = owner_of(seen, match[2])
    who = f"{code(owner.text)}, {with_article(match[1])}," if owner is not None else with_article(match[1])
    return Told(
        say=f"You ask {who} for {code(match[2])}, and it has nothing of that name.{has}",
        look=closest(match[2], names) or "Compare the name with those set in `__init__`.",
    )


@kind(
    "parameter-replaced",
    title="A parameter or layer replaced by a plain tensor",
    rule="A name that holds a parameter takes a `nn.Parameter` (or None); one that holds a layer "
    "takes a module.",
    errors=TypeError,
    says=r"cannot assign '([\w.]+)' (?:object )?(?:as|to) (parameter|child module|buffer) '(\w+)'",
    origins=("torch",),
)
def parameter_replaced(seen: Failure, match: Match) -> Told | None:
    if seen.called("__setattr__", "register_buffer", "register_parameter") is None:
        return None
    wanted = {"parameter": "An `nn.Parameter`", "child module": "A module", "buffer": "A tensor"}[match[2]]
    given = match[1].rsplit(".", 1)[-1]
    given = "a tensor" if given.endswith("Tensor") else with_article(given)
    held = "layer" if match[2] == "child module" else match[2]
    return Told(
        say=f"You set the {held} {code(match[3])} to {given}. {wanted} is wanted there.",
        look="The numbers of a parameter are changed with `p.copy_(values)` inside `torch.no_grad()`.",
    )


@kind(
    "no-module",
    title="A network put together of things that are no modules",
    rule="`nn.Sequential(a, b)` takes modules one by one; `nn.ModuleList([a, b])` takes them in a list.",
    errors=TypeError,
    says=r"([\w.]+) is not a Module subclass|ModuleList\.extend should be called with an iterable, "
    r"but got (\w+)",
    origins=("torch",),
)
def no_module(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None:
        return None
    name = code(operation.called.text)
    if match[2]:
        return Told(
            say=f"You give {with_article(match[2])} to {name}. It takes its modules in a list.",
            look="In brackets they are a list: `nn.ModuleList([a, b])`.",
            operands=operation.operands,
        )
    frame = seen.called("add_module")
    value = None if frame is None else frame.variable("module")
    item = next((part for part in operation.operands if part.known and part.value is value), None)
    what = code(item.text) if item is not None else "one of them"
    found = a_type(value).replace("_VariableFunctionsClass", "function")
    found = "a function" if callable(value) and not isinstance(value, type) else found
    look = "Functions have a layer of their own: `nn.ReLU()`, `nn.Tanh()`, `nn.Flatten()`."
    if isinstance(value, (list, tuple)):
        look = "A star takes the list apart: `nn.Sequential(*layers)`."
    elif isinstance(value, type):
        found, look = f"the class {code(value.__name__)}", "A layer is made with brackets: `nn.ReLU()`."
    return Told(f"You make {name} of modules, and {what} is {found}.", look, operation.operands)


@kind(
    "container-index",
    title="A layer that a container does not have",
    rule="A container of n modules has the positions 0 to n - 1.",
    errors=IndexError,
    says=r"index (-?\d+) is out of range",
    origins=("torch",),
)
def container_index(seen: Failure, _: Match) -> Told | None:
    frame, operation = seen.called("__getitem__"), seen.operation
    module: Any = None if frame is None else frame.variable("self")
    if operation is None or not is_layer(module):
        return None
    count = len(module.__dict__["_modules"])
    return Told(
        say=f"You take {code(operation.text)}. It holds {plural(count, 'module')}, so {positions(count)}.",
        look="`print(net)` shows the layers with their numbers.",
        operands=operation.operands[:1],
    )


@kind(
    "layer-setting",
    title="A number that a layer cannot be made with",
    rule="Dropout takes a probability between 0 and 1; sizes are whole numbers; groups divide channels.",
    errors=(ValueError, TypeError),
    says=r"dropout probability has to be between 0 and 1, but got (\S+)|num_channels \((\d+)\) must "
    r"be divisible by num_groups \((\d+)\)"
    r"|argument 'size' failed to unpack the object at pos \d+ with error \"type must be tuple of "
    r"ints,but got (\w+)\"",
    origins=("torch",),
)
def layer_setting(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.called is None or seen.called("__init__") is None:
        return None
    if match[1]:
        what = f"The probability must be between 0 and 1, and is {match[1]}."
    elif match[2]:
        what = f"{match[2]} channels cannot be divided into {match[3]} equal groups."
    else:
        what = f"Its sizes must be whole numbers, and one is {with_article(match[4])}."
    look = "Shift+Tab behind the opening bracket shows the arguments and their order."
    if match[4]:
        look = "A division gives a float: `//` divides whole numbers."
    return Told(f"{doing(operation)}. {what}", look, operation.operands)


@kind(
    "parameter-no-tensor",
    title="A parameter of something that is no tensor",
    rule="`nn.Parameter` takes a tensor.",
    errors=AttributeError,
    says=r"'(\w+)' object has no attribute 'detach'",
    origins=("torch",),
)
def parameter_no_tensor(seen: Failure, match: Match) -> Told | None:
    operation = seen.operation
    if operation is None or operation.name != "Parameter" or not operation.operands:
        return None
    given = operation.operands[0]
    return Told(
        say=f"You make a parameter of {code(given.text)}, which is {with_article(match[1])}. A tensor "
        "is wanted.",
        look=f"Compare it with {code(f'torch.tensor({given.text})')}.",
        operands=(given,),
    )
