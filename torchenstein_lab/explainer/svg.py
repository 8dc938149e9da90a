"""A drawing as SVG, in the colours of JupyterLab's themes with others to fall back on."""

from __future__ import annotations

from html import escape

from torchenstein_lab.contracts.explanation import Box, Drawing, Label, Line, Role

TEXT = "var(--jp-ui-font-color1, currentColor)"
QUIET = "var(--jp-ui-font-color2, currentColor)"
EDGE = "var(--jp-ui-font-color2, #808080)"
BAD = "var(--jp-error-color1, #d32f2f)"
GOOD = "var(--jp-success-color1, #388e3c)"
MONO = "var(--jp-code-font-family, monospace)"

_BOXES: dict[Role, str] = {
    "plain": f"stroke: {EDGE}; fill: var(--jp-layout-color1, none)",
    "meets": f"stroke: {GOOD}; stroke-width: 2; fill: none",
    "clashes": f"stroke: {BAD}; stroke-width: 2; stroke-dasharray: 5 3; fill: none",
    "missing": f"stroke: {EDGE}; stroke-dasharray: 1 3; fill: none",
    "quiet": f"stroke: {EDGE}; stroke-opacity: 0.5; fill: var(--jp-layout-color1, none)",
    "hatch": "stroke: none; fill: none",
}
_LINES: dict[Role, str] = {
    "plain": f"stroke: {EDGE}",
    "meets": f"stroke: {GOOD}; stroke-width: 4",
    "clashes": f"stroke: {BAD}; stroke-width: 4; stroke-dasharray: 6 3",
    "missing": f"stroke: {EDGE}; stroke-dasharray: 2 3",
    "quiet": f"stroke: {EDGE}; stroke-opacity: 0.7",
    "hatch": f"stroke: {BAD}; stroke-opacity: 0.45",
}
_LABELS: dict[Role, str] = {
    "plain": f"fill: {TEXT}",
    "meets": f"fill: {TEXT}; font-weight: bold",
    # A border of the ground keeps a number apart from the hatching behind it.
    "clashes": f"fill: {TEXT}; font-weight: bold; stroke: var(--jp-layout-color1, none); stroke-width: 5px; "
    "paint-order: stroke",
    "missing": f"fill: {QUIET}",
    "quiet": f"fill: {QUIET}; font-size: 11px",
    "hatch": "fill: none",
}


def as_svg(drawing: Drawing) -> str:
    """The drawing as one `<svg>` element, with its text alternative. What the learner wrote is escaped."""
    parts = [*map(_box, drawing.boxes), *map(_line, drawing.lines), *map(_label, drawing.labels)]
    size = f'width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
    style = f"font-family: {MONO}; font-size: 12px; overflow: visible"
    return f'<svg role="img" aria-label="{escape(drawing.alt)}" {size} style="{style}">{"".join(parts)}</svg>'


def _box(box: Box) -> str:
    place = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="2"'
    return f'<rect {place} style="{_BOXES[box.role]}"></rect>'


def _line(line: Line) -> str:
    place = f'x1="{line.x1}" y1="{line.y1}" x2="{line.x2}" y2="{line.y2}"'
    return f'<line {place} style="{_LINES[line.role]}"></line>'


def _label(label: Label) -> str:
    style = f"text-anchor: {label.align}; {_LABELS[label.role]}"
    return f'<text x="{label.x}" y="{label.y}" style="{style}">{escape(label.text)}</text>'
