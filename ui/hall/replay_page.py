"""The replay: a day of the hall on the same columns and cards, marked as what it is. Nothing can be done in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QSlider, QWidget

from deskapp.clock import OFFICE_TIME
from deskapp.ids import QueueId
from deskapp.queries.hall_board import HallBoard
from deskapp.rules.window import WindowState
from ui import texts
from ui.hall.halves import halves
from ui.hall.page import HallPage
from ui.hall.queue_column import QueueBox
from ui.hall.windows_view import WindowsView
from ui.parts.look import button, label, set_mark

SPEEDS = (1, 10, 60, 600)
_STEP, _PAGE = 60, 600  # seconds that an arrow key and a page key move
_KEYS: Mapping[str, str] = {"back": "Ctrl+Left", "next": "Ctrl+Right", "slower": "Ctrl+-", "faster": "Ctrl+="}


class ReplayPage(HallPage):
    """In: the span of a day, and the board at a moment of it. Out: which day, which moment, playing or not."""

    day_asked = Signal(object)
    moment_asked = Signal(object)
    step_asked = Signal(bool)  # to the next thing that happened, or to the one before
    play_asked = Signal(bool)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen)
        self._key = key
        self._first: datetime | None = None
        self._seconds = 0
        self._board: HallBoard | None = None
        self._moment: datetime | None = None
        self.playing = False
        self.columns: dict[QueueId, QueueBox] = {}
        self.mark = label(1.1, bold=True)
        self.figures = label(tone="quiet")
        self.day = QDateEdit()
        self._day_name, self._speed_name = QLabel(), QLabel()
        self.windows = WindowsView()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.time = label(1.25, bold=True)
        self.back, self.forward = button(), button()
        self.speed = QComboBox()
        self.play = button("primary")
        self._lay_out()
        self._bind()

    def open_on(self, day: date) -> None:
        """Show it, on a day."""
        self.open_panel(self)
        with QSignalBlocker(self.day):
            self.day.setDate(QDate(day.year, day.month, day.day))
            self.day.setMaximumDate(QDate(day.year, day.month, day.day))
        self.day_asked.emit(day)

    def answer(self) -> None:
        """The primary key plays and pauses."""
        if self.play.isEnabled():
            self.play_asked.emit(not self.playing)

    def show_span(self, first: datetime, last: datetime) -> None:
        """The day that was read, from the first thing that happened to the last."""
        self._first, self._seconds = first, max(1, round((last - first).total_seconds()))
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, self._seconds)
            self.slider.setValue(0)
        self._enable(on=True)
        if self.hasFocus():
            self.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_nothing(self) -> None:
        """There is no day to look at."""
        self._first = self._board = self._moment = None
        self._enable(on=False)
        for box in self.columns.values():
            box.hide()
        self.windows.hide()
        self.say()

    def show_board(self, board: HallBoard, moment: datetime) -> None:
        """The hall at a moment."""
        self._board, self._moment = board, moment
        self._have_columns(board)
        for column in board.queues:
            self.columns[column.queue].show_column(column, moment, board.limit)
        self.windows.show()
        self.windows.show_cards(board.windows, moment)
        if self._first is not None and not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(round((moment - self._first).total_seconds()))
        self._say_moment()

    def show_playing(self, playing: bool) -> None:
        """Whether it runs."""
        self.playing = playing
        self._say_play()

    @property
    def times(self) -> int:
        """How many times as fast as the day was."""
        return SPEEDS[max(0, self.speed.currentIndex())]

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("回放"))
        self.mark.setText(self.tr("◀ 回放 · 不是现在 · 只能看"))
        self._day_name.setText(self.tr("日期"))
        self._speed_name.setText(self.tr("速度"))
        self.day.setAccessibleName(self.tr("回放哪一天"))
        self.speed.setAccessibleName(self.tr("速度"))
        self.back.setText(f"{self.tr('上一步')} {_native('back')}")
        self.forward.setText(f"{self.tr('下一步')} {_native('next')}")
        for place, times in enumerate(SPEEDS):
            self.speed.setItemText(place, self.tr("{n} 倍").format(n=times))
        for box in self.columns.values():
            box.say()
        self._say_play()
        self._say_moment()
        super().say()

    def close_panel(self) -> None:
        """Hide it, and play no more."""
        if self.playing:
            self.play_asked.emit(False)
        super().close_panel()

    def _lay_out(self) -> None:
        self.speed.addItems(["" for _ in SPEEDS])
        self.speed.setCurrentIndex(SPEEDS.index(60))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        head = QWidget()
        set_mark(head, "replay", value=True)
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        marked = QHBoxLayout(head)
        marked.setContentsMargins(12, 6, 12, 6)
        marked.setSpacing(14)
        for part in (self.mark, self.time, self.figures):
            marked.addWidget(part)
        marked.addStretch(1)
        marked.addWidget(self._day_name)
        marked.addWidget(self.day)
        both, self._queues = halves(self.windows)
        self.body.addWidget(head)
        self.body.addWidget(both, 1)
        self.body.addWidget(self.slider)
        for place in (self.back, self.forward, self._speed_name, self.speed):
            self.foot.addWidget(place)
        self.foot.addStretch(1)
        self.foot.addWidget(self.play)
        self.end_body()
        self.slider.setMinimumHeight(26)  # or its handle is cut
        self.slider.setSingleStep(_STEP)
        self.slider.setPageStep(_PAGE)
        self.windows.setAcceptDrops(False)
        self.windows.viewport().setAcceptDrops(False)
        self._enable(on=False)

    def _bind(self) -> None:
        self.slider.valueChanged.connect(self._slid)
        self.day.dateChanged.connect(lambda day: self.day_asked.emit(date(day.year(), day.month(), day.day())))
        self.play.clicked.connect(self.answer)
        self.back.clicked.connect(lambda: self.step_asked.emit(False))
        self.forward.clicked.connect(lambda: self.step_asked.emit(True))
        for name, asked in (
            ("back", self.back.click), ("next", self.forward.click),
            ("slower", lambda: self._change_speed(-1)), ("faster", lambda: self._change_speed(1)),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(_KEYS[name]), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(asked)
        self.say()

    def _enable(self, *, on: bool) -> None:
        for part in (self.slider, self.back, self.forward, self.play):
            part.setEnabled(on)

    def _slid(self, seconds: int) -> None:
        if self._first is not None:
            self.moment_asked.emit(self._first + timedelta(seconds=seconds))

    def _change_speed(self, by: int) -> None:
        self.speed.setCurrentIndex(min(max(0, self.speed.currentIndex() + by), len(SPEEDS) - 1))

    def _have_columns(self, board: HallBoard) -> None:
        wanted = [column.queue for column in board.queues]
        if list(self.columns) != wanted:
            for box in self.columns.values():
                box.deleteLater()
            self.columns = {}
            for queue in wanted:
                box = self.columns[queue] = QueueBox()
                box.setAcceptDrops(False)
                box.tickets.setDragEnabled(False)
                self._queues.addWidget(box)
        for box in self.columns.values():
            box.show()

    def _say_play(self) -> None:
        words = self.tr("暂停") if self.playing else self.tr("播放")
        self.play.setText(f"{'⏸' if self.playing else '▶'} {words}  {self._key}")

    def _say_moment(self) -> None:
        board, moment = self._board, self._moment
        if board is None or moment is None:
            self.time.setText("")
            self.figures.setText("")
            return
        there = moment.astimezone(OFFICE_TIME)
        self.time.setText(f"{texts.day(there.date())} {there:%H:%M:%S}")
        self.slider.setAccessibleName(self.tr("回放到 {time}").format(time=f"{there:%H:%M:%S}"))
        opened = sum(card.state is WindowState.OPEN for card in board.windows)
        said = self.tr("等候 {n} 人 · 已办 {k} 件 · 开窗 {w}/{all}")
        self.figures.setText(said.format(n=board.waiting, k=board.served_today, w=opened, all=len(board.windows)))


def _native(name: str) -> str:
    return QKeySequence(_KEYS[name]).toString(QKeySequence.SequenceFormat.NativeText)
