"""The picture of one attention matrix: a row for each token that looks, a column for each it looks at."""

from __future__ import annotations

from html import escape
from itertools import groupby

from torchenstein_lab.widgets.attention_facts import AttentionFacts, Matrix
from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.pixels import ink

_LONGEST = 14
_SENTENCES = 40

_MOST_CROSSES = 200
_INK = (38, 126, 214)
"""A blue in the middle: dark enough on a light page, and light enough on a dark one."""

STYLE = """
.tl-attention-page{overflow:auto;max-height:640px;max-width:100%}
.tl-attention svg{display:block}
.tl-attention text{fill:var(--tl-ink);font-size:11px;font-family:var(--tl-mono)}
.tl-attention .field{fill:var(--tl-paper);stroke:var(--tl-line)}
.tl-attention image{image-rendering:pixelated}
.tl-attention .nan{fill:none;stroke:var(--tl-bad);stroke-width:1.5}
.tl-attention .off{fill:var(--tl-bad);font-weight:600}
.tl-attention .axis{fill:var(--tl-quiet);font-family:var(--jp-ui-font-family,system-ui,sans-serif)}
.tl-attention .now{fill:none;stroke:var(--tl-ink);stroke-width:2}
.tl-attention text.on{font-weight:700;text-decoration:underline}
.tl-attention-bar{display:flex;flex-wrap:wrap;gap:4px 16px;margin-bottom:4px}
.tl-attention select{font:inherit;color:var(--tl-ink);background:var(--tl-paper);
border:1px solid var(--tl-line)}
.tl-attention ul{margin:4px 0;padding-left:18px}
"""


def as_text(facts: AttentionFacts) -> str:
    """The picture in words: what was checked, and for each row the token it looks at most."""
    matrix = facts.matrix
    lines = [f"{_title(facts)}.", *findings(facts)]
    wide = max(len(name) for name in facts.rows)
    for at, row in enumerate(facts.rows):
        if at in matrix.undefined:
            lines.append(f"{row:>{wide}} → not finite")
        else:
            best = matrix.strongest[at]
            column = facts.columns[best] if best < len(facts.columns) else f"token {best}"
            spread = f"as if over {matrix.spread[at]:.1f} tokens"
            lines.append(f"{row:>{wide}} → {column} {share(matrix.shares[at])}, {spread}")
    return "\n".join(lines)


def findings(facts: AttentionFacts) -> list[str]:
    """What was checked of the matrix, a sentence each."""
    matrix, (rows, columns) = facts.matrix, facts.size
    words = []
    if matrix.undefined:
        words.append(
            f"{_rows(facts, matrix.undefined)} {_verb(matrix.undefined, 'is', 'are')} not finite: "
            "a softmax over a row that is masked completely gives NaN."
        )
    if matrix.off:
        sums = ", ".join(f"{matrix.sums[at]:.4g}" for at in matrix.off[:3])
        more = ", …" if len(matrix.off) > 3 else ""
        verb = _verb(matrix.off, "does", "do")
        words.append(f"{_rows(facts, matrix.off)} {verb} not sum to 1, but to {sums}{more}.")
    elif not matrix.undefined:
        words.append(f"Every row sums to 1 ({rows:,} of {rows:,} checked).")
    if matrix.negative:
        words.append(f"{matrix.negative:,} weights are negative: a softmax has not been taken.")
    if not matrix.looks_ahead and rows > 1:
        words.append("No token looks ahead: everything right of the diagonal is 0.")
    if rows > len(facts.rows) or columns > len(facts.columns):
        words.append(
            f"Drawn are the first {len(facts.rows)} × {len(facts.columns)} of {rows:,} × {columns:,} weights."
        )
    return words


def as_html(facts: AttentionFacts) -> str:
    """The picture as one HTML element without script, with its own style."""
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in findings(facts))
    first, _, rest = _title(facts).partition(",")
    head = f"<p><b>{escape(first)}</b>{',' if rest else ''}{escape(rest)}</p>"
    page = (
        f'<div class="tl-attention-page" tabindex="0" role="region" aria-label="Weights">{_svg(facts)}</div>'
    )
    return widget_html("attention", f"{head}{page}<ul>{told}</ul>", STYLE, "Attention weights")


