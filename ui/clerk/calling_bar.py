"""The bar on top: who is at the window, who waits, and the keys that call.

It is the identity bar too: ticket, masked name, item and minutes stay in sight whatever else is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.ticket import TicketState
from deskapp.rules.window import WindowState
from ui import texts
from ui.keys import Ask
from ui.parts.elided import Elided
from ui.parts.look import button, label, set_tone
from ui.parts.spoken import Spoken

LONG_WAIT_MINUTES = 30


def why_words(why: str) -> str:
    """Why somebody is called next (`rules.turns.why_next`), in a word."""
    return {
        "due": QCoreApplication.translate("why", "最先到时"),
        "sent": QCoreApplication.translate("why", "转来本窗"),
        "order": QCoreApplication.translate("why", "按队列次序"),
        "share": QCoreApplication.translate("why", "按队列比例"),
        "overtaken": QCoreApplication.translate("why", "被越过太多次"),
    }[why]


class CallingBar(Spoken):
    """In: the call sheet, the case sheet, the time. Out: what was asked of the queue."""

    asked = Signal(Ask)
    line_asked = Signal()  # who waits, one by one

    def __init__(self, keys: Mapping[Ask, str]) -> None:
        super().__init__()
        self.setObjectName("callBar")
        self.setProperty("bar", True)
        self._keys = keys
        self._call: CallSheet | None = None
        self._case: CaseSheet | None = None
        self._now: datetime | None = None
        self.number = label(2.1, bold=True)
        self.state = label(0.9, tone="quiet")
        self.name = Elided(1.1, bold=True)
        self.item = Elided(0.95, tone="quiet")
        self.minutes_name = label(0.9, tone="quiet")
        self.minutes = label(1.1)
        self.waiting = button("said")
        self.waiting.clicked.connect(self.line_asked)
        self.next_up = Elided(0.9, tone="quiet")
        self.buttons: dict[Ask, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(16)
        row.addLayout(_two(self.state, self.number))
        row.addLayout(_two(self.minutes_name, self.minutes))
        row.addLayout(_two(self.name, self.item), 3)
        row.addLayout(_two(self.waiting, self.next_up), 3)
        row.addLayout(self._call_keys())
        self.say()

    def show_sheet(self, sheet: CallSheet, now: datetime) -> None:
        """Show the ticket in hand and who waits."""
        self._call, self._now = sheet, now
        self.say()

    def show_case(self, sheet: CaseSheet | None) -> None:
        """Show whose case is in hand; None when none is."""
        self._case = sheet
        self.say()

    def pass_time(self, now: datetime) -> None:
        """The minutes have moved on."""
        self._now = now
        self._say_minutes()

    def say(self) -> None:
        """Say everything again."""
        call, case = self._call, self._case
        in_hand = call is not None and call.ticket is not None
        self.number.setText(call.number if call is not None and in_hand else "—")
        self.state.setText(self._state_words())
        self.name.setText(case.applicant if case is not None else "")
        if case is not None:
            self.item.setText(case.item_name)
        else:
            self.item.setText(call.item_name if call is not None and in_hand else "")
        self._say_minutes()
        words = {
            Ask.CALL_NEXT: self.tr("叫下一位"),
            Ask.CALL_AGAIN: self.tr("再叫"),
            Ask.NO_SHOW: self.tr("未到"),
            Ask.HOLD: self.tr("挂起"),
            Ask.TRANSFER: self.tr("转移"),
            Ask.PAUSE: self.tr("恢复") if self._paused else self.tr("暂停"),
        }
        called = call is not None and call.ticket_state is TicketState.CALLED
        able = {
            Ask.CALL_NEXT: not self._paused,
            Ask.CALL_AGAIN: called,
            Ask.NO_SHOW: called,
            Ask.HOLD: in_hand,
            Ask.TRANSFER: in_hand,
            Ask.PAUSE: call is not None and call.window_state is not WindowState.CLOSED,
        }
        for ask, made in self.buttons.items():
            made.setText(f"{words[ask]} {self._keys[ask]}")
            made.setEnabled(able[ask])

    @property
    def _paused(self) -> bool:
        return self._call is not None and self._call.window_state is WindowState.PAUSED

    def _state_words(self) -> str:
        call = self._call
        if call is None:
            return ""
        if call.window_state is WindowState.PAUSED:
            return self.tr("窗口暂停")
        if call.ticket_state is TicketState.CALLED:
            said = self.tr("已叫号 {n} 次").format(n=call.calls) if call.calls > 1 else self.tr("已叫号")
            return said + (self.tr(" · 屏未确认") if self._unheard(call) else "")
        if call.ticket_state is TicketState.SERVING:
            return self.tr("办理中")
        return self.tr("空闲")

    def _unheard(self, call: CallSheet) -> bool:
        return call.heard_by is not None and self._now is not None and self._now > call.heard_by

    def _say_minutes(self) -> None:
        call, now = self._call, self._now
        if call is None or now is None:
            return
        self.state.setText(self._state_words())
        in_hand = call.ticket is not None and call.since is not None
        self.minutes_name.setText(self.tr("已用") if in_hand else "")
        self.minutes.setText(texts.minutes(call.since, now) if in_hand and call.since else "")
        longest = texts.whole_minutes(call.oldest, now) if call.oldest is not None else 0
        if call.waiting:
            self.waiting.setText(self.tr("等候 {n} 人 · 最久 {m} 分钟").format(n=call.waiting, m=longest))
        else:
            self.waiting.setText(self.tr("无人等候"))
        set_tone(self.waiting, "owed" if longest >= LONG_WAIT_MINUTES else "")
        if call.also_at:
            others = texts.listed([str(window) for window in call.also_at])
            self.next_up.setText(self.tr("⚠ {windows} 号窗也叫了这一号").format(windows=others))
        else:
            self.next_up.setText(" · ".join(filter(None, (self._held_words(call, now), self._upcoming(call)))))
        over = any(held.until <= now for held in call.held)
        set_tone(self.next_up, "owed" if call.also_at or over else "quiet")

    def _held_words(self, call: CallSheet, now: datetime) -> str:
        """Who is held, and the minutes until the first of them should be back."""
        if not call.held:
            return ""
        numbers, until = texts.listed([held.number for held in call.held]), call.held[0].until
        if until <= now:
            return self.tr("挂起 {numbers}（时间已到）").format(numbers=numbers)
        return self.tr("挂起 {numbers}（{n} 分钟）").format(numbers=numbers, n=texts.whole_minutes(now, until) + 1)

    def _upcoming(self, call: CallSheet) -> str:
        first, *others = (ticket.number for ticket in call.next_numbers) if call.next_numbers else ("",)
        if not first:
            return ""
        why = f"（{why_words(call.why_next)}）" if call.why_next not in ("", "due") else ""
        return self.tr("下面 {numbers}").format(numbers=" ".join((f"{first}{why}", *others)))

    def _call_keys(self) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for ask in (Ask.CALL_NEXT, Ask.CALL_AGAIN, Ask.NO_SHOW, Ask.HOLD, Ask.TRANSFER, Ask.PAUSE):
            made = button()
            made.clicked.connect(lambda _=False, ask=ask: self.asked.emit(ask))
            self.buttons[ask] = made
            row.addWidget(made)
        return row


def _two(upper: QWidget, lower: QWidget) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(upper)
    column.addWidget(lower)
    return column
