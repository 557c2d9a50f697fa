"""An installation is held to its children: each starts, and answers; a part that was lost is named."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deskapp import settings
from deskapp.commands import installed_parts, main
from deskapp.devices.camera import feed
from deskapp.devices.printer import windows as windows_printers
from deskapp.devices.scanner import windows_drivers
from deskapp.devices.scanner.worker import Worker
from deskapp.devices.voice import system_voices
from deskapp.failures import Failure
from deskapp.scans.reader import PageReader
from tests.children import children

BROKEN = [sys.executable, "-c", "import sys; sys.exit(3)"]
HOUSE = [sys.executable, "-m", "deskapp.devices.scanner.twain_loop"]


def refused(look: Callable[[settings.Settings], str], home: Path) -> tuple[str, object]:
    with pytest.raises(Failure) as told:
        look(settings.read(home=home))
    return told.value.code, told.value.values.get("part")


def test_every_part_of_this_very_program_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """The real children: pages are read by the models, pictures come from the camera's process."""
    assert main(["doctor", "--installation", "--json"]) == 0
    found = {one["name"]: one["message"] for one in json.loads(capsys.readouterr().out)}
    assert list(found) == [
        "program", "fonts", "reading", "camera_part", "scanner_parts", "printing_part", "voice_part",
    ]  # fmt: skip
    assert found["reading"] == "OK"
    assert found["camera_part"].startswith("960x")
    assert found["scanner_parts"] == "-"
    assert "clips" in found["voice_part"] or "system" in found["voice_part"]
    assert not children()


def test_a_reader_that_reads_nothing_is_named_and_may_be_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_parts, "PageReader", lambda: PageReader(started_by=lambda: BROKEN))
    assert refused(installed_parts.reading, tmp_path)[0] == "doctor.cannot_read"
    (tmp_path / "settings.toml").write_text('reading = "never"\n')
    assert installed_parts.reading(settings.read(home=tmp_path)) == "never"


def test_a_cameras_process_that_does_not_start_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "command", lambda *_: BROKEN)
    assert refused(installed_parts.camera, tmp_path) == ("doctor.part_missing", "camera-feed")


def test_the_scanners_processes_answer_without_a_driver_or_a_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No manager of TWAIN's sources is installed here, and the process is well all the same."""
    there = [("twain:", Worker("twain", HOUSE)), ("twain:32:", Worker("twain", BROKEN))]
    monkeypatch.setattr(windows_drivers, "workers", lambda: there)
    assert installed_parts.scanner_drivers(settings.read(home=tmp_path)) == "twain", "32 bits are somebody else's"
    there[0] = ("wia:", Worker("wia", BROKEN))
    assert refused(installed_parts.scanner_drivers, tmp_path) == ("doctor.part_missing", "wia-loop")
    there[0] = ("wia:", Worker("wia", [sys.executable, "-m", "deskapp.devices.scanner.wia_loop"]))
    assert refused(installed_parts.scanner_drivers, tmp_path)[1] == "wia-loop", "winrt is missing here"


def test_printers_that_cannot_be_asked_are_no_fault_of_an_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # without CUPS
    assert installed_parts.printing(settings.read(home=tmp_path)) == "-"
    monkeypatch.setattr(windows_printers, "here", lambda: True)
    assert refused(installed_parts.printing, tmp_path) == ("doctor.part_missing", "print-loop"), "no Windows here"


def test_a_part_of_speech_that_does_not_load_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_voices, "command", lambda: BROKEN)
    assert refused(installed_parts.voices, tmp_path) == ("doctor.part_missing", "system-voices")
