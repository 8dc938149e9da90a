"""The progress bar of `verify`, drawn by rich on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torchenstein_lab.authoring.verify import Progress


@contextmanager
def show_progress(quiet: bool = False) -> Iterator[Progress]:
    """A bar that moves as exercises are done; none when `quiet`."""
    if quiet:
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("verifying", total=None)

        class Drawn(Progress):
            def begin(self, steps: int) -> None:
                bar.update(task, total=steps)

            def step(self, what: str) -> None:
                bar.update(task, advance=1, description=what)

        yield Drawn()
