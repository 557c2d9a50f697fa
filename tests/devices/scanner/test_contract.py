"""What every scanner promises, whatever stands behind it: SANE, the network, TWAIN, WIA, a watched folder, practice."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PIL import Image, ImageDraw

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Mode, Page, Scanner, ScanRequest
from deskapp.devices.scanner.escl import EsclScanner
from deskapp.devices.scanner.folder import FolderScanner, Patience
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.devices.scanner.roster import address_of
from deskapp.devices.scanner.sane import SaneScanner
from deskapp.devices.scanner.worker_scanner import WorkerScanner
from deskapp.failures import DeviceTrouble
from tests.children import children
from tests.devices.conftest import InNetwork
from tests.devices.practice import SetUp, scan_folders, taken
from tests.devices.scanner.test_wia import HOUSE, NAME, WINDOWS, worker
from tests.fakes.escl.device import Device, Faults, Sheet, white
from tests.fakes.twain import machine

A4_AT_75 = (620, 876)  # pixels; every driver may be a few off


@dataclass(frozen=True)
class Rig:
    """One kind of scanner, with so many sheets in it."""

    name: str
    load: Callable[[int], Scanner]


def picture(number: int) -> bytes:
    drawn = Image.new("RGB", A4_AT_75, "white")
    ImageDraw.Draw(drawn).text((40, 40), f"sheet {number}", fill="black")
    held = io.BytesIO()
    drawn.save(held, "PNG", dpi=(75, 75))
    return held.getvalue()


@pytest.fixture(scope="module")
def twain_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return machine.compiled(tmp_path_factory.mktemp("twain"))


@pytest.fixture(params=["sane", "escl", "twain", "wia", "folder", "pretend"])
def rig(  # noqa: PLR0917 - each is a place where something stands
    request: pytest.FixtureRequest,
    sane: SetUp,
    in_network: InNetwork,
    scratch: Path,
    tmp_path: Path,
    twain_library: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Rig:
    """Each kind in turn. SANE's own feeder always holds ten; an empty one is said to be out of documents."""

    def load_sane(sheets: int) -> Scanner:
        if sheets == 0:
            sane(read_status_code='"SANE_STATUS_NO_DOCS"')
        return SaneScanner("test:0", silence=20.0)

    def load_escl(sheets: int) -> Scanner:
        return network_scanner(in_network, sheets)

    def load_folder(sheets: int) -> Scanner:
        inbox = tmp_path / "inbox"
        inbox.mkdir(exist_ok=True)
        for number in range(1, sheets + 1):
            (inbox / f"page-{number}.png").write_bytes(picture(number))
        return FolderScanner(inbox, patience=Patience(settle=0.05, most=2.0))

    def load_pretend(sheets: int) -> Scanner:
        return PretendScanner(sheets=sheets)

    def load_twain(sheets: int) -> Scanner:
        monkeypatch.setenv("TW_SHEETS", str(sheets))
        return machine.scanner(twain_library)

    def load_wia(sheets: int) -> Scanner:
        monkeypatch.setenv("WIA_SHEETS", str(sheets))
        monkeypatch.setenv("PYTHONPATH", f"{WINDOWS}:{HOUSE}")
        return WorkerScanner(worker(), NAME)

    kinds: dict[str, Callable[[int], Scanner]] = {
        "sane": load_sane, "escl": load_escl, "twain": load_twain, "wia": load_wia, "folder": load_folder,
        "pretend": load_pretend,
    }  # fmt: skip
    name = str(request.param)
    return Rig(name, kinds[name])


def network_scanner(in_network: InNetwork, sheets: int, faults: Faults | None = None) -> EsclScanner:
    device = Device([Sheet(white()) for _ in range(sheets)], faults=faults)
    return EsclScanner(address_of(in_network(device).name))


def feeder(**more: object) -> ScanRequest:
    return ScanRequest(dpi=75, feeder=True, **more)  # type: ignore[arg-type]


