"""`landscape` draws losses that were computed where it says, and touches neither the model nor the dice."""

import base64
import math
import struct

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from torchenstein_lab.widgets.landscape import landscape
from torchenstein_lab.widgets.landscape_contours import contour, levels_between
from torchenstein_lab.widgets.landscape_grid import grid_of
from torchenstein_lab.widgets.landscape_plane import plane_of_function, plane_of_model


def bowl(a, b):
    return a**2 + 3 * b**2


def values_of(picture) -> list[list[float]]:
    state = picture.drawing.state
    side, packed = state["side"], base64.b64decode(state["values"])
    flat = struct.unpack(f"<{side * side}f", packed)
    return [list(flat[row * side : (row + 1) * side]) for row in range(side)]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(-100, 100), min_size=6, max_size=6), min_size=5, max_size=5),
    st.integers(-100, 100),
)
def test_every_point_of_a_contour_lies_where_its_edge_crosses_the_level(grid, below):
    # Between two whole numbers: a corner exactly on the level would be two points at one place.
    level = below + 0.5
    drawn = set()
    for line in contour(grid, level):
        for column, row in line:
            x, y = math.floor(column), math.floor(row)
            assert column == x or row == y
            share = (column - x) + (row - y)
            start = grid[y][x]
            end = grid[y][min(5, x + 1)] if row == y and column != x else grid[min(4, y + 1)][x]
            assert start * (1 - share) + end * share == pytest.approx(level, abs=1e-6)
            drawn.add((round(column, 9), round(row, 9)))
    # And each edge whose corners lie on two sides of the level is crossed.
    crossed = sum((grid[y][x] > level) != (grid[y][x + 1] > level) for y in range(5) for x in range(5))
    crossed += sum((grid[y][x] > level) != (grid[y + 1][x] > level) for y in range(4) for x in range(6))
    assert len(drawn) <= crossed
    assert (
        sum(len(line) - (line[0] == line[-1] and len(line) > 1) for line in contour(grid, level)) == crossed
    )


def test_a_contour_around_a_hill_is_closed_and_one_at_the_border_is_open():
    hill = [[0, 0, 0, 0], [0, 9, 9, 0], [0, 9, 9, 0], [0, 0, 0, 0]]
    (ring,) = contour(hill, 4.5)
    assert ring[0] == ring[-1]
    (line,) = contour([[0, 0], [9, 9]], 3)
    assert sorted(line) == [(0.0, 1 / 3), (1.0, 1 / 3)]


def test_no_contour_passes_a_hole():
    assert contour([[0, 0, 0], [9, math.nan, 9]], 3) == []


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e3), st.floats(0.01, 0.99))
def test_half_of_the_levels_lie_below_the_middle(low, span, share):
    levels, _ = levels_between(low, low + span, low + span * share)
    assert levels == sorted(levels)
    assert low <= levels[0]
    assert levels[-1] <= low + span
    if share < 0.5:
        middle = low + span * max(share, 0.5**8)
        assert sum(level <= middle + 1e-6 * span for level in levels) == 6


@settings(max_examples=30, deadline=None)
@given(st.floats(-50, 50), st.floats(0.01, 50), st.floats(-50, 50), st.floats(0.01, 50))
def test_every_value_is_the_loss_at_its_place(x, width, y, height):
    picture = landscape(bowl, x=(x, x + width), y=(y, y + height), seconds=0)
    assert picture.problem == ""
    values = values_of(picture)
    side = len(values)
    xs, ys = torch.linspace(x, x + width, side), torch.linspace(y, y + height, side)
    expected = bowl(xs[None, :], ys[:, None])
    scale = float(expected.abs().max())
    assert torch.allclose(torch.tensor(values), expected, rtol=1e-4, atol=1e-4 * scale)


def test_a_finer_grid_holds_the_coarser_one_and_computes_no_point_twice():
    asked = []

    def loss(a, b):
        asked.append((a, b))
        return a + b

    grid = grid_of(loss, (0, 1), (0, 2), seconds=1000, sides=(3, 5, 9))
    assert len(asked) == len(set(asked)) == 81
    assert grid.coarser().values == grid_of(loss, (0, 1), (0, 2), seconds=0, sides=(5,)).values


def test_a_slow_loss_gets_a_coarse_grid():
    picture = landscape(bowl, seconds=0)
    assert "9 × 9 points" in repr(picture)


