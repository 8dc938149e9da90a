"""`landscape(f)`: a loss over two numbers, two weights or two directions, with the way of an optimizer."""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch

from torchenstein_lab.widgets.drawing import Drawing
from torchenstein_lab.widgets.landscape_drawing import LandscapeFacts, Path, as_html, as_text, box
from torchenstein_lab.widgets.landscape_grid import grid_of
from torchenstein_lab.widgets.landscape_plane import Pair, Plane, plane_of_function, plane_of_model
from torchenstein_lab.widgets.picture import Picture, plain_text

_SAVED_BYTES = 21 * 1024
"""What text and drawing may take of a saved notebook; the values for the pointer come on top."""
_DRAWN = 100
"""Points of the path that are drawn; of a longer one, evenly spread."""


def landscape(
    f: object,
    model: torch.nn.Module | None = None,
    *,
    x: Pair | None = None,
    y: Pair | None = None,
    over: Sequence[Any] | None = None,
    path: Sequence[Any] = (),
    names: tuple[str, str] = ("x", "y"),
    reach: float | None = None,
    seconds: float = 2.0,
) -> Picture:
    """A loss surface in two dimensions, with contour lines and the path of an optimizer.

    `landscape(f)` draws `f(a, b)` over the ranges `x` and `y`; `f` gets two tensors without dimensions and
    gives one number. `path` is a list of pairs.

    `landscape(f, model)` draws `f(model)` in a plane through the model's weights: over two named weights
    (`over=("weight[0, 0]", "bias[0]")`), over two directions, or, without `over`, over the two directions in
    which `path` moves most (random ones without a path). `path` is a list of all weights at several moments,
    such as `parameters_to_vector(model.parameters()).detach().clone()`; `reach` is how far to look each way.

    Works on a copy of the model, restores the random state, and evaluates a finer grid as long as about
    `seconds` allow. Never raises."""
    problem: list[str] = []

    def draw() -> Drawing | None:
        if not callable(f):
            problem.append("landscape() takes a function: f(a, b), or f(model) with the model beside it.")
            return None
        try:
            if model is None:
                plane = plane_of_function(f, path, names, x, y)
            else:
                plane = plane_of_model(f, model, over, path, reach)
            with torch.random.fork_rng(devices=[]):
                return drawing_of(facts_of(plane, seconds))
        except ValueError as error:
            problem.append(str(error))
            return None

    def plain() -> str:
        return "\n".join([*problem, f"There is no landscape of {plain_text(f)}."])

    return Picture("landscape", draw, plain=plain)


def facts_of(plane: Plane, seconds: float) -> LandscapeFacts:
    """Evaluate the plane. Raises `ValueError` where the loss has no finite value at all."""
    (middle_x, middle_y), (reach_x, reach_y) = plane.middle, plane.reach
    grid = grid_of(
        plane.loss,
        (middle_x - reach_x, middle_x + reach_x),
        (middle_y - reach_y, middle_y + reach_y),
        seconds,
    )
    if not grid.finite:
        raise ValueError(grid.problem or "The loss is nowhere a finite number.")
    return LandscapeFacts(grid, plane.names, _path_of(plane))


def _path_of(plane: Plane) -> Path | None:
    if not plane.path or plane.on_path is None or plane.shown is None:
        return None
    count = len(plane.path)
    every = max(1, math.ceil((count - 1) / _DRAWN))
    steps = [*range(0, count - 1, every), count - 1]
    losses = []
    for step in steps:
        try:
            losses.append(plane.on_path(step))
        except Exception:  # noqa: BLE001  (the grid tells of the error; the path stays)
            losses.append(math.nan)
    return Path(tuple(steps), tuple(plane.path[step] for step in steps), tuple(losses), count, plane.shown)


def drawing_of(facts: LandscapeFacts) -> Drawing:
    """The picture, from a coarser grid where its lines would be too long for a saved notebook."""
    html = as_html(facts)
    while len(html.encode()) > _SAVED_BYTES and len(facts.grid.x) > 9:
        facts = replace(facts, grid=facts.grid.coarser())
        html = as_html(facts)
    return Drawing(as_text(facts), html, _state(facts))


def _state(facts: LandscapeFacts) -> dict[str, Any]:
    """The values under the pointer (of at most 33 × 33 points, as float32) and the stations of the path."""
    grid = facts.grid if len(facts.grid.x) <= 33 else facts.grid.coarser()
    flat = [value for row in grid.values for value in row]
    packed = struct.pack(f"<{len(flat)}f", *(_as_float32(value) for value in flat))
    path = facts.path
    return {
        "box": list(box()),
        "names": list(facts.names),
        "x": [grid.x[0], grid.x[-1]],
        "y": [grid.y[0], grid.y[-1]],
        "side": len(grid.x),
        "values": base64.b64encode(packed).decode(),
        "path": []
        if path is None
        else [
            [step, *(float(f"{at:.5g}") for at in point), _plain(loss)]
            for step, point, loss in zip(path.steps, path.points, path.losses, strict=True)
        ],
    }


def _as_float32(value: float) -> float:
    most = 3.4e38
    return value if not math.isfinite(value) else max(-most, min(most, value))


def _plain(value: float) -> float | str:
    return float(f"{value:.5g}") if math.isfinite(value) else str(value)
