"""What a notebook may use is a list, and costs nothing until it is used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import torchenstein_lab

NAMES = [
    "__version__",
    "attention",
    "bits",
    "broadcast",
    "check",
    "curves",
    "diff",
    "einsum",
    "explain",
    "graph",
    "hint",
    "landscape",
    "matmul",
    "memory",
    "reset",
    "show",
    "solution",
]


def modules_after(code: str) -> set[str]:
    program = f"import sys, json; {code}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_the_names_are_these_and_no_others() -> None:
    assert torchenstein_lab.__all__ == NAMES
    assert [name for name in dir(torchenstein_lab) if not name.startswith("__")] == NAMES[1:]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there(name: str) -> None:
    assert getattr(torchenstein_lab, name)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'chekc'"):
        torchenstein_lab.chekc  # noqa: B018


def test_the_import_alone_loads_nothing_of_ours_and_nothing_of_others() -> None:
    loaded = modules_after("import torchenstein_lab") - modules_after("pass")
    standard = sys.stdlib_module_names
    assert {name for name in loaded if name.partition(".")[0] not in standard} == {"torchenstein_lab"}


def test_reading_the_version_does_not_load_torch() -> None:
    assert "torch" not in modules_after("import torchenstein_lab; torchenstein_lab.__version__")


def test_a_notebook_never_loads_the_server() -> None:
    loaded = modules_after(
        "import torchenstein_lab as lab; lab.check; lab.hint('x'); lab.solution('x'); lab.reset('x')"
    )
    assert not {name for name in loaded if name.startswith(("torchenstein_lab.server", "tornado"))}


def test_jupyter_finds_the_extension_on_both_sides() -> None:
    (front,) = torchenstein_lab._jupyter_labextension_paths()
    assert front == {"src": "labextension", "dest": "torchenstein-lab"}
    (server,) = torchenstein_lab._jupyter_server_extension_points()
    assert (server["module"], server["app"].name) == ("torchenstein_lab.server.extension", "torchenstein_lab")


def test_the_server_s_side_loads_neither_torch_nor_widgets_nor_lesson_source() -> None:
    loaded = modules_after("import torchenstein_lab.server.extension")
    loaded -= modules_after("import jupyter_server.extension.application")
    heavy = {
        "torch",
        "numpy",
        "ipywidgets",
        "anywidget",
        "jupytext",
        "jupyterhub",
        "markdown_it",
        "yaml",
        "rich",
    }
    assert not loaded & heavy
    assert not {
        name for name in loaded if name.startswith(("torchenstein_lab.checks", "torchenstein_lab.widgets"))
    }


def test_the_type_marker_is_shipped() -> None:
    assert (Path(torchenstein_lab.__file__).parent / "py.typed").is_file()
