"""What the kernel answers to `show`'s script: another slice or part, and the exact number under the
pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import torch

from torchenstein_lab.widgets.cell_value import cell_value, exact_value
from torchenstein_lab.widgets.live import Answer
from torchenstein_lab.widgets.show_drawing import live_part
from torchenstein_lab.widgets.show_facts import ShowFacts, Window, panels_of, scale_of
from torchenstein_lab.widgets.show_words import strange_words
from torchenstein_lab.widgets.subject import strided, tensor_of, unwatched
from torchenstein_lab.widgets.summary import summary_of


def answer_for(facts: ShowFacts, version: int) -> Answer:
    """An answer to requests about a tensor that looked like `facts` when its `_version` was `version`.

    The facts' grids are left out, so that a picture that is answered for costs next to nothing.
    """
    return partial(_answer, replace(facts, panels=(), histogram=None), version)


def _answer(
    facts: ShowFacts, version: int, subjects: Sequence[Any], request: Mapping[str, Any]
) -> dict[str, Any]:
    with unwatched():
        tensor = tensor_of(subjects[0])
        data = None if tensor is None else strided(tensor)
        if tensor is None or data is None or tuple(data.shape) != facts.outline.shape:
            raise ValueError("The tensor has another shape now. Run the cell again.")
        found = _at(data, request["at"]) if "at" in request else _part(facts, data, request)
        return found | {"changed": tensor._version != version}


def _part(facts: ShowFacts, data: torch.Tensor, request: Mapping[str, Any]) -> dict[str, Any]:
    window = Window(
        first=_whole(request.get("first", 0)),
        top=_whole(request.get("top", 0)),
        left=_whole(request.get("left", 0)),
        bottom=_end(request.get("bottom")),
        right=_end(request.get("right")),
    )
    panels = panels_of(data, window)
    scale = facts.scale
    if facts.summary is not None and not (scale is not None and scale.names):
        scale = scale_of(facts.summary, panels)
    return {"html": live_part(replace(facts, panels=panels, scale=scale))}


def _at(data: torch.Tensor, at: object) -> dict[str, Any]:
    """The number, or the numbers of a tile: `{"index": […], "row": r, "column": c, "down": n, "across":
    m}`."""
    if not isinstance(at, Mapping):
        raise ValueError("The request was not understood.")  # noqa: TRY004  (a sentence for the learner)
    matrix = data.reshape(1, -1) if data.ndim < 2 else data
    index = tuple(_whole(number) for number in at.get("index", ()))
    if len(index) != max(0, data.ndim - 2):
        raise ValueError("There is no such slice.")
    try:
        matrix = matrix[index] if index else matrix
    except IndexError as error:
        raise ValueError("There is no such slice.") from error
    row, column = _whole(at.get("row")), _whole(at.get("column"))
    down, across = max(1, _whole(at.get("down", 1))), max(1, _whole(at.get("across", 1)))
    tile = matrix[row : row + down, column : column + across]
    if tile.numel() == 0:
        raise ValueError("There is no such element.")
    if tile.numel() == 1:
        full = [*index, row, column][-data.ndim :] if data.ndim else []
        value: Any = tile.reshape(()).resolve_conj().resolve_neg().item()
        text = str(value) if isinstance(value, (bool, complex)) else exact_value(value)
        return {"say": f"{full} = {text}"}
    return {"say": f"{_span(data.ndim, index, row, column, tile)}: {tile_statistics(tile)}"}


def tile_statistics(tile: torch.Tensor) -> str:
    """The mean and the limits of a tile, in words."""
    summary = summary_of(tile)
    words = []
    if summary.mean is not None and summary.low is not None and summary.high is not None:
        limits = [cell_value(float(f"{limit:.6g}")) for limit in (summary.low, summary.high)]
        words.append(f"mean {cell_value(float(f'{summary.mean:.6g}'))}, from {limits[0]} to {limits[1]}")
    return "; ".join([*words, *strange_words(summary)])


def _span(deep: int, index: tuple[int, ...], row: int, column: int, tile: torch.Tensor) -> str:
    columns = f"{column}:{column + tile.shape[1]}"
    if deep < 2:
        return f"[{columns}]"
    parts = [*map(str, index), f"{row}:{row + tile.shape[0]}", columns]
    return f"[{', '.join(parts)}]"


def _whole(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**62:
        raise ValueError("The request was not understood.")
    return number


def _end(number: object) -> int | None:
    return None if number is None else _whole(number)
