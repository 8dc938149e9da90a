"""What the inspector remembers between two questions: the order of the rows, and what the last cell did.

The names are walked through when something may have changed. While a cell runs, questions come every second,
and most are answered from the remembered order: a walk that takes long is repeated the less often for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from torchenstein_lab.contracts.inspector import (
    PAGE_BYTES,
    PAGE_ROWS,
    Branch,
    Examined,
    InspectRequest,
    MemoryUse,
    TensorDetail,
    TensorPage,
    TensorRow,
)
from torchenstein_lab.inspector.changes import Memento
from torchenstein_lab.inspector.detail import detail_of
from torchenstein_lab.inspector.fields import plain_access
from torchenstein_lab.inspector.health import Health, examine
from torchenstein_lab.inspector.inside import Gone, find, first_children
from torchenstein_lab.inspector.kinds import Kind, Kinds
from torchenstein_lab.inspector.process import device_memory, process_memory
from torchenstein_lab.inspector.row import row_of
from torchenstein_lab.inspector.survey import Storages, Survey, order, storages_of, survey
from torchenstein_lab.inspector.tensor_row import cut

SHARE = 0.001
"""While a cell runs, walks may take this share of the time."""
QUICK = 0.001
"""Seconds: storages are counted together with a walk that took less, else when the next question comes."""
BRANCHES = 20
INSIDE_ROWS = 200
"""So many rows inside others are answered at most."""
GONE = 5
OTHER_BYTES = 1500
"""What an answer holds beside its rows, at most."""


class Watch:
    """Answers questions about one namespace, from any thread. `names` gives the namespace and what IPython
    hides of it."""

    def __init__(self, names: Callable[[], tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
        self._names = names
        self._lock = threading.Lock()
        self._storages = Storages()
        self._uncounted = False
        self._order: list[str] = []
        self._kinds: dict[str, Kind] = {}
        self._by_name: list[str] = []
        self._asked: tuple[object, ...] = ()
        self._memento = Memento()
        self._marks: dict[str, Any] = {}
        self._gone: tuple[str, ...] = ()
        self._highest = 0
        self._walk_again = 0.0
        self._health = Health()

    def page(self, request: InspectRequest) -> TensorPage:
        """Answer with some rows; walk through the names first where that is due."""
        with self._lock:
            kinds = Kinds()
            if kinds.torch is None:
                return TensorPage(False, 0, 0, 0, (), (), (), MemoryUse(0, 0, *process_memory()))
            with plain_access(kinds.torch):
                namespace, hidden = self._names()
                begun = time.monotonic()
                if self._is_due(request):
                    seen = survey(namespace, hidden, kinds)
                    self._walk(seen, request, kinds)
                    self._uncounted = True
                    if time.monotonic() - begun < QUICK:
                        self._count(seen, kinds)
                elif self._uncounted:
                    self._count(survey(namespace, hidden, kinds), kinds)
                return self._rows(namespace, request, kinds)

    def detail(self, request: InspectRequest) -> TensorDetail:
        """Look closely at the value at a path. Raises `Gone` when there is none."""
        return detail_of(*self._names(), request.path, self._health)

    def examine(self, request: InspectRequest) -> Examined:
        """Look for NaN and infinity in the listed tensors, from the row numbered `start` on."""
        with self._lock:
            kinds = Kinds()
            if kinds.torch is None:
                return Examined(None, 0, 0)
            namespace, _ = self._names()
            listed = [namespace.get(name) for name in self._order]
            tensors = [value for value in listed if kinds.is_tensor(value)]
            return examine(tensors, request.start, self._health, kinds)

    def _is_due(self, request: InspectRequest) -> bool:
        asked = (request.sort, request.only, request.search)
        if request.begin or request.fresh or request.ended or asked != self._asked:
            return True
        return request.running and time.monotonic() >= self._walk_again

    def _walk(self, seen: Survey, request: InspectRequest, kinds: Kinds) -> None:
        begun = time.monotonic()
        if request.begin:
            self._memento.keep(seen, kinds)
            self._marks, self._gone = {}, ()
        elif request.running or request.ended:
            self._marks = self._memento.marks(seen, kinds)
            self._gone = tuple(cut(name) for name in self._memento.gone(seen)[:GONE])
        if request.ended:
            self._memento.keep(seen, kinds, self._marks)
        if seen.kinds.keys() != self._kinds.keys():
            self._by_name = sorted(seen.kinds)
        self._kinds = seen.kinds
        self._order = order(seen, self._by_name, request, kinds)
        if request.only == "changed":
            self._order = [name for name in self._order if name in self._marks]
        if request.sort == "changed":
            self._order.sort(key=lambda name: name not in self._marks)
        self._asked = (request.sort, request.only, request.search)
        self._walk_again = time.monotonic() + (time.monotonic() - begun) / SHARE

    def _count(self, seen: Survey, kinds: Kinds) -> None:
        self._storages = storages_of(seen, kinds)
        self._highest = max(self._highest, self._storages.nbytes)
        self._uncounted = False

    def _rows(self, namespace: Mapping[str, Any], request: InspectRequest, kinds: Kinds) -> TensorPage:
        numbers: dict[int, int] = {}
        start = max(0, min(request.start, len(self._order) - 1))
        rows: list[TensorRow] = []
        left = PAGE_BYTES - OTHER_BYTES
        for name in self._order[start : start + min(max(request.count, 1), PAGE_ROWS)]:
            value = namespace.get(name)
            if kinds.of(value) is None:
                continue
            row = self._row(value, name, (name,), kinds, numbers)
            row = msgspec.structs.replace(row, mark=self._marks.get(name, ""))
            left -= len(msgspec.json.encode(row)) + 1
            if left < 0 and rows:
                break
            rows.append(row)
        return TensorPage(
            True,
            len(self._kinds),
            len(self._order),
            start,
            tuple(rows),
            self._branches(namespace, request, kinds, numbers),
            self._gone,
            MemoryUse(self._storages.nbytes, self._highest, *process_memory(), device_memory(kinds.torch)),
            self._uncounted,
        )

    def _branches(
        self,
        namespace: Mapping[str, Any],
        request: InspectRequest,
        kinds: Kinds,
        numbers: dict[int, int],
    ) -> tuple[Branch, ...]:
        branches = []
        left = INSIDE_ROWS
        for opened in request.open[:BRANCHES]:
            try:
                value, _ = find(namespace, opened.path, kinds)
            except Gone:
                continue
            inside = first_children(value, kinds, max(0, min(opened.count, left)))
            left -= len(inside)
            rows = []
            for child in inside:
                path = () if child.step is None else (*opened.path, child.step)
                row = self._row(child.value, child.name, path, kinds, numbers, child.role)
                rows.append(row)
            branches.append(Branch(opened.path, tuple(rows)))
        return tuple(branches)

    def _row(
        self,
        value: Any,
        name: str,
        path: tuple[str, ...],
        kinds: Kinds,
        numbers: dict[int, int],
        role: Any = "",
    ) -> TensorRow:
        """A row, with the number of its storage where other names lie in it, too."""
        row = row_of(value, name, path, kinds, self._health, role)
        if row.storage_bytes is None:
            return row
        key = kinds.fields.storage_of(value)
        if self._storages.users.get(key, 0) < 2:
            return row
        return msgspec.structs.replace(row, storage=numbers.setdefault(key, len(numbers) + 1))
