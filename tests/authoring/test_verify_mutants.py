"""Nine of ten mutants must fail; who survives is told, and who is right is listed with the reason."""

from pathlib import Path

import pytest

from torchenstein_lab.authoring.verify_mutants import verify_mutants
from torchenstein_lab.checks.exercise import load_exercise

HEAD = '''"""Twice as much

Write `double(x)`.
"""

import torch

from torchenstein_lab.lesson import Kind, Level, expect, hints, sample, solution, starter

kind = Kind.FUNCTION
level = Level.APPRENTICE
objectives = ["double"]
hints("one", "two", "three")


@starter
def nothing():
    def double(x): ...

'''


def exercise(tmp_path: Path, check: str, solution: str, more: str = ""):
    """An exercise of which nothing matters but its check and its solution."""
    path = tmp_path / "double.py"
    body = "\n".join(f"    {line}" for line in solution.split("\n"))
    asked = "\n".join(f"    {line}" for line in check.split("\n"))
    path.write_text(
        f"{HEAD}\ndef check(double):\n{asked}\n\n@solution\ndef it():\n    '''Twice.'''\n{body}\n\n{more}"
    )
    return load_exercise(path)


CAREFUL = "x = sample.integers(3, 9, (5,))\nexpect(double, x).equals(x * 2)"
SOLUTION = "def double(x):\n    return x * 2"


def test_a_check_that_asks_for_the_values_lets_no_mutant_pass(tmp_path):
    found = verify_mutants(exercise(tmp_path, CAREFUL, SOLUTION))
    assert (found.mutants, found.killed, found.survivors, found.failures) == (5, 5, [], [])


def test_a_check_that_asks_too_little_is_told_which_mutants_pass(tmp_path):
    found = verify_mutants(exercise(tmp_path, "expect(double, torch.ones(3)).has_shape(3)", SOLUTION))
    assert found.killed < found.mutants
    assert any(
        "return x * 2 → return x * 3" in survivor and "+    return x * 3" in survivor
        for survivor in found.survivors
    )
    (failure,) = found.failures
    assert "the check passes" in failure
    assert "equivalent_mutants" in failure


def test_a_mutant_that_is_right_is_listed_with_its_reason(tmp_path):
    check = "expect(double, torch.ones(3)).satisfies(lambda y: bool((y >= 2).all()), 'enough')"
    listed = 'equivalent_mutants = {"return x * 2 → return x * 3": "more than twice is enough here"}'
    alone = verify_mutants(exercise(tmp_path, check, SOLUTION))
    with_list = verify_mutants(exercise(tmp_path, check, SOLUTION, listed))
    assert (with_list.mutants, with_list.equivalent) == (alone.mutants - 1, 1)
    assert with_list.killed == alone.killed


@pytest.mark.parametrize(
    ("listed", "failure"),
    [
        ('{"return x * 2 → return x * 3": ""}', "has no reason"),
        ('{"return x * 2 → return x / 2": "this one is a right answer"}', "fails the check"),
        ('{"return x → return y": "there is no such mutant"}', "is no mutant of the solution"),
        ('["return x * 2 → return x * 3"]', "is no dict of texts"),
    ],
)
def test_a_list_that_does_not_hold_is_a_failure(tmp_path, listed, failure):
    check = "expect(double, torch.full((3,), 2.0)).satisfies(lambda y: bool((y > 3).all()), 'enough')"
    found = verify_mutants(exercise(tmp_path, check, SOLUTION, f"equivalent_mutants = {listed}"))
    assert any(failure in said for said in found.failures), found.failures


def test_mutants_that_never_end_or_end_the_process_fail_and_the_others_are_judged(tmp_path):
    solution = (
        "def double(x):\n    import itertools, os\n    n = 2\n    while n < 2:\n        n += 0\n"
        "    if n != 2:\n        os._exit(3)\n"
        "    if n > 2:\n        sum(itertools.repeat(1))\n    return x * n"
    )
    survivors = verify_mutants(exercise(tmp_path, CAREFUL, solution)).survivors
    told = [survivor.split("\n")[0] for survivor in survivors]
    for fatal in ("while n < 2: → while n <= 2:", "if n != 2: → if n == 2:", "if n > 2: → if n >= 2:"):
        assert fatal not in told
    assert "n += 0 → n -= 0" in told or "n += 0 → n += 1" in told  # judged, and never reached


def test_a_mutant_that_gives_the_very_values_is_a_right_answer(tmp_path):
    path = tmp_path / "sums.py"
    path.write_text(
        '"""Sum\\n\\nAssign `total`.\\n"""\n\nfrom torchenstein_lab.lesson import *\n\nkind = Kind.CODE\n'
        'level = Level.APPRENTICE\nobjectives = ["sum"]\nhints("one", "two", "three")\n\n\n'
        "@starter\ndef nothing():\n    total = ...\n\n\n"
        "def check(total):\n    expect(total).equals(6)\n\n\n"
        "@solution\ndef it():\n    '''Six.'''\n    kept = [1, 2, 3]\n    total = sum(sorted(kept))\n"
    )
    found = verify_mutants(load_exercise(path))
    # Without `sorted`, the sum is the same; each other mutant makes another number or none.
    assert found.equivalent == 1
    assert (found.killed, found.failures) == (found.mutants, [])
