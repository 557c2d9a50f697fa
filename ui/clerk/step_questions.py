"""What is asked before each step that needs something said, and what its paper will say."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.queries.case_sheet import CaseSheet
from deskapp.rules import notice_words as papers
from deskapp.rules.case import Procedure, Usual
from deskapp.rules.case_state import State
from deskapp.rules.case_steps import EXTENSION_DAYS
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME
from deskapp.rules.notice_words import PROCEDURE_WORDS, About, usual_words
from ui import office_words
from ui.clerk.remark_panel import Question, Reason


class StepQuestions(QObject):
    """Makes the questions of the remark panel for a case."""

    def notice(self, case: CaseSheet) -> Question:
        """补正：everything at once."""
        notice = case.notice
        missing = notice.missing if notice is not None else ()
        back = notice.back if notice is not None else ()
        regime = notice.regime if notice is not None else case.regime
        ground = BY_REGIME[regime].correct.cited
        explained = {
            Regime.REGISTRATION: self.tr("全部缺的一次告知，材料退还申请人，补齐后重新提交。"),
            Regime.SERVICE: self.tr("当场一次告知，此后不得再要求补充。"),
        }.get(regime, self.tr("以下材料一次告知申请人，此后不得再要求补充："))
        return Question(
            step="notice",
            title=lambda: self.tr("一次性告知"),
            explained=lambda: explained,
            listed=missing,
            asks=(lambda: self.tr("补充意见（可不填）"),),
            go=lambda: self.tr("出具告知单"),
            needed=not missing,
            preview=lambda typed: papers.correction(
                _about(case), missing, typed[0], ground=ground, due=case.correct_by, back=back
            ),
        )

    def decline(self, case: CaseSheet) -> Question:
        """不予受理：one of the five usual reasons, or another; the last box alone is left to be written."""
        missing = tuple(line.name for line in case.owed)
        open_ = [usual for usual in Usual if usual is not Usual.NOT_COMPLETE or _may_be_incomplete(case)]
        return Question(
            step="decline",
            title=lambda: self.tr("不予受理"),
            explained=lambda: self._of(case) + self.tr("按数字选理由，可以改写。请当面说明，并告知复议和诉讼的权利。"),
            listed=(),
            asks=(lambda: self.tr("理由"), lambda: self.tr("法律依据")),
            go=lambda: self.tr("不予受理"),
            reasons=tuple(
                Reason(usual.value, lambda usual=usual: office_words.usual(usual), usual_words(usual, case.regime))  # type: ignore[misc]
                for usual in open_
            ),
            preview=lambda typed: papers.declined(
                _about(case), typed[0], typed[1], missing if typed[2] == Usual.NOT_COMPLETE.value else ()
            ),
        )

    def _of(self, case: CaseSheet) -> str:
        """Of a bundle: whether it is about all of it, or about one case with those that wait for it."""
        if case.bundle is None:
            return ""
        if case.alone:
            return self.tr("只办这一件，等它的各件一并结束。")
        return self.tr("整个联办件一并办理；只办其中一件，先按 F7 选它。")

    def refuse(self, case: CaseSheet) -> Question:
        """不予许可：the decision against it."""
        return Question(
            step="refuse",
            title=lambda: self.tr("不予许可"),
            explained=lambda: self.tr("决定不予准许，办结本件。写明理由和依据，并告知复议和诉讼的权利。"),
            listed=(),
            asks=(lambda: self.tr("理由"), lambda: self.tr("法律依据")),
            go=lambda: self.tr("不予许可，办结"),
            preview=lambda typed: papers.refused(_about(case), typed[0], typed[1]),
        )

    def withdraw(self, case: CaseSheet) -> Question:
        """撤回：the applicant wants it no more."""
        return Question(
            step="withdraw",
            title=lambda: self.tr("申请人撤回"),
            explained=lambda: self._of(case) + self.tr("撤回后本件结束，材料退还申请人。"),
            listed=(),
            asks=(lambda: self.tr("原因"),),
            go=lambda: self.tr("撤回"),
            preview=lambda typed: papers.withdrawn(_about(case), typed[0]),
        )

    def pause(self, case: CaseSheet) -> Question:
        """特别程序：one of the procedures of the law, and for how long."""
        return Question(
            step="pause",
            title=lambda: self.tr("特别程序，停止计时"),
            explained=lambda: self.tr("只有下列程序不计入期限，所需时间要书面告知申请人。按数字选择。"),
            listed=(),
            asks=(lambda: self.tr("需要几个工作日"), lambda: self.tr("说明（可不填）")),
            go=lambda: self.tr("停止计时，打印告知书"),
            optional=1,
            reasons=tuple(
                Reason(one.value, lambda one=one: office_words.procedure(one))  # type: ignore[misc]
                for one in Procedure
            ),
            preview=lambda typed: papers.special_procedure(
                _about(case), PROCEDURE_WORDS[Procedure(typed[2])], typed[0]
            ),
        )

    def extend(self, case: CaseSheet) -> Question:
        """延期：once, and by whom."""
        return Question(
            step="extend",
            title=lambda: self.tr("延期 {n} 个工作日").format(n=EXTENSION_DAYS),
            explained=lambda: self.tr("经本机关负责人批准，只能延期一次，理由告知申请人。"),
            listed=(),
            asks=(lambda: self.tr("批准人"), lambda: self.tr("理由")),
            go=lambda: self.tr("延期，打印告知书"),
            preview=lambda typed: papers.extension(_about(case), typed[0], typed[1], EXTENSION_DAYS),
        )


def _about(case: CaseSheet) -> About:
    return About(case.hall, case.applicant, case.item_name)


def _may_be_incomplete(case: CaseSheet) -> bool:
    """Whether what is missing may be a reason now: on the spot for real estate, else after it was asked for."""
    return case.regime is Regime.REAL_ESTATE or case.state is State.CORRECTION_REQUESTED
