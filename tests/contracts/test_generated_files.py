"""The checked-in schema and TypeScript types are those of the structs."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest

from torchenstein_lab.contracts.event import Checked, Event
from torchenstein_lab.contracts.verdict import Outcome, Verdict

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/contracts.schema.json").read_text(encoding="utf-8"))


def schema_of(name: str) -> dict[str, object]:
    return {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}


def test_the_generated_files_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/generate"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_msgspec_writes_is_valid_against_the_schema() -> None:
    event = Event(
        "1", "2026-01-01T00:00:00.000Z", "me", "p", "l", "e", "0", Checked(Outcome.FAILED, "one-off")
    )
    verdict = Verdict("p", "l", "e", "0", Outcome.PASSED, "Right.")
    jsonschema.validate(json.loads(msgspec.json.encode(event)), schema_of("Event"))
    jsonschema.validate(json.loads(msgspec.json.encode(verdict)), schema_of("Verdict"))


def test_an_unknown_outcome_is_refused_by_the_schema() -> None:
    verdict = json.loads(msgspec.json.encode(Verdict("p", "l", "e", "0", Outcome.PASSED, "Right.")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**verdict, "outcome": "splendid"}, schema_of("Verdict"))
