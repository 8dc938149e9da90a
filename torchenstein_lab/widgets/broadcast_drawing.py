"""The picture of a broadcast: the shapes aligned from the right, and the numbers that meet."""

from __future__ import annotations

from html import escape

from torchenstein_lab.widgets.broadcast_facts import BroadcastFacts, Side
from torchenstein_lab.widgets.broadcast_words import role, sentences
from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.memory_words import shape_text

STYLE = """
.tl-widget.tl-broadcast table{width:auto;margin:0;table-layout:auto;border:0;border-collapse:separate;
font-size:12px}
.tl-widget.tl-broadcast table tr:nth-child(n){background:none}
.tl-widget.tl-broadcast td,.tl-widget.tl-broadcast th{max-width:none;padding:2px 6px;
border:1px solid transparent;border-radius:3px;
text-align:center;vertical-align:middle;white-space:nowrap;background:none;color:var(--tl-ink)}
.tl-widget.tl-broadcast .tl-align{border-spacing:3px 2px;margin-bottom:8px}
.tl-widget.tl-broadcast .tl-align th{color:var(--tl-quiet);font-weight:400}
.tl-widget.tl-broadcast .tl-align th[scope=row]{text-align:left;color:var(--tl-ink);
font-family:var(--tl-mono)}
.tl-widget.tl-broadcast .tl-align td{min-width:52px;padding:3px 10px;font:14px/18px var(--tl-mono);
border-color:var(--tl-line)}
.tl-widget.tl-broadcast .tl-align td.tl-none{border-color:transparent;color:var(--tl-quiet)}
.tl-widget.tl-broadcast .tl-align td.tl-wide{border:1px dashed var(--tl-accent);font-weight:700}
.tl-widget.tl-broadcast .tl-align td.tl-clash{border:2px solid var(--tl-bad);font-weight:700}
.tl-widget.tl-broadcast .tl-align .tl-sum td{border-width:2px 1px 1px;border-top-color:var(--tl-ink)}
.tl-widget.tl-broadcast .tl-meet{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;
margin-bottom:6px}
.tl-widget.tl-broadcast .tl-done{display:flex;align-items:center;gap:12px}
.tl-widget.tl-broadcast .tl-sign{font:600 18px var(--tl-mono)}
.tl-widget.tl-broadcast .tl-grid{border-spacing:2px}
.tl-widget.tl-broadcast .tl-grid caption{caption-side:top;padding:0 0 2px;text-align:left;
color:var(--tl-quiet);font-size:11px;white-space:nowrap}
.tl-widget.tl-broadcast .tl-grid td{min-width:34px;font:12px/22px var(--tl-mono);padding:0 4px}
.tl-widget.tl-broadcast .tl-a td{color:#10243a;background:#b9d6f5}
.tl-widget.tl-broadcast .tl-b td{color:#3d2408;background:#f8d3a6}
.tl-widget.tl-broadcast .tl-r td{color:#12301c;background:#bfe3c8}
.tl-widget.tl-broadcast .tl-grid td.tl-ghost{color:var(--tl-quiet);background:none;
border:1px dashed var(--tl-line)}
.tl-widget.tl-broadcast .tl-grid td.tl-on{outline:3px solid var(--tl-ink);outline-offset:-1px}
.tl-widget.tl-broadcast .tl-grid td.tl-from:not(.tl-on){outline:3px dashed var(--tl-ink);outline-offset:-1px}
.tl-widget.tl-broadcast .tl-say{min-height:1.45em}
"""


def as_text(facts: BroadcastFacts) -> str:
    """The shapes one below the other, aligned from the right; then the sentences."""
    result = [str(axis.size) if axis.size is not None else "✕" for axis in facts.axes]
    rows = [
        ("dim", [str(axis.dim) for axis in facts.axes]),
        (facts.a.label, [role(axis, "a") for axis in facts.axes]),
        (facts.b.label, [role(axis, "b") for axis in facts.axes]),
        ("result", result),
    ]
    wide = max(len(name) for name, _ in rows)
    widths = [max(map(len, column)) for column in zip(*(texts for _, texts in rows), strict=True)]
    lines = [_title(facts)]
    for name, texts in rows:
        cells = "  ".join(text.rjust(width) for text, width in zip(texts, widths, strict=True))
        lines.append(f"  {name.ljust(wide)}  {cells}".rstrip())
    return "\n".join([*lines, *(sentence.replace("`", "") for sentence in sentences(facts))])


