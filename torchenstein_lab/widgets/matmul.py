"""`matmul(a, b)`: which row meets which column, step by step."""

from __future__ import annotations

import sys

from torchenstein_lab.widgets.argument_names import argument_names, two_names
from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.einsum_drawing import as_html, as_text, state_of
from torchenstein_lab.widgets.matmul_facts import matmul_facts
from torchenstein_lab.widgets.operand import drawn_or_said
from torchenstein_lab.widgets.picture import Picture, plain_text


def matmul(a: object, b: object) -> Picture:
    """`a @ b` as rows that meet columns: free and summed indices, the loops, and each element worked out.

    Both are tensors, NumPy arrays, or just shapes such as `(2, 3)`; batches and vectors, too. Of large ones
    the first rows and columns are drawn, and the words say so. Never raises."""
    labels = two_names(argument_names(sys._getframe(1)))

    def draw() -> Drawing:
        facts = matmul_facts(a, b, labels)
        return Drawing(as_text(facts), as_html(facts, "matmul"), state_of(facts))

    return Picture(
        "matmul", lambda: drawn_or_said("matmul", draw), plain=lambda: f"{plain_text(a)}\n{plain_text(b)}"
    )
