"""What the pictures of gradients and training cost: a graph of 20,000 nodes, and a value logged in a loop.

The graph is drawn beside one backward pass over the same graph; logging beside the `item()` that a loop calls
anyway to print its loss.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.result import Result, median

_NODES = 20_000


def measure(quick: bool) -> list[Result]:
    return [*_graph(2 if quick else 9), _log(2_000 if quick else 20_000)]


def _graph(runs: int) -> list[Result]:
    import torch

    from torchenstein_lab.widgets.graph import graph

    leaf = torch.zeros((), requires_grad=True)
    y = leaf
    for _ in range(_NODES // 2):
        y = y * 1.0001 + 0.1
    drawn, backward = [], []
    for _ in range(runs):
        drawn.append(_seconds(lambda: graph(y, names={})))
        backward.append(_seconds(lambda: torch.autograd.grad(y, leaf, retain_graph=True)))
    picture = graph(y, names={})
    assert picture.drawing is not None, picture.problem
    beside = f"one backward pass over it, {median(backward) * 1000:.0f} ms"
    size = len((picture.drawing.html + picture.drawing.text).encode()) / 1024
    what = f"the autograd graph of {_NODES:,} nodes"
    return [
        Result(f"{what}, drawn, median", median(drawn), 1.0, "s", beside, runs),
        Result(
            f"{what}, boxes", picture.drawing.html.count("<li "), 300, "boxes", f"{_NODES + 1:,} nodes", 1
        ),
        Result(f"{what}, saved in the notebook", size, 32, "KiB", beside, 1),
    ]


def _log(runs: int) -> Result:
    import torch

    from torchenstein_lab.widgets.curves import curves

    run, loss = curves(), torch.tensor(0.5)
    for _ in range(1000):
        run.log(loss=loss)
    logged = [_seconds(lambda: run.log(loss=loss)) * 1e6 for _ in range(runs)]
    item = [_seconds(loss.item) * 1e6 for _ in range(runs)]
    return Result(
        "a value logged to `lab.curves()`, median",
        median(logged),
        50,
        "µs",
        f"`loss.item()` {median(item):.1f} µs",
        runs,
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
