"""Rules are held by what runs: by any spelling, in the check's own calls, in threads, with no profiler."""

from pathlib import Path

import pytest
import torch

from torchenstein_lab.checks.answer import Learner
from torchenstein_lab.checks.examine import examine
from torchenstein_lab.checks.exercise import load_exercise
from torchenstein_lab.checks.fault import CheckFault
from torchenstein_lab.checks.forbid import forbid
from torchenstein_lab.contracts.verdict import Category

_EXERCISE = '''"""Shares

Shares.
"""

import torch
from torchenstein_lab.lesson import Kind, Level, expect, forbid, hints, promise, right, sample, solution
from torchenstein_lab.lesson import starter, wrong

kind = Kind.FUNCTION
level = Level.APPRENTICE
objectives = ["share"]
hints("a", "b", "c")


@starter
def blank():
    def shares(x):
        """Shares."""


@forbid({forbidden})
def check(shares):
    x = torch.arange(6.0).view(2, 3)
    with promise("shares of each row"):
        {check}
    with promise("more"):
        expect(torch.softmax(x, 1).sum(1)).equals(torch.ones(2))


@solution
def by_hand():
    """Right."""
    def shares(x):
        return x.exp() / x.exp().sum(1, keepdim=True)
'''

BY_CALL = "expect(shares, x).equals(torch.softmax(x, 1))"
DIRECTLY = "expect(shares(x)).equals(torch.softmax(x, 1))"


def failures(folder: Path, check: str, cell: str, forbidden: str = "torch.softmax"):
    path = folder / "shares.py"
    path.write_text(_EXERCISE.replace("{check}", check).replace("{forbidden}", forbidden), encoding="utf-8")
    space = {"torch": torch}
    exec(compile(cell, "<cell>", "exec"), space)
    answer = {"shares": space["shares"]}
    survey = examine(load_exercise(path), answer, Learner(space, cell), seed=1, numbers={})
    assert survey.fault is None
    return [
        (failure.category, failure.promise, failure.say, failure.learner_line) for failure in survey.failures
    ]


def function(*lines: str) -> str:
    return "\n".join(["def shares(x):", *(f"    {line}" for line in lines)])


CHEATS = {
    "function": function("return torch.softmax(x, 1)"),
    "method": function("return x.softmax(1)"),
    "functional": function("return torch.nn.functional.softmax(x, 1)"),
    "module": function("return torch.nn.Softmax(1)(x)"),
    "by name": function("return getattr(torch, 'soft' + 'max')(x, 1)"),
    "operator": function("return torch.ops.aten.softmax.int(x, 1)"),
    "packet": function("return torch.ops.aten.softmax(x, 1)"),
    "compiled operator": function("return torch.ops.aten._softmax(x, 1, False)"),
    "in a helper": "def help(x):\n    return torch.softmax(x, 1)\n" + function("return help(x)"),
    "in a comprehension": function("return torch.stack([torch.softmax(row, 0) for row in x])"),
    "in a generator": function(
        "rows = (torch.softmax(row, 0) for row in x)", "return torch.stack(list(rows))"
    ),
    "without the function mode": function(
        "with torch._C.DisableTorchFunction():", "    return torch.softmax(x, 1)"
    ),
    "in a thread": function(
        "import threading",
        "found = []",
        "work = threading.Thread(target=lambda: found.append(torch.softmax(x, 1)))",
        "work.start()",
        "work.join()",
        "return found[0]",
    ),
}


@pytest.mark.parametrize("check", [BY_CALL, DIRECTLY], ids=["by a call", "directly"])
@pytest.mark.parametrize("name", CHEATS)
def test_every_way_to_the_forbidden_function_breaks_the_rule(tmp_path, check, name):
    [(category, promise, say, line)] = failures(tmp_path, check, CHEATS[name])
    assert category is Category.RULE
    assert "`torch.softmax`" in say
    assert line is not None
    assert promise == "shares of each row"


@pytest.mark.parametrize("check", [BY_CALL, DIRECTLY], ids=["by a call", "directly"])
@pytest.mark.parametrize(
    "cell",
    [
        function("return x.exp() / x.exp().sum(1, keepdim=True)"),
        function(
            "if False:", "    return torch.softmax(x, 1)", "return x.exp() / x.exp().sum(1, keepdim=True)"
        ),
        "torch.softmax(torch.ones(2), 0)\n" + function("return x.exp() / x.exp().sum(1, keepdim=True)"),
    ],
)
def test_what_does_not_use_it_breaks_no_rule_though_the_check_does(tmp_path, check, cell):
    assert failures(tmp_path, check, cell) == []


@pytest.mark.parametrize("check", [BY_CALL, DIRECTLY], ids=["by a call", "directly"])
@pytest.mark.parametrize("spelling", ["sys.setprofile(None)", "setprofile(None)"])
def test_who_switches_the_profiler_off_has_broken_the_rules(tmp_path, check, spelling):
    cell = "import sys\nfrom sys import setprofile\n" + function(
        spelling, "with torch._C.DisableTorchFunction():", "    return torch.softmax(x, 1)"
    )
    [(category, _, say, line)] = failures(tmp_path, check, cell)
    assert (category, line) == (Category.RULE, 4)
    assert "`sys.setprofile` (line 4 of your cell)" in say


def test_the_profiler_is_back_for_the_next_call(tmp_path):
    cell = "import sys\ncalls = []\n" + function(
        "calls.append(1)",
        "if len(calls) == 1:",
        "    sys.setprofile(None)",
        "    return x.exp() / x.exp().sum(1, keepdim=True)",
        "return torch.softmax(x, 1)",
    )
    found = failures(tmp_path, f"{BY_CALL}; {BY_CALL}", cell)
    assert ["`sys.setprofile`" in found[0][2], "`torch.softmax`" in found[1][2]] == [True, True]


def test_the_very_function_under_a_name_of_ones_own_breaks_the_rule(tmp_path):
    check = "expect(shares(x, 1)).equals(torch.softmax(x, 1))"
    [(category, _, say, _)] = failures(tmp_path, check, "shares = torch.softmax")
    assert category is Category.RULE
    assert say == "Your `shares` is `torch.softmax` itself, which is off limits."


@pytest.mark.parametrize("check", [BY_CALL, DIRECTLY], ids=["by a call", "directly"])
@pytest.mark.parametrize("word", ["for", "while"])
def test_loops_are_found_in_what_ran(tmp_path, check, word):
    head = "for i in range(1):" if word == "for" else "while True:"
    cell = function(head, "    e = x.exp()", "    if True: break", "return e / e.sum(1, keepdim=True)")
    if word == "while":
        cell = function(
            "n = 0", "while n < 3:", "    n += 1", "e = x.exp()", "return e / e.sum(1, keepdim=True)"
        )
    [(category, _, say, _)] = failures(tmp_path, check, cell, f"'{word}'")
    assert category is Category.RULE
    assert f"a `{word}` loop" in say


def test_an_operator_can_be_forbidden_whatever_was_called(tmp_path):
    row = "return torch.stack([torch.nn.functional.softmin(-row, 0) for row in x])"
    [(category, _, say, line)] = failures(tmp_path, BY_CALL, function(row), "'aten::_softmax'")
    assert (category, line) == (Category.RULE, 2)
    assert "the operator `aten::_softmax`" in say
    by_hand = function("return x.exp() / x.exp().sum(1, keepdim=True)")
    assert failures(tmp_path, BY_CALL, by_hand, "'aten::_softmax'") == []


def test_an_author_who_forbids_what_is_unknown_is_told():
    with pytest.raises(CheckFault, match="aten::mm"):
        forbid("comprehension")
