"""`graph` draws PyTorch's own graph with PyTorch's own gradients, and leaves no trace."""

import gc
import re
import weakref

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.checkpoint import checkpoint

from torchenstein_lab.widgets import live
from torchenstein_lab.widgets.graph import graph
from torchenstein_lab.widgets.graph_facts import Names, facts_of, scene_of
from torchenstein_lab.widgets.graph_gradients import Gradient
from torchenstein_lab.widgets.graph_names import names_in
from torchenstein_lab.widgets.graph_walk import few_values, walk

NOBODY = Names({}, {}, {})


EXPECTED = """\
Autograd graph: 4 operations, 2 leaves; 28 bytes kept for the backward pass.
  1  x → (3,) float32; = [1, 2, 3]; g = [8, 16, 24] (step 5)
  2  w → () float32; = 2; g = 56 (step 6)
  3  Mul of x and w → (3,) float32; keeps other = 2; keeps self = [1, 2, 3]; back: a: g · b · b: g · a; \
g = [4, 8, 12] (step 4)
  4  Relu of Mul → (3,) float32; = [2, 4, 6]; keeps result = [2, 4, 6]; back: g where y > 0, else 0; \
g = [4, 8, 12] (step 3)
  5  Pow of Relu → (3,) float32; keeps self = [2, 4, 6]; back: g · n · aⁿ⁻¹; g = [1, 1, 1] (step 2)
  6  Sum of Pow → () float32; = 56; back: g to every element; g = 1 (step 1)"""


def look(*outputs: torch.Tensor, names=NOBODY, **options):
    return facts_of(scene_of(outputs, names, **options))


