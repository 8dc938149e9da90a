"""One lesson with right answers, as three graders take it: ours, nbgrader's validator, otter-grader's check.

nbgrader and otter-grader live in an environment of their own, made once in `build/peers/graders`. It has
Jupyter from PyPI, and sees PyTorch and the lessons of the environment that runs the benchmarks.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

from torchenstein_lab.course.packs import find_pack

PACKAGES = ("nbgrader==0.9.6", "otter-grader==7.0.0")
PACK, LESSON = "torchenstein", "creating-tensors"
_ENVIRONMENT = Path(__file__).resolve().parents[1] / "build" / "peers" / "graders"


def environment() -> Path:
    """The folder of programs of the peers' environment, made when it is not there yet."""
    programs = _ENVIRONMENT / "bin"
    done = _ENVIRONMENT / "installed"
    if not done.exists() or done.read_text() != " ".join(PACKAGES):
        venv.create(_ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([programs / "pip", "install", "--quiet", *PACKAGES], check=True)
        ours = sysconfig.get_path("purelib")
        theirs = subprocess.run(
            [programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        )
        # Behind its own packages: what it lacks (PyTorch) is found here.
        (Path(theirs.stdout.strip()) / "zz_behind.pth").write_text(f"{ours}\n{Path(__file__).parents[1]}\n")
        done.write_text(" ".join(PACKAGES))
    return programs


def write_notebooks(folder: Path) -> dict[str, list[str]]:
    """Write the lesson with its reference solutions, and the tests of the two peers, into `folder`.

    Returns each grader's command. The peers' tests only ask whether the names that a task wants exist: the
    least a test can do."""
    pack = find_pack(PACK)
    lesson = pack.lesson(LESSON)
    notebook = pack.notebook(LESSON)
    names = {exercise.id: exercise.names for exercise in lesson.exercises}
    for cell in notebook["cells"]:
        exercise = _exercise_of(cell)
        if exercise is not None:
            answers = pack.solutions(LESSON, exercise).answers
            cell["source"] = next(each for each in answers if each.deal in (None, 0)).solution.source
    tests = folder / "tests"
    tests.mkdir()
    with_tests = copy.deepcopy(notebook)
    with_tests["cells"] = []
    for cell in notebook["cells"]:
        with_tests["cells"].append(cell)
        exercise = _exercise_of(cell)
        if exercise is not None:
            asserts = [f"assert {name} is not ..." for name in names[exercise]]
            with_tests["cells"].append(_nbgrader_test(exercise, asserts))
            (tests / f"{exercise.replace('-', '_')}.py").write_text(_otter_test(exercise, asserts))
    (folder / "lesson.ipynb").write_text(json.dumps(notebook))
    (folder / "nbgrader.ipynb").write_text(json.dumps(with_tests))
    programs = environment()
    return {
        "ours": [sys.executable, "-m", "torchenstein_lab.cli", "verify", "lesson.ipynb", "--json"],
        "nbgrader validate": [str(programs / "nbgrader"), "validate", "nbgrader.ipynb"],
        "otter check": [str(programs / "otter"), "check", "-t", "tests", "lesson.ipynb"],
    }


def _exercise_of(cell: dict[str, Any]) -> str | None:
    if cell["cell_type"] != "code":
        return None
    exercise: str | None = cell["metadata"].get("torchenstein", {}).get("exercise")
    return exercise


def _nbgrader_test(exercise: str, asserts: list[str]) -> dict[str, Any]:
    graded = {
        "grade": True,
        "grade_id": exercise,
        "locked": True,
        "points": 1,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return {
        "cell_type": "code",
        "id": f"test-{exercise}",
        "execution_count": None,
        "outputs": [],
        "metadata": {"nbgrader": graded},
        "source": "\n".join(asserts),
    }


def _otter_test(exercise: str, asserts: list[str]) -> str:
    code = "\n".join(f">>> {line}" for line in asserts)
    test = {
        "name": exercise.replace("-", "_"),
        "points": 1,
        "suites": [{"cases": [{"code": code, "hidden": False, "locked": False}], "type": "doctest"}],
    }
    return f"OK_FORMAT = True\ntest = {test!r}\n"
