"""The inspector's messages do not make a busy kernel look idle."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from torchenstein_lab.contracts.inspector import QUESTION
from torchenstein_lab.server.quiet_messages import keep_quiet


async def test_the_server_leaves_the_inspectors_messages_out_of_a_kernels_state(jp_serverapp: Any) -> None:
    kinds = jp_serverapp.kernel_manager.untracked_message_types
    assert {QUESTION, "create_subshell_request", "delete_subshell_request"} <= set(kinds)
    assert "execute_request" not in kinds


def test_the_types_are_added_once_and_reach_a_page_that_has_its_copy_already() -> None:
    manager = SimpleNamespace(untracked_message_types=["status"])
    settings = {"page_config_data": {"untracked_message_types": ["status"], "token": ""}}
    keep_quiet(manager, settings)
    once = manager.untracked_message_types
    keep_quiet(manager, settings)
    assert manager.untracked_message_types == once
    assert (once[0], once.count(QUESTION)) == ("status", 1)
    assert settings == {"page_config_data": {"untracked_message_types": once, "token": ""}}


def test_a_page_without_a_copy_is_left_to_make_its_own() -> None:
    settings: dict[str, Any] = {}
    keep_quiet(SimpleNamespace(untracked_message_types=[]), settings)
    assert settings == {}


def test_a_kernel_manager_without_such_a_list_is_left_alone() -> None:
    manager = SimpleNamespace()
    keep_quiet(manager, {})
    assert vars(manager) == {}