def words_in(html: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", html)


@st.composite
def computations(draw):
    """Leaves, and operations on what is there already: each result with what it was made of."""
    shape = draw(st.sampled_from([(), (2,), (3, 2)]))
    dice = torch.Generator().manual_seed(draw(st.integers(0, 10**6)))
    made = [torch.randn(shape, generator=dice, dtype=torch.float64).requires_grad_() for _ in range(3)]
    for _ in range(draw(st.integers(1, 12))):
        a, b = (made[draw(st.integers(0, len(made) - 1))] for _ in range(2))
        kind = draw(st.sampled_from(["mul", "add", "tanh", "sin", "scale", "view", "sum"]))
        made.append(
            {
                "mul": lambda a=a, b=b: a * b,
                "add": lambda a=a, b=b: a + b,
                "tanh": lambda a=a: a.tanh(),
                "sin": lambda a=a: a.sin(),
                "scale": lambda a=a: a * 0.5,
                "view": lambda a=a: a.reshape(-1).reshape(shape),
                "sum": lambda a=a: a.sum().expand(shape),
            }[kind]()
        )
    return made


@settings(max_examples=50, deadline=None)
@given(computations())
def test_every_node_and_every_gradient_is_pytorch_s_own(made):
    y = made[-1]
    scene = scene_of([y], NOBODY)
    way, nodes = walk([y])
    # The same nodes as a plain walk over next_functions finds, and inputs before what they go into.
    seen, ahead = set(), [nodes[way.roots[0]]]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            ahead.extend(into for into, _ in node.next_functions if into is not None)
    assert seen == set(nodes)
    for at, step in enumerate(way.steps):
        assert step.name == nodes[at].name()
        assert all(into < at for into in step.inputs if into is not None)
    # The gradient that arrives at each result that we still hold.
    assert scene.flow.why_not == ""
    place = {node: at for at, node in enumerate(nodes)}
    for tensor in made:
        node = (
            tensor.grad_fn
            if tensor.grad_fn is not None
            else torch.autograd.graph.get_gradient_edge(tensor).node
        )
        if node in place:
            (true,) = torch.autograd.grad(y, tensor, torch.ones_like(y), retain_graph=True)
            shown = scene.flow.arrived[place[node]]
            assert shown is not None
            assert shown.shape == tuple(true.shape)
            assert shown.norm == pytest.approx(float(true.norm()), rel=1e-12)
            assert shown.values == few_values(true)
            assert way.steps[place[node]].made[0][0] == tuple(tensor.shape)


@settings(max_examples=25, deadline=None)
@given(computations())
def test_words_and_drawing_say_the_same(made):
    picture = graph(made[-1], names={"first": made[0]})
    assert picture.problem == ""
    shown = words_in(picture.drawing.html)
    for line in repr(picture).splitlines()[1:]:
        box = re.match(r" *\d+  ([\w. ]+?)(?: of .*?)?(?: \(.*?\))? → (.*?)(?:;|$)", line)
        if box:
            assert f" {box[1]} " in shown
            assert f" {box[2]} " in shown


def test_results_that_are_still_known_are_written_out():
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    w = torch.tensor(2.0, requires_grad=True)
    y = ((x * w).relu() ** 2).sum()
    text = repr(graph(y, names={"x": x, "w": w}))
    assert text == EXPECTED


def test_looking_changes_nothing_and_the_graph_can_still_be_used():
    x = torch.ones(3, requires_grad=True)
    inside = x * 2
    inside.retain_grad()
    dropped = nn.functional.dropout(inside, 0.5)
    y = dropped.sum()
    before = torch.get_rng_state(), x._version, inside._version
    threads, grad_mode = torch.get_num_threads(), torch.is_grad_enabled()
    picture = graph(y)
    repr(picture), picture._repr_html_()
    assert x.grad is None
    assert inside.grad is None
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (x._version, inside._version) == before[1:]
    assert (torch.get_num_threads(), torch.is_grad_enabled()) == (threads, grad_mode)
    y.backward()
    assert torch.equal(x.grad, 2 * inside.grad)


def test_a_gradient_that_was_there_is_there_afterwards():
    x = torch.ones(2, requires_grad=True)
    inside = x * 3
    inside.retain_grad()
    y = inside.sum()
    y.backward(retain_graph=True)
    kept, own = inside.grad, x.grad
    graph(y)
    assert inside.grad is kept
    assert x.grad is own
    assert torch.equal(kept, torch.ones(2))


def test_after_backward_it_says_that_the_saved_tensors_are_gone():
    x = torch.ones(2, requires_grad=True)
    y = x.exp().sum()
    y.backward()
    text = repr(graph(y))
    assert "kept result: freed by backward()" in text
    assert "backward() has run" in text
    assert torch.equal(x.grad, torch.ones(2).exp())


def test_a_saved_tensor_that_was_changed_in_place_is_marked():
    x = torch.ones(2, requires_grad=True)
    kept = x.exp()
    y = kept.sum()
    kept.add_(1)
    picture = graph(y)
    assert "kept result: changed in place" in repr(picture)
    assert "<strong>kept result: changed in place</strong>" in picture.drawing.html
    assert "ExpBackward0" in repr(picture).splitlines()[-1]


def test_a_checkpoint_is_not_run_again_unless_it_is_asked_for():
    runs = []

    def block(t: torch.Tensor) -> torch.Tensor:
        runs.append(1)
        return t.exp()

    x = torch.ones(2, requires_grad=True)
    y = checkpoint(block, x, use_reentrant=False).sum()
    text = repr(graph(y))
    assert len(runs) == 1
    assert "packed by a hook" in text
    assert "gradients=True" in text
    assert "g = [2.718, 2.718]" in repr(graph(y, gradients=True))
    assert len(runs) == 2


class Doubled(torch.autograd.Function):
    ran: list[int] = []  # noqa: RUF012

    @staticmethod
    def forward(ctx, t):
        ctx.save_for_backward(t)
        return t * 2

    @staticmethod
    def backward(_, g):
        Doubled.ran.append(1)
        return g * 2


def test_a_backward_in_python_is_not_run_unless_it_is_asked_for():
    Doubled.ran.clear()
    x = torch.ones(2, requires_grad=True)
    y = Doubled.apply(x).sum()
    text = repr(graph(y))
    assert Doubled.ran == []
    assert "Doubled" in text
    assert "is written in Python" in text
    assert "keeps saved_tensors = [1, 1]" in text
    assert "g = [2, 2]" in repr(graph(y, gradients=True))
    assert Doubled.ran == [1]


@pytest.mark.parametrize("where", ["leaf", "inside"])
def test_a_hook_of_the_learner_is_not_run_unless_it_is_asked_for(where):
    seen = []
    x = torch.ones(2, requires_grad=True)
    inside = x * 3
    (x if where == "leaf" else inside).register_hook(seen.append)
    y = inside.sum()
    assert "has a hook" in repr(graph(y))
    assert seen == []
    graph(y, gradients=True)
    assert len(seen) == 1


def test_a_backward_that_raises_is_told_and_stops_nothing():
    x = torch.ones(2, requires_grad=True)
    inside = x * 3

    def refuse(_):
        raise RuntimeError("not today")

    inside.register_hook(refuse)
    assert "The walk back stopped: RuntimeError: not today" in repr(graph(inside.sum(), gradients=True))


def test_a_gradient_that_is_not_finite_is_counted():
    x = torch.tensor([0.0, 1.0, 4.0, 0.0, 9.0], requires_grad=True)
    assert "g: 2 of 5 not finite" in repr(graph(x.sqrt().sum(), names={"x": x}))


def test_a_part_that_gets_no_gradient_says_so():
    x = torch.ones(2, requires_grad=True)
    y = torch.where(torch.tensor([True, True]), x, x.detach()).sum()
    assert Gradient((2,), "", 0.0, 0).words == "g: all zero"
    dead = (x * 0).sum()
    assert "g = [0, 0]" in repr(graph(dead, names={"x": x}))
    assert graph(y).problem == ""


def _inference() -> torch.Tensor:
    with torch.inference_mode():
        return torch.ones(2)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: torch.ones(2), "nothing that went into it needs a gradient"),
        (lambda: torch.ones(2, requires_grad=True).detach(), "detach()"),
        (_inference, "inference mode"),
    ],
)
def test_without_a_graph_it_says_why(made, says):
    picture = graph(made())
    assert repr(picture).startswith("No autograd graph.")
    assert says in repr(picture)
    assert says in words_in(picture.drawing.html)


