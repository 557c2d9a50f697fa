"""The key that calls for help, unseen: nothing moves on the screen but a few dots beside the day's count.

It is sent in a lane of its own, behind no round and no upload, and again every second until the centre has it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from deskapp.clerk import calling_for_help
from deskapp.failures import Failure
from deskapp.queries.help_sign import HelpSign
from deskapp.sync import round as rounds
from ui.clerk.session import Session
from ui.keys import Ask

LANE = "urgent"
AGAIN_MS = 1000


class EmergencyWires(QObject):
    """Joins the key, the dots and the line."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._sending = False
        self.sign = HelpSign.NONE
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._send)
        session.screen.when(Ask.EMERGENCY, self.call)
        session.refresh.watch("help", lambda: calling_for_help.sign(session.desk), self._show)

    def end(self) -> None:
        """Try no more; what is kept is sent by whoever signs in here next."""
        self._again.stop()
        self._s.refresh.forget("help")

    def call(self) -> None:
        """Call for help. What keeps it from being said shows by the dots that do not come: no word, no colour."""
        desk = self._s.desk
        self._s.do(LANE, lambda: calling_for_help.call_for_help(desk), lambda _: self._send(), _silently)

    def _send(self) -> None:
        if not self._sending:
            self._sending = True
            desk = self._s.desk
            self._s.do(LANE, lambda: rounds.send_at_once(desk), lambda _: self._sent(), lambda _: self._sent())

    def _sent(self) -> None:
        """It went, or it did not: the sheet that is read now says which."""
        self._sending = False
        self._s.refresh.stale("help")

    def _show(self, sign: HelpSign) -> None:
        self.sign = sign
        self._s.screen.status.show_help(sign)
        if sign is HelpSign.KEPT and not self._sending and not self._again.isActive():
            self._again.start()


def _silently(_: Failure) -> None:
    """Whoever stands before the clerk must not see that something was tried."""
