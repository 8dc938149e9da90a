"""`graph(y)`: the autograd graph behind a tensor, as PyTorch keeps it, with what flows back through it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.graph_drawing import as_html, as_text
from torchenstein_lab.widgets.graph_facts import GraphFacts, Scene, facts_of, scene_of
from torchenstein_lab.widgets.graph_fold import READABLE
from torchenstein_lab.widgets.graph_names import names_in, variables_of
from torchenstein_lab.widgets.picture import Picture, plain_text

_SAVED_BYTES = 31 * 1024
"""What a picture may take of a saved notebook, text and drawing together."""


def graph(
    y: torch.Tensor | Sequence[torch.Tensor],
    *,
    gradients: bool | None = None,
    opened: str = "",
    most: int = READABLE,
    names: Mapping[str, object] | None = None,
) -> Picture:
    """The autograd graph behind `y` (a tensor of any shape, or several), with shapes, saved tensors, and the
    gradient that flows back to each result.

    Nothing is changed: no `.grad` is filled, and the graph can still be used. `gradients=True` asks for the
    gradients also where a walk back runs code of yours (a hook, a custom backward, a checkpoint), `False` for
    none. Large graphs are folded to about `most` boxes, modules first; `opened="net.encoder"` shows the
    inside of one. `names` are the variables to name leaves by, and are else the caller's. Never raises."""
    outputs = [y] if isinstance(y, torch.Tensor) else list(y) if isinstance(y, (list, tuple)) else []
    known = variables_of(sys._getframe(1)) if names is None else names
    scenes: list[Scene] = []

    def draw() -> Drawing | None:
        if not outputs or not all(isinstance(output, torch.Tensor) for output in outputs):
            return None
        scene = scene_of(outputs, names_in(known), most=most, gradients=gradients)
        scenes.append(scene)
        return drawing_of(scene, most=most, opened=opened)

    def answer(_: Sequence[Any], request: Mapping[str, Any]) -> Mapping[str, Any]:
        inside = request.get("open")
        if not isinstance(inside, str) or not scenes:
            raise ValueError("This module is not in the graph.")
        drawing = drawing_of(scenes[0], most=most, opened=inside)
        return {"html": drawing.html, "text": drawing.text}

    def plain() -> str:
        return f"{plain_text(y)}\ngraph() draws the graph of a tensor, or of a list of tensors."

    return Picture("graph", draw, plain=plain, subjects=outputs, answer=answer)


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
