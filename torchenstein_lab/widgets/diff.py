"""`diff(expected, got)`: two tensors side by side, on one scale, with what differs outlined."""

from __future__ import annotations

from collections.abc import Sequence

from torchenstein_lab.widgets.diff_drawing import as_html, as_text
from torchenstein_lab.widgets.diff_facts import diff_facts
from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.picture import Picture, plain_text
from torchenstein_lab.widgets.subject import outline_of, tensor_of, unwatched


def diff(expected: object, got: object, *, axes: str | Sequence[str] = ()) -> Picture:
    """A picture of where two tensors (or arrays, or nested lists of numbers) differ.

    Put it at the end of a cell. Floats differ where `torch.testing.assert_close` would say so. Of a large
    tensor the part around the first difference is drawn, and a map of where the others lie. `axes` names
    the dimensions. Never raises.
    """

    def draw() -> Drawing | None:
        with unwatched():
            left, right = tensor_of(expected), tensor_of(got)
            if left is None or right is None:
                return None
            names = axes.split() if isinstance(axes, str) else list(axes)
            outlines = outline_of(left, names), outline_of(right, names if left.ndim == right.ndim else ())
            facts = diff_facts(left, right, outlines)
            return Drawing(as_text(facts), as_html(facts))

    def plain() -> str:
        return f"expected: {plain_text(expected)}\ngot: {plain_text(got)}"

    return Picture("diff", draw, plain=plain)
