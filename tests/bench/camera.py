"""How smoothly a document camera of five megapixels is looked through, and what a picture of it costs the screen.

`python -m tests.bench camera`: the real window, the real process around a drawn camera (its pictures come by Qt's own
frames, as a real one's do), sheets found in every look. For ten seconds it is only looked at, then pictures are taken.
Wanted are at least 15 looks a second, and a loop that is never blocked for more than 50 ms.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from deskapp.clerk import intake
from deskapp.clerk.intake import Application
from deskapp.ids import ItemCode
from deskapp.jobs.lanes import Lanes
from tests.bench.at_a_window import dressed
from tests.bench.table import Row, Wanted
from tests.clerk import office
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.clerk.camera_panel import CameraPanel
from ui.clerk.opening import ClerkWindow, open_window
from ui.clerk.screen import ClerkScreen
from ui.garbage import Garbage
from ui.keys import Ask, key_table
from ui.watchdog import LoopWatchdog

CAMERA = "pretend:scene=sheet,size=2592x1944,fps=30"
SECONDS = 10.0
SHOTS = 5
SMOOTH = Wanted(15.0, at_least=True, unit="a second")
CALM = Wanted(50.0, unit="ms")
_PATIENCE = 60.0


class Looking:
    """Whoever looks through it."""

    def __init__(self, window: ClerkWindow, background: Background) -> None:
        self.window = window
        self.background = background
        self.watchdog = LoopWatchdog()

    @property
    def panel(self) -> CameraPanel:
        panel = self.window.camera.panel
        if panel is None:
            raise AssertionError(self.window.screen.messages.text.text())
        return panel

    def until(self, over: Callable[[], bool], seconds: float = _PATIENCE) -> None:
        """Let the loop run until it is over."""
        loop, ends = QEventLoop(), time.perf_counter() + seconds
        beat = QTimer()
        beat.timeout.connect(lambda: loop.quit() if over() or time.perf_counter() > ends else None)
        beat.start(20)
        loop.exec()

    def look(self) -> tuple[float, float]:
        """Looks a second, and the longest block in milliseconds."""
        self.window.screen.ask(Ask.CAMERA)
        self.until(lambda: self.panel.view.painted > 10)
        before, begun = self.panel.view.painted, time.perf_counter()
        self.watchdog.start()
        self.until(lambda: False, SECONDS)
        return (self.panel.view.painted - before) / (time.perf_counter() - begun), self.watchdog.worst_ms

    def take(self) -> tuple[float, float]:
        """Seconds from the key to the page, the slowest of some; and the longest block in milliseconds."""
        slowest = 0.0
        self.watchdog.start()
        for number in range(1, SHOTS + 1):
            begun = time.perf_counter()
            self.panel.shot_asked.emit()
            self.until(partial(self.kept, number))
            slowest = max(slowest, time.perf_counter() - begun)
        return slowest, self.watchdog.worst_ms

    def kept(self, wanted: int) -> bool:
        """Whether so many pages stand in the case, and the next may be taken."""
        case = self.window.session.case
        return case is not None and len(case.lines[0].pages) == wanted and self.window.camera.taking.free


def main() -> list[Row]:
    """Four rows."""
    app = dressed()
    with tempfile.TemporaryDirectory() as folder:
        return _measured(app, Path(folder))


def _measured(app: QApplication, home: Path) -> list[Row]:
    station = office.station(home / "desk", office.FrozenClock())
    desk = office.desk(replace(station, settings=replace(station.settings, camera=CAMERA)))
    case = intake.open_case(desk, Application(ItemCode("ZJ-0201"), "李䶮", "990105198802293371"))
    lanes, garbage = Lanes(), Garbage()
    background = Background(lanes)
    garbage.start()
    window = open_window(desk, background, app, BarcodeKeys(), ClerkScreen(key_table()))
    window.screen.show()
    window.screen.activateWindow()
    looking = Looking(window, background)
    window.session.take_case(case)
    looking.until(lambda: window.session.case is not None)
    garbage.settle()
    try:
        (pace, calm), (slowest, blocked) = looking.look(), looking.take()
    finally:
        window.camera.close()
        looking.until(lambda: background.idle)
        window.end()
        looking.until(lambda: background.idle)
        garbage.stop()
        lanes.stop()
        station.journal.engine.dispose()
        window.screen.close()
    return rows(pace, calm, slowest, blocked)


def rows(pace: float, calm: float, slowest: float, blocked: float) -> list[Row]:
    """What was found, held to what is wanted."""
    return [
        Row("document camera, 5 megapixels: looks painted", f"{pace:.1f} a second", figure=pace, wanted=SMOOTH),
        Row("event loop blocked while looking", f"{calm:.1f} ms", figure=calm, wanted=CALM),
        Row("event loop blocked while taking pages", f"{blocked:.1f} ms", figure=blocked, wanted=CALM),
        Row("from the shutter to the page in the case", f"{slowest:.2f} s at most of {SHOTS}"),
    ]
