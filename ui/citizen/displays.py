"""Where the citizen's screen stands: on a display of its own, or in a small window. Displays come and go."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

OFF, WINDOW, SECOND = "off", "window", ""
_SMALL = (800, 560)


class Displays(QObject):
    """Places one screen beside the clerk's. `choice`: "" for whatever second display there is, "off", "window", or the
    name of a display; what is chosen is told, to be remembered.
    """

    chosen = Signal(str)
    moved = Signal()  # it came, went, or stands somewhere else

    def __init__(self, app: QGuiApplication, screen: QWidget, clerk: QWidget, choice: str) -> None:
        super().__init__(screen)
        self._app, self._screen, self._clerk = app, screen, clerk
        self.choice = choice
        self._on: QScreen | None = None
        app.screenAdded.connect(self._came)
        app.screenRemoved.connect(self._went)

    def end(self) -> None:
        """Watch no more."""
        self._app.screenAdded.disconnect(self._came)
        self._app.screenRemoved.disconnect(self._went)
        self._screen.hide()

    @property
    def shown(self) -> bool:
        """Whether anybody can see it."""
        return self._screen.isVisible()

    @property
    def on_display(self) -> str:
        """The display it fills, "" while it fills none."""
        return self._on.name() if self._on is not None and self.shown else ""

    def others(self) -> list[QScreen]:
        """The displays that the clerk does not work at."""
        own = self._clerk.window().screen()
        return [one for one in self._app.screens() if one is not own]

    def begin(self) -> None:
        """Show it where it stood the last time, if that can be. A small window is opened by the clerk's key alone."""
        wanted = self._wanted()
        if wanted is not None:
            self._fill(wanted)

    def choose(self, choice: str) -> None:
        """Move it there, or hide it; and remember it."""
        self.choice = choice
        wanted = self._wanted()
        if choice == OFF:
            self._hide()
        elif wanted is not None:
            self._fill(wanted)
        else:
            self._in_window()
        self.chosen.emit(choice)

    def open(self) -> None:
        """Show it where there is room for it: on the display that was chosen, on another one, or in a small window."""
        others = self.others()
        named = self._wanted()
        self.choose(self.choice if named is not None else SECOND if others else WINDOW)

    def _wanted(self) -> QScreen | None:
        others = self.others()
        if self.choice in (OFF, WINDOW):
            return None
        if self.choice == SECOND:
            return others[0] if others else None
        return next((one for one in others if one.name() == self.choice), None)

    def _fill(self, display: QScreen) -> None:
        screen = self._screen
        if self._on is display and self.shown:
            return
        self._hide()
        # it takes no focus: whoever touches it must not take the keyboard away from the clerk
        screen.setWindowFlags(
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self._on = display
        screen.setScreen(display)
        screen.setGeometry(display.geometry())
        screen.setWindowState(Qt.WindowState.WindowFullScreen)  # `showFullScreen` would ask for the focus as well
        screen.show()
        self.moved.emit()

    def _in_window(self) -> None:
        self._hide()
        screen = self._screen
        screen.setWindowFlags(Qt.WindowType.Window)
        screen.setWindowState(Qt.WindowState.WindowNoState)
        screen.resize(*_SMALL)
        screen.show()
        self.moved.emit()

    def _hide(self) -> None:
        self._on = None
        if self._screen.isVisible():
            self._screen.hide()
            self.moved.emit()

    def _came(self, _: QScreen) -> None:
        if not self.shown or self._on is None:
            self.begin()

    def _went(self, gone: QScreen) -> None:
        if self._on is gone:
            self._hide()  # before the system pushes it onto the clerk's own display
            self.begin()
