"""F12: held, it shows the numbers in full and the journal notes it; tapped, it locks the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from deskapp.clerk import intake, signing_in
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.rules.case import Person
from deskapp.sentences import sentence
from ui import texts
from ui.clerk.session import Session
from ui.hold_key import HoldKey
from ui.keys import Ask

IDLE_MINUTES = 10
_LIVE = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})


class LookWires(QObject):
    """Joins F12 and the lock."""

    def __init__(self, session: Session, app: QApplication) -> None:
        super().__init__(session)
        self._s = session
        self._app = app
        self._holding = False
        self._key = HoldKey(session.screen.keys.key(Ask.LOCK), self)
        self._key.tapped.connect(self.lock)
        self._key.held.connect(self._look)
        self._key.let_go.connect(self._mask)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MINUTES * 60_000)
        self._idle.timeout.connect(self.lock)
        self._idle.start()
        app.installEventFilter(self._key)
        app.installEventFilter(self)
        session.screen.when(Ask.LOCK, self.lock)
        session.screen.cover.unlock_asked.connect(self._unlock)

    def end(self) -> None:
        """Watch no more."""
        self._app.removeEventFilter(self._key)
        self._app.removeEventFilter(self)
        self._idle.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody is there."""
        if event.type() in _LIVE:
            self._idle.start()
        return False

    def lock(self) -> None:
        """Cover the screen. What was typed stays below."""
        if not self._s.screen.cover.isVisible():
            QApplication.inputMethod().commit()
            self._s.screen.lock(self._s.desk.clerk.name)

    def _look(self) -> None:
        case, desk = self._s.case_id, self._s.desk
        self._holding = True
        if case is not None and not self._s.screen.cover.isVisible():
            self._s.do("journal", lambda: intake.look(desk, case), self._show)

    def _show(self, person: Person) -> None:
        if self._holding:
            lines = filter(None, (person.name, person.id_number, person.phone, person.address))
            self._s.screen.applicant.show_in_full("\n".join(lines))

    def _mask(self) -> None:
        self._holding = False
        self._s.screen.applicant.show_in_full("")

    def _unlock(self, password: str) -> None:
        desk = self._s.desk
        again = lambda: signing_in.sign_in(desk, desk.clerk.id, password, desk.clerk.window)  # noqa: E731 - one use
        self._s.do("calling", again, self._unlocked, self._still_locked)

    def _unlocked(self, desk: Desk) -> None:
        self._s.desk = desk
        self._s.screen.unlock()

    def _still_locked(self, failure: Failure) -> None:
        self._s.screen.cover.say_wrong(sentence(failure, texts.language()))
