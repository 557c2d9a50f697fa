"""The call keys: next, again, arrived, no-show, pause; a call can be taken back for ten seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.clerk import calling, shutter, taking_back
from deskapp.failures import Failure
from deskapp.ids import TicketId
from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.case_sheet import CaseSheet, NextStep
from deskapp.rules.case_state import State
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone

LANE = "calling"  # a call asks the centre for up to 800 ms; ticks and scans do not wait for it
MINUTES_MS = 10_000


class CallingWires(QObject):
    """Joins the call bar to the use cases of `deskapp.clerk.calling`."""

    minute = Signal()  # time has passed

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._busy = False
        self._arrived: TicketId | None = None  # said once of each ticket, however much is typed
        self._remark_of: TicketId | None = None  # whose remark was shown
        screen = session.screen
        screen.when(Ask.CALL_NEXT, self.call_next)
        screen.when(Ask.CALL_AGAIN, lambda: self._of_ticket(calling.call_again))
        screen.when(Ask.ARRIVED, lambda: self._of_ticket(calling.arrived))
        screen.when(Ask.NO_SHOW, self.no_show)
        screen.when(Ask.PAUSE, self.pause)
        self._minutes = QTimer(self)
        self._minutes.setInterval(MINUTES_MS)
        self._minutes.timeout.connect(self.pass_time)
        self._minutes.start()
        session.call_shown.connect(self._guide)
        session.case_shown.connect(self._guide)

    def call_next(self) -> None:
        """End what is done and call the next."""
        desk = self._s.desk
        self.call(lambda: calling.call_next(desk))

    def call(self, how: Callable[[], calling.Called | None]) -> None:
        """Call somebody. One call at a time, however often the key is hit."""
        if not self._busy and not self._held_back():
            self._busy = True
            self._s.do(LANE, how, self._called, self._not_called)

    def pass_time(self) -> None:
        """Some seconds have gone by."""
        self._s.screen.calling_bar.pass_time(self._s.desk.clock.now())
        self.minute.emit()

    def no_show(self) -> None:
        """Nobody came; the person's number is passed."""
        ticket, desk, number = self.ticket, self._s.desk, self._s.call_number
        if ticket is not None:
            self._s.do(
                LANE,
                lambda: calling.no_show(desk, ticket),
                lambda _: self.offer_undo(
                    lambda: self.tr("{number} 已过号").format(number=number),
                    lambda: taking_back.no_show(desk, ticket),
                ),
            )

    def pause(self) -> None:
        """Close the shutter for a moment, or open it again."""
        desk, call = self._s.desk, self._s.call
        paused = call is not None and call.window_state is WindowState.PAUSED
        self._s.do(LANE, lambda: shutter.resume(desk) if paused else shutter.pause(desk))

    def arrive(self) -> None:
        """Somebody has shown that they are here: by a card, a scan, or by what is typed of them."""
        call, desk = self._s.call, self._s.desk
        if call is not None and call.ticket_state is TicketState.CALLED and call.ticket != self._arrived:
            ticket = self._arrived = call.ticket
            self.keep_call()  # Ctrl+Z is now for what is typed
            if ticket is not None:
                self._s.do(LANE, lambda: calling.arrived(desk, ticket))

    def keep_call(self) -> None:
        """The person is here: the call is not to be taken back any more."""
        self._s.screen.accept_bar.undo_strip.withdraw()

    @property
    def ticket(self) -> TicketId | None:
        """The ticket in hand."""
        return self._s.call.ticket if self._s.call is not None else None

    def offer_undo(self, words: Callable[[], str], take_back: Callable[[], None]) -> None:
        """Offer for ten seconds to take back what was just done to a ticket."""
        self._s.screen.accept_bar.undo_strip.offer(words, lambda: self._s.do(LANE, take_back))

    def _called(self, called: calling.Called | None) -> None:
        self._busy = False
        messages = self._s.screen.messages
        for code in ("calling.nobody", "calling.on_the_way"):
            messages.withdraw(code)
        if called is None:
            if self._s.case is not None:
                self._s.leave_case()
            self._s.say("calling.nobody", Tone.GOOD, lambda: self.tr("现在无人等候。"))
            return
        if self._s.case is not None and (self._s.call is None or self._s.call.ticket is None):
            self._s.leave_case()  # the case in hand had no ticket
        number = called.number
        if called.had_been:
            self._s.say(
                "called", Tone.GOOD, lambda: self.tr("刚才叫的 {number} 已叫到本窗，请接待。").format(number=number)
            )
        elif called.offline:
            self._s.say("called", Tone.GOOD, lambda: self.tr("离线叫号：{number} 归本窗。").format(number=number))
        desk, ticket = self._s.desk, called.ticket
        self.offer_undo(lambda: self.tr("已叫 {number}").format(number=number), lambda: taking_back.call(desk, ticket))

    def _not_called(self, failure: Failure) -> None:
        self._busy = False
        self._s.say_failure(failure)

    def _held_back(self) -> bool:
        """Whether a call would do harm: a window that is closed, somebody on their way, something half typed.

        What is half typed goes when the key is hit once more, after the strip has said so.
        """
        call, screen = self._s.call, self._s.screen
        shown = screen.messages.shown
        if call is not None and call.window_state is WindowState.PAUSED:
            self._s.say(
                "calling.paused", Tone.OWED, lambda: self.tr("窗口暂停中，先按 F8 恢复，再叫下一位。"), stays=True
            )
            return True
        if call is not None and call.ticket_state is TicketState.CALLED and screen.accept_bar.undo_strip.offered:
            words = self.tr("刚叫的 {number} 还没有到：F3 再叫，F4 过号；叫错了按 Ctrl+Z。")
            self._s.say("calling.on_the_way", Tone.OWED, lambda: words.format(number=call.number))
            return True
        if self._s.case_id is None and screen.applicant.typed.begun:
            if shown is None or shown.code != "calling.half_typed":
                words = self.tr("录入的内容还没有收件。再按一次 F2：不要这些内容，叫下一位。")
                self._s.say("calling.half_typed", Tone.OWED, lambda: words)
                return True
            screen.messages.withdraw("calling.half_typed")
        return False

    def _of_ticket(self, step: Callable[..., None]) -> None:
        ticket, desk = self.ticket, self._s.desk
        if ticket is not None:
            self._s.do(LANE, lambda: step(desk, ticket))

    def _guide(self) -> None:
        """Say in quiet letters what can be done now."""
        call, case, messages = self._s.call, self._s.case, self._s.screen.messages
        if call is None:
            return
        self._withdraw_untrue(call)
        self._say_remark(call)
        if case is not None:
            messages.guide(self._back_to(call) if self._s.only_seen else self._next_of(case))
        elif call.window_state is WindowState.PAUSED:
            messages.guide(lambda: self.tr("窗口暂停中，按 F8 恢复。"))
        elif call.ticket is None:
            messages.guide(lambda: self.tr("按 F2 叫下一位。没有号票的，直接录入即可。"))
        elif call.ticket_state is TicketState.CALLED and call.since and self._long_ago(call.since):
            messages.guide(lambda: self.tr("还没有人来？F3 再叫，F4 过号。"))
        else:
            messages.guide(lambda: self.tr("放身份证，或录入号码后按 Enter；F7 选事项。"))

    def _back_to(self, call: CallSheet) -> Callable[[], str]:
        """The case is over, and whoever was called is still to be served."""
        words, number = self.tr("看完按 F9 或 Esc 收起，接着办 {number}；不用办了按 F2。"), call.number
        return lambda: words.format(number=number)

    def _next_of(self, case: CaseSheet) -> Callable[[], str]:
        """What can be done with the case in hand."""
        if case.state is State.WITHDRAWN:
            return lambda: self.tr("申请人已撤回，材料请退还。按 F9 叫下一位。")
        if case.state is State.DECLINED:
            return lambda: self.tr("已不予受理。按 F9 叫下一位。")
        if case.state is State.CORRECTION_REQUESTED and case.owed:
            return lambda: self.tr("已一次性告知。补来的现在就收；要等的，按 F9 叫下一位。")
        if case.number is None:
            return self._next_before_acceptance(case)
        if case.next_step is NextStep.GRANT:
            return lambda: self.tr("即办件：按 F9 准予，随后出件。")
        if case.next_step is NextStep.DELIVER:
            return lambda: self.tr("结果可以领了：按 F9 出件。")
        return lambda: self.tr("已办完。按 F2 叫下一位。")

    def _next_before_acceptance(self, case: CaseSheet) -> Callable[[], str]:
        if case.unanswered:  # numbers answer now: nothing else is said of them
            return lambda: self.tr("先问一问：按 Y / N 或数字回答，问完再收材料。")
        if case.owed:
            return lambda: self.tr("放好材料按 F5 扫描；没有纸的按数字键收下。")
        return lambda: self.tr("材料已齐，按 F9 受理。")

    def _say_remark(self, call: CallSheet) -> None:
        """What the window that sent the person here said of them: once, when they are in hand."""
        if call.ticket != self._remark_of:
            self._remark_of = call.ticket
            self._s.screen.messages.withdraw("ticket.remark")
            if call.remark:
                words = self.tr("{number} 的留言：{remark}")
                number, remark = call.number, call.remark
                self._s.say("ticket.remark", Tone.OWED, lambda: words.format(number=number, remark=remark), stays=True)

    def _withdraw_untrue(self, call: CallSheet) -> None:
        """What held a call back is said only as long as it is so."""
        messages = self._s.screen.messages
        if call.window_state is not WindowState.PAUSED:
            messages.withdraw("calling.paused")
        if call.ticket_state is not TicketState.CALLED:
            messages.withdraw("calling.on_the_way")
        if self._s.case_id is not None or not self._s.screen.applicant.typed.begun:
            messages.withdraw("calling.half_typed")

    def _long_ago(self, since: datetime) -> bool:
        return self._s.desk.clock.now() - since > timedelta(minutes=1)
