"""Colours for numbers: even steps for the eye, and told apart by people who see colours differently.

`SEQUENTIAL` is cividis, from night blue (the least) to yellow (the most). `DIVERGING` goes from blue
through near white (zero) to orange. Both are the same on light and dark pages, so that a picture means the
same to two people who look at it together. `CATEGORIES` are the colours of Okabe and Ito.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Colour = tuple[int, int, int]

_RED = (-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57)
_GREEN = (32.49, 170.73, 52.82, -131.46, 176.58, -67.37)
_BLUE = (81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67)
"""Cividis by Nuñez, Anderton and Renslow (2018), as polynomials in the level: what d3-scale-chromatic
uses."""


def _cividis(t: float) -> Colour:
    return _polynomial(_RED, t), _polynomial(_GREEN, t), _polynomial(_BLUE, t)


def _polynomial(coefficients: Sequence[float], t: float) -> int:
    return _byte(sum(coefficient * t**power for power, coefficient in enumerate(coefficients)))


def _byte(value: float) -> int:
    return round(min(255.0, max(0.0, value)))


def _oklab(lightness: float, a: float, b: float) -> Colour:
    """A colour of the perceptually even space OKLab as sRGB."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _gamma(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    return _byte(255 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055))


def _blue_to_orange(t: float) -> Colour:
    side = 2 * t - 1
    hue, amount = (math.radians(255), -side) if side < 0 else (math.radians(55), side)
    chroma, lightness = 0.13 * amount, 0.965 - 0.445 * amount
    return _oklab(lightness, chroma * math.cos(hue), chroma * math.sin(hue))


def _table(colour: Callable[[float], Colour], steps: int = 256) -> tuple[Colour, ...]:
    return tuple(colour(i / (steps - 1)) for i in range(steps))


SEQUENTIAL = _table(_cividis)
DIVERGING = _table(_blue_to_orange)
CATEGORIES: tuple[Colour, ...] = (
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (86, 180, 233),
    (213, 94, 0),
    (240, 228, 66),
    (110, 110, 110),
)


def at(table: tuple[Colour, ...], level: float) -> Colour:
    """The colour of a level between 0 and 1."""
    last = len(table) - 1
    return table[min(last, max(0, round(level * last)))]


def css(colour: Colour) -> str:
    """The colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def ink_on(colour: Colour) -> str:
    """Black or white, whichever is easier to read on the colour."""
    light = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return "#000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#fff"
