"""The `torchenstein` command: parses and dispatches, and does nothing itself."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from torchenstein_lab.version import package_version


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (the process's own unless given) and return its exit code."""
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has seen enough, as `head` does. What Python still holds has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13  # as a shell names the end by SIGPIPE


def _run(arguments: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if tuple(words[:2]) in _AUTHORS:
        return _author(_AUTHORS[words[0], words[1]], words[2:])
    parser = _parser()
    options, more = parser.parse_known_args(words)
    if more and options.command not in ("lab", "gallery"):
        parser.error(f"I do not know “{more[0]}”. Run “torchenstein --help” to see what there is.")
    try:
        return _dispatch(parser, options, more)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def _dispatch(parser: argparse.ArgumentParser, options: argparse.Namespace, more: list[str]) -> int:
    match options.command:
        case "lab":
            from torchenstein_lab.commands.open_lab import open_lab

            return open_lab(options.folder, more)
        case "gallery":
            from torchenstein_lab.commands.gallery import gallery

            return gallery(options.folder, more)
        case "doctor":
            from torchenstein_lab.commands.doctor import doctor

            return doctor(as_json=options.json)
        case "verify":
            from torchenstein_lab.commands.verify_notebook import verify_notebook

            return verify_notebook(options.notebook, as_json=options.json)
        case "progress":
            from torchenstein_lab.commands.progress_file import export_progress, import_progress

            return (
                export_progress(options.file) if options.what == "export" else import_progress(options.file)
            )
        case _:
            parser.print_help()
            return 0


_AUTHORS = {
    ("lesson", "new"): "new",
    ("lesson", "preview"): "preview",
    ("lesson", "verify"): "verify",
    ("lesson", "compile"): "compile",
    ("pack", "new"): "new_pack",
}
"""The tools for lesson authors, each a module of `authoring`, which parse their own words."""


def _author(module: str, words: list[str]) -> int:
    try:
        tool = importlib.import_module(f"torchenstein_lab.authoring.{module}")
    except ModuleNotFoundError as error:
        if str(error.name).startswith("torchenstein_lab"):
            raise
        print(f"The tools for authors need “{error.name}”, which is not installed.")
        print(f"Install them with: {sys.executable} -m pip install 'torchenstein-lab[authoring]'")
        return 1
    code: int = tool.main(words)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="torchenstein",
        description="Learn PyTorch in JupyterLab. To begin, run: torchenstein lab",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Torchenstein Lab {package_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    lab = commands.add_parser("lab", help="start JupyterLab where you left off", allow_abbrev=False)
    lab.add_argument("--folder", help="the folder that JupyterLab shows (your home folder unless you say)")

    pictures = commands.add_parser(
        "gallery", help="open a notebook with every picture that lab can draw", allow_abbrev=False
    )
    pictures.add_argument("--folder", help="where to put the notebook (the current folder unless you say)")

    doctor = commands.add_parser("doctor", help="look whether everything is installed as it should be")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")

    verify = commands.add_parser("verify", help="run a lesson's notebook from the top and check every answer")
    verify.add_argument("notebook", metavar="NOTEBOOK", help="the notebook's file")
    verify.add_argument("--json", action="store_true", help="print the verdicts as JSON")

    progress = commands.add_parser("progress", help="save your progress to a file, or bring it back")
    what = progress.add_subparsers(dest="what", metavar="export|import", required=True)
    what.add_parser("export", help="write your progress to FILE").add_argument("file", metavar="FILE")
    what.add_parser("import", help="add the progress in FILE").add_argument("file", metavar="FILE")

    for name, help_text in (
        ("lesson", "for authors: write, preview, verify or compile lessons"),
        ("pack", "for authors: make a pack of lessons of your own"),
    ):
        tools = [tool for what, tool in _AUTHORS if what == name]
        author = commands.add_parser(name, help=help_text)
        author.add_argument("tool", choices=tools, help="what to do; add --help to learn more")
    return parser


if __name__ == "__main__":
    sys.exit(main())
