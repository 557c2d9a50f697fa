"""The primary action, and the ways a case can go from the window: accepted, corrected, declined, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from deskapp.clerk import accepting
from deskapp.clerk.accepting import AcceptedCase
from deskapp.failures import Failure
from deskapp.ids import CaseId
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.questions import Asked
from ui import texts
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.primary import Step
from ui.clerk.remark_panel import Question
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone, Way

T = TypeVar("T")

LANE = "journal"
NAMED = 3  # owed materials that get a button of their own in the message


class AcceptWires(QObject):
    """Joins F9 and its neighbours to the use cases of `deskapp.clerk.accepting`."""

    def __init__(self, session: Session, intake: IntakeWires) -> None:
        super().__init__(session)
        self._s = session
        self._intake = intake
        self._busy = False
        screen = session.screen
        screen.when(Ask.PRIMARY, self.primary)
        screen.when(Ask.PRINT_AGAIN, self.print_again)
        screen.when(Ask.NOTICE, self.open_notice)
        screen.offer_command("decline", lambda: self.tr("不予受理…"), self.open_decline)
        screen.offer_command("withdraw", lambda: self.tr("申请人撤回…"), self.open_withdraw)
        screen.remark.answered.connect(self._answered)
        screen.messages.chosen.connect(self._way_chosen)

    def primary(self) -> None:
        """Do the one thing that comes next."""
        if self._busy:
            return
        screen = self._s.screen
        {
            Step.CALL_NEXT: lambda: screen.ask(Ask.CALL_NEXT),
            Step.FINISH: lambda: screen.ask(Ask.CALL_NEXT),
            Step.RESUME: lambda: screen.ask(Ask.PAUSE),
            Step.CHOOSE_ITEM: lambda: screen.ask(Ask.FIND_ITEM),
            Step.FILL_IN: self._intake.fill_in,
            Step.OPEN: self._intake.enter,
            Step.SETTLE: self._show_owed,
            Step.ACCEPT: self._accept,
            Step.PRINT_AGAIN: self.print_again,
        }[self._s.step.step]()

    def print_again(self) -> None:
        """Print what has not come out, or everything once more."""
        case, desk = self._s.case_id, self._s.desk
        if case is not None and self._s.case is not None and self._s.case.number is not None:
            self._run(lambda: accepting.print_again(desk, case), self._printed_again)

    def open_notice(self) -> None:
        """Show what the one-time notice will name, and ask for a remark."""
        case = self._s.case
        if case is not None and case.state in AT_THE_WINDOW and case.unanswered:
            self._show_unanswered(case)
        elif case is not None and case.state in AT_THE_WINDOW:
            question = Question(
                step="notice",
                title=lambda: self.tr("一次性告知"),
                explained=lambda: self.tr("以下材料一次告知申请人，此后不得再要求补充："),
                listed=tuple(line.name for line in case.owed),
                asks=(lambda: self.tr("补充意见（可不填）"),),
                go=lambda: self.tr("出具告知单"),
                needed=not case.owed,
            )
            self._s.screen.remark.ask(question)

    def open_decline(self) -> None:
        """Ask why, and on what ground in law."""
        if self._s.case is not None and self._s.case.state in AT_THE_WINDOW:
            question = Question(
                step="decline",
                title=lambda: self.tr("不予受理"),
                explained=lambda: self.tr("理由和依据记入本件。请当面说明，并告知复议和诉讼的权利。"),
                listed=(),
                asks=(lambda: self.tr("理由"), lambda: self.tr("法律依据")),
                go=lambda: self.tr("不予受理"),
            )
            self._s.screen.remark.ask(question)

    def open_withdraw(self) -> None:
        """Ask why the applicant wants it no more."""
        if self._s.case is not None:
            question = Question(
                step="withdraw",
                title=lambda: self.tr("申请人撤回"),
                explained=lambda: self.tr("撤回后本件结束，材料退还申请人。"),
                listed=(),
                asks=(lambda: self.tr("原因"),),
                go=lambda: self.tr("撤回"),
            )
            self._s.screen.remark.ask(question)

    def _show_owed(self) -> None:
        """Say what is owed on top, each with a way to its row, and jump to the first."""
        case = self._s.case
        if case is None:
            return
        if case.unanswered:
            self._show_unanswered(case)
            return
        if not case.owed:
            return
        owed = case.owed
        ways = tuple(Way(f"row:{line.code}", lambda line=line: line.name) for line in owed[:NAMED])  # type: ignore[misc]
        self._s.say("case.incomplete", Tone.OWED, lambda: self.tr("还有 {n} 项材料未收齐：").format(n=len(owed)), *ways)
        self._s.screen.checklist.jump(owed[0].code)

    def _show_unanswered(self, case: CaseSheet) -> None:
        """What is owed is not known yet: the questions come first."""
        left = case.unanswered
        ways = tuple(_way_to(one) for one in left[:NAMED])
        words = self.tr("还有 {n} 个问题没有回答：")
        self._s.say("case.unanswered", Tone.OWED, lambda: words.format(n=len(left)), *ways)
        self._s.screen.questions.go_to(left[0].question.code)

    def _accept(self) -> None:
        case, desk = self._s.case_id, self._s.desk
        if case is not None:
            self._run(lambda: accepting.accept(desk, case), lambda done: self._accepted(case, done))

    def _accepted(self, case: CaseId, done: AcceptedCase) -> None:
        self._offer_undo(case, done.number)
        self._printed(done)
        if done.trouble is None:
            self._s.say(
                "accepted", Tone.GOOD, lambda: self.tr("已受理 {number}，回执已打印。").format(number=done.number)
            )

    def _offer_undo(self, case: CaseId, number: str) -> None:
        strip, desk = self._s.screen.accept_bar.undo_strip, self._s.desk
        strip.offer(
            lambda: self.tr("已受理 …{tail}").format(tail=number[-6:]),
            lambda: self._s.do(LANE, lambda: accepting.undo_acceptance(desk, case), lambda _: self._undone()),
        )

    def _undone(self) -> None:
        self._s.screen.messages.withdraw("accepted")
        self._s.say("undone", Tone.GOOD, lambda: self.tr("已撤销受理，编号保留给本件；请收回回执。"))

    def _printed(self, done: AcceptedCase) -> None:
        if done.trouble is not None:
            self._s.say_failure(done.trouble, Way("again", lambda: self.tr("再打"), "Shift+F9"))
        elif done.papers:
            self._s.screen.messages.withdraw("printer")

    def _printed_again(self, done: AcceptedCase) -> None:
        self._printed(done)
        if done.trouble is None and done.papers:
            papers = len(done.papers)
            self._s.say("accepted", Tone.GOOD, lambda: self.tr("已再打 {n} 张。").format(n=papers))

    def _answered(self, step: str, typed: list[str]) -> None:
        case, desk = self._s.case_id, self._s.desk
        if case is None:
            return
        if step == "notice":
            self._run(lambda: accepting.ask_for_correction(desk, case, typed[0]), self._notified)
        elif step == "decline":
            self._run(lambda: accepting.decline(desk, case, typed[0], typed[1]), _ignore)
        elif step == "withdraw":
            self._run(lambda: accepting.withdraw(desk, case, typed[0]), _ignore)

    def _notified(self, done: AcceptedCase) -> None:
        self._printed(done)
        if done.trouble is None:
            self._s.say("accepted", Tone.GOOD, lambda: self.tr("一次性告知单已打印，请交给申请人。"))

    def _way_chosen(self, _: str, way: str) -> None:
        if way.startswith("row:"):
            self._s.screen.checklist.jump(way.removeprefix("row:"))
        elif way.startswith("ask:"):
            self._s.screen.questions.go_to(way.removeprefix("ask:"))
        elif way == "again":
            self.print_again()

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """One step at a time: a second F9 while the first is on its way does nothing."""
        if self._busy:
            return
        self._busy = True

        def done(value: T) -> None:
            self._busy = False
            then(value)

        self._s.do(LANE, work, done, self._failed)

    def _failed(self, failure: Failure) -> None:
        self._busy = False
        if failure.code in ("case.incomplete", "case.unanswered"):
            self._show_owed()
        else:
            self._s.say_failure(failure)


def _way_to(asked: Asked) -> Way:
    return Way(f"ask:{asked.question.code}", lambda: texts.asked(asked.question))


def _ignore(_: object) -> None:
    """The sheet that is read next shows what came of it."""
