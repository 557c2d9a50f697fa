"""A stack with separators through the real screen: one F5, several cases, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake, left_over, sheets
from deskapp.clerk.intake import Application
from deskapp.clerk.stacking import Run, Told
from deskapp.desk import Desk
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Page, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.failures import DeviceTrouble
from deskapp.ids import CaseId, ItemCode, MaterialCode, new_id
from deskapp.rules.spot import Spot, Why
from deskapp.scans import taking
from tests.clerk import office
from tests.papers import stack_of
from tests.ui.clerk.conftest import Hands, desk_with_scanner, with_three_materials
from ui.clerk.stack_panel import why_words
from ui.page_images import decode

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class Tray:
    """A feeder in which the test lays drawn paper; it sticks before the page numbered `jam`, from 1."""

    paper: list[bytes] = field(default_factory=list)
    jam: int = 0

    def abilities(self) -> Abilities:
        return PretendScanner().abilities()

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        if not self.paper:
            raise DeviceTrouble(ScannerCode.EMPTY)
        came = 0
        while self.paper:
            came += 1
            if came == self.jam:
                self.jam = 0
                raise DeviceTrouble(ScannerCode.JAMMED, page=came)
            yield Page(self.paper.pop(0), "image/png", 0, 0, stack_of.DPI)


@pytest.fixture
def feeder() -> Tray:
    return Tray()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, feeder: Tray) -> Iterator[Desk]:
    with desk_with_scanner(tmp_path / "desk", clock, tray, feeder) as made:
        yield made


@pytest.fixture
def other(desk: Desk) -> CaseId:
    """Somebody else's case, taken in at this window before."""
    return intake.open_case(desk, Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024"))


@pytest.fixture
def busy(desk: Desk, other: CaseId, hands: Hands) -> Hands:
    """A case with three materials in hand, nothing of it here yet."""
    return with_three_materials(desk, hands)


def mine(hands: Hands) -> CaseId:
    case = hands.window.session.case_id
    assert case is not None
    return case


def counts(desk: Desk, case: CaseId) -> list[int]:
    return [len(line.pages) for line in sheets.case(desk, case).lines]


def said(hands: Hands) -> str:
    return hands.window.screen.messages.text.text()


def test_three_keys_take_a_case_of_three_materials_from_the_feeder(
    qtbot: QtBot, busy: Hands, feeder: Tray, tray: office.Tray
) -> None:
    case = mine(busy)
    feeder.paper = [
        *(side for place in (1, 2, 3) for side in (stack_of.separator(case, place), stack_of.page(place))),
    ]  # fmt: skip
    before = busy.struck
    busy.press(Qt.Key.Key_F5)
    busy.see("受理并打印回执")
    busy.press(Qt.Key.Key_F9)
    busy.see("办完")
    assert busy.struck - before == 2, "and F2 before them"
    assert counts(busy.window.session.desk, case) == [1, 1, 1]
    assert len(tray.papers) == 2


def test_one_f5_puts_a_stack_into_two_cases_and_says_so(
    qtbot: QtBot, busy: Hands, desk: Desk, other: CaseId, feeder: Tray
) -> None:
    case = mine(busy)
    feeder.paper = [
        stack_of.page(1), stack_of.separator(case, 3), stack_of.page(2), stack_of.page(3),
        stack_of.separator(other, 1), stack_of.page(4),
    ]  # fmt: skip
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "按分隔页归类：4 页，3 项材料，2 件" in said(busy))
    assert counts(desk, case) == [1, 0, 2]
    assert counts(desk, other)[0] == 1
    assert left_over.waiting(desk) == ()


def test_pages_are_seen_as_they_arrive_and_cannot_be_marked_yet(
    qtbot: QtBot, busy: Hands, desk: Desk, feeder: Tray
) -> None:
    pages = busy.window.screen.pages
    picture = cv2.imencode(".jpg", np.full((200, 140), 240, np.uint8))[1].tobytes()
    pages.show_busy(True)
    pages.show_coming("a" * 64, decode(picture, 240))
    model = pages.thumbnails.pages_model
    assert (model.rowCount(), "1 页" in pages.count.text()) == (1, True)
    assert model.pictures["a" * 64].height() == 200
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert pages.thumbnails.marked == []
    assert pages.thumbnails.isVisible()
    pages.grab()
    pages.show_busy(False)
    assert model.rowCount() == 0


