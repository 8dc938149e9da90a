"""What the picture of bits says in words."""

from __future__ import annotations

import math

from torchenstein_lab.widgets.bits_facts import BitsFacts, Row
from torchenstein_lab.widgets.bits_format import Format
from torchenstein_lab.widgets.cell_value import exact_value, typeset


def fields(format_: Format, pattern: int) -> list[tuple[str, str]]:
    """The bits as groups: the name of each, and its bits from the highest to the lowest."""
    text = f"{pattern:0{format_.width}b}"
    if format_.whole:
        sign = [("sign", text[:1])] if format_.signed else []
        return [*sign, ("number", text[format_.signed :])]
    split = 1 + format_.exponent
    return [("sign", text[:1]), ("exponent", text[1:split]), ("mantissa", text[split:])]


def formula(format_: Format, pattern: int) -> str:
    """How the bits become the number."""
    sign, exponent, mantissa = format_.fields(pattern)
    value = format_.value(pattern)
    if format_.whole:
        powers = [1 << place for place in range(format_.mantissa - 1, -1, -1) if mantissa >> place & 1]
        first = [f"−{1 << format_.mantissa}"] if sign else []
        terms = [*first, *map(str, powers)]
        words = " + ".join(terms) if len(terms) <= 12 else f"{' + '.join(terms[:11])} + …"
        return f"{words or '0'} = {exact_value(value)}"
    minus = "−" if sign else "+"
    if math.isnan(value):
        return (
            "exponent and mantissa all ones: not a number"
            if not format_.infinite
            else ("exponent all ones, mantissa not 0: not a number")
        )
    if math.isinf(value):
        return f"exponent all ones, mantissa 0: {minus}∞"
    part = exact_value((mantissa / (1 << format_.mantissa)) + (1 if exponent else 0))
    if exponent:
        power = f"2^({exponent}−{format_.bias})"
        return f"{minus} {power} × {part} = {exact_value(value)}"
    small = "zero" if not mantissa else "subnormal: below the smallest power, the 1 in front is gone"
    return f"{minus} 2^(1−{format_.bias}) × {part} = {exact_value(value)} ({small})"


def kept(row: Row) -> str:
    """What became of the number that was asked for."""
    if row.pattern is None:
        low, high = row.format.limits
        return f"no place for {exact_value(row.asked)}: {row.format.name} holds {low:,} to {high:,}".replace(
            "-", "−"
        )
    if row.off is None:
        if math.isfinite(row.asked):
            return f"too large: it became {exact_value(row.value)}"
        if math.isnan(row.asked) == math.isnan(row.value) and str(row.asked) == str(row.value):
            return "kept"
        return f"{exact_value(row.asked)} became {exact_value(row.value)}"
    if row.off == 0:
        return "kept exactly"
    sign = "+" if row.off > 0 else ""
    return f"off by {sign}{short(float(row.off))}"


def gaps(row: Row) -> str:
    """How far the next numbers of the dtype lie away."""
    if not row.near:
        return ""
    at = row.near.index(row.value)
    below = f"−{short(row.value - row.near[at - 1])}" if at > 0 else "none below"
    above = f"+{short(row.near[at + 1] - row.value)}" if at + 1 < len(row.near) else "none above"
    return f"the next numbers: {below} and {above}"


def title(facts: BitsFacts) -> str:
    """What the picture is of."""
    if facts.asked is not None:
        return f"{exact_value(facts.asked)}, bit by bit"
    labels = list(dict.fromkeys(row.label for row in facts.rows))
    part = (
        f"the first {len(labels)} of {facts.count:,} elements"
        if facts.count > len(labels)
        else "its elements"
    )
    return f"{part}, bit by bit"


def short(value: float) -> str:
    """A number in three digits."""
    text = f"{value:,.0f}" if float(value).is_integer() and abs(value) < 10**6 else f"{value:.3g}"
    return typeset(text)
