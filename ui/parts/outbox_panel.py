"""What the centre has not confirmed, in plain words; and what it sent back, to be settled here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.queries.line_sheet import LineSheet, Unsent
from deskapp.sentences import sentence_of
from ui import texts
from ui.parts.choices import Choice, Choices
from ui.parts.field import Field
from ui.parts.look import button, label
from ui.parts.overlay import Overlay


def step_words(kind: str) -> str:
    """A step in the words of the office; one without words of its own by its kind."""
    known = {
        "case.pre_reviewed": QCoreApplication.translate("steps", "预审"),
        "case.paused": QCoreApplication.translate("steps", "特别程序"),
        "case.resumed": QCoreApplication.translate("steps", "恢复计时"),
        "case.extended": QCoreApplication.translate("steps", "延期"),
        "case.decided": QCoreApplication.translate("steps", "办结"),
        "case.result_ready": QCoreApplication.translate("steps", "结果到窗"),
        "case.delivered": QCoreApplication.translate("steps", "送达"),
        "case.archived": QCoreApplication.translate("steps", "归档"),
        "case.step_taken_back": QCoreApplication.translate("steps", "撤销上一步"),
        "case.urged": QCoreApplication.translate("steps", "催办"),
        "case.followed_up": QCoreApplication.translate("steps", "督办记录"),
        "case.opened": QCoreApplication.translate("steps", "收件"),
        "case.applicant_corrected": QCoreApplication.translate("steps", "更正申请人"),
        "case.material_received": QCoreApplication.translate("steps", "收材料"),
        "case.material_returned": QCoreApplication.translate("steps", "退材料"),
        "case.commitment_made": QCoreApplication.translate("steps", "告知承诺"),
        "case.material_deferred": QCoreApplication.translate("steps", "容缺"),
        "case.pages_added": QCoreApplication.translate("steps", "扫描页"),
        "case.page_removed": QCoreApplication.translate("steps", "删页"),
        "case.page_moved": QCoreApplication.translate("steps", "移页"),
        "case.accepted": QCoreApplication.translate("steps", "受理"),
        "case.acceptance_undone": QCoreApplication.translate("steps", "撤销受理"),
        "case.correction_requested": QCoreApplication.translate("steps", "补正告知"),
        "case.declined": QCoreApplication.translate("steps", "不予受理"),
        "case.withdrawn": QCoreApplication.translate("steps", "撤回"),
        "case.signed": QCoreApplication.translate("steps", "签名"),
        "rating.given": QCoreApplication.translate("steps", "评价（密封）"),
        "case.paper_printed": QCoreApplication.translate("steps", "打印"),
        "case.looked_at": QCoreApplication.translate("steps", "查看全号"),
        "ticket.called": QCoreApplication.translate("steps", "叫号"),
        "ticket.called_again": QCoreApplication.translate("steps", "再叫"),
        "ticket.call_undone": QCoreApplication.translate("steps", "撤销叫号"),
        "ticket.arrived": QCoreApplication.translate("steps", "到场"),
        "ticket.held": QCoreApplication.translate("steps", "挂起"),
        "ticket.taken_up": QCoreApplication.translate("steps", "接回"),
        "ticket.finished": QCoreApplication.translate("steps", "办完"),
        "ticket.no_show": QCoreApplication.translate("steps", "未到"),
        "ticket.transferred": QCoreApplication.translate("steps", "转移"),
        "ticket.back_in_line": QCoreApplication.translate("steps", "回到队列"),
        "ticket.cancelled": QCoreApplication.translate("steps", "取消"),
        "window.queues_changed": QCoreApplication.translate("steps", "改办队列"),
        "window.help_coming": QCoreApplication.translate("steps", "应答紧急呼叫"),
        "window.help_settled": QCoreApplication.translate("steps", "紧急呼叫已处理"),
        "window.help_still_needed": QCoreApplication.translate("steps", "紧急呼叫仍在"),
        "case.steps_given_up": QCoreApplication.translate("steps", "放弃退回的步骤"),
        "window.opened": QCoreApplication.translate("steps", "开窗"),
        "window.paused": QCoreApplication.translate("steps", "暂停"),
        "window.resumed": QCoreApplication.translate("steps", "恢复"),
        "window.closed": QCoreApplication.translate("steps", "关窗"),
        "clerk.signed_in": QCoreApplication.translate("steps", "登录"),
        "clerk.signed_out": QCoreApplication.translate("steps", "退出"),
    }
    return known.get(kind, kind)


class OutboxPanel(Overlay):
    """In: the line sheet. Out: settle what was sent back: send it again, or give it up with a remark.

    A manager's steps move people and arrange windows: they cannot be made again as they were, and to let one go needs
    no reason, as somebody else was quicker and the hall is as the centre has it. Such a panel is `plain`.
    """

    send_again_asked = Signal(str)
    give_up_asked = Signal(str, str)
    case_chosen = Signal(str)

    def __init__(self, screen: QWidget, *, plain: bool = False) -> None:
        super().__init__(screen, QSize(680, 460))
        self._plain = plain
        self._sheet: LineSheet | None = None
        self.summary = label(tone="quiet")
        self.summary.setWordWrap(True)
        self.steps = Choices()
        self.remark = Field(chinese=True)
        self.again = button()
        self.give_up = button()
        foot = QHBoxLayout()
        if plain:
            foot.addStretch(1)
        foot.addWidget(self.remark, 1)
        foot.addWidget(self.again, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.give_up, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.steps, 1)
        self.body.addLayout(foot)
        self.steps.chosen.connect(self._open_case)
        self.steps.selectionModel().currentChanged.connect(lambda *_: self._able())
        self.remark.typed.connect(lambda _: self._able())
        self.again.clicked.connect(self._tell_again)
        self.give_up.clicked.connect(self._tell_give_up)
        self.say()

    def show_sheet(self, sheet: LineSheet) -> None:
        """Show what waits."""
        marked = self._marked()
        self._sheet = sheet
        self.say()
        if marked is not None:
            keys = [choice.key for choice in self.steps.choices]
            if marked.event in keys:
                self.steps.setCurrentIndex(self.steps.model().index(keys.index(marked.event), 0))

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("待同步"))
        self.steps.setAccessibleName(self.tr("未确认的步骤"))
        self.remark.call(self.tr("放弃的原因"))
        self.again.setText(self.tr("再送一次"))
        self.give_up.setText(self.tr("知道了，以中心为准") if self._plain else self.tr("放弃这一步"))
        sheet = self._sheet
        if sheet is not None:
            self.summary.setText(self._summary(sheet))
            self.steps.show_choices([self._choice(step) for step in sheet.steps])
        self._able()
        super().say()

    def _summary(self, sheet: LineSheet) -> str:
        if sheet.notice is not None:
            return sentence_of(sheet.notice, {}, texts.language())
        if not sheet.pending and not sheet.rejected:
            return self.tr("中心已确认全部步骤。")
        if not sheet.pending:
            return self.tr("中心退回 {n} 步，内容都在，请处理。").format(n=sheet.rejected)
        said = [self.tr("{n} 步等待中心确认，接通后自动上传，不用守着。").format(n=sheet.pending)]
        if sheet.pages_pending:
            said.append(self.tr("扫描页 {n} 张。").format(n=sheet.pages_pending))
        if sheet.others:
            said.append(self.tr("其中 {n} 步是本机其他人员的。").format(n=sheet.others))
        return "".join(said) if texts.language() == "zh" else " ".join(said)

    def _choice(self, step: Unsent) -> Choice:
        if step.rejected is not None:
            detail = "⚠ " + sentence_of(step.rejected, {}, texts.language())
        elif step.waits_for_pages:
            detail = self.tr("先传 {n} 页").format(n=step.waits_for_pages)
        else:
            detail = self.tr("等待上传")
        name = f"{step_words(step.kind)} {step.number}".strip()
        return Choice(step.event, name, detail, texts.clock_time(step.at))

    def _marked(self) -> Unsent | None:
        row = self.steps.currentIndex().row()
        steps = self._sheet.steps if self._sheet is not None else ()
        return steps[row] if 0 <= row < len(steps) else None

    def _able(self) -> None:
        marked = self._marked()
        rejected = marked is not None and marked.rejected is not None
        self.remark.setVisible(rejected and not self._plain)
        self.again.setVisible(rejected and not self._plain)
        self.give_up.setVisible(rejected)
        self.give_up.setEnabled(self._plain or bool(self.remark.text()))

    def _open_case(self, event: str) -> None:
        step = next((step for step in (self._sheet.steps if self._sheet else ()) if step.event == event), None)
        if step is not None and step.case is not None:
            self.case_chosen.emit(step.case)

    def _tell_again(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.send_again_asked.emit(marked.event)

    def _tell_give_up(self) -> None:
        marked = self._marked()
        if marked is not None and (self._plain or self.remark.text()):
            self.give_up_asked.emit(marked.event, self.remark.text())
            self.remark.set_text("")
