"""Takes the text of a learner's cell out of a function's body, comments and line numbers included."""

import ast
import io
import tokenize
from dataclasses import dataclass


@dataclass(frozen=True)
class CellText:
    """The body of one function as the text of a cell.

    `name` is the function's name, `note` its docstring (no part of the cell), `source` the body without
    its indentation, and `line` the line of the file on which the first line of `source` stands.
    """

    name: str
    note: str
    source: str
    line: int


def cell_text(function: ast.FunctionDef, lines: list[str]) -> CellText:
    """Read the body of `function`, whose file consists of `lines` (without line ends).

    Raises `ValueError` with a sentence when the body cannot be a cell.
    """
    note = ast.get_docstring(function) or ""
    header_end = _end_of_header(function, lines)
    statements = function.body[1:] if note else function.body
    first = (function.body[0].end_lineno or header_end) if note else header_end
    if function.body[0].lineno <= header_end:
        message = "The body stands on the line of its `def`."
        raise ValueError(message)
    indent = function.body[0].col_offset
    last = function.end_lineno or first
    for number in range(last, len(lines)):
        # Comments after the last statement belong to the body as long as they are indented.
        text = lines[number]
        if text.strip() and not (text.lstrip().startswith("#") and len(text) - len(text.lstrip()) >= indent):
            break
        if text.strip():
            last = number + 1
    body = [_dedent(text, indent) for text in lines[first:last]]
    while body and not body[0]:
        body.pop(0)
        first += 1
    source = "\n".join(body).rstrip()
    if not statements and not source:
        return CellText(function.name, note, "", first + 1)
    try:
        # Compiling runs nothing; it finds what the parser lets pass, such as a `return` outside a function.
        compile(source, function.name, "exec", dont_inherit=True)
    except SyntaxError as error:
        message = f"As the text of a cell the body is no valid Python: {error.msg}."
        raise ValueError(message) from error
    return CellText(function.name, note, source, first + 1)


def _end_of_header(function: ast.FunctionDef, lines: list[str]) -> int:
    """The line on which the `def …:` ends (it may be spread over several)."""
    text = "\n".join(lines[function.lineno - 1 :]) + "\n"
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            return function.lineno - 1 + token.start[0]
    return function.lineno


def _dedent(line: str, indent: int) -> str:
    """`line` without its first `indent` blanks; a string that goes on further left is kept as it is."""
    return line[indent:].rstrip() if not line[:indent].strip() else line


def produced_names(source: str) -> frozenset[str]:
    """The names that running `source` as a cell binds at its top level."""
    names: set[str] = set()
    _collect(ast.parse(source).body, names)
    return frozenset(names)


def _collect(nodes: list[ast.stmt], names: set[str]) -> None:
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
            continue
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                _collect([child], names)
            else:
                names.update(_stored_names(child))


def _stored_names(node: ast.AST) -> set[str]:
    """Names stored in an expression or a clause, not those inside functions of their own."""
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        # A comprehension's own names stay inside it; only `:=` reaches out.
        found = (n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
        return set() if isinstance(node, ast.Lambda) else set(found)
    names: set[str] = set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            _collect([child], names)
        else:
            names |= _stored_names(child)
    return names