def test_a_leaf_alone_is_one_box():
    x = torch.ones(2, requires_grad=True)
    facts = look(x, names=names_in({"x": x}))
    assert [(box.title, box.turn, box.root) for box in facts.boxes] == [("x", 1, True)]


def test_several_outputs_share_one_graph():
    x = torch.ones(2, requires_grad=True)
    shared = x * 2
    facts = look(shared.sum(), shared.exp())
    assert [box.title for box in facts.boxes if box.root] == ["Sum", "Exp"]
    assert len([box for box in facts.boxes if box.title == "Mul"]) == 1


@pytest.mark.parametrize("value", [None, 3, "y", [], [1], {"y": torch.ones(1)}, object()])
def test_what_is_no_tensor_is_shown_as_python_shows_it(value):
    picture = graph(value)
    assert picture.drawing is None
    assert repr(value) in repr(picture)


@pytest.mark.parametrize(
    "make",
    [
        lambda x: x.to(torch.bfloat16).sum(),
        lambda x: torch.complex(x, x).abs().sum(),
        lambda x: torch.complex(x, x),
        lambda x: (x * torch.tensor([[1.0, 0.0, 2.0]]).to_sparse().to_dense()).sum(),
        lambda x: torch.nn.functional.embedding(torch.tensor([0]), x.reshape(3, 1), sparse=True).sum(),
        lambda x: x.expand(4, 3).t()[1:, ::2],
        lambda x: torch.cat([x, x]).split(2)[1],
        lambda x: torch.stack([x, x]).unbind()[0].max(),
        lambda x: x.clone().mul_(2)[0],
        lambda x: (x * float("inf")).sum(),
        lambda x: x[:0],
        lambda x: torch.autograd.grad((x**3).sum(), x, create_graph=True)[0].sum(),
    ],
)
def test_odd_graphs_are_drawn_too(make):
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    picture = graph(make(x), names={"x": x})
    assert picture.problem == ""
    assert "<ol>" in picture.drawing.html


def test_a_meta_graph_has_shapes_and_no_numbers():
    x = torch.ones(2, device="meta", requires_grad=True)
    picture = graph((x * 2).sum(), names={"x": x})
    assert "x → (2,) float32" in repr(picture)


def encoder() -> nn.Module:
    layer = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
    return nn.TransformerEncoder(layer, 6, enable_nested_tensor=False)


def test_five_hundred_nodes_fold_into_their_modules():
    net = encoder()
    y = net(torch.randn(2, 5, 16)).sum()
    facts = look(y, names=names_in({"net": net}))
    assert facts.nodes > 400
    assert len(facts.boxes) <= 40
    folds = [box.path for box in facts.boxes if box.kind == "fold"]
    assert folds == [f"net.layers.{n}" for n in range(6)]
    assert all(box.node.startswith("TransformerEncoderLayer") for box in facts.boxes if box.path in folds)
    # Training mode and parameters are as they were.
    assert net.training
    assert all(parameter.grad is None for parameter in net.parameters())


