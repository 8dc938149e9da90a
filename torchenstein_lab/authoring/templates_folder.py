"""The templates of `lesson new` and `pack new`: real files, in `templates/`, that hold stand-ins for the
names."""

from collections.abc import Mapping
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


def filled_in(template: str, names: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a template by their path, with each name of `names` replaced, in paths and in texts.

    Longer names are replaced first, so that one may be a part of another."""
    folder = TEMPLATES / template
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            place = path.relative_to(folder).as_posix()
            files[_replaced(place, names)] = _replaced(path.read_text("utf-8"), names).encode()
    return files


def _replaced(text: str, names: Mapping[str, str]) -> str:
    for old in sorted(names, key=len, reverse=True):
        text = text.replace(old, names[old])
    return text
