"""Messages that say nothing about whether a kernel is busy: those of the inspector, and of control.

A kernel ends each answer with the word *idle*, also when a cell runs beside it. The server and JupyterLab
would believe that; they leave out the types of a list, which by its own description should hold all that are
not sent to the main shell.
"""

from __future__ import annotations

from typing import Any, Final

from torchenstein_lab.contracts.inspector import QUESTION

QUIET: Final = (
    QUESTION, "create_subshell_request", "delete_subshell_request", "list_subshell_request"
)  # fmt: skip
_PAGE: Final = "untracked_message_types"


def keep_quiet(kernel_manager: Any, settings: dict[str, Any]) -> None:
    """Add the quiet messages to the list of `kernel_manager`, if it has one, and to the copy of it that
    JupyterLab's page is given, where `settings` (the web application's) hold one already."""
    known = getattr(kernel_manager, "untracked_message_types", None)
    if known is None:
        return
    kinds = [*known, *(kind for kind in QUIET if kind not in known)]
    kernel_manager.untracked_message_types = kinds
    page = settings.get("page_config_data", {})
    if _PAGE in page:
        page[_PAGE] = kinds
