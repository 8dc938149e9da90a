"""`show` as a still drawing: the head, the grids with their legend, the histogram and the statistics."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from torchenstein_lab.widgets.amount import bytes_in_words
from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.histogram import Histogram
from torchenstein_lab.widgets.sharing import Sharing
from torchenstein_lab.widgets.show_facts import Panel, Scale, ShowFacts
from torchenstein_lab.widgets.show_words import (
    part_shown,
    sharing_words,
    statistics,
    tile_words,
)
from torchenstein_lab.widgets.tile_grid import GRID_STYLE, columns_of, grid, legend

STYLE = (
    GRID_STYLE
    + """
.tl-show-head{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;color:var(--tl-quiet)}
.tl-show-head b{color:var(--tl-ink);font:600 14px/1.4 var(--tl-mono)}
.tl-show-body{display:flex;flex-wrap:wrap;gap:10px 28px;align-items:flex-start;margin-top:6px}
.tl-show-panels{display:flex;flex-wrap:wrap;gap:12px 18px}
.tl-show-panel{display:grid;grid-template-columns:auto minmax(0,auto);gap:2px 4px;justify-content:start}
.tl-show-scroll{grid-column:2;overflow:auto;max-width:min(100%,720px);max-height:420px}
.tl-show-across,.tl-show-down{color:var(--tl-quiet);font-size:11px;line-height:1.3;white-space:nowrap}
.tl-show-across{grid-column:2}
.tl-show-down{grid-column:1;writing-mode:vertical-rl;transform:rotate(180deg);justify-self:end;
text-align:right}
.tl-legend{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:11px;color:var(--tl-quiet);margin-top:6px}
.tl-legend span{display:inline-flex;align-items:center;gap:5px}
.tl-ramp{width:110px;height:10px}.tl-swatch{width:13px;height:13px}
.tl-ramp,.tl-swatch{display:inline-block;border:1px solid var(--tl-line);border-radius:2px}
.tl-show-side{font-size:12px;max-width:330px}
.tl-show-readout{font:12px/1.5 var(--tl-mono);min-height:1.5em}
.tl-show-sliders .tl-slider{display:flex;gap:8px;align-items:center;font-size:12px}
.tl-show-sliders input{width:200px}
.tl-show-side svg{display:block;overflow:visible}
.tl-show-side rect{fill:var(--tl-quiet)}
.tl-show-side text{fill:var(--tl-quiet);font-size:10px}
.tl-widget .tl-show-side p{margin:0 0 4px}
.tl-show-void{width:120px;height:72px;border:1px dashed var(--tl-line);border-radius:3px;
background:repeating-linear-gradient(135deg,#0000 0 6px,var(--tl-hair) 6px 7px)}
"""
)
_BARS = (240, 52)


def as_html(facts: ShowFacts, sharing: Sharing) -> str:
    """The drawing of any tensor; it carries its own style."""
    return widget_html("show", body_of(facts, sharing), STYLE, f"Picture of a {facts.outline.title}")


def body_of(facts: ShowFacts, sharing: Sharing) -> str:
    """The drawing without the element around it, for pictures of several tensors."""
    side = "".join(f"<p>{escape(line)}</p>" for line in statistics(facts))
    if facts.histogram is not None:
        side = _histogram(facts.histogram) + side
    notes = [*facts.outline.notes, *sharing_words(sharing)]
    side += "".join(f'<p class="tl-quiet">{escape(note)}</p>' for note in notes)
    drawn = live_part(facts) if facts.panels else '<div class="tl-show-void"></div>'
    return (
        f'{_head(facts)}<div class="tl-show-body"><div class="tl-show-live">{drawn}</div>'
        f'<div class="tl-show-side">{side}</div></div>'
    )


def live_part(facts: ShowFacts) -> str:
    """What changes when the learner moves to another slice or part: the grids and what they mean."""
    panels = "".join(_panel(facts, panel) for panel in facts.panels)
    words = [sentence for sentence in (part_shown(facts), tile_words(facts)) if sentence]
    said = f'<p class="tl-quiet">{escape("; ".join(words))}</p>' if words else ""
    return f'<div class="tl-show-panels">{panels}</div>{said}{_legend(facts)}'


def ends_of(facts: ShowFacts, scale: Scale) -> tuple[str, str]:
    """The two ends of the colours, as texts."""
    whole = facts.kind in ("whole", "truth") and all(panel.tiles.exact for panel in facts.panels)
    low, high = (cell_value(int(end) if whole else float(end)) for end in scale.ends)
    return low, high


def _head(facts: ShowFacts) -> str:
    outline = facts.outline
    parts = [outline.dtype]
    if outline.device != "cpu":
        parts.append(outline.device)
    if outline.bytes is not None:
        parts.append(bytes_in_words(outline.bytes))
    # The spaces are for where the style is dropped.
    rest = "".join(f" <span>{escape(part)}</span>" for part in parts)
    return f'<div class="tl-show-head"><b>{escape(outline.shape_text)}</b>{rest}</div>'


def _panel(facts: ShowFacts, panel: Panel) -> str:
    across, down = _axes(facts, panel)
    where = f"{list(panel.index)} " if panel.index else ""
    label = f"{where}{facts.outline.title}; " + "; ".join(_aloud(facts))
    tiles = panel.tiles
    place = {
        "index": list(panel.index),
        "top": panel.top,
        "left": panel.left,
        "down": tiles.down,
        "across": tiles.across,
        "rows": tiles.rows,
        "columns": tiles.columns,
        "wide": columns_of(panel),
        "line": panel.line,
        "deep": len(facts.outline.shape),
    }
    if facts.scale is not None:
        place["ends"] = facts.scale.ends
        place["names"] = facts.scale.names
    drawn = grid(panel, facts.scale, label, beside=len(facts.panels))
    # A place is for the script alone; NaN cannot be in it, since scales are finite.
    data = escape(json.dumps(place, separators=(",", ":")))
    return (
        f'<div class="tl-show-panel" data-place="{data}"><div class="tl-show-across">{escape(across)}</div>'
        f'<div class="tl-show-down">{escape(down)}</div>'
        f'<div class="tl-show-scroll">{drawn}</div></div>'
    )


def _axes(facts: ShowFacts, panel: Panel) -> tuple[str, str]:
    outline = facts.outline
    where = f"{list(panel.index)}   " if panel.index else ""
    if not outline.shape:
        return "", ""
    rows, columns = facts.matrix
    across = f"{where}{outline.axis(-1)}, {columns:,} →"
    if panel.line:
        return f"{across} read like text, {panel.line * panel.tiles.across:,} to a line", ""
    return across, f"{outline.axis(-2)}, {rows:,} ↓" if len(outline.shape) > 1 else ""


def _aloud(facts: ShowFacts) -> Iterable[str]:
    yield from statistics(facts)
    for sentence in (part_shown(facts), tile_words(facts)):
        if sentence:
            yield sentence


def _legend(facts: ShowFacts) -> str:
    scale = facts.scale
    if scale is None:
        return legend(None, facts.panels, "", ("", ""))
    of = "size " if facts.kind == "complex" else ""
    return legend(scale, facts.panels, of, ends_of(facts, scale))


def _histogram(found: Histogram) -> str:
    width, height = _BARS
    most = max(found.counts)
    step = width / len(found.counts)
    bars = "".join(
        f'<rect x="{place * step:.1f}" y="{height - size:.1f}" width="{max(1.0, step - 1):.1f}" '
        f'height="{size:.1f}"/>'
        for place, count in enumerate(found.counts)
        if count
        for size in [max(1.0, count / most * height)]
    )
    peak = found.counts.index(most)
    bin_ = (found.high - found.low) / len(found.counts)
    low, high = (cell_value(float(f"{found.low + n * bin_:.4g}")) for n in (peak, peak + 1))
    taken = f"a sample: every {found.step:,}th number" if found.step > 1 else "all numbers"
    label = f"Histogram of {taken}. Most, {most:,} of {found.taken:,}, lie between {low} and {high}."
    ends = [cell_value(float(f"{end:.4g}")) for end in (found.low, found.high)]
    zero = ""
    if found.low < 0 < found.high:
        x = -found.low / (found.high - found.low) * width
        zero = f'<path d="M{x:.1f} {height}v5" stroke="currentColor"/>'
    said = f'<p class="tl-quiet">histogram of {taken}</p>' if found.step > 1 else ""
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{width}" height="{height + 16}">{bars}{zero}'
        f'<path d="M0 {height + 0.5}h{width}" stroke="currentColor" opacity=".5"/>'
        f'<text x="0" y="{height + 13}">{escape(ends[0])}</text>'
        f'<text x="{width}" y="{height + 13}" text-anchor="end">{escape(ends[1])}</text></svg>{said}'
    )
