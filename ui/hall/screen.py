"""The manager's board: queues as columns, windows as cards. It joins widgets and keys, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from deskapp.ids import QueueId, TicketId
from deskapp.queries.hall_board import HallBoard
from deskapp.rules.window import WindowState
from ui import texts
from ui.clerk.asks import ask_words
from ui.hall.alarms_bar import AlarmsBar
from ui.hall.arrange_panel import ArrangePanel
from ui.hall.follow_ups_panel import FollowUpsPanel
from ui.hall.halves import halves
from ui.hall.pages import Pages
from ui.hall.queue_column import QueueBox
from ui.hall.windows_view import WindowsView
from ui.keys import Ask
from ui.parts.asked_screen import AskedScreen
from ui.parts.elided import Elided
from ui.parts.find_box import FindBox
from ui.parts.line_lamp import LineLamp
from ui.parts.lock_cover import LockCover
from ui.parts.look import button, label, set_tone
from ui.parts.messages import Messages
from ui.parts.outbox_panel import OutboxPanel
from ui.parts.undo_strip import UndoStrip
from ui.parts.watch_panel import WatchPanel

SMALLEST = QSize(920, 500)


class HallScreen(AskedScreen):
    """In: the board. Out: people moved, windows asked about, and what a key asks."""

    move_asked = Signal(tuple, str)  # the tickets, and "queue A" or "window 7"
    move_considered = Signal(tuple, str)

    def __init__(self, table: Mapping[Ask, str]) -> None:
        super().__init__(table)
        self.setMinimumSize(SMALLEST)
        self.resize(1366, 768)
        self._late = (0, 0)
        self._ratings = (0, 0)
        self._board: HallBoard | None = None
        self._now: datetime | None = None
        self.columns: dict[QueueId, QueueBox] = {}
        self._build()
        self._lay_out()
        self._bind()

    def panel_answers(self) -> bool:
        """What a window serves is settled by the primary key."""
        for panel in (self.arrange, self.watch, self.follow_ups):
            if panel.isVisible():
                panel.answer()
                return True
        return self.pages.answer()

    def ask(self, ask: Ask) -> None:
        """Somebody asked for this; over the list of what is late, the key of moving urges."""
        if ask is Ask.TRANSFER and self.watch.isVisible():
            self.watch.ask_to_hurry()
        else:
            super().ask(ask)

    def show_late(self, red: int, others: int) -> None:
        """Show how many cases are past their statutory day, and how many else are late or nearly so."""
        self._late = (red, others)
        self._say_late()

    def show_ratings(self, late: int, opened: int) -> None:
        """Show how many bad ratings are past their day, and how many are to be followed up at all."""
        self._ratings = (late, opened)
        self._say_late()

    def show_board(self, board: HallBoard, now: datetime) -> None:
        """Show the hall as it is now."""
        self._board, self._now = board, now
        self._have_columns(board)
        for column in board.queues:
            self.columns[column.queue].show_column(column, now, board.limit)
        self.windows.show_cards(board.windows, now)
        self._say_figures()

    def show_proposal(self, words: str, *, adoptable: bool = False) -> None:
        """Show what might be done, "" when nothing need be; and whether one key does it."""
        self.proposal.setText(words)
        set_tone(self.proposal, "owed" if words else "quiet")
        self.adopt.setVisible(adoptable)

    def chosen(self) -> tuple[TicketId, ...]:
        """The people who are chosen, in all queues."""
        return tuple(ticket for box in self.columns.values() for ticket in box.tickets.chosen())

    def say(self) -> None:
        """Say everything again."""
        self.setWindowTitle(self.tr("一窗 · 大厅"))
        self.move_button.setText(f"{self.tr('移动选中的人')} {self.keys.text(Ask.TRANSFER)}")
        self.adopt.setText(f"{self.tr('采纳')}  {self.keys.text(Ask.PRIMARY)}")
        self._say_figures()
        self._say_late()

    def _build(self) -> None:
        self.figures = label(1.15, bold=True)
        self.windows_open = label(tone="quiet")
        self.lamp = LineLamp()
        self.who = label(0.9, tone="quiet")
        self.messages = Messages()
        self.alarms = AlarmsBar(self.keys.text(Ask.ALARM))
        self.windows = WindowsView()
        self.proposal = Elided(1.05)
        self.adopt = button("primary")
        self.move_button = button()
        self.undo_strip = UndoStrip(self.keys.text(Ask.UNDO))
        self.arrange = ArrangePanel(self, self.keys.text(Ask.PRIMARY))
        self.watch = WatchPanel(self, (self.keys.text(Ask.PRIMARY), self.keys.text(Ask.TRANSFER)))
        self.watch_button = button("flat")
        self.follow_ups = FollowUpsPanel(self, self.keys.text(Ask.PRIMARY))
        self.ratings_button = button("flat")
        self.commands = FindBox(self, lambda: self.tr("全部操作"), lambda: self.tr("要做什么"))
        self.places = FindBox(
            self,
            lambda: self.tr("移到哪里"),
            lambda: self.tr("队列字母或名称、窗口号"),
            chinese=False,
            remark=lambda: self.tr("原因（可不填）"),
            by_name=True,
        )
        self.window_asks = FindBox(self, lambda: "", lambda: self.tr("要做什么"), chinese=False)
        self.outbox = OutboxPanel(self, plain=True)
        self.cover = LockCover(self)
        self.pages = Pages(self)
        self._overlays = (
            self.arrange,
            self.watch,
            self.follow_ups,
            self.commands,
            self.places,
            self.window_asks,
            self.outbox,
            *self.pages.all,
        )

    def _lay_out(self) -> None:
        head, figures = _bar("callBar")
        for part in (self.figures, self.windows_open):
            figures.addWidget(part)
        figures.addWidget(self.watch_button)
        figures.addWidget(self.ratings_button)
        figures.addStretch(1)
        figures.addWidget(self.who)
        figures.addWidget(self.lamp)
        strip = QHBoxLayout()
        strip.setContentsMargins(10, 6, 10, 6)
        strip.addWidget(self.messages, 1)
        strip.addWidget(self.pages.tabs)
        both, self._queues = halves(self.windows)
        foot, actions = _bar("acceptBar")
        actions.addWidget(self.move_button)
        actions.addWidget(self.undo_strip, 2)
        actions.addWidget(self.proposal, 3)
        actions.addWidget(self.adopt)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.alarms)
        column.addLayout(strip)
        middle = QHBoxLayout()
        middle.setContentsMargins(10, 0, 10, 8)
        middle.addWidget(both)
        column.addLayout(middle, 1)
        column.addWidget(foot)

    def _bind(self) -> None:
        for ask in (
            Ask.TRANSFER,
            Ask.PAUSE,
            Ask.PRIMARY,
            Ask.UNDO,
            Ask.COMMANDS,
            Ask.BACK,
            Ask.LINE,
            Ask.HELP,
            Ask.ALARM,
            Ask.STORY,
            Ask.WATCH,
            Ask.FOLLOW_UPS,
        ):
            self.keys.bind(ask, partial(self.ask, ask))
        for ask in self.pages.asks:
            self.keys.bind(ask, partial(self.ask, ask))
        self.when(Ask.COMMANDS, self.commands.start)
        self.when(Ask.UNDO, self.undo_strip.undo)
        self.when(Ask.HELP, self.commands.start)
        self.when(Ask.BACK, lambda: self.close_overlays() or self.messages.dismiss())
        self.when(Ask.LINE, lambda: self.windows.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.lamp.opened.connect(lambda: self.outbox.open_panel(self.outbox.steps))
        self.watch_button.clicked.connect(lambda: self.ask(Ask.WATCH))
        self.ratings_button.clicked.connect(lambda: self.ask(Ask.FOLLOW_UPS))
        self.move_button.clicked.connect(lambda: self.ask(Ask.TRANSFER))
        self.adopt.clicked.connect(lambda: self.ask(Ask.PRIMARY))
        self.commands.words_typed.connect(self._find_commands)
        self.commands.chosen.connect(self.command)
        self.windows.dropped.connect(lambda window, tickets: self.move_asked.emit(tickets, f"window {window}"))
        self.windows.hovered.connect(lambda window, tickets: self.move_considered.emit(tickets, f"window {window}"))
        self.setFocusProxy(self.windows)
        self.show_proposal("")
        self.say()

    def _have_columns(self, board: HallBoard) -> None:
        wanted = [column.queue for column in board.queues]
        if list(self.columns) == wanted:
            return
        for box in self.columns.values():
            box.deleteLater()
        self.columns = {}
        for queue in wanted:
            box = self.columns[queue] = QueueBox()
            box.dropped.connect(self._told(queue, moved=True))
            box.hovered.connect(self._told(queue, moved=False))
            self._queues.addWidget(box)

    def _told(self, queue: QueueId, *, moved: bool) -> Callable[[tuple[TicketId, ...]], None]:
        signal = self.move_asked if moved else self.move_considered
        return lambda tickets: signal.emit(tickets, f"queue {queue}")

    def _find_commands(self, words: str) -> None:
        named = [(Ask.TRANSFER, self.tr("移动选中的人")), (Ask.LINE, self.tr("到窗口"))]
        named.append((Ask.WATCH, self.tr("督办：快到期和超期的件")))
        asks = (*self.pages.asks, Ask.FOLLOW_UPS, Ask.PAUSE, Ask.STORY, Ask.UNDO, Ask.LOCK)
        self.offer_commands(words, [*named, *((ask, ask_words(ask)) for ask in asks)])

    def _say_late(self) -> None:
        red, others = self._late
        said = self.tr("■ 红牌 {red} · ▲ {n}") if red else self.tr("▲ 督办 {n}") if others else self.tr("督办")
        self.watch_button.setText(f"{said.format(red=red, n=others)} {self.keys.text(Ask.WATCH)}")
        late, opened = self._ratings
        said = self.tr("■ 差评 {n}，超期 {late}") if late else self.tr("▲ 差评 {n}") if opened else self.tr("差评")
        self.ratings_button.setText(f"{said.format(n=opened, late=late)} {self.keys.text(Ask.FOLLOW_UPS)}")

    def _say_figures(self) -> None:
        board, now = self._board, self._now
        if board is None or now is None:
            return
        oldest = min((column.oldest for column in board.queues if column.oldest is not None), default=None)
        longest = texts.whole_minutes(oldest, now) if oldest is not None else 0
        said = self.tr("等候 {n} 人 · 最久 {m} 分钟 · 今日已办 {k} 件")
        self.figures.setText(said.format(n=board.waiting, m=longest, k=board.served_today))
        opened = sum(card.state is WindowState.OPEN for card in board.windows)
        self.windows_open.setText(self.tr("开窗 {n}/{all}").format(n=opened, all=len(board.windows)))


def _bar(name: str) -> tuple[QFrame, QHBoxLayout]:
    bar = QFrame()
    bar.setObjectName(name)
    bar.setProperty("bar", True)
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(16)
    return bar, row
