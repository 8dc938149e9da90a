"""A pack made by somebody else is in the course map with its own progress, and none of its code runs in the
server."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from torchenstein_lab.authoring.compile import main as compile_lessons
from torchenstein_lab.authoring.new_pack import main as new_pack

PACK, LESSON = "rainy-days", "rainy-days-first"
CENTRE = {"pack": PACK, "lesson": LESSON, "exercise": f"{LESSON}-centre"}
SPY = "import os, pathlib\npathlib.Path(os.environ['SPY']).open('a').write(f'{os.getpid()}\\n')\n"


@pytest.fixture
def spied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that gets the process id of whoever runs code of the pack `rainy-days`, installed by pip."""
    assert new_pack([PACK, "--in", str(tmp_path)]) == 0
    project, site, spy = tmp_path / PACK, tmp_path / "site", tmp_path / "spy"
    for exercise in project.glob("lessons/*/*/exercises/*.py"):
        exercise.write_text(exercise.read_text() + SPY)
    assert compile_lessons([str(project / "lessons"), str(project / "rainy_days")]) == 0
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-index"]
    pip += ["--no-deps", "--no-build-isolation", "--target", str(site), str(project)]
    subprocess.run(pip, check=True)
    package = site / "rainy_days" / "__init__.py"
    package.write_text(package.read_text() + SPY)
    monkeypatch.setenv("SPY", str(spy))
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.syspath_prepend(str(site))
    return spy


def who_ran(spy: Path) -> set[str]:
    return set(spy.read_text().split()) if spy.exists() else set()


def import_elsewhere() -> None:
    subprocess.run([sys.executable, "-c", "import rainy_days"], check=True)


@pytest.mark.slow
async def test_a_foreign_pack_is_used_on_every_route_and_runs_only_in_the_kernel(
    spied: Path, api: Any, notebook: Any
) -> None:
    course = (await api("GET", "course")).body
    assert [pack["id"] for pack in course["packs"]][:1] == ["tiny"]
    (card,) = next(pack for pack in course["packs"] if pack["id"] == PACK)["lessons"]
    assert card["title"] == "A first lesson"
    assert (await api("GET", f"lessons/{PACK}/{LESSON}")).body["lesson"]["id"] == LESSON
    opened = await api("POST", f"lessons/{PACK}/{LESSON}/open", {"folder": "Lessons"})
    assert opened.body["status"] == "created"
    for tier in (1, 2, 3):
        assert (await api("POST", "hint", CENTRE)).body["tier"] == tier
    assert (await api("POST", "reset", CENTRE)).status == 200
    assert (await api("POST", "reveal", {**CENTRE, "ask": True})).status in (200, 400, 409)
    assert (await api("POST", "journal", {"pack": PACK, "lesson": LESSON, "text": "Rows."})).status == 200
    assert (await api("GET", "journal")).status == 200
    assert who_ran(spied) == set()

    await notebook.run("import torch\ndef centre(x):\n    return x - x.mean(1, keepdim=True)")
    reply = (await api("POST", "check", {**CENTRE, "id": "check", "kernel": notebook.kernel})).body
    assert reply["verdict"]["outcome"] == "passed"
    states = {each["exercise"]: each["state"] for each in reply["progress"]["exercises"]}
    assert states == {f"{LESSON}-predict": "new", f"{LESSON}-centre": "helped"}
    kernel = await notebook.value("__import__('os').getpid()")
    assert str(os.getpid()) not in who_ran(spied)
    assert who_ran(spied) == {kernel}
    assert (await api("POST", "reveal", CENTRE)).status == 200
    assert who_ran(spied) == {kernel}

    import_elsewhere()
    assert len(who_ran(spied)) == 2  # whoever imports the pack leaves a mark

    course = (await api("GET", "course")).body
    progress = {pack["id"]: pack["lessons"][0]["progress"]["minutes_left"] for pack in course["packs"][:2]}
    assert (progress["tiny"], progress[PACK]) == (10, 8)
