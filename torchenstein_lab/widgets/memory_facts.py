"""Where tensors lie: storages as strips of cells, and each tensor as a description of such a strip."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from torchenstein_lab.widgets.argument_names import short_names
from torchenstein_lab.widgets.cell_value import cell_value
from torchenstein_lab.widgets.memory_cells import distinct_cells, drawn_cells
from torchenstein_lab.widgets.memory_view import Blocked, inferred, view_strides
from torchenstein_lab.widgets.operand import NotDrawable, count_of, is_shape, shape_of, tensor_of

MOST_VIEWS = 6
MOST_ELEMENTS = 96
"""So many elements are drawn of all tensors together."""
MOST_CELLS = 64
"""Storages of so many cells together are drawn whole; of larger ones, the cells of the elements drawn."""
_ROWS, _COLUMNS, _SLICES = 8, 8, 2


@dataclass(frozen=True)
class Element:
    """One element: its index, the cell that it lies in, and its value ("" where only a shape is known)."""

    index: tuple[int, ...]
    cell: int
    text: str


@dataclass(frozen=True)
class View:
    """One tensor: the description, and the elements that are drawn (slices of rows of elements).

    `badge` is its short name in the picture. `used` is the number of different cells, `None` where to count
    them would take too long. `blocked` says why the view that was asked for cannot be: it then has no
    elements, and `order` holds the cells that it would have to read, one after the other."""

    badge: str
    label: str
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int
    dtype: str
    strip: int
    contiguous: bool
    used: int | None
    slices: tuple[tuple[tuple[Element, ...], ...], ...]
    order: tuple[int, ...] = ()
    blocked: Blocked | None = None

    @property
    def numel(self) -> int:
        """How many elements the tensor has."""
        return count_of(self.shape)

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements that are drawn."""
        return tuple(element for rows in self.slices for row in rows for element in row)


@dataclass(frozen=True)
class Cell:
    """One cell of a storage: its number, what it holds, and the badges of the tensors seen to use it."""

    at: int
    text: str
    badges: tuple[str, ...]


@dataclass(frozen=True)
class Strip:
    """One storage, cut into cells of `itemsize` bytes. `runs` are the stretches of cells that are drawn.

    `address` is where it starts, 0 where there is no memory. `same_as` is the number of an earlier strip that
    is the same memory, cut into cells of another size."""

    cells: int
    itemsize: int
    real: bool
    runs: tuple[tuple[Cell, ...], ...]
    same_as: int | None = None
    address: int = 0

    def overlaps(self, other: Strip) -> bool:
        """Whether both are the same memory, or stretches of it."""
        ends = [strip.address + strip.cells * strip.itemsize for strip in (self, other)]
        return self.address < ends[1] and other.address < ends[0]


@dataclass(frozen=True)
class MemoryFacts:
    """Everything that is drawn."""

    strips: tuple[Strip, ...]
    views: tuple[View, ...]
    left_out: int = 0


@dataclass
class _Storage:
    """What is known of a storage while facts are gathered. It is held until then: the address of one that is
    gone could come back as another's. `key` tells storages and cell sizes apart."""

    held: torch.UntypedStorage
    key: tuple[int, int]
    cells: int
    itemsize: int
    flat: torch.Tensor | None


def memory_facts(x: object, views: Sequence[object] = (), names: Sequence[str | None] = ()) -> MemoryFacts:
    """Look at where `x` and the others lie. A tuple among the others is a shape asked of `view`, on the
    tensor
    before it; as `x`, it stands for a new tensor of that shape. Raises `NotDrawable`."""
    everything = (x, *views)
    given = everything[:MOST_VIEWS]
    budget = MOST_ELEMENTS // len(given)
    storages: list[_Storage] = []
    found: list[View] = []
    last: torch.Tensor | None = None
    label = ""
    badges = short_names(names, len(given))
    for at, value in enumerate(given):
        name = (names[at] if at < len(names) else None) or ("x" if at == 0 else f"view {at}")
        if last is None or not is_shape(value):
            last, label = _described(value, name), name
            found.append(_view_of(last, badges[at], label, storages, budget))
        else:
            assert isinstance(value, tuple)
            found.append(_asked(last, value, badges[at], label, storages, budget))
    strips = tuple(_strip_of(storage, number, storages, found) for number, storage in enumerate(storages))
    return MemoryFacts(strips, tuple(found), len(everything) - len(given))


def _described(value: object, name: str) -> torch.Tensor:
    if is_shape(value):
        shape = shape_of(value, name)
        try:
            return torch.empty(shape, device="meta")
        except RuntimeError:
            raise NotDrawable(f"No tensor can have the shape {value}: it has too many elements.") from None
    tensor = tensor_of(value, name)
    if type(tensor) is not torch.Tensor:
        tensor = tensor.as_subclass(torch.Tensor)
    return tensor


def _view_of(
    tensor: torch.Tensor, badge: str, label: str, storages: list[_Storage], budget: int, asked: str = ""
) -> View:
    shape, strides = tuple(tensor.shape), tuple(tensor.stride())
    _not_freed(tensor, label)
    return View(
        badge,
        label + asked,
        shape,
        strides,
        int(tensor.storage_offset()),
        str(tensor.dtype).removeprefix("torch."),
        _storage_number(tensor, storages),
        tensor.is_contiguous(),
        distinct_cells(shape, strides),
        _drawn_elements(tensor, budget),
    )


