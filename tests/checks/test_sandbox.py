"""Hostile answers in a real kernel: each its own plain verdict, and a kernel that noticed nothing."""

import pytest

from torchenstein_lab.contracts.verdict import Outcome

HOSTILE = {
    "an endless loop": ("while True: pass", Outcome.TIMEOUT, "had not come back"),
    "an endless loop in C": (
        "import itertools; sum(itertools.repeat(1))",
        Outcome.TIMEOUT,
        "had not come back",
    ),
    "os._exit": ("import os; os._exit(3)", Outcome.ERROR, "ended the Python program itself (exit code 3)"),
    "sys.exit": ("import sys; sys.exit()", Outcome.ERROR, "asks Python to stop"),
    "SystemExit": ("raise SystemExit", Outcome.ERROR, "asks Python to stop"),
    "recursion": ("return shares(x, dim)", Outcome.ERROR, "calls itself again and again"),
    "100 GB": ("return torch.ones(100 * 2**30, dtype=torch.uint8)", Outcome.ERROR, "more memory than"),
    "a flood": ("while True: print('x' * 10**5)", Outcome.ERROR, "printed without end"),
    "input": ("return input()", Outcome.ERROR, "waits for somebody to type"),
    "a crash in C": ("import ctypes; ctypes.string_at(0)", Outcome.ERROR, "crashed Python itself"),
    "closed stdout": ("import sys; sys.stdout.close(); return x", Outcome.FAILED, "numbers differ"),
    "closed pipes": (
        "import os; os.closerange(3, 512); return x",
        Outcome.ERROR,
        "ended the Python program itself",
    ),
    "deleted builtins": (
        "import builtins; del builtins.len, builtins.isinstance, builtins.type; return len(x)",
        Outcome.ERROR,
        "stops with a NameError",
    ),
    "settrace": ("import sys; sys.settrace(lambda *a: None); return x", Outcome.FAILED, "numbers differ"),
    "signal handlers": (
        "import signal; [signal.signal(s, signal.SIG_IGN) for s in (2, 14, 15)]\n    while True: pass",
        Outcome.TIMEOUT,
        "had not come back",
    ),
    "threads": (
        "import threading; threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start(); return x",
        Outcome.FAILED,
        "numbers differ",
    ),
    "child processes": (
        "import subprocess; subprocess.Popen(['sleep', '613']); return x",
        Outcome.FAILED,
        "numbers differ",
    ),
}


LIAR = """
class Liar(torch.Tensor):
    shape = property(lambda self: torch.Size([3]))
    dtype = torch.float32
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None): return torch.tensor(True)
spark = torch.zeros(2).as_subclass(Liar)
"""
YES = """
class Yes:
    __class__ = torch.Tensor
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
spark = Yes()
"""


def state_of(kernel):
    """The kernel's variables and random state, byte for byte."""
    return kernel.value(
        "(torch.get_rng_state().numpy().tobytes(), __import__('random').getstate(), "
        "weights.numpy().tobytes(), "
        "weights._version, sorted(k for k in globals() if not k.startswith('_')), torch.is_grad_enabled(), "
        "str(torch.get_default_dtype()), __import__('sys').getrecursionlimit())"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_gets_its_own_verdict_and_the_kernel_stays_as_it_was(kernel, name):
    body, outcome, sentence = HOSTILE[name]
    cell = (
        "weights = torch.arange(5.0)\n"
        f"def shares(x, dim):\n    weights.add_(1)\n    torch.rand(3)\n    {body}"
    )
    kernel.run(cell)
    before = state_of(kernel)
    verdict = kernel.judge("shares", cell, "fork")
    assert (verdict.outcome, sentence in verdict.say) == (outcome, True), verdict.say
    assert state_of(kernel) == before


def test_no_child_process_is_left_behind(kernel):
    import subprocess

    kernel.answer(
        "shares", "def shares(x, dim):\n    import subprocess\n    subprocess.Popen(['sleep', '614'])", "fork"
    )
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 614" not in found


@pytest.mark.parametrize("sandbox", ["fork", "guard"])
@pytest.mark.parametrize(
    "cell",
    [LIAR, YES],
    ids=["a tensor subclass that lies", "an object that equals everything"],
)
def test_a_lie_is_seen_through(kernel, sandbox, cell):
    verdict = kernel.answer("three-numbers", cell, sandbox)
    assert verdict.outcome is Outcome.FAILED
    assert "expected a tensor, got" in verdict.say


@pytest.mark.parametrize("sandbox", ["fork", "guard"])
def test_a_replaced_ruler_measures_nothing(kernel, sandbox):
    kernel.run(
        "_kept = torch.softmax, torch.allclose, torch.equal\n"
        "torch.softmax = lambda x, d: x\ntorch.allclose = torch.equal = lambda *a, **k: True\n"
        "torch.Tensor.equal = torch.Tensor.ne = lambda *a, **k: False\n"
    )
    try:
        verdict = kernel.answer("shares", "def shares(x, dim):\n    return x", sandbox)
        still = kernel.value("torch.allclose(1, 2)")
    finally:
        kernel.run(
            "torch.softmax, torch.allclose, torch.equal = _kept\ndel torch.Tensor.equal, torch.Tensor.ne"
        )
    assert verdict.outcome is Outcome.FAILED
    assert still is True


@pytest.mark.parametrize(
    "body", ["while True: pass", "while True:\n        try: pass\n        except BaseException: pass"]
)
def test_the_guard_ends_an_endless_loop_too(kernel, body):
    verdict = kernel.answer("shares", f"def shares(x, dim):\n    {body}", "guard")
    assert verdict.outcome is Outcome.TIMEOUT
    after = kernel.answer("three-numbers", "spark = [0.5, 1.5, 2.5]", "guard")
    assert after.misconception == "still_a_list"


def test_the_guard_puts_back_what_the_answer_moved(kernel):
    cell = (
        "weights = torch.arange(5.0)\nheld = [1]\ndef shares(x, dim):\n    global weights, held, stray\n"
        "    weights.add_(1)\n    held.append(2)\n    stray = 1\n    weights = None\n"
        "    torch.manual_seed(3)\n"
        "    torch.set_default_dtype(torch.float64)\n    torch.set_grad_enabled(False)\n"
        "    import warnings; warnings.simplefilter('ignore')\n    return x"
    )
    kernel.run(cell)
    filters = "len(__import__('warnings').filters)"
    before = state_of(kernel), kernel.value("held"), kernel.value(filters)
    kernel.judge("shares", cell, "guard")
    assert (state_of(kernel), kernel.value("held"), kernel.value(filters)) == before


@pytest.mark.parametrize("sandbox", ["fork", "guard"])
def test_a_cancelled_check_says_so_and_leaves_the_kernel_working(kernel, sandbox):
    source = "def shares(x, dim):\n    while True: pass"
    kernel.run(source)
    kernel.run(
        "import threading, os, signal\n"
        "threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()"
    )
    verdict = kernel.judge("shares", source, sandbox)
    assert (verdict.outcome, verdict.say) == (Outcome.CANNOT_CHECK, "You cancelled the check.")
    assert kernel.value("1 + 1") == 2
