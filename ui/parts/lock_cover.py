"""Covers the whole screen while the clerk is away. Nothing is lost below it, and nothing can be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.field import Field
from ui.parts.look import button, card, label
from ui.parts.spoken import Spoken


class LockCover(Spoken):
    """In: who is locked in, and whether the password was wrong. Out: the password that was typed."""

    unlock_asked = Signal(str)

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        self.setObjectName("screen")
        self.setAutoFillBackground(True)
        self._who = ""
        self.title = label(1.6, bold=True)
        self.who = label(tone="quiet")
        self.password = Field(secret=True)
        self.go = button("primary")
        box = Spoken()
        box.setFixedWidth(360)
        column = card(box, margin=24, gap=12)
        for part in (self.title, self.who, self.password, self.go):
            column.addWidget(part)
        self.urgent = label(1.6, bold=True)
        self.urgent.setObjectName("urgent")
        self.urgent.setWordWrap(True)
        self.urgent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.urgent.hide()
        middle = QVBoxLayout(self)
        middle.addWidget(self.urgent)
        middle.addWidget(box, 1, Qt.AlignmentFlag.AlignCenter)
        self.password.entered.connect(self._ask)
        self.go.clicked.connect(self._ask)
        screen.installEventFilter(self)
        self.hide()

    def say_urgent(self, words: str) -> None:
        """Say what must be known though nobody is signed in here now: "" for nothing. It names no person."""
        self.urgent.setText(words)
        self.urgent.setVisible(bool(words))

    def lock(self, who: str) -> None:
        """Cover the screen."""
        self._who = who
        self.password.set_text("")
        self.password.say_wrong("")
        self._cover()
        self.say()
        self.show()
        self.raise_()
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_wrong(self, words: str) -> None:
        """The password was not the right one."""
        self.password.set_text("")
        self.password.say_wrong(words)

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("已锁屏"))
        self.who.setText(self.tr("{who} · 内容都在，输入密码继续").format(who=self._who))
        self.password.call(self.tr("密码"))
        self.go.setText(self.tr("解锁 Enter"))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on the cover."""
        other = self.go if self.password.line.hasFocus() else self.password.line
        other.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the screen in every size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._cover()
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        screen = self.parentWidget()
        if screen is not None:
            self.setGeometry(screen.rect())

    def _ask(self) -> None:
        if self.password.line.text():
            self.unlock_asked.emit(self.password.line.text())
