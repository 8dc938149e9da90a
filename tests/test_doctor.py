"""The doctor finds what is wrong, says what to do, and is never ill himself."""

import json
import sys
from pathlib import Path

import pytest

from torchenstein_lab.cli import main
from torchenstein_lab.commands import doctor
from torchenstein_lab.commands.doctor import Check, examine


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "data"
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(data))
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    return data


def found(name: str) -> Check:
    return next(check for check in examine() if check.name == name)


def kernelspec(data: Path, python: str) -> None:
    folder = data / "kernels" / "other"
    folder.mkdir(parents=True)
    argv = [python, "-m", "ipykernel", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Other", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))


def test_the_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is (code == 0)
    assert report["ok"] == all(check["ok"] for check in report["checks"])
    assert {"name", "ok", "says", "remedy"} == set(report["checks"][0])
    assert {"Python", "PyTorch", "JupyterLab", "Front end", "Server side", "Lessons", "Your progress"} <= {
        check["name"] for check in report["checks"]
    }


def test_every_finding_that_is_not_well_has_a_remedy() -> None:
    assert all(check.ok or check.remedy for check in examine())


def test_a_kernel_without_the_package_is_told_the_command_that_installs_it_there(
    own_data: Path, tmp_path: Path
) -> None:
    # The bare interpreter below the virtual environment has none of our packages.
    bare = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    kernelspec(own_data, str(bare))
    check = found("Kernel “Other”")
    assert not check.ok
    assert check.remedy == f"Install it there: {bare} -m pip install torchenstein-lab"


def test_a_kernel_whose_python_is_gone_is_named(own_data: Path) -> None:
    kernelspec(own_data, "/nowhere/python")
    check = found("Kernel “Other”")
    assert not check.ok
    assert "/nowhere/python" in check.says


def test_a_data_folder_that_cannot_be_used_is_named(own_data: Path) -> None:
    own_data.parent.mkdir(exist_ok=True)
    own_data.write_text("in the way")
    check = found("Your progress")
    assert not check.ok
    assert str(own_data) in check.says


def test_damaged_progress_is_named(own_data: Path) -> None:
    assert found("Your progress").ok
    (folder,) = (own_data / "torchenstein_lab" / "events").iterdir()
    (folder / "damaged.jsonl").write_text("garbage\n")
    check = found("Your progress")
    assert not check.ok
    assert "1 line is damaged" in check.says


def test_a_broken_pack_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.json").write_text("{")
    monkeypatch.setenv("TORCHENSTEIN_PACK_PATH", str(tmp_path / "broken"))
    check = found("Lessons")
    assert not check.ok
    assert "damaged" in check.says


def test_a_front_end_of_another_version_is_named(monkeypatch: pytest.MonkeyPatch, own_data: Path) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(own_data))
    folder = own_data / "labextensions" / "torchenstein-lab"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": "0.0.0"}))
    check = found("Front end")
    assert not check.ok
    assert check.says.startswith("0.0.0")


def test_a_doctor_who_falls_ill_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_ill() -> Check:
        raise RuntimeError("dizzy")

    monkeypatch.setattr(doctor, "_lessons", fall_ill)
    check = found("Lessons")
    assert (check.ok, "dizzy" in check.says) == (False, True)
