"""`torchenstein gallery`: a notebook with every widget, on tensors worth looking at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from torchenstein_lab.commands.open_lab import has_lab, start_lab

NAME = "torchenstein-gallery.ipynb"
ORDER = (
    "show",
    "diff",
    "memory",
    "broadcast",
    "matmul",
    "einsum",
    "bits",
    "graph",
    "attention",
    "curves",
    "landscape",
)
"""The sections, which are the files of these names in `widgets/gallery`."""

_SECTIONS = Path(__file__).parents[1] / "widgets" / "gallery"
_START = """\
# %% [markdown]
# # The gallery
# Every picture that `lab` can draw. Choose *Run* → *Run All Cells*, then look around.
# Change a number, and run again.
# %%
import torch

import torchenstein_lab as lab
"""


def gallery(folder: str | None, more: list[str]) -> int:
    """Write the notebook into `folder` (the current one unless told), open it, return JupyterLab's exit code.

    A notebook of that name stays as it is: the learner may have changed it."""
    root = Path(folder).expanduser().resolve() if folder else Path.cwd()
    path = root / NAME
    try:
        root.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(json.dumps(gallery_notebook(), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        print(f"The gallery could not be written to {path} ({error.strerror or error}).")
        print("Name another folder with: torchenstein gallery --folder FOLDER")
        return 1
    return start_lab(root, NAME, more) if has_lab() else 1


def gallery_notebook() -> dict[str, Any]:
    """The notebook, not run yet."""
    texts = [_START, *((_SECTIONS / f"{name}.py").read_text(encoding="utf-8") for name in ORDER)]
    cells = [cell for text in texts for cell in cells_of(text)]
    for number, cell in enumerate(cells):
        cell["id"] = f"gallery-{number}"
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def cells_of(text: str) -> list[dict[str, Any]]:
    """The cells of a text in the percent format: `# %%` begins code, `# %% [markdown]` text in comments."""
    cells: list[dict[str, Any]] = []
    for part in ("\n" + text).split("\n# %%")[1:]:
        head, _, body = part.partition("\n")
        source = body.strip("\n")
        if head.strip() == "[markdown]":
            prose = "\n".join(line.removeprefix("#").removeprefix(" ") for line in source.split("\n"))
            cells.append({"cell_type": "markdown", "metadata": {}, "source": prose})
        else:
            cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
            cells.append({**cell, "execution_count": None})
    return cells
