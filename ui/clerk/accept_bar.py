"""The bar at the bottom: take back, the one-time notice; and at the right the one primary action, always F9."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import AT_THE_WINDOW, State
from deskapp.rules.case_ways import Way
from deskapp.rules.deadline import Lamp
from ui import office_words, texts
from ui.clerk.paper_names import paper_name
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
        # One of the two at a time, with all the room there is: half of both says neither.
        self.undo_strip.offering.connect(self.summary.setHidden)
        alone = self.undo_strip.sizePolicy()
        alone.setRetainSizeWhenHidden(False)
        self.undo_strip.setSizePolicy(alone)
        self.notice_button = button()
        self.notice_button.clicked.connect(lambda: self.asked.emit(Ask.NOTICE))
        self.ways = {ask: button() for ask in _WAYS}
        for ask, quiet in self.ways.items():
            quiet.clicked.connect(lambda _=False, ask=ask: self.asked.emit(ask))
        self.again_button = button()
        self.again_button.clicked.connect(lambda: self.asked.emit(Ask.PRINT_AGAIN))
        self.primary_button = button("primary")
        self.primary_button.setMinimumWidth(250)
        self.primary_button.clicked.connect(lambda: self.asked.emit(Ask.PRIMARY))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(8)
        row.addWidget(self.notice_button)
        for quiet in self.ways.values():
            row.addWidget(quiet)
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
        self.notice_button.setVisible(case is not None and case.may_tell)
        ways = case.ways if case is not None else frozenset()
        for ask, quiet in self.ways.items():
            quiet.setText(f"{self._way_words(ask, ways)} {self._keys[ask]}")
            quiet.setVisible(bool(_WAYS[ask] & ways))
        self.again_button.setText(self.tr("再打回执") + f" {self._keys[Ask.PRINT_AGAIN]}")
        self.again_button.setVisible(case is not None and case.number is not None and case.state not in AT_THE_WINDOW)
        self.summary.show_with(self._summary(case) if case is not None else "", (case and case.number) or "")

    def _primary_words(self) -> str:
        return {
            Step.CALL_NEXT: self.tr("叫下一位"),
            Step.RESUME: self.tr("恢复叫号"),
            Step.CHOOSE_ITEM: self.tr("选择事项"),
            Step.FILL_IN: self.tr("还差 {n} 栏").format(n=self._primary.count),
            Step.OPEN: self.tr("收件"),
            Step.SETTLE: self._owed_words(),
            Step.ACCEPT: self.tr("受理并打印回执"),
            Step.PRINT: self._print_words(),
            Step.PRINTING: self.tr("正在打印…"),
            Step.PRE_REVIEW: self.tr("预审，转入本窗"),
            Step.RESUME_CLOCK: self.tr("特别程序结束，恢复计时"),
            Step.GRANT: self.tr("准予，办结"),
            Step.DELIVER: self.tr("出件…"),
            Step.ARCHIVE: self.tr("归档"),
            Step.FINISH: self.tr("办完，叫下一位"),
            Step.PUT_AWAY: self.tr("收起，接着办叫到的号"),
        }[self._primary.step]

    def _owed_words(self) -> str:
        """What is owed and what is to be asked, each by itself: the list above counts materials alone."""
        asked = len(self._case.unanswered) if self._case is not None else 0
        owed = self._primary.count - asked
        if not asked:
            return self.tr("还差 {n} 项").format(n=owed)
        if not owed:
            return self.tr("还有 {k} 问").format(k=asked)
        return self.tr("还差 {n} 项、{k} 问").format(n=owed, k=asked)

    def _print_words(self) -> str:
        """Which paper comes out: one that never did is not printed again (补打), whatever kept it."""
        papers = self._primary.papers
        if len(papers) < 2:
            return self.tr("打印{paper}").format(paper="".join(map(paper_name, papers)))
        several = self.tr("打印{paper} {n} 张") if len(set(papers)) == 1 else self.tr("打印{paper}等 {n} 张")
        return several.format(paper=paper_name(papers[0]), n=len(papers))

    def _way_words(self, ask: Ask, ways: frozenset[Way]) -> str:
        return {
            Ask.REFUSE: self.tr("不予许可") if Way.REFUSE in ways else self.tr("不予受理"),
            Ask.WITHDRAW: self.tr("撤回"),
            Ask.PAUSE_CASE: self.tr("恢复计时") if Way.RESUME in ways else self.tr("特别程序"),
            Ask.EXTEND: self.tr("延期"),
        }[ask]

    def _summary(self, case: CaseSheet) -> str:
        if case.number is None and case.state not in _TOLD:
            return ""
        said = [texts.state(case.state)]
        if case.lates:
            said.insert(0, f"{_SIGNS[case.lamp]} {texts.late(case.lates[0])}")
        if case.state is State.PAUSED and case.paused_until is not None and case.procedure is not None:
            until = self.tr("{procedure}到 {day}")
            said.append(
                until.format(procedure=office_words.procedure(case.procedure), day=texts.day(case.paused_until))
            )
        elif case.state is State.CORRECTION_REQUESTED and case.correction_due is not None:
            said.append(self.tr("补正到 {day}").format(day=texts.day(case.correction_due)))
        elif case.state in (State.DECIDED, State.READY) and case.deliver_by is not None:
            said.append(self.tr("{day} 前送达").format(day=texts.day(case.deliver_by)))
        elif case.promised_day is not None:
            promised = self.tr("承诺 {day}").format(day=texts.day(case.promised_day))
            said.append(promised + (self.tr("（暂定）") if case.provisional else ""))
            if case.days_left is not None and case.days_left >= 0:
                said.append(self.tr("还剩 {n} 个工作日").format(n=case.days_left))
        return " · ".join(said)


# The quiet buttons, and the steps that make each of them stand there.
_WAYS = {
    Ask.REFUSE: frozenset({Way.DECLINE, Way.REFUSE}),
    Ask.WITHDRAW: frozenset({Way.WITHDRAW}),
    Ask.PAUSE_CASE: frozenset({Way.PAUSE, Way.RESUME}),
    Ask.EXTEND: frozenset({Way.EXTEND}),
}
_SIGNS = {Lamp.GREEN: "", Lamp.YELLOW: "▲", Lamp.RED: "■"}  # never colour alone
_TOLD = frozenset({State.FILED, State.CORRECTION_REQUESTED, State.DECLINED, State.WITHDRAWN})
