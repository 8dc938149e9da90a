"""The picture of training curves: a panel for each quantity, the range of each stretch behind its mean."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from torchenstein_lab.widgets.curves_axes import (
    HIGH,
    LEFT,
    RIGHT,
    TOP,
    WIDE,
    Frame,
    axes_of,
    frame_of,
    number,
)
from torchenstein_lab.widgets.curves_series import Bucket, Series, thinned, whole
from torchenstein_lab.widgets.drawing import Drawing, widget_html

_BUDGET = 400
"""Buckets drawn in all curves together, so that a picture stays small in a saved notebook."""
_SAVED_BYTES = 31 * 1024
_ROLES = {"train", "training", "val", "valid", "validation", "test", "eval", "dev"}
_DASHES = ("", "6 3", "2 3", "9 3 2 3")
_SPARKS = "▁▂▃▄▅▆▇█"

STYLE = """
.tl-curves{--tl-c0:#0b63b0;--tl-c1:#b34700;--tl-c2:#0a7a55;--tl-c3:#9a3c86}
[data-jp-theme-light=false] .tl-curves{--tl-c0:#6cb6ff;--tl-c1:#ff9a57;--tl-c2:#4cc999;--tl-c3:#e39bd3}
.tl-curves-panels{display:flex;flex-wrap:wrap;gap:8px 20px}
.tl-curves svg{max-width:100%;height:auto;display:block}
.tl-curves text{fill:var(--tl-quiet);font-size:11px}
.tl-curves .name{fill:var(--tl-ink);font-weight:600;font-size:12px}
.tl-curves .grid{stroke:var(--tl-hair);stroke-width:1}
.tl-curves .band{stroke:none;opacity:.22}
.tl-curves .mean{fill:none;stroke-width:1.8;stroke-linejoin:round}
.tl-curves .dots{fill:none;stroke-width:5.5;stroke-linecap:round}
.tl-curves .bad{fill:none;stroke:var(--tl-bad);stroke-width:1.8}
.tl-curves .now{stroke:var(--tl-ink);stroke-width:1;fill:none}
.tl-curves-says{padding-left:56px;min-height:1.45em;max-width:404px}
.tl-curves ul{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:2px 0 0;padding:0 0 0 56px}
.tl-curves li{margin:0}
.tl-curves li svg{display:inline-block;vertical-align:middle;margin-right:6px}
.tl-curves li strong{color:var(--tl-bad);font-weight:600}
"""


@dataclass(frozen=True)
class Curve:
    """One named curve as it is drawn. `newest` is the last value as logged; `per` the values in a bucket."""

    name: str
    buckets: tuple[Bucket, ...]
    count: int
    newest: float
    per: int

    @property
    def total(self) -> Bucket:
        """All of it as one bucket."""
        return whole(self.buckets) or Bucket(0, 0)


@dataclass(frozen=True)
class CurvesFacts:
    """Everything the picture says."""

    title: str
    curves: tuple[Curve, ...]


def facts_of(title: str, series: Mapping[str, Series], budget: int = _BUDGET) -> CurvesFacts:
    """What is drawn of some series: thinned to `budget` buckets together, extremes kept."""
    most = max(4, budget // max(1, len(series)))
    curves = tuple(
        Curve(name, tuple(thinned(one.buckets, most)), one.count, one.newest, _per(one, most))
        for name, one in series.items()
    )
    return CurvesFacts(title, curves)


def drawing_of(title: str, series: Mapping[str, Series]) -> Drawing:
    """The picture of some series, thinned until it fits into a saved notebook."""
    budget = _BUDGET
    while True:
        facts = facts_of(title, series, budget)
        drawing = Drawing(as_text(facts), as_html(facts), state_of(facts))
        size = len((drawing.text + drawing.html + json.dumps(drawing.state)).encode())
        if size <= _SAVED_BYTES or budget <= 4:
            return drawing
        budget = budget * 2 // 3


def families(names: Sequence[str]) -> dict[str, list[str]]:
    """Which curves share a panel: those that differ only in words such as train and val."""
    found: dict[str, list[str]] = {}
    for name in names:
        words = [word for word in re.split(r"[/_.\s-]+", name) if word.lower() not in _ROLES]
        found.setdefault(" ".join(words).lower() or name, []).append(name)
    return found


def as_text(facts: CurvesFacts) -> str:
    """A line for each curve: a sparkline of the means, the last value, the extremes, what was not finite."""
    if not facts.curves:
        return f"{facts.title or 'Training curves'}: nothing logged yet."
    wide = max(len(curve.name) for curve in facts.curves)
    lines = [facts.title] if facts.title else []
    lines += [f"{curve.name:<{wide}}  {_spark(curve)}  {words_of(curve)}" for curve in facts.curves]
    return "\n".join(lines)


def as_html(facts: CurvesFacts) -> str:
    """The picture as one HTML element without script, with its own style."""
    title = f"<b>{escape(facts.title or 'Training curves')}</b>"
    if not facts.curves:
        return widget_html("curves", f"<p>{title}: nothing logged yet.</p>", STYLE, "Training curves")
    by_name = {curve.name: curve for curve in facts.curves}
    panels = "".join(
        _panel(family, [by_name[name] for name in names]) for family, names in families(list(by_name)).items()
    )
    per = max(curve.per for curve in facts.curves)
    words = f"line: mean of up to {per:,} values, band: from the least to the greatest"
    thin = f' &ensp;<span class="tl-quiet">{words}</span>' if per > 1 else ""
    body = f'<p>{title}{thin}</p><div class="tl-curves-panels">{panels}</div>'
    return widget_html("curves", body, STYLE, facts.title or "Training curves")


def words_of(curve: Curve) -> str:
    """The curve in words: last, least, greatest, and what was not finite."""
    total = curve.total
    words = f"last {number(curve.newest)} at step {number(total.last)}"
    if total.finite:
        words += f", from {number(total.low)} to {number(total.high)}"
    return words + (f", {_strange(total)}" if total.nan or total.infinite else "")


def state_of(facts: CurvesFacts) -> dict[str, object]:
    """What the script needs to name the values under the pointer: columns of numbers, in drawing order."""
    panels = []
    by_name = {curve.name: curve for curve in facts.curves}
    for names in families(list(by_name)).values():
        curves = [by_name[name] for name in names]
        frame = frame_of([bucket for curve in curves for bucket in curve.buckets])
        rows = [
            {
                "name": curve.name,
                "at": [_short(bucket.last) for bucket in curve.buckets],
                "mean": [_short(bucket.mean) for bucket in curve.buckets],
                "low": [_short(bucket.low) for bucket in curve.buckets] if curve.per > 1 else [],
                "high": [_short(bucket.high) for bucket in curve.buckets] if curve.per > 1 else [],
            }
            for curve in curves
        ]
        panels.append({"from": frame.x0, "to": frame.x1, "curves": rows})
    return {"panels": panels, "left": LEFT, "right": WIDE - RIGHT, "wide": WIDE}


def _per(series: Series, most: int) -> int:
    per, kept = series.per, len(series.buckets)
    while kept > most:
        per, kept = per * 2, -(-kept // 2)
    return per


def _short(value: float) -> float | None:
    return float(f"{value:.5g}") if math.isfinite(value) else None


def _panel(family: str, curves: Sequence[Curve]) -> str:
    frame = frame_of([bucket for curve in curves for bucket in curve.buckets])
    drawn = "".join(_drawn(curve, at, frame) for at, curve in enumerate(curves))
    spoken = "; ".join(f"{curve.name}: {words_of(curve)}" for curve in curves)
    scale = ", logarithmic" if frame.log else ""
    legend = "".join(_entry(curve, at) for at, curve in enumerate(curves))
    return (
        f'<div class="tl-curves-panel"><svg viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" '
        f'role="img" aria-label="{escape(spoken)}">{axes_of(frame)}{drawn}'
        f'<text class="name" x="{LEFT}" y="10">{escape(family + scale)}</text></svg><ul>{legend}</ul></div>'
    )


def _entry(curve: Curve, at: int) -> str:
    total = curve.total
    strange = f" <strong>✕ {_strange(total)}</strong>" if total.nan or total.infinite else ""
    sample = f'<path class="mean" d="M0 4H22" {_stroke(at)}/>'
    return (
        f'<li><svg width="22" height="8" aria-hidden="true">{sample}</svg>'
        f"{escape(curve.name)} <b>{number(curve.newest)}</b>{strange}</li>"
    )


def _drawn(curve: Curve, at: int, frame: Frame) -> str:
    lines, dots, bands, marks = [], [], [], []
    for run in _finite_runs(curve.buckets):
        means = [(frame.x((b.first + b.last) / 2), frame.y(b.mean)) for b in run]
        if len(run) > 1:
            lines.append("M" + " ".join(f"{x} {y}" for x, y in means))
        else:
            dots.append(f"M{means[0][0]} {means[0][1]}h0")
        if curve.per > 1:
            tops = [f"{x} {frame.y(b.high)}" for (x, _), b in zip(means, run, strict=True)]
            feet = [f"{x} {frame.y(b.low)}" for (x, _), b in zip(means, run, strict=True)]
            bands.append(f"M{' '.join(tops)}L{' '.join(reversed(feet))}z")
    for bucket in curve.buckets:
        if bucket.nan or bucket.infinite:
            x = frame.x((bucket.first + bucket.last) / 2)
            marks.append(f"M{x - 4} {TOP + 2}l8 8m0-8l-8 8")
    band = f'<path class="band" d="{"".join(bands)}" fill="var(--tl-c{at % 4})"/>' if bands else ""
    bad = f'<path class="bad" d="{"".join(marks)}"/>' if marks else ""
    line = f'<path class="mean" d="{"".join(lines)}" {_stroke(at)}/>' if lines else ""
    alone = f'<path class="dots" d="{"".join(dots)}" stroke="var(--tl-c{at % 4})"/>' if dots else ""
    return f"{band}{line}{alone}{bad}"


def _stroke(at: int) -> str:
    dash = _DASHES[at % len(_DASHES)]
    return f'stroke="var(--tl-c{at % 4})"' + (f' stroke-dasharray="{dash}"' if dash else "")


def _finite_runs(buckets: Sequence[Bucket]) -> list[list[Bucket]]:
    """Stretches between which nothing finite was logged: a line is not drawn across a gap."""
    runs: list[list[Bucket]] = [[]]
    for bucket in buckets:
        if bucket.finite:
            runs[-1].append(bucket)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _strange(total: Bucket) -> str:
    words = [f"{total.nan:,} NaN"] if total.nan else []
    words += [f"{total.infinite:,} infinite"] if total.infinite else []
    return ", ".join(words)


def _spark(curve: Curve) -> str:
    buckets = thinned(curve.buckets, 24)
    finite = [bucket.mean for bucket in buckets if bucket.finite]
    low, high = min(finite, default=0.0), max(finite, default=0.0)

    def bar(bucket: Bucket) -> str:
        if not bucket.finite:
            return "✕"
        share = (bucket.mean / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.5
        return _SPARKS[round(share * (len(_SPARKS) - 1))]

    return "".join(bar(bucket) for bucket in buckets)
