"""WIA through its real process, against a stand-in for the projection of Windows that it speaks to."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Mode, Page, Paper, ScanRequest
from deskapp.devices.scanner.worker import Told, Worker
from deskapp.devices.scanner.worker_scanner import WorkerScanner
from deskapp.failures import DeviceTrouble
from tests.children import children
from tests.devices.practice import scan_folders, taken

WINDOWS = Path(__file__).resolve().parents[2] / "fakes" / "windows"
HOUSE = Path(__file__).resolve().parents[3]
NAME = r"\\?\SWD#ESCL#0001#{6bdd1fc6}"
A4_AT_75 = (620, 877)

Device = Callable[..., WorkerScanner]
Log = Callable[[], list[str]]


def worker(silence: float = 20.0) -> Worker:
    return Worker("wia", [sys.executable, "-m", "deskapp.devices.scanner.wia_loop"], silence)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    file = tmp_path / "device.log"
    monkeypatch.setenv("WIA_LOG", str(file))
    return lambda: file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in lies where the process looks for Windows."""
    monkeypatch.setenv("PYTHONPATH", f"{WINDOWS}:{HOUSE}")


@pytest.fixture
def device(windows: None, log: Log, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> Device:
    def set_up(*, silence: float = 20.0, **told: object) -> WorkerScanner:
        for name, value in told.items():
            monkeypatch.setenv(f"WIA_{name.upper()}", str(value))
        return WorkerScanner(worker(silence), NAME)

    return set_up


def feeder(**more: object) -> ScanRequest:
    return ScanRequest(dpi=75, feeder=True, **more)  # type: ignore[arg-type]


def told(pages: object) -> DeviceTrouble:
    with pytest.raises(DeviceTrouble) as raised:
        list(pages)  # type: ignore[call-overload]
    return raised.value


def test_scanners_are_listed_by_what_people_call_them(windows: None) -> None:
    assert worker().found() == [Told(NAME, "高速扫描仪 fi-1")], "one that is switched off is not listed"


def test_a_computer_without_windows_cannot_use_wia() -> None:
    with pytest.raises(DeviceTrouble) as raised:
        worker().found()
    assert (raised.value.code, raised.value.values) == (ScannerCode.NOT_ON_THIS_SYSTEM, {"kind": "wia"})


@pytest.mark.parametrize(
    ("paper", "sides", "expected"),
    [
        ("glass", "one", (True, False, False)),
        ("sheets", "one", (False, True, False)),
        ("both", "both", (True, True, True)),
    ],
)
def test_a_scanner_says_what_it_can_do(device: Device, paper: str, sides: str, expected: tuple[bool, ...]) -> None:
    able = device(paper=paper, sides=sides).abilities()
    assert (able.glass, able.feeder, able.duplex) == expected
    assert able.resolutions == range(75, 601)
    assert able.modes == frozenset(Mode)


def test_every_page_shows_what_lay_in_the_feeder(device: Device, log: Log, scratch: Path) -> None:
    pages = list(device(sheets=3).scan(feeder()))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        with Image.open(io.BytesIO(page.image)) as image:
            assert (image.mode, image.size, page.dpi) == ("RGB", A4_AT_75, 75)
            assert image.getpixel((0, 0)) == (0, 0, 40 * number)
            assert image.getpixel((619, 0)) == (254, 0, 40 * number)
            assert image.getpixel((0, 876)) == (0, 254, 40 * number)
    assert log() == ["FEEDER COLOR duplex=False most=0"]
    assert scan_folders(scratch) == []
    assert not children()


def test_gray_pages_come_gray_and_from_the_glass(device: Device, log: Log) -> None:
    (page,) = device().scan(ScanRequest(dpi=75, mode=Mode.GRAY))
    with Image.open(io.BytesIO(page.image)) as image:
        assert image.mode == "L"
        assert [image.getpixel((5, row)) for row in (0, 876)] == [0, 254]
    assert log()[0].startswith("FLATBED GRAYSCALE")


def test_the_dots_are_those_that_the_device_used(device: Device) -> None:
    (page,) = device().scan(ScanRequest(dpi=160))
    assert page.dpi == 150
    assert abs(page.width - 8.27 * 150) <= 2


def test_a_card_is_read_as_a_card_on_the_glass(device: Device) -> None:
    (page,) = device().scan(ScanRequest(dpi=300, paper=Paper.CARD))
    assert (page.width, page.height) == (1011, 638)


def test_a_sheet_of_a_size_that_the_feeder_does_not_know_is_read_whole(device: Device) -> None:
    (page,) = device().scan(feeder(paper=Paper.A5, max_pages=1))
    assert (page.width, page.height) == (round(8.5 * 75), round(14.0 * 75))


def test_both_sides_of_a_sheet_are_two_pages(device: Device, log: Log) -> None:
    assert len(list(device(sheets=2, sides="both").scan(feeder(duplex=True)))) == 4
    assert log() == ["FEEDER COLOR duplex=True most=0"]


def test_no_more_pages_come_than_were_asked_for(device: Device) -> None:
    assert len(list(device(sheets=9).scan(feeder(max_pages=3)))) == 3


def test_a_sheet_fed_scanner_gives_one_sheet_for_one_page(device: Device, log: Log) -> None:
    assert len(list(device(paper="sheets", sheets=5).scan(ScanRequest(dpi=75)))) == 1
    assert log() == ["FEEDER COLOR duplex=False most=1"]


def test_what_it_has_not_is_refused_before_it_moves(device: Device, log: Log) -> None:
    assert told(device(paper="glass").scan(feeder())).code == ScannerCode.NO_FEEDER
    assert told(device(paper="both").scan(feeder(duplex=True))).code == ScannerCode.NO_DUPLEX
    assert told(device(kinds="gray").scan(ScanRequest())).code == ScannerCode.NO_SUCH_MODE
    assert log() == []


def test_an_empty_feeder_is_told(device: Device) -> None:
    assert told(device(sheets=0).scan(feeder())).code == ScannerCode.EMPTY


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("80210002", ScannerCode.JAMMED), ("80210005", ScannerCode.DISCONNECTED),
        ("8021000A", ScannerCode.DISCONNECTED), ("80210016", ScannerCode.COVER_OPEN),
        ("80210020", ScannerCode.DOUBLE_FEED),
    ],
)  # fmt: skip
def test_a_fault_on_the_way_keeps_the_pages_before_it(device: Device, status: str, code: ScannerCode) -> None:
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as raised:
        taken(device(sheets=6, fail_at=3, fail=status).scan(feeder()), came)
    assert len(came) == 2
    assert (raised.value.code, raised.value.values) == (code, {"page": 3})


