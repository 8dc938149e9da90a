"""`torchenstein lesson preview PATH`: the lesson in JupyterLab, compiled again whenever its source changes.

All that is made lies in one temporary folder: the compiled lesson, the learner's copy, the progress, the
workspace. It goes when the preview ends. The author's own progress is never touched.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from torchenstein_lab.authoring.compile import write_pack
from torchenstein_lab.course.compile_pack import compile_pack
from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.pack_source import read_pack_source
from torchenstein_lab.course.packs import PATH_VARIABLE

LOOK_EVERY = 0.5
"""Seconds between two looks at the source."""

_END_WITHIN = 15.0
"""Seconds that JupyterLab has to end its kernels and itself."""

Stamp = dict[str, tuple[int, int]]


class NoPreview(Exception):
    """There is nothing to show; the text says why, and what to do."""


class Source:
    """The lesson, or the pack, that is shown: where its `pack.toml` lies, and which lessons are meant."""

    def __init__(self, path: Path) -> None:
        start = path.resolve()
        if not start.exists():
            raise NoPreview(f"There is no {path}. Name the folder of a lesson, or of a pack's source.")
        homes = [folder for folder in (start, *start.parents) if (folder / "pack.toml").is_file()]
        if not homes:
            raise NoPreview(f"Neither {path} nor a folder above it has a pack.toml. Name a lesson of a pack.")
        self.pack = homes[0]
        self.only = self._lesson(start)

    def _lesson(self, start: Path) -> tuple[str, ...] | None:
        if start == self.pack:
            return None
        place = start.relative_to(self.pack).as_posix()
        try:
            known = [name for module in read_pack_source(self.pack).modules for name in module.lessons]
        except LessonErrors as error:
            raise NoPreview(str(error)) from error
        found = tuple(name for name in known if place == name or place.startswith(f"{name}/"))
        if not found:
            raise NoPreview(f"{self.pack / 'pack.toml'} names no lesson {place}. Add it there.")
        return found

    def stamp(self) -> Stamp:
        """When each file was changed last, and its size."""
        found: Stamp = {}
        for path in self.pack.rglob("*"):
            if path.suffix in (".md", ".py", ".svg", ".toml") and not path.name.startswith("."):
                try:
                    state = path.stat()
                except OSError:
                    continue  # gone between the two calls, as an editor's temporary file is
                found[str(path)] = (state.st_mtime_ns, state.st_size)
        return found

    def compile_into(self, folder: Path) -> list[str]:
        """Compile, and return what is wrong; the compiled pack stays as it was where nothing could be
        made."""
        try:
            compiled = compile_pack(self.pack, only=self.only)
        except (LessonErrors, OSError) as error:
            return str(error).split("\n")
        if compiled.lessons and not compiled.errors:
            write_pack(compiled, folder)
        return [str(error) for error in compiled.errors]


def preview(path: Path, more: list[str]) -> int:
    """Show the lesson until Ctrl-C, or until JupyterLab ends. Returns the exit status. Raises `NoPreview`."""
    source = Source(path)
    room = Path(tempfile.mkdtemp(prefix="torchenstein-preview-"))
    try:
        seen = source.stamp()
        problems = source.compile_into(room / "pack")
        if problems:
            raise NoPreview("\n".join(problems))
        (room / "notebooks").mkdir()
        with _jupyterlab(room, more) as lab, _until_stopped() as stopped:
            print("Preview: save the source, then open the lesson again in the course map to merge it.")
            print("To stop, press Ctrl+C. Nothing of the preview is kept.", flush=True)
            while not stopped.wait(LOOK_EVERY) and lab.poll() is None:
                now = source.stamp()
                if now != seen:
                    seen = now
                    _tell(source.compile_into(room / "pack"))
            return lab.poll() or 0
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _tell(problems: list[str]) -> None:
    if problems:
        print("\n".join(problems), file=sys.stderr, flush=True)
    else:
        print("Compiled again: the open notebook offers the newer version.", flush=True)


def environment(room: Path, before: Mapping[str, str]) -> dict[str, str]:
    """The variables of a JupyterLab that keeps everything in `room`, and still finds the author's kernels."""
    from jupyter_core.paths import jupyter_data_dir

    places = [before.get("JUPYTER_PATH", ""), jupyter_data_dir()]
    return {
        **before,
        PATH_VARIABLE: os.pathsep.join(filter(None, [str(room / "pack"), before.get(PATH_VARIABLE, "")])),
        "JUPYTER_DATA_DIR": str(room / "data"),
        "JUPYTER_RUNTIME_DIR": str(room / "runtime"),
        "JUPYTERLAB_WORKSPACES_DIR": str(room / "workspaces"),
        "JUPYTER_PATH": os.pathsep.join(filter(None, places)),
    }


@contextmanager
def _jupyterlab(room: Path, more: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """JupyterLab with the lesson open, in a process group of its own: Ctrl-C is ours to handle."""
    notebooks = str(room / "notebooks")
    command = [sys.executable, "-m", "torchenstein_lab.cli", "lab", "--folder", notebooks, *more]
    variables = environment(room, os.environ)
    lab = subprocess.Popen(command, env=variables, start_new_session=os.name == "posix")
    try:
        yield lab
    finally:
        _end(lab)


def _end(lab: subprocess.Popen[bytes]) -> None:
    """End JupyterLab and its kernels: kindly, then not."""
    for kind in ("SIGTERM", "SIGKILL"):
        if os.name == "posix":
            try:
                os.killpg(lab.pid, getattr(signal, kind))
            except ProcessLookupError:
                break
        else:
            lab.terminate()
        try:
            lab.wait(_END_WITHIN)
        except subprocess.TimeoutExpired:
            continue
        if os.name != "posix" or not _group_lives(lab.pid):
            break


def _group_lives(group: int) -> bool:
    """Wait a while for the last process of a group to end; whether one is left."""
    patience = threading.Event()
    for _ in range(int(_END_WITHIN / 0.1)):
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return False
        patience.wait(0.1)
    return True


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """An event that Ctrl-C, or a request to terminate, sets."""
    stopped = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stopped.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit status; further arguments go to JupyterLab."""
    parser = argparse.ArgumentParser(
        prog="torchenstein lesson preview",
        description="Show a lesson in JupyterLab, and follow its source as it is edited.",
        epilog="Further arguments, such as --no-browser, go to JupyterLab.",
        allow_abbrev=False,
    )
    parser.add_argument("path", type=Path, help="the folder of the lesson, or of the pack's source")
    options, more = parser.parse_known_args(arguments)
    try:
        return preview(options.path, more)
    except NoPreview as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
