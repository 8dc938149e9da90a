"""A grid of tiles as HTML: a table where cells carry numbers, an image of one pixel for each tile otherwise.

What is not finite is told by a pattern as well as by its lack of colour: NaN by slanted lines, ∞ by upright
ones, −∞ by lying ones, and infinities of both signs by both.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

import torch

from torchenstein_lab.widgets import pixels
from torchenstein_lab.widgets.scale import CATEGORIES, DIVERGING, SEQUENTIAL, Colour, at, css, ink_on
from torchenstein_lab.widgets.show_facts import Panel, Scale
from torchenstein_lab.widgets.tiles import BOTH, FINITE, INF, MINUS_INF, NAN

LEVELS = 253
"""Levels of colour in an image. The places after them are for what is not finite and for no tile at all."""
_STRANGE, _CLEAR = 253, 254
_GREY: Colour = (222, 222, 222)
_STRIPE = 4
_INK: Colour = (40, 40, 40)
_WIDE, _HIGH, _LARGE = 448, 336, 14
"""An image is at most so many CSS pixels wide and high, and a tile at most so large."""

MARK_CLASS = {NAN: "tl-nan", INF: "tl-inf", MINUS_INF: "tl-minf", BOTH: "tl-both"}
MARK_NAME = {NAN: "NaN", INF: "∞", MINUS_INF: "−∞", BOTH: "∞ and −∞"}

GRID_STYLE = """
.tl-widget .tl-grid{border-collapse:separate;border-spacing:1px;margin:0;width:auto;border:0;background:none;
font:11px/1 var(--tl-mono)}
.tl-widget .tl-grid tr{background:none!important}
.tl-widget .tl-grid td{height:22px;min-width:22px;padding:0 5px;text-align:center;vertical-align:middle;
border:0;color:#000;white-space:nowrap;border-radius:2px;font:inherit}
.tl-widget .tl-grid td.l{color:#fff}
.tl-widget .tl-grid th{padding:0 4px;border:0;color:var(--tl-quiet);font:10px/1.4 var(--tl-mono);
text-align:center;background:none}
.tl-image{position:relative;display:inline-block;border:1px solid var(--tl-hair);line-height:0;max-width:100%}
.tl-widget .tl-image img{image-rendering:pixelated;display:block;max-width:none;margin:0}
.tl-widget .tl-image img+img{position:absolute;inset:0}
.tl-nan{background:repeating-linear-gradient(135deg,#dedede 0 3px,#282828 3px 4px)}
.tl-inf{background:repeating-linear-gradient(90deg,#dedede 0 3px,#282828 3px 4px)}
.tl-minf{background:repeating-linear-gradient(0deg,#dedede 0 3px,#282828 3px 4px)}
.tl-both{background:repeating-linear-gradient(0deg,#0000 0 3px,#282828 3px 4px),
repeating-linear-gradient(90deg,#dedede 0 3px,#282828 3px 4px)}
.tl-widget .tl-grid .tl-nan,.tl-widget .tl-grid .tl-inf,.tl-widget .tl-grid .tl-minf{font-weight:700;
text-shadow:0 0 2px #fff,0 0 2px #fff,0 0 3px #fff,0 0 3px #fff}
"""


def table_of(scale: Scale) -> tuple[Colour, ...]:
    """The colours of a scale."""
    if scale.names:
        return CATEGORIES
    return DIVERGING if scale.diverging else SEQUENTIAL


def colour_of(scale: Scale, number: float) -> Colour:
    """The colour of a finite number."""
    if scale.names:
        return CATEGORIES[int(number) % len(CATEGORIES)]
    return at(table_of(scale), scale.level(number))


def grid(
    panel: Panel, scale: Scale | None, label: str, *, beside: int = 1, wrong: frozenset[int] = frozenset()
) -> str:
    """The grid of a panel. `label` is its text alternative, `beside` how many panels stand side by side.

    `wrong` marks places in reading order."""
    if panel.texts:
        return _table(panel, scale, label, wrong)
    return _image(panel, scale, label, beside)


def columns_of(panel: Panel) -> int:
    """How many cells stand in a line of the grid."""
    return panel.line or panel.tiles.columns


def _table(panel: Panel, scale: Scale | None, label: str, wrong: frozenset[int]) -> str:
    wide = columns_of(panel)
    cells = [_cell(panel, scale, place, place in wrong) for place in range(len(panel.texts))]
    with_side = panel.tiles.rows > 1 or panel.line > 0
    lines = []
    if not panel.line:
        names = "".join(f"<th scope=col>{panel.left + column}</th>" for column in range(wide))
        lines.append(f"<tr>{'<th></th>' if with_side else ''}{names}</tr>")
    for number, start in enumerate(range(0, len(cells), wide)):
        name = panel.left + start if panel.line else panel.top + number
        side = f"<th scope=row>{name}</th>" if with_side else ""
        lines.append(f"<tr>{side}{''.join(cells[start : start + wide])}</tr>")
    return f'<table class="tl-grid" aria-label="{escape(label)}">{"".join(lines)}</table>'


def _cell(panel: Panel, scale: Scale | None, place: int, wrong: bool) -> str:
    text = escape(panel.texts[place])
    mark = panel.tiles.marks[place]
    classes = ["w"] if wrong else []
    if mark != FINITE or scale is None:
        classes.append(MARK_CLASS.get(mark, "tl-nan"))
        return f'<td class="{" ".join(classes)}">{text}</td>'
    colour = colour_of(scale, panel.tiles.means[place])
    if ink_on(colour) == "#fff":
        classes.append("l")
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f'<td{named} bgcolor="{css(colour)}">{text}</td>'


def _image(panel: Panel, scale: Scale | None, label: str, beside: int) -> str:
    lines = _lines(panel, scale)
    palette = b"".join(bytes(colour) for colour in _palette(scale))
    high, wide = len(lines), len(lines[0])
    across, down = pixel_size(high, wide, beside)
    size = f'width="{wide * across}" height="{high * down}"'
    images = f'<img alt="{escape(label)}" {size} src="{pixels.indexed(lines, palette, _CLEAR)}">'
    patterns = _patterns(panel, wide)
    if patterns:
        images += f'<img alt="" {size} src="{patterns}">'
    return f'<div class="tl-image">{images}</div>'


def pixel_size(high: int, wide: int, beside: int) -> tuple[int, int]:
    """How many CSS pixels a tile is wide and high: square, but for strips of a few lines."""
    share = 1 if beside == 1 else 2
    room = tuple(max(2, min(_LARGE, most // share // n)) for most, n in ((_WIDE, wide), (_HIGH, high)))
    square = min(room)
    return (room[0] if wide <= 8 else square), (room[1] if high <= 8 else square)


def palette_text(scale: Scale | None) -> str:
    """The colours of an image's levels, three bytes each, in base64: so a script can read a level off a
    pixel."""
    return base64.b64encode(b"".join(bytes(colour) for colour in _palette(scale)[:LEVELS])).decode()


def _palette(scale: Scale | None) -> list[Colour]:
    if scale is None:
        levels = [_GREY] * LEVELS
    elif scale.names:
        levels = [CATEGORIES[place % len(CATEGORIES)] for place in range(LEVELS)]
    else:
        levels = [at(table_of(scale), place / (LEVELS - 1)) for place in range(LEVELS)]
    return [*levels, _GREY, _GREY]


def _lines(panel: Panel, scale: Scale | None) -> list[bytes]:
    places = bytearray(_places(panel, scale))
    wide = columns_of(panel)
    places.extend([_CLEAR] * (-len(places) % wide))
    return [bytes(places[start : start + wide]) for start in range(0, len(places), wide)]


def _places(panel: Panel, scale: Scale | None) -> list[int]:
    """Each tile's place in the palette, all at once: an image has thousands of them."""
    means = torch.tensor(panel.tiles.means, dtype=torch.float64, device="cpu")
    if scale is None:
        return [_STRANGE] * len(means)
    places = means if scale.names else scale.levels(means).mul(LEVELS - 1).round()
    marks = torch.frombuffer(bytearray(panel.tiles.marks), dtype=torch.uint8)
    strange = torch.full_like(places, _STRANGE)
    found: list[int] = places.where(marks == FINITE, strange).to(torch.uint8).tolist()
    return found


def _patterns(panel: Panel, wide: int) -> str:
    """An image that lies over the other: lines where a tile is not finite, nothing elsewhere."""
    marks = panel.tiles.marks
    if not any(marks):
        return ""
    lines = []
    for start in range(0, len(marks), wide):
        part = marks[start : start + wide].ljust(wide, bytes([FINITE]))
        lines += [b"".join(_STRIPES[mark][y] for mark in part) for y in range(_STRIPE)]
    return pixels.indexed(lines, bytes(_GREY) + bytes(_INK), 0)


def _stripes(slanted: bool, upright: bool, lying: bool) -> list[bytes]:
    last = _STRIPE - 1

    def dark(x: int, y: int) -> bool:
        return (slanted and x + y == last) or (upright and x == last) or (lying and y == last)

    return [bytes(dark(x, y) for x in range(_STRIPE)) for y in range(_STRIPE)]


_STRIPES = {
    FINITE: _stripes(False, False, False),
    NAN: _stripes(True, False, False),
    INF: _stripes(False, True, False),
    MINUS_INF: _stripes(False, False, True),
    BOTH: _stripes(False, True, True),
}


def legend(scale: Scale | None, panels: Sequence[Panel], of: str, ends: tuple[str, str]) -> str:
    """What the colours and patterns mean. `ends` are the scale's ends as texts, `of` what they are."""
    parts = []
    if scale is not None and scale.names:
        parts += [
            f'<span><i class="tl-swatch" style="background:{css(colour)}"></i>{escape(name)}</span>'
            for colour, name in zip(CATEGORIES, scale.names, strict=False)
        ]
    elif scale is not None and ends[0] != ends[1]:
        stops = ",".join(css(at(table_of(scale), place / 8)) for place in range(9))
        bar = f'<i class="tl-ramp" style="background:linear-gradient(90deg,{stops})"></i>'
        parts.append(f"<span>{escape(of)}{escape(ends[0])} {bar} {escape(ends[1])}</span>")
    seen = sorted({mark for panel in panels for mark in panel.tiles.marks} - {FINITE})
    inside = "" if all(panel.tiles.exact for panel in panels) else " among them"
    parts += [
        f'<span><i class="tl-swatch {MARK_CLASS[mark]}"></i>{MARK_NAME[mark]}{inside}</span>' for mark in seen
    ]
    return f'<div class="tl-legend">{"".join(parts)}</div>' if parts else ""
