"""The frames of a traceback: which are the learner's own, and who raised."""

from __future__ import annotations

import linecache
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Literal

TIMED = "<timed "
OURS = str(Path(__file__).resolve().parent.parent)

Origin = Literal["own", "torch", "numpy", "other"]


@dataclass(frozen=True)
class Frame:
    """One step of a traceback: the frame, the instruction that failed in it, and its line.

    `text` is its source where Python keeps none, and `above` the lines of the learner's cell before that.
    """

    frame: FrameType
    instruction: int
    line: int
    entry: TracebackType
    text: str | None = None
    above: int = 0

    @property
    def file(self) -> str:
        return self.frame.f_code.co_filename

    @property
    def function(self) -> str:
        return self.frame.f_code.co_name

    @property
    def own(self) -> bool:
        return is_own(self.file)

    @property
    def cell(self) -> int | None:
        return cell_number(self.file)

    def variable(self, name: str, default: object = None) -> object:
        """A local variable of the frame, as it is now."""
        return self.frame.f_locals.get(name, default)

    def source(self) -> str:
        """The text of the frame's file or cell; empty where it cannot be had."""
        return source_of(self.file) if self.text is None else self.text


def frames_of(traceback: TracebackType | None) -> tuple[Frame, ...]:
    """The steps of a traceback, outermost first."""
    found = []
    while traceback is not None:
        frame = traceback.tb_frame
        text, above = _timed(frame)
        found.append(Frame(frame, traceback.tb_lasti, traceback.tb_lineno, traceback, text, above))
        traceback = traceback.tb_next
    return tuple(found)


def _timed(frame: FrameType) -> tuple[str | None, int]:
    """The text that `%time` or `%%time` runs, which only the magic itself holds, and the lines above it."""
    if not frame.f_code.co_filename.startswith(TIMED):
        return None, 0
    magic: FrameType | None = frame.f_back
    while magic is not None and "expr" not in magic.f_locals:
        magic = magic.f_back
    text = None if magic is None else magic.f_locals["expr"]
    if magic is None or not isinstance(text, str):
        return None, 0
    return text, 0 if magic.f_locals.get("cell") is None else 1


def without_watchers(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """The frames down to the operation itself.

    A subclass of tensor sees every operation in `__torch_function__`. Where that ends in PyTorch's own, what
    ran there is the operation of the line that called it.
    """
    watcher = "__torch_function__"
    if not frames or frames[-1].function != watcher or frames[-1].own:
        return frames
    first = next(index for index, frame in enumerate(frames) if frame.function == watcher)
    return frames[:first] or frames


def innermost_own(frames: tuple[Frame, ...]) -> int | None:
    """The index of the learner's innermost own frame."""
    return next((index for index in reversed(range(len(frames))) if frames[index].own), None)


def origin_of(frames: tuple[Frame, ...]) -> Origin:
    """Whose code raised: the learner's own line (or something in C that it called), PyTorch's or NumPy's."""
    if not frames or frames[-1].own:
        return "own"
    package = str(frames[-1].frame.f_globals.get("__name__", "")).split(".")[0]
    if package in ("torch", "numpy"):
        return package  # type: ignore[return-value]
    return "other"


@cache
def is_own(file: str) -> bool:
    """Whether a file holds the learner's code: a cell, or a file outside Python's and the packages'
    folders."""
    if cell_number(file) is not None or file.startswith(
        ("<ipython-input", "<stdin", TIMED, "<string", "<your cell", "<cell")
    ):
        return True
    if file.startswith("<") or not file:
        return False
    if "site-packages" in file or "dist-packages" in file or "importlib" in file:
        return False
    return not any(file.startswith(root) for root in library_roots())


@cache
def library_roots() -> tuple[str, ...]:
    """The folders of Python, of installed packages and of this package."""
    paths = sysconfig.get_paths()
    roots = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return tuple(sorted({OURS, *roots, *(str(Path(root).resolve()) for root in roots)}))


def cell_number(file: str) -> int | None:
    """The execution count of the cell that a file name stands for; None where it is no cell."""
    shell = running_shell()
    named = None if shell is None else shell.compile.format_code_name(file)
    digits = "" if named is None else "".join(c for c in named[1] if c.isdigit())
    return int(digits) if digits else None


def running_shell() -> Any:
    """The IPython shell of this process, or None."""
    module = sys.modules.get("IPython")
    return None if module is None else module.get_ipython()


def source_of(file: str) -> str:
    """The text of a file or cell, as the traceback's line numbers count it."""
    return "".join(linecache.getlines(file))
