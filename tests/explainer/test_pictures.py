"""Random shapes: whatever PyTorch refuses is explained, with the very sizes that clash."""

from __future__ import annotations

from math import prod
from typing import Any

import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torchenstein_lab.contracts.explanation import Explanation, ShapeRow

some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
size = st.integers(0, 4)
shape = st.lists(size, min_size=0, max_size=4).map(tuple)
Shape = tuple[int, ...]


def failed(notebook: Any, cell: str, **values: object) -> Explanation | None:
    """Run a cell with some variables; its explanation, or None where it did not fail."""
    from torchenstein_lab.explainer.exception import explain

    notebook.shell.user_ns.update(values)
    error = notebook.run(cell)
    return None if error is None else explain(error)


def sizes(row: ShapeRow) -> Shape:
    return tuple(axis.size for axis in row.axes if axis.state != "missing")


def clashes(row: ShapeRow) -> list[int]:
    return [axis.size for axis in row.axes if axis.state == "clashes"]


@some
@given(shape, shape)
def test_every_product_that_fails_is_explained_with_its_shapes(notebook: Any, a: Shape, b: Shape) -> None:
    explanation = failed(notebook, "x @ w", x=torch.ones(a), w=torch.ones(b))
    if explanation is None:
        return
    assert explanation.kind in ("matmul-sizes", "matmul-batch", "matmul-scalar")
    assert f"`x` {a}" in explanation.say
    assert f"`w` {b}" in explanation.say
    if explanation.kind == "matmul-sizes":
        left, right = explanation.shapes
        assert (sizes(left), sizes(right)) == (a, b)
        assert clashes(left) == [a[-1]]
        assert clashes(right) == [b[-2] if len(b) > 1 else b[0]]
        assert clashes(left) != clashes(right)


@some
@given(shape, shape)
def test_every_sum_that_fails_is_explained_with_the_axes_that_clash(
    notebook: Any, a: Shape, b: Shape
) -> None:
    explanation = failed(notebook, "x + y", x=torch.ones(a), y=torch.ones(b))
    if explanation is None:
        return
    assert explanation.kind == "broadcast-sizes"
    first, second = explanation.shapes
    assert (sizes(first), sizes(second)) == (a, b)
    assert len(first.axes) == len(second.axes)
    pairs = [
        (one.size, other.size)
        for one, other in zip(first.axes, second.axes, strict=True)
        if "clashes" in (one.state, other.state)
    ]
    assert pairs
    assert all(one != other and 1 not in (one, other) for one, other in pairs)
    fitting = [axis.state for axis in first.axes].count("clashes")
    assert fitting == [axis.state for axis in second.axes].count("clashes")


@some
@given(shape, st.lists(st.integers(-1, 4), min_size=1, max_size=4).map(tuple))
def test_every_view_that_fails_is_explained(notebook: Any, a: Shape, wanted: Shape) -> None:
    explanation = failed(notebook, "x.view(wanted)", x=torch.ones(a), wanted=wanted)
    if explanation is None:
        return
    if wanted.count(-1) > 1:
        assert explanation.kind == "view-two-unknown"
        return
    if -1 in wanted and 0 in wanted and prod(a) == 0:
        assert explanation.kind == "view-any-size"
        return
    assert explanation.kind == "view-size"
    before, after = explanation.shapes
    assert (sizes(before), sizes(after)) == (a, wanted)
    assert before.note == f"{prod(a)} element{'' if prod(a) == 1 else 's'}"


@some
@given(shape, shape, st.integers(0, 3))
def test_every_join_that_fails_is_explained(notebook: Any, a: Shape, b: Shape, dim: int) -> None:
    explanation = failed(notebook, "torch.cat([x, y], dim=dim)", x=torch.ones(a), y=torch.ones(b), dim=dim)
    if explanation is None:
        return
    assert explanation.kind in ("cat-sizes", "cat-dimensions", "dimension-missing")
    if explanation.kind == "cat-sizes":
        first, second = explanation.shapes
        assert (sizes(first), sizes(second)) == (a, b)
        assert [axis.label for axis in first.axes].index("joined") == dim
        assert clashes(first) != clashes(second)


@some
@given(shape.filter(len), st.integers(-6, 6))
def test_every_position_that_fails_is_explained(notebook: Any, a: Shape, i: int) -> None:
    explanation = failed(notebook, "x[i]", x=torch.ones(a), i=i)
    if explanation is None:
        return
    assert explanation.kind == "index-out-of-range"
    assert explanation.say.endswith(f"{i} is not one of them.")
    assert clashes(explanation.shapes[0]) == [a[0]]
