"""F12: held, it shows the numbers in full and the journal notes it; tapped, it locks the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from deskapp.clerk import intake
from deskapp.desk import Desk
from deskapp.rules.case import Person
from ui.clerk.find_wires import FindWires
from ui.clerk.session import Session
from ui.hold_key import HoldKey
from ui.keys import Ask
from ui.lock import Lock


class LookWires(QObject):
    """Joins F12 and the lock."""

    def __init__(self, session: Session, app: QApplication, find: FindWires) -> None:
        super().__init__(session)
        self._s = session
        self._find = find
        self._app = app
        self._holding = False
        self.lock = Lock(session.screen, app, session.background, lambda: session.desk, self)
        self.lock.unlocked.connect(self._unlocked)
        self._key = HoldKey(session.screen.keys.key(Ask.LOCK), self)
        self._key.tapped.connect(self.lock.lock)
        self._key.held.connect(self._look)
        self._key.let_go.connect(self._mask)
        app.installEventFilter(self._key)

    def end(self) -> None:
        """Watch no more."""
        self._app.removeEventFilter(self._key)
        self.lock.end()

    def _look(self) -> None:
        case, desk = self._s.case_id, self._s.desk
        if self.lock.locked or self._find.look():
            return
        self._holding = True
        if case is not None:
            self._s.do("journal", lambda: intake.look(desk, case), self._show)

    def _show(self, person: Person) -> None:
        if self._holding:
            lines = filter(None, (person.name, person.id_number, person.phone, person.address))
            self._s.screen.applicant.show_in_full("\n".join(lines))

    def _mask(self) -> None:
        self._holding = False
        self._find.mask()
        self._s.screen.applicant.show_in_full("")

    def _unlocked(self, desk: Desk) -> None:
        self._s.desk = desk
