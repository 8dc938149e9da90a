"""What every widget gives: the same facts as text, as a still drawing, and as a small state for its script.

A widget's `drawing_of(...)` is a pure function from the learner's objects to a `Drawing`. The drawing is
HTML or SVG without script: it stays in the saved notebook, and is what GitHub, nbconvert and an untrusted
notebook show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

BASE_STYLE = """
.tl-widget{--tl-ink:var(--jp-content-font-color1,#1f2328);--tl-quiet:var(--jp-content-font-color2,#57606a);
--tl-paper:var(--jp-layout-color1,#fff);--tl-ground:var(--jp-layout-color2,#f3f4f6);
--tl-line:var(--jp-border-color1,#afb8c1);--tl-hair:var(--jp-border-color2,#d0d7de);
--tl-accent:var(--jp-brand-color1,#1565c0);--tl-bad:var(--jp-error-color1,#c62828);
--tl-good:var(--jp-success-color1,#2e7d32);--tl-warn:var(--jp-warn-color1,#b45309);
--tl-mono:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);
color:var(--tl-ink);font:13px/1.45 var(--jp-ui-font-family,system-ui,sans-serif);margin:4px 0;max-width:100%}
.tl-widget :focus-visible{outline:2px solid var(--tl-accent);outline-offset:2px}
.tl-widget code{font-family:var(--tl-mono);font-size:.95em;background:none;padding:0;color:inherit}
.tl-widget p{margin:4px 0}.tl-widget figure{margin:0}.tl-quiet{color:var(--tl-quiet)}
@media (prefers-reduced-motion:reduce){.tl-widget *{animation:none!important;transition:none!important}}
"""
"""The names of colours that every widget uses: JupyterLab's variables, with a light page to fall back on."""


@dataclass(frozen=True)
class Drawing:
    """One picture in its three forms.

    `text` holds the same facts as `html`, for a console and for those who do not see the picture. `html`
    comes from `widget_html`. `state` is JSON, small (the whole picture takes at most 32 KiB of a notebook),
    and only what the script needs beyond the drawing's own `data-` attributes.
    """

    text: str
    html: str
    state: Mapping[str, Any] = field(default_factory=dict)


def widget_html(kind: str, body: str, style: str = "", label: str = "") -> str:
    """The still drawing as one element that carries its own style.

    `body` is HTML whose texts are escaped already. `label` names the group for screen readers; what is only
    seen, such as an SVG, needs its own `role="img"` and `aria-label` inside.
    """
    css = (BASE_STYLE + style).replace("\n", " ")
    name = f' role="group" aria-label="{escape(label)}"' if label else ""
    return f'<div class="tl-widget tl-{kind}" data-widget="{kind}"{name}><style>{css}</style>{body}</div>'
