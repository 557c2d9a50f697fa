"""Joins the manager's list of what is late to what a supervisor does."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.desk import Desk
from deskapp.hall import supervising
from deskapp.ids import CaseId
from deskapp.queries.watch_list import WatchLine
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.deadline import Lamp
from ui.background import Background
from ui.hall.screen import HallScreen
from ui.hall.wires import HallWires
from ui.keys import Ask
from ui.parts.messages import Tone


class HallWatchWires(QObject):
    """Reads the list again whenever the journal has grown, and says what was done into it."""

    def __init__(self, desk: Desk, screen: HallScreen, background: Background, hall: HallWires) -> None:
        super().__init__(screen)
        self._desk, self._screen, self._hall = desk, screen, hall
        if not access.allows(desk.clerk.roles, Permission.SUPERVISE):
            screen.watch_button.hide()
            return
        hall.refresh.watch("watched", lambda: supervising.watched(desk), self._show)
        screen.when(Ask.WATCH, screen.watch.start)
        screen.watch.urged.connect(self._urge)
        screen.watch.followed_up.connect(self._follow_up)

    def _show(self, lines: tuple[WatchLine, ...]) -> None:
        red = sum(line.lamp is Lamp.RED for line in lines)
        self._screen.show_late(red, len(lines) - red)
        self._screen.watch.show_lines(lines)

    def _urge(self, case: str, remark: str) -> None:
        desk = self._desk
        self._hall.do(
            lambda: supervising.urge(desk, CaseId(case), remark),
            lambda _: self._hall.say("watch.urged", Tone.GOOD, lambda: self.tr("已催办，记入本件。")),
        )

    def _follow_up(self, case: str, remark: str) -> None:
        desk = self._desk
        self._hall.do(
            lambda: supervising.follow_up(desk, CaseId(case), remark),
            lambda _: self._hall.say("watch.followed_up", Tone.GOOD, lambda: self.tr("处理情况已记入本件。")),
        )
