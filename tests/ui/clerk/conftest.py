"""A real desk behind a real screen, for the tests of the clerk's whole work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake, signing_in
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.devices.scanner.contract import Scanner
from deskapp.ids import ItemCode, QueueId
from deskapp.protocol.messages import Batch, IssueTicket, SignIn
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.fakes.true_time import TrueTime
from tests.server.running import RunningCentre, running_centre
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.clerk.opening import ClerkWindow, open_window
from ui.clerk.screen import ClerkScreen
from ui.demo.relay import Relay
from ui.keys import key_table


@dataclass
class Hands:
    """A clerk's hands on a screen. Counts what they strike."""

    qtbot: QtBot
    window: ClerkWindow
    struck: int = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.struck += 1
        QTest.keyClick(self._focus(), key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self.struck += 1
            QTest.keyClicks(self._focus(), letter)

    def compose(self, text: str) -> None:
        """Write what an input method has composed."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._focus(), event)

    def primary(self) -> str:
        return self.window.screen.accept_bar.primary_button.text()

    def see(self, words: str) -> None:
        """Wait until the primary button says this, and its key is awake."""
        keys = self.window.screen.keys
        self.qtbot.waitUntil(lambda: words in self.primary() and not keys.resting)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window.screen


@pytest.fixture
def clock() -> office.FrozenClock:
    return office.FrozenClock()


@pytest.fixture
def tray() -> office.Tray:
    return office.Tray()


@contextmanager
def desk_with_scanner(home: Path, clock: office.FrozenClock, tray: office.Tray, scanner: Scanner) -> Iterator[Desk]:
    """Window 3 with clerk3 at it, the line cut, and one scanner."""
    station = office.station(home, clock, printer=tray)
    yield office.desk(replace(station, scanner=lambda _: scanner, sources=lambda: ("pretend:",)))
    station.journal.engine.dispose()


def with_three_materials(desk: Desk, hands: Hands) -> Hands:
    """A person was called, and has a case of three materials, nothing of it here yet."""
    ticket = office.issue(desk, "A012", item="ZJ-0201")
    hands.press(Qt.Key.Key_F2)
    hands.qtbot.waitUntil(lambda: hands.window.session.call_number == "A012")
    intake.open_case(desk, Application(ItemCode("ZJ-0201"), "李䶮", "990105198802293371", "19900007221", ticket=ticket))
    hands.see("还差 3 项")
    hands.window.screen.checklist.setFocus()
    return hands


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray) -> Iterator[Desk]:
    """Window 3 with clerk3 at it, the line cut."""
    station = office.station(tmp_path / "desk", clock, printer=tray)
    yield office.desk(station)
    station.journal.engine.dispose()


def opened(desk: Desk, background: Background, app: QApplication, qtbot: QtBot) -> tuple[ClerkWindow, BarcodeKeys]:
    scanner = BarcodeKeys()
    app.installEventFilter(scanner)
    window = open_window(desk, background, app, scanner, ClerkScreen(key_table()))
    qtbot.addWidget(window.screen)
    window.screen.show()
    window.screen.activateWindow()
    window.screen.applicant.setFocus()
    qtbot.waitUntil(lambda: window.session.call is not None and window.line.sheet is not None)
    return window, scanner


@pytest.fixture
def window(desk: Desk, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[ClerkWindow]:
    made, scanner = opened(desk, background, dressed, qtbot)
    yield made
    made.end()
    dressed.removeEventFilter(scanner)
    qtbot.waitUntil(lambda: background.idle, timeout=10_000)


@pytest.fixture
def hands(qtbot: QtBot, window: ClerkWindow) -> Hands:
    return Hands(qtbot, window)


class Asked(HttpCentre):
    """The real client, which counts how often it asks what others did."""

    pulls = 0

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        self.pulls += 1
        return super().pull(token=token, after=after, limit=limit)


@dataclass
class Live:
    """A clerk's screen with a real centre behind a line that can be cut."""

    desk: Desk
    http: Asked
    at_the_centre: HttpCentre
    window: ClerkWindow
    centre: RunningCentre
    relay: Relay
    qtbot: QtBot
    background: Background
    greeter: str  # the token of whoever hands out tickets

    @property
    def told(self) -> bool:
        return self.window.line.rounds.listening.open

    def issue(self) -> None:
        self.at_the_centre.issue(IssueTicket(queue=QueueId("A")), token=self.greeter)

    def waiting(self) -> int:
        """How many people wait, as the screen shows it."""
        assert self.window.session.call is not None
        return self.window.session.call.waiting

    def see(self, waiting: int, within: int = 15_000) -> None:
        self.qtbot.waitUntil(lambda: self.waiting() == waiting, timeout=within)


@pytest.fixture
def live(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Live]:
    with running_centre(tmp_path / "centre") as centre:
        relay = Relay(int(centre.address.rpartition(":")[2]))
        at_the_centre = HttpCentre(centre.address)
        greeter = at_the_centre.sign_in(SignIn(user="greeter", password="demo")).token
        http = Asked(f"http://127.0.0.1:{relay.port}")
        station = office.station(tmp_path / "desk", TrueTime(), centre=http, furnished=False)
        desk = signing_in.sign_in(station, "clerk3", "demo", "3")
        window, scanner = opened(desk, background, dressed, qtbot)
        made = Live(desk, http, at_the_centre, window, centre, relay, qtbot, background, greeter)
        qtbot.waitUntil(lambda: made.told, timeout=15_000)
        yield made
        window.end()
        dressed.removeEventFilter(scanner)
        qtbot.waitUntil(lambda: background.idle, timeout=10_000)
        relay.close()
        http.close()
        at_the_centre.close()
        station.journal.engine.dispose()
