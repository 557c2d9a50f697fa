"""The line: its lamp, the outbox, and the rounds with the centre."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import settling, sheets
from deskapp.ids import CaseId, EventId
from deskapp.queries.line_sheet import LineSheet
from ui.clerk.session import Session
from ui.parts.messages import Tone, Way
from ui.rounds import Rounds


class LineWires(QObject):
    """Joins the lamp and the outbox to the line, and keeps the rounds going."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self.sheet: LineSheet | None = None
        outbox = session.screen.outbox
        outbox.send_again_asked.connect(self._send_again)
        outbox.give_up_asked.connect(self._give_up)
        outbox.case_chosen.connect(lambda case: session.take_case(CaseId(case)))
        session.screen.messages.chosen.connect(self._way_chosen)
        self.rounds = Rounds(session.desk, session.background, session.say_failure, self)
        self.rounds.line_changed.connect(lambda: session.refresh.stale("line"))
        session.refresh.watch("line", lambda: sheets.line(session.desk), self._show)

    def end(self) -> None:
        """Make no more rounds, and listen no more. Waits for neither."""
        self.rounds.end()

    def _show(self, sheet: LineSheet) -> None:
        before, self.sheet = self.sheet, sheet
        self._s.screen.status.lamp.show_sheet(sheet)
        self._s.screen.outbox.show_sheet(sheet)
        if sheet.rejected and (before is None or sheet.rejected > before.rejected):
            self._s.say(
                "line.rejected",
                Tone.OWED,
                lambda: self.tr("中心退回了 {n} 步，内容都在，请处理。").format(n=sheet.rejected),
                Way("outbox", lambda: self.tr("去处理")),
                stays=True,
            )
        elif not sheet.rejected:
            self._s.screen.messages.withdraw("line.rejected")

    def _send_again(self, event: str) -> None:
        desk = self._s.desk
        self._s.do("journal", lambda: settling.send_again(desk, EventId(event)))

    def _give_up(self, event: str, remark: str) -> None:
        desk = self._s.desk
        self._s.do("journal", lambda: settling.give_up(desk, EventId(event), remark))

    def _way_chosen(self, _: str, way: str) -> None:
        if way == "outbox":
            self._s.screen.outbox.open_panel(self._s.screen.outbox.steps)
