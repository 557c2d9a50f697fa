"""Which process knows a scanner of Windows, and that there are none anywhere else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from deskapp.commands import main
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import roster, windows_drivers
from deskapp.devices.scanner.roster import Source
from deskapp.devices.scanner.worker import Worker
from deskapp.failures import DeviceTrouble
from tests.devices.practice import SetUp
from tests.devices.scanner.test_wia import HOUSE, NAME, WINDOWS
from tests.fakes.twain import machine


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer that says it is one; its program lies in a folder of its own."""
    program = tmp_path / "program" / "OneWindow.exe"
    program.parent.mkdir()
    monkeypatch.setattr(windows_drivers, "here", lambda: True)
    monkeypatch.setattr(windows_drivers.sys, "executable", str(program))  # type: ignore[attr-defined]
    return program


@pytest.mark.parametrize("source", ["wia:x", "twain:x", "twain:32:x", "wia:", "twain:"])
def test_on_another_system_they_are_said_not_to_be_here(source: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        roster.find(source)
    assert told.value.code == ScannerCode.NOT_ON_THIS_SYSTEM
    assert told.value.values == {"kind": source.partition(":")[0]}


def test_the_command_says_it_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--lang", "en", "scan", "--source", "twain:fi-1", "--out", str(tmp_path)]) == 4
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "This computer cannot use twain scanners. Change the settings.\n")


def test_each_source_is_known_by_its_own_process(on_windows: Path) -> None:
    worker, name = windows_drivers.worker_of(f"wia:{NAME}")
    assert (worker.kind, name) == ("wia", NAME)
    assert list(worker.command)[1:] == ["-m", "deskapp.devices.scanner.wia_loop"]
    worker, name = windows_drivers.worker_of("twain:HP: LaserJet")
    assert (worker.kind, name) == ("twain", "HP: LaserJet")


def test_a_packaged_program_starts_itself(on_windows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_drivers.sys, "frozen", True, raising=False)  # type: ignore[attr-defined]
    assert windows_drivers.worker_of("twain:x")[0].command == [str(on_windows), "twain-loop"]


def test_sources_of_32_bits_are_asked_by_a_python_of_32_bits_where_one_lies_beside(on_windows: Path) -> None:
    assert [before for before, _ in windows_drivers.workers()] == ["wia:", "twain:"]
    other = on_windows.parent / "twain32" / "python.exe"
    other.parent.mkdir()
    other.touch()
    assert [before for before, _ in windows_drivers.workers()] == ["wia:", "twain:", "twain:32:"]
    worker, name = windows_drivers.worker_of("twain:32:Old One")
    assert (worker.command[0], name) == (str(other), "Old One")


@pytest.mark.parametrize("source", ["wia:", "twain:", "wia:a\0b"])
def test_what_cannot_be_a_name_is_none(on_windows: Path, source: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        windows_drivers.worker_of(source)
    assert told.value.code == ScannerCode.NO_SUCH_SOURCE


@pytest.fixture
def drivers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sane: SetUp, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Worker]:
    """Both drivers as on Windows, their processes real; TWAIN's may be taken away."""
    sane()
    (tmp_path / "sane.d" / "dll.conf").write_text("")  # no device of SANE
    library = machine.compiled(tmp_path_factory.mktemp("twain"))
    module = "deskapp.devices.scanner.wia_loop"
    standing = {"wia:": Worker("wia", [sys.executable, "-m", module]), "twain:": machine.worker(library)}
    monkeypatch.setattr(windows_drivers, "here", lambda: True)
    monkeypatch.setattr(windows_drivers, "workers", lambda: list(standing.items()))
    monkeypatch.setenv("PYTHONPATH", f"{WINDOWS}:{HOUSE}")
    monkeypatch.setenv("DESKAPP_HOME", str(tmp_path / "home"))
    return standing


def test_all_drivers_are_listed_together(drivers: dict[str, Worker]) -> None:
    assert roster.listed() == [
        Source(f"wia:{NAME}", "高速扫描仪 fi-1"),
        Source("twain:Fake TWAIN", "Fake TWAIN"),
        Source("twain:Second", "Second"),
    ]


def test_a_driver_that_fails_hides_no_other(drivers: dict[str, Worker], tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("import os; os.abort()")
    drivers["wia:"] = Worker("wia", [sys.executable, str(broken)])
    assert [source.name for source in roster.listed()] == ["twain:Fake TWAIN", "twain:Second"]
    kinds = {seeker.kind: seeker for seeker in roster.seekers()}
    with pytest.raises(DeviceTrouble) as told:
        kinds["wia"].seek()
    assert told.value.code == ScannerCode.DRIVER_CRASHED


def test_without_a_name_the_first_that_is_attached_is_used(drivers: dict[str, Worker]) -> None:
    assert roster.find("").abilities().resolutions == range(75, 601)


@pytest.mark.parametrize("source", [f"wia:{NAME}", "twain:Fake TWAIN"])
def test_the_command_lists_and_scans_through_them(
    drivers: dict[str, Worker], source: str, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TW_SHEETS", "2")
    monkeypatch.setenv("WIA_SHEETS", "2")
    assert main(["scan", "--list", "--source", source]) == 0
    assert json.loads(capsys.readouterr().out)["feeder"] is True
    assert main(["scan", "--source", source, "--adf", "--dpi", "75", "--out", str(tmp_path / "out")]) == 0
    pages = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(page["page"], page["dpi"], page["width"]) for page in pages] == [(1, 75, 620), (2, 75, 620)]
    assert all(Path(page["file"]).exists() for page in pages)