def _not_freed(tensor: torch.Tensor, label: str) -> None:
    last = int(tensor.storage_offset()) + sum(
        (size - 1) * stride for size, stride in zip(tensor.shape, tensor.stride(), strict=True)
    )
    if tensor.numel() and (last + 1) * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise NotDrawable(f"The storage of {label} has been freed: there are no cells left to draw.")


def _asked(
    base: torch.Tensor, shape: tuple[int, ...], badge: str, label: str, storages: list[_Storage], budget: int
) -> View:
    asked = f".view{shape}" if len(shape) > 1 else f".view({', '.join(map(str, shape))})"
    new = inferred(shape, base.numel())
    why: tuple[int, ...] | Blocked = new
    if not isinstance(new, Blocked):
        why = view_strides(tuple(base.shape), tuple(base.stride()), new)
        if not isinstance(why, Blocked):
            return _view_of(base.view(new), badge, label, storages, budget, asked)
    assert isinstance(why, Blocked)
    order = tuple(
        int(base.storage_offset()) + sum(i * stride for i, stride in zip(index, base.stride(), strict=True))
        for index in itertools.islice(itertools.product(*map(range, base.shape)), 16)
    )
    return View(
        badge,
        label + asked,
        shape if isinstance(new, Blocked) else new,
        (),
        int(base.storage_offset()),
        str(base.dtype).removeprefix("torch."),
        _storage_number(base, storages),
        False,
        None,
        (),
        order if why.copy_helps else (),
        why,
    )


def _storage_number(tensor: torch.Tensor, storages: list[_Storage]) -> int:
    storage = tensor.untyped_storage()
    size = tensor.element_size()
    key = (storage.data_ptr() or storage._cdata, size)
    for number, known in enumerate(storages):
        if known.key == key:
            return number
    cells = storage.nbytes() // size
    flat = None
    if tensor.device.type != "meta":
        flat = torch.empty(0, dtype=tensor.dtype, device=tensor.device).set_(storage, 0, (cells,), (1,))
    storages.append(_Storage(storage, key, cells, size, flat))
    return len(storages) - 1


def _drawn_elements(tensor: torch.Tensor, budget: int) -> tuple[tuple[tuple[Element, ...], ...], ...]:
    if tensor.numel() == 0:
        return ()
    strides, offset = tensor.stride(), int(tensor.storage_offset())
    lead, tail = tuple(tensor.shape[:-2]), tuple(tensor.shape[-2:])
    rows, columns = (1, *tail)[-2:] if tail else (1, 1)
    columns = min(columns, _COLUMNS)
    slices = min(count_of(lead), _SLICES)
    rows = max(1, min(rows, _ROWS, budget // columns // slices))
    drawn = []
    for outer in itertools.islice(itertools.product(*map(range, lead)), slices):
        block = tensor[outer] if outer else tensor
        block = block[:rows, :columns] if len(tail) == 2 else block[:columns] if tail else block
        texts = _texts(block.reshape(-1))
        lines = []
        for row in range(rows):
            line = []
            for column in range(columns):
                index = (*outer, *(row, column)[2 - len(tail) :])
                cell = offset + sum(i * stride for i, stride in zip(index, strides, strict=True))
                line.append(Element(index, cell, texts[row * columns + column]))
            lines.append(tuple(line))
        drawn.append(tuple(lines))
    return tuple(drawn)


def _texts(values: torch.Tensor) -> list[str]:
    if values.device.type == "meta":
        return [""] * values.numel()
    if values.dtype.is_floating_point and values.dtype.itemsize < 2:
        values = values.to(torch.float32)
    return [cell_value(value) for value in values.tolist()]


def _strip_of(storage: _Storage, number: int, storages: list[_Storage], views: list[View]) -> Strip:
    mine = [view for view in views if view.strip == number]
    used: dict[int, tuple[str, ...]] = {}
    for view in mine:
        for element in view.elements:
            if view.badge not in used.setdefault(element.cell, ()):
                used[element.cell] += (view.badge,)
        for cell in view.order:
            used.setdefault(cell, ())
    whole = MOST_CELLS // len(storages)
    shown = list(range(min(storage.cells, whole)))
    if storage.cells > whole and used:
        shown = drawn_cells(sorted(used), whole)
    texts = [""] * len(shown)
    if storage.flat is not None and shown:
        texts = _texts(storage.flat[torch.tensor(shown, device=storage.flat.device)])
    runs: list[list[Cell]] = []
    for cell, text in zip(shown, texts, strict=True):
        if not runs or runs[-1][-1].at != cell - 1:
            runs.append([])
        runs[-1].append(Cell(cell, text, used.get(cell, ())))
    same = next((i for i in range(number) if storages[i].key[0] == storage.key[0]), None)
    return Strip(
        storage.cells,
        storage.itemsize,
        storage.flat is not None,
        tuple(tuple(run) for run in runs),
        same,
        storage.held.data_ptr(),
    )
