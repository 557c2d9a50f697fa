"""不予受理通知书: why, by which law, and where to appeal. Five boxes, of which the ticked ones are the reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.sheet import Imprint, Sheet
from deskapp.rules.case import Usual
from deskapp.rules.grounds import remedies

__all__ = ["KIND", "TITLE", "Declined", "draw", "lay_out"]
KIND = "declined"
TITLE = "不予受理通知书"
_SAID = {  # the five boxes, in their order on the paper
    Usual.NOT_NEEDED: "申请事项依法不需要办理本项许可、登记或者确认。",
    Usual.NOT_COMPETENT: "申请事项依法不属于本机关职权范围，请向有关行政机关申请。",
    Usual.NOT_COMPLETE: "申请材料不齐全或者不符合法定形式，经一次告知，未在规定期限内补正，或者补正后仍不符合要求。",
    Usual.FALSE_STATEMENTS: "申请人隐瞒有关情况或者提供虚假材料。",
    Usual.OTHERWISE: "法律、法规、规章规定的其他不予受理的情形。",
}


@dataclass(frozen=True, slots=True)
class Declined:
    """Everything the notice says. `ground` is the law it rests on, without its full stop; `told` explains the case."""

    imprint: Imprint
    about: About
    received_on: date
    declined_on: date
    reasons: Collection[Usual]
    told: str
    ground: str


def draw(paper: Declined) -> bytes:
    """The notice as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Declined) -> Sheet:
    """The notice as it stands on its pages."""
    sheet = Sheet(TITLE, "Notice that the application is not accepted", paper.imprint)
    about.addressed(sheet, paper.about)
    sheet.paragraph(
        f"　　您（单位）于 {words.day(paper.received_on)}提出的下列申请，经审查，有下列（打“✓”的）情形，"
        f"根据{paper.ground}，决定不予受理。"
    )
    about.told(sheet, paper.about)
    sheet.heading("不予受理的理由")
    sheet.boxes([(reason in paper.reasons, text) for reason, text in _SAID.items()])
    if paper.told:
        sheet.paragraph(f"具体说明：{paper.told}")
    sheet.heading("救济途径")
    sheet.paragraph(remedies("通知书"))
    office = paper.about.department or paper.imprint.hall
    small = "申请材料随本通知书退还申请人。不予受理的情形消除后，可以重新提出申请。"
    sheet.closing(small, "申请人（代办人）签收", office, paper.declined_on, clerk_is="经办人")
    return sheet
