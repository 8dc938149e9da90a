"""What a cell did to the names: told from which object a name stands for, and how often PyTorch counted a
change in place.

Tensors and modules are remembered by weak references: an `id` alone comes back when a loop makes and frees
tensors in turn. Nothing is kept alive.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import Any, Literal

from torchenstein_lab.inspector.inside import ITEMS, first_children, module_parts, modules_in
from torchenstein_lab.inspector.kinds import Kind, Kinds
from torchenstein_lab.inspector.survey import Survey

Mark = Literal["new", "replaced", "changed"]
TENSORS = ("tensor", "parameter")


class Memento:
    """What each name stood for at some moment: the object, and the version of what is in it."""

    def __init__(self) -> None:
        self._objects: dict[str, Any] = {}
        self._versions: dict[str, int] = {}

    def keep(self, seen: Survey, kinds: Kinds, changed: Iterable[str] | None = None) -> None:
        """Remember how things are now, and forget what is not listed any more. `changed` are the names that
        have a mark, where that is known: nothing is new about the others."""
        objects, versions, names = self._objects, self._versions, seen.names
        for name in objects.keys() - seen.kinds.keys():
            del objects[name], versions[name]
        version_of_tensor = kinds.fields.version_of
        for name in seen.kinds if changed is None else changed:
            value, kind = names[name], seen.kinds[name]
            versions[name] = (
                version_of_tensor(value) if kind in TENSORS else _version_inside(value, kind, kinds)
            )
            if not _is(objects.get(name), value):
                objects[name] = _reference(value)

    def marks(self, seen: Survey, kinds: Kinds) -> dict[str, Mark]:
        """What happened to each name since then; names to which nothing happened are left out."""
        found: dict[str, Mark] = {}
        versions, names, kept_of, reference = self._versions, seen.names, self._objects.get, weakref.ref
        version_of_tensor = kinds.fields.version
        for name, kind in seen.kinds.items():
            value, kept = names[name], kept_of(name)
            if kept is None:
                found[name] = "new"
            # `_is`, written out: this is the line that 10,000 tensors pass.
            elif (kept() is not value) if type(kept) is reference else kept != (id(value),):
                found[name] = "replaced"
            else:
                try:
                    now = version_of_tensor(value) if kind in TENSORS else _version_inside(value, kind, kinds)
                except RuntimeError:  # PyTorch does not count in inference mode
                    now = -1
                if versions[name] != now:
                    found[name] = "changed"
        return found

    def gone(self, seen: Survey) -> tuple[str, ...]:
        """The names that stood for something then and do not now."""
        return tuple(name for name in self._objects if name not in seen.kinds)


def _is(kept: Any, value: object) -> bool:
    return (kept() is value) if type(kept) is weakref.ref else kept == (id(value),)


def _version_inside(value: Any, kind: Kind, kinds: Kinds) -> int:
    """One number for the versions of everything in a module or a group."""
    version = 0
    if kind == "module":
        for module in modules_in(value):
            for part in ("_parameters", "_buffers"):
                for name, tensor in module_parts(module, part).items():
                    version = hash((version, name, id(tensor), _counted(tensor, kinds)))
    elif kind == "group":
        for child in first_children(value, kinds, ITEMS):
            version = hash((version, child.name, id(child.value), _counted(child.value, kinds)))
    return version


def _counted(value: Any, kinds: Kinds) -> int:
    return kinds.fields.version_of(value) if kinds.is_tensor(value) else 0


def _reference(value: object) -> Any:
    try:
        return weakref.ref(value)
    except TypeError:  # lists, tuples and dictionaries have none
        return (id(value),)
