"""A fresh process that opens a window and tells when what stood on it. `tests.bench.start` runs it.

`… empty` · `… program` · `… sign-in`; home and centre stand in the environment. It prints one line of JSON: name →
moment of the monotonic clock, which is one clock for all processes of a machine.

The program is the real one, run as the command runs it. Two things only are put into its hands: a key that lies beside
its cache in place of the system's keyring, and somebody who looks on. Looking on costs next to nothing: a filter on
two widgets until their first painting, and none on the application.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

if TYPE_CHECKING:
    from deskapp.desk import Station
    from deskapp.settings import Settings
    from ui.shell import Shell

USER, PASSWORD, WINDOW = "clerk3", "demo", "3"
_LOOK_EVERY = 5  # ms


class Seen(QObject):
    """Calls once, when a widget has been painted and the picture is on the screen."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it so
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._then)  # after everything that is painted in this turn of the loop
        return False


class Onlooker:
    """Notes what can be seen of the program and what can be done in it, and closes it."""

    def __init__(self, shell: Shell, *, signs_in: bool) -> None:
        self.moments: dict[str, float] = {}
        self._shell = shell
        self._signs_in = signs_in
        self._look_again = QTimer(shell)
        self._look_again.setInterval(_LOOK_EVERY)
        self._look_again.timeout.connect(self._look)
        shell.ready.connect(lambda: self._note("ready"))
        Seen(shell, self._painted)

    def _note(self, name: str) -> None:
        self.moments[name] = time.monotonic()
        if {"typed", "ready"} <= set(self.moments) and not self._look_again.isActive() and "usable" not in self.moments:
            self._go_on()

    def _painted(self) -> None:
        """The page stands there: strike a key, and see it stand in its line."""
        self._note("painted")
        line = self._shell.page.user.line
        Seen(line, lambda: self._note("typed") if line.text() == USER[0] else None)
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier, USER[0])
        QApplication.sendEvent(QApplication.focusWidget() or self._shell, key)

    def _go_on(self) -> None:
        if not self._signs_in:
            self._shell.close()
            return
        from ui.demo.keyboard import Keyboard  # the keys of a whole sign-in, one in each turn of the loop

        hands = Keyboard(self._shell)
        hands.type(USER[1:])
        hands.press(Qt.Key.Key_Tab)
        hands.type(PASSWORD)
        hands.press(Qt.Key.Key_Tab)
        hands.press(Qt.Key.Key_A, ctrl=True)
        hands.type(WINDOW)
        hands.press(Qt.Key.Key_Return)
        self._look_again.start()

    def _look(self) -> None:
        """The clerk's screen is usable when it shows who waits, and the state of the line."""
        window = self._shell.clerk
        if window is not None and window.session.call is not None and window.line.sheet is not None:
            self._look_again.stop()
            Seen(window.screen, self._usable)
            window.screen.update()

    def _usable(self) -> None:
        self._note("usable")
        self._shell.close()


def empty() -> dict[str, float]:
    """An empty main window of the same size, and nothing else."""
    moments: dict[str, float] = {}
    app = QApplication(["empty"])
    window = QMainWindow()
    window.resize(1366, 768)

    def painted() -> None:
        moments["painted"] = time.monotonic()
        window.close()

    Seen(window, painted)
    window.show()
    app.exec()
    return moments


def program(*, signs_in: bool) -> dict[str, float]:
    """The program, until it is ready, or until a clerk who signed in sees the hall."""
    from ui import app

    looking: list[Onlooker] = []

    class LookedAt(app.Program):
        def __init__(self, running: QApplication, settings: Settings) -> None:
            super().__init__(running, settings, _station)

        def open(self) -> None:
            looking.append(Onlooker(self.shell, signs_in=signs_in))
            super().open()

    app.Program = LookedAt  # type: ignore[assignment, misc]  # the one place where the program can be looked at from outside
    from ui.__main__ import main

    code = main([])
    if code:
        sys.exit(code)
    return looking[0].moments


def _station(settings: Settings) -> Station:
    """In the lane, as it is loaded there."""
    from deskapp.assemble.desk import open_station
    from deskapp.keys import beside

    return open_station(settings, keys=lambda home: beside(Path(home) / "demo.key"))


def _tell(which: str) -> None:
    moments = empty() if which == "empty" else program(signs_in=which == "sign-in")
    import json

    sys.stdout.write(json.dumps(moments) + "\n")


if __name__ == "__main__":
    _tell(sys.argv[1])