def test_words_drawing_and_state_say_where_the_path_goes():
    path = [(2.0, 1.0), (1.0, 0.5), (0.0, 0.0)]
    picture = landscape(bowl, x=(-2, 2), y=(-1, 1), path=path, names=("w", "b"), seconds=0)
    assert repr(picture).splitlines() == [
        "Loss landscape over w from −2 to 2 and b from −1 to 1, 9 × 9 points.",
        "Loss from 0 to 7; the lowest point of the grid is at (0, 0).",
        "The path of 3 points goes from (2, 1), loss 7, to (0, 0), loss 0.",
    ]
    for sentence in repr(picture).splitlines()[1:]:
        assert f"<p>{sentence}</p>" in picture.drawing.html
    assert picture.drawing.state["path"] == [[0, 2, 1, 7], [1, 1, 0.5, 1.75], [2, 0, 0, 0]]


def test_a_path_that_leaves_the_usual_range_is_seen_whole():
    picture = landscape(
        bowl, path=[torch.tensor([9.0, 0.0], requires_grad=True), torch.tensor([0, 0])], seconds=0
    )
    low, high = picture.drawing.state["x"]
    assert low <= 0
    assert high > 9


def test_a_function_that_fails_in_places_is_drawn_with_holes():
    picture = landscape(lambda a, b: math.log(a) + b, seconds=0)
    assert "45 points have no finite loss." in repr(picture)
    assert "raised an error at 45 points, first ValueError" in repr(picture)
    assert '<path class="nan"' in picture.drawing.html


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda *_: 1 / 0, "ZeroDivisionError"),
        (lambda a, _: torch.ones(3) * a, "tensor of shape (3,); a landscape needs one number"),
        (lambda *_: "loss", "f gave str"),
        (lambda *_: math.nan, "nowhere a finite number"),
        (lambda: 1, "TypeError"),
        (3, "takes a function"),
        (None, "takes a function"),
    ],
)
def test_what_has_no_landscape_gets_a_sentence(f, says):
    picture = landscape(f, seconds=0)
    assert picture.drawing is None
    assert says in repr(picture)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"x": (2, 1)}, "from a smaller to a larger number"),
        ({"path": [(1, 2, 3)]}, "has two coordinates, and this one has 3"),
    ],
)
def test_ranges_and_paths_that_make_no_sense_get_a_sentence(options, says):
    assert says in repr(landscape(bowl, seconds=0, **options))


# ---------------------------------------------------------------- models

INPUTS = torch.linspace(-1, 1, 12).reshape(6, 2)


def small_net() -> nn.Sequential:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Tanh(), nn.Dropout(0.5), nn.Linear(3, 1))


def loss_of(model):
    return model(INPUTS).square().mean()


def trained(net, steps=12):
    path, optimizer = [], torch.optim.SGD(net.parameters(), lr=0.3)
    for _ in range(steps):
        path.append(parameters_to_vector(net.parameters()).detach().clone())
        optimizer.zero_grad()
        loss_of(net).backward()
        optimizer.step()
    return path


def test_the_model_its_buffers_its_mode_and_the_dice_are_untouched():
    net = small_net()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    versions = [parameter._version for parameter in net.parameters()]
    state = torch.get_rng_state()
    picture = landscape(loss_of, net, seconds=0)
    assert picture.problem == ""
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert [parameter._version for parameter in net.parameters()] == versions
    assert net.training
    assert all(p.requires_grad and p.grad is None for p in net.parameters())
    assert torch.equal(torch.get_rng_state(), state)


def test_dropout_and_running_means_do_not_make_the_ground_shake():
    plane = plane_of_model(loss_of, small_net(), None, [], 1.0)
    once = plane.loss(0.3, -0.2)
    torch.rand(1)
    assert plane.loss(0.3, -0.2) == once


class Counting(nn.Linear):
    def __init__(self):
        super().__init__(2, 1)
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, x):
        self.calls += 1
        return super().forward(x) + self.calls


