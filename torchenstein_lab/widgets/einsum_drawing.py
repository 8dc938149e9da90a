"""The picture of a product: its indices, the tensors that meet, the loops, and one element worked out."""

from __future__ import annotations

from html import escape
from typing import Any

from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.einsum_facts import Grid, ProductFacts
from torchenstein_lab.widgets.einsum_words import cost, first_element, index_lines, loops, part

STYLE = """
.tl-widget .tl-product table{width:auto;margin:0;table-layout:auto;border:0;border-collapse:separate;
font-size:12px}
.tl-widget .tl-product table tr:nth-child(n){background:none}
.tl-widget .tl-product td,.tl-widget .tl-product th{max-width:none;padding:1px 8px 1px 0;border:0;
text-align:left;vertical-align:middle;white-space:nowrap;background:none;color:var(--tl-ink)}
.tl-widget .tl-product .tl-both{display:flex;flex-wrap:wrap;gap:10px 32px;align-items:flex-start}
.tl-widget .tl-product .tl-meet{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center}
.tl-widget .tl-product .tl-corner{display:grid;grid-template-columns:auto auto;gap:8px 12px;
justify-content:start}
.tl-widget .tl-product .tl-corner>:nth-child(1){grid-area:2/1;align-self:end}
.tl-widget .tl-product .tl-corner>:nth-child(2){grid-area:1/2;align-self:end}
.tl-widget .tl-product .tl-corner>:nth-child(3){grid-area:2/2;align-self:end}
.tl-widget .tl-product [data-letters]{display:flex;flex-direction:column;gap:6px}
.tl-widget .tl-product .tl-sign{font:600 18px var(--tl-mono)}
.tl-widget .tl-product .tl-index b{font:700 14px var(--tl-mono)}
.tl-widget .tl-product .tl-index th{color:var(--tl-quiet);font-weight:400}
.tl-widget .tl-product .tl-grid{border-spacing:2px}
.tl-widget .tl-product .tl-grid caption{caption-side:top;padding:0 0 2px;text-align:left;
color:var(--tl-quiet);font-size:11px;white-space:nowrap}
.tl-widget .tl-product .tl-grid td{min-width:34px;padding:0 4px;border:1px solid transparent;
border-radius:3px;font:12px/22px var(--tl-mono);text-align:center;color:#16181d;background:#d5dbe3}
.tl-widget .tl-product .tl-p0 td{background:#c3d9f2}.tl-widget .tl-product .tl-p1 td{background:#f7dcb8}
.tl-widget .tl-product .tl-p2 td{background:#e2d2f0}.tl-widget .tl-product .tl-p3 td{background:#f3cfd6}
.tl-widget .tl-product .tl-result td{background:#c9e6d0}
.tl-widget .tl-product .tl-grid td.tl-on{outline:2px solid var(--tl-ink);outline-offset:-1px}
.tl-widget .tl-product .tl-grid td.tl-now{outline:4px solid var(--tl-ink);outline-offset:-1px;font-weight:700}
.tl-widget .tl-product .tl-grid td.tl-never{color:var(--tl-quiet);background:none;
border:1px dashed var(--tl-line)}
.tl-widget .tl-product pre.tl-loops{margin:0;padding:8px 12px;border:1px solid var(--tl-hair);
border-radius:6px;overflow-x:auto;
background:var(--tl-ground);color:var(--tl-ink);font:12px/1.5 var(--tl-mono)}
.tl-widget .tl-product .tl-walk{display:flex;gap:6px;align-items:center;margin-top:6px}
.tl-widget .tl-product .tl-walk button{min-width:32px;padding:2px 8px;border:1px solid var(--tl-line);
border-radius:4px;
background:var(--tl-paper);color:var(--tl-ink);font:13px/1.4 var(--jp-ui-font-family,system-ui);
cursor:pointer}
.tl-widget .tl-product .tl-say{min-height:1.45em;font-family:var(--tl-mono);font-size:12px}
"""


def as_text(facts: ProductFacts) -> str:
    """The indices, the loops, one element worked out, and the cost."""
    lines = [title(facts), *(f"  {letter}: {size} ({fate})" for letter, size, fate in index_lines(facts)), ""]
    lines += [f"  {line}" for line in loops(facts)]
    lines += ["", first_element(facts), cost(facts), part(facts)]
    return "\n".join(line for at, line in enumerate(lines) if line or at < len(lines) - 3)