def closable(scanner: Scanner, request: ScanRequest) -> Generator[Page]:
    return cast("Generator[Page]", scanner.scan(request))


def test_ten_sheets_in_the_feeder_are_ten_pages(rig: Rig, scratch: Path) -> None:
    pages = list(rig.load(10).scan(feeder()))
    assert len(pages) == 10
    for page in pages:
        assert page.dpi == 75
        assert abs(page.width - A4_AT_75[0]) <= 5
        assert abs(page.height - A4_AT_75[1]) <= 5
    assert scan_folders(scratch) == []
    assert not children()


def test_one_page_is_one_page_although_more_lie_there(rig: Rig) -> None:
    assert len(list(rig.load(10).scan(ScanRequest(dpi=75, max_pages=1)))) == 1


def test_no_more_pages_come_than_were_asked_for(rig: Rig) -> None:
    assert len(list(rig.load(10).scan(feeder(max_pages=3)))) == 3
    assert not children()


def test_an_empty_feeder_is_told_and_not_an_empty_scan(rig: Rig) -> None:
    with pytest.raises(DeviceTrouble) as told:
        list(rig.load(0).scan(feeder()))
    assert told.value.code == ScannerCode.EMPTY


def test_a_scan_that_nobody_wants_any_more_leaves_nothing_running(rig: Rig, scratch: Path) -> None:
    scan = closable(rig.load(10), feeder())
    next(scan)
    begun = time.monotonic()
    scan.close()
    assert time.monotonic() - begun < 3
    assert not children()
    assert scan_folders(scratch) == []


def test_a_stop_ends_the_scan_soon_and_without_a_trouble(rig: Rig, scratch: Path) -> None:
    came: list[Page] = []
    begun = time.monotonic()
    taken(rig.load(10).scan(feeder(stop=lambda: len(came) >= 2)), came)
    # What the driver had finished before it heard of the stop may still come: it is paper that went through.
    assert 2 <= len(came) <= 10
    assert time.monotonic() - begun < 10
    assert not children()
    assert scan_folders(scratch) == []


def test_a_stop_before_the_first_page_gives_none_and_no_trouble(rig: Rig) -> None:
    assert list(rig.load(10).scan(feeder(stop=lambda: True))) == []
    assert not children()


def test_the_scanner_says_what_it_can_do(rig: Rig) -> None:
    able = rig.load(1).abilities()
    assert able.feeder
    assert able.modes == frozenset(Mode)
    assert able.nearest_dpi(300) == 300
    assert able.nearest_dpi(10**6) == max(able.resolutions)


def test_a_scanner_can_be_used_twice(rig: Rig) -> None:
    scanner = rig.load(10)
    scan = closable(scanner, feeder())
    first = next(scan)
    scan.close()
    again = next(closable(scanner, feeder()))
    assert (again.width, again.height) == (first.width, first.height)


@pytest.mark.parametrize("mode", Mode)
def test_pages_come_in_the_colours_asked_for(mode: Mode, sane: SetUp, in_network: InNetwork) -> None:
    for scanner in (SaneScanner("test:1"), PretendScanner(), network_scanner(in_network, 1)):
        page = next(closable(scanner, ScanRequest(dpi=75, mode=mode)))
        with Image.open(io.BytesIO(page.image)) as image:
            image.load()
            assert image.mode == {Mode.COLOR: "RGB", Mode.GRAY: "L"}[mode]
            assert image.size == (page.width, page.height)


def test_a_jam_keeps_the_pages_before_it(in_network: InNetwork) -> None:
    for scanner in (PretendScanner(sheets=9, jam=4), network_scanner(in_network, 9, Faults(jam=4))):
        came: list[Page] = []
        with pytest.raises(DeviceTrouble) as told:
            taken(scanner.scan(feeder()), came)
        assert len(came) == 3
        assert (told.value.code, told.value.values) == (ScannerCode.JAMMED, {"page": 4})
