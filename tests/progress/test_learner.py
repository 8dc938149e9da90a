"""Who the learner is: the hub's user, or one id that everybody on the machine agrees on."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchenstein_lab.progress.errors import StoreUnavailable
from torchenstein_lab.progress.learner import events_folder, folder_name, learner_id


def test_on_a_hub_the_learner_is_the_hub_s_user(tmp_path: Path) -> None:
    assert learner_id(tmp_path, {"JUPYTERHUB_USER": "ada"}) == "ada"
    assert list(tmp_path.iterdir()) == []


def test_on_a_single_machine_an_id_is_made_once(tmp_path: Path) -> None:
    made = learner_id(tmp_path / "new", {})
    assert len(made) == 32
    assert learner_id(tmp_path / "new", {}) == made
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["learner"]


def test_programs_that_start_at_the_same_moment_agree_on_one_id(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from torchenstein_lab.progress.learner import learner_id;"
        "sys.stdin.readline(); print(learner_id(Path(sys.argv[1]), {}))"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    ids = {program.communicate()[0].strip() for program in programs}
    assert len(ids) == 1
    assert ids == {learner_id(tmp_path, {})}


def test_a_damaged_id_file_gives_every_program_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "learner").write_bytes(b"\x00\xff garbage")
    assert learner_id(tmp_path, {}) == learner_id(tmp_path, {})
    assert len(learner_id(tmp_path, {})) == 32


def test_a_learner_whose_id_file_was_lost_keeps_their_events(tmp_path: Path) -> None:
    before = learner_id(tmp_path, {})
    events_folder(tmp_path, before).mkdir(parents=True)
    (tmp_path / "learner").unlink()
    assert learner_id(tmp_path, {}) == before
    assert (tmp_path / "learner").read_text() == before


def test_events_of_several_learners_are_nobody_s_when_the_id_file_was_lost(tmp_path: Path) -> None:
    others = {"0" * 32, "1" * 32}
    for other in others:
        events_folder(tmp_path, other).mkdir(parents=True)
    events_folder(tmp_path, "ada").mkdir()
    assert learner_id(tmp_path, {}) not in others | {"ada"}


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="where your progress is kept, cannot be used"):
        learner_id(tmp_path / "file" / "folder", {})


@given(name=st.text(min_size=1, max_size=200))
def test_any_user_name_stays_inside_the_events_folder(name: str) -> None:
    root = Path("/data")
    folder = events_folder(root, name)
    assert folder.parent == root / "events"
    assert folder.name not in ("", ".", "..")
    assert len(folder.name) <= 100


@given(one=st.text(max_size=20), other=st.text(max_size=20))
def test_two_names_never_share_a_folder(one: str, other: str) -> None:
    assert (folder_name(one) == folder_name(other)) == (one == other)


@pytest.mark.parametrize(
    "name", ["..", ".", "../../etc", "a/b", "CON", "nul.txt", "x.", "<b>", "~" + "0" * 32]
)
def test_names_that_mean_something_to_a_file_system_are_replaced(name: str) -> None:
    assert folder_name(name).startswith("~")
    assert folder_name(name) != name
