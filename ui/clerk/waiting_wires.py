"""People who are held and come back, and somebody called by name. A second look guards against a misclick."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from deskapp.clerk import calling, holding, sheets, taking_back
from deskapp.ids import TicketId
from deskapp.queries.call_sheet import HeldTicket, WaitingTicket
from deskapp.queries.window_line import WindowLine
from deskapp.rules.ticket import TicketState
from ui import texts
from ui.clerk.calling_bar import why_words
from ui.clerk.calling_wires import LANE, CallingWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.choices import Choice
from ui.parts.messages import Tone

_STAY, _CALL, _TAKE_UP, _GIVE_UP, _ISSUE = "stay", "call", "take_up", "give_up", "issue"


class WaitingWires(QObject):
    """Joins the list of those who wait, and the key that holds, with `deskapp.clerk.holding`."""

    def __init__(self, session: Session, calls: CallingWires) -> None:
        super().__init__(session)
        self._s = session
        self._calls = calls
        self._line = WindowLine((), (), "")
        self._meant: TicketId | None = None  # whom the second look is about
        self._told: set[tuple[TicketId, datetime]] = set()  # whose time is over, said once
        screen = session.screen
        screen.when(Ask.HOLD, self.hold)
        screen.when(Ask.LINE, self.open)
        screen.calling_bar.line_asked.connect(lambda: screen.ask(Ask.LINE))
        screen.line.chosen.connect(self._look_at)
        screen.sure.chosen.connect(self._go)
        calls.minute.connect(self._tell_over)
        session.call_shown.connect(self._tell_over)

    def hold(self) -> None:
        """The person in hand fetches something and comes back here; the next can be called meanwhile."""
        ticket, desk, number = self._calls.ticket, self._s.desk, self._s.call_number
        if ticket is None:
            return
        was_called = self._s.call is not None and self._s.call.ticket_state is TicketState.CALLED

        def words() -> str:
            return self.tr("{number} 已挂起").format(number=number)

        def held(until: datetime) -> None:
            if not was_called:
                self._calls.offer_undo(words, lambda: holding.take_up(desk, ticket))
            key = self._s.screen.keys.text(Ask.LINE)
            said = self.tr("{number} 已挂起，等到 {time}。{key} 接回。")
            self._s.say("held", Tone.GOOD, lambda: said.format(number=number, time=texts.clock_time(until), key=key))

        self._s.do(LANE, lambda: holding.hold(desk, ticket), held)

    def open(self) -> None:
        """Show who is held and who waits, in the order of calling."""
        desk = self._s.desk
        self._s.do("reading", lambda: sheets.window(desk), self._offer)

    def _offer(self, line: WindowLine) -> None:
        self._line = line
        now = self._s.desk.clock.now()
        choices = [self._held_choice(held, now) for held in line.held]
        for place, waiting in enumerate(line.waiting):
            choices.append(self._waiting_choice(waiting, now, line.why_next if place == 0 else ""))
        if not line.waiting:
            choices.append(Choice("", self.tr("无人等候"), note=True))
        choices.append(Choice(_ISSUE, self.tr("取号…"), hint=self._s.screen.keys.text(Ask.ISSUE)))
        self._s.screen.line.offer(choices)

    def _held_choice(self, held: HeldTicket, now: datetime) -> Choice:
        left = texts.whole_minutes(now, held.until)
        detail = self.tr("还有 {n} 分钟").format(n=left + 1) if held.until > now else self.tr("⚠ 时间已到")
        return Choice(held.ticket, self.tr("{number} 挂起中").format(number=held.number), detail)

    def _waiting_choice(self, waiting: WaitingTicket, now: datetime, why: str) -> Choice:
        said = [why_words(why)] if why else []
        said += [waiting.item_name] if waiting.item_name else []
        said += [self.tr("转来本窗")] if waiting.sent_here and why != "sent" else []
        said += [self.tr("留言：{remark}").format(remark=waiting.remark)] if waiting.remark else []
        waited = self.tr("等了 {n} 分钟").format(n=texts.whole_minutes(waiting.since, now))
        return Choice(waiting.ticket, waiting.number, " · ".join(said), waited)

    def _look_at(self, chosen: str) -> None:
        if chosen == _ISSUE:
            self._s.screen.ask(Ask.ISSUE)
            return
        held = next((one for one in self._line.held if one.ticket == chosen), None)
        waiting = next((one for one in self._line.waiting if one.ticket == chosen), None)
        if held is not None:
            self._ask_of_held(held)
        elif waiting is not None and self._calls.ticket is None and self._s.case_id is None:
            self._call(waiting.ticket)
        elif waiting is not None:
            self._ask_of_waiting(waiting)

    def _ask_of_held(self, held: HeldTicket) -> None:
        self._meant = held.ticket
        number = held.number
        self._s.screen.sure.offer(
            [
                Choice(_TAKE_UP, self.tr("{number} 回来了，接着办").format(number=number), self._ended()),
                Choice(_GIVE_UP, self.tr("{number} 没有回来，过号").format(number=number)),
                Choice(_STAY, self.tr("再等等")),
            ],
            lambda: self.tr("挂起的 {number}").format(number=number),
        )

    def _ask_of_waiting(self, waiting: WaitingTicket) -> None:
        self._meant = waiting.ticket
        number, now = waiting.number, self._s.call_number
        stay = self.tr("留下，继续办 {now}").format(now=now) if now else self.tr("留下，继续办手上这件")
        go = self.tr("办完 {now}，叫 {number}") if now else self.tr("放下手上这件，叫 {number}")
        self._s.screen.sure.offer(
            [Choice(_STAY, stay), Choice(_CALL, go.format(now=now, number=number))],
            lambda: self.tr("叫 {number}？").format(number=number),
        )

    def _ended(self) -> str:
        now = self._s.call_number
        return self.tr("手上的 {now} 同时办完").format(now=now) if now else ""

    def _go(self, chosen: str) -> None:
        ticket, desk, self._meant = self._meant, self._s.desk, None
        if ticket is None or chosen == _STAY:
            return
        if chosen == _CALL:
            self._call(ticket)
        elif chosen == _TAKE_UP:
            self._calls.keep_call()
            self._s.do(LANE, lambda: holding.take_up(desk, ticket))
        elif chosen == _GIVE_UP:
            number = next((held.number for held in self._line.held if held.ticket == ticket), "")
            self._s.do(
                LANE,
                lambda: holding.give_up(desk, ticket),
                lambda _: self._calls.offer_undo(
                    lambda: self.tr("{number} 已过号").format(number=number),
                    lambda: taking_back.no_show(desk, ticket),
                ),
            )

    def _call(self, ticket: TicketId) -> None:
        desk = self._s.desk
        self._calls.call(lambda: calling.call_one(desk, ticket))

    def _tell_over(self) -> None:
        """Say of each held person, once, that their time is over."""
        call, now = self._s.call, self._s.desk.clock.now()
        for held in call.held if call is not None else ():
            said = (held.ticket, held.until)
            if held.until <= now and said not in self._told:
                self._told.add(said)
                words = self.tr("{number} 挂起的时间已到：{key} 接回或过号。")
                words = words.format(number=held.number, key=self._s.screen.keys.text(Ask.LINE))
                self._s.say("held.over", Tone.OWED, lambda words=words: words, stays=True)  # type: ignore[misc]
