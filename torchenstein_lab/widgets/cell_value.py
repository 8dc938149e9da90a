"""One number as it stands in a small cell."""

from __future__ import annotations

import math

MINUS = "−"


def cell_value(value: complex) -> str:
    """A number in at most four digits; a whole float ends in a dot, as PyTorch prints it."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return typeset(str(value) if abs(value) < 10**6 else f"{value:.3e}")
    if isinstance(value, float):
        return _of_float(value)
    size = "+" if math.copysign(1.0, value.imag) > 0 else ""
    return f"{_of_float(value.real)}{size}{_of_float(value.imag)}j"


def exact_value(value: float) -> str:
    """A number with every digit that tells it apart from the other float64 numbers."""
    if type(value) is float and value.is_integer() and abs(value) < 10**15:
        return typeset("0" if value == 0 and math.copysign(1.0, value) > 0 else f"{value:.0f}")
    if isinstance(value, int):
        return typeset(f"{value:,}")
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return typeset("-∞" if value < 0 else "∞")
    return typeset(repr(value))


def _of_float(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return typeset("-∞" if value < 0 else "∞")
    if value.is_integer() and abs(value) < 10**5:
        return typeset(f"{value:.0f}.")
    return typeset(f"{value:.4g}")


def typeset(text: str) -> str:
    """A formatted number as it is set in a picture: a real minus sign, and no idle signs in its exponent."""
    return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", MINUS)
