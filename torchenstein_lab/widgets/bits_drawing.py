"""The picture of bits: for each dtype its bits in groups, what they stand for, and the numbers near it."""

from __future__ import annotations

from fractions import Fraction
from html import escape
from typing import Any

from torchenstein_lab.widgets.bits_facts import BitsFacts, Row
from torchenstein_lab.widgets.bits_words import fields, formula, gaps, kept, short, title
from torchenstein_lab.widgets.cell_value import exact_value
from torchenstein_lab.widgets.drawing import widget_html

STYLE = """
.tl-bits .tl-rows{display:flex;flex-wrap:wrap;gap:10px;margin-top:6px}
.tl-bits .tl-row{box-sizing:border-box;flex:1 1 360px;max-width:100%;padding:8px 10px;
border:1px solid var(--tl-hair);
border-radius:6px;background:var(--tl-paper)}
.tl-bits .tl-row.tl-long{flex-basis:100%}
.tl-bits .tl-head{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;margin:0 0 6px}
.tl-bits .tl-head code{font-weight:700}.tl-bits .tl-head b{font:600 14px var(--tl-mono);
overflow-wrap:anywhere}
.tl-bits .tl-word{display:flex;flex-wrap:wrap;gap:6px}
.tl-bits .tl-word>span{display:flex;flex-direction:column;align-items:flex-start}
.tl-bits .tl-word i{display:flex;flex-wrap:wrap;gap:1px;font-style:normal}
.tl-bits .tl-word u{box-sizing:border-box;width:17px;height:24px;border:1px solid transparent;
border-bottom-width:4px;
border-radius:3px;text-decoration:none;text-align:center;font:13px/20px var(--tl-mono);color:#16181d}
.tl-bits .tl-word u[role]{cursor:pointer}.tl-bits .tl-word u[role]:hover{outline:2px solid var(--tl-ink)}
.tl-bits .tl-sign u{background:#f3c9c9;border-bottom-color:#a33434}
.tl-bits .tl-exponent u{background:#c6e3cf;border-bottom:4px double #1d6b3a}
.tl-bits .tl-mantissa u,.tl-bits .tl-number u{background:#c6d9f4;border-bottom:4px dotted #1f4f96}
.tl-bits .tl-word small{color:var(--tl-quiet);font-size:10px;line-height:14px;white-space:nowrap}
.tl-bits .tl-formula{font:12px/1.5 var(--tl-mono);overflow-wrap:anywhere}
.tl-bits ol.tl-near{position:relative;height:46px;margin:2px 34px 0;padding:0;list-style:none}
.tl-bits .tl-near::before{content:'';position:absolute;left:-24px;right:-24px;top:22px;
border-top:1px solid var(--tl-line)}
.tl-bits .tl-near li{position:absolute;top:17px;margin:0;width:0;font:10px/12px var(--tl-mono);
color:var(--tl-quiet)}
.tl-bits .tl-near li::before{content:'';position:absolute;left:0;height:11px;
border-left:1px solid var(--tl-ink)}
.tl-bits .tl-near span{position:absolute;top:14px;transform:translateX(-50%);white-space:nowrap}
.tl-bits .tl-near .tl-here span{top:-17px;color:var(--tl-ink);font-weight:700}
.tl-bits .tl-near .tl-here::before{border-left-width:4px;left:-2px}
.tl-bits .tl-near .tl-asked::before{width:7px;height:7px;left:-4px;top:2px;border:1px solid var(--tl-paper);
background:var(--tl-bad);transform:rotate(45deg)}
.tl-bits .tl-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.tl-bits .tl-say{min-height:1.45em}
"""


