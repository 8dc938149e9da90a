"""The picture of memory: strips of cells above, below them each tensor's elements, each in its cell's
colour."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from torchenstein_lab.widgets.amount import counted
from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.memory_facts import Cell, Element, MemoryFacts, View
from torchenstein_lab.widgets.memory_words import (
    changed_fields,
    description,
    jumps,
    sentences,
    strip_title,
)

STYLE = """
.tl-widget.tl-memory{display:flex;flex-direction:column;gap:10px}
.tl-widget.tl-memory .tl-strip+.tl-strip{margin-top:10px}
.tl-widget.tl-memory .tl-cells{display:flex;flex-wrap:wrap;gap:5px 0;list-style:none;margin:4px 0 0;padding:0}
.tl-widget.tl-memory .tl-cells li{box-sizing:border-box;min-width:34px;margin:0;padding:0 1px 0 0;
text-align:center;font:12px/16px var(--tl-mono)}
.tl-widget.tl-memory .tl-cells span{display:block;color:var(--tl-quiet);font-size:10px}
.tl-widget.tl-memory .tl-cells b{display:block;min-height:24px;padding:0 4px;font-weight:400;line-height:24px;
border:1px solid var(--tl-line)}
.tl-widget.tl-memory .tl-cells li:not(.tl-in) b{color:var(--tl-quiet);border-style:dashed}
.tl-widget.tl-memory .tl-cells em{display:block;padding:0 3px;
min-height:16px;font:600 10px/16px var(--jp-ui-font-family,system-ui);white-space:nowrap}
.tl-widget.tl-memory .tl-cells .tl-gap{align-self:center;padding:0 8px;color:var(--tl-quiet);
font:11px/1.2 var(--jp-ui-font-family,system-ui)}
.tl-widget.tl-memory .tl-in b,.tl-widget.tl-memory .tl-grid td{color:#16181d;background:hsl(var(--h) 62% 84%);
background:oklch(.875 .075 var(--h))}
.tl-widget.tl-memory .tl-views{display:flex;flex-wrap:wrap;gap:10px}
.tl-widget.tl-memory .tl-view{box-sizing:border-box;max-width:100%;flex:1 1 300px;padding:8px 10px;
overflow-x:auto;border:1px solid var(--tl-hair);border-radius:6px;background:var(--tl-paper)}
.tl-widget.tl-memory .tl-blocked{border-style:dashed;border-color:var(--tl-bad)}
.tl-widget.tl-memory .tl-name{display:flex;gap:8px;align-items:center;margin:0 0 4px;font-weight:600}
.tl-widget.tl-memory .tl-name i{min-width:18px;box-sizing:border-box;padding:0 6px;border-radius:9px;
color:var(--tl-paper);background:var(--tl-ink);
font-style:normal;font-size:11px;line-height:18px;text-align:center}
.tl-widget.tl-memory .tl-facts{display:flex;flex-wrap:wrap;gap:1px 14px;margin:0 0 6px;padding:0;
list-style:none;font-size:12px}
.tl-widget.tl-memory .tl-facts li{margin:0;color:var(--tl-quiet)}
.tl-widget.tl-memory .tl-facts code{color:var(--tl-ink)}
.tl-widget.tl-memory .tl-facts .tl-new code{font-weight:700;border-bottom:2px solid var(--tl-accent)}
.tl-widget.tl-memory table.tl-grid{margin:2px 0 6px;border:0;border-collapse:separate;border-spacing:2px;
width:auto;table-layout:auto;font:12px/15px var(--tl-mono)}
.tl-widget.tl-memory .tl-grid caption{caption-side:top;padding:0;color:var(--tl-quiet);text-align:left;
font:11px/1.4 var(--jp-ui-font-family,system-ui);white-space:nowrap}
.tl-widget.tl-memory .tl-grid tr:nth-child(n){background:none}
.tl-widget.tl-memory .tl-grid td{min-width:32px;max-width:none;padding:2px 4px 1px;
border:1px solid transparent;border-radius:3px;text-align:center;vertical-align:middle;white-space:nowrap}
.tl-widget.tl-memory .tl-grid small{display:block;font-size:10px;line-height:12px;color:#3a3f47}
.tl-widget.tl-memory .tl-walk{font:12px/1.7 var(--tl-mono);overflow-wrap:anywhere}
.tl-widget.tl-memory .tl-walk b{padding:1px 5px;border:1px solid var(--tl-line);border-radius:3px;
font-weight:400}
.tl-widget.tl-memory .tl-walk span{color:var(--tl-quiet);font-size:11px}
.tl-widget.tl-memory .tl-walk .tl-odd{color:var(--tl-ink);font-weight:700;
border-bottom:3px double var(--tl-bad)}
.tl-widget.tl-memory .tl-on b,.tl-widget.tl-memory .tl-grid td.tl-on{outline:3px solid var(--tl-ink);
outline-offset:-1px;position:relative;z-index:1}
.tl-widget.tl-memory .tl-say{min-height:1.45em}
"""


def as_text(facts: MemoryFacts) -> str:
    """Each storage with its cells, and each tensor as the table of cells that its elements lie in."""
    lines = []
    for number, strip in enumerate(facts.strips):
        lines.append(strip_title(strip, number, len(facts.strips)))
        for run in strip.runs:
            for start in range(0, len(run), 16):
                lines += _cell_lines(run[start : start + 16])
    for view in facts.views:
        said = ", ".join(f"{name} {value}" for name, value in description(view))
        name = view.label if view.badge == view.label else f"{view.badge}  {view.label}"
        lines += ["", f"{name}: {said}"]
        lines += [f"   {line}" for line in sentences(view, facts)]
        if view.order:
            lines.append(f"   cells in reading order: {' '.join(map(str, view.order))}")
        lines += _element_lines(view)
    if facts.left_out:
        lines.append(f"{counted(facts.left_out, 'more tensor')} not drawn.")
    return "\n".join(lines)


def as_html(facts: MemoryFacts) -> str:
    """The picture as one element; its tables and lists are real ones."""
    hues = _hues(facts)
    strips = "".join(_strip(facts, number, hues) for number in range(len(facts.strips)))
    views = "".join(_card(view, facts, hues) for view in facts.views)
    more = f"<p>{counted(facts.left_out, 'more tensor')} not drawn.</p>" if facts.left_out else ""
    label = "Memory of " + ", ".join(view.label for view in facts.views)
    body = f'<div>{strips}</div><div class="tl-views">{views}</div>{more}<p class="tl-say tl-quiet"></p>'
    return widget_html("memory", body, style=STYLE, label=label)


def _cell_lines(cells: tuple[Cell, ...]) -> list[str]:
    rows = [
        ("cell", [str(cell.at) for cell in cells]),
        ("holds", [cell.text for cell in cells]),
        ("used by", [" ".join(cell.badges) for cell in cells]),
    ]
    widths = [max(map(len, column)) for column in zip(*(texts for _, texts in rows), strict=True)]
    return [
        f"  {name:<8}" + "  ".join(text.rjust(width) for text, width in zip(texts, widths, strict=True))
        for name, texts in rows
        if any(texts)
    ]


def _element_lines(view: View) -> list[str]:
    if not view.elements:
        return []
    wide = max(len(str(element.cell)) for element in view.elements)
    lines = ["   lies in cells"]
    for block in view.slices:
        if len(view.shape) > 2:
            lines.append(f"   {_slice_name(view, block[0][0])}")
        lines += ["     " + "  ".join(str(element.cell).rjust(wide) for element in row) for row in block]
    return lines


def _hues(facts: MemoryFacts) -> list[dict[int, int]]:
    """For each strip, a hue for each drawn cell: from red to violet along the strip."""
    hues = []
    for strip in facts.strips:
        cells = [cell.at for run in strip.runs for cell in run]
        step = 300 / max(1, len(cells) - 1)
        hues.append({at: round(25 + step * rank) for rank, at in enumerate(cells)})
    return hues


def _strip(facts: MemoryFacts, number: int, hues: list[dict[int, int]]) -> str:
    strip = facts.strips[number]
    parts, last = [], -1
    for run in strip.runs:
        parts.append(_gap(run[0].at - last - 1))
        parts += [_cell(cell, number, hues[number][cell.at]) for cell in run]
        last = run[-1].at
    parts.append(_gap(strip.cells - last - 1))
    title = escape(strip_title(strip, number, len(facts.strips)))
    return (
        f'<div class="tl-strip"><div class="tl-quiet">{title}.</div>'
        f'<ol class="tl-cells" aria-label="{title}">{"".join(parts)}</ol></div>'
    )


def _gap(cells: int) -> str:
    return f'<li class="tl-gap">⋯ {counted(cells, "cell")} ⋯</li>' if cells > 0 else ""


def _cell(cell: Cell, number: int, hue: int) -> str:
    used = ' class="tl-in"' if cell.badges else ""
    return (
        f'<li{used} data-at="{number}:{cell.at}" style="--h:{hue}"><span>{cell.at}</span>'
        f"<b>{escape(cell.text)}</b><em>{' '.join(cell.badges)}</em></li>"
    )


def _card(view: View, facts: MemoryFacts, hues: list[dict[int, int]]) -> str:
    changed = changed_fields(view, facts)
    pairs = "".join(
        f"<li{' class=tl-new' if name in changed else ''}>{name} <code>{escape(value)}</code></li>"
        for name, value in description(view)
    )
    tables = "".join(_table(view, block, hues[view.strip]) for block in view.slices)
    said = "".join(f"<p>{_code(sentence)}</p>" for sentence in sentences(view, facts))
    code = "" if view.badge == view.label else f"<code>{escape(view.label)}</code>"
    state = " tl-blocked" if view.blocked else ""
    return (
        f'<div class="tl-view{state}" data-name="{view.badge}">'
        f'<p class="tl-name"><i>{view.badge}</i>{code}</p><ul class="tl-facts">{pairs}</ul>'
        f"{tables}{_walk(view)}{said}</div>"
    )


def _table(view: View, block: tuple[tuple[Element, ...], ...], hues: dict[int, int]) -> str:
    caption = _axes(view)
    if len(view.shape) > 2:
        caption = f"<code>{escape(_slice_name(view, block[0][0]))}</code> &ensp;{caption}"
    rows = "".join("<tr>" + "".join(_element(each, view, hues) for each in row) + "</tr>" for row in block)
    return f'<table class="tl-grid"><caption>{caption}</caption>{rows}</table>'


def _element(element: Element, view: View, hues: dict[int, int]) -> str:
    hue = hues.get(element.cell, 0)
    value = f"{escape(element.text)} " if element.text else ""
    index = ",".join(map(str, element.index))
    return (
        f'<td data-at="{view.strip}:{element.cell}" data-i="{index}" style="--h:{hue}">{value}'
        f"<small>#{element.cell}</small></td>"
    )


def _axes(view: View) -> str:
    rank = len(view.shape)
    words = [
        f"{('→ ', '↓ ', '')[min(back, 3) - 1]}dim {rank - back}: {_step(view.strides[-back])}"
        for back in range(1, rank + 1)
    ]
    return " &ensp;".join(words) or "one number, no dims"


def _step(stride: int) -> str:
    return f"+{counted(stride, 'cell')}"


def _slice_name(view: View, element: Element) -> str:
    return f"{view.badge}[{', '.join(map(str, element.index[:-2]))}]"


def _walk(view: View) -> str:
    """The cells that a blocked view would have to read as one line, with the jumps that stand in its way."""
    if not view.order:
        return ""
    steps = jumps(view.order)
    usual = steps[0] if steps else 0
    parts = [f"<b>{view.order[0]}</b>"]
    for (before, after), step in zip(pairwise(view.order), steps, strict=True):
        odd = ' class="tl-odd"' if step != usual else ""
        parts.append(f" <span{odd}>{step:+d}</span> <b>{after}</b>".replace(">-", ">−"))
        assert after - before == step
    more = " …" if len(view.order) < view.numel else ""
    return f'<p class="tl-walk"><span>cells in reading order:</span> {"".join(parts)}{more}</p>'


def _code(sentence: str) -> str:
    """A sentence whose `words` are code."""
    parts = escape(sentence).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
