"""Folding: every step is in one box, the folded graph has no cycle, patterns and modules stay whole."""

from graphlib import TopologicalSorter

from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.widgets.graph_fold import module_paths, parts_of, period_of
from torchenstein_lab.widgets.graph_walk import Step, Walk

MODULES = ["net.a", "net.a.b", "net.a.c", "net.d", "net.d.e.f", ""]


@st.composite
def walks(draw):
    count = draw(st.integers(1, 60))
    steps, owner = [], {}
    for at in range(count):
        if not steps or draw(st.integers(0, 3)) == 0:
            module = draw(st.sampled_from(MODULES))
            if module:
                owner[at] = module
            steps.append(Step("torch::autograd::AccumulateGrad", tensor=at + 1))
        else:
            places = st.one_of(st.none(), st.integers(0, at - 1))
            inputs = draw(st.lists(places, min_size=1, max_size=3))
            steps.append(Step(draw(st.sampled_from(["MulBackward0", "TBackward0"])), tuple(inputs)))
    return Walk(tuple(steps), (count - 1,)), owner


@settings(max_examples=150, deadline=None)
@given(walks(), st.integers(1, 20), st.sampled_from(["", "net.a", "net"]))
def test_every_step_is_in_one_box_and_no_box_waits_for_itself(drawn, most, opened):
    walk, owner = drawn
    parts = parts_of(walk, module_paths(walk, owner), most, opened)
    assert sorted(at for part in parts for at in part.steps) == list(range(len(walk.steps)))
    home = {at: number for number, part in enumerate(parts) for at in part.steps}
    needs = {number: set() for number in range(len(parts))}
    for at, step in enumerate(walk.steps):
        for into in step.inputs:
            if into is not None and home[into] != home[at]:
                needs[home[at]].add(home[into])
    tuple(TopologicalSorter(needs).static_order())
    folded = [part for part in parts if not all(walk.steps[at].is_leaf for at in part.steps)]
    assert len(folded) <= most + 1


def line(*names: str) -> Walk:
    return Walk(
        tuple(Step(f"{name}Backward0", (at - 1,) if at else (None,)) for at, name in enumerate(names)), ()
    )


def test_a_repeated_pattern_is_cut_between_its_rounds():
    walk = line("Exp", *["Mul", "Add", "Tanh"] * 40)
    parts = parts_of(walk, [""] * len(walk.steps), 12)
    rounds = [part for part in parts if part.rounds]
    assert sum(part.rounds for part in rounds) == 40
    assert all(walk.steps[part.steps[0]].name == "MulBackward0" for part in rounds)


def test_the_period_is_the_shortest():
    assert period_of(["Mul", "Add"] * 9) == 2
    assert period_of(["Mul"] * 9) == 1
    assert period_of(["Mul", "Add", "Exp", "Sin"]) == 0


def test_operations_between_two_layers_belong_to_what_the_layers_share():
    leaf = "torch::autograd::AccumulateGrad"
    walk = Walk(
        (
            Step(leaf, tensor=1),
            Step("AddmmBackward0", (None, 0)),
            Step("ReluBackward0", (1,)),
            Step(leaf, tensor=2),
            Step("AddmmBackward0", (2, 3)),
            Step("SumBackward0", (4,)),
        ),
        (5,),
    )
    paths = module_paths(walk, {0: "net.block.one", 3: "net.block.two"})
    assert paths == ["", "net.block.one", "net.block", "", "net.block.two", ""]


def test_a_layer_that_is_used_again_is_called_again():
    leaf = "torch::autograd::AccumulateGrad"
    walk = Walk(
        (
            Step(leaf, tensor=1),
            Step("MmBackward0", (None, 0)),
            Step("TanhBackward0", (1,)),
            Step("MmBackward0", (2, 0)),
        ),
        (3,),
    )
    assert module_paths(walk, {0: "net.cell"}) == ["", "net.cell", "net", "net.cell"]
