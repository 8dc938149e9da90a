"""`diff` in words and as a drawing: both tensors side by side on one scale, what differs outlined."""

from __future__ import annotations

import json
from html import escape

from torchenstein_lab.widgets.amount import counted
from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.diff_facts import DiffFacts, Side
from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.show_drawing import STYLE as SHOW_STYLE
from torchenstein_lab.widgets.show_facts import Panel, Scale
from torchenstein_lab.widgets.tile_grid import columns_of, grid, legend

STYLE = (
    SHOW_STYLE
    + """
.tl-diff-sides{display:flex;flex-wrap:wrap;gap:12px 26px;align-items:flex-start}
.tl-widget .tl-grid td.w{outline:2px solid var(--tl-bad);outline-offset:-1px;font-weight:700}
.tl-widget .tl-diff-got td.w::after{content:" ✗"}
.tl-diff-say{font-weight:600}
"""
)


def as_text(facts: DiffFacts) -> str:
    """The difference as plain text, with both parts where numbers are drawn."""
    lines = [*sentences(facts)]
    for name, side in (("expected", facts.expected), ("got", facts.got)):
        lines.append(f"{name}: {side.outline.title}{_from(side)}")
        for panel in side.panels:
            lines += _grid(panel, facts.wrong if name == "got" else frozenset())
    return "\n".join(lines)


def sentences(facts: DiffFacts) -> list[str]:
    """What differs, most telling first."""
    notes = [f"{note}." for note in facts.notes]
    if facts.problem:
        return [facts.problem, *notes]
    if facts.differ == 0:
        return [f"All {counted(facts.count, 'number')} agree.", *notes]
    expected, got = facts.first_pair
    said = [
        f"{facts.differ:,} of {counted(facts.count, 'number')} differ.",
        f"The first is {_index(facts.first)}: {expected} is expected, and {got} came.",
    ]
    if facts.largest is not None:
        said.append(f"The largest difference is {facts.largest:.4g}, at {_index(facts.where)}.")
    return [*said, *notes]


def as_html(facts: DiffFacts) -> str:
    """The drawing: the words first, then both sides, and where the differences lie in a large tensor."""
    first, *more = sentences(facts)
    words = f'<p class="tl-diff-say">{escape(first)}</p>'
    words += f"<p>{escape(' '.join(more))}</p>" if more else ""
    sides = _side("Expected", "expected", facts.expected, facts) + _side("Got", "got", facts.got, facts)
    if facts.map is not None and facts.differ:
        sides += _map(facts.map)
    body = f'{words}<div class="tl-diff-sides">{sides}</div>{_legend(facts)}'
    return widget_html("diff", body, STYLE, "Difference of two tensors")


def _side(title: str, name: str, side: Side, facts: DiffFacts) -> str:
    outline = side.outline
    head = f"<b>{title}</b> <span>{escape(outline.shape_text)}</span> <span>{escape(outline.dtype)}</span>"
    label = f"{title}: {outline.title}{_from(side)}"
    drawn = [(panel, grid(panel, facts.scale, label, wrong=facts.wrong)) for panel in side.panels]
    panels = "".join(_panel(panel, side, html) for panel, html in drawn)
    return f'<div class="tl-diff-{name}"><div class="tl-show-head">{head}</div>{panels}</div>'


def _panel(panel: Panel, side: Side, drawn: str) -> str:
    outline = side.outline
    deep = len(outline.shape)
    where = f"{list(panel.index)}   " if panel.index else ""
    across = f"{where}{outline.axis(-1)} →" if deep else ""
    down = f"{outline.axis(-2)} ↓" if deep > 1 else ""
    place = {
        "index": list(panel.index),
        "top": panel.top,
        "left": panel.left,
        "rows": panel.tiles.rows,
        "columns": panel.tiles.columns,
        "wide": columns_of(panel),
        "line": panel.line,
        "deep": deep,
    }
    data = escape(json.dumps(place, separators=(",", ":")))
    return (
        f'<div class="tl-show-panel" data-place="{data}"><div class="tl-show-across">{escape(across)}</div>'
        f'<div class="tl-show-down">{escape(down)}</div><div class="tl-show-scroll">{drawn}</div></div>'
    )


def _map(panel: Panel) -> str:
    tiles = panel.tiles
    covers = "" if tiles.exact else f", a pixel for {tiles.down:,} × {tiles.across:,} numbers"
    where = f" in {list(panel.index)}" if panel.index else ""
    words = f"Where they differ{where}{covers}"
    label = f"{words}: the brighter, the more of its numbers"
    drawn = grid(panel, Scale(0.0, 1.0), label)
    return f'<div class="tl-diff-map"><div class="tl-show-head"><b>{escape(words)}</b></div>{drawn}</div>'


def _legend(facts: DiffFacts) -> str:
    panels = [*facts.expected.panels, *facts.got.panels]
    ends = ("", "")
    if facts.scale is not None:
        low, high = (cell_value(float(end)) for end in facts.scale.ends)
        ends = low, high
    return legend(facts.scale, panels, "", ends)


def _index(index: tuple[int, ...]) -> str:
    return str(list(index))


def _from(side: Side) -> str:
    """Where the drawn part begins, where it is not all."""
    panel = side.panels[0] if side.panels else None
    if panel is None or (panel.top == panel.left == 0 and not any(panel.index)):
        return ""
    start = [*panel.index, panel.top, panel.left][-len(side.outline.shape) :]
    return f", drawn from {_index(tuple(start))} on"


def _grid(panel: Panel, wrong: frozenset[int]) -> list[str]:
    marked = [f"{text}✗" if place in wrong else f"{text} " for place, text in enumerate(panel.texts)]
    wide = columns_of(panel)
    width = max(map(len, marked), default=0)
    return [
        " ".join(text.rjust(width) for text in marked[start : start + wide]).rstrip()
        for start in range(0, len(marked), wide)
    ]
