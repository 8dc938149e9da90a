"""A picture as an anywidget: for VS Code, Colab and any other front end without our extension.

The same script runs as in JupyterLab. It is sent with the widget, and so are the files it imports from beside
itself, since a sent script has no neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from anywidget.experimental import command

from torchenstein_lab.widgets import live
from torchenstein_lab.widgets.drawing import Drawing

_FOLDER = Path(__file__).parent
_IMPORT = re.compile(r"^import \{[^}]*\} from '\./([a-z_-]+)\.js';\n", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?=(async )?(function|const|class) )", re.MULTILINE)
_DEFAULT = "export default { render };"


class _PictureWidget(anywidget.AnyWidget):
    html = traitlets.Unicode().tag(sync=True)
    state: Any = traitlets.Dict().tag(sync=True)

    def __init__(self, picture: str, drawing: Drawing) -> None:
        self._picture = picture
        super().__init__(html=drawing.html, state=dict(drawing.state))

    @command
    def ask(self, request: Mapping[str, Any], _: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        """Answer what the script asks with `experimental.invoke("ask", request)`."""
        return live.reply({"picture": self._picture, "ask": 0, "request": request}), []


def widget_of(kind: str, picture: str, drawing: Drawing) -> anywidget.AnyWidget:
    """The widget for a drawing; `picture` is the id under which live requests are answered."""
    return _class_of(kind)(picture, drawing)


@cache
def _class_of(kind: str) -> type[_PictureWidget]:
    return type(f"Picture_{kind}", (_PictureWidget,), {"_esm": script_of(kind)})


def script_of(kind: str) -> str:
    """The widget's script as one module that puts in the still drawing first, as the extension does."""
    body = _inlined(kind, set())
    if _DEFAULT not in body:
        raise ValueError(f"{kind}.js must end in “{_DEFAULT}”.")
    starts = """export default {
  render(context) {
    context.el.innerHTML = context.model.get('html');
    return render(context);
  }
};"""
    return body.replace(_DEFAULT, starts)


def _inlined(name: str, seen: set[str]) -> str:
    """A script with what it imports from beside itself put before it, each file once."""
    seen.add(name)
    text = (_FOLDER / f"{name}.js").read_text(encoding="utf-8")
    before = "".join(_inlined(other, seen) for other in _IMPORT.findall(text) if other not in seen)
    return before + _EXPORTED.sub("", _IMPORT.sub("", text))
