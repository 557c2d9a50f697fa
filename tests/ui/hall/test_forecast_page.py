"""The forecast page and the waits that are told before a move, worked by keys; no key waits for what is played."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.desk import Desk
from deskapp.hall import forecasting, windows
from deskapp.hall.forecasting import Foreseen, Step, WhatIf
from deskapp.ids import QueueId, WindowId
from deskapp.rules.forecast_line import Line
from deskapp.rules.turns import Plan
from deskapp.rules.window import WindowState
from tests.clerk import office
from tests.ui.hall import days
from tests.ui.hall.conftest import Hall
from tests.ui.hall.test_board import ask_of, choose
from ui import texts
from ui.hall import forecast_words
from ui.hall.forecast_page import ForecastPage

CTRL = Qt.KeyboardModifier.ControlModifier
OPENS = office.MORNING
A, B, C = QueueId("A"), QueueId("B"), QueueId("C")


@pytest.fixture
def lived(hall: Hall) -> Hall:
    days.live(hall.desk, hall.clock, OPENS, OPENS + timedelta(hours=2))
    hall.qtbot.waitUntil(lambda: all(card.state is WindowState.OPEN for card in hall.sheet().windows))
    return hall


@pytest.fixture
def page(lived: Hall) -> ForecastPage:
    lived.press(Qt.Key.Key_Y, CTRL)
    page = lived.screen.pages.forecast
    lived.qtbot.waitUntil(lambda: page.table.rowCount() == 4, timeout=20_000)
    return page


def ask(hall: Hall, page: ForecastPage, step: Step, window: str) -> None:
    """Choose what to do and with which window."""
    panel = page.panel
    panel.step.setCurrentIndex(list(Step).index(step))
    panel.step.activated.emit(panel.step.currentIndex())
    panel.which.setCurrentIndex(panel.which.findData(window))
    panel.which.activated.emit(panel.which.currentIndex())


def cell(page: ForecastPage, row: int, column: int) -> str:
    item = page.table.item(row, column)
    assert item is not None
    return item.text()


def test_every_queue_is_told_as_a_range_and_never_as_a_number(page: ForecastPage) -> None:
    assert [cell(page, row, 0) for row in range(4)] == ["A 个人事项", "B 企业事项", "C 社保医保", "D 出件领证"]
    for row in range(4):
        for column in (1, 2, 3):
            assert "–" in cell(page, row, column)
    assert not page.go.isEnabled()
    assert page.words.text() == page.chart.accessibleDescription()
    assert "现在来" in page.words.text()
    assert "推演 200 次" in page.stands_on.text()


def test_how_far_it_was_off_is_said_beside_it(lived: Hall, page: ForecastPage) -> None:
    lived.qtbot.waitUntil(lambda: page.off.text() == "记录的日子还不够，预测差多少不详", timeout=20_000)


def test_what_if_a_window_served_other_queues_is_shown_beside_it_and_done_by_one_key(
    lived: Hall, page: ForecastPage
) -> None:
    ask(lived, page, Step.MOVE, "6")
    page.panel.boxes[A].click()
    page.panel.boxes[C].click()
    lived.qtbot.waitUntil(page.go.isEnabled, timeout=20_000)
    lived.qtbot.waitUntil(lambda: page._foreseen is not None and page._foreseen.what_if == page.panel.what_if())
    assert page.panel.what_if() == WhatIf(Step.MOVE, WindowId("6"), Plan((A,)))
    assert " → " in cell(page, 2, 1)
    page.table.selectRow(2)
    assert "如果改" in page.words.text()
    lived.press(Qt.Key.Key_F9)
    lived.qtbot.waitUntil(lambda: lived.at("6").queues == (A,))
    assert not page.isVisible()
    lived.qtbot.waitUntil(lambda: lived.screen.undo_strip.offered)
    lived.press(Qt.Key.Key_Z, CTRL)
    lived.qtbot.waitUntil(lambda: lived.at("6").queues == (C,))


def test_a_window_is_closed_from_it(lived: Hall, page: ForecastPage) -> None:
    ask(lived, page, Step.CLOSE, "5")
    assert not page.panel.boxes[A].isEnabled()
    lived.qtbot.waitUntil(page.go.isEnabled, timeout=20_000)
    page.go.click()
    lived.qtbot.waitUntil(lambda: lived.at("5").state is WindowState.CLOSED)


def test_a_window_that_nobody_sits_at_is_made_ready_and_the_manager_is_told(lived: Hall, page: ForecastPage) -> None:
    windows.close(lived.desk, WindowId("2"))
    lived.qtbot.waitUntil(lambda: page.panel._cards[1].state is WindowState.CLOSED)
    ask(lived, page, Step.OPEN, "2")
    page.panel.boxes[C].click()
    lived.qtbot.waitUntil(page.go.isEnabled, timeout=20_000)
    lived.qtbot.waitUntil(lambda: page._foreseen is not None and page._foreseen.what_if == page.panel.what_if())
    lived.press(Qt.Key.Key_F9)
    lived.qtbot.waitUntil(lambda: lived.at("2").queues == (A, C))
    assert "2 号窗要有人坐下登录才开" in lived.message()


def test_as_it_is_takes_the_what_if_away(lived: Hall, page: ForecastPage) -> None:
    ask(lived, page, Step.CLOSE, "5")
    lived.qtbot.waitUntil(page.go.isEnabled, timeout=20_000)
    page.panel.clear.click()
    lived.qtbot.waitUntil(lambda: not page.go.isEnabled(), timeout=20_000)
    assert " → " not in cell(page, 0, 1)


def test_what_became_untrue_meanwhile_is_said(lived: Hall, page: ForecastPage) -> None:
    page.what_if_asked.emit(WhatIf(Step.OPEN, WindowId("5"), Plan((A,))))
    lived.qtbot.waitUntil(lambda: page.messages.shown is not None, timeout=20_000)
    assert page.messages.shown is not None
    assert page.messages.shown.code == "forecast.window_open"


def test_it_speaks_english(lived: Hall, page: ForecastPage, dressed: QApplication) -> None:
    texts.speak(dressed, "en")
    lived.qtbot.waitUntil(lambda: page.title.text() == "Waits of the next two hours")
    assert cell(page, 0, 0) == "A Personal"
    assert cell(page, 0, 1).endswith("min")


class Held:
    """What is played waits until it is let go: so it can be seen what is shown before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate = threading.Event()
        real = forecasting._line

        def slowly(desk: Desk) -> Line:
            assert self.gate.wait(20)
            return real(desk)

        monkeypatch.setattr(forecasting, "_line", slowly)


