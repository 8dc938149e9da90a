"""In a real kernel the curves follow the loop: few messages, an output in each cell, and the last value."""

import pytest
from jupyter_client.manager import start_new_kernel


@pytest.fixture(scope="module")
def run_cell():
    manager, client = start_new_kernel(kernel_name="python3")

    def run(code: str) -> list[dict]:
        """Run a cell and give what it showed: the messages that display or update something, or fail."""
        shown = []
        client.execute_interactive(code, timeout=60, output_hook=shown.append, stop_on_error=False)
        return [message for message in shown if message["msg_type"] not in ("status", "execute_input")]

    run("import threading\nimport torchenstein_lab as lab")
    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def kinds(messages: list[dict]) -> list[str]:
    return [message["msg_type"] for message in messages]


def text_of(message: dict) -> str:
    return message["content"]["data"]["text/plain"]


def test_a_loop_shows_one_output_and_updates_it_rarely(run_cell):
    shown = run_cell("run = lab.curves(every=60)\nfor step in range(5000):\n    run.log(loss=1 / (1 + step))")
    assert kinds(shown) == ["display_data", "update_display_data"]
    first, last = shown
    assert first["content"]["transient"]["display_id"] == last["content"]["transient"]["display_id"]
    assert "last 1 at step 0" in text_of(first)
    assert "at step 4,999" in text_of(last)
    assert "<svg" in last["content"]["data"]["text/html"]


def test_a_cell_that_is_run_again_gets_an_output_of_its_own(run_cell):
    run_cell("run = lab.curves(every=60)\nrun.log(loss=3)")
    again = run_cell("run.log(loss=2)\nrun.log(loss=1)")
    # Where the old output is gone with its cell, an update of it would be seen by nobody.
    assert kinds(again) == ["display_data", "update_display_data"]
    assert "last 1 at step 2" in text_of(again[-1])


def test_an_error_in_the_loop_still_leaves_the_last_value(run_cell):
    shown = run_cell("run = lab.curves(every=60)\nrun.log(loss=3)\nrun.log(loss=float('nan'))\n1 / 0")
    assert kinds(shown)[0] == "display_data"
    assert "error" in kinds(shown)
    last = [message for message in shown if message["msg_type"] == "update_display_data"][-1]
    assert "1 NaN" in text_of(last)


def test_the_run_at_the_end_of_its_cell_is_not_drawn_twice(run_cell):
    shown = run_cell("run = lab.curves()\nrun.log(loss=3)\nrun")
    results = [message for message in shown if message["msg_type"] == "execute_result"]
    assert list(results[0]["content"]["data"]) == ["text/plain"]
    later = run_cell("run")
    assert "text/html" in later[-1]["content"]["data"]


def test_a_background_thread_may_log_too(run_cell):
    shown = run_cell(
        "run = lab.curves(every=60)\nrun.log(loss=9)\n"
        "thread = threading.Thread(target=lambda: [run.log(loss=n) for n in range(100)])\n"
        "thread.start()\nthread.join()\nrun.problem"
    )
    assert "error" not in kinds(shown)
    texts = [text_of(message) for message in shown if message["msg_type"] == "update_display_data"]
    assert "last 99 at step 100" in texts[-1]
