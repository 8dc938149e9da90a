"""What the failing expression does, and to what: an operator, a call or an index, with its named operands."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from types import FrameType, ModuleType

from torchenstein_lab.explainer.lookup import UNKNOWN, Named, look_up
from torchenstein_lab.explainer.node import Spot
from torchenstein_lab.explainer.values import is_layer

OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("add", "+"),
    ast.Sub: ("sub", "-"),
    ast.Mult: ("mul", "*"),
    ast.Div: ("div", "/"),
    ast.FloorDiv: ("floor_divide", "//"),
    ast.Mod: ("remainder", "%"),
    ast.Pow: ("pow", "**"),
    ast.MatMult: ("matmul", "@"),
    ast.BitAnd: ("bitwise_and", "&"),
    ast.BitOr: ("bitwise_or", "|"),
    ast.BitXor: ("bitwise_xor", "^"),
    ast.LShift: ("lshift", "<<"),
    ast.RShift: ("rshift", ">>"),
    ast.Eq: ("eq", "=="),
    ast.NotEq: ("ne", "!="),
    ast.Lt: ("lt", "<"),
    ast.LtE: ("le", "<="),
    ast.Gt: ("gt", ">"),
    ast.GtE: ("ge", ">="),
    ast.In: ("in", "in"),
    ast.NotIn: ("in", "not in"),
    ast.USub: ("neg", "-"),
    ast.Invert: ("bitwise_not", "~"),
    ast.Not: ("not", "not"),
}
IN_PLACE = {"add_", "sub_", "mul_", "div_"}


@dataclass(frozen=True)
class Operation:
    """What was done.

    `name` is the operation's: `matmul` for `@` and for `torch.matmul` alike, `getitem`, `setitem`, `unpack`,
    `iterate`, `layer` (a `torch.nn.Module` was called), else the called name. `symbol` is the operator's
    sign, `operands` what it was given in order (the object itself first for a method), `called` the called
    expression.
    """

    text: str
    name: str
    symbol: str = ""
    operands: tuple[Named, ...] = ()
    keywords: dict[str, Named] = field(default_factory=dict)
    called: Named | None = None
    method: bool = False
    in_place: bool = False

    def argument(self, position: int, *names: str) -> Named | None:
        """An argument by position (the object of a method counts as the first) or by one of its names."""
        for name in names:
            if name in self.keywords:
                return self.keywords[name]
        return self.operands[position] if position < len(self.operands) else None


def operation_of(spot: Spot, frame: FrameType) -> Operation | None:
    """The operation at a spot; None where the spot is not one (a name, for instance)."""
    node = spot.node
    head = spot.statement
    if isinstance(head, (ast.For, ast.AsyncFor)) and node is head.iter and not isinstance(node, ast.Call):
        return _of_statement(spot, lambda part: Named(spot.source_of(part), look_up(part, frame), part))

    def named(part: ast.AST) -> Named:
        return Named(spot.source_of(part), look_up(part, frame), part)

    if isinstance(node, ast.BinOp):
        name, symbol = OPERATORS[type(node.op)]
        return Operation(spot.source_of(node), name, symbol, (named(node.left), named(node.right)))
    if isinstance(node, ast.AugAssign):
        name, symbol = OPERATORS[type(node.op)]
        pair = (named(node.target), named(node.value))
        return Operation(spot.source_of(node), name, symbol + "=", pair, in_place=True)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        name, symbol = OPERATORS.get(type(node.ops[0]), ("is", "is"))
        return Operation(spot.source_of(node), name, symbol, (named(node.left), named(node.comparators[0])))
    if isinstance(node, ast.UnaryOp):
        name, symbol = OPERATORS.get(type(node.op), ("pos", "+"))
        return Operation(spot.source_of(node), name, symbol, (named(node.operand),))
    if isinstance(node, ast.Subscript):
        return _subscript(spot, node, named)
    if isinstance(node, ast.Call):
        return _call(spot, node, named)
    return _of_statement(spot, named)


def _subscript(spot: Spot, node: ast.Subscript, named: object) -> Operation:
    assert callable(named)
    pair = (named(node.value), named(node.slice))
    if isinstance(node.ctx, ast.Store) and isinstance(spot.statement, ast.Assign):
        value = named(spot.statement.value)
        return Operation(spot.source_of(spot.statement), "setitem", "=", (*pair, value), in_place=True)
    return Operation(spot.source_of(node), "getitem", "", pair)


def _of_statement(spot: Spot, named: object) -> Operation | None:
    """Unpacking, iterating and setting an attribute: what fails there is a whole statement, or its target."""
    assert callable(named)
    node, statement = spot.node, spot.statement
    if (
        isinstance(statement, ast.Assign)
        and isinstance(node, (ast.Tuple, ast.List))
        and isinstance(node.ctx, ast.Store)
    ):
        return Operation(spot.source_of(statement), "unpack", "=", (named(statement.value), named(node)))
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        if isinstance(node, (ast.Tuple, ast.List)) and node is statement.target:
            return Operation(spot.source_of(node), "unpack", "for", (Named("each item"), named(node)))
        if node is statement.iter:
            return Operation(spot.source_of(statement.iter), "iterate", "for", (named(statement.iter),))
    if (
        isinstance(statement, ast.Assign)
        and isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
    ):
        target, value = Named(node.attr, node.attr, None), named(statement.value)
        return Operation(spot.source_of(statement), "setattr", "=", (named(node.value), target, value))
    return None


def _call(spot: Spot, node: ast.Call, named: object) -> Operation:
    assert callable(named)
    arguments = tuple(named(part) for part in node.args if not isinstance(part, ast.Starred))
    keywords = {part.arg: named(part.value) for part in node.keywords if part.arg is not None}
    called: Named = named(node.func)
    text = spot.source_of(node)
    if is_layer(called.value):
        return Operation(text, "layer", "", arguments, keywords, called)
    if isinstance(node.func, ast.Attribute):
        owner: Named = named(node.func.value)
        if not isinstance(owner.value, (ModuleType, type)):
            name, in_place = node.func.attr, False
            if name.endswith("_") and not name.startswith("_"):
                name, in_place = name.rstrip("_"), True
            return Operation(
                text, name, "", (owner, *arguments), keywords, called, method=True, in_place=in_place
            )
        return Operation(text, node.func.attr, "", arguments, keywords, called)
    own_name = getattr(called.value, "__name__", None) if called.known and callable(called.value) else None
    name = own_name if isinstance(own_name, str) and own_name != "<lambda>" else called.text
    return Operation(text, name, "", arguments, keywords, called)


def filled(operation: Operation, inner: FrameType) -> Operation:
    """The operation with operands that were unknown read from the frame of the function that it called."""
    if all(part.known for part in (*operation.operands, *operation.keywords.values())):
        return operation
    code, held = inner.f_code, inner.f_locals
    names = list(code.co_varnames[: code.co_argcount])
    given = operation.operands
    if names[:1] == ["self"] and not operation.method:
        names = names[1:]
    star = held.get("args") if code.co_flags & 0x04 else None
    values = [held.get(name, UNKNOWN) for name in names]
    if isinstance(star, tuple):
        values = [*values, *star]
    operands = tuple(
        replace(part, value=values[index]) if not part.known and index < len(values) else part
        for index, part in enumerate(given)
    )
    star_names = held.get("kwargs")
    more = star_names if isinstance(star_names, dict) else {}
    keywords = {
        name: part if part.known else replace(part, value=held.get(name, more.get(name, UNKNOWN)))
        for name, part in operation.keywords.items()
    }
    return replace(operation, operands=operands, keywords=keywords)
