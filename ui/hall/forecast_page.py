"""The forecast page: the waits of the next two hours as ranges, and what would come of a change of windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deskapp.hall.forecasting import Foreseen, Step, WhatIf
from deskapp.ids import QueueId, WindowId
from deskapp.queries.forecast_error import Recorded
from deskapp.queries.hall_board import HallBoard, WindowCard
from deskapp.rules.forecast import QueueForecast
from deskapp.rules.turns import Plan
from deskapp.rules.window import WindowState
from ui import texts
from ui.hall import forecast_words
from ui.hall.band_chart import Band, BandChart
from ui.hall.page import HallPage
from ui.parts.look import button, card, label
from ui.parts.spoken import Spoken

_PLACES = (0, 4, 7)  # now, in an hour, at the end of the two hours


class WhatIfPanel(Spoken):
    """Which window, and what it would serve. Out: what is asked."""

    asked = Signal(object)  # WhatIf, or None for things as they are

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[WindowCard, ...] = ()
        self.name = label(1.05, bold=True)
        self.step, self.which = QComboBox(), QComboBox()
        self.boxes: dict[QueueId, QCheckBox] = {}
        self._names: Mapping[QueueId, tuple[str, str]] = {}
        self._queues = QGridLayout()
        self.clear = button()
        column = card(self, margin=12, gap=6)
        row = QHBoxLayout()
        row.addWidget(self.step)
        row.addWidget(self.which, 1)
        column.addWidget(self.name)
        column.addLayout(row)
        column.addLayout(self._queues)
        column.addWidget(self.clear)
        self.step.addItems(["", "", ""])
        self.step.activated.connect(lambda _: self._step_chosen())
        self.which.activated.connect(lambda _: self._window_chosen())
        self.clear.clicked.connect(self.reset)
        self.say()

    def show_board(self, board: HallBoard) -> None:
        """Which windows and queues there are."""
        names = {column.queue: (column.name, column.en) for column in board.queues}
        if names != self._names:
            self._names = names
            self._make_boxes()
        if board.windows != self._cards:
            self._cards = board.windows
            self._have_windows()

    def what_if(self) -> WhatIf | None:
        """What is asked; None while no window or no queue is chosen."""
        card_of = self._card()
        step = list(Step)[max(0, self.step.currentIndex())]
        if card_of is None:
            return None
        if step is Step.CLOSE:
            return WhatIf(step, card_of.window)
        queues = tuple(queue for queue, box in self.boxes.items() if box.isChecked())
        plan = card_of.plan if queues == card_of.plan.queues else Plan(queues)
        return WhatIf(step, card_of.window, plan) if queues else None

    def reset(self) -> None:
        """As things are."""
        self.which.setCurrentIndex(0)
        self._window_chosen()

    def say(self) -> None:
        """Say everything again."""
        self.name.setText(self.tr("如果……"))
        for place, words in enumerate((self.tr("开一个窗口"), self.tr("窗口改办"), self.tr("关一个窗口"))):
            self.step.setItemText(place, words)
        self.step.setAccessibleName(self.tr("做什么"))
        self.which.setAccessibleName(self.tr("哪个窗口"))
        self.clear.setText(self.tr("不改，看现在"))
        english = texts.language() == "en"
        for queue, box in self.boxes.items():
            box.setText(f"{queue} {self._names[queue][english]}")
        self._have_windows()

    def _make_boxes(self) -> None:
        for old in self.boxes.values():
            self._queues.removeWidget(old)
            old.deleteLater()
        self.boxes = {queue: QCheckBox() for queue in self._names}
        for place, box in enumerate(self.boxes.values()):
            self._queues.addWidget(box, place, 0)
            box.clicked.connect(lambda _: self.asked.emit(self.what_if()))
        self.say()

    def _have_windows(self) -> None:
        """Those with which it can be done, the one that was chosen still."""
        step, chosen = list(Step)[max(0, self.step.currentIndex())], self.which.currentData()
        able = [one for one in self._cards if (one.state is WindowState.OPEN) == (step is not Step.OPEN)]
        with QSignalBlocker(self.which):
            self.which.clear()
            self.which.addItem(self.tr("选窗口"), None)
            for one in able:
                words = self.tr("{window} 号窗 · {queues}").format(window=one.window, queues=" ".join(one.plan.queues))
                self.which.addItem(words, one.window)
            place = self.which.findData(chosen) if chosen is not None else 0
            self.which.setCurrentIndex(max(0, place))
        self._able()

    def _step_chosen(self) -> None:
        self._have_windows()
        self._window_chosen()

    def _window_chosen(self) -> None:
        one = self._card()
        for queue, box in self.boxes.items():
            box.setChecked(one is not None and queue in one.plan.queues)
        self._able()
        self.asked.emit(self.what_if())

    def _able(self) -> None:
        step = list(Step)[max(0, self.step.currentIndex())]
        for box in self.boxes.values():
            box.setEnabled(self._card() is not None and step is not Step.CLOSE)

    def _card(self) -> WindowCard | None:
        chosen = self.which.currentData()
        return next((one for one in self._cards if one.window == WindowId(chosen or "")), None)


class ForecastPage(HallPage):
    """In: what is foreseen, how far it was off, and the board. Out: a what-if, and that it be done."""

    what_if_asked = Signal(object)
    wanted = Signal(object)  # WhatIf: do it

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen)
        self._key = key
        self._foreseen: Foreseen | None = None
        self._recorded: Recorded | None = None
        self._board: HallBoard | None = None
        self._now: datetime | None = None
        self.table = QTableWidget(0, 1 + len(_PLACES))
        self.chart = BandChart()
        self.words = label()
        self.off = label(0.95, tone="quiet")
        self.panel = WhatIfPanel()
        self.go = button("primary")
        self._lay_out()
        self.table.currentCellChanged.connect(lambda *_: self._show_chosen())
        self.panel.asked.connect(self.what_if_asked)
        self.go.clicked.connect(self.answer)
        self.say()

    def open_page(self) -> None:
        """Show it."""
        self.open_panel(self.table)
        self.what_if_asked.emit(self.panel.what_if())

    def answer(self) -> None:
        """The primary key does what was asked about."""
        if self.go.isEnabled() and self._foreseen is not None and self._foreseen.what_if is not None:
            self.wanted.emit(self._foreseen.what_if)

    def show_board(self, board: HallBoard) -> None:
        """The hall as it is now."""
        self._board = board
        self.panel.show_board(board)

    def show_foreseen(self, foreseen: Foreseen, now: datetime) -> None:
        """Show what is expected, and beside it what would be."""
        self._foreseen, self._now = foreseen, now
        self._say_foreseen()

    def show_recorded(self, recorded: Recorded) -> None:
        """Show how far the forecasts of the recorded days were off."""
        self._recorded = recorded
        self.off.setText(forecast_words.off(recorded))

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("未来两小时的等候"))
        self.table.setAccessibleName(self.tr("各队列预计等候"))
        self.off.setText(forecast_words.off(self._recorded))
        self.go.setText(f"{self.tr('就这样办')}  {self._key}")
        self._say_headings()
        self._say_foreseen()
        super().say()

    def _lay_out(self) -> None:
        self.table.setObjectName("figuresTable")
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.7))
        self.words.setWordWrap(True)
        self.off.setWordWrap(True)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.table, 3)
        left.addWidget(self.chart, 4)
        left.addWidget(self.words)
        right.addWidget(self.panel)
        right.addWidget(self.off)
        right.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addLayout(left, 3)
        middle.addLayout(right, 1)
        self.body.addLayout(middle, 1)
        self.foot.addWidget(self.stands_on, 1)
        self.foot.addWidget(self.go)
        self.end_body()
        self.go.setEnabled(False)

    def _say_headings(self) -> None:
        now, later, last = self.tr("现在来"), self.tr("一小时后来"), self.tr("近两小时后来")
        self.table.setHorizontalHeaderLabels([self.tr("队列"), now, later, last])

    def _say_foreseen(self) -> None:
        foreseen = self._foreseen
        if foreseen is None:
            return
        then = {one.queue: one for one in foreseen.then.queues} if foreseen.then is not None else {}
        chosen = max(0, self.table.currentRow())
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(foreseen.now.queues))
            for number, one in enumerate(foreseen.now.queues):
                other = then.get(one.queue)
                told = forecast_words.row(one, _PLACES)
                if other is not None:
                    told = forecast_words.beside(one, other, _PLACES)
                for column, words in enumerate((self._name(one.queue), *told)):
                    self.table.setItem(number, column, QTableWidgetItem(words))
            self.table.selectRow(min(chosen, self.table.rowCount() - 1))
        self.go.setEnabled(foreseen.then is not None)
        self._show_chosen()

    def _show_chosen(self) -> None:
        foreseen, row = self._foreseen, max(0, self.table.currentRow())
        if foreseen is None or row >= len(foreseen.now.queues):
            return
        one = foreseen.now.queues[row]
        other = None
        if foreseen.then is not None:
            other = next((each for each in foreseen.then.queues if each.queue == one.queue), None)
        bands = [Band(self.tr("现在这样"), one.quarters)] if one.quarters else []
        if other is not None and other.quarters:
            bands.append(Band(self.tr("如果改"), other.quarters, other=True))
        self.chart.show_bands(bands)
        said = self._in_words(one, other)
        self.words.setText(said)
        title = self.tr("{queue} 来的人要等多久").format(queue=self._name(one.queue))
        self.chart.call(title, self.tr("分钟 · 十人中八人在带内"), said)
        made = texts.clock_time(foreseen.now.made_at)
        words = self.tr("{time} 按今天的来人和{basis}推演 {n} 次")
        self.stands_on.setText(words.format(time=made, basis=forecast_words.stands_on(one), n=foreseen.now.runs))

    def _in_words(self, one: QueueForecast, other: QueueForecast | None) -> str:
        now = self._ranges(one)
        if other is None:
            return now
        return self.tr("现在这样：{now}。如果改：{then}。").format(now=now, then=self._ranges(other))

    def _ranges(self, one: QueueForecast) -> str:
        if not one.quarters:
            return self.tr("没有窗口在办，说不出要等多久")
        said: Sequence[str] = forecast_words.row(one, _PLACES)
        words = self.tr("现在来 {now}，一小时后 {later}，近两小时后 {last}")
        return words.format(now=said[0], later=said[1], last=said[2])

    def _name(self, queue: QueueId) -> str:
        columns = self._board.queues if self._board is not None else ()
        found = next((column for column in columns if column.queue == queue), None)
        if found is None:
            return str(queue)
        return f"{queue} {found.en if texts.language() == 'en' else found.name}"
