"""A ticket issued at the window: for somebody new, or for a second service of who is here."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import issuing, sheets
from deskapp.failures import Failure, LineTrouble
from deskapp.ids import QueueId
from deskapp.protocol.messages import TicketAnswer
from deskapp.queries.window_line import Places
from deskapp.rules.line_terms import NORMAL
from ui import texts
from ui.clerk.calling_wires import LANE, CallingWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.choices import Choice
from ui.parts.messages import Tone

_SECOND = "second"  # else the class of a new person


class IssueWires(QObject):
    """Joins the box of queues and classes with `deskapp.clerk.issuing`."""

    def __init__(self, session: Session, calls: CallingWires) -> None:
        super().__init__(session)
        self._s = session
        self._calls = calls
        session.screen.when(Ask.ISSUE, self.open)
        session.screen.issue.chosen.connect(self._issue)

    def open(self) -> None:
        """Choose what the ticket is for."""
        desk = self._s.desk
        self._s.do("reading", lambda: sheets.places(desk), self._offer)

    def _offer(self, places: Places) -> None:
        english = texts.language() == "en"
        names = {queue.id: f"{queue.id} {queue.en if english else queue.name}" for queue in places.queues}
        choices = [Choice(f"{NORMAL} {queue}", name, self.tr("新来的人")) for queue, name in names.items()]
        if self._calls.ticket is not None:
            detail = self.tr("按 {number} 取号的时间排").format(number=self._s.call_number)
            said = self.tr("{queue} · 再办一件")
            choices += [Choice(f"{_SECOND} {queue}", said.format(queue=name), detail) for queue, name in names.items()]
        for sort in places.classes:
            if sort.code != NORMAL:
                said = sort.en if english else sort.name
                choices += [Choice(f"{sort.code} {queue}", f"{name} · {said}") for queue, name in names.items()]
        self._s.screen.issue.offer(choices)

    def _issue(self, chosen: str) -> None:
        kind, _, letter = chosen.partition(" ")
        desk, ticket, queue = self._s.desk, self._calls.ticket, QueueId(letter)
        if kind != _SECOND:
            self._s.do(LANE, lambda: issuing.issue(desk, queue, kind), self._issued, self._not_issued)
        elif ticket is not None:  # else whoever it was for has gone meanwhile
            self._s.do(LANE, lambda: issuing.second_ticket(desk, ticket, queue), self._issued, self._not_issued)

    def _not_issued(self, failure: Failure) -> None:
        if isinstance(failure, LineTrouble):
            words = self.tr("线路中断，取不了号：号码由中心统一发。请来的人稍候，接通后再按 {key}。")
            key = self._s.screen.keys.text(Ask.ISSUE)
            self._s.say(failure.code, Tone.OWED, lambda: words.format(key=key))
        else:
            self._s.say_failure(failure)

    def _issued(self, answer: TicketAnswer) -> None:
        expected = answer.expected

        def words() -> str:
            said = self.tr("已取号 {number}，前面 {n} 人").format(number=answer.number, n=answer.waiting)
            if expected is not None:
                said += self.tr("，约等 {least}–{most} 分钟").format(least=expected.least, most=expected.most)
            return said + self.tr("。")

        self._s.say("issued", Tone.GOOD, words)
