"""Who the learner is, and where their events are kept.

On a hub the learner is the hub's user. On a single machine it is a random id, made once and kept in a
file beside the events; two programs that start at the same moment agree on one id.
"""

import hashlib
import os
import re
import uuid
from collections.abc import Mapping
from pathlib import Path

from torchenstein_lab.progress.errors import StoreUnavailable

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]{0,99}(?<!\.)")
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LEARNER_ID = re.compile(r"[0-9a-f]{32}")


def data_folder() -> Path:
    """Return the folder of everything that is kept for the user: below the Jupyter data directory."""
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "torchenstein_lab"


def learner_id(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the learner's id: the hub's user name, or the id kept in `folder` (made now if there is none).

    Raises `StoreUnavailable` when an id has to be made and `folder` cannot be written.
    """
    user = environment.get("JUPYTERHUB_USER", "")
    if user:
        return user
    path = folder / "learner"
    try:
        return _read_id(path) or _make_id(path)
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {folder}, where your progress is kept, cannot be used ({error.strerror or error}).",
            "Make it readable and writable for you, or set JUPYTER_DATA_DIR to another folder.",
        ) from error


def events_folder(folder: Path, learner: str) -> Path:
    """Return the folder of one learner's events; any user name makes a safe folder name of its own."""
    return folder / "events" / folder_name(learner)


def folder_name(learner: str) -> str:
    """Return `learner` where that is a harmless name for a folder, otherwise a name made from its hash."""
    if _PLAIN_NAME.fullmatch(learner) and not _WINDOWS_DEVICES.fullmatch(learner):
        return learner
    return "~" + hashlib.sha256(learner.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _read_id(path: Path) -> str | None:
    try:
        text = path.read_bytes()[:100].decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    if _LEARNER_ID.fullmatch(text):
        return text
    # A damaged file: an id made from it is the same for every program that reads it.
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _orphaned_id(folder: Path) -> str | None:
    """Return the id whose events are in `folder`, where they are those of one learner alone.

    The file with the id was lost then, and the learner is not to lose their progress with it."""
    events = folder / "events"
    ids = (
        [each.name for each in events.iterdir() if _LEARNER_ID.fullmatch(each.name)]
        if events.is_dir()
        else []
    )
    return ids[0] if len(ids) == 1 else None


def _make_id(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f".learner-{uuid.uuid4().hex}")
    with own.open("xb") as file:
        file.write((_orphaned_id(path.parent) or uuid.uuid4().hex).encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link appears whole or not at all, and fails when another program was first.
        os.link(own, path)
    except FileExistsError:
        return _read_id(path) or _make_id(path)
    except OSError:
        # A file system without links: the last rename wins.
        if not path.exists():
            own.replace(path)
    finally:
        own.unlink(missing_ok=True)
    return _read_id(path) or _make_id(path)