def test_before_a_move_the_simple_estimate_stands_at_once_and_the_played_one_when_it_comes(
    lived: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    queue = max(lived.sheet().queues, key=lambda column: len(column.waiting)).queue
    choose(lived, queue)
    people = lived.screen.chosen()
    lived.press(Qt.Key.Key_F6)
    places = lived.screen.places
    lived.qtbot.waitUntil(lambda: places.isVisible() and len(places.found.choices) > 4)
    QTest.keyClick(places.search, Qt.Key.Key_Down)
    at_once = places.found.choices[0].detail
    held.gate.set()
    other = next(q for q in ("A", "B") if q != queue)
    row = "ABCD".index(other)
    before = places.found.choices[row].detail
    lived.qtbot.waitUntil(lambda: places.found.choices[row].detail != before, timeout=20_000)
    played = forecasting.of_people(lived.desk, people, [QueueId(other)])[QueueId(other)]
    assert places.found.choices[row].detail == "  ".join(map(forecast_words.moved, played))
    assert places.found.currentIndex().row() == 1, "what was marked stays marked"
    assert at_once is not None
    QTest.keyClick(places.search, Qt.Key.Key_Return)
    lived.qtbot.waitUntil(lambda: lived.ticket(people[0]).queue == "B")


def test_other_queues_of_a_window_are_foreseen_in_the_panel(lived: Hall) -> None:
    ask_of(lived, "6")
    panel = lived.screen.arrange
    lived.qtbot.waitUntil(panel.isVisible)
    panel.boxes[A].click()
    panel.boxes[C].click()
    played = forecasting.of_plan(lived.desk, WindowId("6"), Plan((A,)))
    words = "  ".join(map(forecast_words.moved, played))
    assert words
    lived.qtbot.waitUntil(lambda: panel.foreseen.text() == words, timeout=20_000)


def test_a_range_is_said_in_whole_minutes_that_hold_it() -> None:
    assert forecast_words.span(8.7, 22.2) == "8–23 分钟"
    assert forecast_words.span(0, 0) == "0–1 分钟"
    assert forecast_words.span(90.5, 360, beyond=True) == "90 分钟以上"


def test_nothing_is_shown_of_what_was_asked_before(lived: Hall, page: ForecastPage) -> None:
    shown: list[Foreseen] = []
    ask(lived, page, Step.CLOSE, "5")
    ask(lived, page, Step.CLOSE, "6")
    lived.qtbot.waitUntil(page.go.isEnabled, timeout=20_000)
    assert page._foreseen is not None
    shown.append(page._foreseen)
    assert shown[0].what_if == WhatIf(Step.CLOSE, WindowId("6"))
