"""What `lab.check` and its like return: each shows itself as text, and as HTML where HTML is shown.

Everything that comes from outside (a lesson's text, what the answer printed) is escaped. Colours are
JupyterLab's, with others to fall back on; nothing is told by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from torchenstein_lab.contracts.lesson import Answer
    from torchenstein_lab.contracts.verdict import Finding, Preview, Verdict

_BOX: Final = (
    "border:1px solid var(--jp-border-color2,#bbb);border-left:4px solid {colour};border-radius:3px;"
    "padding:8px 12px;margin:4px 0;max-width:60em;"
    "color:var(--jp-content-font-color1,inherit);background:var(--jp-layout-color1,transparent)"
)
_CODE: Final = (
    "font-family:var(--jp-code-font-family,monospace);white-space:pre-wrap;margin:4px 0;padding:4px 8px;"
    "background:var(--jp-layout-color2,rgba(128,128,128,.12))"
)
_GOOD: Final = "var(--jp-success-color1,#388e3c)"
_BAD: Final = "var(--jp-error-color1,#d32f2f)"
_CALM: Final = "var(--jp-info-color1,#1976d2)"
_MARKS: Final = {"kept": "✓", "broken": "✗", "waiting": "○"}


class Shown:
    """Something that shows itself. `_text` is for consoles, `_html` for notebooks."""

    def _text(self) -> str:
        raise NotImplementedError

    def _html(self) -> str:
        return _box(_CALM, _paragraph(self._text()))

    def __repr__(self) -> str:
        return self._text()

    def _repr_html_(self) -> str:
        return self._html()


@dataclass(frozen=True, repr=False)
class Note(Shown):
    """A sentence."""

    say: str

    def _text(self) -> str:
        return self.say


@dataclass(frozen=True, repr=False)
class VerdictShown(Shown):
    """A verdict, the badges that it earned, and a notice when it could not be saved."""

    title: str
    verdict: "Verdict"
    badges: tuple[str, ...] = ()
    notice: str | None = None

    def __bool__(self) -> bool:
        return self._passed

    @property
    def _passed(self) -> bool:
        return self.verdict.outcome.value == "passed"

    @property
    def _heading(self) -> str:
        mark = "✓" if self._passed else "✗" if self._broken else "○"
        return f"{mark} {self.title}: {self.verdict.outcome.value.replace('-', ' ')}"

    @property
    def _broken(self) -> bool:
        return self.verdict.outcome.value in ("failed", "rule-broken", "error", "timeout")

    def _text(self) -> str:
        verdict = self.verdict
        lines = [self._heading, verdict.say, verdict.seen, verdict.next]
        for finding in verdict.findings:
            lines.append(f"  {_MARKS[finding.state]} {finding.promise}".rstrip())
            if finding.state == "broken":
                lines += [f"      {part}" for part in _pictures_as_text(finding)]
        if verdict.error is not None and verdict.error.line is not None:
            lines.append(f"In line {verdict.error.line}: {verdict.error.source.strip()}")
        lines += [f"★ {badge}" for badge in self.badges]
        lines.append(self.notice or "")
        return "\n".join(line for line in lines if line)

    def _html(self) -> str:
        verdict = self.verdict
        parts = [f"<strong>{escape(self._heading)}</strong>"]
        parts += [_paragraph(text) for text in (verdict.say, verdict.seen, verdict.next) if text]
        if verdict.error is not None and verdict.error.line is not None:
            parts.append(_code(f"line {verdict.error.line}: {verdict.error.source.strip()}"))
        if verdict.findings:
            items = "".join(_finding(finding) for finding in verdict.findings)
            parts.append(f'<ul style="list-style:none;padding-left:0;margin:4px 0">{items}</ul>')
        parts += [_paragraph(f"★ {badge}") for badge in self.badges]
        if self.notice:
            parts.append(_paragraph(self.notice))
        return _box(_GOOD if self._passed else _BAD if self._broken else _CALM, "".join(parts))


@dataclass(frozen=True, repr=False)
class HintShown(Shown):
    """A hint."""

    title: str
    tier: int
    say: str
    notice: str | None = None

    def _text(self) -> str:
        return _lines(f"Hint {self.tier} of 3 for “{self.title}”:", self.say, self.notice)


@dataclass(frozen=True, repr=False)
class SolutionShown(Shown):
    """The solution, and the other right answers."""

    title: str
    answers: Sequence["Answer"]
    notice: str | None = None

    def _text(self) -> str:
        parts = [f"The solution of “{self.title}”:"]
        for number, answer in enumerate(self.answers):
            heading = f"Another right answer: {answer.title}" if number else ""
            parts += [heading, answer.source, answer.explanation, ""]
        return _lines(*parts, self.notice)

    def _html(self) -> str:
        parts = [f"<strong>The solution of “{escape(self.title)}”</strong>"]
        for number, answer in enumerate(self.answers):
            if number:
                parts.append(_paragraph(f"Another right answer: {answer.title}"))
            parts += [_code(answer.source), _paragraph(answer.explanation)]
        if self.notice:
            parts.append(_paragraph(self.notice))
        return _box(_CALM, "".join(parts))


@dataclass(frozen=True, repr=False)
class StarterShown(Shown):
    """The starter, to be put into a cell."""

    title: str
    starter: str
    notice: str | None = None

    def _text(self) -> str:
        return _lines(f"The starter of “{self.title}”:", self.starter, self.notice)

    def _html(self) -> str:
        heading = f"<strong>The starter of “{escape(self.title)}”</strong>"
        notice = _paragraph(self.notice) if self.notice else ""
        return _box(_CALM, heading + _code(self.starter) + notice)


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _box(colour: str, content: str) -> str:
    return f'<div style="{_BOX.format(colour=colour)}">{content}</div>'


def _paragraph(text: str) -> str:
    return f'<div style="margin:4px 0;white-space:pre-wrap">{escape(text)}</div>'


def _code(text: str) -> str:
    return f'<pre style="{_CODE}">{escape(text)}</pre>'


def _finding(finding: "Finding") -> str:
    text = escape(f"{_MARKS[finding.state]} {finding.promise or finding.say}")
    pictures = ""
    if finding.state == "broken":
        pictures = "".join(
            f'<div style="display:inline-block;vertical-align:top;margin:4px 16px 4px 20px">'
            f"<div>{label}</div>{_picture(preview)}</div>"
            for label, preview in (("expected", finding.expected), ("got", finding.got))
            if preview is not None
        )
    return f"<li>{text}{pictures}</li>"


def _picture(preview: "Preview") -> str:
    """Draw a small grid of cells, or the text where there is nothing to draw."""
    fits = preview.rows > 0 and preview.columns > 0 and len(preview.cells) == preview.rows * preview.columns
    if not fits:
        return _code(preview.text)
    wrong = set(preview.wrong)
    rows = []
    for row in range(preview.rows):
        places = range(row * preview.columns, (row + 1) * preview.columns)
        rows.append(f"<tr>{''.join(_cell(preview.cells[n], wrong=n in wrong) for n in places)}</tr>")
    more = _paragraph("… and more") if preview.truncated else ""
    label = escape(preview.text, quote=True)
    style = "border-collapse:collapse;margin:2px 0"
    return f'<table aria-label="{label}" style="{style}">{"".join(rows)}</table>{more}'


def _cell(text: str, *, wrong: bool) -> str:
    border = f"2px solid {_BAD}" if wrong else "1px solid var(--jp-border-color2,#bbb)"
    mark = " ✗" if wrong else ""
    style = (
        f"border:{border};padding:2px 6px;text-align:right;font-family:var(--jp-code-font-family,monospace)"
    )
    return f'<td style="{style}">{escape(text)}{mark}</td>'


def _pictures_as_text(finding: "Finding") -> list[str]:
    pairs = (("expected", finding.expected), ("got", finding.got))
    return [f"{label}: {preview.text}" for label, preview in pairs if preview is not None]
