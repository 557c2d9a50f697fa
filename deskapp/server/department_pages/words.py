"""What the department's pages call things, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from deskapp.rules.case import Procedure
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp
from deskapp.rules.late import Late
from deskapp.rules.material_state import Form, Standing

Words = tuple[str, str]

STATES: Mapping[State, Words] = {
    State.ACCEPTED: ("在办", "In progress"),
    State.PAUSED: ("特别程序", "Clock stopped"),
    State.DECIDED: ("已决定", "Decided"),
    State.READY: ("待领取", "Ready"),
    State.DELIVERED: ("已送达", "Delivered"),
    State.ARCHIVED: ("已归档", "Archived"),
    State.WITHDRAWN: ("已撤回", "Withdrawn"),
}
LAMPS: Mapping[Lamp, Words] = {
    Lamp.RED: ("红灯", "Red"),
    Lamp.YELLOW: ("黄灯", "Yellow"),
    Lamp.GREEN: ("正常", "On time"),
}
LATES: Mapping[Late, Words] = {
    Late.STATUTORY: ("超过法定期限", "past the statutory day"),
    Late.PROMISED: ("超过承诺期限", "past the promised day"),
    Late.DUE_SOON: ("快到承诺期限", "the promised day is near"),
    Late.DEFERRAL: ("容缺材料逾期", "a deferred material is overdue"),
    Late.PROCEDURE: ("特别程序到期", "the procedure should have ended"),
    Late.DELIVERY: ("超过送达期限", "delivery is overdue"),
    Late.ANSWER: ("未按时答复", "no answer in time"),
    Late.CORRECTION: ("补正逾期", "correction overdue"),
}
PROCEDURES: Mapping[Procedure, Words] = {
    Procedure.HEARING: ("听证", "Hearing"),
    Procedure.TENDER: ("招标", "Tender"),
    Procedure.AUCTION: ("拍卖", "Auction"),
    Procedure.INSPECTION: ("检验", "Inspection"),
    Procedure.TESTING: ("检测", "Testing"),
    Procedure.QUARANTINE: ("检疫", "Quarantine"),
    Procedure.APPRAISAL: ("鉴定", "Appraisal"),
    Procedure.EXPERT_REVIEW: ("专家评审", "Expert review"),
}
FORMS: Mapping[Form, Words] = {
    Form.ORIGINAL: ("原件", "original"),
    Form.COPY: ("复印件", "copy"),
    Form.ELECTRONIC: ("电子件", "electronic"),
}
STANDINGS: Mapping[Standing, Words] = {
    Standing.OWED: ("未交", "owed"),
    Standing.RECEIVED: ("已收", "received"),
    Standing.COMMITTED: ("告知承诺", "promised in writing"),
    Standing.DEFERRED: ("容缺后补", "to come later"),
    Standing.SHARED: ("免提交", "held by an office"),
    Standing.NOT_NEEDED: ("不需要", "not needed"),
    Standing.OPTIONAL: ("可不交", "optional"),
    Standing.UNDECIDED: ("视回答而定", "depends"),
}
HAPPENED: Mapping[str, Words] = {
    "case.opened": ("收件", "Received"),
    "case.filed": ("网上申报", "Filed online"),
    "case.accepted": ("受理", "Accepted"),
    "case.acceptance_undone": ("撤销受理", "Acceptance undone"),
    "case.correction_requested": ("通知补正", "Correction asked for"),
    "case.dispatched": ("部门接收", "Taken over"),
    "case.paused": ("特别程序开始", "Clock stopped"),
    "case.resumed": ("恢复计时", "Clock resumed"),
    "case.extended": ("延长期限", "Extended"),
    "case.decided": ("决定", "Decided"),
    "case.result_papers_given": ("上传结果材料", "Result papers given"),
    "case.result_ready": ("通知领取", "Ready to collect"),
    "case.delivered": ("送达", "Delivered"),
    "case.archived": ("归档", "Archived"),
    "case.withdrawn": ("申请人撤回", "Withdrawn"),
    "case.urged": ("催办", "Urged"),
    "case.step_taken_back": ("撤销上一步", "Last step taken back"),
}
DONE: Mapping[str, Words] = {
    "take": ("已接收，请在期限内办理。", "Taken over."),
    "pause": ("已暂停计时，窗口会书面告知申请人。", "The clock is stopped; the hall tells the applicant."),
    "resume": ("已恢复计时。", "The clock goes on."),
    "extend": ("已延长期限。", "Extended."),
    "decide": ("已作出决定，窗口马上能看到。", "Decided; the hall sees it at once."),
    "papers": ("结果材料已上传。", "The result papers are kept."),
    "ready": ("已通知窗口：结果可以领取。", "The hall knows: the result can be collected."),
}
