"""Which names a cell makes and which it needs, read from its text alone. Pure: nothing is run.

Used by `hidden_state`. Names of functions' bodies are needed when the functions are called, not when the cell
runs, and are kept apart.
"""

import ast
import builtins
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_OF_THE_NOTEBOOK: Final = ("display", "exit", "get_ipython", "quit", "In", "Out", "_", "__", "___")
_ALWAYS_THERE: Final = frozenset((*dir(builtins), *_OF_THE_NOTEBOOK))
_TIMED = re.compile(r"^(\s*)%(?:time|timeit|prun)(?:\s+-\S+)*\s(.*)$")
_TAKES_MAGIC = re.compile(r"^(\s*[\w, ]+=)\s*[%!].*$")
_COMPREHENSIONS: Final = ("listcomp", "setcomp", "dictcomp", "genexpr")
_CELLS_OF_PYTHON: Final = ("%%time", "%%timeit", "%%capture", "%%prun")


@dataclass(frozen=True)
class CellNames:
    """The names of one cell: those it `binds`, those it `reads` while it runs before it has bound them, and
    those that its functions read whenever they are called."""

    binds: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    reads_when_called: frozenset[str] = frozenset()

    @property
    def mentions(self) -> frozenset[str]:
        return self.binds | self.reads | self.reads_when_called


@lru_cache(maxsize=2048)
def cell_names(source: str) -> CellNames:
    """Return the names of a cell. A cell that is no Python has none."""
    tree = _parse(source)
    if tree is None:
        return CellNames()
    bound: set[str] = set()
    reads: set[str] = set()
    when_called: set[str] = set()
    for piece in _pieces(tree.body):
        try:
            table = symtable.symtable(ast.unparse(piece), "<cell>", "exec")
        except (SyntaxError, ValueError, RecursionError):
            continue
        here = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
        if isinstance(piece, ast.AugAssign) and isinstance(piece.target, ast.Name):
            here.add(piece.target.id)
        reads |= here - bound
        for inner, at_once in _inside(table):
            for symbol in inner.get_symbols():
                name = symbol.get_name()
                if symbol.is_global() and symbol.is_assigned():
                    bound.add(name)
                elif symbol.is_global() and not at_once:
                    when_called.add(name)
                elif symbol.is_global() and name not in bound:
                    reads.add(name)
        bound |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_assigned() or symbol.is_imported()
        }
    return CellNames(
        frozenset(bound),
        frozenset(reads - _ALWAYS_THERE),
        frozenset(when_called - bound - _ALWAYS_THERE),
    )


def first_line(source: str) -> str:
    """The line by which a learner recognises a cell: the first with code in it, cut where it is long."""
    lines = [line.strip() for line in source.splitlines()]
    line = next((line for line in lines if line and not line.startswith("#")), lines[0] if lines else "")
    return line if len(line) <= 60 else f"{line[:59]}…"


def _parse(source: str) -> ast.Module | None:
    for text in (source, _plain(source)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def _plain(source: str) -> str:
    """The Python in a cell that has the notebook's own notation (`%time`, `!ls`) in it."""
    lines = source.splitlines()
    if lines and lines[0].startswith("%%"):
        if not lines[0].startswith(_CELLS_OF_PYTHON):
            return ""
        lines = lines[1:]
    return "\n".join(map(_plain_line, lines))


def _plain_line(line: str) -> str:
    if timed := _TIMED.match(line):
        return f"{timed[1]}{timed[2]}"
    if takes := _TAKES_MAGIC.match(line):
        return f"{takes[1]} None"
    stripped = line.strip()
    if stripped.startswith(("%", "!", "?")) or stripped.endswith("?"):
        return f"{line[: len(line) - len(line.lstrip())]}pass"
    return line


def _pieces(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements one after the other, each compound one taken apart into its head and its body."""
    for statement in body:
        match statement:
            case (
                ast.If(test=test, body=then, orelse=otherwise)
                | ast.While(test=test, body=then, orelse=otherwise)
            ):
                yield ast.Expr(test)
                yield from _pieces(then + otherwise)
            case ast.For(target=target, iter=each, body=then, orelse=otherwise):
                yield ast.fix_missing_locations(ast.Assign([target], each, lineno=statement.lineno))
                yield from _pieces(then + otherwise)
            case ast.With(items=items, body=then):
                for item in items:
                    yield ast.Expr(item.context_expr)
                    if item.optional_vars is not None:
                        nothing = ast.Constant(None)
                        yield ast.fix_missing_locations(
                            ast.Assign([item.optional_vars], nothing, lineno=statement.lineno)
                        )
                yield from _pieces(then)
            case ast.Try(body=then, handlers=handlers, orelse=otherwise, finalbody=last):
                yield from _pieces(then)
                for handler in handlers:
                    if handler.type is not None:
                        yield ast.Expr(handler.type)
                    yield from _pieces(handler.body)
                yield from _pieces(otherwise + last)
            case _:
                yield statement


def _inside(table: symtable.SymbolTable, at_once: bool = True) -> Iterator[tuple[symtable.SymbolTable, bool]]:
    """The scopes inside a statement, and whether their code runs at once: that of classes and comprehensions
    does, that of functions does not."""
    for child in table.get_children():
        runs = at_once and (child.get_type() == "class" or child.get_name() in _COMPREHENSIONS)
        yield child, runs
        yield from _inside(child, runs)
