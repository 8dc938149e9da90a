"""The server of the browser tests: no login, and a home that nobody else uses (`TORCHENSTEIN_TEST_HOME`).

Started by `tests/test-server.ts`, once for each worker and again where a journey restarts it. XSRF protection
stays on, as for a learner. Never use these settings for anything else.
"""

import os
from pathlib import Path

import jupyterlab.galata

HOME = Path(os.environ["TORCHENSTEIN_TEST_HOME"])

c = get_config()  # type: ignore[name-defined]  # noqa: F821
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["TORCHENSTEIN_TEST_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.root_dir = str(HOME / "work")
c.IdentityProvider.token = ""
c.LabApp.workspaces_dir = str(HOME / "workspaces")
c.LabApp.user_settings_dir = str(HOME / "settings")
c.LabApp.expose_app_in_browser = True
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.JupyterNotebookApp.expose_app_in_browser = True
# What Galata's helpers need in the page.
c.LabServerApp.extra_labextensions_path = [str(Path(jupyterlab.galata.__file__).parent)]
