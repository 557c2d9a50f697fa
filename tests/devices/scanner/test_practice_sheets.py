"""Practice looks like work: sheets as they were ordered, marked as practice, and the same every time."""

from __future__ import annotations

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.devices.scanner.roster import find
from deskapp.failures import DeviceTrouble
from deskapp.scans import clean
from deskapp.scans.page import check, grey_of

FEEDER = ScanRequest(dpi=100, feeder=True)


def test_sheets_are_laid_by_name() -> None:
    assert PretendScanner.named("") == PretendScanner()
    assert PretendScanner.named("5") == PretendScanner(sheets=5)
    assert PretendScanner.named("sheets=6,jam=4,blank=2+3,tilt=-1.5,pause=0.5,seed=9") == PretendScanner(
        sheets=6, jam=4, blank=(2, 3), tilt=-1.5, pause=0.5, seed=9
    )


@pytest.mark.parametrize("text", ["sheets", "sheets=x", "sheets=501", "sheets=-1", "tilt=nan", "pause=inf", "ink=red"])
def test_an_order_nobody_can_lay_is_no_source(text: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        find(f"pretend:{text}")
    assert told.value.code == ScannerCode.NO_SUCH_SOURCE


def test_practice_pages_are_seen_as_what_they_are() -> None:
    full, empty = (check(page.image, page.dpi) for page in PretendScanner(sheets=2, blank=(2,)).scan(FEEDER))
    assert (full.blank, full.blurred, full.dark, full.dpi) == (False, False, False, 100)
    assert (empty.blank, empty.blurred) == (True, False)


@pytest.mark.parametrize("tilt", [-4.0, 1.5])
def test_a_tilted_practice_page_is_straightened(tilt: float) -> None:
    (page,) = PretendScanner(tilt=tilt).scan(FEEDER)
    assert clean.skew(grey_of(page.image)) == pytest.approx(-tilt, abs=0.2)
    assert abs(clean.skew(grey_of(clean.straightened(page.image)))) <= 0.2


def test_the_same_order_gives_the_same_bytes_and_each_sheet_is_another() -> None:
    once, again = (list(PretendScanner(sheets=3).scan(FEEDER)) for _ in range(2))
    assert once == again
    assert len({page.image for page in once}) == 3
    assert next(iter(PretendScanner(seed=2).scan(FEEDER))) != once[0]


def test_both_sides_are_two_pages_a_sheet() -> None:
    assert len(list(PretendScanner(sheets=2).scan(ScanRequest(dpi=75, duplex=True)))) == 4
