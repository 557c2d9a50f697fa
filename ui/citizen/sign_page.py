"""The very words, and a field to sign them in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout

from deskapp.failures import Refusal
from deskapp.sentences import sentence
from ui.citizen.page import CitizenPage, large, touched
from ui.citizen.signature_pad import SignaturePad


class SignPage(CitizenPage):
    """In: the words. Out: a signature as a picture, or that they would rather sign on paper."""

    signed = Signal(bytes)
    on_paper_asked = Signal()
    writing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = large(26, bold=True)
        self.text = large(24)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text.setContentsMargins(14, 8, 14, 8)
        self.room = QScrollArea()
        self.room.setObjectName("citizenText")
        self.room.setWidget(self.text)
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.room.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.pad = SignaturePad()
        self.refused = large(24, tone="bad")
        self.refused.hide()
        self.paper, self.clear, self.done = touched(), touched(), touched("citizen_primary")
        foot = QHBoxLayout()
        foot.setSpacing(16)
        for button, share in ((self.paper, 2), (self.clear, 2), (self.done, 3)):
            foot.addWidget(button, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 4, 28, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.room, 5)
        column.addWidget(self.pad, 5)
        column.addWidget(self.refused)
        column.addLayout(foot)
        self.pad.begun.connect(self._begun)
        self.pad.changed.connect(self._able)
        self.clear.clicked.connect(self._clear)
        self.done.clicked.connect(self._done)
        self.paper.clicked.connect(self.on_paper_asked)
        self.say()

    def ask(self, text: str) -> None:
        """Show the words, with an empty field."""
        self.text.setText(text)
        self.room.verticalScrollBar().setValue(0)
        self._clear()

    def forget(self) -> None:
        """Nothing of anybody stays here."""
        self.ask("")

    def say(self) -> None:
        self.title.setText(self.words("sign"))
        self.pad.show_hint(self.words("sign_here"))
        self.clear.setText(self.words("clear"))
        self.done.setText(self.words("done"))
        self.paper.setText(self.words("on_paper"))
        self._able()

    def take_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self._clear()
        else:
            return False
        return True

    def _begun(self) -> None:
        self.refused.hide()
        self.writing.emit()
        self._able()

    def _able(self) -> None:
        self.done.setEnabled(not self.pad.empty)
        self.clear.setEnabled(not self.pad.empty)

    def _clear(self) -> None:
        self.refused.hide()
        self.pad.clear()

    def _done(self) -> None:
        try:
            self.pad.ask()
        except Refusal as refusal:
            self.refused.setText(sentence(refusal, self.lang))
            self.refused.show()
            self.pad.clear()
            return
        self.signed.emit(self.pad.picture())
