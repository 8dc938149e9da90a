"""Whether the answers that a predict exercise offers fit: the right one among them, and each once.

Right answers are known here as far as arithmetic on literals goes; the rest needs torch, and `verify`.
"""

import ast
from collections.abc import Iterator
from typing import Final

from torchenstein_lab.course.dealing import PlainFunction
from torchenstein_lab.course.exercise_source import DealtExercise, ExerciseSource

_UNKNOWN: Final = object()
_PLAIN_NODES = (
    ast.Expression,
    ast.Constant,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    ast.expr_context,
)


def unfitting_choices(source: ExerciseSource, deal: DealtExercise) -> Iterator[tuple[PlainFunction, str]]:
    """What is wrong with the offered answers of one deal: the function that offers them, and a sentence."""
    for function, choices in zip(source.choices, deal.choices, strict=True):
        where = f"The answers offered for `{choices.name}`" + (
            "" if deal.number is None else f" in deal {deal.number}"
        )
        broken = [option for option in choices.options if not _is_expression(option)]
        if broken:
            yield function, f"{where} contain `{broken[0]}`, which is no Python expression."
            continue
        values = [_value(option) for option in choices.options]
        if len(choices.options) < 2 or _has_double(values, choices.options):
            yield (
                function,
                f"{where} are {', '.join(choices.options) or 'none'}: too few, or one of them twice.",
            )
        right = _assigned(deal.solution.source, choices.name)
        if right is None:
            continue
        value = _value(right)
        by_text = ast.unparse(ast.parse(right)) in [
            ast.unparse(ast.parse(option)) for option in choices.options
        ]
        if not by_text and value is not _UNKNOWN and _UNKNOWN not in values and not _among(value, values):
            yield function, f"{where} lack the right one, {right}."


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


def _has_double(values: list[object], texts: tuple[str, ...]) -> bool:
    known = [value for value in values if value is not _UNKNOWN]
    return len(set(texts)) < len(texts) or any(
        _among(value, known[:place]) for place, value in enumerate(known)
    )


def _among(value: object, others: list[object]) -> bool:
    """Whether an equal value of the same type is there (`1`, `1.0` and `True` are different answers)."""
    return any(type(value) is type(other) and repr(value) == repr(other) for other in others)


def _assigned(source: str, name: str) -> str | None:
    """The expression that a cell assigns to `name` last, at its top level."""
    found = None
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            found = ast.unparse(statement.value)
    return found


def _value(text: str) -> object:
    """The value of plain arithmetic on literals, or `_UNKNOWN`."""
    tree = ast.parse(text, mode="eval")
    plain = all(isinstance(node, _PLAIN_NODES) and not isinstance(node, ast.Pow) for node in ast.walk(tree))
    if not plain:
        return _UNKNOWN
    try:
        return eval(compile(tree, "answer", "eval"), {"__builtins__": {}})  # noqa: S307  (literals and arithmetic)
    except Exception:  # noqa: BLE001  (such as a division by zero: the answer is known only when run)
        return _UNKNOWN
