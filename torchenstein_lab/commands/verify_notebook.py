"""`torchenstein verify NOTEBOOK`: judges a learner's notebook in a fresh kernel that ran it from the top.

It answers “does it work after Restart & Run All?” for every exercise, and changes nothing: neither the
notebook nor the learner's progress.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import nbformat

from torchenstein_lab.contracts.clean_room import CleanRoomCell
from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.contracts.verdict import Outcome
from torchenstein_lab.course.packs import InstalledPack, PackError
from torchenstein_lab.server.clean_room import Asked, CleanRoom, Findings, Phase, lessons_own
from torchenstein_lab.server.clean_room_kernel import FreshKernel, NoKernel
from torchenstein_lab.study import Study, StudyError


class NotVerified(Exception):
    """The notebook cannot be verified; the text says why, and what to do."""


class Verified(NamedTuple):
    """The lesson that a notebook is a copy of, and what a run of it found."""

    lesson: Lesson
    found: Findings


def verify_notebook(file: str, *, as_json: bool) -> int:
    """Verify and print; return 0 when every core exercise passed. Ctrl+C ends the kernel, too."""
    progress = _Progress(shown=not as_json and sys.stderr.isatty())
    try:
        verified = asyncio.run(verify(Path(file).expanduser().resolve(), progress))
    except NotVerified as error:
        print(json.dumps({"ok": False, "problem": str(error)}) if as_json else error)
        return 1
    finally:
        progress.clear()
    lesson, found = verified
    core = {exercise.id for exercise in lesson.exercises if exercise.core}
    passed = {name for name, judged in found.judged.items() if judged.verdict.outcome is Outcome.PASSED}
    ok = core <= passed
    print(json.dumps(_as_json(verified, ok)) if as_json else _as_text(verified, core, passed))
    return 0 if ok else 1


async def verify(path: Path, tell: "_Progress | None" = None) -> Verified:
    """Run the notebook and judge its exercises. Raises `NotVerified`."""
    notebook = _read(path)
    pack, lesson = _lesson_of(notebook, path)
    cells = tuple(_cell(cell) for cell in notebook.cells if cell.cell_type == "code")
    places = {cell.exercise: index for index, cell in reversed(list(enumerate(cells)))}
    asked = [Asked(each, places[each.id]) for each in lesson.exercises if each.id in places]
    try:
        delivered = lessons_own(pack, lesson.id)
        kernel = await FreshKernel.start(_kernel_name(notebook), str(path.parent))
    except (NoKernel, PackError) as error:
        raise NotVerified(str(error)) from error
    try:
        progress = tell or _Progress(shown=False)
        progress.cells = len(cells)
        room = CleanRoom(kernel, pack.id, lesson.id, cells, delivered, tell=progress)
        return Verified(lesson, await room.judge(asked, whole=True))
    finally:
        await kernel.close()


# ------------------------------------------------------------------ what is printed


class _Progress:
    """One line that tells which cell runs, and is gone afterwards."""

    def __init__(self, *, shown: bool) -> None:
        self.cells = 0
        self._shown = shown

    def __call__(self, phase: Phase, cell: int) -> None:
        if self._shown:
            doing = "running" if phase == "running" else "checking the answer in"
            sys.stderr.write(f"\r\x1b[K{doing} cell {cell} of {self.cells}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _as_json(verified: Verified, ok: bool) -> dict[str, Any]:
    judged = verified.found.judged
    return {
        "ok": ok,
        "lesson": verified.lesson.id,
        "verdicts": [msgspec.to_builtins(each.verdict) for each in judged.values()],
        "missing": [each.id for each in verified.lesson.exercises if each.id not in judged],
        "hidden": {name: msgspec.to_builtins(each.hidden) for name, each in judged.items() if each.hidden},
        "troubles": [msgspec.to_builtins(trouble) for trouble in verified.found.troubles],
    }


def _as_text(verified: Verified, core: set[str], passed: set[str]) -> str:
    lesson, found = verified
    lines = [f"{lesson.number} {lesson.title}, run from the top in a fresh kernel:"]
    for exercise in lesson.exercises:
        judged = found.judged.get(exercise.id)
        mark = "✓" if exercise.id in passed else "✗" if exercise.core else "○"
        say = "Its cell is not in this notebook." if judged is None else judged.verdict.say
        lines.append(f"{mark} {exercise.title}: {say}")
        lines += [f"  In a clean room: {reason.say}" for reason in (judged.hidden if judged else ())]
    lines += [f"! {trouble.say}" for trouble in found.troubles]
    of_core = f"{len(core & passed)} of {len(core)} core ones"
    return "\n".join([*lines, f"{len(passed)} of {len(lesson.exercises)} exercises pass, {of_core}."])


# ------------------------------------------------------------------ what is read


def _read(path: Path) -> Any:
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise NotVerified(
            f"The notebook {path} cannot be read ({error.strerror or error}). Look whether its name is right."
        ) from error
    except Exception as error:
        # nbformat raises whatever its JSON reader or its schema raises.
        raise NotVerified(f"The file {path} is not a notebook.") from error


def _lesson_of(notebook: Any, path: Path) -> tuple[InstalledPack, Lesson]:
    ours = _ours(notebook.metadata)
    pack, lesson = ours.get("pack"), ours.get("lesson")
    if not isinstance(pack, str) or not isinstance(lesson, str):
        raise NotVerified(
            f"The notebook {path} is not a lesson of Torchenstein Lab. Open a lesson in JupyterLab first."
        )
    try:
        return Study().find_lesson(pack, lesson)
    except (StudyError, PackError) as error:
        raise NotVerified(str(error)) from error


def _cell(cell: Any) -> CleanRoomCell:
    ours = _ours(cell.metadata)
    exercise, deal = ours.get("exercise"), ours.get("deal")
    tags = cell.metadata.get("tags", [])
    return CleanRoomCell(
        id=str(cell.get("id", "")),
        source=cell.source,
        raises=isinstance(tags, list) and "raises-exception" in tags,
        exercise=exercise if isinstance(exercise, str) else None,
        deal=deal if isinstance(deal, int) else None,
    )


def _kernel_name(notebook: Any) -> str:
    name = notebook.metadata.get("kernelspec", {}).get("name")
    return name if isinstance(name, str) else "python3"


def _ours(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    ours = metadata.get("torchenstein")
    return ours if isinstance(ours, Mapping) else {}
