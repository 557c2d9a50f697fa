"""延期通知书: the decision needs more days than the law usually gives, and why. Administrative Licence Law art. 42."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.sheet import Highlight, Imprint, Sheet
from deskapp.rules import grounds
from deskapp.rules.deadline import Limit

__all__ = ["KIND", "TITLE", "Extension", "draw", "lay_out"]
KIND = "extension"
TITLE = "延长办理期限通知书"
USUAL_APPROVAL = "本行政机关负责人"


@dataclass(frozen=True, slots=True)
class Extension:
    """Everything the notice says. `by`: working days; `approved_by`: whoever leads the office."""

    imprint: Imprint
    about: About
    accepted_on: date
    day_before: date
    new_day: date
    by: int
    reason: str
    approved_by: str = USUAL_APPROVAL
    provisional: bool = False  # the calendar of that year is not published yet
    ground: str = grounds.EXTENSION.cited


def draw(paper: Extension) -> bytes:
    """The notice as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Extension) -> Sheet:
    """The notice as it stands on its pages."""
    sheet = Sheet(TITLE, "Notice of an extended time limit", paper.imprint)
    about.addressed(sheet, paper.about)
    sheet.paragraph(
        f"　　您（单位）的下列申请已于 {words.day(paper.accepted_on)}受理。因下述原因不能在规定期限内作出决定，"
        f"根据{paper.ground}，经{paper.approved_by}批准，延长办理期限，特此告知。"
    )
    about.told(sheet, paper.about)
    note = "暂定，以公布的节假日安排为准" if paper.provisional else "届时作出决定"
    sheet.band(
        [
            Highlight("原定期限", words.day(paper.day_before)),
            Highlight("延长", words.limit(Limit(paper.by))),
            Highlight("延长后期限", words.day(paper.new_day), note),
        ]
    )
    sheet.heading("延长的理由")
    sheet.paragraph(paper.reason or "—")
    office = paper.about.department or paper.imprint.hall
    told_on = words.printed_on(paper.imprint.printed_at)
    small = "对延长办理期限有异议的，可以向本大厅“办不成事”反映窗口或者按本页下方的电话反映。"
    sheet.closing(small, "申请人（代办人）签收", office, told_on, clerk_is="经办人")
    return sheet
