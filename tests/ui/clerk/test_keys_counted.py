"""The keys of a case of three materials, counted end to end: a real centre, a real serial line to the card reader.

From the call to the receipt: 5 where the ticket brings the item and the card is read, 10 where the item is looked up,
29 where the number is typed of somebody who was here before. No click and no modal on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clerk import signing_in
from deskapp.devices.id_card.pretend import record
from deskapp.devices.id_card.serial_port import SerialReader
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.ids import ItemCode, QueueId
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.rules.case_state import State
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.fakes.security_module import SecurityModule
from tests.fakes.true_time import TrueTime
from tests.server.running import running_centre
from tests.ui.clerk.conftest import Hands, opened
from ui.background import Background

ITEM = ItemCode("SCJG-0102")  # 个体工商户注册登记: handled at once, three materials
LI = ("李䶮", "990105198802293371")


class Clicks(QObject):
    """Hears every click and every modal window of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress:
            self.heard.append("click")
        if event.type() is QEvent.Type.Show and watched.isWidgetType() and watched.isModal():  # type: ignore[attr-defined]
            self.heard.append("modal")
        return False


@dataclass
class Counter:
    """A window at which keys are counted, with a centre, a scanner and a card reader."""

    qtbot: QtBot
    hands: Hands
    module: SecurityModule
    issuer: HttpCentre
    greeter: str
    tray: office.Tray
    clicks: Clicks

    def issue(self, item: ItemCode | None) -> str:
        number = self.issuer.issue(IssueTicket(queue=QueueId("A"), item=item), token=self.greeter).number
        self.qtbot.waitUntil(lambda: self._waits(number), timeout=15_000)
        return number

    def call(self, number: str, item: ItemCode | None) -> None:
        self.hands.struck = 0
        self.hands.press(Qt.Key.Key_F2)
        self.qtbot.waitUntil(lambda: self.hands.window.session.call_number == number, timeout=15_000)
        if item is not None:
            self.qtbot.waitUntil(lambda: "个体工商户" in self.hands.window.screen.items.name.text())

    def look_up(self) -> None:
        screen = self.hands.window.screen
        self.qtbot.waitUntil(screen.items.search.hasFocus)
        self.hands.type("gtgs")
        self.hands.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: "个体工商户" in screen.items.name.text() and not screen.items.search.hasFocus())

    def scan_and_accept(self) -> int:
        """Three sheets and the receipt; the keys struck since the call."""
        before = len(self.tray.papers)
        for owed in ("还差 2 项", "还差 1 项", "受理并打印回执"):
            self.hands.press(Qt.Key.Key_F5)
            self.hands.see(owed)
            self.qtbot.waitUntil(lambda: not self.hands.window.screen.pages._busy)
        self.hands.press(Qt.Key.Key_F9)
        session = self.hands.window.session
        self.qtbot.waitUntil(lambda: session.case is not None and session.case.state is State.ACCEPTED, timeout=15_000)
        self.qtbot.waitUntil(lambda: len(self.tray.papers) == before + 2)
        return self.hands.struck

    def _waits(self, number: str) -> bool:
        call = self.hands.window.session.call
        return call is not None and number in [one.number for one in call.next_numbers]


@pytest.fixture
def counter(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Counter]:
    with ExitStack() as left:
        centre = left.enter_context(running_centre(tmp_path / "centre"))
        module = SecurityModule()
        left.callback(module.close)
        issuer = HttpCentre(centre.address)
        left.callback(issuer.close)
        http = HttpCentre(centre.address)
        left.callback(http.close)
        tray = office.Tray()
        station = office.station(tmp_path / "desk", TrueTime(), centre=http, printer=tray, furnished=False)
        left.callback(station.journal.engine.dispose)
        reader = SerialReader(module.port)
        left.callback(reader.close)
        station = replace(
            station, card_reader=reader, scanner=lambda _: PretendScanner(), sources=lambda: ("pretend:",)
        )
        desk = signing_in.sign_in(station, "clerk3", "demo", "3")
        window, scanner = opened(desk, background, dressed, qtbot)
        clicks = Clicks()
        dressed.installEventFilter(clicks)
        greeter = issuer.sign_in(SignIn(user="greeter", password="demo")).token
        qtbot.waitUntil(lambda: window.line.rounds.listening.open, timeout=15_000)
        yield Counter(qtbot, Hands(qtbot, window), module, issuer, greeter, tray, clicks)
        window.end()
        dressed.removeEventFilter(clicks)
        dressed.removeEventFilter(scanner)
        qtbot.waitUntil(lambda: background.idle, timeout=10_000)


def test_a_case_takes_five_ten_or_twenty_nine_keys(counter: Counter) -> None:
    by_ticket = counter.issue(ITEM)
    counter.call(by_ticket, ITEM)
    counter.module.lay(record(*LI))
    page = counter.hands.window.screen.applicant
    counter.qtbot.waitUntil(lambda: page.typed.name == "李䶮")
    assert counter.scan_and_accept() == 5

    looked_up = counter.issue(None)
    counter.call(looked_up, None)
    counter.module.lay(record("王秀英", "990102194902030248"))
    counter.qtbot.waitUntil(lambda: page.typed.name == "王秀英")
    counter.look_up()
    assert counter.scan_and_accept() == 10

    typed = counter.issue(None)
    counter.call(typed, None)
    counter.hands.type(LI[1])
    counter.hands.press(Qt.Key.Key_Return)
    counter.look_up()
    assert counter.scan_and_accept() == 29
    assert counter.clicks.heard == []
