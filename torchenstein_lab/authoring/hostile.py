"""Answers that attack the check instead of solving the exercise, and how each must end.

`verify` gives every exercise those that fit the names it asks for: functions that misbehave when they are
called,
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
    "an endless loop in Python": ("while True: pass", _LATE),
    "an endless loop in C": ("import itertools; sum(itertools.repeat(1))", _LATE),
    "os._exit": ("import os; os._exit(0)", _ENDS),
    "sys.exit": ("import sys; sys.exit(0)", _ENDS),
    "raise SystemExit": ("raise SystemExit", _ENDS),
    "endless recursion": (
        """
        def again(): return again() + 1
        return again()
        """,
        _ENDS,
    ),
    "recursion without a limit": (
        """
        import sys
        sys.setrecursionlimit(10**9)
        def again(n): return max([n], key=again)
        return again(0)
        """,
        _ENDS | _LATE,  # a stack can be so deep that filling it takes longer than the limit
    ),
    "a hundred gigabytes": ("return torch.ones(100 * 2**30, dtype=torch.uint8)", _ENDS),
    "an endless flood of output": ("while True: print('x' * 100_000)", _ENDS),
    "input()": ("return input('? ')", _ENDS),
    "a crash in C": ("import ctypes; ctypes.string_at(0)", _ENDS),
    "closed output": ("import sys; sys.stdout.close()", _LIES),
    "deleted builtins": (
        """
        import builtins
        for name in ("len", "isinstance", "type", "id", "zip", "bool"):
            builtins.__dict__.pop(name)
        """,
        _LIES,
    ),
    "a trace function": ("import sys; sys.settrace(lambda *a: None)", _LIES),
    "replaced signal handlers": (
        """
        import signal
        for n in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
            signal.signal(n, signal.SIG_IGN)
        while True: pass
        """,
        _LATE,
    ),
    "threads left running": (
        """
        import threading
        for _ in range(3):
            threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()
        """,
        _LIES,
    ),
    "child processes left running": (
        """
        import subprocess, sys
        subprocess.Popen([sys.executable, "-c", "input()"])
        """,
        _LIES,
    ),
    "replaced torch.allclose and torch.equal": (
        """
        torch.allclose = torch.equal = lambda *a, **k: True
        torch.Tensor.equal = torch.Tensor.allclose = lambda *a, **k: True
        torch.Tensor.ne = torch.Tensor.__ne__ = lambda a, b: torch.zeros_like(a, dtype=torch.bool)
        torch.Tensor.sum = lambda *a, **k: 0
        return torch.full((7, 7), 7.0)
        """,
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
    return f"def {name}(*args, **kwargs):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
