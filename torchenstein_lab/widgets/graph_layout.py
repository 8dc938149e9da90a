"""A layered drawing of a graph without cycles: boxes in rows, every edge downwards, few crossings.

The four steps of Sugiyama's method, in plain Python: rows by longest path, waypoints for edges that skip
rows, an order within each row by repeated barycentres, and places by least squares without overlap. It knows
sizes and edges only. Boxes up to a few hundred; nothing here recurses.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Edge = tuple[int, int]

ACROSS = 22.0
"""Pixels between neighbours in a row."""
DOWN = 38.0
"""Pixels between rows: room for arrow heads."""
_WAYPOINT = 10.0
_SWEEPS = 8
_MOST_WAYPOINTS = 3000
_YIELDING = 1e-9
"""The weight of what only follows, beside a box that others hang on: it yields."""


@dataclass(frozen=True)
class Layout:
    """Where everything lies, in pixels: the centre of each box, the points of each edge, the whole size."""

    centres: tuple[Point, ...]
    rows: tuple[int, ...]
    routes: tuple[tuple[Point, ...], ...]
    width: float
    height: float


def layered(sizes: Sequence[tuple[float, float]], edges: Sequence[Edge]) -> Layout:
    """Lay out boxes of `sizes` (width, height), joined by `edges` (from, to), from top to bottom.

    A route starts at the lower border of its first box and ends at the upper border of its last.
    Raises `ValueError` for a cycle."""
    if not sizes:
        return Layout((), (), (), 0.0, 0.0)
    rows = _rows(len(sizes), edges)
    widths = [width for width, _ in sizes]
    chains, links, row_of = _waypoints(rows, edges, widths)
    order = _ordered(row_of, links)
    places = _places(order, widths, links, len(sizes))
    height_of = [0.0] * (max(rows) + 1)
    for box, row in enumerate(rows):
        height_of[row] = max(height_of[row], sizes[box][1])
    tops, top = [], 0.0
    for height in height_of:
        tops.append(top)
        top += height + DOWN

    def centre(node: int) -> Point:
        return places[node], tops[row_of[node]] + height_of[row_of[node]] / 2

    routes = []
    for (start, end), chain in zip(edges, chains, strict=True):
        leave = (places[start], centre(start)[1] + sizes[start][1] / 2)
        arrive = (places[end], centre(end)[1] - sizes[end][1] / 2)
        # A waypoint is a short vertical line, so that an edge passes a row between its boxes, not over them.
        between = [
            point
            for node in chain
            for point in (
                (places[node], tops[row_of[node]]),
                (places[node], tops[row_of[node]] + height_of[row_of[node]]),
            )
        ]
        routes.append((leave, *between, arrive))
    wide = max(places[node] + widths[node] / 2 for node in range(len(places)))
    return Layout(
        tuple(centre(box) for box in range(len(sizes))), tuple(rows), tuple(routes), wide, top - DOWN
    )


def crossings(upper: Sequence[int], lower: Sequence[int], edges: Sequence[Edge]) -> int:
    """How many pairs of `edges` between two rows, given in their order, cross."""
    above = {node: place for place, node in enumerate(upper)}
    below = {node: place for place, node in enumerate(lower)}
    ends = [below[end] for _, end in sorted(edges, key=lambda edge: (above[edge[0]], below[edge[1]]))]
    count, seen = 0, list[int]()
    for end in ends:
        count += len(seen) - bisect_left(seen, end + 1)
        insort(seen, end)
    return count


def _rows(count: int, edges: Sequence[Edge]) -> list[int]:
    """The row of each box: one below its lowest predecessor; without any, just above its first use."""
    after: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for start, end in edges:
        after[start].append(end)
        waiting[end] += 1
    sources = [box for box in range(count) if waiting[box] == 0]
    rows, ready, placed = [0] * count, list(sources), 0
    while ready:
        box = ready.pop()
        placed += 1
        for below in after[box]:
            rows[below] = max(rows[below], rows[box] + 1)
            waiting[below] -= 1
            if waiting[below] == 0:
                ready.append(below)
    if placed < count:
        raise ValueError("A layered drawing needs a graph without cycles, and this one has one.")
    for box in sources:
        if after[box]:
            rows[box] = min(rows[below] for below in after[box]) - 1
    return rows


def _waypoints(
    rows: Sequence[int], edges: Sequence[Edge], widths: list[float]
) -> tuple[list[list[int]], list[Edge], list[int]]:
    """Break edges that skip rows. Appends the waypoints' widths; gives the chain of each edge, the links
    between neighbouring rows, and the row of every node. Where there would be too many, long edges go
    straight."""
    row_of = list(rows)
    chains: list[list[int]] = []
    links: list[Edge] = []
    sparing = sum(rows[end] - rows[start] - 1 for start, end in edges) > _MOST_WAYPOINTS
    for start, end in edges:
        chain = []
        last = start
        if not sparing:
            for row in range(rows[start] + 1, rows[end]):
                node = len(row_of)
                row_of.append(row)
                widths.append(_WAYPOINT)
                links.append((last, node))
                chain.append(node)
                last = node
        if rows[end] - row_of[last] == 1:
            links.append((last, end))
        chains.append(chain)
    return chains, links, row_of


def _ordered(row_of: Sequence[int], links: Sequence[Edge]) -> list[list[int]]:
    """The order within each row that crossed least in a few sweeps down and up."""
    order: list[list[int]] = [[] for _ in range(max(row_of) + 1)]
    for node, row in enumerate(row_of):
        order[row].append(node)
    above: dict[int, list[int]] = {node: [] for node in range(len(row_of))}
    below: dict[int, list[int]] = {node: [] for node in range(len(row_of))}
    between: list[list[Edge]] = [[] for _ in order]
    for start, end in links:
        above[end].append(start)
        below[start].append(end)
        between[row_of[start]].append((start, end))

    def crossed(rows: list[list[int]]) -> int:
        return sum(crossings(rows[i], rows[i + 1], between[i]) for i in range(len(rows) - 1))

    best, least = [list(row) for row in order], crossed(order)
    for sweep in range(_SWEEPS):
        if least == 0:
            break
        down = sweep % 2 == 0
        near = above if down else below
        place = {node: float(at) for row in order for at, node in enumerate(row)}
        for nodes in order if down else reversed(order):
            key = {
                node: sum(place[other] for other in near[node]) / len(near[node])
                if near[node]
                else place[node]
                for node in nodes
            }
            nodes.sort(key=key.__getitem__)
            place.update((node, float(at)) for at, node in enumerate(nodes))
        now = crossed(order)
        if now < least:
            best, least = [list(row) for row in order], now
    return best


def _places(
    order: Sequence[Sequence[int]], widths: Sequence[float], links: Sequence[Edge], boxes: int
) -> list[float]:
    """The horizontal centre of every node: as near to its neighbours as the order and the widths allow.

    The first `boxes` nodes are boxes, the others waypoints."""
    above: list[list[int]] = [[] for _ in widths]
    below: list[list[int]] = [[] for _ in widths]
    for start, end in links:
        above[end].append(start)
        below[start].append(end)
    # Waypoints, and what hangs on one thread, only follow: a chain with leaves beside it stays straight.
    follows = [
        node >= boxes or len(up) + len(down) == 1
        for node, (up, down) in enumerate(zip(above, below, strict=True))
    ]

    def wanted(node: int, near: Sequence[int]) -> float:
        firm = [places[other] for other in near if not follows[other] or node >= boxes]
        all_near = firm or [places[other] for other in near]
        return sum(all_near) / len(all_near) if all_near else places[node]

    places = [0.0] * len(widths)

    def put(row: Sequence[int], hopes: Sequence[float]) -> None:
        weights = [_YIELDING if follows[node] else 1.0 for node in row]
        for node, at in zip(row, _apart(row, hopes, widths, weights), strict=True):
            places[node] = at

    for row in order:
        put(row, [0.0] * len(row))
    for sweep in range(2 * _SWEEPS + 1):
        for row in order if sweep % 2 == 0 else reversed(order):
            first, then = (above, below) if sweep % 2 == 0 else (below, above)
            put(row, [wanted(node, first[node] or then[node]) for node in row])
    # What has nothing above it goes last to where its use now is, and the others stay.
    for row in reversed(order):
        put(row, [places[node] if above[node] else wanted(node, below[node]) for node in row])
    left = min(place - width / 2 for place, width in zip(places, widths, strict=True))
    return [place - left for place in places]


def _apart(
    row: Sequence[int], wanted: Sequence[float], widths: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """The places nearest to those wanted (weighted least squares) that keep the order and do not overlap.

    Without the widths the places must only not fall: that is isotonic regression, solved by pooling
    neighbours that violate the order."""
    shifts, shift = [], 0.0
    for i, node in enumerate(row):
        if i:
            shift += (widths[row[i - 1]] + widths[node]) / 2 + ACROSS
        shifts.append(shift)
    pools: list[tuple[float, float, int]] = []
    for want, moved, weight in zip(wanted, shifts, weights, strict=True):
        mean, heavy, size = want - moved, weight, 1
        while pools and pools[-1][0] > mean:
            before, other, n = pools.pop()
            mean = (before * other + mean * heavy) / (other + heavy)
            heavy, size = heavy + other, size + n
        pools.append((mean, heavy, size))
    flat = [mean for mean, _, size in pools for _ in range(size)]
    return [at + moved for at, moved in zip(flat, shifts, strict=True)]
