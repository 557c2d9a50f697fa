"""What a window serves and how: ticked in the order of calling, until when, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QGridLayout, QHBoxLayout, QLabel, QSpinBox, QWidget

from deskapp.ids import QueueId
from deskapp.queries.hall_board import QueueColumn, WindowCard
from deskapp.rules.turns import Plan, Turn
from ui import texts
from ui.parts.field import Field
from ui.parts.look import button, label
from ui.parts.overlay import Overlay

_MOST_SHARE = 9
_MINUTES = (0, 30, 60, 120, 240)  # 0: from now on


class ArrangePanel(Overlay):
    """In: a window and the queues there are. Out: the plan, the minutes it holds (0: for good), and why."""

    answered = Signal(str, object, int, str)
    considered = Signal(str, tuple)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen, QSize(620, 500))
        self._key = key
        self._card: WindowCard | None = None
        self._columns: tuple[QueueColumn, ...] = ()
        self._ticked: list[QueueId] = []
        self.boxes: dict[QueueId, QCheckBox] = {}
        self.shares: dict[QueueId, QSpinBox] = {}
        self._places: dict[QueueId, QLabel] = {}
        self._queues = QGridLayout()
        self._queues.setColumnStretch(1, 1)
        self.turn = QComboBox()
        self.until = QComboBox()
        self._turn_name, self._until_name = QLabel(), QLabel()
        self.why = Field(chinese=True)
        self.foreseen = label(0.95, tone="quiet")
        self.foreseen.setWordWrap(True)
        self.go = button("primary")
        form = QFormLayout()
        form.addRow(self._turn_name, self.turn)
        form.addRow(self._until_name, self.until)
        foot = QHBoxLayout()
        foot.addWidget(self.foreseen, 1)
        foot.addWidget(self.go)
        self.body.addLayout(self._queues)
        self.body.addLayout(form)
        self.body.addWidget(self.why)
        self.body.addStretch(1)
        self.body.addLayout(foot)
        self.turn.currentIndexChanged.connect(lambda _: self._able())
        self.go.clicked.connect(self.answer)
        self.why.entered.connect(self.answer)

    def ask(self, card: WindowCard, columns: Sequence[QueueColumn]) -> None:
        """Ask about a window; what it does now is filled in."""
        self._card, self._columns = card, tuple(columns)
        self._ticked = [queue for queue in card.plan.queues if queue in {column.queue for column in columns}]
        self._make_rows()
        self.say()
        self.turn.setCurrentIndex(list(Turn).index(card.plan.turn))
        self.until.setCurrentIndex(0)
        self.why.set_text("")
        for queue, share in zip(card.plan.queues, card.plan.shares, strict=False):
            if queue in self.shares:
                self.shares[queue].setValue(share)
        self._able()
        self.open_panel(next(iter(self.boxes.values()), self.go))

    def plan(self) -> Plan:
        """What is ticked, in the order in which it was."""
        turn = list(Turn)[max(0, self.turn.currentIndex())]
        shares = tuple(self.shares[queue].value() for queue in self._ticked) if turn is Turn.SHARE else ()
        return Plan(tuple(self._ticked), turn, shares)

    def show_foreseen(self, words: str) -> None:
        """Show what would become of the waits."""
        self.foreseen.setText(words)

    def answer(self) -> None:
        """Tell what was chosen, unless no queue is."""
        if self._card is not None and self.isVisible() and self.go.isEnabled():
            self.close_panel()
            minutes = _MINUTES[max(0, self.until.currentIndex())]
            self.answered.emit(self._card.window, self.plan(), minutes, self.why.text())

    def say(self) -> None:
        """Say everything again."""
        card = self._card
        self.title.setText(self.tr("{window} 号窗办哪些队列").format(window=card.window) if card is not None else "")
        self._turn_name.setText(self.tr("怎么叫"))
        self._until_name.setText(self.tr("多久"))
        _fill(
            self.turn,
            (self.tr("谁先到时谁先来"), self.tr("按上面的先后，前一队没人才叫后一队"), self.tr("按比例轮着叫")),
        )
        lasting = [self.tr("一直"), *(self.tr("{n} 分钟，之后自动恢复").format(n=minutes) for minutes in _MINUTES[1:])]
        _fill(self.until, lasting)
        self.why.call(self.tr("原因（记在日志里，可不填）"))
        self.go.setText(f"{self.tr('下一次叫号起这样办')}  {self._key}")
        english = texts.language() == "en"
        for column in self._columns:
            name = column.en if english else column.name
            self.boxes[column.queue].setText(f"{column.queue} {name}")
        super().say()

    def _make_rows(self) -> None:
        while (item := self._queues.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.boxes, self.shares, self._places = {}, {}, {}
        for row, column in enumerate(self._columns):
            place, box, share = QLabel(), QCheckBox(), QSpinBox()
            place.setFixedWidth(24)
            box.setChecked(column.queue in self._ticked)
            share.setRange(1, _MOST_SHARE)
            box.toggled.connect(self._ticks(column.queue))
            for number, widget in enumerate((place, box, share)):
                self._queues.addWidget(widget, row, number, Qt.AlignmentFlag.AlignVCenter)
            self.boxes[column.queue], self.shares[column.queue], self._places[column.queue] = box, share, place

    def _ticks(self, queue: QueueId) -> Callable[[bool], None]:
        def toggled(on: bool) -> None:
            self._ticked = [other for other in self._ticked if other != queue] + ([queue] if on else [])
            self._able()

        return toggled

    def _able(self) -> None:
        plan = self.plan()
        for queue, place in self._places.items():
            ordered = plan.turn is Turn.ORDER and queue in plan.queues
            place.setText(f"{plan.queues.index(queue) + 1}." if ordered else "")
            self.shares[queue].setVisible(plan.turn is Turn.SHARE and queue in plan.queues)
        self.go.setEnabled(bool(plan.queues))
        if self._card is not None:
            self.considered.emit(self._card.window, plan.queues)


def _fill(box: QComboBox, words: Sequence[str]) -> None:
    """The words of a box in the language spoken now; what is chosen stays so."""
    chosen = max(0, box.currentIndex())
    box.blockSignals(True)
    box.clear()
    box.addItems(list(words))
    box.setCurrentIndex(min(chosen, len(words) - 1))
    box.blockSignals(False)
