"""What has to be asked of the applicant: one row for each question whose answer still matters, answered by one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.condition import NO, YES
from deskapp.rules.questions import Asked, Question, QuestionKind
from ui import office_words
from ui.parts.field import Line
from ui.parts.look import button, card, label, set_mark
from ui.parts.spoken import Spoken

_TALLEST = 236  # pixels: the materials below stay in sight
_LEAST = 90  # on the smallest screen one question is whole, and the others are scrolled to
_SIDE_BY_SIDE = 2
_BACK = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class QuestionRow(QFrame):
    """One question and its answers. Y and N, the digit of a choice, or a number and Enter."""

    answered = Signal(str, object)  # the question, the answer or None
    left = Signal(int)  # up or down to another row
    gone_on = Signal()  # Enter, with nothing to answer

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.question: Question = asked.question
        self.answer: str | None = asked.answer
        self.setObjectName("question")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.words = label()
        self.words.setWordWrap(True)
        self.wrong = label(0.9, tone="bad")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.buttons: dict[str, QPushButton] = {}
        self.line = Line()
        self.unit = label(tone="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.words, 1)
        column.addLayout(head)
        if self.question.kind is QuestionKind.NUMBER:
            self._add_line(head)
        else:
            self._add_buttons(head, column)
        column.addWidget(self.wrong)
        self.show_answer(asked.answer)
        self.say()

    def show_answer(self, answer: str | None) -> None:
        """Show what was answered."""
        self.answer = answer
        for code, one in self.buttons.items():
            one.setChecked(code == answer)
        if self.question.kind is QuestionKind.NUMBER and not (self.line.hasFocus() and self.line.isModified()):
            self.line.setText(answer or "")
        set_mark(self, "open", answer is None)

    def say_wrong(self, words: str) -> None:
        """Say what is wrong with the answer; "" when nothing is."""
        self.wrong.setText(f"⚠ {words}" if words else "")
        self.wrong.setVisible(bool(words))
        set_mark(self.line, "wrong", bool(words))

    def say(self) -> None:
        """Say everything again."""
        words = office_words.asked(self.question)
        self.words.setText(words)
        for place, (code, one) in enumerate(self.buttons.items(), 1):
            key = {YES: "Y", NO: "N"}[code] if self.question.kind is QuestionKind.YES_NO else str(place)
            one.setText(f"{office_words.answer(self.question, code)} {key}")
            one.setAccessibleName(f"{words} {office_words.answer(self.question, code)}")
        self.unit.setText(office_words.answer(self.question, "").strip())
        self.line.setAccessibleName(f"{words} {self.unit.text()}".strip())
        if self.buttons:
            said = office_words.answer(self.question, self.answer) if self.answer is not None else ""
            self.setAccessibleName(f"{words} {said}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by one key."""
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in _ENTER and self.buttons:  # from a line it comes here as well, when the line has answered
            self.gone_on.emit()
        elif key in _BACK and self.buttons:
            self._give(None)
        elif (code := self._of_key(key)) is not None:
            self._give(code)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that this question is the one that keys answer."""
        super().focusInEvent(event)
        set_mark(self, "here", True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys have gone elsewhere."""
        super().focusOutEvent(event)
        set_mark(self, "here", False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line for a number: what was typed counts when the line is left, too."""
        if watched is self.line and event.type() is QEvent.Type.FocusOut and self.line.isModified():
            self._take_number()
        return super().eventFilter(watched, event)

    def _of_key(self, key: int) -> str | None:
        if self.question.kind is QuestionKind.YES_NO:
            return {Qt.Key.Key_Y: YES, Qt.Key.Key_N: NO, Qt.Key.Key_1: YES, Qt.Key.Key_2: NO}.get(Qt.Key(key))
        place = key - Qt.Key.Key_1
        codes = list(self.buttons)
        return codes[place] if 0 <= place < len(codes) else None

    def _give(self, answer: str | None) -> None:
        self.show_answer(answer)
        self.answered.emit(self.question.code, answer)

    def _take_number(self) -> None:
        typed = self.line.text().strip()
        self.line.setModified(False)
        if typed != (self.answer or ""):
            self.answer = typed or None
            self.answered.emit(self.question.code, typed or None)
        else:
            self.gone_on.emit()

    def _add_line(self, head: QHBoxLayout) -> None:
        self.line.setMaximumWidth(130)
        self.line.returnPressed.connect(self._take_number)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        head.addWidget(self.line)
        head.addWidget(self.unit)

    def _add_buttons(self, head: QHBoxLayout, column: QVBoxLayout) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inline = self.question.kind is QuestionKind.YES_NO
        codes = (YES, NO) if inline else tuple(option.code for option in self.question.options)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, code in enumerate(codes):
            one = button("answer")
            one.setCheckable(True)
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            one.clicked.connect(lambda _=False, code=code: self._give(code))
            self.buttons[code] = one
            if inline:
                head.addWidget(one)
            else:
                grid.addWidget(one, place // _SIDE_BY_SIDE, place % _SIDE_BY_SIDE)
        if not inline:
            column.addLayout(grid)


class QuestionsPage(Spoken):
    """In: the case sheet. Out: an answer, and that there is nothing more to ask here."""

    answered = Signal(str, object)
    gone_on = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._case: CaseSheet | None = None
        self.rows: dict[str, QuestionRow] = {}
        self.title = label(1.05, bold=True)
        self.hint = label(0.88, tone="quiet")
        self.told = label(tone="quiet")
        self.told.setWordWrap(True)
        self.told.setContentsMargins(8, 0, 8, 4)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = card(self, margin=6, gap=4)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.hint)
        column.addLayout(head)
        column.addWidget(self._scroll)
        column.addWidget(self.told)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        self.say()

    def show_sheet(self, sheet: CaseSheet | None) -> None:
        """Show the questions of this case; once it has left the window, only what was answered."""
        self._case = sheet
        asked = sheet.questions if sheet is not None else ()
        open_yet = sheet is not None and sheet.state in AT_THE_WINDOW
        self._put_rows(asked if open_yet else ())
        self.setVisible(bool(asked))
        self._scroll.setVisible(open_yet)
        self.told.setVisible(not open_yet)
        self.say()

    def go_to(self, code: str) -> None:
        """Put the keys to this question."""
        if code in self.rows:
            row = self.rows[code]
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(row)

    def next_open(self, after: str = "") -> str | None:
        """The next question without an answer, from behind this one on; None when all have one."""
        codes = list(self.rows)
        start = codes.index(after) + 1 if after in codes else 0
        turned = codes[start:] + codes[:start]
        return next((code for code in turned if self.rows[code].answer is None), None)

    def say_wrong(self, code: str, words: str) -> None:
        """Say beside the question what is wrong with its answer."""
        if code in self.rows:
            self.rows[code].say_wrong(words)
            self._fit()

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("问一问"))
        self.hint.setText(self.tr("Y/N、数字：回答　⌫：收回　{key}：回到这里").format(key=self._key))
        self.hint.setVisible(bool(self.rows))
        for row in self.rows.values():
            row.say()
        asked = self._case.questions if self._case is not None else ()
        said = [office_words.said(one.question, one.answer) for one in asked if one.answer]
        self.told.setText("\n".join(said))
        self._fit()

    def _put_rows(self, asked: Sequence[Asked]) -> None:
        wanted = [one.question.code for one in asked]
        same = [row.question for row in self.rows.values()] == [one.question for one in asked]
        if not same:
            kept = {code: row for code, row in self.rows.items() if code in wanted}
            for code, row in self.rows.items():
                self._column.removeWidget(row)
                if code not in kept:
                    row.hide()
                    row.deleteLater()
            self.rows = {one.question.code: kept.get(one.question.code) or self._row(one) for one in asked}
            before: QWidget | None = None
            for row in self.rows.values():
                self._column.addWidget(row)
                if before is not None:
                    self.setTabOrder(before, row)
                before = row
        for one in asked:
            self.rows[one.question.code].show_answer(one.answer)

    def _row(self, asked: Asked) -> QuestionRow:
        row = QuestionRow(asked)
        row.answered.connect(self._answered)
        row.left.connect(lambda step, code=asked.question.code: self._step(code, step))
        row.gone_on.connect(lambda code=asked.question.code: self._go_on(code))
        return row

    def _answered(self, code: str, answer: object) -> None:
        self.say_wrong(code, "")
        self.answered.emit(code, answer)
        if answer is not None:
            self._go_on(code)

    def _go_on(self, code: str) -> None:
        onward = self.next_open(code)
        if onward is None:
            self.gone_on.emit()
        else:
            self.go_to(onward)

    def _step(self, code: str, step: int) -> None:
        codes = list(self.rows)
        place = codes.index(code) + step
        if place >= len(codes):
            self.gone_on.emit()
        elif place >= 0:
            self.go_to(codes[place])

    def _fit(self) -> None:
        """As tall as the questions are, up to where the materials would be crowded out."""
        tall = self._list.sizeHint().height() + 2
        self._scroll.setMinimumHeight(min(tall, _LEAST))
        self._scroll.setMaximumHeight(min(tall, _TALLEST))
