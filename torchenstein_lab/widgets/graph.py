"""`graph(y)`: the autograd graph behind a tensor, as PyTorch keeps it, with what flows back through it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch

from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.graph_drawing import as_html, as_text
from torchenstein_lab.widgets.graph_facts import GraphFacts, Scene, facts_of, scene_of
from torchenstein_lab.widgets.graph_fold import READABLE
from torchenstein_lab.widgets.graph_forward import run_copy
from torchenstein_lab.widgets.graph_names import names_in, variables_of
from torchenstein_lab.widgets.picture import Picture, plain_text

_SAVED_BYTES = 31 * 1024
"""What a picture may take of a saved notebook, text and drawing together."""


def graph(
    y: torch.Tensor | Sequence[torch.Tensor] | torch.nn.Module,
    *inputs: Any,
    gradients: bool | None = None,
    opened: str = "",
    most: int = READABLE,
    names: Mapping[str, object] | None = None,
) -> Picture:
    """The autograd graph behind `y` (a tensor of any shape, or several), with shapes, saved tensors, and the
    gradient that flows back to each result. `graph(net, x)` runs a copy of `net` once and draws its graph, up
    to the layer that fails if one does.

    Nothing is changed: no `.grad` is filled, and the graph can still be used. `gradients=True` asks for the
    gradients also where a walk back runs code of yours (a hook, a custom backward, a checkpoint), `False` for
    none. Large graphs are folded to about `most` boxes, modules first; `opened="net.encoder"` shows the
    inside of one. `names` are the variables to name leaves by, and are else the caller's. Never raises."""
    subjects = list(y) if isinstance(y, (list, tuple)) else [y]
    known = variables_of(sys._getframe(1)) if names is None else names
    scenes: list[Scene] = []
    problem: list[str] = []

    def draw() -> Drawing | None:
        if isinstance(y, torch.nn.Module):
            try:
                forward = run_copy(y, inputs, known)
            except Exception as error:  # noqa: BLE001  (the learner's own module may raise anything)
                problem.append(f"A copy of it could not be run: {type(error).__name__}: {error}")
                return None
            looked_at: list[Any] = list(forward.outputs)
            called: Mapping[str, object] = forward.names
            note = forward.stopped
        else:
            looked_at, called, note = list(subjects), known, ""
        if not looked_at or not all(isinstance(output, torch.Tensor) for output in looked_at):
            problem.append(note)
            return None
        scene = scene_of(looked_at, names_in(called), most=most, gradients=gradients)
        scenes.append(replace(scene, note=" ".join(filter(None, (note, scene.note)))))
        return drawing_of(scenes[0], most=most, opened=opened)

    def answer(_: Sequence[Any], request: Mapping[str, Any]) -> Mapping[str, Any]:
        inside = request.get("open")
        if not isinstance(inside, str) or not scenes:
            raise ValueError("This module is not in the graph.")
        drawing = drawing_of(scenes[0], most=most, opened=inside)
        return {"html": drawing.html, "text": drawing.text}

    def plain() -> str:
        help_ = "graph() draws the graph of a tensor, of a list of tensors, or of a module with its inputs."
        return "\n".join(filter(None, (plain_text(y), *problem, help_)))

    return Picture("graph", draw, plain=plain, subjects=subjects, answer=answer)


def drawing_of(scene: Scene, *, most: int = READABLE, opened: str = "") -> Drawing:
    """The scene, folded further until it fits into a saved notebook."""
    while True:
        facts = facts_of(scene, most=most, opened=opened)
        drawing = Drawing(as_text(facts), as_html(facts), _state(facts))
        if len((drawing.text + drawing.html).encode()) <= _SAVED_BYTES or most <= 4:
            return drawing
        most = most * 3 // 4


def _state(facts: GraphFacts) -> dict[str, Any]:
    return {"steps": max((box.turn for box in facts.boxes), default=0), "opened": facts.opened}
