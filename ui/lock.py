"""Locks a screen when nobody is there: by its key, or by itself after a while. The password opens it again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from deskapp.clerk import signing_in
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.sentences import sentence
from ui import texts
from ui.background import Background
from ui.citizen.own_keys import of_citizen
from ui.keys import Ask
from ui.parts.asked_screen import AskedScreen

IDLE_MINUTES = 10
LANE = "calling"
_LIVE = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})
_AT_WORK = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})


class Lock(QObject):
    """One lock for one screen. `unlocked` brings the desk with whoever has signed in anew."""

    unlocked = Signal(object)

    def __init__(
        self,
        screen: AskedScreen,
        app: QApplication,
        background: Background,
        desk: Callable[[], Desk],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._app = app
        self._background = background
        self._desk = desk
        self.idle = QTimer(self)
        self.idle.setSingleShot(True)
        self.idle.setInterval(IDLE_MINUTES * 60_000)
        self.idle.timeout.connect(self.lock)
        self.idle.start()
        app.installEventFilter(self)
        screen.when(Ask.LOCK, self.lock)
        screen.cover.unlock_asked.connect(self._unlock)

    def end(self) -> None:
        """Watch no more."""
        self._app.removeEventFilter(self)
        self.idle.stop()

    @property
    def locked(self) -> bool:
        """Whether the screen is covered."""
        return self._screen.cover.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody is there."""
        if event.type() in _LIVE and not of_citizen(watched):
            self.idle.start()
            if event.type() in _AT_WORK:
                self._desk().pace.touch()
        return False

    def lock(self) -> None:
        """Cover the screen. What was typed stays below."""
        if not self.locked:
            QApplication.inputMethod().commit()
            self._screen.lock(self._desk().clerk.name)

    def _unlock(self, password: str) -> None:
        desk = self._desk()
        self._background.run(
            LANE,
            lambda: signing_in.sign_in(desk, desk.clerk.id, password, desk.clerk.window),
            owner=self,
            then=self._unlocked,
            failed=self._still_locked,
        )

    def _unlocked(self, desk: Desk) -> None:
        self.unlocked.emit(desk)
        self._screen.unlock()

    def _still_locked(self, failure: Failure) -> None:
        self._screen.cover.say_wrong(sentence(failure, texts.language()))
