"""`torchenstein progress export FILE` and `torchenstein progress import FILE`."""

from pathlib import Path

from torchenstein_lab.progress.errors import StoreError
from torchenstein_lab.progress.transfer import export_events, import_events
from torchenstein_lab.study import open_store


def export_progress(file: str) -> int:
    """Write the learner's progress to `file`."""
    try:
        count = export_events(open_store(), Path(file).expanduser())
    except StoreError as error:
        return _fail(error)
    print(f"Your progress ({_events(count)}) is in {file}.")
    print(
        f"To take it to another computer, copy the file there, and run: torchenstein progress import {file}"
    )
    return 0


def import_progress(file: str) -> int:
    """Add the progress in `file` to what is there."""
    try:
        found, new = import_events(open_store(), Path(file).expanduser())
    except StoreError as error:
        return _fail(error)
    if new:
        print(f"Imported {_events(new)} from {file}. What you had before is still there.")
    else:
        print(f"Nothing to do: everything in {file} ({_events(found)}) is here already.")
    return 0


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"


def _fail(error: StoreError) -> int:
    print(error.message)
    print(error.remedy)
    return 1
