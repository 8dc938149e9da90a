"""`python -m torchenstein_lab.authoring.compile SOURCE OUT`: compile the source of a pack to its files.

The build of the package runs this. It imports neither torch nor anything that needs it.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from torchenstein_lab.course.compile_pack import CompiledPack, compile_pack
from torchenstein_lab.course.errors import LessonErrors

_MADE_BY_PYTHON = {"__pycache__"}


def write_pack(compiled: CompiledPack, out: Path) -> bool:
    """Make the folder `out` hold exactly the files of `compiled`; whether anything had to change.

    The files are written beside `out` and then put in its place, so that no reader finds half a pack.
    Raises `FileExistsError` when `out` is something else than a compiled pack.
    """
    if out.exists() and not (out / "pack.json").is_file() and (not out.is_dir() or any(out.iterdir())):
        message = f"{out} is no compiled pack, and is left as it is. Name another folder, or move it away."
        raise FileExistsError(message)
    wanted = {path: text.encode() for path, text in compiled.files.items()}
    if out.is_dir() and _files(out) == wanted:
        return False
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as room:
        new, old = Path(room) / "new", Path(room) / "old"
        for path, content in wanted.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
        if out.exists():
            out.rename(old)
        try:
            new.rename(out)
        except OSError:
            if old.exists():
                old.rename(out)
            raise
    return True


def _files(folder: Path) -> dict[str, bytes]:
    """The contents of all files below `folder` by their path in it, without what Python leaves there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _MADE_BY_PYTHON & set(path.parts)
    }


def main(arguments: list[str] | None = None) -> int:
    """Compile, and say what is wrong as `file:line: what; what to write`. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m torchenstein_lab.authoring.compile",
        description="Compile a pack of lessons. Lessons with errors are left out, and the exit status is 1.",
    )
    parser.add_argument("source", type=Path, help="the folder with pack.toml")
    parser.add_argument("out", type=Path, help="the folder of the compiled pack")
    parser.add_argument("--progress", action="store_true", help="say which lesson is compiled")
    parser.add_argument("--strict", action="store_true", help="treat what is below standard as an error")
    options = parser.parse_args(arguments)
    try:
        compiled = compile_pack(options.source, print if options.progress else lambda _: None)
        changed = write_pack(compiled, options.out)
    except (LessonErrors, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    errors = [*compiled.errors, *(compiled.below_standard if options.strict else ())]
    for problem in errors:
        print(problem, file=sys.stderr)
    if options.progress:
        print(f"{options.out}: {len(compiled.lessons)} lessons{'' if changed else ', nothing changed'}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
