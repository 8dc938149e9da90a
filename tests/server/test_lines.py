"""Lines to kernels: kept between questions, and closed with the process that they led to."""

import asyncio
from typing import Any

from torchenstein_lab.server.conversation import Conversation
from torchenstein_lab.server.lines import Lines

SUM = {"sum": "1 + 1"}


async def test_a_line_is_kept_for_one_process_and_opened_anew_for_the_next(notebook: Any) -> None:
    lines = Lines()
    first = await lines.to(notebook.kernel, "before", notebook.manager)
    assert await lines.to(notebook.kernel, "before", notebook.manager) is first
    second = await lines.to(notebook.kernel, "after a restart", notebook.manager)
    assert second is not first
    assert not lines.has(notebook.kernel, "before")
    content = await Conversation(second).ask(SUM, limit=10)
    assert content["user_expressions"]["sum"]["data"]["text/plain"] == "2"
    await lines.close_all()


async def test_questions_over_one_line_get_their_own_answers(notebook: Any) -> None:
    lines = Lines()
    line = await lines.to(notebook.kernel, 1, notebook.manager)
    asked = (Conversation(line).ask({"it": str(number)}, limit=10) for number in range(5))
    answers = [
        content["user_expressions"]["it"]["data"]["text/plain"] for content in await asyncio.gather(*asked)
    ]
    assert answers == ["0", "1", "2", "3", "4"]
    await lines.close_all()


async def test_lines_to_kernels_that_are_gone_are_closed(notebook: Any) -> None:
    lines = Lines()
    line = await lines.to(notebook.kernel, 1, notebook.manager)
    lines.close_others([notebook.kernel])
    assert lines.has(notebook.kernel, 1)
    lines.close_others([])
    assert not lines.has(notebook.kernel, 1)
    await lines.close_all()
    assert not line.is_open
