"""Mutants of a solution: the same answer with one small mistake in it.

A check that lets them pass asks too little. Each operator below is a slip that people make: a comparison that
is off by one, the wrong dimension, a forgotten `.clone()`, `min` for `max`. Pure functions over syntax trees;
`verify_mutants` judges what they make.
"""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from torchenstein_lab.checks.answer import same_instructions
from torchenstein_lab.course.cell_text import CellText

MOST = 80
"""So many mutants of one solution are judged; where there are more, every second or third of them is."""


@dataclass(frozen=True)
class Mutant:
    """A changed solution. `change` names it: the statement before, an arrow, the statement after."""

    change: str
    cell: CellText
    diff: str


_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_PAIRS = (
    "min max",
    "amin amax",
    "argmin argmax",
    "minimum maximum",
    "any all",
    "sum mean",
    "prod sum",
    "zeros ones",
    "zeros_like ones_like",
    "rand randn",
    "rand_like randn_like",
    "floor ceil",
    "sin cos",
    "exp expm1",
    "log log1p",
    "cat stack",
    "softmax log_softmax",
    "train eval",
    "add sub",
    "mul div",
    "add_ sub_",
    "mul_ div_",
    "append extend",
    "float double",
    "float32 float64",
    "int64 int32",
    "float16 bfloat16",
)
_RENAMED = {old: new for pair in reversed(_PAIRS) for old, new in (pair.split(), reversed(pair.split()))}
"""What a name may be mistaken for. Where a name stands in two pairs, the first counts."""
_MODULES = frozenset({"torch", "np", "numpy", "math", "nn", "F", "functional", "random", "itertools"})
_DIMENSIONS = frozenset({"dim", "dim0", "dim1", "axis", "start_dim", "end_dim", "dims"})
_PASSES_THROUGH = frozenset({"float", "int", "abs", "round", "sorted", "reversed"})
_DROPPED = (
    ast.Assign,
    ast.AugAssign,
    ast.AnnAssign,
    ast.Assert,
    ast.Delete,
    ast.Expr,
    ast.For,
    ast.Raise,
    ast.While,
)
_Edit = tuple[ast.AST, str, int | None, object]
"""A place in the tree (node, field, index in its list) and what to put there; a list replaces the item."""


