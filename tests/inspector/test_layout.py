"""How a tensor lies in its storage is told as PyTorch itself has it."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.inspector.layout import layout_of


def laid(tensor: torch.Tensor) -> str:
    held = tensor.untyped_storage().nbytes() // tensor.element_size()
    return layout_of(tensor.shape, tensor.stride(), tensor.storage_offset(), held)


@pytest.mark.parametrize(
    ("view", "layout"),
    [
        (lambda x: x, "whole"),
        (lambda x: x.detach(), "whole"),
        (lambda x: x.reshape(3, 8), "whole"),
        (lambda x: x.unsqueeze(0), "whole"),
        (lambda x: x.t(), "permuted"),
        (lambda x: x[1], "part"),
        (lambda x: x[1:3], "part"),
        (lambda x: x[::2], "strided"),
        (lambda x: x[:, 1], "strided"),
        (lambda x: x[:0], "part"),
        (lambda x: x[:1].expand(5, 6), "stretched"),
        (lambda x: x.view(-1).unfold(0, 3, 1), "stretched"),
        (lambda x: x.view(-1).unfold(0, 3, 3), "whole"),
        (lambda x: x.clone().t().contiguous(), "whole"),
    ],
)
def test_views_are_told_apart(view, layout) -> None:
    assert laid(view(torch.arange(24.0).view(4, 6))) == layout


def addresses(tensor: torch.Tensor) -> list[int]:
    """The place of each element in the storage: what the storage's own counter says there."""
    counter = torch.arange(tensor.untyped_storage().nbytes() // tensor.element_size())
    return (
        torch.as_strided(counter, tensor.shape, tensor.stride(), tensor.storage_offset()).flatten().tolist()
    )


@settings(max_examples=300, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=2),
    strides=st.lists(st.integers(0, 9), min_size=2, max_size=2),
    offset=st.integers(0, 3),
)
def test_the_word_for_any_strides_agrees_with_where_the_elements_lie(sizes, strides, offset) -> None:
    x = torch.zeros(100).as_strided(sizes, strides[: len(sizes)], offset)
    places, layout = addresses(x), laid(x)
    assert (layout == "stretched") == (len(set(places)) < len(places))
    if layout in ("whole", "part"):
        assert places == list(range(places[0], places[0] + len(places)))
        assert x.is_contiguous()
    if layout == "permuted":
        assert sorted(places) == list(range(min(places), min(places) + len(places)))
        assert not x.is_contiguous()
    if layout == "strided":
        assert sorted(places) != list(range(min(places), min(places) + len(places)))


@settings(max_examples=100, deadline=None)
@given(st.permutations([0, 1, 2]), st.lists(st.integers(1, 3), min_size=3, max_size=3))
def test_a_permutation_has_no_gaps_and_no_element_twice(axes, sizes) -> None:
    x = torch.zeros(sizes).permute(axes)
    assert laid(x) == ("whole" if x.is_contiguous() else "permuted")
