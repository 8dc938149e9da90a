"""Which layer of a network raised: its path from what the learner called, and what it was given."""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import dataclass
from typing import Any

from torchenstein_lab.explainer.frames import Frame
from torchenstein_lab.explainer.lookup import UNKNOWN, Named
from torchenstein_lab.explainer.operation import Operation
from torchenstein_lab.explainer.values import is_layer, torch_loaded

MOST = 10_000


@dataclass(frozen=True)
class Layer:
    """A layer of PyTorch's own that raised: the module, its path such as `net[2]`, and what came in.

    `given` is the learner's expression when they called the layer themselves; else its text is
    `input of net[2]`.
    """

    module: Any
    path: str
    given: Named

    @property
    def kind(self) -> str:
        return type(self.module).__name__


def layer_of(operation: Operation | None, own: Frame | None, inner: tuple[Frame, ...]) -> Layer | None:
    """The layer that was running when the error was raised below the learner's last own frame."""
    running = [frame for frame in inner if is_layer(frame.variable("self"))]
    if operation is None or operation.name != "layer" or operation.called is None or not running:
        return None
    root: Any = running[0].variable("self")
    last = next((f for f in reversed(running) if f.function == "forward"), running[-1])
    module: Any = last.variable("self")
    path = path_to(root, module)
    if path is None:
        return None
    text = operation.called.text + path
    holder = None if own is None else own.variable("self")
    if isinstance(operation.called.node, ast.Name) and is_layer(holder):
        # A loop variable says less than the place in the module that the loop goes through.
        held = path_to(holder, module)
        text = f"self{held}" if held else text
    if module is root and operation.operands:
        return Layer(module, text, operation.operands[0])
    names = last.frame.f_code.co_varnames
    value = last.variable(names[1], UNKNOWN) if last.function == "forward" and len(names) > 1 else UNKNOWN
    return Layer(module, text, Named(f"input of {text}", value))


def path_to(root: Any, wanted: Any) -> str | None:
    """The path from one module to another below it: `[2]`, `.encoder[0].fc`; None where there is none."""
    torch_nn = torch_loaded().nn
    waiting = deque([(root, "")])
    seen: set[int] = set()
    while waiting and len(seen) < MOST:
        module, path = waiting.popleft()
        if module is wanted:
            return path
        if id(module) in seen:
            continue
        seen.add(id(module))
        numbered = isinstance(module, (torch_nn.Sequential, torch_nn.ModuleList))
        for name, child in module.__dict__.get("_modules", {}).items():
            if child is not None:
                waiting.append(
                    (child, f"{path}[{name}]" if numbered and name.isdigit() else f"{path}.{name}")
                )
    return None
