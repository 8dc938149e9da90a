"""Fixtures that tests of every layer share: the tiny pack, as source and compiled."""

import signal
from pathlib import Path

import pytest

from torchenstein_lab.authoring.compile import main

pytest_plugins = ["pytest_jupyter.jupyter_server"]

# A shell that starts the tests in the background lets them, and all that they start, ignore Ctrl+C.
signal.signal(signal.SIGINT, signal.default_int_handler)

TINY = Path(__file__).parent / "packs" / "tiny"


@pytest.fixture(scope="session")
def compiled_tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the compiled tiny pack (id `tiny`, lesson `first-steps`). Only read it."""
    out = tmp_path_factory.mktemp("packs") / "tiny_pack"
    assert main([str(TINY), str(out), "--strict"]) == 0
    return out


@pytest.fixture
def tiny_pack(compiled_tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, found by this process and by those that it starts as if it were installed."""
    monkeypatch.setenv("TORCHENSTEIN_PACK_PATH", str(compiled_tiny))
    return compiled_tiny
