"""`torchenstein lesson new ID --title …`: a small lesson that already verifies, to be rewritten piece by
piece."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from torchenstein_lab.authoring.templates_folder import filled_in
from torchenstein_lab.course.errors import LessonErrors
from torchenstein_lab.course.ids import KEBAB
from torchenstein_lab.course.load_lesson import load_lesson
from torchenstein_lab.course.pack_source import ModuleSource, PackSource, read_pack_source

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LONGEST_ID = 40
"""The ids of the lesson's exercises begin with its own."""


class NotMade(Exception):
    """Nothing was made; the text says why, and what to do."""


def new_lesson(pack_folder: Path, identity: str, title: str, module: str | None = None) -> Path:
    """Write a lesson into a pack's source and name it in `pack.toml`; returns the lesson's folder.

    Raises `NotMade`, and leaves everything as it was."""
    check_id(identity)
    check_title(title)
    pack = _pack(pack_folder)
    chosen = _module(pack, module)
    _check_free(pack_folder, pack, identity)
    place = _place(pack_folder, chosen, identity)
    folder = pack_folder / place
    number = f"{chosen.number}.{len(chosen.lessons) + 1}"
    toml = pack_folder / "pack.toml"
    text = toml.read_text("utf-8")
    longer = with_lesson(text, pack.modules.index(chosen), place)
    if longer is None:
        raise NotMade(
            f"{toml} is written in a way that I cannot add to. Add `{place}` to its lessons by hand."
        )
    names = {
        '"A new lesson"': json.dumps(title, ensure_ascii=False),
        "A new lesson": title,
        "new-lesson": identity,
        "new_lesson": identity.replace("-", "_"),
        '"9.9"': json.dumps(number),
    }
    write_new(folder, filled_in("lesson", names))
    toml.write_text(longer, "utf-8")
    return folder


def write_new(folder: Path, files: dict[str, bytes]) -> None:
    """Write a folder that is not there yet, all of it or nothing. Raises `NotMade` where there is one."""
    if folder.exists():
        raise NotMade(f"{folder} exists already, and is left as it is. Take another name.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    except OSError as error:
        raise NotMade(f"{folder} cannot be made ({error.strerror or error}). Name another folder.") from error
    try:
        made = room / folder.name
        for path, content in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_bytes(content)
        made.rename(folder)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def check_id(identity: str) -> None:
    """Raise `NotMade` for an id that cannot be a lesson's."""
    if not KEBAB.match(identity) or len(identity) > LONGEST_ID:
        raise NotMade(
            f"The id “{identity}” is not kebab-case, or too long. Use a-z, 0-9 and single hyphens, at most "
            f"{LONGEST_ID} characters: rows-and-columns."
        )


def check_title(title: str) -> None:
    """Raise `NotMade` for a title that is no plain line of text."""
    if not title.strip() or title != title.strip() or re.search(r"[\n\r#\\]", title):
        raise NotMade(
            f"The title “{title}” is no plain line of text. Write it like: --title 'Rows and columns'"
        )


def _pack(folder: Path) -> PackSource:
    if not (folder / "pack.toml").is_file():
        raise NotMade(
            f"There is no pack.toml in {folder}. Name the pack's source with --pack, "
            "or make a pack with: torchenstein pack new NAME"
        )
    try:
        return read_pack_source(folder)
    except LessonErrors as error:
        raise NotMade(str(error)) from error


def _module(pack: PackSource, wanted: str | None) -> ModuleSource:
    for module in pack.modules:
        if module.id == wanted:
            return module
    if wanted is not None:
        known = ", ".join(module.id for module in pack.modules)
        raise NotMade(f"The pack has no module “{wanted}”. It has {known}.")
    return pack.modules[-1]


def _check_free(folder: Path, pack: PackSource, identity: str) -> None:
    for lesson in (lesson for module in pack.modules for lesson in module.lessons):
        try:
            taken = load_lesson(folder / lesson).text.head.id
        except LessonErrors:
            continue  # a lesson that cannot be read has no id that could be taken
        if taken == identity:
            raise NotMade(f"The lesson {folder / lesson} has the id “{identity}” already. Take another one.")


def _place(folder: Path, module: ModuleSource, identity: str) -> str:
    """The path of the new lesson in the pack, beside the module's other lessons."""
    number = len(module.lessons) + 1
    padded = f"{module.number:0>2}"
    parent = module.lessons[-1].rpartition("/")[0] if module.lessons else f"{padded}-{module.id}"
    name = f"{padded}-{number:02}-{identity}"
    place = f"{parent}/{name}" if parent else name
    if (folder / place).exists():
        raise NotMade(f"{folder / place} exists already, and is left as it is. Take another id.")
    return place


def with_lesson(text: str, module: int, place: str) -> str | None:
    """The text of a `pack.toml` with a lesson added to the module of that place; `None` where that does not
    succeed. Everything else stays to the letter."""
    heads = [match.start() for match in re.finditer(r"(?m)^\[\[modules\]\]", text)]
    if module >= len(heads):
        return None
    start = re.compile(r"(?m)^lessons\s*=\s*\[").search(text, heads[module])
    end = _end_of_list(text, start.end()) if start else None
    if start is None or end is None:
        return None
    inside = text[start.end() : end]
    entry = json.dumps(place)
    if "\n" in inside:
        new = f"{_ended_with_comma(inside.rstrip())}\n    {entry},\n"
    else:
        kept = inside.strip().removesuffix(",")
        new = f"{kept}, {entry}" if kept else entry
    longer = text[: start.end()] + new + text[end:]
    try:
        before, after = tomllib.loads(text), tomllib.loads(longer)
    except tomllib.TOMLDecodeError:
        return None
    before["modules"][module]["lessons"].append(place)
    return longer if before == after else None


_TEXT_OR_COMMENT = r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'


def _ended_with_comma(inside: str) -> str:
    """The inside of a list with a comma after its last text, before a comment that may follow."""
    last, comma = 0, True
    for match in re.finditer(rf"{_TEXT_OR_COMMENT}|,", inside):
        if match.group() == ",":
            comma = True
        elif not match.group().startswith("#"):
            last, comma = match.end(), False
    return inside if comma else f"{inside[:last]},{inside[last:]}"


def _end_of_list(text: str, at: int) -> int | None:
    """The place of the `]` that ends the list whose inside begins at `at`."""
    for match in re.compile(rf"{_TEXT_OR_COMMENT}|\]").finditer(text, at):
        if match.group() == "]":
            return match.start()
    return None


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="torchenstein lesson new", description="Write a small lesson that already verifies."
    )
    parser.add_argument("id", help="the lesson's id, such as rows-and-columns")
    parser.add_argument("--title", required=True, help="the lesson's title")
    parser.add_argument("--pack", type=Path, default=Path("lessons"), help="the folder with pack.toml")
    parser.add_argument("--module", metavar="ID", help="the module it belongs to (the last one unless told)")
    options = parser.parse_args(arguments)
    try:
        folder = new_lesson(options.pack, options.id, options.title, options.module)
    except (NotMade, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder} is a lesson, and pack.toml names it. Next:")
    print(f"  torchenstein lesson preview {folder}")
    print(f"  torchenstein lesson verify {options.pack} --lesson {options.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
