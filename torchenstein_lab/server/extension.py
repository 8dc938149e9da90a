"""Wires the extension into a Jupyter Server: what `_jupyter_server_extension_points` names.

Packs and events are looked for at the first request, so that the server starts as quickly as without.
"""

from typing import Any

from jupyter_server.extension.application import ExtensionApp

from torchenstein_lab.progress.learner import data_folder
from torchenstein_lab.server.classroom import Classroom
from torchenstein_lab.server.clean_rooms import CleanRooms
from torchenstein_lab.server.copies_folder import CopiesFolder
from torchenstein_lab.server.copy_paths import CopyPaths
from torchenstein_lab.server.handlers import handlers
from torchenstein_lab.server.kernels import Kernels
from torchenstein_lab.server.quiet_messages import keep_quiet
from torchenstein_lab.study import Study


class TorchensteinExtension(ExtensionApp):
    """The course in one Jupyter Server, from its start to its end."""

    name = "torchenstein_lab"

    def initialize_handlers(self) -> None:
        """Make the classroom and the routes to it."""
        server: Any = self.serverapp
        study = Study()
        self.classroom = Classroom(
            study,
            CopiesFolder(server.contents_manager, CopyPaths(data_folder() / "copies.json")),
            Kernels(server.kernel_manager, server.session_manager, server.log),
            CleanRooms(study, server.kernel_manager, server.log),
        )
        self.handlers.extend(handlers("/", self.classroom))
        keep_quiet(server.kernel_manager, server.web_app.settings)

    async def stop_extension(self) -> None:
        """Close what is open to kernels."""
        await self.classroom.close()
