"""Which names a cell makes and needs, from its text alone."""

import keyword
import textwrap
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchenstein_lab.server.cell_names import cell_names, first_line


def names(source: str) -> tuple[set[str], set[str], set[str]]:
    found = cell_names(textwrap.dedent(source))
    return set(found.binds), set(found.reads), set(found.reads_when_called)


@pytest.mark.parametrize(
    ("source", "binds", "reads", "when_called"),
    [
        ("x = 1", {"x"}, set(), set()),
        ("y = x + 1", {"y"}, {"x"}, set()),
        ("x = x + 1", {"x"}, {"x"}, set()),
        ("x += 1", {"x"}, {"x"}, set()),
        ("x = 1\ny = x", {"x", "y"}, set(), set()),
        ("y = x\nx = 1", {"x", "y"}, {"x"}, set()),
        ("print(len('abc'))", set(), set(), set()),
        ("import torch\nfrom math import pi as p", {"torch", "p"}, set(), set()),
        ("def f(a):\n    return a * scale", {"f"}, set(), {"scale"}),
        ("def f(a):\n    return a * scale\nscale = 2", {"f", "scale"}, set(), set()),
        ("def f(a=start): return a", {"f"}, {"start"}, set()),
        ("f = lambda a: a * scale", {"f"}, set(), {"scale"}),
        (
            "class A(Base):\n    size = width\n    def go(self): return scale",
            {"A"},
            {"Base", "width"},
            {"scale"},
        ),
        ("def f():\n    class A:\n        size = width", {"f"}, set(), {"width"}),
        ("rows = [x * scale for x in numbers]", {"rows"}, {"scale", "numbers"}, set()),
        ("for row in rows:\n    total = row", {"row", "total"}, {"rows"}, set()),
        ("with opened as file:\n    text = file.read()", {"file", "text"}, {"opened"}, set()),
        ("if ready:\n    x = 1\nelse:\n    x = other", {"x"}, {"ready", "other"}, set()),
        ("try:\n    x = 1\nexcept Oops:\n    x = y", {"x"}, {"Oops", "y"}, set()),
        ("def f():\n    global count\n    count = 1", {"f", "count"}, set(), set()),
        ("(a, [b, *c]) = pair", {"a", "b", "c"}, {"pair"}, set()),
        ("x.grad = None", set(), {"x"}, set()),
        ("x[0] = 1", set(), {"x"}, set()),
    ],
)
def test_a_cell_makes_and_needs(source: str, binds: set[str], reads: set[str], when_called: set[str]) -> None:
    assert names(source) == (binds, reads, when_called)


@pytest.mark.parametrize(
    ("source", "binds", "reads"),
    [
        ("%time y = x", {"y"}, {"x"}),
        ("%%time\ny = x", {"y"}, {"x"}),
        ("%matplotlib inline\ny = x", {"y"}, {"x"}),
        ("files = !ls\ny = files", {"files", "y"}, set()),
        ("y = x\n!pip list", {"y"}, {"x"}),
        ("y = x\ntorch.sum?", {"y"}, {"x"}),
        ("%%bash\necho $x", set(), set()),
        ("text = '''\n%time\n'''\ny = text", {"text", "y"}, set()),
    ],
)
def test_the_notebooks_own_notation_hides_no_names(source: str, binds: set[str], reads: set[str]) -> None:
    assert names(source)[:2] == (binds, reads)


@pytest.mark.parametrize("source", ["", "def f(:", "x = ", "\0", "1 +", "(" * 500, "return 1"])
def test_a_cell_that_is_no_python_has_no_names(source: str) -> None:
    assert names(source)[0] == set()


_NAME = st.from_regex(r"[a-z]{1,6}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name))


@given(st.lists(st.tuples(_NAME, _NAME), min_size=1, max_size=8))
def test_running_a_cell_needs_what_it_is_said_to_need(pairs: list[tuple[str, str]]) -> None:
    source = "\n".join(f"v_{made} = v_{read}" for made, read in pairs)
    found = cell_names(source)
    space: dict[str, Any] = dict.fromkeys(found.reads, 0)
    exec(source, space)
    assert found.binds <= set(space)
    for name in found.reads:
        with pytest.raises(NameError):
            exec(source, {other: 0 for other in found.reads if other != name})


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("# a note\n\nx = 1\ny = 2", "x = 1"),
        ("# only a note", "# only a note"),
        ("", ""),
        ("x = " + "1" * 100, "x = " + "1" * 55 + "…"),
    ],
)
def test_a_cell_is_recognised_by_its_first_line_of_code(source: str, line: str) -> None:
    assert first_line(source) == line
