"""A `Run`: values logged from a training loop, in any thread, as often as one likes; and their picture.

Logging costs some microseconds and bounded memory. The picture is drawn again at most a few times a second,
once more when the cell ends, and what was drawn last stays in the saved notebook.
"""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from torchenstein_lab.widgets.curves_drawing import CurvesFacts, drawing_of, facts_of
from torchenstein_lab.widgets.curves_series import Series
from torchenstein_lab.widgets.picture import Picture

EVERY = 0.4
"""Seconds between two drawings while values come in."""
MOST_CURVES = 16


class Run:
    """What `lab.curves()` returns: `run.log(loss=…)` in the loop, or `run` itself as a callback.

    Safe to use from several threads. Keeps no tensor: a value is read when it is logged."""

    def __init__(self, title: str = "", *, every: float = EVERY) -> None:
        self.title = title
        self.problem = ""
        """What was last logged and could not be drawn, as a sentence."""
        self._every = every
        self._series: dict[str, Series] = {}
        self._lock = threading.Lock()
        self._steps = 0
        self._drawn = -1.0
        self._display: Any = None
        self._cell: int | None = None
        self._changed = False

    def log(
        self, values: Mapping[str, object] | None = None, *, step: object = None, **named: object
    ) -> None:
        """Log numbers by name, as keywords or as a dictionary: floats, or tensors of one element.

        `step` is where they stand; every call without it is the next step, from 0."""
        self._take({**values, **named} if isinstance(values, Mapping) else named, step)
        with self._lock:
            now = time.monotonic()
            due = now - self._drawn >= self._every or self._in_a_new_cell()
            if due:
                # Claimed under the lock: of several threads one draws.
                self._drawn = now
        if due:
            self._show()

    def fill(self, history: object) -> Run:
        """Take a finished history without drawing: lists by name, or one dictionary for each step."""
        if isinstance(history, Mapping):
            for name, values in history.items():
                for step, value in enumerate(_listed(values)):
                    self._take({name: value}, step)
        else:
            for step, values in enumerate(_listed(history)):
                if isinstance(values, Mapping):
                    self._take(values, step)
                else:
                    self._take({"value": values}, step)
        return self

    def _take(self, values: Mapping[Any, object], step: object) -> None:
        numbers = {str(name): _number(value) for name, value in values.items()}
        where = _number(step)
        with self._lock:
            if where is None or not math.isfinite(where):
                where = float(self._steps)
                self._steps += 1
            for name, number in numbers.items():
                if number is None:
                    self.problem = f"{name!r} is no single number, so it is not drawn."
                elif name in self._series or len(self._series) < MOST_CURVES:
                    self._series.setdefault(name, Series()).add(where, number)
                else:
                    self.problem = f"{name!r} is not drawn: a picture holds {MOST_CURVES} curves."
            self._changed = True

    def __call__(self, values: Mapping[str, object] | None = None, **named: object) -> None:
        """The same as `log`, so that a run can be handed over as a callback."""
        self.log(values, **named)

    def finish(self) -> None:
        """Draw what was logged since the last drawing. The end of the cell does it, too."""
        with self._lock:
            due, self._changed = self._changed, False
        if due:
            self._show()

    def __enter__(self) -> Run:  # noqa: PYI034  (`Self` is not in Python 3.10)
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    @property
    def facts(self) -> CurvesFacts:
        """What the picture says now."""
        with self._lock:
            return facts_of(self.title, self._series)

    @property
    def picture(self) -> Picture:
        """The curves as they are now, as a still picture."""
        with self._lock:
            # Buckets are never changed in place, so that shallow copies are enough.
            series = {name: one.copy() for name, one in self._series.items()}
        return Picture("curves", lambda: drawing_of(self.title, series), plain=lambda: self.title)

    def __repr__(self) -> str:
        return repr(self.picture)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """At the end of a cell: the picture of now, or only words where the cell shows it already."""
        shell = _notebook()
        if shell is not None and self._cell == shell.execution_count:
            return {"text/plain": repr(self)}
        with self._lock:
            self._changed = False
        return self.picture._repr_mimebundle_()

    def _show(self) -> None:
        """Draw into the notebook: a new output in each cell, the same one while it runs. Never raises."""
        shell = _notebook()
        if shell is None:
            return
        try:
            from IPython.display import DisplayHandle

            with self._lock:
                new = self._display is None or self._in_a_new_cell()
                if new:
                    self._display, self._cell = DisplayHandle(), shell.execution_count  # type: ignore[no-untyped-call]
                display, self._changed = self._display, False
            if new:
                shell.events.register("post_run_cell", self._cell_ended)
                display.display(self.picture)
            else:
                display.update(self.picture)
        except Exception as error:  # noqa: BLE001  (a picture never stops a training loop)
            self.problem = f"The curves could not be shown ({type(error).__name__})."

    def _in_a_new_cell(self) -> bool:
        """Whether another cell runs than the one that shows the curves, whose output may be gone.

        A background thread goes on drawing where it began, whichever cell runs meanwhile."""
        shell = _notebook() if threading.current_thread() is threading.main_thread() else None
        return shell is not None and self._cell != shell.execution_count

    def _cell_ended(self, *_: object) -> None:
        """The last values of a cell are drawn however soon they came."""
        shell = _notebook()
        if shell is not None:
            shell.events.unregister("post_run_cell", self._cell_ended)
        self.finish()


def _number(value: object) -> float | None:
    """A number from whatever a loop has at hand: None where there is none."""
    try:
        if value is None or isinstance(value, str):
            return None
        item = getattr(value, "item", None)
        return float(item() if callable(item) else value)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001  (a value that cannot be drawn is named in `problem`)
        return None


def _listed(values: object) -> list[Any]:
    """The values of a list, a tensor or an array; a single one as a list of one."""
    try:
        return list(values)  # type: ignore[call-overload, no-any-return]
    except TypeError:
        return [values]


def _notebook() -> Any:
    """The shell of a notebook's kernel, None in a console and in a plain program."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None