def test_what_cannot_be_placed_is_kept_said_and_placed_by_hand(
    qtbot: QtBot, busy: Hands, desk: Desk, feeder: Tray
) -> None:
    case = mine(busy)
    feeder.paper = [stack_of.separator(CaseId(new_id()), 1), stack_of.page(1), stack_of.page(2), stack_of.page(3)]
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "3 页没有归类" in said(busy) and why_words(Why.UNKNOWN) in said(busy))
    assert counts(desk, case) == [0, 0, 0]
    busy.window.screen.checklist.jump(sheets.case(desk, case).lines[1].code)
    busy.press(Qt.Key.Key_M, CTRL)
    panel = busy.window.screen.stack
    qtbot.waitUntil(panel.isVisible)
    qtbot.waitUntil(lambda: not panel.picture.pixmap().isNull())
    assert sheets.case(desk, case).lines[1].name in panel.target.text()
    busy.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: counts(desk, case) == [0, 1, 0])
    qtbot.waitUntil(lambda: "（2）" in panel.title.text())
    busy.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "（1）" in panel.title.text())
    busy.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: counts(desk, case) == [0, 2, 0])
    assert [page.put_away for page in left_over.waiting(desk)] == [True]


def test_after_a_jam_the_rest_goes_on_behind_the_separator_before_it(
    qtbot: QtBot, busy: Hands, desk: Desk, other: CaseId, feeder: Tray
) -> None:
    case = mine(busy)
    feeder.paper = [stack_of.page(1), stack_of.separator(other, 2), *map(stack_of.page, (2, 3, 4))]
    feeder.jam = 4
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "第 4 页卡纸" in said(busy))
    assert (counts(desk, case)[0], counts(desk, other)[1]) == (1, 1)
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: counts(desk, other)[1] == 3)
    assert counts(desk, case) == [1, 0, 0]


@pytest.fixture
def left(desk: Desk, other: CaseId) -> Desk:
    """A desk whose program died in the middle of a scan."""
    asked = Spot(other, MaterialCode(sheets.case(desk, other).lines[0].code))
    died(desk, asked, [stack_of.page(1), stack_of.separator(other, 2), stack_of.page(2), stack_of.page(3)])
    assert counts(desk, other)[:2] == [0, 0]
    return desk


def test_a_scan_that_died_with_the_program_is_offered_back_and_one_key_takes_it(
    qtbot: QtBot, left: Desk, other: CaseId, hands: Hands
) -> None:
    desk = left
    qtbot.waitUntil(lambda: "上次扫描有 4 页还没归类" in said(hands))
    hands.press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: counts(desk, other)[:2] == [1, 2])
    qtbot.waitUntil(lambda: left_over.waiting(desk) == ())
    hands.press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: "没有等待归类的页" in said(hands))


def test_another_key_puts_it_away_and_it_is_not_offered_again(
    qtbot: QtBot, desk: Desk, other: CaseId, hands: Hands
) -> None:
    asked = Spot(other, MaterialCode(sheets.case(desk, other).lines[0].code))
    died(desk, asked, [stack_of.page(1), stack_of.page(2)])
    hands.press(Qt.Key.Key_M, CTRL | SHIFT)
    qtbot.waitUntil(lambda: "2 页已收起" in said(hands))
    assert [page.put_away for page in left_over.waiting(desk)] == [True, True]
    assert counts(desk, other)[0] == 0
    hands.press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(hands.window.screen.stack.isVisible)
    assert counts(desk, other)[0] == 0, "what was put away is placed by nobody but a person"


def test_separators_are_printed_by_key(qtbot: QtBot, busy: Hands, tray: office.Tray) -> None:
    busy.press(Qt.Key.Key_P, CTRL | SHIFT)
    qtbot.waitUntil(lambda: "分隔页已打印" in said(busy))
    assert [document.name.partition("-")[0] for document in tray.papers] == ["separators"]


def died(desk: Desk, asked: Spot, paper: list[bytes]) -> None:
    """A scan whose program ended when everything had arrived and nothing was placed yet."""

    class Ended(BaseException):
        """The program is no more."""

    def end(_: object) -> None:
        raise Ended

    run = Run(desk, asked, Told(end))
    for data in paper:
        run._land(taking.came(data, stack_of.DPI))
