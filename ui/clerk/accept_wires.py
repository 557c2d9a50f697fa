"""The primary action, and what it is most often: accepting, with its undo and its papers."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import accepting
from deskapp.clerk.accepting import AcceptedCase
from deskapp.failures import Failure
from deskapp.ids import CaseId
from deskapp.queries.case_sheet import CaseSheet
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.life_wires import LifeWires
from ui.clerk.one_step import OneStep
from ui.clerk.primary import Step
from ui.clerk.questions_wires import QuestionsWires
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Message, Tone, Way

LANE = "journal"
NAMED = 3  # owed materials that get a button of their own in the message


class AcceptWires(QObject):
    """Joins F9 and its neighbours to the use cases of `deskapp.clerk.accepting`."""

    def __init__(
        self, session: Session, intake: IntakeWires, life: LifeWires, steps: OneStep, questions: QuestionsWires
    ) -> None:
        super().__init__(session)
        self._s = session
        self._intake = intake
        self._life = life
        self._steps = steps
        self._questions = questions
        screen = session.screen
        screen.when(Ask.PRIMARY, self.primary)
        screen.when(Ask.PRINT_AGAIN, self.print_again)
        screen.messages.chosen.connect(self._way_chosen)
        session.case_shown.connect(self._renew_owed)

    def primary(self) -> None:
        """Do the one thing that comes next."""
        if self._steps.busy:
            self._steps.wait_with(self.primary)
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
            Step.PRINT: self.print_again,
            Step.PRINTING: lambda: None,
            Step.PRE_REVIEW: self._life.pre_review,
            Step.RESUME_CLOCK: self._life.resume,
            Step.GRANT: self._life.grant,
            Step.DELIVER: lambda: screen.ask(Ask.HAND_OUT),
            Step.ARCHIVE: self._life.archive,
            Step.PUT_AWAY: screen.put_away,
        }[self._s.step.step]()

    def print_again(self) -> None:
        """Print what has not come out, or everything once more."""
        case, desk = self._s.case_id, self._s.desk
        if desk.settings.preview == "always":
            self._s.screen.ask(Ask.PREVIEW)
        elif case is not None and self._s.case is not None:
            self._steps.run(lambda: accepting.print_again(desk, case), self._printed_again)

    def _show_owed(self) -> None:
        """Say what is owed on top, each with a way to its row, and jump to the first."""
        case = self._s.case
        if self._questions.come_first() or case is None or not case.owed:
            return
        self._s.screen.messages.show_message(self._what_is_owed(case))
        self._s.screen.checklist.jump(case.owed[0].code)

    def _what_is_owed(self, case: CaseSheet) -> Message:
        owed = case.owed
        ways = tuple(Way(f"row:{line.code}", lambda line=line: line.name) for line in owed[:NAMED])  # type: ignore[misc]
        words = self.tr("还有 {n} 项材料未收齐：")
        return Message("case.incomplete", Tone.OWED, lambda: words.format(n=len(owed)), ways)

    def _renew_owed(self) -> None:
        """What is said to be owed is what is owed now."""
        case = self._s.case
        if case is not None and case.owed:
            self._s.screen.messages.renew(self._what_is_owed(case))

    def _accept(self) -> None:
        case, desk = self._s.case_id, self._s.desk
        if case is not None:
            self._steps.run(lambda: accepting.accept(desk, case), lambda done: self._accepted(case, done), self._failed)

    def _accepted(self, case: CaseId, done: AcceptedCase) -> None:
        self._offer_undo(case, done.number)
        well = self._steps.say_papers(done)
        if well and not done.papers:
            self._s.say("accepted", Tone.GOOD, lambda: self.tr("已受理 {number}。").format(number=done.number))
        elif well:
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

    def _printed_again(self, done: AcceptedCase) -> None:
        self._steps.say_papers(done)
        if done.trouble is None and done.papers:
            papers = len(done.papers)
            self._s.say("accepted", Tone.GOOD, lambda: self.tr("已再打 {n} 张。").format(n=papers))

    def _way_chosen(self, _: str, way: str) -> None:
        if way.startswith("row:"):
            self._s.screen.checklist.jump(way.removeprefix("row:"))
        elif way == "again":
            self.print_again()

    def _failed(self, failure: Failure) -> None:
        if failure.code in ("case.incomplete", "case.unanswered"):
            self._show_owed()
        else:
            self._s.say_failure(failure)
