"""Runs a measurement inside a real browser: a Node.js program beside this file that drives Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "browser"
_BROWSERS = ("chromium", "google-chrome", "chromium-browser")


def chromium() -> str:
    """The browser of this machine. Raises `RuntimeError` with what to do when there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        raise RuntimeError("There is no Chromium: `make browser` installs it, or set CHROMIUM to its path.")
    return found


def run_in_browser(program: str, **options: Any) -> Any:
    """Run `browser/<program>` with `options`, and return what it printed as its last line, decoded."""
    done = subprocess.run(
        ["node", str(_FOLDER / program), json.dumps({**options, "chromium": chromium()})],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not done.stdout.strip():
        raise RuntimeError(f"{program} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])
