"""The page of progress in words: where a case is, what is to be done now, by when, and where to complain."""

from __future__ import annotations

from datetime import date

from deskapp.protocol.messages import HallFacts
from deskapp.queries.progress import Milestone, Progress
from deskapp.rules.case_facts import Handed, Procedure, Usual
from deskapp.rules.case_state import ENDED, State
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME, EXTENSION, REVIEW_DAYS, SPECIAL_PROCEDURE, SUIT_MONTHS, remedies
from deskapp.rules.notice_words import PROCEDURE_WORDS, usual_reason
from deskapp.server.page_pieces import Both, Stage, day_words, facts, link, listed, phone, said, section, way

_STATES = {
    State.FILED: Both("已提交，待预审", "Filed, to be looked at"),
    State.PRE_REVIEWED: Both("预审中", "Being looked at"),
    State.OPENED: Both("已收件", "Received"),
    State.CORRECTION_REQUESTED: Both("请您补正材料", "We need more documents from you"),
    State.ACCEPTED: Both("已受理，办理中", "Accepted, in progress"),
    State.PAUSED: Both("特别程序中，暂停计时", "In a special procedure: the clock stands still"),
    State.DECIDED: Both("已办结", "Decided"),
    State.READY: Both("结果已出，请来领取", "The result is ready for you"),
    State.DELIVERED: Both("已送达", "Delivered"),
    State.ARCHIVED: Both("已送达", "Delivered"),
    State.DECLINED: Both("不予受理", "Not accepted"),
    State.WITHDRAWN: Both("已撤回", "Withdrawn"),
}
_MILESTONES = {
    Milestone.FILED: Both("网上提交", "Filed online"),
    Milestone.OPENED: Both("收件", "Received"),
    Milestone.CORRECTION: Both("要求补正材料", "More documents asked for"),
    Milestone.ACCEPTED: Both("受理", "Accepted"),
    Milestone.PAUSED: Both("特别程序，停止计时", "Special procedure, clock stopped"),
    Milestone.RESUMED: Both("恢复计时", "Clock goes on"),
    Milestone.EXTENDED: Both("延长期限", "Extended"),
    Milestone.GRANTED: Both("办结：准予", "Decided: granted"),
    Milestone.REFUSED: Both("办结：不予准许", "Decided: refused"),
    Milestone.READY: Both("可以领取", "Ready to collect"),
    Milestone.DELIVERED: Both("送达", "Delivered"),
    Milestone.DECLINED: Both("不予受理", "Not accepted"),
    Milestone.WITHDRAWN: Both("撤回", "Withdrawn"),
}
_PROCEDURES = {
    Procedure.HEARING: "a hearing", Procedure.TENDER: "a tender", Procedure.AUCTION: "an auction",
    Procedure.INSPECTION: "an inspection", Procedure.TESTING: "testing", Procedure.QUARANTINE: "quarantine",
    Procedure.APPRAISAL: "an appraisal", Procedure.EXPERT_REVIEW: "a review by experts",
}  # fmt: skip
_USUAL = {
    Usual.NOT_NEEDED: "no permission is needed for it",
    Usual.NOT_COMPETENT: "another office is competent for it",
    Usual.NOT_COMPLETE: "the documents were not complete or not in due form",
    Usual.FALSE_STATEMENTS: "facts were withheld or documents were not true",
}
_WARNS = frozenset({State.CORRECTION_REQUESTED, State.PAUSED, State.DECLINED, State.WITHDRAWN})
# What is still to come, for a case that goes on.
_TO_COME: dict[State, tuple[Both, ...]] = {
    **dict.fromkeys(
        (State.FILED, State.PRE_REVIEWED, State.OPENED, State.CORRECTION_REQUESTED),
        (Both("受理", "Acceptance"), Both("办结", "Decision"), Both("送达", "Delivery")),
    ),
    **dict.fromkeys((State.ACCEPTED, State.PAUSED), (Both("办结", "Decision"), Both("送达", "Delivery"))),
    **dict.fromkeys((State.DECIDED, State.READY), (Both("送达", "Delivery"),)),
}


