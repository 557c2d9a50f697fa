"""A panel that asks for one or two remarks before a step that ends a case: notice, refusal, withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.field import Field
from ui.parts.look import button, label
from ui.parts.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Question:
    """What the panel asks. `needed`: the remarks without which the step is not taken."""

    step: str
    title: Callable[[], str]
    explained: Callable[[], str]
    listed: tuple[str, ...]
    asks: tuple[Callable[[], str], ...]
    go: Callable[[], str]
    needed: bool = True


class RemarkPanel(Overlay):
    """In: a question. Out: `answered` with the step and what was typed."""

    answered = Signal(str, list)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen, QSize(560, 430))
        self._key = key
        self._question: Question | None = None
        self.explained = label(tone="quiet")
        self.explained.setWordWrap(True)
        self.listed = label(1.05)
        self.listed.setWordWrap(True)
        self.first = Field(chinese=True)
        self.second = Field(chinese=True)
        self.go = button("primary")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go)
        for part in (self.explained, self.listed, self.first, self.second):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addLayout(foot)
        self.go.clicked.connect(self.answer)
        self.first.entered.connect(self._next)
        self.second.entered.connect(self.answer)
        for field in self._fields():
            field.typed.connect(lambda _: self._able())

    def ask(self, question: Question) -> None:
        """Ask it."""
        self._question = question
        for field in self._fields():
            field.set_text("")
        self.second.setVisible(len(question.asks) > 1)
        self._able()
        self.open_panel(self.first)

    def say(self) -> None:
        """Say everything again."""
        question = self._question
        if question is not None:
            self.title.setText(question.title())
            self.explained.setText(question.explained())
            self.listed.setText("\n".join(f"{n}. {name}" for n, name in enumerate(question.listed, 1)))
            self.listed.setVisible(bool(question.listed))
            for field, name in zip(self._fields(), question.asks, strict=False):
                field.call(name())
            self.go.setText(f"{question.go()}  {self._key}")
        super().say()

    def answer(self) -> None:
        """Tell what was typed, if it is enough."""
        question = self._question
        if question is not None and self.go.isEnabled() and self.isVisible():
            typed = [field.text() for field, _ in zip(self._fields(), question.asks, strict=False)]
            self.close_panel()
            self.answered.emit(question.step, typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter anywhere else in the panel does nothing by accident."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _fields(self) -> Sequence[Field]:
        return self.first, self.second

    def _next(self) -> None:
        if self.second.isHidden():
            self.answer()
        else:
            self.second.setFocus(Qt.FocusReason.TabFocusReason)

    def _able(self) -> None:
        question = self._question
        asked = zip(self._fields(), question.asks if question is not None else (), strict=False)
        self.go.setEnabled(question is not None and (not question.needed or all(field.text() for field, _ in asked)))
