"""`torchenstein pack new NAME`: a pack of lessons of one's own, as a project that pip installs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from torchenstein_lab.authoring.compile import write_pack
from torchenstein_lab.authoring.new import NotMade, check_id, check_title, new_lesson, write_new
from torchenstein_lab.authoring.templates_folder import filled_in
from torchenstein_lab.course.compile_pack import compile_pack
from torchenstein_lab.course.ids import KEBAB


def new_pack(parent: Path, name: str, title: str | None = None, lesson: str | None = None) -> Path:
    """Write a project for the pack `name` into a new folder of `parent`, with a first lesson, compiled.

    `lesson` is the id of that lesson. Returns the folder. Raises `NotMade`, which leaves all as it was."""
    if not KEBAB.match(name) or name[0].isdigit():
        raise NotMade(f"The name “{name}” is not kebab-case. Use a-z, 0-9 and single hyphens: my-lessons.")
    if name.startswith("torchenstein"):
        raise NotMade("Names that begin with “torchenstein” are the course's own. Take another one.")
    heading = title or name.replace("-", " ").capitalize()
    check_title(heading)
    if '"' in heading:
        raise NotMade(f"The title “{heading}” has a quotation mark in it. Leave it out.")
    first = lesson or f"{name}-first"
    check_id(first)
    package = name.replace("-", "_")
    files = filled_in("pack", {"new-pack": name, "new_pack": package, "A new pack": heading})
    files[".gitignore"] = files.pop("gitignore")
    folder = parent / name
    write_new(folder, files)
    new_lesson(
        folder / "lessons", first, lesson.replace("-", " ").capitalize() if lesson else "A first lesson"
    )
    write_pack(compile_pack(folder / "lessons"), folder / package)
    return folder


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="torchenstein pack new", description="Make a pack of lessons of your own, which pip can install."
    )
    parser.add_argument("name", help="the pack's id and its name for pip, such as my-lessons")
    parser.add_argument("--title", help="what learners read above the lessons (the name unless told)")
    parser.add_argument("--lesson", metavar="ID", help="the id of its first lesson")
    parser.add_argument("--in", dest="parent", type=Path, default=Path(), metavar="FOLDER", help="where")
    options = parser.parse_args(arguments)
    try:
        folder = new_pack(options.parent, options.name, options.title, options.lesson)
    except (NotMade, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder} is a pack with a first lesson. Next:")
    print(f"  cd {folder}")
    print("  torchenstein lesson preview lessons")
    print("  torchenstein lesson verify")
    print("  pip install .")
    return 0


if __name__ == "__main__":
    sys.exit(main())
