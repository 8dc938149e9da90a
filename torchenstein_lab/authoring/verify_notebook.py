"""Running a lesson's notebook as a learner would who changes nothing: from the top, in a kernel of its own.

It must come through in a minute and in 2 GiB of memory, without the network, raise errors where they are
announced and nowhere else, and show what the prose says that it shows (`:shows:`).
"""

from __future__ import annotations

import contextlib
import sys
import time

import msgspec
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from torchenstein_lab.course.compile_lesson import compile_lesson
from torchenstein_lab.course.lesson_source import Code
from torchenstein_lab.course.load_lesson import LoadedLesson

LIMIT = 60.0
"""So many seconds may the notebook take."""

MEMORY = 2 * 1024**3
"""So many bytes may the kernel's process have at its peak."""

_GUARD = '__import__("torchenstein_lab.authoring.kernel_guard", fromlist=["install"])'


class NotebookRun(msgspec.Struct):
    """How a run went: seconds, the peak of the kernel's memory, claims about outputs that held, and
    failures."""

    seconds: float = 0.0
    peak: int = 0
    shown: int = 0
    failures: list[str] = msgspec.field(default_factory=list)


def run_notebook(loaded: LoadedLesson) -> NotebookRun:
    """Run the notebook of a lesson."""
    compiled = compile_lesson(loaded, "verify")
    notebook = nbformat.from_dict(msgspec.to_builtins(compiled.notebook))  # type: ignore[no-untyped-call]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    quiet = ["--IPKernelApp.log_level=40"]
    client = NotebookClient(
        notebook, timeout=int(LIMIT), allow_errors=True, kernel_name="python3", extra_arguments=quiet
    )
    run = NotebookRun()
    cells = list(notebook.cells)
    guard = _cell(f"{_GUARD}.install()")
    meter = _cell(f"{_GUARD}.peak_bytes()")
    notebook.cells = [guard, *cells, meter]
    started = time.monotonic()
    try:
        client.execute(cwd=str(loaded.folder))
    except CellTimeoutError:
        run.failures.append(f"the notebook does not run through within {LIMIT:.0f} seconds")
        return run
    except DeadKernelError:
        run.failures.append("running the notebook ends its kernel")
        return run
    run.seconds = time.monotonic() - started
    with contextlib.suppress(IndexError, KeyError, ValueError):
        run.peak = int(meter.outputs[0]["data"]["text/plain"])
    run.failures += [problem for cell in cells for problem in _problems(cell)]
    run.failures += _claims(loaded, cells, run)
    if run.seconds > LIMIT:
        run.failures.append(f"the notebook takes {run.seconds:.0f} seconds; {LIMIT:.0f} are the most")
    if run.peak > MEMORY:
        run.failures.append(
            f"the notebook takes {run.peak / 1024**3:.1f} GiB of memory; {MEMORY / 1024**3:.0f} are the most"
        )
    return run


def _cell(source: str) -> nbformat.NotebookNode:
    cell: nbformat.NotebookNode = nbformat.v4.new_code_cell(source)  # type: ignore[no-untyped-call]
    return cell


def _problems(cell: nbformat.NotebookNode) -> list[str]:
    if cell.cell_type != "code":
        return []
    errors = [output for output in cell.outputs if output.output_type == "error"]
    announced = "raises-exception" in cell.metadata.get("tags", [])
    name = cell.get("id", "?")
    if errors and not announced:
        return [f"the cell {name} raises {errors[0].ename}: {errors[0].evalue} (Python: {sys.executable})"]
    if announced and not errors:
        return [f"the cell {name} is tagged raises-exception and raises nothing"]
    return []


def _claims(loaded: LoadedLesson, cells: list[nbformat.NotebookNode], run: NotebookRun) -> list[str]:
    """What the text says that its cells show, and they do not."""
    written = [block for block in loaded.text.blocks if isinstance(block, Code)]
    own = [cell for cell in cells if cell.cell_type == "code" and not _is_ours(cell)]
    failures = []
    for block, cell in zip(written, own, strict=True):
        shown = _shown(cell)
        if block.shows and " ".join(block.shows.split()) in " ".join(shown.split()):
            run.shown += 1
        elif block.shows:
            failures.append(
                f"{loaded.text.file}:{block.line}: the cell should show “{block.shows}”, and shows "
                f"“{' '.join(shown.split())[:300]}”"
            )
    return failures


def _is_ours(cell: nbformat.NotebookNode) -> bool:
    """Whether the compiler put the cell there: an exercise's, or the imports at the top."""
    ours = cell.metadata.get("torchenstein", {})
    return "exercise" in ours or ours.get("cell") == "set-up"


def _shown(cell: nbformat.NotebookNode) -> str:
    """The text of a cell's outputs, and the last line of its error."""
    texts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type == "error":
            texts.append(f"{output.ename}: {output.evalue}")
        else:
            texts.append(output.get("data", {}).get("text/plain", ""))
    return "\n".join(texts)
