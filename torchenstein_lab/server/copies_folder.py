"""The learner's copies of lessons, opened through the contents manager, so that any storage works.

A copy is the learner's own: it is found again under any name, never overwritten, and a newer version of
its lesson is merged into it only when the learner says so, after a backup was written.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

import nbformat
from jupyter_core.utils import ensure_async
from tornado.web import HTTPError

from torchenstein_lab.contracts.api import OpenReply, OpenRequest
from torchenstein_lab.contracts.lesson import Lesson
from torchenstein_lab.course.copies import deals_of, is_older, make_copy, merge
from torchenstein_lab.course.packs import InstalledPack
from torchenstein_lab.server.copy_paths import CopyPaths
from torchenstein_lab.study import NotAccepted, StudyError

_LOOKED_AT: Final = 300
"""So many notebooks of the folder are looked into for a copy that was renamed."""
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|#%]+')
_FOLDER_CHARACTERS: Final = 200

Notebook = dict[str, Any]


class NotWritten(StudyError):
    """The learner's folder cannot be read or written."""


def safe_folder(folder: str) -> str:
    """Return `folder` without needless slashes. Raises `NotAccepted` when it leads outside or is hidden."""
    parts = [part for part in folder.strip().split("/") if part not in ("", ".")]
    unsafe = (
        folder.strip().startswith("/")
        or len(folder) > _FOLDER_CHARACTERS
        or any(part.startswith(".") or _UNSAFE.search(part) or part != part.strip() for part in parts)
    )
    if unsafe:
        raise NotAccepted(
            "The folder for lessons cannot be used.",
            "Choose, in Settings → Torchenstein Lab, a plain folder below the one JupyterLab was started in, "
            "such as: Torchenstein Lab",
        )
    return "/".join(parts)


def file_name(lesson: Lesson) -> str:
    """Return the copy's file name without its ending, such as `1.1 What is a tensor`."""
    name = _UNSAFE.sub(" ", f"{lesson.number} {lesson.title}")
    name = re.sub(r"\s+", " ", name).strip(" .")[:100].strip(" .")
    return name or "Lesson"


def choose_deals(learner: str, pack: str, lesson: Lesson) -> dict[str, int]:
    """Return, for each exercise that deals numbers, the deal of this learner: always the same one."""
    return {
        exercise.id: _number_from(learner, pack, lesson.id, exercise.id) % len(exercise.deals)
        for exercise in lesson.exercises
        if exercise.deals
    }


def _number_from(*names: str) -> int:
    digest = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big")