def mutants(solution: CellText, dealt: Mapping[str, object] | None = None) -> list[Mutant]:
    """The mutants of a solution, each once, in the order of the text.

    `dealt` are the names that are dealt to it, with values of one deal: they are mutated as numbers are. Left
    out is what compiles to the very same instructions as the solution."""
    tree = ast.parse(solution.source)
    original = ast.unparse(tree)
    compiled = compile(original, "solution", "exec", dont_inherit=True)
    known = {ast.dump(tree)}
    found: list[Mutant] = []
    for number in range(sum(1 for _ in _edits(tree, dealt or {}))):
        changed = copy.deepcopy(tree)
        edit = next(each for at, each in enumerate(_edits(changed, dealt or {})) if at == number)
        _apply(edit)
        try:
            text = ast.unparse(ast.fix_missing_locations(changed))
            mutated = ast.parse(text)
            code = compile(text, "solution", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            continue  # a tree that is no program, such as a `return` outside of its function
        if ast.dump(mutated) in known or same_instructions(code, compiled):
            continue
        known.add(ast.dump(mutated))
        found.append(Mutant(_change(original, text), replace(solution, source=text), _diff(original, text)))
    step = -(-len(found) // MOST) if found else 1
    return found[::step]


def _apply(edit: _Edit) -> None:
    node, field, index, new = edit
    if index is None:
        setattr(node, field, new)
        return
    body: list[object] = getattr(node, field)
    body[index : index + 1] = new if isinstance(new, list) else [new]


def _edits(tree: ast.AST, dealt: Mapping[str, object]) -> Iterator[_Edit]:
    """Every place where something can be changed, and the change."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "type_params"):
                continue
            places: list[tuple[int | None, ast.AST]] = [(None, value)] if isinstance(value, ast.AST) else []
            if isinstance(value, list):
                places = [(at, item) for at, item in enumerate(value) if isinstance(item, ast.AST)]
            for at, child in places:
                for new in _changes(child, node, field, dealt):
                    yield node, field, at, new


def _changes(node: ast.AST, parent: ast.AST, field: str, dealt: Mapping[str, object]) -> Iterator[object]:
    if isinstance(node, ast.stmt):
        yield from _statements(node, parent, field)
    elif field == "decorator_list" or isinstance(node, ast.keyword):
        yield []
    elif isinstance(node, ast.Constant):
        if not isinstance(parent, (ast.Expr, ast.JoinedStr, ast.FormattedValue)):
            yield from _constants(node, parent, field)
    elif isinstance(node, ast.expr):
        for kind, change in _EXPRESSIONS:
            if isinstance(node, kind):
                yield from change(node)
        if isinstance(node, ast.Name) and node.id in dealt and isinstance(node.ctx, ast.Load):
            yield from _dealt(node, dealt[node.id])


# ---------------------------------------------------------------------- statements


def _statements(node: ast.stmt, parent: ast.AST, field: str) -> Iterator[object]:
    alone = len(getattr(parent, field)) == 1
    nothing: list[ast.stmt] = [ast.Pass()] if alone else []
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, _DROPPED) and not is_text:
        yield nothing
    elif isinstance(node, ast.With):
        yield node.body
    elif isinstance(node, ast.If):
        yield node.body
        yield node.orelse or nothing


# ---------------------------------------------------------------------- expressions


def _comparisons(node: ast.Compare) -> Iterator[ast.expr]:
    for at, operator in enumerate(node.ops):
        new = list(node.ops)
        new[at] = _COMPARISONS[type(operator)]()
        yield ast.Compare(node.left, new, node.comparators)


def _arithmetic(node: ast.BinOp) -> Iterator[ast.expr]:
    yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    if isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult, ast.Mod)):
        yield ast.BinOp(node.right, node.op, node.left)
    yield node.left
    yield node.right


def _logic(node: ast.BoolOp) -> Iterator[ast.expr]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _signs(node: ast.UnaryOp) -> Iterator[ast.expr]:
    yield node.operand


def _branches(node: ast.IfExp) -> Iterator[ast.expr]:
    yield ast.IfExp(node.test, node.orelse, node.body)


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    function = node.func
    if len(node.args) > 1 and not any(isinstance(each, ast.Starred) for each in node.args[:2]):
        yield ast.Call(function, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    if isinstance(function, ast.Attribute) and not _is_module(function.value):
        yield function.value
    if isinstance(function, ast.Name) and function.id in _PASSES_THROUGH and len(node.args) == 1:
        yield node.args[0]


def _is_module(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return _is_module(node.value) and node.attr in _MODULES
    return isinstance(node, ast.Name) and node.id in _MODULES


def _names(node: ast.Name) -> Iterator[ast.expr]:
    if node.id in _RENAMED and isinstance(node.ctx, ast.Load):
        yield ast.Name(_RENAMED[node.id], node.ctx)


def _attributes(node: ast.Attribute) -> Iterator[ast.expr]:
    if node.attr in _RENAMED and isinstance(node.ctx, ast.Load):
        yield ast.Attribute(node.value, _RENAMED[node.attr], node.ctx)


def _slices(node: ast.Slice) -> Iterator[ast.expr]:
    for part in ("lower", "upper", "step"):
        if getattr(node, part) is not None:
            yield ast.Slice(**{**dict(ast.iter_fields(node)), part: None})


def _comprehensions(node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Iterator[ast.expr]:
    first, *rest = node.generators
    if first.ifs:
        bare = ast.comprehension(first.target, first.iter, [], first.is_async)
        yield type(node)(node.elt, [bare, *rest])


_EXPRESSIONS: tuple[tuple[type[ast.expr], Callable[..., Iterator[ast.expr]]], ...] = (
    (ast.Compare, _comparisons),
    (ast.BinOp, _arithmetic),
    (ast.BoolOp, _logic),
    (ast.UnaryOp, _signs),
    (ast.IfExp, _branches),
    (ast.Call, _calls),
    (ast.Name, _names),
    (ast.Attribute, _attributes),
    (ast.Slice, _slices),
    (ast.ListComp, _comprehensions),
    (ast.SetComp, _comprehensions),
    (ast.GeneratorExp, _comprehensions),
)


# ---------------------------------------------------------------------- constants


def _constants(node: ast.Constant, parent: ast.AST, field: str) -> Iterator[ast.expr]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int) and _is_dimension(parent, field):
        yield ast.Constant(0 if value == 1 else 1)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value + 1)
        yield ast.Constant(value / 2 if value else -1.0)
    elif isinstance(value, str):
        yield ast.Constant(value + "?")


def _is_dimension(parent: ast.AST, field: str) -> bool:
    return field == "value" and isinstance(parent, ast.keyword) and parent.arg in _DIMENSIONS


def _dealt(node: ast.Name, value: object) -> Iterator[ast.expr]:
    """A dealt value is changed as if it were written out."""
    if isinstance(value, bool):
        yield ast.UnaryOp(ast.Not(), node)
    elif isinstance(value, (int, float)):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))
    elif isinstance(value, str):
        yield ast.BinOp(node, ast.Add(), ast.Constant("?"))
    elif isinstance(value, (list, tuple)) and value:
        yield ast.Subscript(node, ast.Slice(ast.Constant(1), None, None), ast.Load())


# ---------------------------------------------------------------------- how a mutant is told


def _change(before: str, after: str) -> str:
    """The lines that went, an arrow, and the lines that came."""
    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    gone = " ".join(line[2:].strip() for line in lines if line.startswith("- "))
    come = " ".join(line[2:].strip() for line in lines if line.startswith("+ "))
    return f"{gone or 'nothing'} → {come or 'nothing'}"


def _diff(before: str, after: str) -> str:
    return "\n".join(
        difflib.unified_diff(before.split("\n"), after.split("\n"), "solution", "mutant", lineterm="", n=1)
    )
