"""`einsum(spec, *tensors)`: which indices stay, which are summed away, and the loops behind the equation."""

from __future__ import annotations

from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.einsum_drawing import as_html, as_text, state_of
from torchenstein_lab.widgets.einsum_facts import einsum_facts
from torchenstein_lab.widgets.operand import drawn_or_said
from torchenstein_lab.widgets.picture import Picture, plain_text


def einsum(spec: str, *tensors: object) -> Picture:
    """`torch.einsum(spec, *tensors)` as the loops it stands for, walked step by step.

    `tensors` are one to four tensors, NumPy arrays, or just shapes such as `(2, 3)`. Of large ones the first
    rows and columns are drawn, and the words say so. Never raises."""

    def draw() -> Drawing:
        facts = einsum_facts(spec, tensors)
        return Drawing(as_text(facts), as_html(facts, "einsum"), state_of(facts))

    return Picture("einsum", lambda: drawn_or_said("einsum", draw), plain=lambda: plain_text(spec))
