"""`attention(weights, tokens)`: who looks at whom, one head at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import torch

from torchenstein_lab.widgets.attention_drawing import as_html, as_text, geometry
from torchenstein_lab.widgets.attention_facts import AttentionFacts, facts_of, stacked, weight_at
from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.picture import Picture, plain_text


def attention(
    weights: torch.Tensor | Sequence[torch.Tensor],
    tokens: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    *,
    index: Sequence[int] | int = (),
) -> Picture:
    """Attention weights as a picture: `weights` (…, queries, keys), or a list of them, one for each layer.

    `tokens` name the queries, and the keys too unless `keys` does. `index` chooses the head, or item and
    head, or layer, item and head; the first is shown without it, and the others are a key press away while
    the kernel runs. Says whether every row sums to 1. Never raises, keeps no tensor alive."""
    first = (index,) if isinstance(index, int) else tuple(index)
    several = isinstance(weights, (list, tuple))
    subjects = list(weights) if several else [weights]
    rows = None if tokens is None else [str(token) for token in tokens]
    columns = None if keys is None else [str(key) for key in keys]
    problem = ["attention() takes a tensor of weights (…, queries, keys) and the names of its tokens."]

    def look(parts: Sequence[Any], place: Sequence[int]) -> AttentionFacts:
        data = stacked(list(parts) if several else parts[0])
        return facts_of(data, rows, columns, place, layers=several)

    def draw() -> Drawing | None:
        try:
            return drawing_of(look(subjects, first))
        except ValueError as error:
            problem[0] = str(error)
            return None

    def answer(parts: Sequence[Any], request: Mapping[str, Any]) -> Mapping[str, Any]:
        place, cell = request.get("index"), request.get("at")
        if not _numbers(place):
            raise ValueError("A head is asked for by its number.")
        if _numbers(cell):
            return {"weight": weight_at(stacked(list(parts) if several else parts[0]), [*place, *cell])}
        drawing = drawing_of(look(parts, place))
        return {"html": drawing.html, "text": drawing.text, "state": dict(drawing.state)}

    def plain() -> str:
        return f"{problem[0]}\n{plain_text(weights)}"

    return Picture("attention", draw, plain=plain, subjects=subjects, answer=answer)


def _numbers(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(type(at) is int and at >= 0 for at in value)


def drawing_of(facts: AttentionFacts) -> Drawing:
    """One matrix as text, picture and the state of its script."""
    cell, left, top = geometry(facts)
    return Drawing(
        as_text(facts),
        as_html(facts),
        {
            "axes": [[name, size] for name, size in facts.axes],
            "index": list(facts.matrix.index),
            "rows": list(facts.rows),
            "columns": list(facts.columns),
            "top": float(f"{facts.matrix.top:.6g}"),
            "cell": cell,
            "left": left,
            "head": top,
        },
    )
