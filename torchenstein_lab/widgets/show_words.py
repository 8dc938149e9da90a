"""`show` in words: the same facts as the drawing, for a console, a screen reader, and the picture's
caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torchenstein_lab.widgets.amount import counted
from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.sharing import Sharing
from torchenstein_lab.widgets.show_facts import Panel, ShowFacts
from torchenstein_lab.widgets.summary import Summary

_NAMES = 6


def as_text(facts: ShowFacts, sharing: Sharing) -> str:
    """All of it as plain text, with the numbers where they are few."""
    lines = [facts.outline.title, *statistics(facts)]
    lines += [sentence for sentence in (part_shown(facts), tile_words(facts)) if sentence]
    for panel in facts.panels:
        if panel.texts:
            lines += [str(list(panel.index))] if panel.index else []
            lines += _grid(panel)
    return "\n".join([*lines, *facts.outline.notes, *sharing_words(sharing)])


def statistics(facts: ShowFacts) -> list[str]:
    """What is known about the numbers, one sentence each."""
    summary = facts.summary
    if facts.kind == "nothing":
        return ["no elements: one of its dimensions is 0"]
    if summary is None:
        return []
    if facts.true is not None:
        return [f"{facts.true:,} of {summary.count:,} are True ({facts.true / summary.count:.1%})"]
    of = "sizes " if facts.kind == "complex" else ""
    found = []
    if summary.low is not None and summary.high is not None:
        limits = f"from {cell_value(_as(facts, summary.low))} to {cell_value(_as(facts, summary.high))}"
        same = summary.low == summary.high
        found.append(f"{of}all {cell_value(_as(facts, summary.low))}" if same else of + limits)
        found += [f"{name} {value}" for name, value in means(summary) if not same]
    if summary.withheld:
        found.append(f"no more statistics: {summary.withheld}")
    return [*([", ".join(found)] if found else []), *strange_words(summary)]


def means(summary: Summary) -> Iterator[tuple[str, str]]:
    """Mean and standard deviation, as names and numbers."""
    if summary.mean is not None:
        yield "mean", cell_value(float(f"{summary.mean:.6g}"))
    if summary.std is not None:
        yield "std", cell_value(float(f"{summary.std:.6g}"))


def strange_words(summary: Summary) -> list[str]:
    """The counts of what is not finite."""
    counts = ((summary.nan, "NaN"), (summary.inf, "∞"), (summary.minus_inf, "−∞"))
    words = [f"{count:,} {name}" for count, name in counts if count]
    if not words:
        return []
    least = "at least " if summary.at_least else ""
    return [f"{least}{', '.join(words)} of {counted(summary.count, 'number')}"]


def part_shown(facts: ShowFacts) -> str:
    """Which slices or which part is drawn, where it is not all."""
    if not facts.panels:
        return ""
    if len(facts.panels) < facts.slices:
        first, last = facts.panels[0].index, facts.panels[-1].index
        many = f"slices {list(first)} to {list(last)}" if first != last else f"slice {list(first)}"
        return f"shown: {many} of {facts.slices:,}"
    return ""


def tile_words(facts: ShowFacts) -> str:
    """What one cell of the drawing stands for."""
    if not facts.panels:
        return ""
    tiles = facts.panels[0].tiles
    if tiles.exact:
        return ""
    what = {"truth": "the share of True among", "complex": "the mean size of"}.get(facts.kind, "the mean of")
    if facts.panels[0].line or len(facts.outline.shape) < 2:
        return f"each pixel is {what} {tiles.across:,} numbers in a row"
    return f"each pixel is {what} {tiles.down:,} × {tiles.across:,} numbers"


def sharing_words(sharing: Sharing) -> list[str]:
    """Who else is in the same memory."""
    said = (
        (sharing.all, "the same memory, all of it: {}"),
        (sharing.part, "some of the same memory: {}"),
        (sharing.aside, "the same storage, at another place: {}"),
    )
    return [words.format(_named(names)) for names, words in said if names]


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _grid(panel: Panel) -> list[str]:
    wide = panel.line or panel.tiles.columns
    width = max(map(len, panel.texts))
    rows = [panel.texts[start : start + wide] for start in range(0, len(panel.texts), wide)]
    return [" ".join(text.rjust(width) for text in row) for row in rows]


def _as(facts: ShowFacts, number: float) -> float | int:
    """Whole numbers without a decimal point."""
    return int(number) if facts.kind in ("whole", "categories") else float(number)
