"""A clerk's screen and the citizen's in a small window beside it, at a desk that knows how ratings are closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec.structs import replace as changed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clerk import rating
from deskapp.desk import Desk
from deskapp.journal import letters
from deskapp.journal.kinds import RATING
from deskapp.protocol.json import decode
from deskapp.protocol.messages import Event
from deskapp.rules.rating import Occasion, Opinion, letter_place
from deskapp.rules.ticket import TicketState
from tests.clerk import office
from tests.ui.clerk.conftest import Hands, opened
from ui.background import Background
from ui.citizen.screen import CitizenScreen
from ui.clerk.opening import ClerkWindow
from ui.keys import Ask

CENTRES = X25519PrivateKey.from_private_bytes(b"c" * 32)
HOUSING = "ZJ-0201"  # three materials, none of them may be promised or put off
NUMBER, NAME, PHONE = "990105198802293371", "李䶮", "19900007221"


@dataclass
class Beside:
    """The clerk's hands, and the screen that the citizen sees."""

    hands: Hands
    desk: Desk
    window: ClerkWindow
    qtbot: QtBot

    @property
    def screen(self) -> CitizenScreen:
        return self.window.citizen.screen

    def told(self) -> str:
        """What the clerk is told of the citizen's screen."""
        return self.window.screen.status.citizen.text()

    def call(self, number: str = "A012") -> None:
        office.issue(self.desk, number, item=HOUSING)
        self.hands.press(Qt.Key.Key_F2)
        self.qtbot.waitUntil(lambda: self.window.session.call_number == number)
        self.qtbot.waitUntil(lambda: "退休提取" in self.window.screen.items.name.text())

    def take_in(self) -> None:
        self.hands.type(NUMBER)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.compose(NAME)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.type(PHONE)
        self.hands.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.window.session.case is not None)
        self.qtbot.waitUntil(lambda: self.served)

    @property
    def served(self) -> bool:
        """Whether the person called is known to be here."""
        call = self.window.session.call
        return call is not None and call.ticket_state is TicketState.SERVING

    def receive(self) -> None:
        self.hands.see("还差 3 项")
        for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
            self.hands.press(digit)
        self.hands.see("受理并打印回执")

    def accept(self) -> None:
        """A whole service, up to the question what they think of it."""
        self.call()
        self.take_in()
        self.receive()
        self.hands.press(Qt.Key.Key_F9)
        self.hands.see("办完，叫下一位")

    def asked_to_rate(self) -> None:
        self.qtbot.waitUntil(lambda: self.screen.page is self.screen.rating)

    def looked_through(self) -> None:
        """Wait until all that was done here has been looked through for services to rate."""
        self.qtbot.waitUntil(lambda: self.window.citizen._mark == rating.mark(self.desk))

    def ratings(self) -> list[Event]:
        """What this desk holds of ratings."""
        with self.desk.journal.reading() as reading:
            case = self.window.session.case_id or self.case
            return [
                event
                for occasion in Occasion
                for event in reading.events_of(f"{case}:{occasion.value}")
                if event.stream == RATING
            ]

    case: str = ""


def read_at_the_centre(event: Event) -> Opinion:
    """What the centre, and nobody else, reads in it."""
    place = letter_place(event.hall, event.payload["case"], Occasion(event.payload["occasion"]))
    return decode(letters.read(event.payload["letter"], CENTRES, place), Opinion)


def touch(part: QWidget, at: QPoint | None = None) -> None:
    """A finger on a part that takes what the system makes of a touch."""
    QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=at or part.rect().center())


@pytest.fixture
def screen(dressed: QApplication, qtbot: QtBot) -> Iterator[CitizenScreen]:
    """The citizen's screen alone, on the smallest display."""
    made = CitizenScreen()
    made.show_place("示例县政务服务大厅", "3")
    made.resize(1024, 600)
    made.show()
    yield made
    made.hide()
    made.deleteLater()


@pytest.fixture
def beside(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Beside]:
    station = office.station(tmp_path / "desk", office.FrozenClock())
    bare = office.desk(station)
    desk = replace(bare, facts=changed(bare.facts, letters=letters.address(CENTRES)))
    window, scanner = opened(desk, background, dressed, qtbot)
    window.screen.ask(Ask.CITIZEN)
    qtbot.waitUntil(lambda: window.citizen.displays.shown)
    window.screen.activateWindow()
    window.screen.applicant.setFocus()
    yield Beside(Hands(qtbot, window), desk, window, qtbot)
    window.end()
    dressed.removeEventFilter(scanner)
    qtbot.waitUntil(lambda: background.idle, timeout=10_000)
    station.journal.engine.dispose()
