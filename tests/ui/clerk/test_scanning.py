"""F5: into the marked material, ticked, and on to the next; every page seen; a jam loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Page, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.failures import DeviceTrouble
from deskapp.rules.material_state import Standing
from tests.clerk import office
from tests.scans import drawn, margins
from tests.ui.clerk.conftest import Hands, desk_with_scanner, with_three_materials

LOW = 100  # dots per inch: enough to look at


@dataclass
class Feeder:
    """A feeder that the test loads; each scan takes what lies in it."""

    loads: list[PretendScanner] = field(default_factory=list)
    gate: threading.Event | None = None

    def abilities(self) -> Abilities:
        return PretendScanner().abilities()

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        if not self.loads:
            raise DeviceTrouble(ScannerCode.EMPTY)
        if self.gate is not None:
            self.gate.wait(10)
        yield from self.loads.pop(0).scan(ScanRequest(dpi=LOW, feeder=True, stop=request.stop))


@pytest.fixture
def feeder() -> Feeder:
    return Feeder()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, feeder: Feeder) -> Iterator[Desk]:
    with desk_with_scanner(tmp_path / "desk", clock, tray, feeder) as made:
        yield made


@pytest.fixture
def busy(desk: Desk, hands: Hands) -> Hands:
    """A case with three materials, nothing of it here yet."""
    return with_three_materials(desk, hands)


def pages(hands: Hands, row: int) -> int:
    case = hands.window.session.case
    return 0 if case is None else len(case.lines[row].pages)


def test_f5_three_times_and_f9_accept_a_case_of_three_materials(
    qtbot: QtBot, busy: Hands, feeder: Feeder, tray: office.Tray
) -> None:
    before = busy.struck
    for number, owed in enumerate(("还差 2 项", "还差 1 项", "受理并打印回执")):
        feeder.loads.append(PretendScanner(sheets=1 + number))
        busy.press(Qt.Key.Key_F5)
        busy.see(owed)
        qtbot.waitUntil(lambda: busy.window.screen.pages._busy is False)
    busy.press(Qt.Key.Key_F9)
    busy.see("办完")
    assert busy.struck - before == 4
    assert [pages(busy, row) for row in range(3)] == [1, 2, 3]
    assert len(tray.papers) == 2


def test_the_mark_goes_on_and_the_page_that_came_stays_in_sight(qtbot: QtBot, busy: Hands, feeder: Feeder) -> None:
    feeder.loads.append(PretendScanner(sheets=2))
    busy.press(Qt.Key.Key_F5)
    screen = busy.window.screen
    qtbot.waitUntil(lambda: screen.checklist.current == "APP-HOUSING")
    qtbot.waitUntil(lambda: not screen.pages.preview.empty)
    assert screen.pages.title.text() == "居民身份证"
    assert "F5：扫到第 2 项" in screen.checklist.hint.text()
    qtbot.waitUntil(lambda: len(screen.pages.thumbnails.pages_model.pictures) == 2)


def test_an_empty_feeder_is_said_with_the_two_ways_on(qtbot: QtBot, busy: Hands) -> None:
    busy.press(Qt.Key.Key_F5)
    messages = busy.window.screen.messages
    qtbot.waitUntil(lambda: messages.shown is not None and messages.shown.code == "scanner.empty")
    assert messages.shown is not None
    assert [way.key for way in messages.shown.ways] == ["F5", "Ctrl+O"]


def test_a_jam_keeps_the_pages_before_it(qtbot: QtBot, busy: Hands, feeder: Feeder) -> None:
    feeder.loads.append(PretendScanner(sheets=4, jam=3))
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "第 3 页卡纸" in busy.window.screen.messages.text.text())
    qtbot.waitUntil(lambda: pages(busy, 0) == 2)


def test_where_nothing_but_a_blank_page_came_it_is_marked(qtbot: QtBot, busy: Hands, feeder: Feeder) -> None:
    feeder.loads.append(PretendScanner(sheets=1, blank=(1,)))
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pages(busy, 0) == 1)
    case = busy.window.session.case
    assert case is not None
    assert [page.blank for page in case.lines[0].pages] == [True]


def test_a_blank_page_among_others_is_taken_out_and_can_be_had_back(qtbot: QtBot, busy: Hands, feeder: Feeder) -> None:
    feeder.loads.append(PretendScanner(sheets=2, blank=(2,)))
    busy.press(Qt.Key.Key_F5)
    text = busy.window.screen.messages.text
    qtbot.waitUntil(lambda: "已去掉 1 张空白页" in text.text())
    qtbot.waitUntil(lambda: pages(busy, 0) == 1)
    busy.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: pages(busy, 0) == 2)


def test_f5_hit_while_pages_still_come_scans_the_next_material_after_them(
    qtbot: QtBot, busy: Hands, feeder: Feeder
) -> None:
    feeder.gate = threading.Event()
    feeder.loads += [PretendScanner(), PretendScanner()]
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: busy.window.screen.pages._busy)
    busy.press(Qt.Key.Key_F5)
    assert "正在扫描" in busy.window.screen.messages.text.text()
    feeder.gate.set()
    busy.see("还差 1 项")
    assert [pages(busy, row) for row in range(3)] == [1, 1, 0]


def test_esc_ends_a_scan_and_what_was_to_follow(qtbot: QtBot, busy: Hands, feeder: Feeder) -> None:
    feeder.gate = threading.Event()
    feeder.loads += [PretendScanner(), PretendScanner()]
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: busy.window.screen.pages._busy)
    busy.press(Qt.Key.Key_F5)
    busy.press(Qt.Key.Key_Escape)  # the strip says "Esc stops": it does not take itself away instead
    assert "正在扫描" not in busy.window.screen.messages.text.text()
    feeder.gate.set()
    qtbot.waitUntil(lambda: not busy.window.screen.pages._busy)
    busy.see("还差 3 项")
    assert len(feeder.loads) == 1


def test_a_material_that_cannot_be_put_off_or_promised_says_so(qtbot: QtBot, busy: Hands) -> None:
    said = busy.window.screen.messages.text
    busy.press(Qt.Key.Key_R)
    assert "不能容缺" in said.text()
    busy.press(Qt.Key.Key_C)
    assert "不能以承诺代替" in said.text()
    busy.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "不能" not in said.text())


def test_a_page_is_moved_and_removed_by_key(qtbot: QtBot, busy: Hands, feeder: Feeder) -> None:
    feeder.loads.append(PretendScanner(sheets=2))
    busy.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pages(busy, 0) == 2)
    busy.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    thumbnails = busy.window.screen.pages.thumbnails
    qtbot.waitUntil(thumbnails.hasFocus)
    busy.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: (pages(busy, 0), pages(busy, 2)) == (1, 1))
    busy.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: pages(busy, 0) == 0)
    qtbot.waitUntil(busy.window.screen.checklist.list.hasFocus)  # not a button that the next space would press


def test_pictures_from_files_take_the_same_way(qtbot: QtBot, busy: Hands, tmp_path: Path) -> None:
    _, data = cv2.imencode(".png", np.full((600, 400, 3), 200, np.uint8))
    (tmp_path / "照片.png").write_bytes(bytes(data))
    busy.window.scans.add([tmp_path / "照片.png"])
    busy.see("还差 2 项")
    case = busy.window.session.case
    assert case is not None
    assert case.lines[0].standing is Standing.RECEIVED


def test_a_file_that_is_no_picture_is_refused_in_words(qtbot: QtBot, busy: Hands, tmp_path: Path) -> None:
    (tmp_path / "list.png").write_text("not a picture")
    busy.window.scans.add([tmp_path / "list.png"])
    qtbot.waitUntil(lambda: "图片" in busy.window.screen.messages.text.text())
    assert pages(busy, 0) == 0


def test_a_card_among_the_pages_is_cropped_and_said_and_can_be_had_back(
    qtbot: QtBot, busy: Hands, tmp_path: Path
) -> None:
    card = margins.laid(margins.ground(margins.BLACK), margins.card(), (100, 100))
    (tmp_path / "card.png").write_bytes(drawn.saved(card, "PNG", dpi=(margins.DPI, margins.DPI)))
    busy.window.scans.add([tmp_path / "card.png"])
    text = busy.window.screen.messages.text
    qtbot.waitUntil(lambda: "已裁去 1 页的空边，Ctrl+Z 找回" in text.text())
    preview = busy.window.screen.pages.preview
    qtbot.waitUntil(lambda: not preview.empty and preview._picture.width() > preview._picture.height())
    busy.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "已撤销：裁剪（1 页）" in text.text())
    qtbot.waitUntil(lambda: preview._picture.width() < preview._picture.height())
