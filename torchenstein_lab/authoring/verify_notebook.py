"""Running a lesson's notebook as a learner would who changes nothing: from the top, in a kernel of its
own."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from torchenstein_lab.course.compile_lesson import compile_lesson
from torchenstein_lab.course.load_lesson import load_lesson

LIMIT = 60.0


def run_notebook(folder: Path) -> list[str]:
    """What is wrong with the notebook of the lesson in `folder`, as sentences; none when it runs as it
    should."""
    compiled = compile_lesson(load_lesson(folder), "verify")
    notebook = nbformat.from_dict(msgspec.to_builtins(compiled.notebook))  # type: ignore[no-untyped-call]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    client = NotebookClient(notebook, timeout=int(LIMIT), allow_errors=True, kernel_name="python3")
    started = time.monotonic()
    try:
        client.execute(cwd=str(folder))
    except CellTimeoutError:
        return [f"the notebook does not run through within {LIMIT:.0f} seconds"]
    except DeadKernelError:
        return ["running the notebook ends its kernel"]
    seconds = time.monotonic() - started
    failures = [problem for cell in notebook.cells for problem in _problems(cell)]
    if seconds > LIMIT:
        failures.append(f"the notebook takes {seconds:.0f} seconds; {LIMIT:.0f} are the most")
    return failures


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
