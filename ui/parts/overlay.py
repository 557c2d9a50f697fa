"""A panel over the screen that is not a dialogue: nothing waits for it, Esc closes it, the focus goes back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.lock_cover import LockCover
from ui.parts.look import button, label
from ui.parts.spoken import Spoken


class Overlay(Spoken):
    """A titled card in the middle of its screen. Subclasses put their content into `body` and say `title`."""

    closed = Signal()

    def __init__(self, screen: QWidget, size: QSize) -> None:
        super().__init__(screen)
        self.setObjectName("overlay")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._wanted = size
        self._before: QWidget | None = None
        self.title = label(1.25, bold=True)
        self.close_button = button("flat")
        self.close_button.clicked.connect(self.close_panel)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.close_button)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(10)
        column.addLayout(self.head)
        column.addLayout(self.body, 1)
        screen.installEventFilter(self)
        self.hide()

    def open_panel(self, first: QWidget) -> None:
        """Show it, with the focus on its first field. The focus returns when it closes.

        What was asked for before the screen was locked may come while it is: then it lies below the cover, without it.
        """
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            QApplication.inputMethod().commit()
            self._before = focus
        self._place()
        self.say()
        self.show()
        self.raise_()
        if self._stays_covered():
            return
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def close_panel(self) -> None:
        """Hide it and give the focus back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def say(self) -> None:
        """Say the words of the frame; a subclass says its own and then calls this."""
        self.close_button.setText(self.tr("关闭 Esc"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the screen changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _stays_covered(self) -> bool:
        screen = self.parentWidget()
        covers = screen.findChildren(LockCover, options=Qt.FindChildOption.FindDirectChildrenOnly) if screen else []
        for cover in covers:
            if cover.isVisible():
                self.stackUnder(cover)
                return True
        return False

    def _place(self) -> None:
        screen = self.parentWidget()
        if screen is None:
            return
        width = min(self._wanted.width(), screen.width() - 24)
        height = min(self._wanted.height(), screen.height() - 24)
        self.setGeometry((screen.width() - width) // 2, max(12, (screen.height() - height) // 3), width, height)
