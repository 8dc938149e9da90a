"""Mutants are the slips that people make: each differs from the solution in one place."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchenstein_lab.authoring.mutants import MOST, mutants
from torchenstein_lab.course.cell_text import CellText


def changes(source, dealt=None):
    return [mutant.cell.source for mutant in mutants(CellText("solution", "", source, 1), dealt)]


def of(expression, dealt=None):
    """The mutants of `y = <expression>`, without `y = `; a dropped statement is `pass`, or nothing."""
    return [text.removeprefix("y = ") for text in changes(f"y = {expression}", dealt)]


@pytest.mark.parametrize(
    ("expression", "slips"),
    [
        ("a < b", {"a <= b"}),
        ("a is b", {"a is not b"}),
        ("a + b", {"a - b", "a", "b"}),
        ("a / b", {"a * b", "b / a", "a", "b"}),
        ("a and b", {"a or b"}),
        ("not a", {"a"}),
        ("-a", {"a"}),
        ("a if b else c", {"c if b else a"}),
        ("3", {"4", "2"}),
        ("0.5", {"1.5", "0.25"}),
        ("True", {"False"}),
        ("'sum'", {"'sum?'"}),
        ("x[1:n]", {"x[2:n]", "x[0:n]", "x[:n]", "x[1:]"}),
        ("x.sum(dim=1)", {"x.sum(dim=0)", "x.sum()", "x.mean(dim=1)", "x"}),
        ("x.sum(dim=-1)", {"x.sum(dim=1)", "x.sum()", "x.mean(dim=-1)", "x"}),
        ("x.clone()", {"x"}),
        ("x.detach()", {"x"}),
        ("x.contiguous()", {"x"}),
        ("torch.zeros(n, dtype=torch.float32)", {
            "torch.zeros(n)", "torch.ones(n, dtype=torch.float32)", "torch.zeros(n, dtype=torch.float64)",
        }),
        ("min(a, b)", {"max(a, b)", "min(b, a)"}),
        ("f(a, b)", {"f(b, a)"}),
        ("[v for v in x if v]", {"[v for v in x]"}),
    ],
)  # fmt: skip
def test_an_expression_has_the_slips_that_people_make(expression, slips):
    assert slips <= set(of(expression))


def test_statements_can_be_forgotten():
    source = "@keeps\ndef f(x):\n    y = x\n    y += 1\n    with off:\n        g(y)\n    if y:\n        h()\n"
    source += "    return y"
    found = changes(source)
    for forgotten in ("y = x", "y += 1", "g(y)", "with off:", "if y:", "@keeps"):
        assert any(forgotten not in text for text in found), forgotten
    assert all("return y" in text for text in found)


def test_an_argument_of_a_module_is_no_method_call_that_can_be_forgotten():
    assert "torch" not in of("torch.arange(n)")
    assert "torch.nn.functional" not in of("torch.nn.functional.relu(x)")


def test_what_compiles_to_the_same_is_no_mutant():
    # Neither the sum that Python works out itself nor two spellings of one program.
    assert "0 + 2" not in of("1 + 1")
    assert len(of("a * 1")) == len(set(of("a * 1")))


def test_dealt_names_are_changed_as_if_they_were_written_out():
    assert {"START + 1", "START - 1"} <= set(of("START", {"START": 3}))
    assert "WORD + '?'" in of("WORD", {"WORD": "duck"})
    assert of("START", {}) == ["pass"] or of("START", {}) == [""]


def test_annotations_docstrings_and_formats_are_left_alone():
    found = changes('def f(x: "int" = y) -> "str":\n    """Docs."""\n    return f"{x:3}"')
    assert all('"""Docs."""' in text and "'int'" in text for text in found)


def test_a_mutant_tells_what_was_changed_and_shows_it():
    (mutant, *_) = mutants(CellText("solution", "", "def f(x):\n    return x < 2", 1))
    assert mutant.change == "return x < 2 → return x <= 2"
    assert "-    return x < 2\n+    return x <= 2" in mutant.diff


def test_a_long_solution_has_a_bounded_number_of_mutants():
    assert 0 < len(changes("y = " + " + ".join("abcdefghij"[i % 10] for i in range(200)))) <= MOST


_names = st.sampled_from(["a", "b", "n"])
_leaves = _names | st.integers(0, 9).map(str)
_expressions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/<>"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(_names, inner).map(lambda t: f"{t[0]}.sum(dim={t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"f({t[0]}, {t[1]})"),
        st.tuples(_names, inner, inner).map(lambda t: f"{t[0]}[{t[1]}:{t[2]}]"),
    ),
    max_leaves=8,
)


@given(_expressions)
def test_every_mutant_is_a_program_of_its_own(expression):
    source = f"def f(a, b, n):\n    y = {expression}\n    return y"
    found = changes(source)
    parsed = [ast.dump(ast.parse(text)) for text in found]
    assert len(set(parsed)) == len(parsed)
    assert ast.dump(ast.parse(source)) not in parsed
