"""Which steps of a large graph are drawn as one box.

Every fold is a stretch of the forward order, so the folded graph can have no cycle, whatever is shared. First
stretches that belong to one module, at the greatest depth that is still readable; where that is not enough,
stretches of equal length, in time with the pattern where the graph repeats one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from torchenstein_lab.widgets.graph_rules import title_of
from torchenstein_lab.widgets.graph_walk import Walk

READABLE = 40
"""Up to so many boxes of operations are drawn, unless more are asked for."""
_LONGEST_PATTERN = 64
_SAME_NUMBERS = {"T", "Transpose", "Permute", "View", "UnsafeView", "ReshapeAlias", "Alias", "Expand",
                 "ToCopy", "Select", "Slice", "Split", "Unbind", "Unsqueeze", "Squeeze"}  # fmt: skip
"""Operations that only present a parameter in another shape."""


class Part(NamedTuple):
    """Steps (places in the walk) drawn as one box. `path` is the module's, empty where there is none;
    `rounds` is how often a pattern repeats in it."""

    steps: tuple[int, ...]
    path: str = ""
    rounds: int = 0


def module_paths(walk: Walk, owner: Mapping[int, str]) -> list[str]:
    """The module that each operation most likely ran in. `owner` gives the module's path of a leaf's place.

    Known for operations on a module's own parameters. Between two of the same module: that module, unless
    one of its parameters comes a second time (a new call); between two different ones: what their paths
    share."""
    own: list[str | None] = [None] * len(walk.steps)
    touched: list[frozenset[int]] = [frozenset()] * len(walk.steps)
    pure = [at in owner for at in range(len(walk.steps))]
    for at, step in enumerate(walk.steps):
        if step.is_leaf:
            if at in owner:
                own[at], touched[at] = owner[at], frozenset([at])
            continue
        # The transposed weight of a Linear still is the module's own.
        near = [into for into in step.inputs if into is not None and pure[into]]
        if near:
            touched[at] = frozenset().union(*(touched[into] for into in near))
            own[at] = _shared([own[into] or "" for into in near])
            pure[at] = len(step.inputs) == 1 and title_of(step.name) in _SAME_NUMBERS
    result = [""] * len(walk.steps)
    before, used = "", set[int]()
    gap: list[int] = []
    for at, step in enumerate(walk.steps):
        if step.is_leaf:
            continue
        path = own[at]
        if path is None:
            gap.append(at)
            continue
        again = path == before and bool(used & touched[at]) and bool(gap)
        between = _parent(path) if again else _shared([before, path])
        for missing in gap:
            result[missing] = between
        gap = []
        if path != before or again:
            used = set()
        used |= touched[at]
        result[at], before = path, path
    return result


def parts_of(walk: Walk, paths: Sequence[str], most: int, opened: str = "") -> tuple[Part, ...]:
    """The boxes of a walk: at most about `most` of operations, in forward order, with the leaves that only
    they use inside; other leaves stand for themselves. Of the module `opened` the parts are shown, too."""
    operations = [at for at, step in enumerate(walk.steps) if not step.is_leaf]
    depth = max((path.count(".") + 1 for path in paths if path), default=0)
    level = next((n for n in range(depth + 1, 0, -1) if _boxes(operations, paths, n) <= most), 0)
    if level > depth:
        runs = [Part((at,), paths[at]) for at in operations]
    else:
        inside = depth
        while inside > level and _boxes(operations, paths, level, opened, inside) > most:
            inside -= 1
        runs = _by_module(operations, paths, level or 1, opened, max(inside, opened.count(".") + 2))
    if len(runs) > most:
        runs = _in_stretches(walk, runs, most)
    return _with_leaves(walk, runs, most)


def _boxes(
    operations: Sequence[int], paths: Sequence[str], level: int, opened: str = "", inside: int = 0
) -> int:
    """How many boxes `_by_module` would make."""
    depth = max((path.count(".") + 1 for path in paths if path), default=0)
    if level > depth:
        return len(operations)
    return len(_by_module(operations, paths, level, opened, inside))


def _by_module(
    operations: Sequence[int], paths: Sequence[str], level: int, opened: str, inside: int
) -> list[Part]:
    """Stretches of one module each, paths cut at `level` names, and at `inside` names within `opened`. What
    belongs to no module, or to `opened` itself, is a box of its own."""
    within = f"{opened}."

    def key(at: int) -> tuple[str, int]:
        path = paths[at]
        if not path or (opened and path == opened):
            return path, at
        deep = inside if opened and path.startswith(within) else level
        return ".".join(path.split(".")[:deep]), -1

    return [Part(tuple(group), path) for (path, _), group in groupby(operations, key)]


def _in_stretches(walk: Walk, runs: Sequence[Part], most: int) -> list[Part]:
    titles = [part.path if len(part.steps) > 1 else title_of(walk.steps[part.steps[0]].name) for part in runs]
    period = period_of(titles)
    length = -(-len(runs) // most)
    if period:
        length = -(-length // period) * period
    # A pattern rarely begins with the first operation; what is left over leads.
    lead = len(runs) % length if period else 0
    cuts = [0, *range(lead or length, len(runs), length), len(runs)]
    stretches = []
    for start, end in pairwise(cuts):
        together = runs[start:end]
        if len(together) == 1:
            stretches.append(together[0])
            continue
        path = _shared([part.path for part in together])
        rounds = (end - start) // period if period and (end - start) % period == 0 else 0
        stretches.append(Part(tuple(at for part in together for at in part.steps), path, rounds))
    return stretches


def period_of(titles: Sequence[str]) -> int:
    """After how many operations the pattern comes again, for nine of ten of them; 0 where none does."""
    for period in range(1, min(_LONGEST_PATTERN, len(titles) // 3) + 1):
        same = sum(map(str.__eq__, titles[period:], titles[:-period]))
        if same >= 0.9 * (len(titles) - period):
            return period
    return 0


def _with_leaves(walk: Walk, runs: Sequence[Part], most: int) -> tuple[Part, ...]:
    part_of = {at: number for number, part in enumerate(runs) for at in part.steps}
    users: dict[int, set[int]] = {}
    for number, part in enumerate(runs):
        for at in part.steps:
            for into in walk.steps[at].inputs:
                if into is not None and into not in part_of:
                    users.setdefault(into, set()).add(number)
    inside: dict[int, list[int]] = {}
    alone = []
    for at, step in enumerate(walk.steps):
        if not step.is_leaf:
            continue
        using = users.get(at, set())
        only = next(iter(using)) if len(using) == 1 else -1
        if only >= 0 and len(runs[only].steps) > 1:
            inside.setdefault(only, []).append(at)
        else:
            alone.append(at)
    together = [Part((at,)) for at in alone]
    if len(alone) > max(3 * most, 120):
        together = [Part(tuple(alone))]
    folded = [
        Part((*inside.get(number, ()), *part.steps), part.path, part.rounds)
        for number, part in enumerate(runs)
    ]
    return tuple(sorted([*together, *folded], key=lambda part: part.steps[-1]))


def _shared(paths: Sequence[str]) -> str:
    """What the paths begin with, in whole names."""
    split = [path.split(".") for path in paths]
    same = []
    for names in zip(*split, strict=False):
        if len(set(names)) > 1:
            break
        same.append(names[0])
    return ".".join(same)


def _parent(path: str) -> str:
    return path.rpartition(".")[0]
