"""The picture of a graph: boxes that are a real list in forward order, over arrows; and the same in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from torchenstein_lab.widgets.amount import bytes_in_words, counted
from torchenstein_lab.widgets.drawing import widget_html
from torchenstein_lab.widgets.graph_facts import Box, GraphFacts
from torchenstein_lab.widgets.graph_layout import Layout, Point, layered
from torchenstein_lab.widgets.graph_walk import Saved

WIDTH = 208
_LINE = 17
_PADDING = 13
_MOST_SAVED = 3

STYLE = """
.tl-graph{line-height:17px}.tl-graph p{max-width:76ch;margin:0 0 6px}
.tl-graph-page{position:relative;overflow:auto;max-height:640px;border:1px solid var(--tl-hair);
border-radius:6px;background:var(--tl-paper)}
.tl-graph-sheet{position:relative;margin:0 auto}
.tl-graph ol{list-style:none;margin:0;padding:0}
.tl-graph svg{position:absolute;left:0;top:0}
.tl-graph path{fill:none;stroke:var(--jp-border-color0,#8c959f);stroke-width:1.4}
.tl-graph path.tips{fill:var(--jp-border-color0,#8c959f);stroke:none}
.tl-graph li{position:absolute;box-sizing:border-box;width:208px;margin:0;padding:5px 9px;overflow:hidden;
border:1px solid var(--tl-line);border-radius:6px;background:var(--jp-layout-color0,#fff);white-space:nowrap}
.tl-graph li>*{display:block;overflow:hidden;text-overflow:ellipsis;font-style:normal;font-weight:400}
.tl-graph li b{font-weight:600}
.tl-graph li small{font-size:11px;color:var(--tl-quiet)}
.tl-graph li code{font-size:12px}
.tl-graph li.leaf{border-radius:14px;padding-left:12px;background:var(--tl-ground)}
.tl-graph li.fold{border-style:double;border-width:3px;padding:3px 7px}
.tl-graph li.root{border:2px solid var(--tl-ink);padding:4px 8px}
.tl-graph li em{border-left:4px solid var(--tl-graph-flow,#d9730d);padding-left:6px;margin-top:2px}
.tl-graph li em span{float:right;font-size:11px;color:var(--tl-quiet)}
.tl-graph li strong{color:var(--tl-bad);font-weight:600}
.tl-slider{display:inline-flex;gap:8px;align-items:center;margin:2px 0 6px;max-width:100%}
.tl-slider input{width:180px;accent-color:var(--tl-accent)}
.tl-graph-bar{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center}
.tl-graph button{font:inherit;color:var(--tl-ink);background:var(--tl-ground);border:1px solid var(--tl-line);
border-radius:4px;cursor:pointer;padding:1px 8px}
.tl-graph li:has(button) b{padding-right:26px}
.tl-graph li button{position:absolute;right:5px;top:4px;width:24px;height:24px;padding:0}
.tl-walking li:not(.tl-reached) em{visibility:hidden}
.tl-graph li.tl-now{outline:3px solid var(--tl-graph-flow,#d9730d);outline-offset:1px}
.tl-graph path.tl-near{stroke:var(--tl-ink);stroke-width:2}
.tl-graph path.tl-flow{stroke:var(--tl-graph-flow,#d9730d);stroke-width:3}
.tl-graph u{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);text-decoration:none}
"""


def as_text(facts: GraphFacts) -> str:
    """The picture in words: a line for each box, in forward order."""
    lines = [_headline(facts)]
    names, inputs = labels(facts), _inputs(facts)
    for at, box in enumerate(facts.boxes):
        of = [names[into] for into in inputs[at]]
        lines.append(f"{at + 1:>3}  {_sentence(box, names[at], of, facts.walked)}")
    return "\n".join([*lines, *facts.notes])


def as_html(facts: GraphFacts) -> str:
    """The picture as one HTML element without script, with its own style."""
    notes = "".join(f"<p>{escape(note)}</p>" for note in facts.notes)
    head = f"<p>{_caption(facts)}</p>"
    if not facts.boxes:
        return widget_html("graph", head + notes, STYLE, "Autograd graph")
    layout = layered([(WIDTH, _height(box)) for box in facts.boxes], facts.edges)
    names, inputs = labels(facts), _inputs(facts)
    boxes = "".join(
        _box(box, at, names[at], [names[into] for into in inputs[at]], facts.walked, layout.centres[at])
        for at, box in enumerate(facts.boxes)
    )
    wide, high = round(layout.width) + 28, round(layout.height) + 24
    arrows = _arrows(facts, layout, wide, high)
    body = (
        f'{head}<div class="tl-graph-page" tabindex="0" role="region" aria-label="Boxes of the graph">'
        f'<div class="tl-graph-sheet" style="width:{wide}px;height:{high}px">{arrows}'
        f"<ol>{boxes}</ol></div></div>"
    )
    return widget_html("graph", body + notes, STYLE, "Autograd graph")


def _headline(facts: GraphFacts) -> str:
    if not facts.boxes:
        return "No autograd graph."
    operations = facts.nodes - facts.leaves
    leaves = "leaf" if facts.leaves == 1 else "leaves"
    words = f"Autograd graph: {counted(operations, 'operation')}, {facts.leaves:,} {leaves}"
    return f"{words}; {bytes_in_words(facts.kept_bytes)} kept for the backward pass."


def _caption(facts: GraphFacts) -> str:
    head = escape(_headline(facts))
    if not facts.boxes:
        return f"<b>{head}</b>"
    first, _, rest = head.partition(":")
    flow = " <b>g</b>: the gradient that arrives at each result, ‖g‖ its length." if facts.walked else ""
    return f"<b>{first}</b>:{rest} Forward runs down.{flow}"


def _inputs(facts: GraphFacts) -> list[list[int]]:
    inputs: list[list[int]] = [[] for _ in facts.boxes]
    for start, end in facts.edges:
        inputs[end].append(start)
    return inputs


def labels(facts: GraphFacts) -> list[str]:
    """How each box is called: by its title, numbered where several have the same."""
    titles = [box.title for box in facts.boxes]
    several = {title for title, count in Counter(titles).items() if count > 1}
    seen: Counter[str] = Counter()
    names = []
    for title in titles:
        seen[title] += 1
        names.append(f"{title} {seen[title]}" if title in several else title)
    return names


def _sentence(box: Box, name: str, inputs: Sequence[str], walked: bool) -> str:
    words = f"{name} ({box.node})" if box.kind == "fold" and box.node else name
    if inputs:
        words += f" of {_listed(inputs)}"
    parts = [words + (f" → {box.made}" if box.made else "")]
    parts += [part for part in (_equals(box), box.holds) if part]
    parts += [_saved(saved) for saved in box.saved]
    if box.rule:
        parts.append(f"back: {box.rule}")
    if walked:
        parts.append(_gradient(box) + (f" (step {box.turn})" if box.turn else ""))
    return "; ".join(parts)


def _box(box: Box, at: int, name: str, inputs: Sequence[str], walked: bool, centre: Point) -> str:
    high = _height(box)
    left, top = round(centre[0] - WIDTH / 2) + 14, round(centre[1] - high / 2) + 12
    lines = [f"<b>{escape(name)}</b>"]
    if inputs:
        lines.append(f"<u>of {escape(_listed(inputs))}</u>")
    if box.made:
        lines.append(f"<code>{escape(box.made)}</code>")
    if box.value:
        lines.append(f"<code>{escape(_equals(box))}</code>")
    lines += [f"<small>{escape(line)}</small>" for line in _small(box)]
    lines += [_saved_line(saved) for saved in box.saved[:_MOST_SAVED]]
    if len(box.saved) > _MOST_SAVED:
        lines.append(f"<small>and {len(box.saved) - _MOST_SAVED} more</small>")
    if walked:
        turn = f"<span>step {box.turn}</span>" if box.turn else ""
        lines.append(f"<em>{turn}{escape(_gradient(box))}</em>")
    kind = f"{box.kind} root" if box.root else box.kind
    path = f' data-path="{escape(box.path)}"' if box.kind == "fold" and box.path else ""
    whole = "\n".join([name, *_small(box)]) if box.kind == "fold" else box.node if box.rule else name
    hint = f' title="{escape(whole)}"'
    turn = f' data-turn="{box.turn}"' if box.turn else ""
    place = f'style="left:{left}px;top:{top}px;height:{high}px"'
    return f'<li class="{kind}" data-box="{at}"{turn}{path}{hint} {place}>{"".join(lines)}</li>'


def _small(box: Box) -> list[str]:
    lines = []
    if box.kind == "fold":
        lines += [line for line in (box.node, box.holds) if line]
    if box.outside:
        lines.append(f"and {counted(box.outside, 'input')} without gradient")
    if box.rule:
        lines.append(f"back: {box.rule}")
    return lines


def _height(box: Box) -> int:
    saved = min(len(box.saved), _MOST_SAVED) + (len(box.saved) > _MOST_SAVED)
    # A line for the gradient is always left, so that a walk back changes no place.
    return _LINE * (2 + bool(box.made) + bool(box.value) + len(_small(box)) + saved) + _PADDING


def _equals(box: Box) -> str:
    return f"= {box.value}" if box.value else ""


def _gradient(box: Box) -> str:
    if box.gradient is None:
        return "g: none arrives"
    return box.gradient.words


def _saved(saved: Saved) -> str:
    name = f" {saved.name}" if saved.name else ""
    if saved.state == "freed":
        return f"kept{name}: freed by backward()"
    if saved.state == "changed":
        return f"kept{name}: changed in place"
    if saved.state == "packed":
        return f"keeps{name}: packed by a hook"
    if saved.values:
        return f"keeps{name} = {saved.values}"
    return f"keeps{name} {saved.shape}" if saved.name else f"keeps {bytes_in_words(saved.bytes)}"


def _saved_line(saved: Saved) -> str:
    words = escape(_saved(saved))
    return f"<strong>{words}</strong>" if saved.state == "changed" else f"<small>{words}</small>"


def _arrows(facts: GraphFacts, layout: Layout, wide: int, high: int) -> str:
    lines = "".join(
        f'<path d="{_curve(route)}" data-edge="{start},{end}"/>'
        for (start, end), route in zip(facts.edges, layout.routes, strict=True)
    )
    # One path for all heads: a marker would need an id, and pages hold many pictures.
    tips = "".join(
        f"M{round(route[-1][0]) + 10} {round(route[-1][1]) + 5}h8l-4 7z" for route in layout.routes
    )
    return (
        f'<svg width="{wide}" height="{high}" aria-hidden="true">{lines}<path class="tips" d="{tips}"/></svg>'
    )


def _curve(route: Sequence[Point]) -> str:
    """A line that leaves and arrives vertically at every second point."""
    points = [(round(x) + 14, round(y) + 12) for x, y in route]
    words = [f"M{points[0][0]} {points[0][1]}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        if x == to_x:
            words.append(f"V{to_y}")
        else:
            middle = (y + to_y) // 2
            words.append(f"C{x} {middle} {to_x} {middle} {to_x} {to_y}")
    return "".join(words)


def _listed(names: Sequence[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