def as_html(facts: BroadcastFacts) -> str:
    """The picture as one element; its tables are real ones."""
    said = "".join(f"<p>{_code(sentence)}</p>" for sentence in sentences(facts))
    body = f'{_alignment(facts)}{_meeting(facts)}{said}<p class="tl-say tl-quiet"></p>'
    return widget_html("broadcast", body, style=STYLE, label=_title(facts))


def _title(facts: BroadcastFacts) -> str:
    shapes = f"{shape_text(facts.a.shape)} {facts.sign} {shape_text(facts.b.shape)}"
    return f"Broadcast of {shapes}: {'does not fit' if facts.shape is None else shape_text(facts.shape)}"


def _alignment(facts: BroadcastFacts) -> str:
    head = "".join(f'<th scope="col">dim {axis.dim}</th>' for axis in facts.axes)
    rows = [f'<tr><td class="tl-none"></td>{head}</tr>'] if facts.axes else []
    for side, name in ((facts.a, "a"), (facts.b, "b")):
        cells = []
        for axis in facts.axes:
            size = axis.a if name == "a" else axis.b
            look = "tl-clash" if axis.clash else "tl-wide" if axis.stretched(name) and size else ""
            look = "tl-none" if size is None else look
            cells.append(
                f'<td class="{look}">{role(axis, name)}</td>' if look else f"<td>{role(axis, name)}</td>"
            )
        rows.append(f'<tr><th scope="row">{escape(side.label)}</th>{"".join(cells)}{_dtype(side.dtype)}</tr>')
    sizes = "".join(
        f"<td>{axis.size}</td>" if axis.size is not None else '<td class="tl-clash">✕</td>'
        for axis in facts.axes
    )
    dtype = _dtype(facts.cost.dtype) if facts.cost else ""
    rows.append(f'<tr class="tl-sum"><th scope="row">result</th>{sizes}{dtype}</tr>')
    return f'<table class="tl-align" aria-label="The shapes, aligned from the right">{"".join(rows)}</table>'


def _dtype(name: str) -> str:
    return f'<th class="tl-quiet">{name}</th>'


def _meeting(facts: BroadcastFacts) -> str:
    """The numbers that meet; what is read again is drawn dashed."""
    if facts.shape is None or not facts.a.cells or not facts.b.cells:
        return ""
    rows = max(len(facts.a.cells), len(facts.b.cells))
    columns = max(len(facts.a.cells[0]), len(facts.b.cells[0]))
    grids = [_grid(side, look, rows, columns) for side, look in ((facts.a, "a"), (facts.b, "b"))]
    sign = f'<span class="tl-sign">{escape(facts.sign)}</span>'
    result = ""
    if facts.result:
        done = Side("result", facts.shape, "", facts.result)
        result = (
            f'<span class="tl-done"><span class="tl-sign">=</span>{_grid(done, "r", rows, columns)}</span>'
        )
    return f'<div class="tl-meet">{grids[0]}{sign}{grids[1]}{result}</div>{_part(facts, rows, columns)}'


def _grid(side: Side, look: str, rows: int, columns: int) -> str:
    lines = []
    for row in range(rows):
        cells = []
        for column in range(columns):
            down, along = min(row, len(side.cells) - 1), min(column, len(side.cells[0]) - 1)
            ghost = ' class="tl-ghost"' if (down, along) != (row, column) else ""
            index = _index_text(side.shape, down, along)
            at = f'data-at="{row}:{column}" data-i="{index}"'
            cells.append(f"<td{ghost} {at}>{escape(side.cells[down][along])}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<caption><code>{escape(side.label)}</code> {shape_text(side.shape)}</caption>"
    return (
        f'<table class="tl-grid tl-{look}" data-name="{escape(side.label)}">{caption}{"".join(lines)}</table>'
    )


def _index_text(shape: tuple[int, ...], row: int, column: int) -> str:
    own = (row, column)[max(0, 2 - len(shape)) :] if shape else ()
    return ", ".join(map(str, (0,) * max(0, len(shape) - 2) + own))


def _part(facts: BroadcastFacts, rows: int, columns: int) -> str:
    assert facts.shape is not None
    whole = (1, 1, *facts.shape)[-2:]
    words = []
    if (rows, columns) != whole:
        words.append(f"the first {rows} of {whole[0]:,} rows and {columns} of {whole[1]:,} columns")
    if len(facts.shape) > 2 and any(size > 1 for size in facts.shape[:-2]):
        zeros = ", ".join(["0"] * (len(facts.shape) - 2))
        words.append(f"the slice result[{zeros}]")
    return f'<p class="tl-quiet">Drawn: {" of ".join(words)}.</p>' if words else ""


def _code(sentence: str) -> str:
    """A sentence whose `words` are code."""
    parts = escape(sentence).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
