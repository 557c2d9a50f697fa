"""A panel that asks for what a step needs said: a notice, a refusal, a clock that stops; with the paper to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStyleOptionViewItem, QVBoxLayout, QWidget

from ui.parts.choices import Choice, ChoiceRow, Choices, Index
from ui.parts.field import Field
from ui.parts.look import button, label
from ui.parts.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the usual answers, chosen by its number; what it writes into the fields."""

    key: str
    words: Callable[[], str]
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the panel asks. `needed`: the fields without which the step is not taken, all but the last `optional`.

    What was chosen among the `reasons` is told behind what was typed, and stands there for `preview` as well.
    """

    step: str
    title: Callable[[], str]
    explained: Callable[[], str]
    listed: tuple[str, ...]
    asks: tuple[Callable[[], str], ...]
    go: Callable[[], str]
    needed: bool = True
    optional: int = 0
    reasons: tuple[Reason, ...] = ()
    preview: Callable[[list[str]], str] | None = None


class OneLine(ChoiceRow):
    """Paints a choice that has no second line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line of text and air around it."""
        return QSize(160, round(option.fontMetrics.height() * 1.25) + 8)


class Numbered(Choices):
    """A list whose lines are chosen by their numbers as well."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(OneLine(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9."""
        row = event.key() - Qt.Key.Key_1
        if 0 <= row < min(9, len(self.choices)) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.setCurrentIndex(self.model().index(row, 0))
            self.enter()
        else:
            super().keyPressEvent(event)


class RemarkPanel(Overlay):
    """In: a question. Out: `answered` with the step and what was typed."""

    answered = Signal(str, list)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen, _SMALL)
        self._key = key
        self._question: Question | None = None
        self._filled: tuple[str, ...] = ()
        self.explained = label(tone="quiet")
        self.listed = label(1.05)
        self.reasons = Numbered()
        self.first = Field(chinese=True)
        self.second = Field(chinese=True)
        self.preview = label()
        self.paper = QScrollArea()
        self.go = button("primary")
        self._lay_out()
        self.go.clicked.connect(self.answer)
        self.first.entered.connect(self._next)
        self.second.entered.connect(self.answer)
        self.reasons.selectionModel().currentChanged.connect(lambda *_: self._fill())
        self.reasons.chosen.connect(lambda _: self._to_first_gap())
        for field in self._fields():
            field.typed.connect(lambda _: self._able())

    def ask(self, question: Question) -> None:
        """Ask it."""
        self._question, self._filled = question, ()
        self._wanted = _LARGE if question.preview is not None else _SMALL
        for place, field in enumerate(self._fields()):
            field.set_text("")
            field.say_wrong("")
            field.setVisible(place < len(question.asks))
        self.paper.setVisible(question.preview is not None)
        self.reasons.setVisible(bool(question.reasons))
        self._show_reasons()
        self._fill()
        self._able()
        self.open_panel(self.reasons if question.reasons else self.first)

    def say(self) -> None:
        """Say everything again."""
        question = self._question
        if question is not None:
            self.title.setText(question.title())
            self.explained.setText(question.explained())
            self.listed.setText("\n".join(f"{n}. {name}" for n, name in enumerate(question.listed, 1)))
            self.listed.setVisible(bool(question.listed) and question.preview is None)
            for field, name in zip(self._fields(), question.asks, strict=False):
                field.call(name())
            self.go.setText(f"{question.go()}  {self._key}")
            self.reasons.setAccessibleName(question.title())
        super().say()

    def answer(self) -> None:
        """Tell what was typed, if it is enough; else say in which field nothing stands, and go there."""
        question = self._question
        if question is not None and self.isVisible() and not self.go.isEnabled():
            self._say_gap()
        if question is not None and self.go.isEnabled() and self.isVisible():
            typed = self._typed()
            self.close_panel()
            self.answered.emit(question.step, typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter anywhere else in the panel does nothing by accident."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        for text in (self.explained, self.listed, self.preview):
            text.setWordWrap(True)
        self.preview.setMargin(14)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.paper.setWidget(self.preview)
        self.paper.setWidgetResizable(True)
        self.paper.setProperty("card", True)
        self.paper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left = QVBoxLayout()
        left.setSpacing(8)
        for part in (self.explained, self.listed):
            left.addWidget(part)
        left.addWidget(self.reasons, 1)
        for field in self._fields():
            left.addWidget(field)
        left.addStretch(0)
        columns = QHBoxLayout()
        columns.setSpacing(14)
        columns.addLayout(left, 10)
        columns.addWidget(self.paper, 9)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.body.addLayout(columns, 1)
        self.body.addLayout(foot)

    def _fields(self) -> Sequence[Field]:
        return self.first, self.second

    def _typed(self) -> list[str]:
        question = self._question
        if question is None:
            return []
        typed = [field.text() for field, _ in zip(self._fields(), question.asks, strict=False)]
        return [*typed, self._reason().key] if question.reasons else typed

    def _reason(self) -> Reason:
        reasons = self._question.reasons if self._question is not None else ()
        return reasons[max(0, self.reasons.currentIndex().row())]

    def _show_reasons(self) -> None:
        reasons = self._question.reasons if self._question is not None else ()
        choices = [Choice(one.key, one.words(), hint=str(n)) for n, one in enumerate(reasons, 1)]
        self.reasons.show_choices(choices)

    def _fill(self) -> None:
        """Write what the reason brings along, over nothing but what another reason had written."""
        question = self._question
        if question is None or not question.reasons:
            return
        fills = self._reason().fills
        before = (*self._filled, "", "")
        for place, field in enumerate(self._fields()):
            if field.text() in ("", before[place]):
                field.set_text(fills[place] if place < len(fills) else "")
        self._filled = fills
        self._able()

    def _to_first_gap(self) -> Field | None:
        asked = len(self._question.asks) if self._question is not None else 0
        gap = next((field for field in self._fields()[:asked] if not field.text()), None)
        if gap is not None:
            gap.setFocus(Qt.FocusReason.TabFocusReason)
        return gap

    def _say_gap(self) -> None:
        gap = self._to_first_gap()
        if gap is not None:
            gap.say_wrong(self.tr("请填写"))

    def _next(self) -> None:
        if self.second.isHidden():
            self.answer()
        else:
            self.second.setFocus(Qt.FocusReason.TabFocusReason)

    def _able(self) -> None:
        question = self._question
        if question is None:
            self.go.setEnabled(False)
            return
        asked = len(question.asks) - question.optional
        for field in self._fields():
            if field.text():
                field.say_wrong("")
        filled = all(field.text() for field in self._fields()[:asked])
        self.go.setEnabled(filled or not question.needed)
        if question.preview is not None:
            self.preview.setText(question.preview(self._typed()))


_SMALL = QSize(560, 430)
_LARGE = QSize(900, 560)
