"""`lab.check`, `lab.hint`, `lab.solution` and `lab.reset` in a real kernel that no server of ours knows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

from torchenstein_lab.contracts.event import Checked, Hinted, Restored, Revealed
from torchenstein_lab.contracts.verdict import Finding, Outcome, Preview, Verdict
from torchenstein_lab.notebook.display import Note, VerdictShown
from torchenstein_lab.progress.learner import events_folder, learner_id
from torchenstein_lab.progress.store import EventStore


class Kernel:
    """A kernel and what its cells put out."""

    def __init__(self, client: Any, data: Path) -> None:
        self._client = client
        self._data = data

    def run(self, code: str) -> dict[str, Any]:
        """Run a cell; return the data of its result, or fail with its traceback."""
        result: dict[str, Any] = {}
        errors: list[str] = []

        def take(message: dict[str, Any]) -> None:
            if message["msg_type"] == "execute_result":
                result.update(message["content"]["data"])
            if message["msg_type"] == "error":
                errors.extend(message["content"]["traceback"])

        reply = self._client.execute_interactive(code, output_hook=take, timeout=60)
        assert not errors, "\n".join(errors)
        for payload in reply["content"]["payload"]:
            result[payload["source"]] = payload
        return result

    def events(self) -> list[Any]:
        learner = learner_id(self._data, {})
        return [
            event.detail for event in EventStore(events_folder(self._data, learner), learner).read().events
        ]


@pytest.fixture
def kernel(tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        started = Kernel(client, tmp_path / "data" / "torchenstein_lab")
        started.run("import torchenstein_lab as lab")
        yield started
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_learner_without_our_front_end_is_wrong_gets_help_and_passes(kernel: Kernel) -> None:
    kernel.run("def double(x):\n    return x * x")
    wrong = kernel.run('lab.check("double-it")')
    assert "✗ Double it: failed" in wrong["text/plain"]
    assert "squares the numbers" in wrong["text/plain"]
    assert "✗ every number doubled" in wrong["text/plain"]
    assert "<table" in wrong["text/html"]
    assert "var(--jp-" in wrong["text/html"]

    first = kernel.run('lab.hint("double-it")')["text/plain"]
    second = kernel.run('lab.hint("first-steps/double-it")')["text/plain"]
    assert first.startswith("Hint 1 of 3")
    assert second.startswith("Hint 2 of 3")
    assert kernel.run('lab.hint("double-it", 1)')["text/plain"] == first

    kernel.run("def double(x):\n    return x * 2")
    right = kernel.run('lab.check("double-it")')["text/plain"]
    assert right.startswith("✓ Double it: passed")
    assert "★ It moves: Something twitched." in right
    assert kernel.run('bool(lab.check("double-it"))')["text/plain"] == "True"

    solution = kernel.run('lab.solution("double-it")')["text/plain"]
    assert "return x * 2" in solution
    assert solution.count("Another right answer") == 2

    starter = kernel.run('lab.reset("double-it")')
    assert "def double(x): ..." in starter["text/plain"]
    assert starter["set_next_input"]["text"].startswith("def double(x): ...")
    assert starter["set_next_input"]["replace"] is False

    kinds = [type(detail) for detail in kernel.events()]
    assert kinds == [Checked, Hinted, Hinted, Hinted, Checked, Checked, Revealed, Restored]
    assert kernel.events()[0].misconception == "squares"


def test_an_answer_that_waits_for_typing_is_told_so_at_once(kernel: Kernel) -> None:
    kernel.run("def double(x):\n    return input()")
    assert "waits for somebody to type" in kernel.run('lab.check("double-it")')["text/plain"]


def test_the_numbers_that_were_dealt_are_read_from_the_learner_s_cell(kernel: Kernel) -> None:
    starter = kernel.run('lab.reset("sum-of-a-row")')["text/plain"]
    assert "# deal 0" in starter
    kernel.run("total = ...\n# deal 3")
    solution = kernel.run('lab.solution("sum-of-a-row")')["text/plain"]
    (answer,) = re.findall(r"^total = (\d+ \+ \d+)$", solution.split("Another")[0], re.MULTILINE)
    kernel.run(f"total = {answer}\n# deal 3")
    assert kernel.run('lab.check("sum-of-a-row")')["text/plain"].startswith("✓")
    assert kernel.events()[-1].deal == 3


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('lab.check("doubel-it")', 'There is no exercise called “doubel-it”. Did you mean "double-it"?'),
        ('lab.hint("")', "There is no exercise called “”. The first one is called “sum-of-a-row”."),
        ('lab.hint("double-it", 7)', "There is no hint number 7. An exercise has the hints 1, 2 and 3."),
        ("lab.solution(None)", "There is no exercise called “None”. "),
        ('lab.reset("x" * 100_000)', "There is no exercise called “xxx"),
    ],
)
def test_a_slip_is_answered_with_a_sentence(kernel: Kernel, call: str, said: str) -> None:
    answer = kernel.run(call)["text/plain"]
    assert answer.startswith(said)
    assert len(answer) < 300


def verdict(**fields: Any) -> Verdict:
    return Verdict("tiny", "first-steps", "double-it", "c", Outcome.FAILED, **fields)


def test_nothing_in_a_verdict_becomes_markup() -> None:
    attack = "<script>alert(1)</script>\"'"
    picture = Preview(attack, rows=1, columns=1, cells=(attack,), wrong=(0,))
    finding = Finding(attack, "broken", say=attack, expected=picture, got=Preview(attack))
    shown = VerdictShown(
        attack, verdict(say=attack, seen=attack, next=attack, findings=(finding,)), (attack,), attack
    )
    assert "<script" not in shown._repr_html_()
    assert attack in repr(shown)
    assert "<script" not in Note(attack)._repr_html_()


def test_wrong_cells_are_told_by_a_mark_and_not_by_colour_alone() -> None:
    picture = Preview("two numbers", rows=1, columns=2, cells=("1", "2"), wrong=(1,))
    html = VerdictShown("t", verdict(say="s", findings=(Finding("p", "broken", got=picture),)))._repr_html_()
    assert re.findall(r">(\d(?: ✗)?)</td>", html) == ["1", "2 ✗"]
    assert 'aria-label="two numbers"' in html


def test_a_picture_whose_cells_do_not_fit_is_shown_as_text() -> None:
    picture = Preview("as text", rows=3, columns=3, cells=("1",))
    html = VerdictShown("t", verdict(say="s", findings=(Finding("p", "broken", got=picture),)))._repr_html_()
    assert "as text" in html
    assert "<td" not in html
