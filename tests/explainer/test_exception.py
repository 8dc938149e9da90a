"""What is said of an error: honest where it is unknown, about the learner's own line, and without "
"running it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from torchenstein_lab.contracts.explanation import Explanation, Operand
from torchenstein_lab.explainer import node
from torchenstein_lab.explainer.exception import explain
from torchenstein_lab.explainer.kinds import products

Explained = Callable[[str], Explanation]
MATMUL = "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"


def marked(explanation: Explanation) -> list[str]:
    source = explanation.source.splitlines()
    return [source[mark.line][mark.start : mark.end] for mark in explanation.marks]


# ------------------------------------------------------------------ honesty


def test_an_unknown_error_is_said_to_be_unknown_and_shows_the_last_line_of_the_learners_own(
    explained: Explained,
) -> None:
    explanation = explained("x = torch.ones(2)\ntorch.linalg.cholesky(x.expand(2, 2) - 3)\n")
    assert not explanation.known
    assert (explanation.kind, explanation.family, explanation.rule) == ("", "", "")
    assert explanation.say.startswith(
        "This error is none of the kinds that Torchenstein Lab can explain. Python says: _LinAlgError: "
        "linalg.cholesky: The factorization could not be completed"
    )
    assert explanation.look == (
        "The last line of your own that ran is line 2: `torch.linalg.cholesky(x.expand(2, 2) - 3)`."
    )
    assert (explanation.line, explanation.source) == (2, "torch.linalg.cholesky(x.expand(2, 2) - 3)")


def test_an_unknown_error_lists_the_values_of_the_line(explained: Explained) -> None:
    explanation = explained("x = torch.ones(2)\nn = 0\nx.chunk(n)")
    assert explanation.look.endswith("Its values are listed here.")
    assert explanation.operands == (
        Operand("x", "Tensor", (2,), "float32", "cpu"),
        Operand("n", "int", preview="0"),
    )


def test_a_message_that_looks_like_pytorchs_but_is_raised_by_the_learner_is_the_learners_own(
    explained: Explained,
) -> None:
    assert explained(f"raise RuntimeError({MATMUL!r})").kind == "raised-by-you"


def test_an_error_that_the_learner_raises_is_told_from_one_of_the_same_type_that_happens(
    explained: Explained,
) -> None:
    assert explained('open("nowhere.csv")').kind == "file-missing"
    assert explained('raise FileNotFoundError(2, "gone", "nowhere.csv")').kind == "raised-by-you"
    assert explained("raise ValueError(1 / 0)").kind == "divided-by-zero"
    assert explained("x = torch.ones(2)\nassert x > 0").kind == "truth-of-many"


def test_a_message_that_looks_like_pytorchs_but_comes_from_another_package_is_unknown(
    explained: Explained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages"
    package.mkdir()
    (package / "someones.py").write_text(f"def matmul(a, b):\n    raise RuntimeError({MATMUL!r})\n")
    monkeypatch.syspath_prepend(str(package))
    explanation = explained("import someones\nx = torch.ones(2, 3)\nsomeones.matmul(x, x)")
    assert not explanation.known
    assert marked(explanation) == ["someones.matmul(x, x)"]


def test_a_message_of_pytorchs_from_another_operation_is_not_taken_for_a_product(
    explained: Explained,
) -> None:
    explanation = explained(
        f"class Odd:\n    def __getattr__(self, name):\n        return int\nOdd().mean({MATMUL!r})"
    )
    assert explanation.kind == "number-from-text" or not explanation.known


def test_a_value_that_changed_since_is_not_said_to_have_failed(
    explained: Explained, notebook: object
) -> None:
    error = notebook.run("x = torch.ones(2, 3)\nw = torch.ones(2, 3)\nx @ w")  # type: ignore[attr-defined]
    notebook.run("w = torch.ones(3, 2)")  # type: ignore[attr-defined]
    assert explain(error).say == (
        "You multiply `x` (2, 3) by `w` (3, 2) with `@`. PyTorch saw 3 as the last size of the left and 2 as "
        "the size of the right that must equal it."
    )


def test_a_fault_of_the_explainer_does_not_hide_the_error(
    explained: Explained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "factors", lambda _: 1 / 0)
    explanation = explained("x = torch.ones(2, 3)\nx @ x")
    assert not explanation.known
    assert explanation.say == (
        f"Torchenstein Lab could not take this error apart (ZeroDivisionError). Python says: "
        f"RuntimeError: {MATMUL}"
    )
    assert MATMUL in explanation.traceback


# ------------------------------------------------------------------ the place


def test_the_failing_part_of_a_long_line_is_marked(explained: Explained) -> None:
    explanation = explained("x = torch.ones(2, 3)\nw = torch.ones(2, 3)\ny = (x * 2 + (x @ w).relu()).sum()")
    assert marked(explanation) == ["x @ w"]
    assert explanation.line == 3


def test_columns_count_characters_where_the_line_holds_more_than_ascii(explained: Explained) -> None:
    explanation = explained('größe = torch.ones(2, 3)\n"äöü", (größe @ größe)')
    assert marked(explanation) == ["größe @ größe"]


def test_an_expression_of_several_lines_is_marked_on_each(explained: Explained) -> None:
    explanation = explained("x = torch.ones(2, 3)\ny = torch.add(\n    x,\n    torch.ones(2),\n)")
    assert marked(explanation) == ["torch.add(", "x,", "torch.ones(2),", ")"]


def test_the_innermost_function_of_the_learners_is_the_place(notebook: object) -> None:
    run, explained = notebook.run, notebook.explain  # type: ignore[attr-defined]
    run("def attention(q, k):\n    return q @ k")
    defined = notebook.shell.execution_count - 1  # type: ignore[attr-defined]
    explanation = explained("a = torch.ones(2, 3)\n\nattention(a, a)")
    assert explanation.place == f"line 2, in `attention`, in the cell that ran as [{defined}]"
    assert explanation.cell == defined + 1
    assert [one.name for one in explanation.operands] == ["q", "k"]


def test_a_file_of_the_learners_is_their_own_code(
    explained: Explained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_layers.py").write_text("def double(x, w):\n    return x @ w\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    explanation = explained("import my_layers\nx = torch.ones(2, 3)\nmy_layers.double(x, x)")
    assert explanation.kind == "matmul-sizes"
    assert explanation.place == "line 2, in `double` of `my_layers.py`"


def test_the_full_traceback_begins_with_the_learners_cell(explained: Explained) -> None:
    explanation = explained("net = nn.Sequential(nn.Linear(2, 2))\nnet(torch.ones(3, 3))")
    lines = explanation.traceback.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert "ipython-input" in lines[1]
    assert "interactiveshell.py" not in explanation.traceback
    assert "linear.py" in explanation.traceback
    assert lines[-1].startswith("RuntimeError: mat1 and mat2")


@pytest.mark.parametrize(
    ("cell", "failed"),
    [
        ("x = torch.ones(2, 3)\ny = 1 + (x @ x).sum()", "x @ x"),
        ("x = torch.ones(2, 3)\nx[0, 5]", "x[0, 5]"),
        ("x = torch.ones(2, 3)\nx += torch.ones(4)", "x += torch.ones(4)"),
        ("net = nn.Linear(3, 2)\ny = torch.relu(net(torch.ones(2, 2)))", "net(torch.ones(2, 2))"),
        ("def f(a):\n    return a.view(5)\nf(torch.ones(3))", "a.view(5)"),
    ],
)
def test_python_3_10_finds_the_same_place_without_columns(
    cell: str, failed: str, explained: Explained, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_columns = explained(cell)
    monkeypatch.setattr(node, "by_position", node._by_executing)
    without = explained(cell)
    assert marked(with_columns) == marked(without) == [failed]
    assert (without.kind, without.say) == (with_columns.kind, with_columns.say)
    assert without.known


# ------------------------------------------------------------------ the operands


def test_operands_are_named_as_the_learner_wrote_them(explained: Explained) -> None:
    explanation = explained(
        "class Box:\n    pass\nbox = Box()\nbox.w = torch.ones(2, 3, dtype=torch.float64)\nrows = [0, "
        "torch.ones(2, 3)]\n"
        "rows[1].double() @ box.w"
    )
    assert explanation.operands == (
        Operand("rows[1].double()"),
        Operand("box.w", "Tensor", (2, 3), "float64", "cpu"),
    )


def test_attributes_and_subscripts_are_looked_up(explained: Explained) -> None:
    explanation = explained(
        "net = nn.Sequential(nn.Linear(3, 2))\ndata = {'x': torch.ones(2, 3)}\ndata['x'] @ net[0].weight"
    )
    assert explanation.say.startswith("You multiply `data['x']` (2, 3) by `net[0].weight` (2, 3) with `@`.")


def test_small_whole_numbers_are_shown(explained: Explained) -> None:
    explanation = explained("x = torch.ones(2, 3)\ni = torch.tensor([0, 7])\nx[i]")
    assert explanation.operands[1] == Operand("i", "Tensor", (2,), "int64", "cpu", "[0, 7]")


def test_nothing_of_the_learners_is_run_again(explained: Explained) -> None:
    explanation = explained(
        "calls = []\n"
        "class Loud:\n"
        "    def __getattr__(self, name):\n        calls.append(name)\n        return torch.ones(2, 3)\n"
        "    def __getitem__(self, index):\n        calls.append(index)\n        return torch.ones(2, 3)\n"
        "    def __repr__(self):\n        calls.append('repr')\n        return 'loud'\n"
        "    @property\n    def p(self):\n        calls.append('p')\n        return torch.ones(2, 3)\n"
        "loud = Loud()\n"
        "(loud.p, loud[0], loud.x, torch.cat([loud.p, loud[0], loud.x, torch.ones(5)]))"
    )
    namespace = sys.modules["IPython"].get_ipython().user_ns
    # Each was asked twice by the cell itself, and never after it.
    assert namespace["calls"] == ["p", 0, "x", "p", 0, "x"]
    assert [one.name for one in explanation.operands] == ["loud.p", "loud[0]", "loud.x", "torch.ones(5)"]
    assert all(one == Operand(one.name) for one in explanation.operands)


def test_a_subclass_of_tensor_is_not_asked_for_anything(explained: Explained) -> None:
    explanation = explained(
        "asked = []\n"
        "class Spy(torch.Tensor):\n"
        "    @classmethod\n"
        "    def __torch_function__(cls, f, types, args=(), kwargs=None):\n"
        "        asked.append(f)\n        return super().__torch_function__(f, types, args, kwargs or {})\n"
        "x = torch.ones(2, 3).as_subclass(Spy)\n"
        "asked.clear()\n"
        "x @ torch.ones(2, 3)"
    )
    namespace = sys.modules["IPython"].get_ipython().user_ns
    assert len(namespace["asked"]) == 1
    assert explanation.say == (
        "You multiply `x`, a Spy, by `torch.ones(2, 3)` with `@`. PyTorch saw 3 as the last size of "
        "the left and "
        "2 as the size of the right that must equal it."
    )


def test_the_learners_tensors_are_not_changed(notebook: object) -> None:
    import torch

    run, explained = notebook.run, notebook.explain  # type: ignore[attr-defined]
    run(
        "w = torch.ones(2, 3, requires_grad=True)\nx = torch.tensor([[1, 2, 3]])\nstate = "
        "torch.random.get_rng_state()"
    )
    names = notebook.shell.user_ns  # type: ignore[attr-defined]
    versions = (names["w"]._version, names["x"]._version)
    explained("w.T[0] @ x[0, 1:]")
    assert (names["w"]._version, names["x"]._version) == versions
    assert names["w"].grad is None
    assert torch.equal(torch.random.get_rng_state(), names["state"])


def test_a_layer_inside_a_learners_module_is_named_by_its_place_in_the_module(explained: Explained) -> None:
    explanation = explained(
        "class Net(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.blocks = nn.ModuleList([nn.Sequential(nn.Linear(4, 4), nn.Linear(8, 4))])\n"
        "    def forward(self, x):\n"
        "        for block in self.blocks:\n"
        "            x = block(x)\n"
        "        return x\n"
        "net = Net()\n"
        "net(torch.ones(2, 4))"
    )
    assert explanation.say.startswith("`self.blocks[0][1]`, a Linear, expects 8 features, got 4")


# ------------------------------------------------------------------ hostile values


class Broken(Exception):
    """An exception that cannot say what it is."""

    def __str__(self) -> str:
        raise ValueError("no")


def test_an_exception_whose_message_fails_is_explained() -> None:
    with pytest.raises(Broken) as caught:
        raise Broken
    explanation = explain(caught.value)
    assert explanation.kind == "raised-by-you"
    assert explanation.message == ""
    assert "exception str() failed" in explanation.traceback


def test_an_exception_without_a_traceback_is_unknown() -> None:
    explanation = explain(ValueError("made, not raised"))
    assert not explanation.known
    assert explanation.look == "The full traceback below is all there is: no line of your own is in it."


def test_deep_nesting_of_modules_is_gone_through_once(explained: Explained) -> None:
    explanation = explained(
        "net = nn.Linear(2, 2)\nfor _ in range(200):\n    net = nn.Sequential(net)\nnet(torch.ones(2, 3))"
    )
    assert explanation.kind == "linear-features"
    assert explanation.say.startswith("`net[0][0][0]")


@pytest.mark.parametrize(
    ("cell", "line", "source"),
    [
        ("%%time\nx = torch.ones(2, 3)\ny = (x @ x).sum()", 3, "y = (x @ x).sum()"),
        ("x = torch.ones(2, 3)\n%time y = x @ x", 1, "y = x @ x"),
    ],
)
def test_a_cell_that_is_timed_is_explained_as_any_other(
    cell: str, line: int, source: str, explained: Explained
) -> None:
    explanation = explained(cell)
    assert explanation.kind == "matmul-sizes"
    assert marked(explanation) == ["x @ x"]
    assert (explanation.line, explanation.source) == (line, source)


def test_a_function_of_a_timed_cell_is_explained_without_its_lines(notebook: object) -> None:
    run, explained = notebook.run, notebook.explain  # type: ignore[attr-defined]
    run("%%time\ndef product(a):\n    return a @ a")
    explanation = explained("product(torch.ones(2, 3))")
    assert not explanation.known
    assert explanation.message == MATMUL
