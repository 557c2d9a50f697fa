"""The bar at the bottom: take back, the one-time notice; and at the right the one primary action, always F9."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import AT_THE_WINDOW
from ui import texts
from ui.clerk.primary import Primary, Step
from ui.keys import Ask
from ui.parts.elided import Elided
from ui.parts.look import button
from ui.parts.spoken import Spoken
from ui.parts.undo_strip import UndoStrip


class AcceptBar(Spoken):
    """In: the primary action, and the case it is about. Out: what was asked."""

    asked = Signal(Ask)

    def __init__(self, keys: Mapping[Ask, str]) -> None:
        super().__init__()
        self.setObjectName("acceptBar")
        self.setProperty("bar", True)
        self._keys = keys
        self._primary = Primary(Step.CALL_NEXT)
        self._case: CaseSheet | None = None
        self.undo_strip = UndoStrip(keys[Ask.UNDO])
        self.summary = Elided(tone="quiet")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.notice_button = button()
        self.notice_button.clicked.connect(lambda: self.asked.emit(Ask.NOTICE))
        self.again_button = button()
        self.again_button.clicked.connect(lambda: self.asked.emit(Ask.PRINT_AGAIN))
        self.primary_button = button("primary")
        self.primary_button.setMinimumWidth(250)
        self.primary_button.clicked.connect(lambda: self.asked.emit(Ask.PRIMARY))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(8)
        row.addWidget(self.notice_button)
        row.addWidget(self.again_button)
        row.addWidget(self.undo_strip, 3)
        row.addWidget(self.summary, 3)
        row.addWidget(self.primary_button)
        self.say()

    def show_primary(self, primary: Primary, case: CaseSheet | None) -> None:
        """Show what happens next."""
        self._primary, self._case = primary, case
        self.say()

    def say(self) -> None:
        """Say everything again."""
        case = self._case
        self.primary_button.setText(f"{self._primary_words()}  {self._keys[Ask.PRIMARY]}")
        self.notice_button.setText(self.tr("一次性告知") + f" {self._keys[Ask.NOTICE]}")
        self.notice_button.setVisible(case is not None and case.state in AT_THE_WINDOW)
        self.again_button.setText(self.tr("再打回执") + f" {self._keys[Ask.PRINT_AGAIN]}")
        self.again_button.setVisible(case is not None and case.number is not None and case.state not in AT_THE_WINDOW)
        self.summary.setText(self._summary(case) if case is not None else "")

    def _primary_words(self) -> str:
        return {
            Step.CALL_NEXT: self.tr("叫下一位"),
            Step.RESUME: self.tr("恢复叫号"),
            Step.CHOOSE_ITEM: self.tr("选择事项"),
            Step.FILL_IN: self.tr("还差 {n} 栏").format(n=self._primary.count),
            Step.OPEN: self.tr("收件"),
            Step.SETTLE: self.tr("还差 {n} 项").format(n=self._primary.count),
            Step.ACCEPT: self.tr("受理并打印回执"),
            Step.PRINT_AGAIN: self.tr("补打回执 {n} 张").format(n=self._primary.count),
            Step.FINISH: self.tr("办完，叫下一位"),
        }[self._primary.step]

    def _summary(self, case: CaseSheet) -> str:
        if case.number is None or case.state in AT_THE_WINDOW:
            return ""
        said = [f"{texts.state(case.state)} {case.number}"]
        if case.promised_day is not None:
            promised = self.tr("承诺 {day}").format(day=texts.day(case.promised_day))
            said.append(promised + (self.tr("（暂定）") if case.provisional else ""))
        return " · ".join(said)
