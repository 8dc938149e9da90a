"""The list of the learner's tensors: true for every kind of tensor, and whole whatever one of them does."""

from __future__ import annotations

import gc
import weakref

import msgspec
import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchenstein_lab.contracts.inspector import PAGE_BYTES, InspectRequest
from torchenstein_lab.inspector.answer import answer
from torchenstein_lab.inspector.watch import Watch


def facts(row) -> dict[str, str]:
    return {fact.name: fact.value for fact in row.inside.facts}


def test_a_tensor_is_listed_with_shape_dtype_device_and_bytes(notebook) -> None:
    notebook.run(x=torch.zeros(3, 4, dtype=torch.float16))
    row = notebook.row("x")
    assert (row.kind, row.type, row.shape, row.dtype, row.device) == (
        "tensor",
        "Tensor",
        (3, 4),
        "float16",
        "cpu",
    )
    assert (row.nbytes, row.storage_bytes, row.layout, row.storage) == (24, 24, "whole", 0)


def test_only_the_learners_own_tensors_are_listed(notebook) -> None:
    kept = torch.ones(1)
    notebook.hidden["given"] = kept
    notebook.run(
        x=torch.ones(1), given=kept, _=torch.ones(1), _5=torch.ones(1), Out={5: torch.ones(1)}, torch=torch,
        number=3, text="tensor", array=np.ones(3), nothing=None, words=["a"], empty=[], Tensor=torch.Tensor,
    )  # fmt: skip
    notebook.hidden["Out"] = notebook.names["Out"]
    assert [row.name for row in notebook.page().rows] == ["x"]


def test_a_name_that_the_learner_took_over_from_ipython_is_theirs(notebook) -> None:
    notebook.hidden["exit"] = object()
    notebook.run(exit=torch.ones(1))
    assert notebook.row("exit").kind == "tensor"


def test_the_state_of_the_gradient_is_told(notebook) -> None:
    w = torch.ones(2, requires_grad=True)
    v = torch.ones(2, requires_grad=True)
    y = w * 2
    y.sum().backward()
    notebook.run(w=w, v=v, y=y, x=torch.ones(2))
    states = {row.name: (row.gradient, row.by) for row in notebook.page().rows}
    assert states == {
        "v": ("wanted", ""), "w": ("ready", ""), "x": ("none", ""), "y": ("made", "MulBackward0")
    }  # fmt: skip


def test_views_share_a_bracket_and_a_clone_does_not(notebook) -> None:
    x = torch.arange(12.0).view(3, 4)
    notebook.run(a=x, b=x.t(), c=x[::2], d=x[:1].expand(5, 4), e=x.clone(), f=x.numpy())
    rows = {row.name: row for row in notebook.page().rows}
    assert {name: row.layout for name, row in rows.items()} == {
        "a": "whole", "b": "permuted", "c": "strided", "d": "stretched", "e": "whole"
    }  # fmt: skip
    assert len({rows[name].storage for name in "abcd"}) == 1
    assert rows["a"].storage > 0
    assert rows["e"].storage == 0


def test_a_parameter_and_its_data_are_told_apart_and_share_their_memory(notebook) -> None:
    weight = nn.Parameter(torch.ones(3))
    notebook.run(weight=weight, data=weight.data)
    rows = {row.name: row for row in notebook.page().rows}
    assert [(rows[name].kind, rows[name].gradient) for name in ("weight", "data")] == [
        ("parameter", "wanted"), ("tensor", "none")
    ]  # fmt: skip
    assert rows["weight"].storage == rows["data"].storage > 0


def test_shared_storage_is_counted_once(notebook) -> None:
    x = torch.zeros(1000)
    notebook.run(x=x, y=x.view(10, 100), z=x[::2], w=torch.zeros(10), pair=[x, x])
    assert notebook.page().memory.tensors == 4000 + 40


def test_parameters_gradients_and_the_optimizers_state_are_counted(notebook) -> None:
    net = nn.Linear(10, 10, bias=False)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    notebook.run(net=net)
    assert notebook.page().memory.tensors == 400
    net(torch.ones(1, 10)).sum().backward()
    assert notebook.page().memory.tensors == 800
    optimizer.step()
    notebook.run(optimizer=optimizer)
    memory = notebook.page().memory
    assert memory.tensors == 1200
    del notebook.names["optimizer"], notebook.names["net"]
    assert (notebook.page().memory.tensors, notebook.page().memory.highest) == (0, 1200)


