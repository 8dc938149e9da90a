"""How an explanation looks in a notebook: as HTML, and with the same facts as text.

Colours are JupyterLab's variables with fallbacks that can be read on light and dark alike. What clashes is
told by a word and a pattern beside the colour. Everything that came from the learner's code is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from torchenstein_lab.contracts.explanation import Axis, Explanation, Mark, Operand, ShapeRow

TEXT = "var(--jp-ui-font-color1, inherit)"
QUIET = "var(--jp-ui-font-color2, inherit)"
LINE = "var(--jp-border-color1, rgba(128, 128, 128, 0.6))"
GROUND = "var(--jp-layout-color2, rgba(128, 128, 128, 0.12))"
BAD = "var(--jp-error-color1, #d32f2f)"
GOOD = "var(--jp-success-color1, #388e3c)"
MONO = "var(--jp-code-font-family, monospace)"
STRIPES = "repeating-linear-gradient(135deg, transparent 0 5px, rgba(128, 128, 128, 0.22) 5px 7px)"


class ExplanationView:
    """An explanation that shows itself in a notebook; or a sentence that says why there is none."""

    def __init__(self, explanation: Explanation | None, say: str = "") -> None:
        self.explanation = explanation
        self.say = say

    def __repr__(self) -> str:
        return self.say if self.explanation is None else as_text(self.explanation)

    def _repr_html_(self) -> str:
        return f"<p>{prose(self.say)}</p>" if self.explanation is None else as_html(self.explanation)


def as_text(explanation: Explanation) -> str:
    """The explanation as plain text, with all facts of the HTML form but the traceback."""
    lines = [f"{explanation.error} in {explanation.place}" if explanation.place else explanation.error, ""]
    source = explanation.source.splitlines()
    for index, line in enumerate(source):
        lines.append("    " + line)
        lines += [
            "    " + " " * mark.start + "^" * (mark.end - mark.start)
            for mark in explanation.marks
            if mark.line == index
        ]
    lines += [*([""] if source else []), explanation.say]
    if explanation.rule:
        lines += ["", f"The rule: {explanation.rule}"]
    lines += ["", f"Look at: {explanation.look}"]
    if explanation.operands:
        width = max(len(one.name) for one in explanation.operands)
        lines += ["", *(f"    {one.name:<{width}}  {facts(one)}" for one in explanation.operands)]
    if explanation.shapes:
        width = max(len(row.name) for row in explanation.shapes)
        lines += ["", *(f"    {row.name:>{width}}  {_row_as_text(row)}" for row in explanation.shapes)]
    return "\n".join(lines)


def facts(operand: Operand) -> str:
    """What is known of a value, in words: "Tensor, shape (2, 3), float32, on cpu"."""
    if not operand.type:
        return "not kept (it is the result of a call or an operator)"
    parts = [operand.type]
    if operand.shape is not None:
        parts.append(f"shape {operand.shape}")
    parts += [operand.dtype] if operand.dtype else []
    parts += [f"on {operand.device}"] if operand.device else []
    parts += [f"= {operand.preview}"] if operand.preview and operand.type != "None" else []
    return ", ".join(parts)


def _row_as_text(row: ShapeRow) -> str:
    signs = {"plain": "", "meets": "=", "clashes": "≠", "missing": ""}
    cells = [
        "[ ]"
        if axis.state == "missing"
        else f"[{axis.size}{signs[axis.state]}{' ' + axis.label if axis.label else ''}]"
        for axis in row.axes
    ]
    return " ".join(cells) + (f"  ({row.note})" if row.note else "")


def prose(text: str) -> str:
    """A sentence as HTML: escaped, and with what stands between backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner stands for itself
        return escape(text)
    style = f'style="font-family: {MONO}; background: {GROUND}; padding: 0 3px; border-radius: 2px"'
    return "".join(
        escape(part) if index % 2 == 0 else f"<code {style}>{escape(part)}</code>"
        for index, part in enumerate(parts)
    )


def as_html(explanation: Explanation) -> str:
    """The explanation as HTML. The message as Python gave it is one click away, and the traceback too."""
    where = f" in {prose(explanation.place)}" if explanation.place else ""
    heading = f'<div style="color: {QUIET}; font-size: 90%">{escape(explanation.error)}{where}</div>'
    parts = [
        heading,
        _source(explanation.source, explanation.marks),
        f'<p style="margin: 6px 0; font-size: 110%">{prose(explanation.say)}</p>',
        _shapes(explanation.shapes),
        f'<p style="margin: 6px 0"><b>The rule.</b> {prose(explanation.rule)}</p>'
        if explanation.rule
        else "",
        f'<p style="margin: 6px 0"><b>Look at.</b> {prose(explanation.look)}</p>',
        _operands(explanation.operands),
        _details("Full traceback", explanation.traceback),
    ]
    style = f"color: {TEXT}; border-left: 3px solid {BAD}; padding: 2px 0 2px 12px; max-width: 72em"
    return f'<div role="group" aria-label="Explanation of the error" style="{style}">{"".join(parts)}</div>'


