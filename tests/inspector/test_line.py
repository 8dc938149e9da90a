"""The inspector's line into a real kernel: it answers while a cell runs, and the cell does not notice."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from torchenstein_lab.contracts.inspector import QUESTION

OPEN = "__import__('torchenstein_lab.inspector.line', fromlist=['open_line']).open_line()"
PATIENCE = 60


class Talk:
    """A front end's conversation with one kernel, as the panel has it."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def control(self, kind: str, **content: Any) -> dict[str, Any]:
        message = self.client.session.msg(kind, content)
        self.client.control_channel.send(message)
        return self._reply(self.client.get_control_msg, message)

    def send(self, kind: str, content: dict[str, Any], subshell: str | None = None) -> dict[str, Any]:
        message = self.client.session.msg(kind, content)
        message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        return message

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        return self._reply(self.client.get_shell_msg, message)

    def execute(self, code: str, subshell: str | None = None, **more: Any) -> dict[str, Any]:
        content = {
            "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True,
            "stop_on_error": True,
        }  # fmt: skip
        return self.send("execute_request", content | more, subshell)

    def run(self, code: str) -> dict[str, Any]:
        reply = self.reply(self.execute(code))
        assert reply["status"] == "ok", reply
        return reply

    def value(self, expression: str) -> Any:
        reply = self.reply(self.execute("", silent=True, user_expressions={"it": f"repr({expression})"}))
        return eval(eval(reply["user_expressions"]["it"]["data"]["text/plain"]))

    def open_line(self, subshell: str | None = None) -> str:
        message = self.execute("", subshell, silent=True, user_expressions={"line": OPEN})
        return str(eval(self.reply(message)["user_expressions"]["line"]["data"]["text/plain"]))

    def ask(self, subshell: str | None = None, opened: bool = False, **question: Any) -> dict[str, Any]:
        content = {"question": json.dumps(question), "opened": opened}
        reply: dict[str, Any] = json.loads(self.content(content, subshell)["reply"])
        return reply

    def content(self, content: dict[str, Any], subshell: str | None) -> dict[str, Any]:
        return self.reply(self.send(QUESTION, content, subshell))

    def subshell(self) -> str:
        return str(self.control("create_subshell_request")["subshell_id"])

    def wait(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first of the kernel's announcements that fits."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            message: dict[str, Any] = self.client.get_iopub_msg(timeout=PATIENCE)
            if is_it(message):
                return message
        raise TimeoutError

    def _reply(self, get: Callable[..., dict[str, Any]], message: dict[str, Any]) -> dict[str, Any]:
        while True:
            reply = get(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                content: dict[str, Any] = reply["content"]
                return content


@pytest.fixture(scope="module")
def talk() -> Iterator[Talk]:
    manager, client = start_new_kernel()
    try:
        yield Talk(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def begin(talk: Talk, code: str) -> dict[str, Any]:
    """Start a cell; it stops at its first `input()`, and goes on when `go_on` is called."""
    message = talk.execute(code)
    talk.client.get_stdin_msg(timeout=PATIENCE)
    return message


def go_on(talk: Talk) -> None:
    talk.client.input("yes")


def test_a_kernel_has_nothing_of_the_inspector_before_a_panel_opens(talk) -> None:
    talk.run("import sys, torch\nimport torchenstein_lab as lab")
    assert talk.value("[name for name in sys.modules if 'inspector' in name and 'lab' in name]") == []


def test_a_line_opens_once_and_answers(talk) -> None:
    assert talk.open_line() == talk.open_line() == "contract 1"
    talk.run("x = torch.ones(2, 3)")
    rows = talk.ask(fresh=True)["page"]["rows"]
    assert [(row["name"], row["shape"]) for row in rows] == [("x", [2, 3])]


def test_it_answers_on_a_subshell_while_a_cell_runs(talk) -> None:
    subshell = talk.subshell()
    running = begin(talk, "live = torch.zeros(1)\ninput()")
    talk.open_line(subshell)
    names = [row["name"] for row in talk.ask(subshell, running=True, fresh=True)["page"]["rows"]]
    assert "live" in names
    go_on(talk)
    assert talk.reply(running)["status"] == "ok"
    talk.control("delete_subshell_request", subshell_id=subshell)


def test_a_running_cell_does_not_notice_that_it_is_watched(talk) -> None:
    """Hooks, figures, input and what goes into a new cell: all that a silent execution would take away."""
    subshell = talk.subshell()
    talk.open_line()
    talk.run("hooks = []\nget_ipython().events.register('post_execute', lambda: hooks.append(1))")
    running = begin(
        talk,
        "hooks.clear()\nget_ipython().set_next_input('kept = 1')\ninput()\n"
        "asked = input()\nseen = len(hooks)",
    )
    for _ in range(20):
        talk.ask(subshell, running=True, fresh=True)
    talk.ask(subshell, ask="detail", path=["x"])
    talk.ask(subshell, ask="examine")
    go_on(talk)
    talk.client.get_stdin_msg(timeout=PATIENCE)
    go_on(talk)
    reply = talk.reply(running)
    assert reply["status"] == "ok"
    assert [part["text"] for part in reply["payload"]] == ["kept = 1"]
    assert (talk.value("seen"), talk.value("asked")) == (0, "yes")
    talk.control("delete_subshell_request", subshell_id=subshell)


def test_a_line_that_opens_beside_a_running_cell_says_again_that_it_runs(talk) -> None:
    subshell = talk.subshell()
    running = begin(talk, "input()")
    talk.open_line(subshell)
    talk.ask(subshell, opened=True, running=True)
    go_on(talk)
    talk.reply(running)
    talk.run("done = True")
    talk.control("delete_subshell_request", subshell_id=subshell)
    said = []
    while "done = True" not in said:
        message = talk.wait(lambda one: one["msg_type"] in ("status", "execute_input"))
        is_status = message["msg_type"] == "status"
        if is_status and message["parent_header"].get("msg_type") == "execute_request":
            said.append(message["content"]["execution_state"])
        elif not is_status:
            said.append(message["content"]["code"])
    # The cell begins; the opening comes and goes; it is said again that the cell runs; the cell ends.
    assert said[-8:] == ["busy", "input()", "busy", "idle", "busy", "idle", "busy", "done = True"]


def test_its_own_messages_say_nothing_of_the_kernels_state(talk) -> None:
    talk.open_line()
    message = talk.send(QUESTION, {"question": "{}"})
    talk.reply(message)
    said = talk.wait(lambda one: one["parent_header"].get("msg_id") == message["header"]["msg_id"])
    assert said["parent_header"]["msg_type"] == QUESTION


def test_a_hundred_rounds_leave_no_subshell_and_no_thread(talk) -> None:
    talk.open_line()
    before = talk.value("__import__('threading').active_count()")
    for _ in range(100):
        subshell = talk.subshell()
        talk.ask(subshell)
        talk.control("delete_subshell_request", subshell_id=subshell)
    assert talk.control("list_subshell_request")["subshell_id"] == []
    assert talk.value("__import__('threading').active_count()") == before


def test_a_subshell_that_a_page_left_behind_is_named_to_the_next_one(talk) -> None:
    """Once, and only when nobody has asked over it for long."""
    talk.open_line()
    old, new = talk.subshell(), talk.subshell()
    talk.ask(old)
    assert talk.content({"question": "{}"}, new)["left"] == []
    talk.run("from torchenstein_lab.inspector import line\nline.FORGOTTEN = 0")
    assert old in talk.content({"question": "{}"}, new)["left"]
    assert talk.content({"question": "{}"}, new)["left"] == []
    talk.run("line.FORGOTTEN = 300")
    for subshell in (old, new):
        talk.control("delete_subshell_request", subshell_id=subshell)


def test_a_question_to_a_kernel_without_torch_is_answered_and_imports_nothing() -> None:
    manager, client = start_new_kernel()
    try:
        talk = Talk(client)
        talk.open_line()
        assert talk.ask(fresh=True)["page"]["torch"] is False
        assert talk.value("[name for name in __import__('sys').modules if name in ('torch', 'numpy')]") == []
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
