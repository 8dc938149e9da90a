"""The part of the learner's line that failed, found from the position of the instruction that raised.

Python 3.11 keeps columns for each instruction; for 3.10 the package `executing`, which IPython brings,
finds the node from the bytecode.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from torchenstein_lab.contracts.explanation import Mark
from torchenstein_lab.explainer.frames import Frame

LINES = 8
Place = tuple[int, int, int | None, int | None]  # line, column, last line, last column


@dataclass(frozen=True)
class Spot:
    """A place in the learner's code: the statement, and the expression in it that failed (`node` is the
    statement itself where the whole of it failed)."""

    text: str
    node: ast.AST | None
    statement: ast.stmt | None
    line: int

    def source_of(self, node: ast.AST) -> str:
        """The text of a node as the learner wrote it."""
        if not isinstance(node, (ast.expr, ast.stmt)) or node.end_lineno is None:
            return ast.unparse(node)
        lines = _lines(self.text)[node.lineno - 1 : node.end_lineno]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"\n".join(lines).decode()


def spot_of(frame: Frame) -> Spot:
    """Where in the learner's code a frame stopped."""
    text = frame.source()
    tree = parsed(text)
    if tree is None:
        return Spot(text, None, None, frame.line)
    node = by_position(frame, tree)
    statement = _statement(tree, node, frame.line)
    # Before Python 3.12 some instructions of a whole `if` or `for` stand for the expression in its head.
    if isinstance(node, (ast.If, ast.While)):
        node = node.test
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        node = node.iter
    return Spot(text, node, statement, frame.line)


@lru_cache(maxsize=8)
def _lines(text: str) -> list[bytes]:
    """The lines of a text in UTF-8, in which Python counts columns. (`ast` would split it for each node.)"""
    return text.encode().split(b"\n")


@lru_cache(maxsize=8)
def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a text; None where there is no text, or it is no Python."""
    try:
        return ast.parse(text) if text.strip() else None
    except (SyntaxError, ValueError, RecursionError):
        return None


def _by_columns(frame: Frame, tree: ast.Module) -> ast.AST | None:
    position = next(islice(frame.frame.f_code.co_positions(), frame.instruction // 2, None), None)  # type: ignore[attr-defined,unused-ignore]
    if position is None:
        return None
    line, end_line, column, end_column = position
    if line is None or column is None:
        return None
    return _at(tree, (line, column, end_line, end_column))


def _by_executing(frame: Frame, tree: ast.Module) -> ast.AST | None:
    try:
        from executing import Source
    except ImportError:
        return None
    node = Source.executing(frame.entry).node  # a node of another tree of the same text
    return _at(tree, _place(node)) if isinstance(node, (ast.expr, ast.stmt)) else None


by_position = _by_columns if sys.version_info >= (3, 11) else _by_executing


def _at(tree: ast.Module, place: Place) -> ast.AST | None:
    """The innermost node at a place: an expression that is a statement shares its place with it."""
    found = None
    for node in ast.walk(tree):
        if isinstance(node, (ast.expr, ast.stmt)) and _place(node) == place:
            found = node
    return found


def _place(node: ast.expr | ast.stmt) -> Place:
    return (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)


def _statement(tree: ast.Module, node: ast.AST | None, line: int) -> ast.stmt | None:
    """The innermost statement around a node, or around a line where no node is known."""
    found = None
    inside = None
    if isinstance(node, (ast.expr, ast.stmt)):
        line, column, end_line, end_column = _place(node)
        inside = ((line, column), (end_line or line, end_column or 0))
    for other in ast.walk(tree):
        if not isinstance(other, ast.stmt):
            continue
        first, last = other.lineno, other.end_lineno or other.lineno
        if inside is None:
            holds = first <= line <= last
        else:
            begin, end = inside
            holds = (first, other.col_offset) <= begin and end <= (last, other.end_col_offset or 0)
        if holds:
            found = other
    return found


def marked_source(spot: Spot) -> tuple[int, str, tuple[Mark, ...]]:
    """The first line's number, the lines that failed (at most eight), and what of them to mark."""
    lines = spot.text.splitlines()
    node = spot.node
    if not isinstance(node, (ast.expr, ast.stmt)):
        text = lines[spot.line - 1] if 0 < spot.line <= len(lines) else ""
        return spot.line, text, ()
    first, last = node.lineno, min(node.end_lineno or node.lineno, node.lineno + LINES - 1)
    shown = lines[first - 1 : last]
    marks = []
    for index, line in enumerate(shown):
        start = _characters(line, node.col_offset) if index == 0 else len(line) - len(line.lstrip())
        whole = first + index == node.end_lineno
        end = _characters(line, node.end_col_offset or 0) if whole else len(line)
        if end > start:
            marks.append(Mark(index, start, end))
    return first, "\n".join(shown), tuple(marks)


def _characters(line: str, offset: int) -> int:
    """A column in characters, from one in bytes of UTF-8, which is what Python counts."""
    return len(line.encode()[:offset].decode(errors="ignore"))
