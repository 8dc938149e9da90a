"""Progress travels in one file: all of it arrives, nothing is doubled, a damaged file changes nothing."""

from pathlib import Path

import pytest

from torchenstein_lab.contracts.event import Explained, Hinted
from torchenstein_lab.progress.errors import BadExport, StoreUnavailable
from torchenstein_lab.progress.store import EventStore
from torchenstein_lab.progress.transfer import Imported, export_events, import_events


@pytest.fixture
def here(tmp_path: Path) -> EventStore:
    store = EventStore(tmp_path / "here", "me")
    store.append("pack", "first", "one", "c1", Hinted(1))
    store.append("pack", "first", None, "l1", Explained("“Ünï” <b>", (1,)))
    return store


def test_everything_arrives_on_the_other_machine(here: EventStore, tmp_path: Path) -> None:
    assert export_events(here, tmp_path / "file") == 2
    there = EventStore(tmp_path / "there", "someone")
    assert import_events(there, tmp_path / "file") == Imported(found=2, new=2)
    assert there.read() == EventStore(tmp_path / "there", "someone").read() == here.read()


def test_importing_twice_or_onto_itself_changes_nothing(here: EventStore, tmp_path: Path) -> None:
    export_events(here, tmp_path / "file")
    before = here.read()
    assert import_events(here, tmp_path / "file") == Imported(found=2, new=0)
    assert import_events(here, tmp_path / "file") == Imported(found=2, new=0)
    assert here.read() == before


@pytest.mark.parametrize(
    "damage", [b"hello\n", b'{"sum": "0", "event": {}}\n', b"\x00\xff\n", b"x" * 400_000]
)
def test_a_damaged_file_is_named_with_its_line_and_changes_nothing(
    here: EventStore, tmp_path: Path, damage: bytes
) -> None:
    export_events(here, tmp_path / "file")
    with (tmp_path / "file").open("ab") as file:
        file.write(damage)
    there = EventStore(tmp_path / "there", "someone")
    with pytest.raises(BadExport, match=r"^Line 3 of .*file is not what .* Nothing was imported"):
        import_events(there, tmp_path / "file")
    assert there.read().events == ()


def test_a_file_that_is_not_there_is_a_sentence(here: EventStore, tmp_path: Path) -> None:
    with pytest.raises(BadExport, match="cannot be read"):
        import_events(here, tmp_path / "nowhere")


def test_a_place_that_cannot_be_written_is_a_sentence_and_leaves_nothing(
    here: EventStore, tmp_path: Path
) -> None:
    with pytest.raises(StoreUnavailable, match="Choose another place"):
        export_events(here, tmp_path / "no" / "folder")
    (tmp_path / "taken").mkdir()
    with pytest.raises(StoreUnavailable):
        export_events(here, tmp_path / "taken")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "taken"]
