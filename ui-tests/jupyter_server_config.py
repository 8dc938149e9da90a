"""The server of the browser tests: Galata's own settings, a fixed port, and a data folder nobody else uses.

Never use these settings for anything else: they switch off what protects a server.
"""

import os
import shutil
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

HOME = Path(__file__).resolve().parent / ".server"
shutil.rmtree(HOME, ignore_errors=True)
(HOME / "work").mkdir(parents=True)
for variable in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
    os.environ[variable] = str(HOME / variable.lower())

configure_jupyter_server(c)  # noqa: F821  (traitlets puts `c` here)

c.ServerApp.port = int(os.environ.get("TORCHENSTEIN_TEST_PORT", "8899"))  # noqa: F821
c.ServerApp.port_retries = 0  # noqa: F821
c.ServerApp.ip = "127.0.0.1"  # noqa: F821
c.ServerApp.root_dir = str(HOME / "work")  # noqa: F821
c.ServerApp.allow_root = True  # noqa: F821
c.LabApp.workspaces_dir = str(HOME / "workspaces")  # noqa: F821
c.LabApp.user_settings_dir = str(HOME / "settings")  # noqa: F821
