"""Everything that the picture of a graph says, as plain data: no tensor and no node is held.

A `Scene` is the whole graph as it was seen once; `facts_of` chooses what of it is drawn, and can choose again
(another module opened) when the graph itself is long gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import torch

from torchenstein_lab.widgets.amount import counted
from torchenstein_lab.widgets.graph_fold import READABLE, Part, module_paths, parts_of
from torchenstein_lab.widgets.graph_gradients import MOST_STEPS, Flow, Gradient, flow_back
from torchenstein_lab.widgets.graph_names import Names
from torchenstein_lab.widgets.graph_rules import rule_of, title_of
from torchenstein_lab.widgets.graph_walk import Saved, Walk, few_values, kept_bytes, walk

_WATCHED = 1000
"""Of graphs with so many nodes, every gradient is looked at; of larger ones, those of the first drawing."""


@dataclass(frozen=True)
class Box:
    """One box. `kind` is leaf, operation or fold; `node` is PyTorch's name, or what a fold is; `made` is
    "(3, 4) float32"; `turn` the place in the order in which the gradients are complete, from 1, and 0 where
    there was no walk back."""

    kind: str
    title: str
    node: str
    made: str
    value: str = ""
    saved: tuple[Saved, ...] = ()
    rule: str = ""
    outside: int = 0
    holds: str = ""
    path: str = ""
    gradient: Gradient | None = None
    turn: int = 0
    root: bool = False


@dataclass(frozen=True)
class GraphFacts:
    """The whole picture. `edges` go forward, from box to box; `nodes` counts all of PyTorch's own."""

    boxes: tuple[Box, ...]
    edges: tuple[tuple[int, int], ...]
    nodes: int = 0
    leaves: int = 0
    kept_bytes: int = 0
    notes: tuple[str, ...] = ()
    walked: bool = False
    opened: str = ""


@dataclass(frozen=True)
class Scene:
    """A graph as it was seen: the walk, what flowed back, names, and the few results that are still known."""

    walk: Walk
    flow: Flow
    names: Names
    values: dict[int, str]
    note: str = ""


def scene_of(
    outputs: Sequence[torch.Tensor], names: Names, *, most: int = READABLE, gradients: bool | None = None
) -> Scene:
    """Look at the graph behind `outputs`. For `gradients` see `flow_back`. Changes nothing."""
    growing = [output for output in outputs if output.requires_grad]
    if not growing:
        return Scene(Walk((), ()), Flow(why_not="-"), names, {}, _no_graph(outputs))
    way, nodes = walk(growing)
    if len(nodes) <= _WATCHED:
        watch = list(range(len(nodes)))
    elif len(nodes) > MOST_STEPS and not gradients:
        watch = []
    else:
        watch = [part.steps[-1] for part in _parts(way, names, most, "")]
    flow = flow_back(way, nodes, growing, watch, gradients)
    values = {
        saved.maker: saved.values
        for step in way.steps
        for saved in step.saved
        if saved.maker >= 0 and saved.values
    }
    for output, root in zip(growing, way.roots, strict=False):
        values[root] = few_values(output)
    note = ""
    if flow.why_not:
        note = flow.why_not
    elif len(growing) > 1 or growing[0].numel() != 1:
        note = "The walk back starts with ones, as the sum's backward() would."
    return Scene(way, flow, names, values, note)


def facts_of(scene: Scene, *, most: int = READABLE, opened: str = "") -> GraphFacts:
    """What is drawn of a scene: at most about `most` boxes of operations, the module `opened` not folded."""
    way, flow = scene.walk, scene.flow
    if not way.steps:
        return GraphFacts((), (), notes=(scene.note,))
    parts = _parts(way, scene.names, most, opened)
    edges = _edges(way, parts)
    numbers = list(accumulate((int(not step.is_leaf) for step in way.steps), initial=0))
    notes = []
    if len(parts) < len(way.steps):
        notes.append(f"{len(way.steps):,} nodes are drawn as {len(parts):,} boxes.")
    if scene.note:
        notes.append(scene.note)
    return GraphFacts(
        _in_turn([_box(scene, part, numbers) for part in parts], parts, edges, flow),
        edges,
        len(way.steps),
        sum(step.is_leaf for step in way.steps),
        way.kept_bytes,
        tuple(notes),
        not flow.why_not,
        opened,
    )


