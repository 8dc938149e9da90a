"""`curves()`: training curves that grow while a loop runs, or the picture of a finished history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torchenstein_lab.widgets.curves_run import EVERY, Run


def curves(
    history: Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]] | None = None,
    *,
    title: str = "",
    every: float = EVERY,
) -> Run:
    """Live training curves: `run = lab.curves()`, then `run.log(loss=loss)` in the loop, or `run` as a
    callback.

    A value is a float or a tensor of one element. The picture follows at most once in `every` seconds, and
    the last one stays in the saved notebook. Long runs are thinned, and every thinned point keeps its least
    and its greatest value. `history` draws what is finished: a dictionary of lists, or a list of
    dictionaries."""
    run = Run(title, every=every)
    return run if history is None else run.fill(history)