class CopiesFolder:
    """Opens the learner's copies. `contents` is the server's contents manager, `paths` where they were."""

    def __init__(self, contents: Any, paths: CopyPaths) -> None:
        self._contents = contents
        self._paths = paths
        self._one_at_a_time = asyncio.Lock()

    async def known_paths(self) -> dict[tuple[str, str], str]:
        """Return, for each lesson, the copy's path where one is remembered and still there."""
        found = {}
        for lesson, paths in (await asyncio.to_thread(self._paths.paths)).items():
            for path in paths:
                if await self._exists(path):
                    found[lesson] = path
                    break
        return found

    async def open(
        self, pack: InstalledPack, lesson: Lesson, learner: str, request: OpenRequest
    ) -> OpenReply:
        """Find the learner's copy or make it, and bring it up to date if `request.update` says so."""
        folder = safe_folder(request.folder)
        async with self._one_at_a_time:
            try:
                found = await self._find(pack.id, lesson.id, folder)
                if found is None:
                    reply = await self._create(pack, lesson, learner, folder)
                else:
                    reply = await self._update(pack, lesson, found, request.update)
            except HTTPError as error:
                raise NotWritten(
                    f"The lesson could not be opened in the folder “{folder or '/'}”{_because(error)}.",
                    "Choose another folder in Settings → Torchenstein Lab, or make this one writable.",
                ) from error
            kept = lesson.content if request.update == "keep" and found is not None else None
            await asyncio.to_thread(self._paths.remember, pack.id, lesson.id, reply.path, kept)
            return reply

    # ------------------------------------------------------------------ finding

    async def _find(self, pack: str, lesson: str, folder: str) -> tuple[str, Notebook] | None:
        remembered = (await asyncio.to_thread(self._paths.paths)).get((pack, lesson), [])
        for path in remembered:
            notebook = await self._copy_at(path, pack, lesson)
            if notebook is not None:
                return path, notebook
        for path in await self._notebooks_in(folder):
            notebook = await self._copy_at(path, pack, lesson)
            if notebook is not None:
                return path, notebook
        return None

    async def _notebooks_in(self, folder: str) -> Iterable[str]:
        """The folder's notebooks, the newest first: of two copies the learner means the last they used."""
        if not await ensure_async(self._contents.dir_exists(folder)):
            return []
        listing = await ensure_async(self._contents.get(folder, content=True, type="directory"))
        notebooks = [entry for entry in listing["content"] if entry["type"] == "notebook"]
        notebooks.sort(key=lambda entry: str(entry.get("last_modified") or ""), reverse=True)
        return [entry["path"] for entry in notebooks[:_LOOKED_AT]]

    async def _copy_at(self, path: str, pack: str, lesson: str) -> Notebook | None:
        """Read the notebook at `path` if it is the learner's copy of the lesson, and no backup of it."""
        if not path.endswith(".ipynb") or not await self._exists(path):
            return None
        try:
            model = await ensure_async(self._contents.get(path, content=True, type="notebook"))
        except HTTPError:
            return None  # not readable as a notebook: whatever it is, it stays as it is
        notebook: Notebook = model["content"]
        ours = _ours(notebook)
        is_copy = (ours.get("pack"), ours.get("lesson")) == (pack, lesson) and "backup" not in ours
        return notebook if is_copy else None

    async def _exists(self, path: str) -> bool:
        try:
            return bool(await ensure_async(self._contents.file_exists(path)))
        except HTTPError:
            return False

    # ------------------------------------------------------------------ writing

    async def _create(self, pack: InstalledPack, lesson: Lesson, learner: str, folder: str) -> OpenReply:
        await self._make_folder(folder)
        deals = choose_deals(learner, pack.id, lesson)
        compiled = await asyncio.to_thread(pack.notebook, lesson.id)
        path = await self._free_path(folder, file_name(lesson))
        await self._save(path, make_copy(compiled, deals, lesson))
        return OpenReply(path, "created")

    async def _update(
        self,
        pack: InstalledPack,
        lesson: Lesson,
        found: tuple[str, Notebook],
        update: Literal["ask", "merge", "keep"],
    ) -> OpenReply:
        path, notebook = found
        if not is_older(notebook, lesson):
            return OpenReply(path, "opened")
        if update == "keep":
            return OpenReply(path, "kept")
        if update == "ask":
            kept = await asyncio.to_thread(self._paths.kept, pack.id, lesson.id)
            return OpenReply(path, "opened" if kept == lesson.content else "newer")
        backup = await self._write_backup(path, notebook)
        compiled = await asyncio.to_thread(pack.notebook, lesson.id)
        merged, _ = merge(notebook, make_copy(compiled, deals_of(notebook), lesson))
        await self._save(path, merged)
        return OpenReply(path, "merged", backup)

    async def _write_backup(self, path: str, notebook: Notebook) -> str:
        folder, _, name = path.rpartition("/")
        now = datetime.now().astimezone()
        backup = await self._free_path(folder, f"{name[: -len('.ipynb')]} (backup {now:%Y-%m-%d %H-%M})")
        ours = {**_ours(notebook), "backup": f"{now:%Y-%m-%dT%H:%M:%S%z}"}
        copy = {**notebook, "metadata": {**notebook["metadata"], "torchenstein": ours}}
        await self._save(backup, copy)
        return backup

    async def _make_folder(self, folder: str) -> None:
        path = ""
        for part in folder.split("/") if folder else ():
            path = f"{path}/{part}" if path else part
            if not await ensure_async(self._contents.dir_exists(path)):
                await ensure_async(self._contents.save({"type": "directory"}, path))

    async def _free_path(self, folder: str, name: str) -> str:
        prefix = f"{folder}/" if folder else ""
        number = 1
        while True:
            path = f"{prefix}{name}{f' ({number})' if number > 1 else ''}.ipynb"
            if not await self._exists(path):
                return path
            number += 1

    async def _save(self, path: str, notebook: Mapping[str, Any]) -> None:
        content = nbformat.from_dict(dict(notebook))  # type: ignore[no-untyped-call]
        model = {"type": "notebook", "format": "json", "content": content}
        await ensure_async(self._contents.save(model, path))


def _ours(notebook: Mapping[str, Any]) -> Mapping[str, Any]:
    """The notebook's metadata of ours; a hand-edited notebook may hold anything there."""
    metadata = notebook.get("metadata")
    ours = metadata.get("torchenstein") if isinstance(metadata, Mapping) else None
    return ours if isinstance(ours, Mapping) else {}


def _because(error: HTTPError) -> str:
    return f" ({error.log_message})" if error.log_message and len(error.log_message) < 300 else ""