class Liar(torch.Tensor):
    """A subclass that says nothing true, and fails when it is asked to show itself."""

    @property
    def shape(self):
        return (99,)

    @property
    def dtype(self):
        raise RuntimeError

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        raise AssertionError(f"{func} was called")

    def __repr__(self) -> str:
        raise RuntimeError

    def numel(self) -> int:
        return -1


def test_a_lying_subclass_is_described_as_it_is_and_none_of_its_code_runs(notebook) -> None:
    notebook.run(x=torch.ones(2, 3).as_subclass(Liar))
    row = notebook.row("x")
    assert (row.type, row.shape, row.dtype, row.nbytes) == ("Liar", (2, 3), "float32", 24)


class Pretender:
    """An object that says it is a tensor."""

    __class__ = torch.Tensor

    @property
    def shape(self):
        raise AssertionError


def test_what_only_pretends_to_be_a_tensor_is_not_listed(notebook) -> None:
    notebook.run(x=Pretender())
    assert notebook.page().total == 0


class HalfBuilt(nn.Module):
    def __init__(self) -> None:
        pass


ODD = {
    "half": (HalfBuilt, "half-built", None),
    "lazy": (lambda: nn.LazyLinear(3), "lazy", None),
    "lazy_parameter": (nn.UninitializedParameter, "lazy", None),
    "meta": (lambda: torch.empty(3, device="meta"), "no-data", 12),
    "bool": (lambda: torch.ones(3, dtype=torch.bool), "", 3),
    "bfloat16": (lambda: torch.ones(3, dtype=torch.bfloat16), "", 6),
    "float8": (lambda: torch.ones(3).to(torch.float8_e4m3fn), "", 3),
    "complex": (lambda: torch.ones(3, dtype=torch.complex64).conj(), "", 24),
    "sparse": (lambda: torch.eye(4).to_sparse(), "", 4 * (4 + 2 * 8)),
    "csr": (lambda: torch.eye(4).to_sparse_csr(), "", None),
    "scalar": (lambda: torch.tensor(1.0), "", 4),
    "empty": (lambda: torch.empty(3, 0, 4), "", 0),
    "inference": (lambda: inference()[:], "", 12),
    "nested": (lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), None, None),
}


def inference() -> torch.Tensor:
    with torch.inference_mode():
        return torch.ones(3) * 2


@pytest.mark.filterwarnings("ignore")  # some of these announce themselves as experimental
@pytest.mark.parametrize("name", ODD)
def test_an_odd_value_is_listed_beside_the_others(notebook, name) -> None:
    make, note, nbytes = ODD[name]
    notebook.run(x=make(), y=torch.ones(2))
    rows = {row.name: row for row in notebook.page().rows}
    assert set(rows) == {"x", "y"}
    assert note is None or rows["x"].note == note
    assert nbytes is None or rows["x"].nbytes == nbytes
    notebook.page(ended=True)
    notebook.page(sort="bytes")


def test_a_tensor_whose_storage_was_deleted_says_so(notebook) -> None:
    x = torch.ones(3)
    x.untyped_storage().resize_(0)
    notebook.run(x=x)
    assert (notebook.row("x").note, notebook.row("x").nbytes) == ("freed", 12)


def test_names_are_cut_when_they_are_endless_and_cannot_be_mistaken(notebook) -> None:
    notebook.run(**{"n" * 5000: torch.ones(1), "<img src=x onerror=alert(1)>": torch.ones(1)})
    names = [row.name for row in notebook.page().rows]
    assert [len(name) for name in names] == [28, 120]
    assert names[1].endswith("…")


