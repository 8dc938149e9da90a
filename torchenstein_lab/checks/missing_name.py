"""What a cell does instead of giving a name its value: another name, a print, a value without a name."""

from __future__ import annotations

import ast
from difflib import get_close_matches


def done_instead(source: str, missing: str, asked: tuple[str, ...]) -> str:
    """One sentence on what the learner's cell does where `missing` has no value; empty where that is not
    plain to see. `asked` are all names that the task asks for."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return ""
    given = [name for name in _given(tree) if name not in asked]
    near = get_close_matches(missing, given, n=1, cutoff=0.75)
    folded = [name for name in given if name.casefold() == missing.casefold()]
    if near or folded:
        return f"Your cell gives a value to `{(near or folded)[0]}`; the task asks for `{missing}`."
    for statement in reversed(tree.body):
        if not isinstance(statement, ast.Expr) or isinstance(statement.value, ast.Constant):
            continue
        if _is_print(statement.value):
            return f"Your cell prints something; to print is not to keep. Give it the name: `{missing} = …`."
        if not given:
            return f"Your cell makes a value without a name. Give it one: `{missing} = …`."
    if 0 < len(given) <= 3:
        listed = " and ".join(f"`{name}`" for name in given)
        return f"Your cell gives a value to {listed}, and none to `{missing}`."
    return ""


def _given(tree: ast.Module) -> list[str]:
    """The names that the cell gives a value to, outside of functions, in their order."""
    found: list[str] = []
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            found.append(statement.name)
            continue
        if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            found += [
                node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
            ]
    return list(dict.fromkeys(found))


def _is_print(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
