"""What a device can do is asked once, until it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Mode, Page, Scanner, ScanRequest
from deskapp.devices.scanner.kept import KeptScanners
from deskapp.failures import DeviceTrouble

ABLE = Abilities(glass=True, feeder=True, duplex=False, modes=frozenset(Mode), resolutions=(300,))
PAGE = Page(b"page", "image/png", 8, 8, 300)


@dataclass
class Device:
    """Yields one page, or fails."""

    trouble: ScannerCode | None = None

    def abilities(self) -> Abilities:
        if self.trouble is not None:
            raise DeviceTrouble(self.trouble)
        return ABLE

    def scan(self, _: ScanRequest) -> Iterator[Page]:
        yield PAGE
        if self.trouble is not None:
            raise DeviceTrouble(self.trouble)


@dataclass
class Hall:
    """Says which names were looked for."""

    device: Device = field(default_factory=Device)
    sought: list[str] = field(default_factory=list)

    def find(self, source: str) -> Scanner:
        self.sought.append(source)
        if source == "sane:gone":
            raise DeviceTrouble(ScannerCode.NO_SUCH_SOURCE, source=source)
        return self.device


@pytest.mark.parametrize("source", ["", "sane:test:0", "wia:a", "twain:b"])
def test_a_device_at_this_computer_is_found_once(source: str) -> None:
    hall = Hall()
    kept = KeptScanners(hall.find)
    for _ in range(3):
        assert kept(source).abilities() == ABLE
        assert list(kept(source).scan(ScanRequest())) == [PAGE]
    assert hall.sought == [source]


@pytest.mark.parametrize("source", ["folder:/tmp/in", "pretend:sheets=2", "escl:http://one/eSCL", "nothing:x"])
def test_what_has_no_driver_here_is_found_each_time(source: str) -> None:
    hall = Hall()
    kept = KeptScanners(hall.find)
    assert [kept(source) is hall.device for _ in range(2)] == [True, True]
    assert hall.sought == [source, source]


@pytest.mark.parametrize("asked", ["abilities", "scan"])
def test_one_that_failed_is_looked_for_again(asked: str) -> None:
    hall = Hall(Device(ScannerCode.BUSY))
    kept = KeptScanners(hall.find)
    scanner = kept("sane:test:0")
    with pytest.raises(DeviceTrouble):
        scanner.abilities() if asked == "abilities" else list(scanner.scan(ScanRequest()))
    hall.device = Device()
    assert kept("sane:test:0").abilities() == ABLE
    assert hall.sought == ["sane:test:0"] * 2


def test_pages_that_came_before_it_failed_are_given() -> None:
    pages = KeptScanners(Hall(Device(ScannerCode.JAMMED)).find)("sane:test:0").scan(ScanRequest())
    assert next(pages) == PAGE
    with pytest.raises(DeviceTrouble):
        next(pages)


def test_one_that_is_not_there_is_not_kept() -> None:
    hall = Hall()
    kept = KeptScanners(hall.find)
    for _ in range(2):
        with pytest.raises(DeviceTrouble):
            kept("sane:gone")
    assert hall.sought == ["sane:gone"] * 2


def test_a_feeder_without_paper_is_no_failure() -> None:
    hall = Hall(Device(ScannerCode.EMPTY))
    kept = KeptScanners(hall.find)
    for _ in range(2):
        with pytest.raises(DeviceTrouble):
            list(kept("sane:test:0").scan(ScanRequest()))
    assert hall.sought == ["sane:test:0"]