def _source(source: str, marks: tuple[Mark, ...]) -> str:
    if not source.strip():
        return ""
    rows = []
    for index, line in enumerate(source.splitlines()):
        mark = next((one for one in marks if one.line == index), None)
        if mark is None:
            rows.append(escape(line))
            continue
        style = (
            f"background: transparent; color: inherit; font-weight: bold; text-decoration: "
            f"underline wavy {BAD}; text-underline-offset: 4px"
        )
        before, failed, after = line[: mark.start], line[mark.start : mark.end], line[mark.end :]
        rows.append(f'{escape(before)}<mark style="{style}">{escape(failed)}</mark>{escape(after)}')
    style = (
        f"font-family: {MONO}; background: {GROUND}; color: {TEXT}; padding: 6px 8px; margin: 4px "
        "0; overflow-x: auto; line-height: 1.7"
    )
    return f'<pre style="{style}">' + "\n".join(rows) + "</pre>"


def _shapes(rows: tuple[ShapeRow, ...]) -> str:
    if not rows:
        return ""
    spoken = "; ".join(_spoken_row(row) for row in rows)
    width = max(len(row.axes) for row in rows)
    body = "".join(_shape_row(row, width) for row in rows)
    legend = ""
    states = {axis.state for row in rows for axis in row.axes}
    if states & {"clashes", "meets"}:
        words = {"meets": "= fits", "clashes": "≠ does not fit"}
        legend = " · ".join(word for state, word in words.items() if state in states)
        legend = f'<div style="color: {QUIET}; font-size: 85%; margin-top: 2px">{legend}</div>'
    return (
        f'<div role="img" aria-label="{escape("Shapes. " + spoken)}" style="margin: 8px 0; overflow-x: auto">'
        f'<table style="border-collapse: separate; border-spacing: 4px; font-size: inherit; width: '
        "auto; margin: "
        f'0">{body}</table>{legend}</div>'
    )


def _spoken_row(row: ShapeRow) -> str:
    axes = ", ".join(_spoken(axis) for axis in row.axes) or "no axes"
    return f"{row.name}: {axes}" + (f", {row.note}" if row.note else "")


def _spoken(axis: Axis) -> str:
    words = {"plain": "", "meets": " fits", "clashes": " does not fit", "missing": ""}
    return (
        "no axis"
        if axis.state == "missing"
        else f"{axis.label + ' ' if axis.label else ''}{axis.size}{words[axis.state]}"
    )


def _shape_row(row: ShapeRow, width: int) -> str:
    plain = "background: transparent; padding: 2px 4px; text-align: left; font-size: inherit"
    name = f'<td style="{plain}; font-family: {MONO}; white-space: nowrap">{escape(row.name)}</td>'
    axes = "".join(_box(axis) for axis in row.axes)
    empty = f'<td style="{plain}"></td>' * (width - len(row.axes))
    note = f'<td style="{plain}; color: {QUIET}; white-space: nowrap">{escape(row.note)}</td>'
    return f'<tr style="background: transparent">{name}{axes}{empty}{note}</tr>'


def _box(axis: Axis) -> str:
    looks = {
        "plain": f"border: 1px solid {LINE}; background: transparent",
        "meets": f"border: 2px solid {GOOD}; background: transparent",
        "clashes": f"border: 2px dashed {BAD}; background: {STRIPES}",
        "missing": f"border: 1px dotted {LINE}; background: transparent; opacity: 0.6",
    }
    sign = {"meets": " =", "clashes": " ≠"}.get(axis.state, "")
    size = "" if axis.state == "missing" else f"{axis.size}{sign}"
    label = f'<div style="font-size: 75%; color: {QUIET}">{escape(axis.label)}</div>' if axis.label else ""
    style = (
        f"{looks[axis.state]}; min-width: 3em; padding: 4px 8px; text-align: center; font-family: "
        f"{MONO}; color: {TEXT}"
    )
    return f'<td style="{style}">{size}{label}</td>'


def _operands(operands: Iterable[Operand]) -> str:
    cell = "background: transparent; text-align: left; padding: 1px 12px 1px 0; font-size: inherit"
    rows = [
        f'<tr style="background: transparent"><td style="{cell}; font-family: {MONO}">{escape(one.name)}</td>'
        f'<td style="{cell}">{escape(facts(one))}</td></tr>'
        for one in operands
    ]
    if not rows:
        return ""
    style = f"border-collapse: collapse; width: auto; margin: 6px 0; color: {TEXT}; font-size: inherit"
    return f'<table aria-label="Values" style="{style}">{"".join(rows)}</table>'


def _details(title: str, text: str) -> str:
    style = (
        f"font-family: {MONO}; background: {GROUND}; color: {TEXT}; padding: 6px 8px; overflow: "
        "auto; max-height: 30em; white-space: pre"
    )
    return (
        f'<details style="margin: 6px 0"><summary style="cursor: pointer; color: '
        f'{QUIET}">{escape(title)}</summary>'
        f'<pre style="{style}">{escape(text)}</pre></details>'
    )
