"""What the picture of memory says in words: each tensor's description, and what became of the first one's."""

from __future__ import annotations

from itertools import pairwise

from torchenstein_lab.widgets.amount import bytes_in_words, counted
from torchenstein_lab.widgets.memory_facts import MemoryFacts, Strip, View
from torchenstein_lab.widgets.memory_view import Blocked, view_strides


def strip_title(strip: Strip, number: int, strips: int) -> str:
    """The strip's name and size."""
    name = f"Storage {number + 1}" if strips > 1 else "Storage"
    size = f"{counted(strip.cells, 'cell')} of {counted(strip.itemsize, 'byte')}"
    words = f"{name}: {size}, {bytes_in_words(strip.cells * strip.itemsize)} in all"
    if strip.same_as is not None:
        words += f". The same memory as storage {strip.same_as + 1}, cut into other cells"
    drawn = sum(len(run) for run in strip.runs)
    if drawn < strip.cells:
        words += f". Drawn: {drawn} of them"
    return words


def description(view: View) -> list[tuple[str, str]]:
    """The description as pairs of name and value."""
    pairs = [("shape", shape_text(view.shape))]
    if view.blocked is None:
        pairs += [("strides", shape_text(view.strides)), ("starts at", f"cell {view.offset}")]
    pairs.append(("dtype", view.dtype))
    if view.blocked is None:
        used = "" if view.used is None or view.used == view.numel else f" in {counted(view.used, 'cell')}"
        pairs.append(("elements", f"{view.numel:,}{used}"))
        pairs.append(("contiguous", "yes" if view.contiguous else "no"))
    return pairs


def sentences(view: View, facts: MemoryFacts) -> list[str]:
    """What there is to say of a tensor, the first one's relation to it above all."""
    first = facts.views[0]
    if view.blocked is not None:
        return _refusal(view, view.blocked)
    said = [_address(view)] if view is first else _relation(view, first, facts)
    shown = len(view.elements)
    if shown < view.numel:
        said.append(f"Drawn: {_part(view)}.")
    return [sentence for sentence in said if sentence]


def changed_fields(view: View, facts: MemoryFacts) -> frozenset[str]:
    """The names in the description whose values are not the first tensor's."""
    before = dict(description(facts.views[0]))
    return frozenset(name for name, value in description(view) if before.get(name) != value)


def jumps(order: tuple[int, ...]) -> list[int]:
    """How far each cell lies from the one before it."""
    return [after - before for before, after in pairwise(order)]


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else "(" + ", ".join(map(str, shape)) + ")"


def _address(view: View) -> str:
    """How an element is found, by the last one that is drawn."""
    if not view.elements or not view.shape:
        return ""
    element = view.elements[-1]
    steps = " + ".join(f"{i} × {stride}" for i, stride in zip(element.index, view.strides, strict=True))
    index = ", ".join(map(str, element.index))
    return f"{view.badge}[{index}] lies in cell {view.offset} + {steps} = {element.cell}."


def _relation(view: View, first: View, facts: MemoryFacts) -> list[str]:
    a = first.badge
    strip, home = facts.strips[view.strip], facts.strips[first.strip]
    if view.strip != first.strip:
        if strip.same_as == first.strip or (strip.same_as is not None and strip.same_as == home.same_as):
            return [f"The same bytes as {a}, read as {view.dtype}."]
        if strip.overlaps(home):
            return [f"Another stretch of the same memory: {a}'s cells, counted from another start."]
        return [f"Other memory: what is written here, {a} does not see." if strip.real else "Other memory."]
    said = [_change(view, first)]
    if view.used == 0:
        return ["No elements, so no cells."]
    if not _may_meet(view, first):
        said.append(f"It shares the storage with {a}, and yet no cell.")
    said.append(_address(view))
    return said


def _change(view: View, first: View) -> str:
    a = first.badge
    same_place = view.offset == first.offset
    if same_place and view.shape == first.shape and view.strides == first.strides:
        return f"The same description as {a}: another name for the same cells."
    mine = sorted(zip(view.shape, view.strides, strict=True))
    if same_place and mine == sorted(zip(first.shape, first.strides, strict=True)):
        return "Dims changed places, and their strides with them. No number moved."
    still = [dim for dim, stride in enumerate(view.strides) if stride == 0 and view.shape[dim] > 1]
    if still and view.numel > (view.used or 0) and 0 not in first.strides:
        dims = " and ".join(f"dim {dim}" for dim in still)
        return f"A step along {dims} moves 0 cells: the same cells are read again. Nothing was copied."
    if same_place and view.numel == first.numel:
        fits = view_strides(first.shape, first.strides, view.shape)
        if not isinstance(fits, Blocked) and _alike(fits, view):
            return "The same cells in the same order, under another shape. No number moved."
    if view.numel < first.numel:
        start = "the same cell" if same_place else f"cell {view.offset} instead of {first.offset}"
        return (
            f"A part of the same storage: it starts at {start} and has steps of its own. Nothing was copied."
        )
    return "The same storage, walked in another way. Nothing was copied."


def _alike(strides: tuple[int, ...], view: View) -> bool:
    """Whether the strides are the view's wherever there is a step to take."""
    pairs = zip(strides, view.strides, view.shape, strict=True)
    return all(mine == yours for mine, yours, size in pairs if size > 1)


def _may_meet(view: View, first: View) -> bool:
    """Whether two tensors of one storage can have a cell in common: said to be so unless it is plain that
    not."""
    spans = [(each.offset, each.offset + _reach(each)) for each in (view, first)]
    if spans[0][1] < spans[1][0] or spans[1][1] < spans[0][0]:
        return False
    if any(len(each.elements) < each.numel for each in (view, first)):
        return True
    return bool({each.cell for each in view.elements} & {each.cell for each in first.elements})


def _reach(view: View) -> int:
    return sum((size - 1) * stride for size, stride in zip(view.shape, view.strides, strict=True))


def _refusal(view: View, blocked: Blocked) -> list[str]:
    said = ["`view` cannot do this. " + blocked.says]
    if blocked.copy_helps:
        said.append(f"`reshape` can: it copies all {counted(view.numel, 'element')} into new memory.")
    return said


def _part(view: View) -> str:
    elements = view.elements
    if not elements:
        return "none of its elements"
    rows, columns = len(view.slices[0]), len(view.slices[0][0])
    if len(view.shape) < 2:
        return f"the first {columns} of {view.numel:,} elements"
    words = f"the first {counted(rows, 'row')} and {counted(columns, 'column')}"
    return words + (f" of the first {counted(len(view.slices), 'slice')}" if len(view.shape) > 2 else "")
