"""Wires the extension into a Jupyter Server: what `_jupyter_server_extension_points` names.

Packs and events are looked for at the first request, so that the server starts as quickly as without.
"""

from typing import Any

from torchenstein_lab.progress.learner import data_folder
from torchenstein_lab.server.classroom import Classroom
from torchenstein_lab.server.copies_folder import CopiesFolder
from torchenstein_lab.server.copy_paths import CopyPaths
from torchenstein_lab.server.handlers import handlers
from torchenstein_lab.server.kernels import Kernels
from torchenstein_lab.study import Study


def _load_jupyter_server_extension(server_app: Any) -> None:
    classroom = Classroom(
        Study(),
        CopiesFolder(server_app.contents_manager, CopyPaths(data_folder() / "copies.json")),
        Kernels(server_app.kernel_manager, server_app.session_manager, server_app.log),
    )
    server_app.web_app.add_handlers(".*$", handlers(server_app.web_app.settings["base_url"], classroom))
