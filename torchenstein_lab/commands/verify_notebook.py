"""`torchenstein verify NOTEBOOK`: judges a learner's notebook in a fresh kernel that ran it from the top.

It answers “does it work after Restart & Run All?” for every exercise, and changes nothing: neither the
notebook nor the learner's progress.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import nbformat

from torchenstein_lab.contracts.lesson import Exercise, Lesson
from torchenstein_lab.contracts.verdict import JudgeRequest, Outcome, Verdict
from torchenstein_lab.course.packs import PackError
from torchenstein_lab.server.conversation import NoReply, NotStarted, conversation
from torchenstein_lab.server.judging import expressions, kernel_went, no_reply, verdict_of
from torchenstein_lab.study import Study, StudyError

_LOG = logging.getLogger(__name__)
CELL_SECONDS = 60.0
"""So long may one cell of the notebook take."""
_START_SECONDS = 60.0


class NotVerified(Exception):
    """The notebook cannot be verified; the text says why, and what to do."""


def verify_notebook(file: str, *, as_json: bool) -> int:
    """Verify and print; return 0 when every core exercise passed."""
    try:
        lesson, verdicts, troubles = asyncio.run(verify(Path(file).expanduser().resolve()))
    except NotVerified as error:
        print(json.dumps({"ok": False, "problem": str(error)}) if as_json else error)
        return 1
    core = {exercise.id for exercise in lesson.exercises if exercise.core}
    passed = {verdict.exercise for verdict in verdicts if verdict.outcome is Outcome.PASSED}
    ok = core <= passed
    if as_json:
        found = [msgspec.to_builtins(verdict) for verdict in verdicts]
        print(json.dumps({"ok": ok, "lesson": lesson.id, "verdicts": found, "troubles": troubles}))
        return 0 if ok else 1
    titles = {exercise.id: exercise.title for exercise in lesson.exercises}
    print(f"{lesson.number} {lesson.title}, run from the top in a fresh kernel:")
    for verdict in verdicts:
        mark = "✓" if verdict.outcome is Outcome.PASSED else "○" if verdict.exercise not in core else "✗"
        print(f"{mark} {titles[verdict.exercise]}: {verdict.say}")
    for trouble in troubles:
        print(f"! {trouble}")
    of_core = f"{len(core & passed)} of {len(core)} core ones"
    print(f"{len(passed)} of {len(lesson.exercises)} exercises pass, {of_core}.")
    return 0 if ok else 1


async def verify(path: Path) -> tuple[Lesson, list[Verdict], list[str]]:
    """Run the notebook and judge its exercises. Raises `NotVerified`.

    Returns the lesson, a verdict for each exercise whose cell is in the notebook, and what went wrong in
    cells that are not exercises.
    """
    notebook = _read(path)
    lesson, pack = _lesson_of(notebook, path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    from jupyter_client.manager import AsyncKernelManager

    manager = AsyncKernelManager(kernel_name=_kernel_name(notebook))
    try:
        await manager.start_kernel(cwd=str(path.parent))
        async with conversation(manager) as talk:
            work = asyncio.ensure_future(_work(talk, lesson, pack, cells))
            alive = asyncio.ensure_future(_wait_until_dead(manager))
            done, _ = await asyncio.wait({work, alive}, return_when=asyncio.FIRST_COMPLETED)
            if work not in done:
                work.cancel()
                raise NotVerified(
                    "The kernel ended while it ran the notebook. Look for the cell that ends it."
                )
            alive.cancel()
            return lesson, *work.result()
    finally:
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)


async def _work(talk: Any, lesson: Lesson, pack: str, cells: list[Any]) -> tuple[list[Verdict], list[str]]:
    troubles: list[str] = []
    for number, cell in enumerate(cells, 1):
        try:
            content = await talk.run(cell.source, CELL_SECONDS)
        except (NoReply, NotStarted) as error:
            raise NotVerified(
                f"Code cell {number} did not end within {CELL_SECONDS:.0f} seconds. Look for an endless loop."
            ) from error
        expected = "raises-exception" in cell.metadata.get("tags", [])
        if content.get("status") == "error" and not expected and _exercise_of(cell) is None:
            troubles.append(f"Code cell {number} stops with {content.get('ename')}: {content.get('evalue')}")
    verdicts = []
    for exercise in lesson.exercises:
        cell = next((each for each in cells if _exercise_of(each) == exercise.id), None)
        if cell is not None:
            verdicts.append(await _judge(talk, lesson, pack, exercise, cell))
    return verdicts, troubles


async def _judge(talk: Any, lesson: Lesson, pack: str, exercise: Exercise, cell: Any) -> Verdict:
    deal = _ours(cell.metadata).get("deal")
    request = JudgeRequest(
        pack=pack,
        lesson=lesson.id,
        exercise=exercise.id,
        content=exercise.content,
        source=cell.source,
        deal=deal if isinstance(deal, int) else None,
    )
    try:
        content = await talk.ask(expressions(request), exercise.limit + CELL_SECONDS)
    except NoReply:
        return no_reply(request, exercise.limit)
    except NotStarted:
        return kernel_went(request)
    return verdict_of(request, content, _LOG)


async def _wait_until_dead(manager: Any) -> None:
    while await manager.is_alive():  # noqa: ASYNC110 - the death of a process is not announced
        await asyncio.sleep(0.2)


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


def _lesson_of(notebook: Any, path: Path) -> tuple[Lesson, str]:
    ours = _ours(notebook.metadata)
    pack, lesson = ours.get("pack"), ours.get("lesson")
    if not isinstance(pack, str) or not isinstance(lesson, str):
        raise NotVerified(
            f"The notebook {path} is not a lesson of Torchenstein Lab. Open a lesson in JupyterLab first."
        )
    try:
        return Study().find_lesson(pack, lesson)[1], pack
    except (StudyError, PackError) as error:
        raise NotVerified(str(error)) from error


def _kernel_name(notebook: Any) -> str:
    from jupyter_client.kernelspec import KernelSpecManager

    name = notebook.metadata.get("kernelspec", {}).get("name")
    known = KernelSpecManager().find_kernel_specs()
    return name if isinstance(name, str) and name in known else "python3"


def _exercise_of(cell: Any) -> str | None:
    exercise = _ours(cell.metadata).get("exercise")
    return exercise if isinstance(exercise, str) else None


def _ours(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    ours = metadata.get("torchenstein")
    return ours if isinstance(ours, Mapping) else {}
