"""Answers that attack the check instead of solving the exercise, and how each must end.

`verify` gives every exercise those that fit the names it asks for: functions that misbehave when they are called,
values that lie when they are compared.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from torchenstein_lab.checks.exercise import JudgedExercise
from torchenstein_lab.contracts.lesson import Kind
from torchenstein_lab.contracts.verdict import Outcome

_LIES = frozenset({Outcome.FAILED, Outcome.ERROR, Outcome.RULE_BROKEN})
_ENDS = frozenset({Outcome.ERROR})
_LATE = frozenset({Outcome.TIMEOUT})


@dataclass(frozen=True)
class Hostile:
    """One attack on one exercise: the text of the cell, and the outcomes that are right for it."""

    name: str
    source: str
    outcomes: frozenset[Outcome]


_CALLED: dict[str, tuple[str, frozenset[Outcome]]] = {
    "an endless loop in Python": ("while True:\n    pass", _LATE),
    "an endless loop in C": ("import itertools\nsum(itertools.repeat(1))", _LATE),
    "os._exit": ("import os\nos._exit(0)", _ENDS),
    "sys.exit": ("import sys\nsys.exit(0)", _ENDS),
    "raise SystemExit": ("raise SystemExit", _ENDS),
    "endless recursion": ("def again():\n    return again() + 1\nreturn again()", _ENDS),
    "recursion without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef again(n):\n    return max([n], key=again)\nreturn again(0)",
        _ENDS,
    ),
    "a hundred gigabytes": ("return torch.ones(100 * 2**30, dtype=torch.uint8)", _ENDS),
    "an endless flood of output": ("while True:\n    print('x' * 100_000)", _ENDS),
    "input()": ("return input('? ')", _ENDS),
    "a crash in C": ("import ctypes\nctypes.string_at(0)", _ENDS),
    "closed output": ("import sys\nsys.stdout.close()\nreturn None", _LIES),
    "deleted builtins": (
        "import builtins\nfor name in ('len', 'isinstance', 'type', 'id', 'zip', 'bool'):\n    delattr(builtins, name)\nreturn None",
        _LIES,
    ),
    "a trace function": ("import sys\nsys.settrace(lambda *a: None)\nreturn None", _LIES),
    "replaced signal handlers": (
        "import signal\nfor n in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):\n    signal.signal(n, signal.SIG_IGN)\nwhile True:\n    pass",
        _LATE,
    ),
    "threads left running": (
        "import threading, time\nfor _ in range(3):\n    threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()\nreturn None",
        _LIES,
    ),
    "child processes left running": (
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\nreturn None",
        _LIES,
    ),
    "replaced torch.allclose and torch.equal": (
        "torch.allclose = torch.equal = lambda *a, **k: True\ntorch.Tensor.equal = torch.Tensor.allclose = lambda *a, **k: True\n"
        "torch.Tensor.ne = lambda a, b: a\nreturn torch.full((7, 7), 7.0)",
        _LIES,
    ),
}

_VALUES: dict[str, str] = {
    "an object that equals everything": """
        class Yes:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __hash__(self): return 0
            def __bool__(self): return True
            def __getattr__(self, name): return self
            def __call__(self, *args, **kwargs): return self
            def __iter__(self): return iter(())
            def __len__(self): return 0
        LIE = Yes()
    """,
    "a tensor subclass that lies": """
        class Liar(torch.Tensor):
            shape = property(lambda self: torch.Size([3]))
            dtype = torch.float32
            def __eq__(self, other): return torch.tensor(True)
            def equal(self, other): return True
            @classmethod
            def __torch_function__(cls, func, types, args=(), kwargs=None): return torch.tensor(True)
        LIE = torch.zeros(1).as_subclass(Liar)
    """,
    "a class that claims to be another": """
        class Claim(str):
            __class__ = torch.Tensor
            def __eq__(self, other): return True
            def __hash__(self): return 0
        LIE = Claim("?")
    """,
}


def hostile_answers(exercise: JudgedExercise) -> Iterator[Hostile]:
    """The attacks that fit an exercise."""
    names = exercise.source.names
    functions = exercise.source.kind in (Kind.FUNCTION, Kind.DEBUG, Kind.MODULE)
    if functions:
        for name, (body, outcomes) in _CALLED.items():
            cell = "import torch\n" + "\n".join(_function(name_, body) for name_ in names)
            yield Hostile(name, cell, outcomes)
    for name, text in _VALUES.items():
        lie = textwrap.dedent(text).strip()
        if functions:
            given = "\n".join(f"{name_} = lambda *args, **kwargs: LIE" for name_ in names)
        else:
            given = "\n".join(f"{name_} = LIE" for name_ in names)
        yield Hostile(name, f"import torch\n{lie}\n{given}\n", _LIES)


def _function(name: str, body: str) -> str:
    return f"def {name}(*args, **kwargs):\n{textwrap.indent(body, '    ')}\n"
