"""What a notice will say, in the words of the paper, so that a clerk reads it before it is printed.

Papers are Chinese whatever language the screen speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.rules.case import Procedure, Usual
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME, EXTENSION, SPECIAL_PROCEDURE

REMEDIES = "如不服本决定，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"

# The five boxes of the notice. What each rests on stands in `grounds`.
USUAL_WORDS: dict[Usual, str] = {
    Usual.NOT_NEEDED: "申请事项依法不需要办理",
    Usual.NOT_COMPETENT: "申请事项依法不属于本行政机关职权范围，请向有关行政机关申请",
    Usual.NOT_COMPLETE: "申请材料不齐全或者不符合法定形式，且未按要求补正",
    Usual.FALSE_STATEMENTS: "申请人隐瞒有关情况或者提供虚假材料",
    Usual.OTHERWISE: "",
}
PROCEDURE_WORDS: dict[Procedure, str] = {
    Procedure.HEARING: "听证",
    Procedure.TENDER: "招标",
    Procedure.AUCTION: "拍卖",
    Procedure.INSPECTION: "检验",
    Procedure.TESTING: "检测",
    Procedure.QUARANTINE: "检疫",
    Procedure.APPRAISAL: "鉴定",
    Procedure.EXPERT_REVIEW: "专家评审",
}
_NOT_NEEDED: dict[Regime, str] = {  # what it is that is not needed, by the kind of item
    Regime.LICENCE: "申请事项依法不需要取得行政许可",
    Regime.REGISTRATION: "申请事项依法不需要办理登记",
    Regime.REAL_ESTATE: "申请事项依法不需要办理登记",
}
_REAL_ESTATE = "申请材料不齐全或者不符合法定形式，需要补正的全部内容见下"


@dataclass(frozen=True, slots=True)
class About:
    """What every notice names. `applicant` as the screen may show it."""

    hall: str
    applicant: str
    item: str


def usual_words(usual: Usual, regime: Regime) -> tuple[str, str]:
    """Reason and ground that a box brings along; both empty for the last, which has to be written."""
    if usual is Usual.OTHERWISE:
        return "", ""
    return usual_reason(usual, regime), BY_REGIME[regime].of(usual).cited


def usual_reason(usual: Usual, regime: Regime) -> str:
    """The reason alone, as items of this regime have it."""
    if usual is Usual.NOT_COMPLETE and regime is Regime.REAL_ESTATE:
        return _REAL_ESTATE
    return _NOT_NEEDED.get(regime, USUAL_WORDS[usual]) if usual is Usual.NOT_NEEDED else USUAL_WORDS[usual]


def correction(
    about: About, missing: Sequence[str], remark: str, *, ground: str, due: date | None, back: Sequence[str] = ()
) -> str:
    """一次性告知. `back`: what the applicant takes home with it and files again."""
    asked = [f"{place}. {name}" for place, name in enumerate(missing, 1)]
    until = f"请于 {_day(due)} 前一次补齐。" if due is not None else "请一次补齐。"
    home = f"下列材料现予退还，补正后请一并重新提交：{'、'.join(back)}。" if back else ""
    told = f"依据{ground}，{until}{home}逾期不补正的，可以不予受理。"
    return _paper("补正告知书", about, f"经审查，需要补正：\n{_lines(asked, remark)}", told)


def declined(about: About, reason: str, ground: str, missing: Sequence[str] = ()) -> str:
    """不予受理通知书"""
    asked = "\n".join(f"{place}. {name}" for place, name in enumerate(missing, 1))
    why = f"经审查，决定不予受理。理由：{reason or '……'}。" + (f"\n{asked}" if asked else "")
    return _paper("不予受理通知书", about, why, f"依据{ground or '……'}。{REMEDIES}")


def withdrawn(about: About, reason: str) -> str:
    """撤回申请"""
    return _paper("撤回申请确认书", about, f"申请人要求撤回申请。原因：{reason or '……'}。", "所交材料退还申请人。")


def special_procedure(about: About, procedure: str, days: str) -> str:
    """特别程序告知书"""
    told = f"本件需要进行{procedure or '……'}，所需时间 {days or '……'} 个工作日，不计算在办理期限内。"
    return _paper("特别程序告知书", about, told, f"依据{SPECIAL_PROCEDURE.cited}。")


def extension(about: About, approved_by: str, reason: str, days: int) -> str:
    """延期告知书"""
    told = f"经{approved_by or '……'}批准，办理期限延长 {days} 个工作日。理由：{reason or '……'}。"
    return _paper("延长办理期限告知书", about, told, f"依据{EXTENSION.cited}。")


def refused(about: About, reason: str, ground: str) -> str:
    """不予许可决定书"""
    told = f"经审查，决定不予准许。理由：{reason or '……'}。"
    return _paper("不予许可决定书", about, told, f"依据{ground or '……'}。{REMEDIES}")


def _paper(title: str, about: About, *paragraphs: str) -> str:
    head = f"{about.applicant}：\n你申请的“{about.item}”，"
    return "\n\n".join((f"【{title}】", head + paragraphs[0], *paragraphs[1:], about.hall)).rstrip()


def _lines(asked: Sequence[str], remark: str) -> str:
    return "\n".join([*asked, *([f"意见：{remark}"] if remark else [])])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
