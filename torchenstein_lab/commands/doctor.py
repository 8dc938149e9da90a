"""`torchenstein doctor`: what is installed, enabled and matching, and what to do where it is not."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from torchenstein_lab.contracts.version import CONTRACT
from torchenstein_lab.course.packs import BrokenPack, find_packs
from torchenstein_lab.progress.errors import StoreError
from torchenstein_lab.progress.learner import data_folder
from torchenstein_lab.study import open_store
from torchenstein_lab.version import package_version

_FRONT_END = "torchenstein-lab"
_SERVER_SIDE = "torchenstein_lab"
_PROBE_SECONDS = 60


class Check(NamedTuple):
    """One thing that was looked at. `remedy` says what to do when it is not `ok`."""

    name: str
    ok: bool
    says: str
    remedy: str = ""


def doctor(*, as_json: bool) -> int:
    """Look at everything, print it, and return 0 when all is well."""
    checks = list(examine())
    ok = all(check.ok for check in checks)
    if as_json:
        print(json.dumps({"ok": ok, "checks": [check._asdict() for check in checks]}, indent=2))
        return 0 if ok else 1
    for check in checks:
        print(f"{'✓' if check.ok else '✗'} {check.name}: {check.says}")
        if check.remedy:
            print(f"    → {check.remedy}")
    bad = sum(not check.ok for check in checks)
    print("All is well." if ok else f"{bad} of {len(checks)} checks need your help: see the arrows above.")
    return 0 if ok else 1


def examine() -> Iterator[Check]:
    """Yield every check, the basic ones first."""
    yield _python()
    yield _package("PyTorch", "torch", "torch", "2.6")
    yield _package("JupyterLab", "jupyterlab", "jupyterlab", "4.4")
    yield _guarded("Front end", _front_end)
    yield _guarded("Server side", _server_side)
    yield _guarded("Lessons", _lessons)
    yield _guarded("Your progress", _progress)
    yield from _kernels()


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    """A doctor who falls ill is a finding, not a traceback."""
    try:
        return look()
    except Exception as error:  # noqa: BLE001
        return Check(name, False, f"could not be looked at ({type(error).__name__}: {error}).", _reinstall())


def _pip(package: str) -> str:
    return f"{sys.executable} -m pip install --upgrade {package}"


def _reinstall() -> str:
    return f"Install again: {_pip('torchenstein-lab')}"


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 10)
    return Check(
        "Python",
        ok,
        f"{version} ({sys.executable}).",
        "" if ok else "Torchenstein Lab needs Python 3.10 or newer: make an environment with a newer one.",
    )


def _package(name: str, distribution: str, pip_name: str, least: str) -> Check:
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version(distribution)
    except PackageNotFoundError:
        return Check(name, False, "is not installed in this environment.", f"Install it: {_pip(pip_name)}")
    ok = _numbers(found) >= _numbers(least)
    return Check(name, ok, f"{found}.", "" if ok else f"{least} or newer is needed: {_pip(pip_name)}")


def _numbers(version: str) -> tuple[int, ...]:
    numbers = []
    for part in version.split("+", maxsplit=1)[0].split(".")[:2]:
        digits = "".join(character for character in part if character.isdigit())
        numbers.append(int(digits or 0))
    return tuple(numbers)


def _front_end() -> Check:
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("labextensions"):
        file = Path(folder) / _FRONT_END / "package.json"
        if file.is_file():
            version = json.loads(file.read_text(encoding="utf-8")).get("version")
            if _disabled():
                return Check(
                    "Front end", False, "is disabled.", f"Enable it: jupyter labextension enable {_FRONT_END}"
                )
            ok = _same(str(version), package_version())
            says = f"{version}, in {file.parent}."
            remedy = (
                f"The package is {package_version()}. {_reinstall()}, then reload the page in the browser."
            )
            return Check("Front end", ok, says, "" if ok else remedy)
    return Check("Front end", False, "is not installed where JupyterLab looks.", _reinstall())


def _disabled() -> bool:
    from jupyter_core.paths import ENV_CONFIG_PATH, SYSTEM_CONFIG_PATH, jupyter_config_dir

    for folder in (jupyter_config_dir(), *ENV_CONFIG_PATH, *SYSTEM_CONFIG_PATH):
        file = Path(folder) / "labconfig" / "page_config.json"
        if file.is_file():
            disabled: Any = json.loads(file.read_text(encoding="utf-8")).get("disabledExtensions", {})
            if isinstance(disabled, dict) and _FRONT_END in disabled:
                return bool(disabled[_FRONT_END])
            if isinstance(disabled, list) and _FRONT_END in disabled:
                return True
    return False


def _same(one: str, other: str) -> bool:
    """Npm writes 1.0.0-rc.1 what Python writes 1.0.0rc1."""
    return one.replace("-", "").replace(".", "") == other.replace("-", "").replace(".", "")


def _server_side() -> Check:
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    enabled: dict[str, bool] = {}
    for folder in reversed(jupyter_config_path()):
        enabled.update(ExtensionConfigManager(read_config_path=[folder]).get_jpserver_extensions())  # type: ignore[no-untyped-call]
    if not enabled.get(_SERVER_SIDE):
        return Check(
            "Server side",
            False,
            "is not enabled.",
            f"Enable it: jupyter server extension enable {_SERVER_SIDE}",
        )
    import torchenstein_lab.server.extension  # noqa: F401

    return Check("Server side", True, f"{package_version()}, enabled.")


def _lessons() -> Check:
    packs = find_packs()
    broken = [pack.problem for pack in packs if isinstance(pack, BrokenPack)]
    readable = [pack for pack in packs if not isinstance(pack, BrokenPack)]
    count = sum(len(pack.lesson_ids) for pack in readable)
    if broken:
        return Check("Lessons", False, broken[0], _reinstall())
    if not count:
        return Check("Lessons", False, "none are installed.", _reinstall())
    for pack in readable:
        for lesson in pack.lesson_ids:
            pack.lesson(lesson)
    return Check("Lessons", True, f"{count} in {', '.join(pack.pack.title for pack in readable)}.")


def _progress() -> Check:
    folder = data_folder()
    try:
        store = open_store()
        events, notices = store.read()
        probe = store.folder / f".{uuid.uuid4().hex}"
        store.folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except StoreError as error:
        return Check("Your progress", False, error.message, error.remedy)
    except OSError as error:
        says = f"the folder {folder} cannot be written ({error.strerror or error})."
        return Check(
            "Your progress", False, says, "Make it writable for you, and look whether the disk is full."
        )
    if notices:
        return Check("Your progress", False, notices[0], "Import a backup: torchenstein progress import FILE")
    return Check("Your progress", True, f"{len(events)} events in {store.folder}.")


def _kernels() -> Iterator[Check]:
    from jupyter_client.kernelspec import KernelSpecManager

    specs = KernelSpecManager().get_all_specs()
    for name, found in sorted(specs.items()):
        spec = found["spec"]
        if str(spec.get("language", "")).lower() == "python" and spec.get("argv"):
            label = f"Kernel “{spec.get('display_name') or name}”"
            yield _guarded(label, partial(_kernel, label, spec))


def _kernel(label: str, spec: dict[str, Any]) -> Check:
    """Ask the kernel's own Python what it has."""
    python = spec["argv"][0]
    code = (
        "import json; from importlib.metadata import version; import torchenstein_lab.contracts as c;"
        "import importlib.util as u;"
        "print(json.dumps([c.CONTRACT, version('torchenstein-lab'), u.find_spec('torch') is not None]))"
    )
    try:
        run = subprocess.run(
            [python, "-c", code],
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
            check=False,
            env={**os.environ, **spec.get("env", {})},
            cwd=Path.home(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check(
            label, False, f"its Python {python} does not run ({error}).", "Remove or repair this kernel."
        )
    if run.returncode != 0:
        return Check(
            label,
            False,
            f"its Python ({python}) does not have Torchenstein Lab.",
            f"Install it there: {python} -m pip install torchenstein-lab",
        )
    contract, version, torch = json.loads(run.stdout.splitlines()[-1])
    if not torch:
        return Check(label, False, "it has no PyTorch.", f"Install it there: {python} -m pip install torch")
    if contract != CONTRACT:
        side = python if contract < CONTRACT else sys.executable
        return Check(
            label,
            False,
            f"it has Torchenstein Lab {version}, which does not go with the server's {package_version()}.",
            f"Upgrade the older one: {side} -m pip install --upgrade torchenstein-lab",
        )
    return Check(label, True, f"Torchenstein Lab {version} and PyTorch.")