@pytest.mark.parametrize(
    ("status", "code", "values"),
    [
        ("80210006", ScannerCode.BUSY, {}),
        ("8021000D", ScannerCode.BUSY, {}),
        ("80070005", ScannerCode.ACCESS_DENIED, {}),
        ("80070490", ScannerCode.DISCONNECTED, {"page": 1}),
        ("80004005", ScannerCode.FAILED, {"status": "0x80004005"}),
    ],
)
def test_a_scanner_that_cannot_be_had_says_why(
    device: Device, status: str, code: ScannerCode, values: dict[str, object]
) -> None:
    trouble = told(device(open=status).scan(feeder()))
    assert (trouble.code, trouble.values) == (code, values)


def test_a_scanner_that_is_not_there_is_said(device: Device) -> None:
    device()
    trouble = told(WorkerScanner(worker(), "gone").scan(feeder()))
    assert trouble.code == ScannerCode.NO_SUCH_SOURCE


def test_half_a_page_is_none(device: Device) -> None:
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as raised:
        taken(device(sheets=3, half_at=3).scan(feeder()), came)
    assert len(came) == 2
    assert (raised.value.code, raised.value.values) == (ScannerCode.INCOMPLETE_PAGE, {"page": 3})


def test_pages_come_while_the_feeder_still_runs(device: Device) -> None:
    scanner = device(sheets=12, ms=250)
    scanner.abilities()
    begun = time.monotonic()
    scan = scanner.scan(feeder())
    next(iter(scan))
    first = time.monotonic() - begun
    assert len(list(scan)) == 11
    assert first < (time.monotonic() - begun) / 2


def test_cancelled_at_the_scanner_keeps_what_came(device: Device) -> None:
    came: list[Page] = []
    with pytest.raises(DeviceTrouble) as raised:
        taken(device(sheets=2, end="cancelled").scan(feeder()), came)
    assert raised.value.code == ScannerCode.CANCELLED_AT_DEVICE
    assert len(came) == 2


def test_a_stop_ends_the_job_at_the_device(device: Device, log: Log) -> None:
    came: list[Page] = []
    begun = time.monotonic()
    taken(device(sheets=100, ms=100).scan(feeder(stop=lambda: bool(came))), came)
    assert 1 <= len(came) < 10
    assert time.monotonic() - begun < 10
    assert log()[-1] == "cancel"
    assert not children()


def test_a_device_that_does_not_hear_is_ended(device: Device, scratch: Path) -> None:
    came: list[Page] = []
    begun = time.monotonic()
    taken(device(sheets=100, ms=400, stubborn="yes").scan(feeder(stop=lambda: bool(came))), came)
    assert time.monotonic() - begun < 12
    assert not children()
    assert scan_folders(scratch) == []


def test_a_device_that_takes_long_for_a_page_is_not_taken_for_dead(device: Device) -> None:
    assert len(list(device(ms=2200, silence=1.7).scan(feeder()))) == 1
