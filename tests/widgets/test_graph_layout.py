"""The layered layout: every edge runs down, no box lies on another, and crossings are counted right."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.graph_layout import ACROSS, crossings, layered


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 24))
    sizes = draw(
        st.lists(st.tuples(st.integers(20, 200), st.integers(20, 90)), min_size=count, max_size=count)
    )
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
        lambda pair: pair[0] < pair[1]
    )
    edges = draw(st.lists(pairs, unique=True, max_size=40)) if count > 1 else []
    # Any names for the boxes: that an edge goes from a smaller to a larger number must not matter.
    names = draw(st.permutations(range(count)))
    return sizes, [(names[start], names[end]) for start, end in edges]


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_edges_run_down_and_boxes_keep_their_distance(graph):
    sizes, edges = graph
    layout = layered(sizes, edges)
    for start, end in edges:
        assert layout.rows[start] < layout.rows[end]
    for a, b in combinations(range(len(sizes)), 2):
        (xa, ya), (xb, yb) = layout.centres[a], layout.centres[b]
        if layout.rows[a] == layout.rows[b]:
            assert abs(xa - xb) >= (sizes[a][0] + sizes[b][0]) / 2 + ACROSS - 1e-6
        else:
            assert abs(ya - yb) >= (sizes[a][1] + sizes[b][1]) / 2
    for box, (x, y) in enumerate(layout.centres):
        assert sizes[box][0] / 2 - 1e-6 <= x <= layout.width - sizes[box][0] / 2 + 1e-6
        assert sizes[box][1] / 2 <= y <= layout.height - sizes[box][1] / 2


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_a_route_joins_its_boxes_and_passes_no_other(graph):
    sizes, edges = graph
    layout = layered(sizes, edges)
    for (start, end), route in zip(edges, layout.routes, strict=True):
        assert route[0][0] == layout.centres[start][0]
        assert route[-1][0] == layout.centres[end][0]
        assert all(above[1] <= below[1] for above, below in pairwise(route))
        for x, y in route[1:-1]:
            for box, (middle, centre) in enumerate(layout.centres):
                inside = abs(x - middle) < sizes[box][0] / 2 and abs(y - centre) < sizes[box][1] / 2
                assert not inside


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)), st.permutations(range(5, 10)), st.data())
def test_crossings_are_those_that_comparing_all_pairs_finds(upper, lower, data):
    pair = st.tuples(st.integers(0, 4), st.integers(5, 9))
    edges = data.draw(st.lists(pair, unique=True))
    above, below = list(upper), list(lower)
    expected = sum(
        (above.index(a) - above.index(c)) * (below.index(b) - below.index(d)) < 0
        for (a, b), (c, d) in combinations(edges, 2)
    )
    assert crossings(upper, lower, edges) == expected


def test_a_chain_with_leaves_beside_it_is_straight():
    chain = layered([(100, 40)] * 6, [(0, 1), (1, 2), (2, 3), (4, 2), (5, 3)])
    middle = chain.centres[0][0]
    assert all(chain.centres[box][0] == pytest.approx(middle, abs=0.01) for box in range(4))


def test_crossings_that_can_be_avoided_are():
    layout = layered([(50, 20)] * 6, [(0, 5), (1, 4), (2, 3)])
    ends = sorted(range(3), key=lambda at: layout.centres[at][0])
    below = [layout.centres[5 - at][0] for at in ends]
    assert below == sorted(below)


def test_a_cycle_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="without cycles"):
        layered([(10, 10)] * 2, [(0, 1), (1, 0)])


def test_nothing_has_no_size():
    assert layered([], []).width == 0


def test_ten_thousand_rows_need_no_recursion():
    layout = layered([(10, 10)] * 10_000, [(at, at + 1) for at in range(9_999)])
    assert layout.rows == tuple(range(10_000))
