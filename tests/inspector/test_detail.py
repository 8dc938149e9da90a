"""One value chosen by the learner: its picture, its memory, and its NaNs."""

from __future__ import annotations

import json

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from torchenstein_lab.contracts.inspector import InspectRequest, Strange
from torchenstein_lab.inspector.answer import answer
from torchenstein_lab.inspector.health import CHUNK, count_strange


def detail(notebook, *path: str):
    return notebook.watch.detail(InspectRequest(ask="detail", path=path))


def test_the_picture_is_that_of_show(notebook) -> None:
    notebook.run(x=torch.arange(6.0).view(2, 3))
    picture = {part.name: part.value for part in detail(notebook, "x").picture}
    assert "<" in picture["text/html"]
    assert "float32" in picture["text/plain"]


def test_the_names_that_share_its_memory_are_told(notebook) -> None:
    net = nn.Linear(3, 3)
    x = torch.zeros(10)
    notebook.run(x=x, y=x[::2], z=x.clone(), pair=[x], net=net, weight=net.weight, data=net.weight.data)
    assert detail(notebook, "x").sharing == ("y", "pair")
    assert detail(notebook, "net", "weight").sharing == ("weight", "data")
    assert detail(notebook, "z").sharing == ()


def test_strides_and_offset_are_told(notebook) -> None:
    notebook.run(y=torch.zeros(4, 6)[1:, ::2])
    found = detail(notebook, "y")
    assert (found.strides, found.offset, found.row.layout) == ((6, 2), 6, "strided")


def test_a_chosen_tensor_is_looked_through_for_nan_and_the_list_remembers(notebook) -> None:
    x = torch.tensor([1.0, torch.nan, torch.inf, -torch.inf])
    notebook.run(x=x)
    assert notebook.row("x").strange is None
    assert detail(notebook, "x").row.strange == Strange(1, 2)
    assert notebook.row("x").strange == Strange(1, 2)
    x[1] = 0
    assert notebook.row("x").strange is None


def test_the_search_for_nan_reaches_every_listed_tensor(notebook) -> None:
    notebook.run(
        **{f"t{i}": torch.full((3,), torch.nan if i == 7 else 1.0) for i in range(10)}, net=nn.Linear(1, 1)
    )
    notebook.page()
    start, found = 0, 0
    while start is not None:
        examined = notebook.watch.examine(InspectRequest(ask="examine", start=start))
        start, found = examined.next, found + examined.found
    assert found == 1
    assert {row.name for row in notebook.page().rows if row.strange and row.strange.nan} == {"t7"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.full((5, CHUNK // 2), torch.nan)[:, ::2],
        lambda: torch.full((2, 3), torch.nan).t(),
        lambda: torch.full((3, 1), torch.nan).expand(3, 10**9),
        lambda: torch.full((3,), torch.nan, dtype=torch.bfloat16),
        lambda: torch.full((3,), torch.nan).to(torch.float8_e4m3fn),
        lambda: torch.full((3,), torch.nan, dtype=torch.complex64),
        lambda: torch.tensor(torch.nan),
        lambda: torch.full((2, 2), torch.nan).to_sparse(),
    ],
)
def test_nan_is_counted_in_every_kind_of_tensor(make) -> None:
    x = make()
    assert count_strange(x, torch) == (x.numel(), 0)


@pytest.mark.parametrize(
    "make", [lambda: torch.ones(3).int(), lambda: torch.empty(3, device="meta"), lambda: torch.empty(0)]
)
def test_nothing_is_counted_where_there_can_be_none(make) -> None:
    assert count_strange(make(), torch) == (0, 0)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([0.0, 1.5, float("nan"), float("inf"), float("-inf")]), max_size=40),
    st.booleans(),
)
def test_the_counts_are_those_of_pytorch(values, turned) -> None:
    x = torch.tensor(values).view(1, -1)
    x = x.t() if turned else x
    assert count_strange(x, torch) == (int(x.isnan().sum()), int(x.isinf().sum()))


def ask(notebook, **question):
    return json.loads(answer(json.dumps(question), notebook.watch))


def test_what_is_gone_meanwhile_is_said_to_be_gone(notebook) -> None:
    notebook.run(net=nn.Linear(2, 2), xs=[torch.ones(1)])
    for path in (["x"], ["net", "nothing"], ["xs", "5"], ["xs", "word"], []):
        assert ask(notebook, ask="detail", path=path)["say"] == "gone"


def test_a_question_that_nobody_understands_is_answered(notebook) -> None:
    assert ask(notebook, ask="dance")["say"] == "contract"
    assert ask(notebook, contract=10**6)["say"] == "contract"
    assert json.loads(answer("not JSON", notebook.watch))["say"] == "contract"


class Broken(torch.Tensor):
    """A tensor that cannot be drawn."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        raise RuntimeError

    def __repr__(self) -> str:
        raise RuntimeError


def test_a_tensor_that_cannot_be_drawn_is_described_all_the_same(notebook) -> None:
    notebook.run(x=torch.ones(2).as_subclass(Broken))
    found = ask(notebook, ask="detail", path=["x"])
    assert (found["say"], found["detail"]["row"]["shape"]) == ("", [2])
