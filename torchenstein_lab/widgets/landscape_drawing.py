"""The picture of a loss landscape: shades and contour lines, and the way of an optimizer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.landscape_contours import Point, contour, levels_between
from torchenstein_lab.widgets.landscape_grid import Grid
from torchenstein_lab.widgets.pixels import colours

_WIDE, _HIGH, _LEFT, _TOP, _BOTTOM = 460, 380, 62, 12, 44
_SHADES = ((255, 255, 224), (206, 236, 184), (134, 208, 187), (72, 178, 196), (52, 140, 186))
"""From the lowest to the highest loss: lightness falls evenly, and dark lines are seen on all of it."""
_MOST_MARKS = 200
_MOST_DOTS = 60

STYLE = """
.tl-landscape svg{max-width:100%;height:auto;display:block}
.tl-landscape text{fill:var(--tl-quiet);font-size:11px}
.tl-landscape .name{fill:var(--tl-ink);font-size:12px}
.tl-landscape image{image-rendering:pixelated}
.tl-landscape .line{fill:none;stroke:#10243a;stroke-opacity:.5;stroke-width:1}
.tl-landscape .level{fill:#10243a;font-size:10px;paint-order:stroke;stroke:#fff;stroke-opacity:.75;
stroke-width:3;text-anchor:middle}
.tl-landscape .frame{fill:none;stroke:var(--tl-line)}
.tl-landscape .halo{fill:none;stroke:#fff;stroke-width:4.5;stroke-linejoin:round;stroke-opacity:.9}
.tl-landscape .path{fill:none;stroke:#b3261e;stroke-width:2;stroke-linejoin:round}
.tl-landscape .dot{fill:#b3261e;stroke:#fff;stroke-width:.8}
.tl-landscape .start{fill:#fff;stroke:#b3261e;stroke-width:2}
.tl-landscape .low{fill:none;stroke:#10243a;stroke-width:2}
.tl-slider{display:inline-flex;gap:8px;align-items:center;margin:2px 0 6px;max-width:100%}
.tl-slider input{width:180px;accent-color:var(--tl-accent)}
.tl-landscape .now{fill:none;stroke:#10243a;stroke-width:2.5}
.tl-landscape .nan{fill:none;stroke:var(--tl-bad);stroke-width:1}
"""


@dataclass(frozen=True)
class Path:
    """The optimizer's way: `steps` the numbers of the drawn points, `points` their coordinates, `losses` the
    true loss there (NaN where it could not be computed), `count` of all points, `shown` the share of its
    movement that lies in the plane."""

    steps: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    losses: tuple[float, ...]
    count: int
    shown: float


@dataclass(frozen=True)
class LandscapeFacts:
    """Everything the picture says. `names` are of the two axes."""

    grid: Grid
    names: tuple[str, str]
    path: Path | None = None


def as_text(facts: LandscapeFacts) -> str:
    """The picture in words."""
    grid = facts.grid
    across = f"{facts.names[0]} from {number(grid.x[0])} to {number(grid.x[-1])}"
    up = f"{facts.names[1]} from {number(grid.y[0])} to {number(grid.y[-1])}"
    head = f"Loss landscape over {across} and {up}, {len(grid.x)} × {len(grid.y)} points."
    return "\n".join([head, *sentences(facts)])


def sentences(facts: LandscapeFacts) -> list[str]:
    """What is seen, a sentence each."""
    grid, words = facts.grid, []
    lowest = grid.lowest
    if lowest is not None:
        words.append(
            f"Loss from {number(lowest[2])} to {number(max(grid.finite))}; the lowest point of the grid "
            f"is at ({number(lowest[0])}, {number(lowest[1])})."
        )
    strange = len(grid.x) * len(grid.y) - len(grid.finite)
    if strange:
        words.append(f"{strange:,} points have no finite loss.")
    if grid.problem:
        words.append(f"The loss raised an error at {grid.failed:,} points, first {grid.problem}")
    path = facts.path
    if path is not None and path.points:
        start, end = path.points[0], path.points[-1]
        words.append(
            f"The path of {path.count:,} points goes from ({number(start[0])}, {number(start[1])}), "
            f"loss {number(path.losses[0])}, to ({number(end[0])}, {number(end[1])}), "
            f"loss {number(path.losses[-1])}."
        )
        if path.shown < 0.995:
            words.append(
                f"The plane shows {path.shown:.0%} of the path's movement; the rest is in other directions."
            )
    return words


def as_html(facts: LandscapeFacts) -> str:
    """The picture as one HTML element without script, with its own style."""
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences(facts))
    name = f"<p><b>Loss landscape</b>, {len(facts.grid.x)} × {len(facts.grid.y)} points</p>"
    return widget_html("landscape", f"{name}{_svg(facts)}{told}", STYLE, "Loss landscape")


def place(facts: LandscapeFacts, x: float, y: float) -> tuple[float, float]:
    """Where a point lies, in pixels; y grows upwards."""
    grid = facts.grid
    across = (x - grid.x[0]) / (grid.x[-1] - grid.x[0])
    up = (y - grid.y[0]) / (grid.y[-1] - grid.y[0])
    return _LEFT + across * (_WIDE - _LEFT - 12), _HIGH - _BOTTOM - up * (_HIGH - _TOP - _BOTTOM)


def box() -> tuple[int, int, int, int]:
    """The drawn rectangle in pixels: left, top, right, bottom."""
    return _LEFT, _TOP, _WIDE - 12, _HIGH - _BOTTOM


def number(value: float) -> str:
    """A number in at most four digits."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
    return f"{value:.4g}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")


def levels(grid: Grid) -> tuple[list[float], float]:
    """The levels of the contour lines, and the exponent that the shades share with them."""
    finite = sorted(grid.finite)
    if not finite or finite[0] == finite[-1]:
        return [], 1.0
    return levels_between(finite[0], finite[-1], finite[len(finite) // 2])


def _svg(facts: LandscapeFacts) -> str:
    left, top, right, bottom = box()
    wide, high = right - left, bottom - top
    spoken = " ".join(sentences(facts))
    frame = f'<rect class="frame" x="{left}" y="{top}" width="{wide}" height="{high}"/>'
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" role="img" '
        f'aria-label="{escape(spoken)}">{_shades(facts)}{_lines(facts)}{frame}{_axes(facts)}{_way(facts)}</svg>'
    )


def _shades(facts: LandscapeFacts) -> str:
    """One pixel for each point of the grid, which lies in the pixel's middle."""
    grid = facts.grid
    finite = grid.finite
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    exponent = levels(grid)[1]

    def colour(value: float) -> bytes:
        if not math.isfinite(value):
            return bytes((222, 226, 230))
        share = (value / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.0
        return _shade(share ** (1 / exponent))

    rows = [b"".join(colour(value) for value in row) for row in reversed(grid.values)]
    x, y = place(facts, grid.x[0], grid.y[-1])
    right, bottom = place(facts, grid.x[-1], grid.y[0])
    step_x, step_y = (right - x) / (len(grid.x) - 1), (bottom - y) / (len(grid.y) - 1)
    clip = f"inset({step_y / 2:.2f}px {step_x / 2:.2f}px)"
    return (
        f'<image x="{x - step_x / 2:.2f}" y="{y - step_y / 2:.2f}" width="{right - x + step_x:.2f}" '
        f'height="{bottom - y + step_y:.2f}" preserveAspectRatio="none" style="clip-path:{clip}" '
        f'href="{colours(rows)}"/>{_holes(facts, step_x, step_y)}'
    )


def _shade(share: float) -> bytes:
    place = min(1.0, max(0.0, share)) * (len(_SHADES) - 1)
    before = min(int(place), len(_SHADES) - 2)
    pairs = zip(_SHADES[before], _SHADES[before + 1], strict=True)
    return bytes(round(a + (b - a) * (place - before)) for a, b in pairs)


def _holes(facts: LandscapeFacts, step_x: float, step_y: float) -> str:
    """A crossed rectangle over each stretch of points without a finite loss; equal rows share one."""
    open_since: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int, int, int]] = []
    for row, values in enumerate([*facts.grid.values, ()]):
        runs = set()
        for finite, run in groupby(enumerate(values), lambda item: math.isfinite(item[1])):
            places = [column for column, _ in run]
            if not finite:
                runs.add((places[0], places[-1]))
        gone = open_since.keys() - runs
        found.extend((*run, open_since.pop(run), row - 1) for run in gone)
        for new in runs - open_since.keys():
            open_since[new] = row
    left, top, right, bottom = box()
    marks = []
    for first, last, lowest, highest in found[:_MOST_MARKS]:
        x0, y0 = place(facts, facts.grid.x[first], facts.grid.y[lowest])
        x1, y1 = place(facts, facts.grid.x[last], facts.grid.y[highest])
        x0, x1 = max(left, x0 - step_x / 2), min(right, x1 + step_x / 2)
        y0, y1 = min(bottom, y0 + step_y / 2), max(top, y1 - step_y / 2)
        cross = f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}M{x0:.1f} {y1:.1f}L{x1:.1f} {y0:.1f}"
        marks.append(f"{cross}H{x0:.1f}V{y1:.1f}H{x1:.1f}z")
    return f'<path class="nan" d="{"".join(marks)}"/>' if marks else ""


def _lines(facts: LandscapeFacts) -> str:
    grid = facts.grid
    parts, names = [], []
    for nth, level in enumerate(levels(grid)[0]):
        lines = [[_grid_place(facts, point) for point in line] for line in contour(grid.values, level)]
        d = "".join(
            f"M{'L'.join(f'{x:.0f} {y:.0f}' for x, y in _thinned(line))}" for line in lines if len(line) > 1
        )
        if not d:
            continue
        parts.append(f'<path class="line" d="{d}"/>')
        longest = max(lines, key=len)
        if nth % 2 == 0 and len(longest) > 8:
            x, y = longest[len(longest) * (nth + 1) % 12 // 2 % len(longest)]
            names.append((x, y, number(float(f"{level:.2g}"))))
    kept: list[tuple[float, float, str]] = []
    left, top, right, bottom = box()
    for x, y, name in names:
        clear = all(abs(x - a) > 40 or abs(y - b) > 16 for a, b, _ in kept)
        if clear and left + 20 < x < right - 20 and top + 10 < y < bottom - 8:
            kept.append((x, y, name))
    texts = "".join(f'<text class="level" x="{x:.0f}" y="{y + 3:.0f}">{name}</text>' for x, y, name in kept)
    return "".join(parts) + texts


def _grid_place(facts: LandscapeFacts, point: Point) -> Point:
    grid = facts.grid
    column, row = point
    x = grid.x[0] + column / (len(grid.x) - 1) * (grid.x[-1] - grid.x[0])
    y = grid.y[0] + row / (len(grid.y) - 1) * (grid.y[-1] - grid.y[0])
    return place(facts, x, y)


def _thinned(line: Sequence[Point]) -> list[Point]:
    """Without points that lie nearer than three pixels to the one before."""
    kept = [line[0]]
    for point in line[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= 3:
            kept.append(point)
    return [*kept, line[-1]]


def _axes(facts: LandscapeFacts) -> str:
    left, _, right, bottom = box()
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = facts.grid.x[0] * (1 - share) + facts.grid.x[-1] * share
        y = facts.grid.y[0] * (1 - share) + facts.grid.y[-1] * share
        across, up = place(facts, x, facts.grid.y[0])[0], place(facts, facts.grid.x[0], y)[1]
        parts.append(f'<text x="{across:.0f}" y="{bottom + 15}" text-anchor="middle">{number(x)}</text>')
        parts.append(f'<text x="{left - 6}" y="{up + 4:.0f}" text-anchor="end">{number(y)}</text>')
    middle = (_HIGH - _BOTTOM + _TOP) / 2
    parts.append(
        f'<text class="name" x="{(left + right) / 2}" y="{_HIGH - 8}" text-anchor="middle">'
        f"{escape(facts.names[0])}</text>"
        f'<text class="name" transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">'
        f"{escape(facts.names[1])}</text>"
    )
    return "".join(parts)


def _way(facts: LandscapeFacts) -> str:
    parts = []
    lowest = facts.grid.lowest
    if lowest is not None:
        x, y = place(facts, lowest[0], lowest[1])
        parts.append(f'<path class="low" d="M{x - 5:.1f} {y:.1f}h10m-5-5v10"/>')
    if facts.path is not None and facts.path.points:
        points = [place(facts, *point) for point in facts.path.points]
        d = f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in points)}"
        parts.append(f'<path class="halo" d="{d}"/><path class="path" d="{d}"/>')
        dots = points[1 : -1 : math.ceil(len(points) / _MOST_DOTS)]
        parts += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>' for x, y in dots]
        (x0, y0), (x1, y1) = points[0], points[-1]
        parts.append(f'<circle class="start" cx="{x0:.1f}" cy="{y0:.1f}" r="4.5"/>')
        parts.append(f'<circle class="dot" cx="{x1:.1f}" cy="{y1:.1f}" r="5"/>')
    return f'<g class="way">{"".join(parts)}</g>'