def title_of(found: Progress) -> Both:
    """What the page is called: the item, never the person."""
    return Both(found.item, found.item_en)


def told(found: Progress, hall: HallFacts, today: date, rate_at: str = "") -> str:
    """The body of the page, from the most urgent to what can be looked up. `rate_at`: where a service of it can be
    rated still; "" when none can.
    """
    pieces = [
        said(_state(found), look="state warn" if _warns(found) else "state"),
        _to_do(found, hall, today),
        section(Both("办理进度", "Progress"), way(_stages(found))),
        rate(rate_at),
        section(Both("办件信息", "About this case"), facts(_facts(found))),
        _appeal(found),
        section(Both("咨询与投诉", "Questions and complaints"), facts(_phones(found, hall))),
    ]
    return "".join(pieces)


def rate(at: str) -> str:
    """The way to the page on which a service is rated; nothing where there is none."""
    words = Both("评价这次服务", "Rate this service")
    zh = "每次服务可以评价一次。窗口工作人员看不到是谁评价的、评了什么。"
    note = Both(zh, "Each service can be rated once. Whoever served you sees neither who rated nor what was said.")
    return section(Both("好差评", "Your rating"), said(note), link(words, at)) if at else ""


def how_it_stands(found: Progress, hall: HallFacts, today: date) -> str:
    """The same of one case among others: its state, and what is to be done for it."""
    pieces = said(_state(found), look="stands warn" if _warns(found) else "stands")
    if found.state is State.CORRECTION_REQUESTED:
        return pieces + "".join(_correction(found))
    if found.state in (State.DECIDED, State.READY) and found.granted is not None:
        return pieces + "".join(_collect(found, hall))
    return pieces + "".join([*_time(found), *_pause(found), *_later(found, today)])


def _warns(found: Progress) -> bool:
    return found.state in _WARNS or found.granted is False


def _state(found: Progress) -> Both:
    if found.state is State.DECIDED and found.granted is False:
        return Both("已办结：不予准许", "Decided: refused")
    if found.state is State.ACCEPTED and found.by_silence:
        return Both("视为受理，办理中", "Accepted because nobody asked for more in time; in progress")
    return _STATES[found.state]


def _stages(found: Progress) -> list[Stage]:
    last = len(found.steps) - 1
    taken = [Stage(_MILESTONES[step.milestone], step.day, now=place == last) for place, step in enumerate(found.steps)]
    return taken + [Stage(name) for name in _TO_COME.get(found.state, ())]


def _to_do(found: Progress, hall: HallFacts, today: date) -> str:
    title = Both("您现在要做的", "What you need to do now")
    if found.state is State.CORRECTION_REQUESTED:
        return section(title, *_correction(found), look="to-do")
    if found.state in (State.DECIDED, State.READY) and found.granted is not None:
        return section(title, *_collect(found, hall), look="to-do")
    pieces = [*_time(found), *_pause(found), *_later(found, today)]
    if found.state is State.DECLINED:
        pieces.append(said(_why_declined(found)))
    if found.state is State.WITHDRAWN:
        pieces.append(said(Both("申请已撤回，本件结束。需要时可以重新申请。", "Withdrawn; you may apply again.")))
    if found.state in (State.OPENED, State.PRE_REVIEWED, State.FILED):
        pieces.append(
            said(Both("材料正在核对，您现在不用做什么。", "Your documents are being checked. Nothing to do now."))
        )
    if found.state in (State.DELIVERED, State.ARCHIVED):
        pieces.append(said(_HANDED.get(found.handed, Both("结果已送达，本件办完。", "The result has reached you."))))
    return section(title, *pieces, look="to-do") if found.deferred else section(_NOW, *pieces)