def test_a_page_stays_small_whatever_the_names(notebook) -> None:
    base = torch.zeros(2, 3, 4, 5)
    for name, rows in (("a_rather_long_name_of_a_tensor_{:05}", 45), ("{:0150}", 1), ("ß" * 100 + "{}", 1)):
        notebook.names.clear()
        notebook.run(**{name.format(i): base[i % 2].requires_grad_() for i in range(300)})
        reply = answer(msgspec.json.encode(InspectRequest(fresh=True)).decode(), notebook.watch)
        assert len(reply.encode()) <= PAGE_BYTES
        page = msgspec.json.decode(reply)["page"]
        assert (page["total"], page["matching"]) == (300, 300)
        assert rows <= len(page["rows"]) <= 50


def test_pages_follow_each_other(notebook) -> None:
    notebook.run(**{f"t{i:03}": torch.zeros(1) for i in range(120)})
    names = [row.name for start in (0, 50, 100) for row in notebook.page(start=start).rows]
    assert names == [f"t{i:03}" for i in range(120)]


def test_rows_are_sorted_and_chosen_as_asked(notebook) -> None:
    notebook.run(
        big=torch.zeros(100),
        a=torch.zeros(1),
        net=nn.Linear(2, 2),
        w=nn.Parameter(torch.ones(5)),
        xs=[torch.ones(2)],
    )

    def names(**asked) -> list[str]:
        return [row.name for row in notebook.page(fresh=False, **asked).rows]

    assert names() == ["a", "big", "net", "w", "xs"]
    assert names(sort="bytes") == ["big", "net", "w", "xs", "a"]
    assert names(sort="kind") == ["net", "w", "a", "big", "xs"]
    assert names(only="tensors") == ["a", "big", "xs"]
    assert names(only="parameters") == ["w"]
    assert names(only="modules") == ["net"]
    assert names(search=" BI ") == ["big"]
    assert names(search="nothing like it") == []


def test_a_module_opens_as_a_tree_with_counts_and_shapes(notebook) -> None:
    net = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Linear(3, 2, bias=False))
    net[2].weight.requires_grad_(False)
    notebook.run(net=net)
    row = notebook.row("net")
    assert (row.kind, row.type) == ("module", "Sequential")
    assert (row.inside.children, row.inside.parameters, row.inside.frozen) == (3, 27, 6)
    inside = notebook.inside("net")
    assert {name: (child.type, child.inside.parameters) for name, child in inside.items()} == {
        "0": ("Linear", 15), "1": ("BatchNorm1d", 6), "2": ("Linear", 6)
    }  # fmt: skip
    assert facts(inside["0"]) == {"in_features": "4", "out_features": "3", "training": "True"}
    norm = notebook.inside("net", "1")
    assert {name: child.kind for name, child in norm.items()} == {
        "weight": "parameter", "bias": "parameter",
        "running_mean": "buffer", "running_var": "buffer", "num_batches_tracked": "buffer",
    }  # fmt: skip
    assert notebook.inside("net", "0")["weight"].shape == (3, 4)


def test_tied_weights_are_counted_once(notebook) -> None:
    net = nn.ModuleList([nn.Linear(4, 4, bias=False), nn.Linear(4, 4, bias=False)])
    net[1].weight = net[0].weight
    notebook.run(net=net)
    assert (notebook.row("net").inside.parameters, notebook.page().memory.tensors) == (16, 64)


def test_lists_and_dictionaries_of_tensors_open(notebook) -> None:
    notebook.run(
        batch=(torch.ones(2), torch.zeros(3)),
        state={"w": torch.ones(1), 7: torch.ones(2), (1, 2): torch.ones(3)},
    )
    assert {name: row.shape for name, row in notebook.inside("batch").items()} == {"[0]": (2,), "[1]": (3,)}
    state = notebook.inside("state")
    assert {name: row.path for name, row in state.items()} == {
        "['w']": ("state", "'w"), "[7]": ("state", "7"), "[tuple]": ()
    }  # fmt: skip


def test_optimizers_and_data_loaders_are_summed_up(notebook) -> None:
    net = nn.Linear(2, 2)
    data = TensorDataset(torch.ones(10, 2))
    notebook.run(
        adam=torch.optim.Adam(net.parameters(), lr=0.001),
        loader=DataLoader(data, batch_size=4, shuffle=True, drop_last=True),
    )
    assert facts(notebook.row("adam")) == {
        "lr": "0.001", "betas": "(0.9, 0.999)", "eps": "1e-08", "params": "2"
    }  # fmt: skip
    assert facts(notebook.row("loader")) == {
        "dataset": "TensorDataset", "len(dataset)": "10", "batch_size": "4", "sampler": "RandomSampler",
        "drop_last": "True",
    }  # fmt: skip


