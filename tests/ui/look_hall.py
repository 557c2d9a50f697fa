"""Draws the manager's pages over a lived day into a folder, to look at: `python -m tests.ui.look_hall DIR`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from deskapp.clerk import signing_in
from deskapp.desk import Clerk
from deskapp.ids import ClerkId, WindowId
from deskapp.jobs.lanes import Lanes
from tests.clerk import office
from tests.ui.hall import days
from ui import fonts, texts, theme
from ui.background import Background
from ui.hall.opening import HallWindow, open_board
from ui.hall.screen import HallScreen
from ui.keys import Ask, key_table


def main(folder: Path) -> None:
    """Live three days, open every page, and keep its picture in every look, in English and on the smallest screen."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["look"])
    assert isinstance(app, QApplication)
    fonts.load_first(app)
    texts.speak(app, "zh")
    theme.wear(app, "light")
    clock = office.FrozenClock()
    with tempfile.TemporaryDirectory() as home:
        station = office.station(Path(home) / "desk", clock)
        for back in (4, 3, 0):
            opens = office.MORNING - timedelta(days=back, minutes=30)
            days.live(station, clock, opens, opens + timedelta(hours=9 if back else 4), seed=back)
        clerk = Clerk(id=ClerkId("manager"), name="何值班", roles=("manager",), window=WindowId(""), token="")
        desk = signing_in.desk_of(station, clerk, office.FACTS)
        background = Background(Lanes())
        opened = open_board(desk, background, HallScreen(key_table()))
        opened.screen.show()
        wait(lambda: opened.session.board is not None)
        for name, look, lang, size in (
            ("light", "light", "zh", QSize(1366, 768)), ("dark", "dark", "zh", QSize(1366, 768)),
            ("en", "light", "en", QSize(1366, 768)), ("small", "light", "zh", QSize(960, 540)),
            ("small-en", "dark", "en", QSize(960, 540)),
        ):  # fmt: skip
            theme.wear(app, look)
            texts.speak(app, lang)
            opened.screen.resize(size)
            draw(opened, background, folder, name)
        opened.end()
        wait(lambda: background.idle)
        station.journal.engine.dispose()


def draw(opened: HallWindow, background: Background, folder: Path, name: str) -> None:
    """Every page once."""
    screen = opened.screen
    wait(lambda: False, 0.2)
    screen.grab().save(str(folder / f"board-{name}.png"))
    screen.ask(Ask.FIGURES)
    settle(background)
    screen.grab().save(str(folder / f"figures-{name}.png"))
    screen.ask(Ask.FORECAST)
    page = screen.pages.forecast
    page.panel.step.setCurrentIndex(1)
    page.panel.step.activated.emit(1)
    page.panel.which.setCurrentIndex(6)
    page.panel.which.activated.emit(6)
    next(iter(page.panel.boxes.values())).click()
    settle(background)
    screen.grab().save(str(folder / f"forecast-{name}.png"))
    screen.ask(Ask.REPLAY)
    settle(background)
    screen.pages.replay.slider.setValue(2 * 3600)
    settle(background)
    screen.grab().save(str(folder / f"replay-{name}.png"))
    screen.close_overlays()


def settle(background: Background) -> None:
    """Wait until everything that was asked for has come; what goes on all the time is not waited for."""
    wait(lambda: len(background._under_way) <= 2, 20)
    wait(lambda: False, 0.4)
    wait(lambda: len(background._under_way) <= 2, 20)


def wait(until: Callable[[], bool], seconds: float = 20.0) -> None:
    """Let the loop turn until this holds, or so long."""
    loop, begun = QEventLoop(), time.monotonic()
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() - begun > seconds else None)
    timer.start()
    loop.exec()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
