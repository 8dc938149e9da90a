"""Whatever an answer is or does, the first sentence is one of ours: never a raw error of Python's or
PyTorch's, never a traceback, and never that the check has failed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchenstein_lab.checks.examine import examine
from torchenstein_lab.checks.exercise import load_exercise
from torchenstein_lab.checks.learner import Learner
from torchenstein_lab.checks.raised import raised_sentence
from torchenstein_lab.contracts.lesson import Kind

ROOT = Path(__file__).parents[2]
PATHS = sorted(
    [*ROOT.glob("lessons/*/*/exercises/*.py"), *(Path(__file__).parent / "exercises").glob("*.py")]
)

RAW = re.compile(
    r"Traceback|File \"|object (is|has|of type|cannot)|has no attribute|unsupported operand"
    r"|not supported between|Boolean value|not implemented for|must match|mat1 and mat2|positional argument"
    r"|not callable"
    r"|not subscriptable|not iterable|out of range|invalid literal|can't be converted|could not (be )?convert"
    r"|did not match|only (one|integer)|Could not (infer|run)|is invalid for|shapes cannot be|unhashable"
)


class Liar(torch.Tensor):
    """A tensor that says yes to everything."""

    def __eq__(self, other: object) -> Any:
        return True

    __hash__ = None


class Broken:
    """A value that cannot be looked at."""

    def __repr__(self) -> str:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    def __eq__(self, other: object) -> bool:
        raise TypeError("unsupported operand")

    __hash__ = None


class Rude(Exception):
    def __str__(self) -> str:
        raise ValueError("invalid literal")


def knot() -> list[object]:
    made: list[object] = []
    made.append(made)
    return made


VALUES: dict[str, Callable[[], object]] = {
    "None": lambda: None,
    "a bool": lambda: True,
    "a whole number": lambda: -7,
    "a huge number": lambda: 10**400,
    "a decimal": lambda: 0.1,
    "NaN": lambda: float("nan"),
    "a complex number": lambda: 1j,
    "a text": lambda: "\n ...'\"\\",
    "no text": lambda: "",
    "bytes": lambda: b"\xff",
    "an empty list": list,
    "a ragged list": lambda: [[1], [2, 3], "x", None],
    "a list of tensors": lambda: [torch.zeros(2), torch.zeros(3)],
    "a list in itself": knot,
    "a tuple": lambda: (1, 2.0, "x"),
    "a set": lambda: {1, 2},
    "a dict": lambda: {"a": torch.zeros(2)},
    "a range": lambda: range(3),
    "a generator": lambda: (x for x in [1]),
    "a type": lambda: torch.Tensor,
    "a package": lambda: torch,
    "a dtype": lambda: torch.float32,
    "an object": object,
    "a broken object": Broken,
    "a NumPy array": lambda: np.arange(3),
    "NumPy texts": lambda: np.array(["a", "b"]),
    "a NumPy number": lambda: np.float64(2),
    "a module": lambda: torch.nn.Linear(2, 2),
    "a random generator": torch.Generator,
    "a tensor of depth zero": lambda: torch.tensor(3),
    "an empty tensor": lambda: torch.zeros(0, 3),
    "bools": lambda: torch.tensor([True, False]),
    "half precision": lambda: torch.ones(2, 2).half(),
    "complex numbers": lambda: torch.ones(3, dtype=torch.complex64),
    "a sparse tensor": lambda: torch.eye(3).to_sparse(),
    "no numbers": lambda: torch.zeros(2, 3, device="meta"),
    "a lying tensor": lambda: torch.zeros(3).as_subclass(Liar),
    "a nested tensor": lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
    "a tensor that is calculated": lambda: torch.ones(3, requires_grad=True) * 2,
}
ERRORS = [
    *(TypeError, ValueError, IndexError, KeyError, RuntimeError, AttributeError, NameError, AssertionError),
    *(
        ZeroDivisionError,
        StopIteration,
        NotImplementedError,
        OSError,
        RecursionError,
        MemoryError,
        SystemExit,
    ),
    *(KeyboardInterrupt, ImportError, SyntaxError, OverflowError, Rude),
]


def raising(kind: type[BaseException]) -> Callable[..., object]:
    def odd(*_: object, **__: object) -> object:
        raise kind("Boolean value of Tensor with more than one value is ambiguous")

    return odd


def giving(make: Callable[[], object]) -> Callable[..., object]:
    return lambda *_, **__: make()


FUNCTIONS: dict[str, Callable[..., object]] = {
    **{f"a function that gives {name}": giving(make) for name, make in VALUES.items()},
    **{f"a function that raises {kind.__name__}": raising(kind) for kind in ERRORS},
    "a function without arguments": lambda: 1,
    "a function of too many arguments": lambda a, b, c, d, e, f: [a, b, c, d, e, f],
    "a function that uses its argument badly": lambda x, *_: x @ x + "text",
    "a function that asks for what is not there": lambda x, *_: x.nothing[7],
}
ANSWERS: dict[str, Callable[[], object]] = {
    **VALUES,
    **{name: (lambda function=function: function) for name, function in FUNCTIONS.items()},
}


def said_of(path: Path, names: list[str], seed: int) -> tuple[str, str | None]:
    """The first sentence on an answer of these odd values, and what the check says of itself."""
    exercise = load_exercise(path)
    dealt = exercise.deal(None)
    wanted = exercise.source.names
    answer = {name: ANSWERS[names[i % len(names)]]() for i, name in enumerate(wanted)}
    learner = Learner(globals(), None)
    survey = examine(exercise, answer, learner, seed, dealt.numbers, explains=True)
    return (survey.failures[0].say if survey.failures else ""), survey.fault


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(PATHS),
    st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=3),
    st.integers(0, 1000),
)
def test_the_first_sentence_on_an_odd_answer_is_one_of_ours(path, names, seed):
    if load_exercise(path).source.kind in (Kind.FUNCTION, Kind.MODULE, Kind.DEBUG):
        names = [name if name in FUNCTIONS else f"a function that gives {name}" for name in names]
    say, fault = said_of(path, names, seed)
    assert fault is None, fault
    assert not RAW.search(say), say


@pytest.mark.parametrize("kind", [kind for kind in ERRORS if kind is not Rude])
def test_no_error_is_told_in_its_own_words(kind):
    said = raised_sentence("Your code", kind("mat1 and mat2 shapes cannot be multiplied"))
    assert "mat1" not in said
    assert said.endswith(".")
