"""The document camera at a real window: a real process, Qt's own frames, keys, pages in the journal; what breaks."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.devices.camera.feed import CameraFeed
from deskapp.ids import PageDigest
from deskapp.rules.page_making import Craft
from deskapp.rules.page_places import present
from deskapp.scans.page import head
from deskapp.settings import read
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from tests.ui.clerk.test_a_case import call, take_in
from ui.clerk.camera_panel import CameraPanel
from ui.clerk.camera_sheet import Dial, Sides
from ui.clerk.camera_wires import CameraWires

CTRL = Qt.KeyboardModifier.ControlModifier
SMALL = "size=1296x972,fps=12"
PATIENT = 20_000  # ms: a process that loads Qt takes its time on a busy machine


class Before:
    """Whoever sits before the camera."""

    def __init__(self, qtbot: QtBot, desk: Desk, hands: Hands) -> None:
        self.qtbot, self.desk, self.hands = qtbot, desk, hands

    @property
    def wires(self) -> CameraWires:
        return self.hands.window.camera

    @property
    def panel(self) -> CameraPanel:
        assert self.wires.panel is not None
        return self.wires.panel

    def wait(self, right: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(right()), timeout=PATIENT)

    def count_looks(self) -> None:
        """A tenth of a second goes by from look to look, however busy the machine is."""
        looks = count()
        self.wires._clock = lambda: next(looks) / 10

    def open(self) -> None:
        self.hands.press(Qt.Key.Key_I, CTRL)
        self.wait(lambda: self.panel.view.look is not None)

    def sees(self, sheets: int) -> None:
        self.wait(lambda: self.panel.view.look is not None and len(self.panel.view.look.sight.sheets) == sheets)

    def kept(self) -> list[PageDigest]:
        """The pages that stand in the case now."""
        case = self.hands.window.session.case_id
        assert case is not None
        with self.desk.journal.reading() as reading:
            return list(present(reading.case(case).pages))

    def of_material(self, row: int) -> int:
        case = self.hands.window.session.case
        return len(case.lines[row].pages) if case is not None else 0

    def crafts(self) -> list[Craft]:
        case = self.hands.window.session.case_id
        assert case is not None
        with self.desk.journal.reading() as reading:
            return [made.craft for made in reading.case(case).makings if made.standing]

    def settle(self, pages: int) -> None:
        self.wait(lambda: len(self.kept()) == pages and self.wires.taking.free and self.panel._sheet.retakable)

    def words(self, words: str) -> None:
        self.wait(lambda: words in self.panel.view._words)


@pytest.fixture
def camera() -> str:
    """What stands before the window; a test may say otherwise."""
    return f"pretend:scene=sheet,{SMALL}"


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, camera: str) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock, printer=tray)
    yield office.desk(replace(station, settings=replace(station.settings, camera=camera)))
    station.journal.engine.dispose()


@pytest.fixture
def before(qtbot: QtBot, desk: Desk, hands: Hands) -> Before:
    """A case of three materials, and nothing of it here."""
    call(hands, qtbot, desk)
    take_in(hands, qtbot)
    return Before(qtbot, desk, hands)


def test_a_sheet_is_seen_with_its_edges_and_space_puts_it_to_the_material(before: Before) -> None:
    before.open()
    before.sees(1)
    assert before.panel.view.hasFocus()
    assert "A4" in before.panel.view._note
    before.hands.press(Qt.Key.Key_Space)
    before.settle(1)
    before.wait(lambda: before.of_material(0) == 1)
    assert before.crafts() == [Craft.FLATTEN]
    seen = head(before.desk.vault.get(before.kept()[0]))
    assert abs(seen.height / seen.width - 297 / 210) < 0.01
    assert 60 < seen.dpi < 90  # 972 pixels are 340 mm of desk
    before.wait(lambda: before.panel.last.picture is not None)
    assert f"{seen.dpi} dpi" in before.panel.said.text()


def test_the_picture_as_it_was_taken_is_the_original_and_undo_shows_it(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_Return)
    before.settle(1)
    (flat,) = before.kept()
    before.hands.press(Qt.Key.Key_Z, CTRL)
    before.wait(lambda: before.kept() != [flat])
    (taken,) = before.kept()
    assert (head(before.desk.vault.get(taken)).width, head(before.desk.vault.get(taken)).dpi) == (1296, 0)
    assert before.panel.isVisible()  # whoever undoes looks on
    before.wait(lambda: "拉平" in before.hands.window.screen.messages.text.text())


def test_a_retake_takes_the_page_out_and_the_next_one_comes_in_its_place(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_Backspace)  # nothing was taken yet
    before.hands.press(Qt.Key.Key_Space)
    before.settle(1)
    before.hands.press(Qt.Key.Key_Backspace)
    before.wait(lambda: before.kept() == [])
    assert "重拍" in before.panel.said.text()
    before.hands.press(Qt.Key.Key_Space)
    before.settle(1)


def test_the_foot_switch_opens_the_camera_and_then_takes_pictures(before: Before) -> None:
    before.hands.press(Qt.Key.Key_F13)
    before.sees(1)
    before.hands.press(Qt.Key.Key_F13)
    before.settle(1)
    assert before.panel.isVisible()


def test_arrows_choose_the_material_and_the_page_goes_there(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_Down)
    assert before.panel.material.text().startswith("2/")
    before.hands.press(Qt.Key.Key_F9)  # the key of the step is the shutter while the camera is open
    before.wait(lambda: before.of_material(1) == 1)
    assert before.of_material(0) == 0


def test_esc_closes_it_and_nothing_is_left_running(before: Before) -> None:
    before.open()
    feed = before.wires._camera
    assert isinstance(feed, CameraFeed)
    process = feed.process
    before.hands.press(Qt.Key.Key_Escape)
    assert not before.panel.isVisible()
    before.wait(lambda: not _runs(process))
    before.open()  # and again


def test_locking_the_screen_puts_the_camera_away(before: Before) -> None:
    before.open()
    before.hands.window.look.lock.lock()
    assert not before.panel.isVisible()
    before.hands.window.camera.open()
    assert not before.panel.isVisible()


def test_when_the_person_goes_the_camera_goes_with_them(before: Before) -> None:
    before.open()
    before.hands.window.session.leave_case()
    assert not before.panel.isVisible()


def test_by_itself_it_takes_a_sheet_that_lies_still_once(before: Before) -> None:
    before.count_looks()
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_A)
    before.settle(1)
    seen = before.panel.view.painted
    before.wait(lambda: before.panel.view.painted > seen + 20)
    assert len(before.kept()) == 1
    assert read(home=before.desk.settings.home).camera_shutter == "auto"


@pytest.mark.parametrize("camera", [f"pretend:scene=hand,{SMALL}", f"pretend:scene=out,{SMALL}"])
def test_a_hand_or_a_sheet_half_out_of_sight_is_never_taken_by_itself(before: Before) -> None:
    before.count_looks()
    before.open()
    before.hands.press(Qt.Key.Key_A)
    before.wait(lambda: before.panel.view.painted > 25)
    assert before.kept() == []
    assert "手" in before.panel.view._note


@pytest.mark.parametrize("camera", [f"pretend:scene=none,{SMALL}"])
def test_where_no_edge_is_found_the_whole_picture_is_the_page(before: Before) -> None:
    before.open()
    before.sees(0)
    before.hands.press(Qt.Key.Key_Space)
    before.settle(1)
    assert before.crafts() == []
    assert "按原样收下" in before.panel.said.text()


@pytest.mark.parametrize("camera", [f"pretend:scene=two,{SMALL}"])
def test_two_cards_are_two_pages_each_true_to_size(before: Before) -> None:
    before.open()
    before.sees(2)
    before.hands.press(Qt.Key.Key_Space)
    before.settle(2)
    for page in before.kept():
        seen = head(before.desk.vault.get(page))
        assert abs(seen.width / seen.height - 85.6 / 53.98) < 0.02
        assert 60 < seen.dpi < 90


@pytest.mark.parametrize("camera", [f"pretend:scene=card,{SMALL}"])
def test_both_sides_of_a_card_become_one_page(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_D)
    before.hands.press(Qt.Key.Key_Space)
    before.settle(1)
    before.wait(lambda: before.wires.taking.stage is Sides.BACK)
    before.wait(lambda: "反面" in before.panel.view._note)
    before.hands.press(Qt.Key.Key_Space)
    before.wait(lambda: Craft.MERGE in before.crafts() and before.wires.taking.free)
    (page,) = before.kept()
    seen = head(before.desk.vault.get(page))
    assert abs(seen.width / seen.height - 85.6 / (2 * 53.98)) < 0.03
    assert seen.dpi > 0
    assert before.wires.taking.stage is Sides.FRONT  # the next card


@pytest.mark.parametrize("camera", [f"pretend:scene=none,{SMALL}"])
def test_a_card_of_which_no_edge_is_seen_is_no_side_of_a_page(before: Before) -> None:
    before.open()
    before.hands.press(Qt.Key.Key_D)
    before.hands.press(Qt.Key.Key_Space)
    assert "四边" in before.panel.said.text()
    assert before.kept() == []


def test_the_camera_is_turned_as_it_stands_and_that_is_remembered(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_R)
    before.hands.press(Qt.Key.Key_P)
    before.hands.press(Qt.Key.Key_P)
    assert "A5" in before.panel.dials[Dial.PAPER].text()
    before.hands.press(Qt.Key.Key_Space)
    before.settle(1)
    seen = head(before.desk.vault.get(before.kept()[0]))
    assert seen.width > seen.height
    assert 90 < seen.dpi < 130  # were it A5, as was said
    kept = read(home=before.desk.settings.home)
    assert (kept.camera_turn, kept.camera_paper, kept.camera) == ("90", "A5", "")


def test_a_picture_on_its_way_goes_to_the_material_it_was_asked_for(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_Space)
    before.hands.press(Qt.Key.Key_Down)
    before.wait(lambda: before.of_material(0) == 1)
    assert before.of_material(1) == 0


def test_a_key_that_is_held_down_takes_one_picture(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_Space)
    QTest.sendKeyEvent(QTest.KeyAction.Press, before.panel.view, Qt.Key.Key_Space, " ", Qt.KeyboardModifier.NoModifier)
    before.settle(1)


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_a_driver_that_dies_in_the_middle_is_told_and_opened_again(before: Before) -> None:
    before.open()
    before.sees(1)
    before.hands.press(Qt.Key.Key_Space)
    before.settle(1)
    seen = before.panel.view.look
    assert seen is not None
    feed = before.wires._camera
    assert isinstance(feed, CameraFeed)
    os.kill(feed.process, signal.SIGSEGV)
    before.words("驱动出错")
    assert "重试" in before.panel.go.text()
    assert len(before.kept()) == 1
    before.hands.press(Qt.Key.Key_Space)
    # the camera of the tests plays from its beginning, and the same picture twice would be one page
    before.wait(lambda: before.panel.view.look is not None and before.panel.view.look.number > seen.number)
    before.sees(1)
    before.hands.press(Qt.Key.Key_Space)
    before.settle(2)


FAULTS = {
    "garbage=5": "不是画面",
    "gone=5": "断开",
    "fault=busy": "占用",
    "fault=denied": "权限",
    "fault=none": "没有找到高拍仪",
    "scene=nothing": "没有找到本窗用的高拍仪",
}


@pytest.mark.parametrize(("camera", "said"), [(f"pretend:{SMALL},{fault}", said) for fault, said in FAULTS.items()])
def test_each_fault_has_a_sentence_of_its_own_and_the_window_works_on(before: Before, said: str) -> None:
    before.hands.press(Qt.Key.Key_I, CTRL)
    before.words(said)
    assert before.wires.trouble is not None
    before.hands.press(Qt.Key.Key_Escape)
    assert not before.panel.isVisible()
    before.hands.press(Qt.Key.Key_2)
    before.wait(lambda: "还差 2 项" in before.hands.primary())


def test_without_a_case_the_camera_asks_for_one(hands: Hands) -> None:
    hands.press(Qt.Key.Key_I, CTRL)
    assert hands.window.camera.panel is None


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