def test_a_buffer_that_a_forward_changes_begins_alike_each_time():
    plane = plane_of_model(loss_of, Counting(), None, [], 1.0)
    assert plane.loss(0.3, -0.2) == plane.loss(0.3, -0.2)


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 3), st.floats(-3, 3))
def test_two_chosen_weights_are_moved_and_nothing_else(a, b):
    net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    plane = plane_of_model(loss_of, net, ("0.weight[1, 0]", "1.bias[0]"), [], 1.0)
    assert plane.middle == pytest.approx((net[0].weight[1, 0].item(), net[1].bias[0].item()))
    with torch.no_grad():
        net[0].weight[1, 0], net[1].bias[0] = a, b
        assert plane.loss(a, b) == pytest.approx(float(loss_of(net)), rel=1e-4, abs=1e-5)


def test_the_plane_of_a_path_holds_its_end_and_says_how_much_it_shows():
    net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    path = trained(net)
    plane = plane_of_model(loss_of, net, None, path, None)
    assert plane.path[-1] == (0.0, 0.0)
    vector_to_parameters(path[-1], net.parameters())
    assert plane.loss(0.0, 0.0) == pytest.approx(float(loss_of(net).detach()), rel=1e-5)
    # No plane holds more of the movement than the first two singular values do.
    moves = torch.stack([point - path[-1] for point in path]).double()
    squares = torch.linalg.svdvals(moves).square()
    assert plane.shown == pytest.approx(float(squares[:2].sum() / squares.sum()), rel=1e-6)
    vector_to_parameters(path[3], net.parameters())
    assert plane.on_path(3) == pytest.approx(float(loss_of(net).detach()), rel=1e-5)


def test_what_a_plane_does_not_show_of_a_path_is_said():
    net = nn.Linear(2, 1)
    path = trained(net)
    picture = landscape(loss_of, net, over=("weight[0, 0]", "weight[0, 1]"), path=path, seconds=0)
    assert "of the path's movement; the rest is in other directions." in repr(picture)


def test_directions_may_be_given_as_tensors_for_each_parameter():
    net = nn.Linear(2, 1)
    directions = [[torch.ones(1, 2), torch.zeros(1)], [torch.zeros(1, 2), torch.ones(1)]]
    plane = plane_of_model(loss_of, net, directions, [], 1.0)
    with torch.no_grad():
        net.weight += 0.5
        net.bias -= 0.25
        assert plane.loss(0.5, -0.25) == pytest.approx(float(loss_of(net)), rel=1e-5)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"over": ("weight[0, 0]", "heft")}, "The model has no weight 'heft'; it has weight, bias."),
        (
            {"over": ("weight[0, 0]", "weight[5, 5]")},
            "weight has shape (1, 2), so there is no 'weight[5, 5]'.",
        ),
        ({"over": ("weight", "bias[0]")}, "'weight' is (1, 2), not one number: write an index"),
        ({"over": ("bias[0]", "bias[0]")}, "span no plane"),
        ({"over": ("bias[0]",)}, "two names of weights, or two directions"),
        ({"path": [torch.zeros(5)]}, "needs the model's 3 weights"),
        ({"path": [torch.zeros(3), torch.ones(3), torch.ones(3) * 2]}, "along one line only"),
    ],
)
def test_a_plane_that_cannot_be_gets_a_sentence(options, says):
    picture = landscape(loss_of, nn.Linear(2, 1), seconds=0, **options)
    assert picture.drawing is None
    assert says in repr(picture)


def test_a_model_without_weights_has_no_landscape():
    assert "no parameters" in repr(landscape(loss_of, nn.ReLU(), seconds=0))


@pytest.mark.parametrize(
    "f", [bowl, lambda a, b: torch.sin(9 * a) * torch.cos(9 * b) * 1e8, lambda a, _: a * 0 + 1]
)
def test_any_landscape_fits_into_a_saved_notebook(f):
    path = [(math.cos(n / 9) * 1.23456, math.sin(n / 9) * 1.23456) for n in range(1000)]
    picture = landscape(f, path=path, seconds=60)
    drawing = picture.drawing
    assert len((drawing.html + drawing.text + str(drawing.state)).encode()) <= 32 * 1024


def test_a_stop_by_the_learner_stops():
    def stopped(a, b):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        landscape(stopped)


def test_a_function_is_asked_without_building_a_graph():
    w = torch.tensor(2.0, requires_grad=True)
    plane = plane_of_function(lambda a, b: (a * w + b) ** 2, [], ("x", "y"), None, None)
    assert plane.loss(1.0, 1.0) == 9.0
    assert w.grad is None
