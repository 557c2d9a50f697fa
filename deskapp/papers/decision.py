"""准予 / 不予决定书: what was decided, why, and where the result is to be had or the decision appealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.sheet import Highlight, Imprint, Sheet
from deskapp.rules.grounds import HANDING_OVER, remedies

__all__ = ["KIND", "Decision", "draw", "lay_out", "title"]
KIND = "decision"
_LICENCE = "行政许可"


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything the decision says. `sort` is the item's type (行政许可 …); `ground` the law, without its full stop.

    `collect`: where and from when the result is to be had; "" when it is sent.
    """

    imprint: Imprint
    about: About
    sort: str
    granted: bool
    accepted_on: date
    decided_on: date
    result: str
    reason: str
    ground: str
    collect: str = ""


def title(granted: bool, sort: str) -> str:
    """What the decision is called: a licence is granted or refused, anything else is done or not."""
    if sort == _LICENCE:
        return f"{'准予' if granted else '不予'}行政许可决定书"
    return "办理结果通知书" if granted else "不予办理决定书"


def draw(paper: Decision) -> bytes:
    """The decision as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Decision) -> Sheet:
    """The decision as it stands on its pages."""
    name = title(paper.granted, paper.sort)
    sheet = Sheet(name, "Decision: granted" if paper.granted else "Decision: refused", paper.imprint)
    about.addressed(sheet, paper.about)
    verdict = _granted(paper) if paper.granted else _refused(paper)
    received = f"您（单位）的下列申请，本机关已于 {words.day(paper.accepted_on)}受理。"
    sheet.paragraph(f"　　{received}{verdict}")
    about.told(sheet, paper.about, ("事项类型", paper.sort))
    if paper.granted:
        sheet.band(
            [
                Highlight("办理结果", "准予"),
                Highlight("结果文书", paper.result or "—"),
                Highlight("决定日期", words.day(paper.decided_on)),
            ]
        )
        if paper.reason:
            sheet.paragraph(f"说明：{paper.reason}")
        if paper.collect:
            sheet.heading("领取方式")
            sheet.paragraph(paper.collect)
    else:
        sheet.heading("不予的理由")
        sheet.paragraph(paper.reason or "—")
        sheet.heading("救济途径")
        sheet.paragraph(remedies("决定"))
    office = paper.about.department or paper.imprint.hall
    handed = f"根据{HANDING_OVER.cited}，准予的证件自决定之日起十日内颁发、送达。"
    small = handed if paper.granted else "申请材料退还申请人。"
    sheet.closing(small, "申请人（代办人）签收", office, paper.decided_on, clerk_is="经办人")
    return sheet


def _granted(paper: Decision) -> str:
    return f"经审查，符合法定条件、标准。根据{paper.ground}，决定准予。"


def _refused(paper: Decision) -> str:
    return f"经审查，不符合法定条件、标准。根据{paper.ground}，决定不予{_what(paper.sort)}。"


def _what(sort: str) -> str:
    return "许可" if sort == _LICENCE else "办理"
