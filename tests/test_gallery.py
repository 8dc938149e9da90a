"""`torchenstein gallery` makes a notebook in which every picture is drawn on tensors worth looking at."""

import json

import nbformat
import pytest

import torchenstein_lab as lab
from torchenstein_lab.commands import gallery as command
from torchenstein_lab.widgets.picture import Picture


def code_cells():
    return [cell["source"] for cell in command.gallery_notebook()["cells"] if cell["cell_type"] == "code"]


def test_the_notebook_is_valid_and_has_a_section_for_every_widget():
    notebook = command.gallery_notebook()
    nbformat.validate(nbformat.from_dict(notebook))
    assert sorted(command.ORDER) == sorted(lab._WIDGETS)


@pytest.mark.slow
def test_every_cell_runs_and_every_picture_is_drawn():
    names = {}
    shown = []
    for source in code_cells():
        body, _, last = source.rpartition("\n")
        try:
            code = compile(last, "cell", "eval")
        except SyntaxError:
            exec(source, names)
            continue
        exec(body, names)
        result = eval(code, names)
        if isinstance(result, Picture):
            shown.append(result)
    assert [picture.problem for picture in shown] == [""] * len(shown)
    # `curves` draws itself while it runs.
    assert {picture.kind for picture in shown} >= set(lab._WIDGETS) - {"curves"}
    for picture in shown:
        size = len(json.dumps(picture._repr_mimebundle_(), ensure_ascii=False).encode())
        assert size <= 32 * 1024, picture.kind


def test_a_gallery_that_was_changed_stays(tmp_path, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(command, "start_lab", lambda *given: started.append(given) or 0)
    assert command.gallery(str(tmp_path), ["--no-browser"]) == 0
    path = tmp_path / command.NAME
    path.write_text("mine")
    assert command.gallery(str(tmp_path), []) == 0
    assert path.read_text() == "mine"
    assert started[0] == (tmp_path, command.NAME, ["--no-browser"])


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert command.gallery(str(tmp_path / "file" / "inside"), []) == 1
    assert "could not be written" in capsys.readouterr().out
