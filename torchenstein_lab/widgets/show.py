"""`show(x)`: a picture of any tensor, of any size, dtype, layout and device.

Small tensors show every number in a coloured cell. Of large ones each pixel is the mean of a tile, which the
picture says; statistics are of the whole tensor. What cannot be drawn is shown as Python would show it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch

from torchenstein_lab.widgets.drawing import Drawing, widget_html
from torchenstein_lab.widgets.live import Answer
from torchenstein_lab.widgets.picture import Picture, plain_text
from torchenstein_lab.widgets.sharing import Sharing, learners_names, sharing_of
from torchenstein_lab.widgets.show_answers import answer_for
from torchenstein_lab.widgets.show_drawing import STYLE, as_html, body_of
from torchenstein_lab.widgets.show_facts import ShowFacts, Window, show_facts
from torchenstein_lab.widgets.show_words import as_text
from torchenstein_lab.widgets.subject import outline_of, tensor_of, unwatched
from torchenstein_lab.widgets.tile_grid import palette_text

_MOST = 4
_HINT = "Point at a cell, or step in with Tab and walk with the arrow keys; + and − zoom."


def show(
    value: object,
    *,
    axes: str | Sequence[str] = (),
    categories: bool | Sequence[str] = False,
) -> Picture:
    """A picture of a tensor, a NumPy array, numbers, or a list of tensors. Put it at the end of a cell.

    `axes` names the dimensions: `"batch channel row column"`, or a list. With `categories` the numbers 0,
    1, … are labels, each with a colour of its own; a list gives their names. Anything that is not a tensor
    comes back as Python shows it. Never raises, changes nothing, and does not keep the tensor alive.
    """
    answers: list[Answer] = []

    def draw() -> Drawing | None:
        drawing, answer = _draw(value, _axes(axes), _categories(categories))
        answers.extend([answer] if answer is not None else [])
        return drawing

    def answer(subjects: Sequence[Any], request: Mapping[str, Any]) -> Mapping[str, Any]:
        if not answers:
            raise ValueError("This picture has no more to show.")
        return answers[0](subjects, request)

    return Picture("show", draw, plain=lambda: plain_text(value), subjects=[value], answer=answer)


def _draw(
    value: object, axes: Sequence[str], names: Sequence[str] | None
) -> tuple[Drawing | None, Answer | None]:
    with unwatched():
        parts = _tensors_in(value)
        if parts is not None:
            return _several(parts, len(value) if isinstance(value, (list, tuple)) else len(parts)), None
        tensor = tensor_of(value)
        if tensor is None:
            return None, None
        if tensor.is_nested:
            inner = list(tensor.unbind())
            drawing = _several(inner[:_MOST], len(inner), outline_of(tensor, axes).title)
            return drawing, None
        facts, sharing = _look(tensor, axes, names, value)
        drawing = Drawing(as_text(facts, sharing), as_html(facts, sharing), _state(facts))
        return drawing, answer_for(facts, tensor._version)


def _look(
    tensor: torch.Tensor, axes: Sequence[str], names: Sequence[str] | None, value: object
) -> tuple[ShowFacts, Sharing]:
    outline = outline_of(tensor, axes)
    shared = sharing_of(value, learners_names()) if isinstance(value, torch.Tensor) else Sharing()
    return show_facts(tensor, outline, names, Window()), shared


def _state(facts: ShowFacts) -> dict[str, Any]:
    """What the script needs: the dimensions to move through, and the colours where pixels carry no
    numbers."""
    state: dict[str, Any] = {
        "lead": list(facts.lead),
        "axes": [facts.outline.axis(dim) for dim in range(len(facts.lead))],
        "shown": len(facts.panels),
        "hint": _HINT if math.prod(facts.matrix) > 1 else "",
    }
    if any(not panel.texts for panel in facts.panels):
        state["palette"] = palette_text(facts.scale)
    return state


def _several(tensors: Sequence[torch.Tensor], count: int, title: str = "") -> Drawing:
    """Some tensors one below the other: a list of them, or the parts of a nested one."""
    looked = [_look(tensor, (), None, tensor) for tensor in tensors[:_MOST]]
    head = title or f"{count:,} tensors"
    more = f"and {count - len(looked):,} more" if count > len(looked) else ""
    texts = [f"[{place}] {as_text(facts, sharing)}" for place, (facts, sharing) in enumerate(looked)]
    bodies = "".join(f"<p><b>[{place}]</b></p>{body_of(*one)}" for place, one in enumerate(looked))
    html = widget_html("show", f"<p>{head}</p>{bodies}<p>{more}</p>", STYLE, f"Picture of {head}")
    return Drawing("\n\n".join([head, *texts, *([more] if more else [])]), html)


def _tensors_in(value: object) -> list[torch.Tensor] | None:
    """The first tensors of a list or tuple that holds nothing else."""
    if not isinstance(value, (list, tuple)) or not value:
        return None
    tensors = [one for one in value if isinstance(one, torch.Tensor)]
    return tensors[:_MOST] if len(tensors) == len(value) else None


def _axes(axes: str | Iterable[str]) -> list[str]:
    return axes.split() if isinstance(axes, str) else [str(axis) for axis in axes]


def _categories(categories: bool | Iterable[str]) -> list[str] | None:
    if isinstance(categories, bool):
        return [] if categories else None
    return [str(name) for name in categories]
