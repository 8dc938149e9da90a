"""`Picture`: what `lab.show(…)` and every other widget returns. It shows itself, and never raises.

It draws once, when it is made: later changes of the tensor do not change it, and it holds no tensor alive.
Which form is shown is the front end's choice from one bundle: text, the still drawing, and in JupyterLab
and Notebook our own type, whose renderer puts in the still drawing and starts the widget's script from the
extension. VS Code and Colab, which have no extension of ours, are given an anywidget instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from torchenstein_lab.widgets import live
from torchenstein_lab.widgets.drawing import Drawing

if TYPE_CHECKING:
    from anywidget import AnyWidget

MIME = "application/vnd.torchenstein.widget+json"
VERSION = 1


class Picture:
    """A widget's picture of some objects.

    `kind` is the widget's name. `draw` is called at once, without arguments. Where it fails, or gives
    `None`, the picture is the text that `plain` gives. `answer(subjects, request)` answers the script's
    live requests as long as all `subjects` are alive (only weak references to them are kept): see `live`.
    """

    def __init__(
        self,
        kind: str,
        draw: Callable[[], Drawing | None],
        *,
        plain: Callable[[], str],
        subjects: Sequence[object] = (),
        answer: live.Answer | None = None,
    ) -> None:
        self.kind = kind
        self.id = uuid4().hex
        self.problem = ""
        """Why there is only text, for who writes widgets: the error's type and message."""
        self._drawing: Drawing | None = None
        try:
            self._drawing = draw()
        except Exception as error:  # noqa: BLE001  (a picture never stops a cell)
            # The words only: the error itself would hold the frames, and with them the tensor, alive.
            self.problem = f"{type(error).__name__}: {_words(error)}"
        self._text = _safe(plain) if self._drawing is None else self._drawing.text
        if self._drawing is not None and answer is not None:
            live.remember(self.id, subjects, answer)

    @property
    def drawing(self) -> Drawing | None:
        """The still drawing, `None` where there is only text."""
        return self._drawing

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str | None:
        return None if self._drawing is None else self._drawing.html

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Every form that the front end may choose from; IPython calls this."""
        bundle: dict[str, Any] = {"text/plain": self._text}
        if self._drawing is None:
            return bundle
        bundle["text/html"] = self._drawing.html
        if needs_anywidget():
            return bundle | self._widget_view()
        live.listen()
        bundle[MIME] = {
            "version": VERSION,
            "kind": self.kind,
            "id": self.id,
            "state": dict(self._drawing.state),
        }
        return bundle

    def widget(self) -> AnyWidget:
        """The picture as an anywidget, for any front end that shows ipywidgets. Raises `ValueError` where
        there is only text."""
        if self._drawing is None:
            raise ValueError(f"There is no picture of this, only text: {self._text[:200]}")
        from torchenstein_lab.widgets.any_front_end import widget_of

        return widget_of(self.kind, self.id, self._drawing)

    def _widget_view(self) -> dict[str, Any]:
        try:
            bundle: Any = self.widget()._repr_mimebundle_()
        except Exception as error:  # noqa: BLE001  (then the still drawing is shown)
            self.problem = f"{type(error).__name__}: {_words(error)}"
            return {}
        data: dict[str, Any] = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        return {mime: value for mime, value in data.items() if mime != "text/plain"}


def needs_anywidget() -> bool:
    """Whether the notebook is shown by VS Code or Colab, where our extension is not."""
    if "google.colab" in sys.modules:
        return True
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and "__vsc_ipynb_file__" in shell.user_ns


def plain_text(value: object, limit: int = 2000) -> str:
    """Any value as Python shows it, cut at `limit` characters; never raises."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  (the learner's own `__repr__` may do anything)
        return f"<{type(value).__name__}>"
    return text if len(text) <= limit else text[:limit] + "…"


def _safe(plain: Callable[[], str]) -> str:
    try:
        return plain()
    except Exception:  # noqa: BLE001  (a picture never stops a cell)
        return "There is no picture of this."


def _words(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  (the learner's own error may do anything)
        return ""
