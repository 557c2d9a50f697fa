"""What of this window's own is late or nearly so, to be opened and worked on."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import sheets
from deskapp.ids import CaseId
from ui.clerk.session import Session
from ui.keys import Ask


class WatchWires(QObject):
    """Joins the list of what is late to the journal."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        session.screen.when(Ask.WATCH, self.open)
        session.screen.watch.chosen.connect(lambda case: session.take_case(CaseId(case)))

    def open(self) -> None:
        """Read it and show it."""
        panel, desk = self._s.screen.watch, self._s.desk
        panel.start()
        self._s.do("reading", lambda: sheets.watched(desk), panel.show_lines)
