"""`torchenstein lab`: starts JupyterLab with the course open at the right place.

That is the lesson to go on with. Its copy is made where JupyterLab itself would make it, by the same code,
so the learner finds one copy and not two.
"""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from torchenstein_lab.contracts.api import OpenRequest
from torchenstein_lab.course.packs import PackError
from torchenstein_lab.progress.learner import data_folder
from torchenstein_lab.study import Study, StudyError

LESSONS = "torchenstein"
"""The folder for lessons below the folder that JupyterLab is started in, as in the extension's settings."""


def open_lab(folder: str | None, more: list[str]) -> int:
    """Start JupyterLab in `folder` (the home folder unless told) and hand `more` arguments to it."""
    root = Path(folder).expanduser().resolve() if folder else Path.home()
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"The folder {root} cannot be used ({error.strerror or error}).")
        print("Name another one with: torchenstein lab --folder FOLDER")
        return 1
    if not has_lab():
        return 1
    return start_lab(root, lesson_to_open(root), more)


def has_lab() -> bool:
    """Whether JupyterLab is installed; where it is not, say how to change that."""
    if importlib.util.find_spec("jupyterlab") is not None:
        return True
    print("JupyterLab is not installed in this environment.")
    print(f"Install it with: {sys.executable} -m pip install jupyterlab")
    return False


def start_lab(root: Path, path: str | None, more: list[str]) -> int:
    """Start JupyterLab in the folder `root` with the notebook `path` open (relative to it), and wait for
    its end.

    Returns its exit code."""
    # The script, where there is one: with -m, a file torch.py in the current folder would stand in for torch.
    script = shutil.which("jupyter-lab", path=str(Path(sys.executable).parent))
    command = [
        *([script] if script else [sys.executable, "-m", "jupyterlab"]),
        f"--ServerApp.root_dir={root}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if path is not None:
        print(f"Opening “{path}” in {root}. To stop, press Ctrl+C twice in this window.", flush=True)
        command.append(f"--LabApp.default_url=/lab/tree/{quote(path)}")
    try:
        return subprocess.call([*command, *more])
    except KeyboardInterrupt:
        return 0


def lesson_to_open(root: Path) -> str | None:
    """Make sure that the learner's copy of the lesson to go on with is in `root`; return its path."""
    from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

    from torchenstein_lab.server.copies_folder import CopiesFolder
    from torchenstein_lab.server.copy_paths import CopyPaths

    study = Study()
    here = study.course({}).here
    if here is None:
        return None
    contents: Any = AsyncLargeFileManager(root_dir=str(root))
    copies = CopiesFolder(contents, CopyPaths(data_folder() / "copies.json"))
    try:
        pack, lesson = study.find_lesson(*here)
        reply = asyncio.run(copies.open(pack, lesson, study.learner(), OpenRequest(LESSONS)))
    except (StudyError, PackError) as error:
        print(error)
        return None
    return reply.path