def test_marks_say_what_a_cell_did(notebook) -> None:
    net = nn.Linear(2, 1)
    notebook.run(x=torch.ones(2), y=torch.ones(2), z=torch.ones(2), old=torch.ones(2), net=net)
    assert not any(row.mark for row in notebook.page(begin=True).rows)
    notebook.names["x"].add_(1)
    notebook.run(y=torch.ones(2), new=torch.ones(1))
    del notebook.names["old"]
    with torch.no_grad():
        net.weight.mul_(2)
    assert notebook.ended() == {"x": "changed", "y": "replaced", "new": "new", "net": "changed"}
    assert notebook.page(fresh=False).gone == ("old",)
    assert notebook.ended() == {}


def test_a_name_that_a_loop_gave_anew_is_marked_though_its_address_comes_back(notebook) -> None:
    notebook.run(loss=torch.ones(1))
    notebook.page(begin=True)
    before = id(notebook.names["loss"])
    for _ in range(10_000):
        notebook.names["loss"] = torch.ones(1)
        if id(notebook.names["loss"]) == before:
            break
    else:
        pytest.fail("the address did not come back")
    assert notebook.ended() == {"loss": "replaced"}


def test_marks_are_live_while_a_cell_runs_and_stay_until_the_next_one(notebook) -> None:
    notebook.run(x=torch.ones(2))
    notebook.page(begin=True)
    notebook.names["x"].add_(1)
    assert notebook.row("x", running=True).mark == "changed"
    assert notebook.row("x", ended=True).mark == "changed"
    assert notebook.row("x", fresh=True).mark == "changed"
    assert notebook.row("x", running=True).mark == ""


def test_a_changed_list_is_marked(notebook) -> None:
    notebook.run(losses=[torch.ones(1)], pair=(torch.ones(1), torch.ones(1)))
    notebook.page(begin=True)
    notebook.names["losses"].append(torch.ones(1))
    notebook.names["pair"][1].add_(1)
    assert notebook.ended() == {"losses": "changed", "pair": "changed"}


def test_the_inspector_keeps_no_tensor_alive(notebook) -> None:
    x = torch.ones(3)
    gone = weakref.ref(x)
    notebook.run(x=x, net=nn.Linear(2, 2), pair=[x])
    module = weakref.ref(notebook.names["net"])
    notebook.page(begin=True)
    notebook.watch.examine(InspectRequest(ask="examine"))
    notebook.names.clear()
    del x
    gc.collect()
    assert (gone(), module()) == (None, None)


def test_nothing_is_listed_where_pytorch_is_not_imported(monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    page = Watch(lambda: ({"x": 1}, {})).page(InspectRequest(fresh=True))
    assert (page.torch, page.total) == (False, 0)


def test_a_pytorch_that_is_being_imported_counts_as_absent(monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", __import__("types").ModuleType("torch"))
    assert not Watch(lambda: ({"x": 1}, {})).page(InspectRequest(fresh=True)).torch


def test_looking_changes_nothing(notebook) -> None:
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(3, 3), nn.Dropout(), nn.BatchNorm1d(3))
    x = torch.ones(2, 3, requires_grad=True)
    notebook.run(net=net, x=x, y=x * 2)
    state = torch.get_rng_state()
    versions = [tensor._version for tensor in (x, notebook.names["y"], *net.state_dict().values())]
    notebook.page(begin=True)
    notebook.page(ended=True, sort="bytes")
    notebook.inside("net")
    notebook.watch.examine(InspectRequest(ask="examine"))
    notebook.watch.detail(InspectRequest(ask="detail", path=("x",)))
    assert torch.equal(torch.get_rng_state(), state)
    assert [tensor._version for tensor in (x, notebook.names["y"], *net.state_dict().values())] == versions
    assert x.grad is None
    assert net.training
    assert torch.is_grad_enabled()
