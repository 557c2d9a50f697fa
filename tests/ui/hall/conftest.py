"""A manager's board over a real desk whose line is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clerk import signing_in
from deskapp.desk import Clerk, Desk
from deskapp.ids import ClerkId, DeviceId, TicketId, WindowId
from deskapp.queries.hall_board import HallBoard
from deskapp.rules.ticket import Ticket
from deskapp.rules.window import Window, WindowOpened
from tests.clerk import office
from ui.background import Background
from ui.hall.opening import HallWindow, open_board
from ui.hall.screen import HallScreen
from ui.keys import key_table


@dataclass
class Hall:
    """A manager's hands on the board, and what the journal says."""

    desk: Desk
    window: HallWindow
    qtbot: QtBot
    clock: office.FrozenClock

    @property
    def screen(self) -> HallScreen:
        return self.window.screen

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus: QWidget = QApplication.focusWidget() or self.screen
        QTest.keyClick(focus, key, held)

    def sheet(self) -> HallBoard:
        assert self.window.session.board is not None
        return self.window.session.board

    def waiting(self, *numbers: str) -> list[TicketId]:
        """Let these take tickets, and see them on the board."""
        tickets = [office.issue(self.desk, number) for number in numbers]
        self.qtbot.waitUntil(lambda: set(tickets) <= {t.ticket for q in self.sheet().queues for t in q.waiting})
        return tickets

    def ticket(self, ticket: TicketId) -> Ticket:
        with self.desk.journal.reading() as reading:
            return reading.ticket(ticket)

    def at(self, window: str) -> Window:
        with self.desk.journal.reading() as reading:
            return reading.window(WindowId(window))

    def message(self) -> str:
        return self.screen.messages.text.text()


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def hall(
    tmp_path: Path, clock: office.FrozenClock, background: Background, dressed: QApplication, qtbot: QtBot
) -> Iterator[Hall]:
    station = office.station(tmp_path / "desk", clock)
    with station.journal.writing() as facts:
        for name in "357":
            opened = WindowOpened(ClerkId(f"clerk{name}"), DeviceId(f"desk{name}"))
            facts.add(opened.clerk, opened, of=name)
    clerk = Clerk(id=ClerkId("manager"), name="何值班", roles=("manager",), window=WindowId(""), token="")
    desk = signing_in.desk_of(station, clerk, office.FACTS)
    window = open_board(desk, background, HallScreen(key_table()))
    qtbot.addWidget(window.screen)
    window.screen.show()
    window.screen.activateWindow()
    qtbot.waitUntil(lambda: window.session.board is not None)
    yield Hall(desk, window, qtbot, clock)
    window.end()
    qtbot.waitUntil(lambda: background.idle, timeout=10_000)
    station.journal.engine.dispose()
