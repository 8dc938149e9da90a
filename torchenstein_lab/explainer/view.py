"""How an explanation looks in a notebook: as HTML, and with the same facts as text.

Colours are JupyterLab's variables with fallbacks that can be read on light and dark alike. What clashes is
told by a word and a pattern beside the colour. Everything that came from the learner's code is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from torchenstein_lab.contracts.explanation import Explanation, Mark, Operand, ShapeRow
from torchenstein_lab.explainer.svg import BAD, MONO, QUIET, TEXT, as_svg

GROUND = "var(--jp-layout-color2, rgba(128, 128, 128, 0.12))"


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
    lines = [_heading(explanation), ""]
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
    lines += ["", f"Worth a look: {explanation.look}"]
    if explanation.operands:
        width = max(len(one.name) for one in explanation.operands)
        lines += ["", *(f"    {one.name:<{width}}  {facts(one)}" for one in explanation.operands)]
    if explanation.shapes:
        width = max(len(row.name) for row in explanation.shapes)
        lines += ["", *(f"    {row.name:>{width}}  {_row_as_text(row)}" for row in explanation.shapes)]
    return "\n".join(lines)


def _heading(explanation: Explanation) -> str:
    """The error and its place; the cell is always named, because it is shown below another one."""
    cell = f"the cell that ran as [{explanation.cell}]" if explanation.cell is not None else ""
    places = [explanation.place, "" if "the cell that" in explanation.place else cell]
    return ", ".join([explanation.error, *(f"in {place}" for place in places if place)])


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
    heading = f'<div style="color: {QUIET}; font-size: 90%">{prose(_heading(explanation))}</div>'
    parts = [
        heading,
        _source(explanation.source, explanation.marks),
        f'<p style="margin: 6px 0; font-size: 110%">{prose(explanation.say)}</p>',
        "" if explanation.drawing is None else _scrolling(as_svg(explanation.drawing)),
        f'<p style="margin: 6px 0"><b>The rule.</b> {prose(explanation.rule)}</p>'
        if explanation.rule
        else "",
        f'<p style="margin: 6px 0"><b>Worth a look.</b> {prose(explanation.look)}</p>',
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


def _scrolling(content: str) -> str:
    return f'<div style="margin: 8px 0; overflow-x: auto">{content}</div>'


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
