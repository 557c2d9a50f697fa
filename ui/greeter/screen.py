"""The greeter's desk: queues as large choices, the last ticket, who has booked. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from deskapp.ids import QueueId
from deskapp.protocol.door import BookingsOfDay, Door, DoorClass
from deskapp.rules.line_terms import NORMAL
from ui import texts
from ui.greeter.given_card import GivenCard
from ui.greeter.queue_button import QueueButton
from ui.keys import Ask
from ui.parts.asked_screen import AskedScreen
from ui.parts.choices import Choice, Choices
from ui.parts.find_box import FindBox
from ui.parts.look import button, label, set_tone
from ui.parts.messages import Messages
from ui.parts.story_panel import StoryPanel
from ui.parts.undo_strip import UndoStrip

SMALLEST = QSize(920, 500)
COLUMNS = 2
CLASSES = 3  # in a row
ROOMY = 640  # pixels: lower, there is no room for who has booked
_DIGITS = "123456789"


class GreeterScreen(AskedScreen):
    """In: the door as it is now, what was given, what is booked. Out: a queue, a class, and what a key asks."""

    queue_asked = Signal(str)
    letter_typed = Signal(str)  # one that is no queue's

    def __init__(self, table: Mapping[Ask, str]) -> None:
        super().__init__(table)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(SMALLEST)
        self.resize(1366, 768)
        self._shown = {ask: self.keys.text(ask) for ask in Ask}
        self._door: Door | None = None
        self._bookings: BookingsOfDay | None = None
        self._online = True
        self.queues: dict[QueueId, QueueButton] = {}
        self.classes: dict[str, QPushButton] = {}
        self._build()
        self._lay_out()
        self._bind()

    @property
    def ticket_class(self) -> str:
        """Who the next ticket is for."""
        return next((code for code, made in self.classes.items() if made.isChecked()), NORMAL)

    def ask(self, ask: Ask) -> None:
        """Somebody asked for this: of the ticket that is looked at, where it has such a step."""
        if self.story.isVisible() and ask in self.story.buttons:
            self.story.asked.emit(ask)
        else:
            super().ask(ask)

    def show_door(self, door: Door) -> None:
        """Show the queues, and who waits in them."""
        before, self._door = self._door, door
        if before is None or [q.queue for q in before.queues] != [q.queue for q in door.queues]:
            self._have_queues(door)
        if before is None or before.classes != door.classes:
            self._have_classes(door)
        for queue in door.queues:
            self.queues[queue.queue].show_queue(queue)
        self._say_figures()

    def show_online(self, *, online: bool) -> None:
        """Without the line there is no ticket: what would ask for one sleeps."""
        self._online = online
        for made in (*self.queues.values(), *self.classes.values()):
            made.setEnabled(online)
        self._say_figures()

    def show_bookings(self, bookings: BookingsOfDay) -> None:
        """Show who has booked for today."""
        self._bookings = bookings
        self._say_bookings()

    def choose_class(self, code: str) -> None:
        """Who the next ticket is for."""
        made = self.classes.get(code)
        if made is not None and made.isEnabled():
            made.setChecked(True)

    def queue_name(self, queue: QueueId) -> str:
        """What a queue is called, in the language spoken now."""
        shown = self.queues.get(queue)
        if shown is None:
            return ""
        return shown.queue.en if texts.language() == "en" and shown.queue.en else shown.queue.name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A queue's letter gives its ticket; a figure says who it is for. Never by being held."""
        typed = event.text().upper()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
                                      Qt.KeyboardModifier.KeypadModifier)  # fmt: skip
        if not plain or len(typed) != 1 or not typed.isascii() or not typed.isalnum():
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            event.accept()
        elif typed in self.queues:
            self.queue_asked.emit(typed)
        elif typed in _DIGITS and int(typed) <= len(self.classes):
            self.choose_class(list(self.classes)[int(typed) - 1])
        else:
            self.letter_typed.emit(typed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the ticket comes first, and who has booked is left out."""
        super().resizeEvent(event)
        for part in (self.booked_title, self.booked):
            part.setVisible(self.height() >= ROOMY)

    def changeEvent(self, event: QEvent) -> None:
        """Hear of a change of language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.say()
        super().changeEvent(event)

    def say(self) -> None:
        """Say everything again."""
        self.setWindowTitle(self.tr("一窗 · 导办台"))
        self.find_item.setText(f"{self.tr('按事项取号')} {self._shown[Ask.FIND_ITEM]}")
        self.check_in.setText(f"{self.tr('预约签到、补件回来')} {self._shown[Ask.FIND_CASE]}")
        self.story_button.setText(f"{self.tr('查号')} {self._shown[Ask.STORY]}")
        self.booked_title.setText(self.tr("今天的预约"))
        self.who_title.setText(self.tr("来的人是"))
        self._say_classes()
        self._say_figures()
        self._say_bookings()

    def _build(self) -> None:
        self.place = label(1.15, bold=True)
        self.figures = label(1.05)
        self.who = label(0.9, tone="quiet")
        self.line = label()
        self.messages = Messages()
        self.who_title = label(tone="quiet")
        self._group = QButtonGroup(self)
        self.given = GivenCard(self._shown)
        self.booked_title = label(tone="quiet")
        self.booked = Choices()
        self.booked.setMinimumHeight(0)
        self.find_item, self.check_in, self.story_button = button(), button(), button()
        self.undo_strip = UndoStrip(self._shown[Ask.UNDO])
        self.commands = FindBox(self, lambda: self.tr("全部操作"), lambda: self.tr("要做什么"))
        self.items = FindBox(self, lambda: self.tr("按事项取号"), lambda: self.tr("拼音首字母、名称、编码或俗称"))
        self.codes = FindBox(
            self,
            lambda: self.tr("预约签到、补件回来"),
            lambda: self.tr("扫码，或录入预约码、身份证号、告知单的码、办件编号"),
            chinese=False,
        )
        self.places = FindBox(
            self,
            lambda: self.tr("改到哪里"),
            lambda: self.tr("队列字母或名称、窗口号"),
            chinese=False,
            remark=lambda: self.tr("留言给接待的窗口（可不填）"),
        )
        steps = {
            Ask.TRANSFER: lambda: self.tr("改到别处"),
            Ask.CALL_AGAIN: lambda: self.tr("回到队列"),
            Ask.NO_SHOW: lambda: self.tr("退号"),
            Ask.PRINT_AGAIN: lambda: self.tr("补打"),
        }
        self.story = StoryPanel(self, steps, self._shown)
        self._overlays = (self.commands, self.items, self.codes, self.places)

    def _lay_out(self) -> None:
        head, top = _bar("callBar")
        top.addWidget(self.place)
        top.addWidget(self.figures)
        top.addStretch(1)
        top.addWidget(self.who)
        top.addWidget(self.line)
        strip = QHBoxLayout()
        strip.setContentsMargins(10, 6, 10, 6)
        strip.addWidget(self.messages)
        left = QVBoxLayout()
        left.setSpacing(8)
        self._class_grid = QGridLayout()
        self._class_grid.setSpacing(6)
        left.addWidget(self.who_title)
        left.addLayout(self._class_grid)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        left.addLayout(self._grid, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.given)
        right.addWidget(self.booked_title)
        right.addWidget(self.booked, 1)
        right.addStretch(0)
        side = QWidget()
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(330)
        middle = QHBoxLayout()
        middle.setContentsMargins(10, 0, 10, 8)
        middle.setSpacing(12)
        middle.addLayout(left, 1)
        middle.addWidget(side)
        foot, actions = _bar("acceptBar")
        for part in (self.find_item, self.check_in, self.story_button):
            actions.addWidget(part)
        actions.addWidget(self.undo_strip, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(strip)
        column.addLayout(middle, 1)
        column.addWidget(foot)

    def _bind(self) -> None:
        for ask in (
            Ask.FIND_ITEM, Ask.FIND_CASE, Ask.STORY, Ask.ISSUE, Ask.PRINT_AGAIN, Ask.TRANSFER, Ask.CALL_AGAIN,
            Ask.NO_SHOW, Ask.UNDO, Ask.COMMANDS, Ask.HELP, Ask.BACK,
        ):  # fmt: skip
            self.keys.bind(ask, partial(self.ask, ask))
        self.when(Ask.COMMANDS, self.commands.start)
        self.when(Ask.HELP, self.commands.start)
        self.when(Ask.UNDO, self.undo_strip.undo)
        self.when(Ask.FIND_ITEM, self.items.start)
        self.when(Ask.FIND_CASE, self.codes.start)
        for made, ask in (
            (self.find_item, Ask.FIND_ITEM),
            (self.check_in, Ask.FIND_CASE),
            (self.story_button, Ask.STORY),
        ):
            made.clicked.connect(partial(self.ask, ask))
        self.given.asked.connect(self.ask)
        self.commands.words_typed.connect(self._find_commands)
        self.commands.chosen.connect(self.command)
        self.say()

    def _find_commands(self, words: str) -> None:
        named = [
            (Ask.FIND_ITEM, self.tr("按事项取号")), (Ask.FIND_CASE, self.tr("预约签到、补件回来")),
            (Ask.STORY, self.tr("查号：一张号票的经过")), (Ask.PRINT_AGAIN, self.tr("补打号票")),
            (Ask.ISSUE, self.tr("同一人再排一队")), (Ask.TRANSFER, self.tr("改到别处")),
            (Ask.CALL_AGAIN, self.tr("过号的人回到队列")), (Ask.NO_SHOW, self.tr("退号")), (Ask.UNDO, self.tr("撤销")),
        ]  # fmt: skip
        self.offer_commands(words, named)

    def _have_queues(self, door: Door) -> None:
        for made in self.queues.values():
            made.deleteLater()
        self.queues = {}
        for place, queue in enumerate(door.queues):
            made = self.queues[queue.queue] = QueueButton(queue)
            made.clicked.connect(partial(self.queue_asked.emit, queue.queue))
            made.setEnabled(self._online)
            self._grid.addWidget(made, place // COLUMNS, place % COLUMNS)

    def _have_classes(self, door: Door) -> None:
        chosen = self.ticket_class
        for made in self.classes.values():
            self._group.removeButton(made)
            made.deleteLater()
        self.classes = {sort.code: self._class_button() for sort in door.classes[: len(_DIGITS)]}
        for place, made in enumerate(self.classes.values()):
            self._class_grid.addWidget(made, place // CLASSES, place % CLASSES)
        self.choose_class(chosen if chosen in self.classes else NORMAL)
        self._say_classes()

    def _class_button(self) -> QPushButton:
        made = button("class")
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setCheckable(True)
        made.setEnabled(self._online)
        self._group.addButton(made)
        return made

    def _say_classes(self) -> None:
        sorts: list[DoorClass] = list(self._door.classes) if self._door is not None else []
        for place, sort in enumerate(sorts[: len(_DIGITS)]):
            name = sort.en if texts.language() == "en" and sort.en else sort.name
            self.classes[sort.code].setText(f"{place + 1} {name}")

    def _say_figures(self) -> None:
        waiting = sum(queue.waiting for queue in self._door.queues) if self._door is not None else 0
        self.place.setText(self.tr("导办台"))
        self.figures.setText(self.tr("全厅等候 {n} 人").format(n=waiting))
        self.line.setText(self.tr("● 在线") if self._online else self.tr("○ 线路中断，取不了号"))
        set_tone(self.line, "good" if self._online else "bad")

    def _say_bookings(self) -> None:
        states = {
            "made": self.tr("还没来"), "used": self.tr("已签到"), "cancelled": self.tr("已取消"),
            "missed": self.tr("没有来"),
        }  # fmt: skip
        lines = self._bookings.bookings if self._bookings is not None else ()
        shown = [
            Choice(line.id, f"{line.hour}　{line.queue} {self.queue_name(line.queue)}", line.ticket,
                   states.get(line.state, line.state), note=line.state != "made")
            for line in lines
        ]  # fmt: skip
        self.booked.show_choices(shown or (Choice("", self.tr("今天没有预约"), note=True),))
        self.booked.setAccessibleName(self.booked_title.text())


def _bar(name: str) -> tuple[QFrame, QHBoxLayout]:
    bar = QFrame()
    bar.setObjectName(name)
    bar.setProperty("bar", True)
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(16)
    return bar, row
