"""What a kernel tells about its variables: the same fingerprint for the same value, and nothing of the
learner's runs for it."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import torch

from torchenstein_lab.checks.live_names import fingerprint


class Loud:
    """A value whose every method complains."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(name)

    def __eq__(self, other: object) -> bool:
        raise AssertionError

    __hash__ = None  # type: ignore[assignment]


SAME = [
    (1, 1),
    ("a", "a"),
    ([1, (2, {"a": None})], [1, (2, {"a": None})]),
    (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0])),
    (torch.ones(3, 2).T, torch.ones(2, 3)),
    (torch.tensor([1 + 2j]).conj(), torch.tensor([1 - 2j])),
    (torch.empty(0), torch.empty(0)),
    (torch.tensor(True), torch.tensor(True)),
    (eval("lambda x: x + 1"), eval("lambda x: x + 1")),
]
OTHER = [
    (1, 2),
    (1, 1.0),
    (1, True),
    ([1, 2], (1, 2)),
    (["ab"], ["a", "b"]),
    (torch.tensor([1.0]), torch.tensor([1.0], dtype=torch.float64)),
    (torch.ones(2, 3), torch.ones(3, 2)),
    (torch.tensor([0.0]), torch.tensor([-0.0])),
    (eval("lambda x: x + 1"), eval("lambda x: x + 2")),
    (eval("lambda x: x + a"), eval("lambda x: x + b")),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_value_has_the_same_fingerprint(a: object, b: object) -> None:
    assert fingerprint(a) == fingerprint(b) != ""


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_another_value_has_another_fingerprint(a: object, b: object) -> None:
    assert fingerprint(a) != fingerprint(b)


def endless() -> list[Any]:
    knot: list[Any] = []
    knot.append(knot)
    return knot


@pytest.mark.parametrize(
    "make",
    [
        Loud,
        lambda: [Loud()],
        endless,
        lambda: torch.ones(1).expand(2**40),
        lambda: torch.ones(2, device="meta"),
        torch.nn.ReLU,
    ],
)
def test_a_value_that_cannot_be_told_without_running_its_code_has_none(make: Callable[[], object]) -> None:
    assert fingerprint(make()) == ""


def test_a_fingerprint_is_the_same_in_another_process() -> None:
    program = (
        "import torch\nfrom torchenstein_lab.checks.live_names import fingerprint\n"
        "print(fingerprint([torch.arange(3), 'a', lambda x: x in {'p', 'q', 'r'}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == fingerprint([torch.arange(3), "a", lambda x: x in {"p", "q", "r"}])


def test_a_kernel_tells_its_names_values_and_the_cells_it_ran(live_kernel: Any) -> None:
    live_kernel.run("told_factor = 2")
    live_kernel.run("told_model = object()")
    live = "__import__('torchenstein_lab.checks.live_names', fromlist=['live_json']).live_json"
    told = json.loads(live_kernel.value(f"{live}(['told_factor', 'told_model', 'told_nowhere'])"))
    assert told["names"] == ["told_factor", "told_model"]
    assert told["values"] == {"told_factor": fingerprint(2)}
    (first, factor), (second, model) = told["history"][-2:]
    assert (factor, model, second - first) == ("told_factor = 2", "told_model = object()", 1)