def as_html(facts: ProductFacts, kind: str) -> str:
    """The picture as one element; its tables are real ones. A matrix product stands in a corner, so that each
    row of the one meets each column of the other."""
    place = dict.fromkeys(facts.equation.sizes, 0)
    grids = [_grid(grid, f"tl-p{at}", facts, place) for at, grid in enumerate(facts.operands)]
    result = _grid(facts.result, "tl-result", facts, place)
    if kind == "matmul" and all(len(grid.shape) == 2 for grid in facts.operands):
        drawn = f'<div class="tl-corner">{"".join(grids)}{result}</div>'
    else:
        times = '<span class="tl-sign">×</span>'
        drawn = f'<div class="tl-meet">{times.join(grids)}<span class="tl-sign">=</span>{result}</div>'
    code = f'<pre class="tl-loops">{escape(chr(10).join(loops(facts)))}</pre>'
    lines = "".join(f"<p>{escape(line)}</p>" for line in (cost(facts), part(facts)) if line)
    body = (
        f'{_indices(facts)}<div class="tl-both">{drawn}{code}</div>'
        f'<p class="tl-say">{escape(first_element(facts))}</p>{lines}'
    )
    return widget_html(kind, f'<div class="tl-product">{body}</div>', style=STYLE, label=title(facts))


def state_of(facts: ProductFacts) -> dict[str, Any]:
    """What the script needs to walk the loops: the order and length of the indices as far as they are drawn,
    and the numbers that are multiplied."""
    equation = facts.equation
    return {
        "free": equation.output,
        "summed": equation.summed,
        "sizes": {letter: equation.sizes[letter] for letter in equation.output + equation.summed},
        "shown": dict(facts.shown),
        "numbers": [list(numbers) for numbers in facts.numbers],
    }


def title(facts: ProductFacts) -> str:
    """What is multiplied, with the names of the dims: "matmul: a (i 2, k 3) × b (k 3, j 4) = result (i 2, j
    4)"."""
    sides = " × ".join(
        _named(grid, term) for grid, term in zip(facts.operands, facts.equation.terms, strict=True)
    )
    return f"{facts.name}: {sides} = {_named(facts.result, facts.equation.output)}"


def _named(grid: Grid, term: str) -> str:
    dims = ", ".join(f"{letter} {size:,}" for letter, size in zip(term, grid.shape, strict=True))
    return f"{grid.label} ({dims})"


def _indices(facts: ProductFacts) -> str:
    rows = "".join(
        f"<tr><td><b>{letter}</b></td><td>{size}</td><td>{escape(fate)}</td></tr>"
        for letter, size, fate in index_lines(facts)
    )
    names = ("index", "length", "what becomes of it")
    head = f"<tr>{''.join(f'<th scope=col>{name}</th>' for name in names)}</tr>"
    return f"<p>{escape(title(facts))}</p>" + (
        f'<table class="tl-index">{head}{rows}</table>' if rows else ""
    )


def _grid(grid: Grid, look: str, facts: ProductFacts, place: dict[str, int]) -> str:
    tables = "".join(_slice(grid, at, look, facts, place) for at in range(len(grid.slices)))
    empty = f'<p class="tl-quiet">{escape(grid.label)}: no elements</p>'
    return f'<div data-name="{escape(grid.label)}" data-letters="{grid.letters}">{tables or empty}</div>'


def _slice(grid: Grid, at: int, look: str, facts: ProductFacts, place: dict[str, int]) -> str:
    lead, rows = grid.slices[at]
    rank = len(grid.letters)
    lines = []
    for row, texts in enumerate(rows):
        cells = []
        for column, text in enumerate(texts):
            index = (*lead, *(row, column)[max(0, 2 - rank) :])
            state = _state(grid, index, facts, place)
            cells.append(f'<td{state} data-at="{",".join(map(str, index))}">{escape(text)}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<caption>{_caption(grid, lead)}</caption>"
    return f'<table class="tl-grid {look}">{caption}{"".join(lines)}</table>'


def _state(grid: Grid, index: tuple[int, ...], facts: ProductFacts, place: dict[str, int]) -> str:
    """How a cell stands out: those of the result's first element are marked in the still picture, too."""
    if grid is not facts.result and 0 in facts.equation.sizes.values():
        return ""
    values: dict[str, int] = {}
    for letter, at in zip(grid.letters, index, strict=True):
        if letter != "." and values.setdefault(letter, at) != at:
            return ' class="tl-never"'
    free = facts.equation.output
    if all(at == place[letter] for letter, at in values.items() if letter in free):
        return ' class="tl-on"'
    return ""


def _caption(grid: Grid, lead: tuple[int, ...]) -> str:
    name = f"<code>{escape(grid.label)}</code>"
    fixed = ", ".join(
        f"{letter}={at}" for letter, at in zip(grid.letters, lead, strict=False) if letter != "."
    )
    arrows = [
        f"{letter} {arrow}"
        for letter, arrow in zip(grid.letters[-2:], ("↓", "→")[-len(grid.letters) :], strict=False)
        if letter != "."
    ]
    return " &ensp;".join(part for part in (name, fixed, " ".join(arrows)) if part)