def test_a_module_can_be_looked_into_while_its_output_lives():
    net = encoder()
    y = net(torch.randn(2, 5, 16)).sum()
    picture = graph(y, names={"net": net})

    def ask(request):
        return live.reply({"picture": picture.id, "ask": 1, "request": request})

    opened = ask({"open": "net.layers.2"})["answer"]["text"]
    assert "net.layers.2.self_attn (MultiheadAttention:" in opened
    assert "net.layers.3 (TransformerEncoderLayer:" in opened
    assert "problem" in ask({"open": 3})
    del y
    gc.collect()
    assert ask({"open": "net.layers.2"})["gone"]


def broken() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(4, 1))


def test_a_broken_forward_is_drawn_up_to_the_layer_that_fails():
    picture = graph(broken(), torch.ones(5, 2), names={})
    assert "net.0.weight → (3, 2)" in repr(picture)
    assert "NativeBatchNorm of" in repr(picture)
    assert "net.2.weight" not in repr(picture)
    assert "The forward pass stopped in net.2 (Linear): RuntimeError: mat1 and mat2 shapes" in repr(picture)


def test_a_module_is_run_on_a_copy_with_copies():
    net = nn.Sequential(nn.BatchNorm1d(2), nn.Dropout(0.5), nn.ReLU(inplace=True))
    x = torch.randn(4, 2, requires_grad=True)
    before, state = x.detach().clone(), torch.get_rng_state()
    text = repr(graph(net, x))
    assert "x → (4, 2)" in text
    assert "net.0.weight → (2,)" in text
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(net[0].running_mean, torch.zeros(2))
    assert int(net[0].num_batches_tracked) == 0
    assert torch.equal(x, before)
    assert x.grad is None


def test_an_input_that_a_layer_changes_in_place_is_a_copy():
    x = torch.tensor([[-1.0, 1.0]])
    assert "net.1.weight" in repr(graph(nn.Sequential(nn.ReLU(inplace=True), nn.Linear(2, 1)), x, names={}))
    assert x.tolist() == [[-1.0, 1.0]]


@pytest.mark.parametrize("inputs", [(), (torch.ones(2, 7),), ("text",)])
def test_a_module_that_cannot_begin_gets_a_sentence(inputs):
    picture = graph(nn.Linear(2, 3), *inputs)
    assert picture.drawing is None
    assert "A copy of it could not be run: " in repr(picture)


def test_a_picture_holds_neither_the_graph_nor_its_tensors():
    x = torch.ones(3, requires_grad=True)
    hidden = x * 2
    y = hidden.exp().sum()
    living = [weakref.ref(thing) for thing in (x, hidden, y)]
    picture = graph(y)
    del x, hidden, y
    gc.collect()
    assert [thing() for thing in living] == [None] * 3
    assert "Autograd graph" in repr(picture)


def test_twenty_thousand_nodes_are_drawn_small_and_without_recursion():
    y = torch.zeros((), requires_grad=True)
    for _ in range(10_000):
        y = y * 1.0001 + 0.1
    facts = look(y)
    assert facts.nodes == 20_001
    assert len(facts.boxes) <= 300
    picture = graph(y)
    assert "20,000 operations" in repr(picture)
    assert "250 rounds of Mul, Add" in repr(picture)
    assert len(picture.drawing.html.encode()) <= 32 * 1024


def test_a_wide_graph_fits_into_a_saved_notebook():
    leaves = [torch.ones(2, requires_grad=True) for _ in range(400)]
    y = sum((leaf * 2).exp() for leaf in leaves).sum()
    picture = graph(y)
    assert picture.problem == ""
    assert len((picture.drawing.html + repr(picture)).encode()) <= 32 * 1024


def test_names_are_the_callers_variables():
    weight = torch.ones(2, requires_grad=True)
    assert "weight → (2,)" in repr(graph((weight * 2).sum()))


def test_names_are_read_without_running_anything():
    class Trap:
        @property
        def __class__(self):
            raise AssertionError("asked for its class")

    half_built = nn.Module.__new__(nn.Module)
    names = names_in({"trap": Trap(), "half": half_built, "net": nn.Linear(1, 1), "_": 1, "t": torch.ones(1)})
    assert sorted(names.leaves.values()) == ["net.bias", "net.weight", "t"]


def test_text_of_the_learner_is_escaped():
    x = torch.ones(1, requires_grad=True)
    picture = graph(x * 2, names={"<b>x": x})
    assert "<b>x" not in picture.drawing.html.replace("<b>&lt;b&gt;x", "")
