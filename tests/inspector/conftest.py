"""A namespace as a notebook has one, and the inspector's look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from torchenstein_lab.contracts.inspector import InspectRequest, OpenedRow, TensorPage, TensorRow
from torchenstein_lab.inspector.watch import Watch


@dataclass
class Notebook:
    """Names that a learner has given, and a watch over them."""

    names: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.watch = Watch(lambda: (self.names, self.hidden))

    def page(self, **asked: Any) -> TensorPage:
        return self.watch.page(InspectRequest(**({"fresh": True} | asked)))

    def row(self, name: str, **asked: Any) -> TensorRow:
        """The row of a name. Fails where it is not listed."""
        return next(row for row in self.page(**asked).rows if row.name == name)

    def inside(self, *path: str) -> dict[str, TensorRow]:
        """The rows inside the value at a path, by name."""
        branch = self.page(open=(OpenedRow(path),)).branches[0]
        return {row.name: row for row in branch.rows}

    def run(self, **names: Any) -> None:
        """As a cell that gives names, and ends."""
        self.names.update(names)

    def ended(self) -> dict[str, str]:
        """The marks after a cell has ended: by name, without the unmarked."""
        return {row.name: row.mark for row in self.page(ended=True).rows if row.mark}


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()
