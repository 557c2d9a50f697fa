"""The ticket that was given last, in large print: it is read to the person before the paper is out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal

from deskapp.greeter.issuing import Given
from ui import texts
from ui.keys import Ask
from ui.parts.look import button, card, label, set_tone
from ui.parts.spoken import Spoken


class GivenCard(Spoken):
    """In: what was given. Out: what is asked of it."""

    asked = Signal(Ask)

    def __init__(self, keys: Mapping[Ask, str]) -> None:
        super().__init__()
        self._keys = keys
        self.given: Given | None = None
        self._queue: Callable[[], str] = str
        self.head = label(tone="quiet")
        self.number = label(3.2, bold=True)
        self.queue = label(1.15, bold=True)
        self.ahead = label(1.05)
        self.how = label(tone="quiet")
        self.paper = label()
        self.number.setMinimumHeight(self.number.fontMetrics().height())
        column = card(self, margin=12, gap=3)
        for part in (self.head, self.number, self.queue, self.ahead, self.how, self.paper):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            part.setWordWrap(part is not self.number)
            column.addWidget(part)
        column.addSpacing(6)
        self.buttons = {ask: button() for ask in (Ask.PRINT_AGAIN, Ask.ISSUE, Ask.TRANSFER)}
        for ask, made in self.buttons.items():
            made.clicked.connect(lambda _=False, ask=ask: self.asked.emit(ask))
            column.addWidget(made)
        self.say()

    def show_given(self, given: Given | None, queue: Callable[[], str] = str) -> None:
        """Show it; `queue`: its name, in the language spoken then. None when nothing is to be asked of it any more."""
        self.given, self._queue = given, queue
        self.say()

    def show_printed(self, *, printed: bool) -> None:
        """Show whether its paper came out."""
        if self.given is not None:
            self.paper.setText(self.tr("号票已打印") if printed else self.tr("⚠ 号票没有打出来"))
            set_tone(self.paper, "good" if printed else "owed")

    def say(self) -> None:
        """Say everything again."""
        given = self.given
        self.head.setText(self.tr("刚取的号"))
        for ask, words in self._words().items():
            self.buttons[ask].setText(f"{words} {self._keys[ask]}")
            self.buttons[ask].setEnabled(given is not None)
        ticket = given.ticket if given is not None else None
        self.number.setText(ticket.number if ticket is not None else "—")
        self.queue.setText(f"{ticket.queue} {self._queue()}" if ticket is not None else "")
        self.ahead.setText("" if ticket is None else self.tr("前面 {n} 人 · {wait}").format(
            n=ticket.waiting,
            wait=texts.unknown_wait() if ticket.expected is None
            else texts.between(ticket.expected.least, ticket.expected.most),
        ))  # fmt: skip
        self.how.setText(arrival_words(given) if given is not None else self.tr("按队列字母就取号"))
        if given is None:
            self.paper.setText("")
        elif given.ticket.again:
            self.paper.setText(self.tr("已经取过号，可以补打"))
            set_tone(self.paper, "quiet")
        else:
            self.show_printed(printed=given.trouble is None)

    def _words(self) -> dict[Ask, str]:
        return {
            Ask.PRINT_AGAIN: self.tr("补打号票"),
            Ask.ISSUE: self.tr("同一人再排一队"),
            Ask.TRANSFER: self.tr("改到别处"),
        }


def arrival_words(given: Given) -> str:
    """How somebody came who had booked, or who brings what was missing; "" for everybody else."""
    known = {
        "kept": QCoreApplication.translate("GivenCard", "预约 {hour}，按约定的时间叫号"),
        "late": QCoreApplication.translate("GivenCard", "预约 {hour}，已经迟到，按普通号排队"),
        "again": QCoreApplication.translate("GivenCard", "预约 {hour}，已经签到"),
        "back": QCoreApplication.translate("GivenCard", "补件回来，位置保留"),
    }
    return known.get(given.arrival, "").format(hour=given.hour)