_NOW = Both("现在的情况", "How things stand")
_HANDED: dict[Handed | None, Both] = {
    Handed.WINDOW: Both("结果已在窗口领取，本件办完。", "The result was collected at the window."),
    Handed.POST: Both("结果已邮寄，本件办完。", "The result was sent by post."),
    Handed.ELECTRONIC: Both("结果已以电子证照送达，本件办完。", "The result was delivered electronically."),
}


def _correction(found: Progress) -> list[str]:
    due = day_words(found.correction_due) if found.correction_due else None
    until = Both(f"请于 {due.zh}前", f"Please bring by {due.en}") if due else Both("请尽快", "Please bring soon")
    pieces = []
    if found.missing:
        pieces.append(said(Both(f"{until.zh}，补齐下列 {len(found.missing)} 项：", f"{until.en} these:")))
        pieces.append(listed(Both(name) for name in found.missing))
    else:
        pieces.append(said(Both(f"{until.zh}，按补正告知书上的意见改好。", f"{until.en} what the notice names.")))
    if found.regime is Regime.REGISTRATION:
        pieces.append(
            said(Both("材料已全部退还，补齐后请重新提交全部材料。", "All was handed back: file it all again."))
        )
    pieces.append(
        said(
            Both(
                f"请带补正告知书和上列材料来。除此之外，不再要求您补交别的材料（{_ground(found)}）。",
                "Bring the notice with you. Nothing else will be asked for.",
            ),
            look="quiet",
        )
    )
    return pieces


def _ground(found: Progress) -> str:
    return BY_REGIME[found.regime].correct.cited


def _collect(found: Progress, hall: HallFacts) -> list[str]:
    if found.granted is False:
        words = Both(
            "决定是不予准许。请来领取决定书，理由和依据写在决定书上。",
            "The decision is against the application. Collect the paper: it gives reasons and law.",
        )
    elif found.result:
        words = Both(f"请来领取：{found.result}。", "The result can be collected.")
    else:
        words = Both("请来领取办理结果。", "The result can be collected.")
    rooms = "、".join(found.hand_out_windows)
    where = f"{hall.name} {rooms} 号窗口（统一出件）" if rooms else f"{hall.name} 统一出件窗口"
    until = day_words(found.deliver_by) if found.deliver_by else None
    rows = [
        (Both("到哪里", "Where"), Both(where, f"{hall.name}, hand-out window {rooms}".rstrip())),
        *([(Both("地址", "Address"), Both(hall.address))] if hall.address else []),
        (
            Both("带什么", "Bring"),
            Both(
                "本人有效身份证件，或者领取凭证；单位的带营业执照。代领的另带委托书和双方身份证件。",
                "Your ID document or the slip; for an organisation its licence. "
                "Somebody else also brings an authorisation and both ID documents.",
            ),
        ),
    ]
    if until is not None:
        rows.insert(1, (Both("何时", "When"), Both(f"{until.zh}前送达或领取", f"By {until.en}")))
    if found.by_post:
        rows.append((Both("也可以", "Or"), Both("拨打咨询电话，改为邮寄送达。", "Call us to have it sent by post.")))
    return [said(words), facts(rows)]


def _time(found: Progress) -> list[str]:
    """The days left in words; nothing while the clock does not run."""
    left, due = found.days_left, found.promised_day
    if left is None or due is None:
        return []
    day = day_words(due)
    if left > 0:
        days = "day" if left == 1 else "days"
        words = Both(
            f"还有 {left} 个工作日：承诺 {day.zh}前办结。", f"{left} working {days} left: promised by {day.en}."
        )
    elif left == 0:
        words = Both(f"今天是承诺办结的最后一天（{day.zh}）。", f"Promised for today, {day.en}.")
    else:
        words = Both(
            f"已超过承诺的办结日 {day.zh}，超过 {-left} 个工作日。对不起，您可以拨打下面的投诉电话。",
            f"Late by {-left} working days (promised by {day.en}). We are sorry; you may complain below.",
        )
    note = (
        [said(Both("该年的节假日安排还未公布，日期是暂定的。", "Provisional."), look="quiet")]
        if found.provisional
        else []
    )
    return [said(words, look="left late" if left < 0 else "left"), *note, *_extended(found)]