def geometry(facts: AttentionFacts) -> tuple[int, int, int]:
    """The size of a cell, and where the cells begin, in pixels: (cell, left, top)."""
    longest = max(len(facts.rows), len(facts.columns))
    cell = 26 if longest <= 16 else 16 if longest <= 40 else 12 if longest <= 64 else 8
    widest = max(len(_cut(name)) for name in facts.rows)
    tallest = max(len(_cut(name)) for name in facts.columns)
    return cell, widest * 7 + 26, tallest * 6 + 30


def share(weight: float) -> str:
    """A weight as it is said: "0.62"."""
    return f"{weight:.3g}".replace("-", "−")


def _title(facts: AttentionFacts) -> str:
    where = ", ".join(
        f"{name} {at} of {size}" for (name, size), at in zip(facts.axes, facts.matrix.index, strict=True)
    )
    return f"Attention, {where or 'one matrix'}, {facts.size[0]:,} × {facts.size[1]:,} {facts.dtype}"


def _rows(facts: AttentionFacts, rows: tuple[int, ...]) -> str:
    """Some rows, counted and named: "3 of 8 rows (the, cat, sat)"."""
    names = [facts.rows[at] if at < len(facts.rows) else str(at) for at in rows[:3]]
    listed = ", ".join(names) + (", …" if len(rows) > 3 else "")
    return f"{len(rows):,} of {facts.size[0]:,} rows ({listed})"


def _verb(rows: tuple[int, ...], one: str, many: str) -> str:
    return one if len(rows) == 1 else many


def _svg(facts: AttentionFacts) -> str:
    cell, left, top = geometry(facts)
    wide, high = len(facts.columns) * cell, len(facts.rows) * cell
    parts = [
        f'<text class="axis" x="{left}" y="12">looked at →</text>',
        f'<rect class="field" x="{left - 0.5}" y="{top - 0.5}" width="{wide + 1}" height="{high + 1}"/>',
    ]
    off = set(facts.matrix.off) | set(facts.matrix.undefined)
    step = 1 if cell >= 12 else 2
    for at, name in enumerate(facts.rows):
        if at % step == 0:
            mark = ' class="off"' if at in off else ""
            place = f'x="{left - 6}" y="{top + at * cell + cell / 2 + 4:g}" text-anchor="end"'
            parts.append(f'<text{mark} data-row="{at}" {place}>{escape(_cut(name))}</text>')
    for at, name in enumerate(facts.columns[::step]):
        x = left + at * step * cell + cell / 2 + 4
        place = f'transform="translate({x:g} {top - 6}) rotate(-60)"'
        parts.append(f'<text data-column="{at * step}" {place}>{escape(_cut(name))}</text>')
    parts.append(_cells(facts.matrix, cell, left, top))
    spoken = " ".join(findings(facts))
    if len(facts.rows) <= _SENTENCES:
        spoken += " " + ". ".join(as_text(facts).splitlines()[1 + len(findings(facts)) :])
    return (
        f'<svg width="{left + wide + _overhang(facts)}" height="{top + high + 4}" role="img" '
        f'aria-label="{escape(spoken)}">{"".join(parts)}</svg>'
    )


def _overhang(facts: AttentionFacts) -> int:
    """How far the slanted name of the last column reaches beyond it, in pixels."""
    return max(len(_cut(name)) for name in facts.columns) * 4 + 12


def _cells(matrix: Matrix, cell: int, left: int, top: int) -> str:
    """The weights as an image of one pixel each, transparent where 0, so that it fits light and dark pages;
    over it a cross through each stretch that is not finite."""
    rows = [bytes(0 if level is None else level for level in levels) for levels in matrix.levels]
    wide, high = len(rows[0]), len(rows)
    crosses = []
    for y, levels in enumerate(matrix.levels):
        for known, run in groupby(enumerate(levels), lambda at: at[1] is not None):
            places = [x for x, _ in run]
            if not known:
                length = len(places) * cell
                corner = f"M{left + places[0] * cell} {top + y * cell}"
                crosses.append(f"{corner}l{length} {cell}m0-{cell}l-{length} {cell}")
    marks = f'<path class="nan" d="{"".join(crosses[:_MOST_CROSSES])}"/>' if crosses else ""
    return (
        f'<image x="{left}" y="{top}" width="{wide * cell}" height="{high * cell}" '
        f'preserveAspectRatio="none" href="{ink(rows, _INK)}"/>{marks}'
    )


def _cut(name: str) -> str:
    shown = name.replace("\n", "⏎").replace(" ", "␣") or "∅"
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