def _parts(way: Walk, names: Names, most: int, opened: str) -> tuple[Part, ...]:
    owner = {
        at: names.owners[step.tensor] for at, step in enumerate(way.steps) if step.tensor in names.owners
    }
    return parts_of(way, module_paths(way, owner), most, opened)


def _no_graph(outputs: Sequence[torch.Tensor]) -> str:
    if any(output.is_inference() for output in outputs):
        return "It was made in inference mode, where PyTorch keeps no graph."
    return (
        "It has no graph: nothing that went into it needs a gradient, or it was made under "
        "torch.no_grad() or with detach()."
    )


def _box(scene: Scene, part: Part, numbers: Sequence[int]) -> Box:
    last = part.steps[-1]
    step = scene.walk.steps[last]
    made = " · ".join(f"{shape} {dtype}" for shape, dtype in step.made)
    gradient, root = scene.flow.arrived.get(last), last in scene.walk.roots
    if len(part.steps) > 1:
        return replace(_fold(scene, part, numbers), made=made, gradient=gradient, root=root)
    if step.is_leaf:
        name = scene.names.leaves.get(step.tensor, "leaf")
        return Box("leaf", name, step.name, made, step.value, gradient=gradient, root=root)
    return Box(
        "operation",
        title_of(step.name),
        step.name,
        made,
        scene.values.get(last, ""),
        step.saved,
        rule_of(step.name),
        sum(into is None for into in step.inputs),
        path=part.path,
        gradient=gradient,
        root=root,
    )


def _fold(scene: Scene, part: Part, numbers: Sequence[int]) -> Box:
    """`numbers` says how many operations stand before each step; a fold without a module is named by them."""
    steps = [scene.walk.steps[at] for at in part.steps]
    counts = Counter(title_of(step.name) for step in steps if not step.is_leaf)
    leaves, operations = sum(step.is_leaf for step in steps), sum(counts.values())
    if not operations:
        return Box("fold", f"{leaves:,} leaves", "", "", holds="each used in several places")
    rounds = max(1, part.rounds)
    each = [(title, -(-count // rounds)) for title, count in counts.most_common(4)]
    holds = ", ".join(f"{title} ×{count}" if count > 1 else title for title, count in each)
    if len(counts) > 4:
        holds += ", …"
    if rounds > 1:
        holds = f"{rounds} rounds of {holds}"
    words = counted(operations, "operation") + (f", {leaves:,} leaves" if leaves > 1 else ", 1 leaf" * leaves)
    kind = scene.names.classes.get(part.path, "")
    kept = kept_bytes(saved for step in steps for saved in step.saved)
    return Box(
        "fold",
        part.path
        or f"operations {numbers[part.steps[-1]] + 2 - operations:,}–{numbers[part.steps[-1]] + 1:,}",
        f"{kind}: {words}" if kind else words,
        "",
        saved=(Saved("", "kept", bytes=kept),) if kept else (),
        holds=holds,
        path=part.path,
    )


def _edges(way: Walk, parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    home = {at: number for number, part in enumerate(parts) for at in part.steps}
    edges = {
        (home[into], number): None
        for number, part in enumerate(parts)
        for at in part.steps
        for into in way.steps[at].inputs
        if into is not None and home[into] != number
    }
    return tuple(edges)


def _in_turn(
    boxes: Sequence[Box], parts: Sequence[Part], edges: Sequence[tuple[int, int]], flow: Flow
) -> tuple[Box, ...]:
    """Number the boxes in the order in which their gradients are complete: a leaf's after its last use."""
    if flow.why_not:
        return tuple(boxes)
    ran = {at: turn for turn, at in enumerate(flow.order)}
    when = [float(ran.get(part.steps[-1], -1)) for part in parts]
    for start, end in edges:
        if parts[start].steps[-1] not in ran and boxes[start].gradient is not None:
            when[start] = max(when[start], when[end] + 0.5)
    if len(boxes) == 1:
        when = [0.0]
    order = sorted((at for at in range(len(boxes)) if when[at] >= 0), key=lambda at: (when[at], at))
    turns = {at: turn for turn, at in enumerate(order, 1)}
    return tuple(replace(box, turn=turns.get(at, 0)) for at, box in enumerate(boxes))