def as_text(facts: BitsFacts) -> str:
    """A block for each row: its bits in groups, what they stand for, and what lies near."""
    lines = [title(facts)]
    for row in facts.rows:
        if row.pattern is None:
            lines.append(f"{row.label:<14} {kept(row)}")
            continue
        groups = " ".join(bits for _, bits in fields(row.format, row.pattern))
        names = ", ".join(f"{name} {len(bits)}" for name, bits in fields(row.format, row.pattern))
        lines.append(f"{row.label:<14} {groups}   ({names})")
        lines.append(f"{'':<14} {formula(row.format, row.pattern)}; {kept(row)}")
        if row.near:
            lines.append(f"{'':<14} {gaps(row)}")
    return "\n".join(lines)


def as_html(facts: BitsFacts) -> str:
    """The picture as one element."""
    rows = "".join(_row(row) for row in facts.rows)
    inexact = any(row.off for row in facts.rows)
    key = '<p class="tl-quiet">◆ where the number that was asked for lies.</p>' if inexact else ""
    body = (
        f'<p>{escape(title(facts))}</p><div class="tl-rows">{rows}</div>{key}<p class="tl-say tl-quiet"></p>'
    )
    return widget_html("bits", body, style=STYLE, label=title(facts))


def state_of(facts: BitsFacts) -> dict[str, Any]:
    """The figures of each row's format, from which the script computes what a toggled pattern stands for."""
    rows = [
        {
            "label": row.label,
            "signed": row.format.signed,
            "exponent": row.format.exponent,
            "mantissa": row.format.mantissa,
            "infinite": row.format.infinite,
        }
        for row in facts.rows
        if row.pattern is not None
    ]
    return {"rows": rows}


def near_places(near: tuple[float, ...]) -> list[float]:
    """Where two or more numbers lie on the line, in per cent: the first at 0, the last at 100."""
    return [_place(value, near) for value in near]


def _place(value: float, near: tuple[float, ...]) -> float:
    """Per cent of the way from the first to the last; in fractions, since the span of the largest
    numbers is infinite."""
    low, high = Fraction(near[0]), Fraction(near[-1])
    return round(float(100 * (Fraction(value) - low) / (high - low)), 2)


def _row(row: Row) -> str:
    long = " tl-long" if row.format.width > 16 else ""
    head = f"<code>{escape(row.label)}</code>"
    if row.pattern is None:
        return f'<div class="tl-row"><p class="tl-head">{head}<span>{escape(kept(row))}</span></p></div>'
    groups, bit = [], row.format.width
    for name, bits in fields(row.format, row.pattern):
        cells = "".join(f"<u>{each}</u>" for each in bits)
        bit -= len(bits)
        count = f" {len(bits)}" if len(bits) > 1 else ""
        groups.append(f'<span class="tl-{name}"><i>{cells}</i><small>{name}{count}</small></span>')
    return (
        f'<div class="tl-row{long}" data-row="{escape(row.label)}"><p class="tl-head">{head}'
        f"<b>{escape(exact_value(row.value))}</b><span>{escape(kept(row))}</span></p>"
        f'<div class="tl-word">{"".join(groups)}</div>'
        f'<p class="tl-formula">{escape(formula(row.format, row.pattern))}</p>{_line(row)}</div>'
    )


def _line(row: Row) -> str:
    if len(row.near) < 2:
        return ""
    here = row.near.index(row.value)
    items = []
    for at, (value, place) in enumerate(zip(row.near, near_places(row.near), strict=True)):
        look = ' class="tl-here"' if at == here else ""
        label = exact_value(value) if at == here else _gap(value - row.value) if abs(at - here) == 1 else ""
        items.append(f'<li{look} style="left:{place}%"><span>{escape(label)}</span></li>')
    if row.off and row.near[0] <= row.asked <= row.near[-1]:
        items.append(f'<li class="tl-asked" style="left:{_place(row.asked, row.near)}%"></li>')
    hidden = f'<p class="tl-hidden">{escape(gaps(row))}</p>'
    return f'<ol class="tl-near" aria-hidden="true">{"".join(items)}</ol>{hidden}'


def _gap(difference: float) -> str:
    return f"+{short(difference)}" if difference > 0 else short(difference)
