"""The stack of a morning: fifty sides of three cases over the network, by the real window, each where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake, left_over, scanning
from deskapp.clerk import sheets as clerk_sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ItemCode, PageDigest
from deskapp.rules.page_making import originals
from tests.clerk import office
from tests.fakes.escl.device import A4, Device, Sheet, printed
from tests.fakes.escl.server import Running, scanner
from tests.papers import stack_of
from tests.scans import drawn
from tests.ui.clerk.conftest import Hands

LOW = 100  # dots per inch that it is scanned at
Place = tuple[CaseId, int]
PEOPLE = (
    Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024"),
    Application(ItemCode("SCJG-0201"), "张伟", "990105198802293371", "19900007221"),
)


@dataclass(frozen=True)
class Laid:
    """One side of the stack: how it looks, and where it belongs; None for what is no page of anything."""

    side: NDArray[np.uint8]
    place: Place | None = None


def form(number: int) -> NDArray[np.uint8]:
    """A filled form, a little askew, as feeders draw them in."""
    page = drawn.text(LOW, rows=8 + number % 15)
    cv2.putText(page, f"FORM {number}", (90, 110), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (40,), 3, cv2.LINE_AA)
    return drawn.noisy(drawn.tilted(page, (number % 5 - 2) * 0.9), 3)


def certificate(number: int) -> NDArray[np.uint8]:
    """A certificate: a border, a seal, few words."""
    page = drawn.paper(LOW)
    cv2.rectangle(page, (60, 60), (page.shape[1] - 60, page.shape[0] - 60), (120,), 6)
    cv2.putText(page, f"CERTIFICATE {number}", (120, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (40,), 4, cv2.LINE_AA)
    cv2.circle(page, (550, 850), 40 + number * 2, (90,), 8, cv2.LINE_AA)
    return drawn.noisy(page, 3)


def photograph(number: int) -> NDArray[np.uint8]:
    """A shop front."""
    page = drawn.paper(LOW)
    small = np.random.default_rng(number).integers(40, 230, (9, 7), np.uint8)
    page[150:800, 100:720] = cv2.resize(small, (620, 650), interpolation=cv2.INTER_CUBIC)
    return drawn.noisy(page, 3)


def stack(in_hand: CaseId, second: CaseId, third: CaseId) -> list[Laid]:
    """Fifty sides: of three cases, in no order of theirs; two separators in a row, one upside down, one at the end."""
    sides: list[Laid] = []
    number = 0

    def pages(count: int, *place: object) -> None:
        nonlocal number
        for _ in range(count):
            number += 1
            made = (form, certificate, photograph)[number % 3](number)
            sides.append(Laid(made, place))  # type: ignore[arg-type]

    def separator(case: CaseId, place: int, *, upside_down: bool = False) -> None:
        sheet = stack_of.printed(case, place)
        sides.append(Laid(np.ascontiguousarray(np.rot90(sheet, 2)) if upside_down else sheet))

    def empty() -> None:
        sides.append(Laid(drawn.noisy(drawn.paper(LOW), 2 + len(sides) / 40)))  # no two sheets are the same

    pages(4, in_hand, 1)
    separator(second, 1)
    pages(8, second, 1)
    empty()
    separator(in_hand, 3)
    pages(5, in_hand, 3)
    separator(third, 2)
    separator(third, 1)  # nothing lies between the two
    pages(7, third, 1)
    empty()
    separator(in_hand, 2, upside_down=True)
    pages(6, in_hand, 2)
    separator(second, 2)
    pages(7, second, 2)
    empty()
    separator(third, 2)
    pages(2, third, 2)
    separator(second, 1)  # the last sheet: nothing lies behind it
    return sides


def as_paper(side: NDArray[np.uint8]) -> bytes:
    """The side as it lies in the scanner of the tests."""
    return printed(np.asarray(cv2.cvtColor(cv2.resize(side, A4), cv2.COLOR_GRAY2BGR), np.uint8))


def as_seen(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    return cv2.resize(picture, (104, 148), interpolation=cv2.INTER_AREA).astype(np.float64)


@pytest.fixture
def running() -> Iterator[Running]:
    with scanner(Device()) as standing:
        yield standing


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, running: Running) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock, printer=tray)
    here = replace(station.settings, scanner=running.name, scan_dpi=str(LOW), scan_mode="gray")
    yield office.desk(replace(station, settings=here))
    station.journal.engine.dispose()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_one_f5_brings_fifty_sides_into_the_materials_of_three_cases(
    qtbot: QtBot,
    desk: Desk,
    hands: Hands,
    running: Running,
) -> None:
    second, third = (intake.open_case(desk, person) for person in PEOPLE)
    ticket = office.issue(desk, "A012", item="ZJ-0201")
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "A012", timeout=20_000)
    person = Application(ItemCode("ZJ-0201"), "李䶮", "990105198802293371", "19900007221", ticket=ticket)
    in_hand = intake.open_case(desk, person)
    hands.see("还差 3 项")
    hands.window.screen.checklist.setFocus()
    laid = stack(in_hand, second, third)
    assert len(laid) == 50
    running.device.feeder = [Sheet(as_paper(one.side)) for one in laid]

    hands.press(Qt.Key.Key_F5)
    text = hands.window.screen.messages.text
    pages = sum(one.place is not None for one in laid)
    said = f"按分隔页归类：{pages + 3} 页，7 项材料，3 件"  # with the three empty ones, which are taken out then
    qtbot.waitUntil(lambda: said in text.text(), timeout=120_000)
    assert "已去掉 3 张空白页" in text.text()

    found = {place: standing(desk, place) for place in {one.place for one in laid if one.place is not None}}
    assert sum(map(len, found.values())) == pages
    small = [as_seen(one.side) for one in laid]
    for place, digests in found.items():
        meant = [number for number, one in enumerate(laid) if one.place == place]
        assert [most_like(desk, digest, small) for digest in digests] == meant, "all of them, in their order"
    assert left_over.waiting(desk) == ()
    assert running.device.at_rest


def standing(desk: Desk, place: Place) -> list[PageDigest]:
    """The pages of a material, as they were scanned."""
    case, number = place
    line = clerk_sheets.case(desk, case).lines[number - 1]
    with desk.journal.reading() as reading:
        makings = reading.case(case).makings
    return [originals(page.digest, makings)[0] for page in line.pages]


def most_like(desk: Desk, digest: PageDigest, laid: list[NDArray[np.float64]]) -> int:
    read = cv2.imdecode(np.frombuffer(scanning.page_bytes(desk, digest), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert read is not None
    seen = as_seen(np.asarray(read, np.uint8))
    return int(np.argmin([np.abs(seen - side).mean() for side in laid]))
