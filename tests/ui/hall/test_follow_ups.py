"""The manager's list of bad ratings, with a real centre behind it: looked at, worked through by keys, red when late."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import signing_in
from deskapp.rules.rating import Opinion, Reason, Step
from deskapp.sync.client import HttpCentre
from deskapp.sync.ratings import HttpRatings
from tests.clerk import office
from tests.server.hall import Hall, open_hall
from tests.server.pretend_desk import PretendDesk, desk_at
from tests.server.test_ratings import rating, served
from ui.background import Background
from ui.hall.opening import HallWindow, open_board
from ui.hall.screen import HallScreen
from ui.keys import Ask, key_table

_PATIENCE = 15_000  # milliseconds


def drawn() -> str:
    """A few words by hand."""
    image = QImage(200, 60, QImage.Format.Format_Mono)
    image.fill(1)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    return base64.b64encode(bytes(buffer.data().data())).decode()


@dataclass
class Board:
    """A manager's board at a running centre, and a desk whose people rate."""

    hall: Hall
    window: HallWindow
    at_the_desk: PretendDesk
    qtbot: QtBot

    @property
    def screen(self) -> HallScreen:
        return self.window.screen

    def rated(self, opinion: Opinion) -> str:
        case = served(self.at_the_desk)
        event = rating(self.at_the_desk, case, opinion)
        assert self.at_the_desk.says(event) == ["held"]
        return event.id

    def opened(self) -> None:
        self.screen.ask(Ask.FOLLOW_UPS)
        self.qtbot.waitUntil(lambda: self.screen.follow_ups.marked is not None, timeout=_PATIENCE)

    def step(self, words: str) -> None:
        """Say what was done, and take the only step there is."""
        panel = self.screen.follow_ups
        panel.remark.set_text(words)
        before = len(panel.marked.steps) if panel.marked is not None else 0
        self.screen.ask(Ask.PRIMARY)
        self.qtbot.waitUntil(
            lambda: panel.marked is not None and len(panel.marked.steps) == before + 1, timeout=_PATIENCE
        )


@pytest.fixture
def board(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Board]:
    clock = office.FrozenClock()
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'hall.db'}", clock) as hall:
        http = HttpCentre(hall.address)
        station = office.station(tmp_path / "manager", clock, centre=http, furnished=False)
        object.__setattr__(station, "ratings", HttpRatings(http))
        desk = signing_in.sign_in(station, "manager", "demo", "")
        window = open_board(desk, background, HallScreen(key_table()))
        qtbot.addWidget(window.screen)
        window.screen.show()
        window.screen.activateWindow()
        yield Board(hall, window, desk_at(hall), qtbot)
        window.end()
        qtbot.waitUntil(lambda: background.idle, timeout=_PATIENCE)
        http.close()
        station.journal.engine.dispose()


def test_a_bad_rating_is_worked_through_to_its_answer(board: Board) -> None:
    board.rated(Opinion(1, (Reason.UNFRIENDLY, Reason.TOO_SLOW), "没人理", drawn()))
    board.opened()
    panel = board.screen.follow_ups
    assert "态度" in panel.told.text()
    assert "“没人理”" in panel.told.text()
    assert panel.drawing.isVisible()
    assert panel.list.choices[0].name.startswith("▲ 非常不满意 · 个体工商户注册登记")
    board.step("已打电话，约好下午见面")
    QTest.keyClicks(panel.remark.line, "it was so")
    QTest.mouseClick(panel.steps[Step.FOUND_TRUE], Qt.MouseButton.LeftButton)
    board.qtbot.waitUntil(lambda: panel.marked is not None and len(panel.marked.steps) == 2, timeout=_PATIENCE)
    board.step("增开一个窗口")
    board.step("已回电话，群众认可")
    board.qtbot.waitUntil(lambda: "已办结" in str(panel.list.choices[0]))
    assert "增开一个窗口" in panel.told.text()
    assert not any(made.isVisible() for made in panel.steps.values()), "closed"
    board.qtbot.waitUntil(lambda: board.screen.ratings_button.text().startswith("差评"))


def test_no_step_without_a_word(board: Board) -> None:
    board.rated(Opinion(2))
    board.opened()
    panel = board.screen.follow_ups
    (contact,) = [made for made in panel.steps.values() if made.isVisible()]
    assert not contact.isEnabled()
    board.screen.ask(Ask.PRIMARY)
    assert panel.marked is not None
    assert list(panel.marked.steps) == []


def test_the_number_is_shown_when_it_is_asked_for(board: Board) -> None:
    board.rated(Opinion(2))
    board.opened()
    panel = board.screen.follow_ups
    assert "看电话" in panel.call.text()
    QTest.mouseClick(panel.call, Qt.MouseButton.LeftButton)
    board.qtbot.waitUntil(lambda: "看电话" not in panel.call.text(), timeout=_PATIENCE)


def test_the_board_says_what_is_new_and_what_is_late(board: Board) -> None:
    board.rated(Opinion(1))
    board.opened()
    board.qtbot.waitUntil(lambda: board.screen.ratings_button.text().startswith("▲ 差评 1"))
    board.hall.clock.move(timedelta(days=2))
    board.screen.ask(Ask.FOLLOW_UPS)
    board.qtbot.waitUntil(lambda: board.screen.ratings_button.text().startswith("■ 差评 1，超期 1"), timeout=_PATIENCE)
    assert "超期 1 条" in board.screen.messages.text.text()


def test_a_good_rating_is_nobodys_to_follow_up(board: Board) -> None:
    board.rated(Opinion(5))
    board.screen.ask(Ask.FOLLOW_UPS)
    board.qtbot.waitUntil(lambda: "没有" in board.screen.follow_ups.summary.text(), timeout=_PATIENCE)


def test_the_figures_tell_how_services_were_rated(board: Board) -> None:
    board.rated(Opinion(5))
    board.screen.ask(Ask.FIGURES)
    board.qtbot.waitUntil(lambda: "平均 5.0" in board.screen.pages.figures.ratings.text(), timeout=_PATIENCE)
    assert "评价 1 · 满意 100%" in board.screen.pages.figures.ratings.text()
