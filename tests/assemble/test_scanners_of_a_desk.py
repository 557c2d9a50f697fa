"""What a desk knows of scanners when it opens: its own, and nobody's in the network whom it would have to seek."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.assemble.desk import close_station, open_station
from deskapp.desk import Station
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.keys import beside
from deskapp.settings import Settings
from tests.devices.practice import write_sane
from tests.fakes.escl.certificates import certificate
from tests.fakes.escl.device import Device, Sheet, white
from tests.fakes.escl.server import scanner


@pytest.fixture(autouse=True)
def _sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sane(tmp_path / "sane.d")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path / "sane.d"))
    monkeypatch.setitem(sys.modules, "zeroconf", None)  # whoever seeks now fails


def opened(settings: Settings) -> Iterator[Station]:
    station = open_station(settings, keys=lambda home: beside(home / "desk.key"))
    yield station
    close_station(station)


def test_a_desk_that_opens_seeks_nobody_in_the_network(tmp_path: Path) -> None:
    for station in opened(Settings(home=tmp_path / "a")):  # the search is not forbidden
        assert station.sources() == ("sane:test:0", "sane:test:1")


def test_the_scanner_it_names_in_the_network_counts_as_there_without_a_word_to_it(tmp_path: Path) -> None:
    with scanner(Device([Sheet(white())]), certificate=certificate(tmp_path, "printer")) as running:
        settings = Settings(home=tmp_path / "a", scanner=running.name)
        for station in opened(settings):
            assert station.sources() == (running.name,)
            assert running.calls == []
            pages = list(station.scanner(running.name).scan(ScanRequest(dpi=75, feeder=True)))
            assert len(pages) == 1
    assert (settings.home / "scanners.json").exists(), "its certificate is kept in this desk's home"
