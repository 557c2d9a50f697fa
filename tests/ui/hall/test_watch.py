"""The supervisor's page: opened by its key, filtered, urged and written down by keys alone."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.ids import CaseId
from deskapp.rules.deadline import Lamp
from tests.hall.test_supervising import MONDAY, accepted, tell
from tests.ui.hall.conftest import Hall
from ui.parts.watch_panel import next_words

SHIFT = Qt.KeyboardModifier.ShiftModifier


def late_cases(hall: Hall) -> tuple[CaseId, CaseId]:
    soon, far = MONDAY + timedelta(days=4), MONDAY + timedelta(days=60)
    red = tell(hall.desk, accepted(1, soon, soon))
    card = tell(hall.desk, accepted(2, soon, far), item="JY-0101", window="5")
    hall.clock.move(timedelta(days=14))
    hall.window.session.refresh.grew()
    hall.qtbot.waitUntil(lambda: len(hall.screen.watch.shown) == 2)
    return red, card


def test_the_board_says_how_many_are_late_and_the_key_opens_them(hall: Hall) -> None:
    red, card = late_cases(hall)
    assert "红牌 1" in hall.screen.watch_button.text()
    hall.press(Qt.Key.Key_F1, SHIFT)
    panel = hall.screen.watch
    assert panel.isVisible()
    assert [line.case for line in panel.shown] == [red, card]
    assert "立即催办" in panel.list.choices[0].detail
    assert panel.list.choices[0].name.startswith("■")


def test_the_list_is_filtered_and_the_mark_stays(hall: Hall) -> None:
    _, card = late_cases(hall)
    hall.press(Qt.Key.Key_F1, SHIFT)
    panel = hall.screen.watch
    panel.lamp.setCurrentIndex(panel.lamp.findData(Lamp.YELLOW))
    assert [line.case for line in panel.shown] == [card]
    panel.lamp.setCurrentIndex(0)
    panel.department.setCurrentIndex(panel.department.findData("JY"))
    assert [line.case for line in panel.shown] == [card]
    panel.department.setCurrentIndex(0)
    panel.window_box.setCurrentIndex(panel.window_box.findData("5"))
    assert [line.case for line in panel.shown] == [card]


def test_a_department_is_urged_and_what_was_done_is_written_down_by_keys(hall: Hall) -> None:
    red, _ = late_cases(hall)
    hall.press(Qt.Key.Key_F1, SHIFT)
    panel = hall.screen.watch
    hall.press(Qt.Key.Key_F6)
    hall.qtbot.waitUntil(lambda: panel.shown[0].urged == 1)
    hall.press(Qt.Key.Key_F9)
    assert panel.shown[0].followed_up == "", "nothing was written"
    panel.list.enter()
    QTest.keyClicks(panel.remark.line, "done")
    hall.press(Qt.Key.Key_F9)
    hall.qtbot.waitUntil(lambda: panel.shown[0].followed_up == "done")
    assert panel.remark.text() == ""
    assert panel.shown[0].case == red
    assert "已催办 1 次" in panel.list.choices[0].detail


def test_each_line_says_what_is_to_be_done_next(hall: Hall) -> None:
    late_cases(hall)
    said = [next_words(line) for line in hall.screen.watch.shown]
    assert len(set(said)) == 2
    assert all("{" not in words for words in said)
