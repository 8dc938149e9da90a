"""`bits(x)`: a number bit by bit, in the dtypes that there are for it."""

from __future__ import annotations

import sys

from torchenstein_lab.widgets.argument_names import argument_names
from torchenstein_lab.widgets.bits_drawing import as_html, as_text, state_of
from torchenstein_lab.widgets.bits_facts import bits_facts
from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.operand import drawn_or_said
from torchenstein_lab.widgets.picture import Picture, plain_text


def bits(x: object, *dtypes: object) -> Picture:
    """The number `x` in float32, float16, bfloat16, float8 (e4m3 and e5m2) and int8: sign, exponent and
    mantissa, what they stand for, and which numbers lie next to it. In JupyterLab a bit can be toggled.

    `x` is a number, or a tensor or NumPy array: one element in the same dtypes and its own, of several the
    first few in their own dtype. `dtypes` chooses other ones. Nothing is changed. Never raises."""
    written = [*argument_names(sys._getframe(1)), None]
    name = written[0] if written[0] and written[0].isidentifier() else "x"

    def draw() -> Drawing:
        facts = bits_facts(x, dtypes, name)
        return Drawing(as_text(facts), as_html(facts), state_of(facts))

    return Picture("bits", lambda: drawn_or_said("bits", draw), plain=lambda: plain_text(x))