def _extended(found: Progress) -> list[str]:
    if not any(step.milestone is Milestone.EXTENDED for step in found.steps):
        return []
    words = Both(
        f"经本机关负责人批准延长过期限（只能一次），上面是延长后的日期（{EXTENSION.cited}）。",
        "The time was extended, which may happen once; the day above is the new one.",
    )
    return [said(words, look="quiet")]


def _pause(found: Progress) -> list[str]:
    if found.state is not State.PAUSED:
        return []
    why = PROCEDURE_WORDS[found.procedure] if found.procedure else "特别程序"
    english = _PROCEDURES[found.procedure] if found.procedure else "a special procedure"
    until = day_words(found.paused_until) if found.paused_until else None
    words = Both(
        f"正在进行{why}，" + (f"预计到 {until.zh}。" if until else "时间见告知书。"),
        f"It goes through {english}, " + (f"expected until {until.en}." if until else "see the notice."),
    )
    note = Both(
        f"这段时间依法不计入办理期限（{SPECIAL_PROCEDURE.cited}）；结束后承诺的日期顺延。",
        "The law does not count this time; afterwards the promised day moves by it.",
    )
    return [said(words), said(note, look="quiet")]


def _later(found: Progress, today: date) -> list[str]:
    """What may come later (容缺), and by when."""
    if not found.deferred:
        return []
    lines = []
    for name, due in found.deferred:
        day = day_words(due)
        over = Both("，已到期，请尽快", ", overdue") if due < today else Both("")
        lines.append(Both(f"{name}：{day.zh}前交来{over.zh}", f"by {day.en}{over.en}"))
    return [said(Both("容缺受理，下列材料请按期补交：", "Accepted without these; bring them in time:")), listed(lines)]


def _why_declined(found: Progress) -> Both:
    if found.usual is None or found.usual is Usual.OTHERWISE:
        return Both("理由和依据写在不予受理通知书上，请向窗口领取。", "The notice gives the reason and the law.")
    law = BY_REGIME[found.regime].of(found.usual).cited
    return Both(f"理由：{usual_reason(found.usual, found.regime)}（{law}）。", f"Reason: {_USUAL[found.usual]}.")


def _appeal(found: Progress) -> str:
    """What can be done against a decision that went against the applicant."""
    if found.state is State.DECLINED:
        paper = "不予受理通知书"
    elif found.granted is False:
        paper = "决定"
    else:
        return ""
    english = (
        f"You may ask for administrative review within {REVIEW_DAYS} days of receiving it, "
        f"or go to court within {SUIT_MONTHS} months."
    )
    return section(Both("如果您不服", "If you do not agree"), said(Both(remedies(paper), english)))


def _facts(found: Progress) -> list[tuple[Both, Both]]:
    rows = [
        (Both("编号", "Number"), _number(found)),
        (Both("由谁决定", "Decided by"), Both(found.department, found.department_en)),
        (Both("收件日期", "Received on"), day_words(found.opened_on)),
    ]
    if found.promised_day is not None and found.state is not State.PAUSED:
        rows.append((Both("承诺办结", "Promised by"), day_words(found.promised_day)))
    if found.statutory_day is not None and found.state is not State.PAUSED:
        rows.append((Both("法定期限", "By law at the latest"), day_words(found.statutory_day)))
    return rows


def _number(found: Progress) -> Both:
    if found.number:
        return Both(found.number)
    return Both("未受理，没有编号", "none") if found.state in ENDED else Both("受理后给出", "given on acceptance")


def _phones(found: Progress, hall: HallFacts) -> list[tuple[Both, Both]]:
    consult = found.consult_phone or hall.phone
    complaint = found.complaint_phone or hall.phone
    return [
        (Both("咨询", "Questions"), phone(consult)),
        (Both("投诉", "Complaints"), phone(complaint)),
    ]
