"""Hands at a real window over a cache of any size, and how long the screen takes to answer a key.

From the key's event until what it asks for stands painted: through the input filters, the lanes, the journal or the
query, the signal back, the model and the painter. Nothing is left out but the printer, which is a tray.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db import engines
from deskapp.assemble.desk import CACHE
from deskapp.desk import Desk, Station
from deskapp.devices.scanner import roster as scanners
from deskapp.ids import ClerkId, DeviceId, QueueId, WindowId, new_id
from deskapp.jobs.lanes import Lanes
from deskapp.jobs.line import Line
from deskapp.journal.journal import Journal
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.keys import beside
from deskapp.rules.window import WindowDefined, WindowKind
from deskapp.scans.vault import Vault
from deskapp.settings import Settings
from tests.bench.many_cases import KEY
from tests.clerk import office
from tests.fakes.no_line import NoDoor, NoLine
from ui import fonts, texts, theme
from ui.app import TURN_SECONDS
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.clerk.opening import ClerkWindow, open_window
from ui.clerk.screen import ClerkScreen
from ui.garbage import Garbage
from ui.keys import key_table

PATIENCE = 20.0  # seconds
REST = 0.15  # in which what a step has set going is over
_CTRL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Strikes keys at a window, and waits."""

    def __init__(self, app: QApplication, window: ClerkWindow, desk: Desk, tray: office.Tray) -> None:
        self.app, self.window, self.desk, self.tray = app, window, desk, tray
        self.screen, self.session = window.screen, window.session

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, held)

    def write(self, line: QWidget, words: str) -> None:
        """One more letter of what an input method or a keyboard gives."""
        line.setText(words)  # type: ignore[attr-defined]
        line.textEdited.emit(words)  # type: ignore[attr-defined]

    def took(self, strike: Callable[[], object], shown: Callable[[], bool]) -> float:
        """Milliseconds from a key to what it asked for, painted."""
        begun = time.perf_counter()
        strike()
        self._turn(shown)
        self._turn(lambda: True)  # what is shown is painted in this turn of the loop
        return (time.perf_counter() - begun) * 1000

    def wait(self, for_this: Callable[[], bool]) -> None:
        """Wait for what is no part of what is measured, and until the screen has come to rest."""
        self._turn(for_this)
        rests = time.perf_counter() + REST
        self._turn(lambda: time.perf_counter() > rests and not self.screen.keys.resting)

    def _turn(self, over: Callable[[], bool]) -> None:
        """Let the loop run, asleep between its events as the program's is, and look every other millisecond."""
        loop, ends = QEventLoop(), time.perf_counter() + PATIENCE
        beat = QTimer()
        beat.setTimerType(Qt.TimerType.PreciseTimer)
        beat.timeout.connect(lambda: loop.quit() if over() or time.perf_counter() > ends else None)
        beat.start(2)
        loop.exec()
        if not over():
            raise AssertionError(f"nothing happened in {PATIENCE:g} s: {self.screen.messages.text.text()}")

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.screen


def dressed() -> QApplication:
    """The program's letters and look, offscreen, and its turns among threads."""
    sys.setswitchinterval(TURN_SECONDS)
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    fonts.load_first(app)
    texts.speak(app, "zh")
    theme.wear(app, "light")
    return app


@contextmanager
def a_window(home: Path) -> Iterator[Hands]:
    """Window 3 with a clerk at it, the line cut, over the cache of this folder."""
    app, tray = dressed(), office.Tray()
    station = _station(home, tray)
    desk = office.desk(station)
    background, scanner = Background(Lanes()), BarcodeKeys()
    garbage = Garbage()  # as in the program: looked for by the screen's thread, a little every second
    garbage.start()
    window = open_window(desk, background, app, scanner, ClerkScreen(key_table()))
    hands = Hands(app, window, desk, tray)
    window.screen.show()
    window.screen.activateWindow()
    try:
        hands.wait(lambda: window.session.call is not None and window.line.sheet is not None)
        garbage.settle()
        yield hands
    finally:
        garbage.stop()
        window.end()
        app.removeEventFilter(scanner)
        hands._turn(lambda: background.idle)
        window.screen.close()
        station.journal.engine.dispose()


def _station(home: Path, tray: office.Tray) -> Station:
    keys, clock = beside(home / KEY), office.FrozenClock()
    engine = engines.sqlcipher(home / CACHE, keys.cache)
    terms = Terms(
        hall=office.HALL, author=Author(DeviceId(new_id()), 1), clock=clock.clock(), keeper=Keeper(keys.wrapping),
        keeps_people=True,
    )  # fmt: skip
    journal = Journal(engine, terms)
    with journal.writing() as facts:
        for name in "12345678":
            if not facts.window(WindowId(name)).version:
                defined = WindowDefined(WindowKind.INTAKE, (QueueId("A"), QueueId("B"), QueueId("C")))
                facts.add(ClerkId("admin"), defined, of=name)
    return Station(
        hall=office.HALL, settings=Settings(home=home), clock=clock.clock(), journal=journal,
        vault=Vault(home / "pages", keys.vault), centre=NoLine(), door=NoDoor(), line=Line(clock.clock()),
        scanner=scanners.find, sources=lambda: ("pretend:",), printer=tray, ticket_printer=tray,
    )  # fmt: skip
