"""`broadcast(a, b, op)`: how two shapes meet, and what the result costs."""

from __future__ import annotations

import sys

from torchenstein_lab.widgets.argument_names import argument_names, two_names
from torchenstein_lab.widgets.broadcast_drawing import as_html, as_text
from torchenstein_lab.widgets.broadcast_facts import broadcast_facts
from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.operand import drawn_or_said
from torchenstein_lab.widgets.picture import Picture, plain_text


def broadcast(a: object, b: object, op: object = "+") -> Picture:
    """How the shapes of `a` and `b` meet, aligned from the right; why they do not, when they do not; and the
    bytes of the result.

    `a` and `b` are tensors, NumPy arrays, numbers, or just shapes such as `(8, 1, 3)`. `op` is a sign such as
    "+" or "<", or a function of two tensors that works number by number, such as `torch.maximum`: it decides
    the dtype of the result, and is run on the small part that is drawn. Never raises."""
    labels = two_names(argument_names(sys._getframe(1)))

    def draw() -> Drawing:
        facts = broadcast_facts(a, b, op, labels)
        return Drawing(as_text(facts), as_html(facts), {"sign": facts.sign})

    return Picture(
        "broadcast",
        lambda: drawn_or_said("broadcast", draw),
        plain=lambda: f"{plain_text(a)}\n{plain_text(b)}",
    )
