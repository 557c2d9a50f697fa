"""The ways a case can go besides being accepted: each by its key, each only from where the case stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from deskapp.clerk import accepting, archiving, deciding, pausing, pre_reviewing, stepping
from deskapp.clerk.accepting import AcceptedCase
from deskapp.ids import CaseId
from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules import case as cases
from deskapp.rules.case import Procedure, Usual
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.case_ways import Way as CaseWay
from deskapp.rules.catalog import Regime
from ui.clerk.one_step import LANE, OneStep
from ui.clerk.questions_wires import QuestionsWires
from ui.clerk.remark_panel import Question
from ui.clerk.session import Session
from ui.clerk.step_questions import StepQuestions
from ui.keys import Ask
from ui.parts.messages import Tone


class LifeWires(QObject):
    """Joins the keys of the steps to the use cases of `deskapp.clerk`."""

    def __init__(self, session: Session, steps: OneStep, asking: QuestionsWires) -> None:
        super().__init__(session)
        self._s = session
        self._steps = steps
        self._asking = asking
        self._questions = StepQuestions(self)
        screen = session.screen
        screen.when(Ask.NOTICE, self.open_notice)
        screen.when(Ask.REFUSE, self.open_refusal)
        screen.when(Ask.WITHDRAW, lambda: self._ask(CaseWay.WITHDRAW, self._questions.withdraw))
        screen.when(Ask.EXTEND, lambda: self._ask(CaseWay.EXTEND, self._questions.extend))
        screen.when(Ask.PAUSE_CASE, self.pause_or_resume)
        screen.offer_command("say_ready", lambda: self.tr("结果已到窗口，待领"), self.say_ready)
        screen.offer_command("archive", lambda: self.tr("归档本件"), self.archive)
        screen.remark.answered.connect(self._answered)

    def open_notice(self) -> None:
        """Ask what the one-time notice says; real estate is declined on the spot instead, naming everything."""
        case = self._s.case
        if case is not None and case.state in AT_THE_WINDOW and case.corrected_once:
            self._s.say("case.no_way", Tone.OWED, lambda: self.tr("已经一次性告知过，不能再要求补充别的材料。"))
        elif case is None or case.state not in AT_THE_WINDOW:
            self._say_closed()
        elif self._asking.come_first():
            return
        elif (case.notice.regime if case.notice is not None else case.regime) is Regime.REAL_ESTATE:
            self._ask(CaseWay.DECLINE, self._questions.decline)
        else:
            self._ask(CaseWay.CORRECT, self._questions.notice)

    def open_refusal(self) -> None:
        """Not accept it; or, once it is accepted, decide against it."""
        case = self._s.case
        if case is not None and CaseWay.REFUSE in case.ways:
            self._ask(CaseWay.REFUSE, self._questions.refuse)
        else:
            self._ask(CaseWay.DECLINE, self._questions.decline)

    def pause_or_resume(self) -> None:
        """Stop the clock for a special procedure, or let it go on."""
        case = self._s.case
        if case is not None and CaseWay.RESUME in case.ways:
            self.resume()
        else:
            self._ask(CaseWay.PAUSE, self._questions.pause)

    def resume(self) -> None:
        """The procedure is over."""
        desk = self._s.desk
        self._take(
            CaseWay.RESUME, lambda case: pausing.resume(desk, case), cases.Resumed,
            lambda: self.tr("特别程序结束，期限相应顺延。"),
        )  # fmt: skip

    def pre_review(self) -> None:
        """Go on here with what was filed over the net."""
        desk = self._s.desk
        self._take(
            CaseWay.PRE_REVIEW, lambda case: pre_reviewing.pre_review(desk, case), None,
            lambda: self.tr("已转入预审，可以收材料、受理或者告知补正。"),
        )  # fmt: skip

    def grant(self) -> None:
        """Decide in the applicant's favour."""
        desk = self._s.desk
        self._take(
            CaseWay.GRANT, lambda case: deciding.grant(desk, case), cases.Decided,
            lambda: self.tr("已准予办结，按 F9 出件。"),
        )  # fmt: skip

    def say_ready(self) -> None:
        """The result has come to the hall."""
        desk = self._s.desk
        self._take(
            CaseWay.SAY_READY, lambda case: deciding.say_ready(desk, case), cases.ResultReady,
            lambda: self.tr("结果已到窗口，待申请人领取。"),
        )  # fmt: skip

    def archive(self) -> None:
        """Close the file."""
        desk = self._s.desk
        self._take(
            CaseWay.ARCHIVE, lambda case: archiving.archive(desk, case), None,
            lambda: self.tr("已归档。要归档包：Ctrl+K，导出归档包。"),
        )  # fmt: skip

    def _ask(self, way: CaseWay, question: Callable[[CaseSheet], Question]) -> None:
        case = self._s.case
        if case is None or way not in case.ways:
            self._say_closed()
        else:
            self._s.screen.remark.ask(question(case))

    def _say_closed(self) -> None:
        words = self.tr("这件现在不能办这一步。") if self._s.case is not None else self.tr("先打开一件，再办这一步。")
        self._s.say("case.no_way", Tone.OWED, lambda: words)

    def _answered(self, step: str, typed: list[str]) -> None:
        desk, alone = self._s.desk, self._s.case is not None and self._s.case.alone
        if step == "notice":
            self._take(
                CaseWay.CORRECT, lambda case: accepting.ask_for_correction(desk, case, typed[0]),
                cases.CorrectionRequested, lambda: self.tr("一次性告知单已打印，请交给申请人。"),
            )  # fmt: skip
        elif step == "decline":
            usual = Usual(typed[2])
            self._take(
                CaseWay.DECLINE, lambda case: accepting.decline(desk, case, typed[0], typed[1], usual, alone=alone),
                cases.Declined, lambda: self.tr("已不予受理，材料退还申请人。"),
            )  # fmt: skip
        elif step == "refuse":
            self._take(
                CaseWay.REFUSE, lambda case: deciding.refuse(desk, case, typed[0], typed[1]),
                cases.Decided, lambda: self.tr("已办结：不予许可。决定书按 F9 送达。"),
            )  # fmt: skip
        elif step == "withdraw":
            self._take(
                CaseWay.WITHDRAW, lambda case: accepting.withdraw(desk, case, typed[0], alone=alone),
                cases.Withdrawn, lambda: self.tr("已撤回，材料退还申请人。"),
            )  # fmt: skip
        elif step == "pause" and typed[0].isdecimal():
            procedure, days = Procedure(typed[2]), int(typed[0])
            self._take(
                CaseWay.PAUSE, lambda case: pausing.pause(desk, case, procedure, days, typed[1]),
                cases.Paused, lambda: self.tr("已停止计时，请把告知书交给申请人。"),
            )  # fmt: skip
        elif step == "pause":
            self._s.say("case.no_days", Tone.OWED, lambda: self.tr("天数要写数字，例如 15。"))
        elif step == "extend":
            self._take(
                CaseWay.EXTEND, lambda case: pausing.extend(desk, case, typed[0], typed[1]),
                cases.Extended, lambda: self.tr("已延期，请把告知书交给申请人。"),
            )  # fmt: skip

    def _take(
        self,
        way: CaseWay,
        work: Callable[[CaseId], AcceptedCase | None],
        fact: type | None,
        words: Callable[[], str],
    ) -> None:
        """Take a step, say what came of it, and offer to take it back; one that is not open is not even tried."""
        case = self._s.case
        if case is None or way not in case.ways:
            self._say_closed()
            return
        case_id = case.case

        def taken(done: AcceptedCase | None) -> None:
            if done is None or self._steps.say_papers(done):
                self._s.say("accepted", Tone.GOOD, words)
            if fact is not None:
                self._offer_undo((done.cases if done is not None else ()) or (case_id,), fact, words)

        self._s.screen.accept_bar.undo_strip.withdraw()  # what it offers is the last step no more
        self._steps.run(lambda: work(case_id), taken, patient=True)

    def _offer_undo(self, taken: Sequence[CaseId], fact: type, words: Callable[[], str]) -> None:
        desk, strip = self._s.desk, self._s.screen.accept_bar.undo_strip
        strip.offer(words, lambda: self._s.do(LANE, lambda: stepping.take_back_all(desk, taken, fact), self._undone))

    def _undone(self, _: None) -> None:
        self._s.screen.messages.withdraw("accepted")
        self._s.say("undone", Tone.GOOD, lambda: self.tr("已撤销；打印了的纸请收回。"))
