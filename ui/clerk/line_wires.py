"""The line: its lamp, the outbox, and the rounds with the centre."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from deskapp.clerk import settling, sheets
from deskapp.failures import Failure, LineTrouble
from deskapp.ids import CaseId, EventId
from deskapp.protocol import link as links
from deskapp.queries.line_sheet import LineSheet
from deskapp.sync import round as rounds
from deskapp.sync.listening import Listening
from ui.clerk.session import Session
from ui.parts.messages import Tone, Way

LANE = "line"
LISTENING_LANE = "listening"


class LineWires(QObject):
    """Joins the lamp and the outbox to the line, and keeps the rounds going in a lane of their own."""

    _line_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._ended = False
        self._rounding: int | None = None  # the thread that makes a round now
        self.sheet: LineSheet | None = None
        outbox = session.screen.outbox
        outbox.send_again_asked.connect(self._send_again)
        outbox.give_up_asked.connect(self._give_up)
        outbox.case_chosen.connect(lambda case: session.take_case(CaseId(case)))
        session.screen.messages.chosen.connect(self._way_chosen)
        self._line_changed.connect(lambda: session.refresh.stale("line"))
        line, growth = session.desk.line, session.desk.journal
        self._listening = Listening(session.desk)
        self._stop_hearing: tuple[Callable[[], None], ...] = (
            line.on_change(self._tell_change),
            growth.on_growth(lambda _: self._grew()),
        )
        session.refresh.watch("line", lambda: sheets.line(session.desk), self._show)
        self._beat()
        session.do(LISTENING_LANE, self._listening.keep_open)

    def end(self) -> None:
        """Make no more rounds, and listen no more. Waits for neither."""
        self._ended = True
        self._listening.end()
        stops, self._stop_hearing = self._stop_hearing, ()
        for stop in stops:
            stop()
        self._s.desk.line.want_round()  # wake the lane, so that it ends

    def _tell_change(self) -> None:
        """From the lane's thread."""
        if not self._ended:
            self._line_changed.emit()

    def _grew(self) -> None:
        """There may be something to send, unless a round itself made the journal grow. On the thread that did."""
        if threading.get_ident() != self._rounding:
            self._s.desk.line.want_round()

    def _beat(self) -> None:
        if not self._ended:
            self._s.do(LANE, self._round, lambda _: self._beat(), self._no_round)

    def _round(self) -> None:
        """In the lane: wait until there is something to send, or until it is time to ask, and then make a round."""
        desk = self._s.desk
        desk.line.wait_for_want(links.beat(desk.line.link, told=self._listening.open).total_seconds())
        if self._ended or not links.may_try(desk.line.link, desk.clock.now()):
            return
        self._rounding = threading.get_ident()
        try:
            rounds.run(desk)
        finally:
            self._rounding = None

    def _no_round(self, failure: Failure) -> None:
        """A line that is down is shown by its lamp and by nothing else."""
        if not isinstance(failure, LineTrouble):
            self._s.say_failure(failure)
        self._beat()

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
