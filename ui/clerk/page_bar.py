"""What can be done to the marked pages, a button and a letter each; with a tool in hand, how it is used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.rules.page_making import Craft
from ui.parts.flow import Flow
from ui.parts.look import button, label
from ui.parts.spoken import Spoken


class PageBar(Spoken):
    """Tells which key a button stands for: what keys and buttons ask is one thing."""

    key_asked = Signal(object)
    finish_asked = Signal()
    leave_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._craft: Craft | None = None
        self._deeds = QWidget()
        self._tool = QWidget()
        self.hint = label(0.9, tone="quiet")
        self.hint.setWordWrap(True)
        self.finish, self.leave = button(), button("flat")
        self.buttons = {key: button("flat") for key in _KEYS}
        for made in self.buttons.values():
            made.setStyleSheet("padding: 2px 3px")  # eight of them in one row at 1366 points
        deeds = Flow()
        deeds.add(*self.buttons.values())
        self._deeds.setLayout(deeds)
        tool = QVBoxLayout(self._tool)
        tool.setContentsMargins(4, 0, 4, 0)
        tool.setSpacing(4)
        tool.addWidget(self.hint)
        ways = Flow(6)
        ways.add(self.finish, self.leave)
        tool.addLayout(ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._deeds)
        column.addWidget(self._tool)
        for key, made in self.buttons.items():
            made.clicked.connect(lambda _=False, key=key: self.key_asked.emit(key))
        self.finish.clicked.connect(self.finish_asked)
        self.leave.clicked.connect(self.leave_asked)
        self.show_tool(None)

    def show_tool(self, craft: Craft | None) -> None:
        """A tool was laid over the page, or laid away."""
        self._craft = craft
        self._deeds.setVisible(craft is None)
        self._tool.setVisible(craft is not None)
        self.say()

    def say(self) -> None:
        """Say everything again."""
        words = {
            Qt.Key.Key_L: self.tr("左转"), Qt.Key.Key_R: self.tr("右转"), Qt.Key.Key_U: self.tr("摆正"),
            Qt.Key.Key_X: self.tr("裁剪"), Qt.Key.Key_S: self.tr("拆开"), Qt.Key.Key_M: self.tr("合并"),
            Qt.Key.Key_B: self.tr("涂黑"), Qt.Key.Key_Delete: self.tr("删页"),
        }  # fmt: skip
        for key, made in self.buttons.items():
            made.setText(f"{words[key]} {_KEYS[key]}")
        self.finish.setText(self.tr("完成") + " Enter")
        self.leave.setText(self.tr("不做了") + " Esc")
        hints = {
            Craft.CROP: self.tr("拖出要留下的部分。方向键移动，Shift+方向键改大小。"),
            Craft.SPLIT: self.tr("把线放到两页之间。方向键移动，空格换成横线。"),
            Craft.REDACT: self.tr("拖出要涂黑的地方。方向键移动，Shift+方向键改大小，空格再加一块，Del 去掉一块。"),
        }
        self.hint.setText(hints.get(self._craft, "") if self._craft is not None else "")


_KEYS = {
    Qt.Key.Key_L: "L", Qt.Key.Key_R: "R", Qt.Key.Key_U: "U", Qt.Key.Key_X: "X", Qt.Key.Key_S: "S", Qt.Key.Key_M: "M",
    Qt.Key.Key_B: "B", Qt.Key.Key_Delete: "Del",
}  # fmt: skip
