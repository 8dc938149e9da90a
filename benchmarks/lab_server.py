"""A JupyterLab server of our own, with and without the extension, and a home that nobody else uses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_path

EXTENSION = "torchenstein-lab"
_URL = re.compile(r"http://127\.0\.0\.1:\d+/")
_START_WITHIN = 120.0


@dataclass(frozen=True)
class LabServer:
    """A running server: its address (ending in a slash), its process id, and the folder of notebooks."""

    url: str
    pid: int
    work: Path


@contextmanager
def home() -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder for everything Jupyter keeps, and the environment that points there."""
    with tempfile.TemporaryDirectory(prefix="torchenstein-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "work").mkdir()
        variables = ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        yield folder, {**os.environ, **{variable: str(folder / variable.lower()) for variable in variables}}


def server_arguments(folder: Path, *, extension: bool) -> list[str]:
    """The arguments of a server without login; `extension` says whether ours is there, on both sides."""
    arguments = [
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        f"--ServerApp.root_dir={folder / 'work'}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        f"--LabApp.user_settings_dir={folder / 'settings'}",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if not extension:
        arguments += [
            "--ServerApp.jpserver_extensions=torchenstein_lab=False",
            f"--LabApp.labextensions_path={_other_extensions(folder / 'labextensions')}",
        ]
    return arguments


def _other_extensions(folder: Path) -> Path:
    """A folder with links to every installed front end but ours."""
    folder.mkdir()
    for place in map(Path, jupyter_path("labextensions")):
        for entry in place.iterdir() if place.is_dir() else ():
            if entry.name != EXTENSION and not (folder / entry.name).exists():
                (folder / entry.name).symlink_to(entry)
    return folder


@contextmanager
def lab_server(*, extension: bool = True) -> Iterator[LabServer]:
    """Start `jupyter lab`, and end it with its kernels afterwards."""
    with home() as (folder, environment):
        command = [sys.executable, "-m", "jupyterlab", *server_arguments(folder, extension=extension)]
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        log = _Log(process)
        try:
            yield LabServer(log.url(), process.pid, folder / "work")
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class _Log(threading.Thread):
    """Reads what the server says, so that it is never held up, and finds its address in it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._known = threading.Event()
        self._url = ""
        self._lines: list[str] = []
        self.start()

    def run(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._lines = [*self._lines[-40:], line]
            found = _URL.search(line)
            if found and not self._url:
                self._url = found.group()
                self._known.set()
        self._known.set()

    def url(self) -> str:
        self._known.wait(_START_WITHIN)
        if not self._url:
            raise RuntimeError("JupyterLab did not start:\n" + "".join(self._lines))
        return self._url
