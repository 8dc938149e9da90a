"""The kernel's last error, as the server asks for it."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec
import pytest

from torchenstein_lab.contracts.explanation import EXPLANATION_BYTES, ExplainReply, ExplainRequest
from torchenstein_lab.explainer import last_error
from torchenstein_lab.explainer.last_error import ANOTHER, NOTHING, explain_json

FAIL = "x = torch.ones(2, 3)\nx @ x"


def ask(**fields: object) -> ExplainReply:
    answer = explain_json(msgspec.json.encode(ExplainRequest(**fields)).decode())  # type: ignore[arg-type]
    return msgspec.json.decode(answer, type=ExplainReply)


def test_the_last_error_of_the_kernel_is_explained(notebook: Any) -> None:
    notebook.run(FAIL)
    notebook.run("y = 1")
    reply = ask()
    assert reply.explanation is not None
    assert reply.explanation.kind == "matmul-sizes"
    assert reply.say == ""


def test_an_error_can_be_asked_for_by_the_cell_that_was_run(notebook: Any) -> None:
    notebook.run(FAIL)
    failed = notebook.shell.execution_count - 1
    reply = ask(cell=failed)
    assert reply.explanation is not None
    assert reply.explanation.cell == failed


def test_an_error_of_another_cell_is_not_given_for_it(notebook: Any) -> None:
    notebook.run(FAIL)
    failed = notebook.shell.execution_count - 1
    notebook.run("y = 1")
    assert ask(cell=failed + 1) == ExplainReply(None, ANOTHER)


def test_an_error_is_recognised_by_its_name_and_message_whatever_the_cells_are_counted(notebook: Any) -> None:
    error = notebook.run(FAIL)
    name, message = type(error).__name__, str(error)
    failed = notebook.shell.execution_count - 1
    reply = ask(cell=failed, error=name, message=message)
    assert reply.explanation is not None
    # Since a restart another cell has got the number of the one that is shown.
    assert ask(cell=failed, error="NameError", message="name 'x' is not defined") == ExplainReply(
        None, ANOTHER
    )
    assert ask(cell=failed, error=name, message="another message") == ExplainReply(None, ANOTHER)


def test_only_the_beginning_of_a_long_message_is_compared(notebook: Any) -> None:
    notebook.run("raise ValueError('ab' * 1000)")
    assert ask(error="ValueError", message="ab" * 250).explanation is not None
    assert ask(error="ValueError", message="ab" * 249 + "ba").explanation is None


def test_a_message_that_is_no_text_is_explained_all_the_same(notebook: Any) -> None:
    notebook.run("raise ValueError('half of a character: \\ud83d, a colour: \\x1b[31m')")
    # What a browser makes of the same message.
    reply = ask(error="ValueError", message="half of a character: \ufffd, a colour: \x1b[31m")
    assert reply.explanation is not None
    assert reply.explanation.message == "half of a character: ?, a colour: \x1b[31m"


def test_a_kernel_that_was_restarted_has_no_error_any_more(notebook: Any) -> None:
    assert ask(cell=3, error="NameError", message="…") == ExplainReply(None, f"{NOTHING} Run the cell again.")


def test_a_cell_that_cannot_be_read_is_known_by_its_count(notebook: Any) -> None:
    notebook.run("x = (")
    reply = ask(cell=notebook.shell.execution_count - 1)
    assert reply.explanation is not None
    assert (reply.explanation.kind, reply.explanation.source) == ("syntax", "x = (")


def test_without_an_error_there_is_a_sentence(notebook: Any) -> None:
    assert not hasattr(sys, "last_value")
    assert ask() == ExplainReply(None, NOTHING)


def test_what_is_no_request_is_answered_with_a_sentence() -> None:
    reply = json.loads(explain_json("{"))
    assert reply["explanation"] is None
    assert reply["say"].startswith("The kernel did not understand what to explain: ")


def test_another_contract_is_answered_with_what_to_do(notebook: Any) -> None:
    notebook.run(FAIL)
    assert "-m pip install --upgrade torchenstein-lab" in ask(contract=99).say


def test_a_fault_of_ours_is_a_sentence(notebook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook.run(FAIL)

    def broken(_: BaseException) -> None:
        raise SystemExit(3)

    monkeypatch.setattr(last_error, "explain", broken)
    assert ask() == ExplainReply(None, "The explainer failed, which is not your fault (SystemExit: 3).")


def test_the_reply_stays_small_whatever_the_learner_wrote(notebook: Any) -> None:
    long = ", ".join(f"torch.ones({i % 7 + 1}, 2)" for i in range(5000))
    notebook.run(f"torch.cat({long})")
    answer = explain_json("{}")
    assert len(answer.encode()) <= EXPLANATION_BYTES
    assert msgspec.json.decode(answer, type=ExplainReply).explanation is not None


def test_the_picture_of_the_reply_is_plain_data(notebook: Any) -> None:
    notebook.run(FAIL)
    reply = json.loads(explain_json("{}"))
    assert reply["explanation"]["shapes"] == [
        {
            "name": "x",
            "axes": [
                {"size": 2, "state": "plain", "label": ""},
                {"size": 3, "state": "clashes", "label": ""},
            ],
            "note": "",
        },
        {
            "name": "x",
            "axes": [
                {"size": 2, "state": "clashes", "label": ""},
                {"size": 3, "state": "plain", "label": ""},
            ],
            "note": "",
        },
    ]


def test_lab_explain_shows_the_last_error_in_a_notebook(notebook: Any) -> None:
    notebook.run(FAIL)
    assert notebook.run("import torchenstein_lab as lab\nshown = lab.explain()") is None
    shown = notebook.shell.user_ns["shown"]
    assert "You multiply `x` (2, 3) by `x` (2, 3) with `@`." in repr(shown)
    assert "You multiply" in shown._repr_html_()


def test_lab_explain_without_an_error_says_so(notebook: Any) -> None:
    assert notebook.run("import torchenstein_lab as lab\nshown = lab.explain()") is None
    assert repr(notebook.shell.user_ns["shown"]) == NOTHING
