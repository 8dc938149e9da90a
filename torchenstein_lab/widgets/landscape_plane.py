"""Where a landscape is looked at: two numbers of a function, two chosen weights of a model, or two directions
in the space of all its weights. A plane turns two coordinates into weights, and a path back into coordinates.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

Pair = tuple[float, float]
Loss = Callable[[float, float], float]

_WEIGHT = re.compile(r"^([\w.]+?)(?:\[([\d,\s-]+)\])?$")


@dataclass(frozen=True)
class Plane:
    """`loss` at two coordinates, the coordinates' `names`, the path in them, and the place to look around.

    `shown` is the share of the path's squared movement from its end that lies in the plane, None without a
    path; `on_path` gives the true loss at the points of the path."""

    loss: Loss
    names: tuple[str, str]
    path: tuple[Pair, ...]
    middle: Pair
    reach: Pair
    shown: float | None = None
    on_path: Callable[[int], float] | None = None


def plane_of_function(
    f: Callable[..., Any], path: Sequence[Any], names: Sequence[str], x: Pair | None, y: Pair | None
) -> Plane:
    """The plane of `f(a, b)`, which is called with two tensors without dimensions."""
    points = tuple(_pair(point) for point in path)

    def loss(a: float, b: float) -> float:
        with torch.no_grad():
            return _number(f(torch.tensor(a), torch.tensor(b)))

    (x0, x1), (y0, y1) = (_range(x, [p[0] for p in points]), _range(y, [p[1] for p in points]))
    return Plane(
        loss,
        (names[0], names[1]),
        points,
        ((x0 + x1) / 2, (y0 + y1) / 2),
        ((x1 - x0) / 2, (y1 - y0) / 2),
        1.0 if points else None,
        (lambda at: loss(*points[at])) if points else None,
    )


def plane_of_model(
    f: Callable[..., Any],
    model: torch.nn.Module,
    over: Sequence[Any] | None,
    path: Sequence[Any],
    reach: float | None,
) -> Plane:
    """The plane of `f(model)` through the model's weights as they are now.

    `over` names two weights ("0.weight[0, 1]", "0.bias[2]") or gives two directions (vectors, or a tensor
    for each parameter). Without it the plane is the one that the path moves in most, and without a path two
    random directions, scaled to the size of the weights. Works on a copy: the model is not touched."""
    twin = copy.deepcopy(model).requires_grad_(requires_grad=False)
    parameters = list(twin.parameters())
    if not parameters:
        raise ValueError("The model has no parameters, so its loss has no landscape.")
    here = _flat(parameters)
    walked = [_flat(point).to(here) for point in path]
    if any(point.numel() != here.numel() for point in walked):
        raise ValueError(f"Each point of the path needs the model's {here.numel():,} weights.")
    chosen = over is not None and all(isinstance(name, str) for name in over)
    if over is not None and len(over) != 2:
        raise ValueError("`over` takes two names of weights, or two directions.")
    if over is not None and chosen:
        names = (str(over[0]), str(over[1]))
        first, second = (_one_weight(twin, name) for name in names)
    elif over is not None:
        names = ("direction 1", "direction 2")
        first, second = (_flat(direction).to(here) for direction in over)
    elif len(walked) > 2:
        names = ("main direction of the path", "second direction")
        first, second = _main_directions(walked, here)
    else:
        names = ("random direction 1", "random direction 2")
        first, second = _random_directions(parameters)
    basis = torch.stack([first, second], dim=1).double()
    if first.numel() != here.numel() or torch.linalg.matrix_rank(basis) < 2:
        raise ValueError("The two directions are one and the same, or zero: they span no plane.")
    origin = walked[-1] if walked and not chosen else here
    offset = (float(here @ first), float(here @ second)) if chosen else (0.0, 0.0)
    solve = torch.linalg.pinv(basis)
    moved = [(point - origin).double() for point in walked]
    flat = [solve @ move for move in moved]
    whole = sum(float(move @ move) for move in moved)
    seen = sum(float((basis @ at).square().sum()) for at in flat)
    points = tuple((float(at[0]) + offset[0], float(at[1]) + offset[1]) for at in flat)
    evaluate = _evaluator(f, twin, parameters)

    def loss(a: float, b: float) -> float:
        return evaluate(origin + (a - offset[0]) * first + (b - offset[1]) * second)

    wide = tuple(
        reach or 1.25 * max([abs(p[axis] - offset[axis]) for p in points] or [0.0]) or 1.0 for axis in (0, 1)
    )
    return Plane(
        loss,
        names,
        points,
        offset,
        (wide[0], wide[1]),
        (seen / whole if whole else 1.0) if walked else None,
        (lambda at: evaluate(walked[at])) if walked else None,
    )


def _evaluator(
    f: Callable[..., Any], twin: torch.nn.Module, parameters: Sequence[torch.Tensor]
) -> Callable[[torch.Tensor], float]:
    """The loss at a vector of weights. Buffers and random numbers begin alike each time, so that running
    means do not drift and dropout drops the same."""
    buffers = [(buffer, buffer.clone()) for buffer in twin.buffers()]

    def evaluate(weights: torch.Tensor) -> float:
        with torch.no_grad(), torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(0)
            at = 0
            for parameter in parameters:
                parameter.copy_(weights[at : at + parameter.numel()].view_as(parameter))
                at += parameter.numel()
            for buffer, value in buffers:
                buffer.copy_(value)
            return _number(f(twin))

    return evaluate


def _number(value: object) -> float:
    if isinstance(value, torch.Tensor):
        if value.numel() != 1:
            raise ValueError(f"f gave a tensor of shape {tuple(value.shape)}; a landscape needs one number.")
        return float(value.detach())
    if isinstance(value, (int, float)):
        return float(value)
    raise ValueError(f"f gave {type(value).__name__}; a landscape needs one number.")


def _pair(point: Any) -> Pair:
    values = point.detach().tolist() if isinstance(point, torch.Tensor) else point
    numbers = [float(value) for value in values]
    if len(numbers) != 2:
        raise ValueError(f"A point of the path has two coordinates, and this one has {len(numbers)}.")
    return numbers[0], numbers[1]


def _range(asked: Pair | None, along: Sequence[float]) -> Pair:
    if asked is not None:
        low, high = float(asked[0]), float(asked[1])
        if not low < high:
            raise ValueError(f"A range goes from a smaller to a larger number, not from {low} to {high}.")
        return low, high
    low, high = min([-2.0, *along]), max([2.0, *along])
    room = (high - low) / 20 if along else 0.0
    return (low - room if low < -2 else low), (high + room if high > 2 else high)


def _flat(point: Any) -> torch.Tensor:
    """A point of weight space as one vector: from a vector, a list of tensors, or a state dict."""
    parts = list(point.values()) if isinstance(point, Mapping) else point
    if isinstance(parts, torch.Tensor):
        return parts.detach().flatten()
    return torch.cat([torch.as_tensor(part).detach().flatten() for part in parts])


def _one_weight(model: torch.nn.Module, name: str) -> torch.Tensor:
    match = _WEIGHT.match(name)
    known = dict(model.named_parameters())
    if match is None or match[1] not in known:
        raise ValueError(f"The model has no weight {name!r}; it has {', '.join(list(known)[:6])}.")
    unit = {own: torch.zeros_like(parameter) for own, parameter in known.items()}
    index = tuple(int(at) for at in (match[2] or "").split(",") if at.strip())
    try:
        if unit[match[1]][index].numel() != 1:
            raise ValueError(
                f"{name!r} is {tuple(unit[match[1]][index].shape)}, not one number: write an index, "
                f"such as {match[1]}[{', '.join('0' for _ in known[match[1]].shape)}]."
            )
        unit[match[1]][index] = 1.0
    except IndexError:
        raise ValueError(
            f"{match[1]} has shape {tuple(known[match[1]].shape)}, so there is no {name!r}."
        ) from None
    return _flat(unit)


def _main_directions(walked: Sequence[torch.Tensor], here: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The two directions that the path moves in most, seen from its end (its first two principal ones)."""
    moves = torch.stack([point - walked[-1] for point in walked[:-1]]).double()
    # Of the small square of inner products: a vector may have millions of entries, a path has few points.
    values, vectors = torch.linalg.eigh(moves @ moves.T)
    if values[-1] <= 0 or values[-2] <= values[-1] * 1e-12:
        raise ValueError("The path moves along one line only: choose two directions with `over`.")
    main = [moves.T @ vectors[:, at] for at in (-1, -2)]
    units = [direction / torch.linalg.vector_norm(direction) for direction in main]
    return units[0].to(here), units[1].to(here)


def _random_directions(parameters: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Two random directions, each row scaled to the length of the row of weights (Li et al., 2018)."""
    dice = torch.Generator().manual_seed(0)
    found = []
    for _ in range(2):
        parts = []
        for parameter in parameters:
            noise = torch.randn(parameter.shape, generator=dice).to(parameter)
            if parameter.ndim > 1:
                rows, weights = noise.flatten(1), parameter.flatten(1)
                noise = rows / rows.norm(dim=1, keepdim=True) * weights.norm(dim=1, keepdim=True)
            else:
                noise = noise / (noise.norm() or 1.0) * parameter.norm()
            parts.append(noise.flatten())
        found.append(torch.cat(parts))
    return found[0], found[1]
