"""`memory(x, *views)`: where tensors lie, cell by cell."""

from __future__ import annotations

import sys

from torchenstein_lab.widgets.argument_names import argument_names
from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.memory_drawing import as_html, as_text
from torchenstein_lab.widgets.memory_facts import memory_facts
from torchenstein_lab.widgets.operand import drawn_or_said
from torchenstein_lab.widgets.picture import Picture, plain_text


def memory(x: object, *views: object) -> Picture:
    """The storage of `x` (a tensor or NumPy array of any shape) as a strip of cells, and which element of `x`
    and of each of `views` lies in which cell.

    A tuple among `views` is a shape asked of `view` on the tensor before it: `memory(x.t(), (6,))` shows why
    that cannot be. As `x`, a tuple stands for a new tensor of that shape. Of large tensors a part is drawn,
    and the words say which. Nothing is changed. Never raises."""
    names = argument_names(sys._getframe(1))

    def draw() -> Drawing:
        facts = memory_facts(x, views, names)
        return Drawing(as_text(facts), as_html(facts))

    return Picture("memory", lambda: drawn_or_said("memory", draw), plain=lambda: plain_text(x))
