"""特别程序通知书: the time an inspection or a hearing takes does not count, and the applicant is told how long it is.

Administrative Licence Law art. 45.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.sheet import Highlight, Imprint, Sheet
from deskapp.rules import grounds
from deskapp.rules.case import Procedure

__all__ = ["KIND", "TITLE", "SpecialProcedure", "draw", "lay_out"]
KIND = "special_procedure"
TITLE = "特别程序通知书"
_BLANK = "＿＿＿＿"
_SAID = {  # in the order of the law
    Procedure.HEARING: "听证",
    Procedure.TENDER: "招标",
    Procedure.AUCTION: "拍卖",
    Procedure.INSPECTION: "检验",
    Procedure.TESTING: "检测",
    Procedure.QUARANTINE: "检疫",
    Procedure.APPRAISAL: "鉴定",
    Procedure.EXPERT_REVIEW: "专家评审",
}


@dataclass(frozen=True, slots=True)
class SpecialProcedure:
    """Everything the notice says. `days`: how many working days it takes, None while nobody knows: written by hand.

    `new_day` is the promised day as it will be, None until the procedure has ended.
    """

    imprint: Imprint
    about: About
    procedures: Collection[Procedure]
    begins: date
    days: int | None
    until: date | None
    reason: str
    new_day: date | None = None
    ground: str = grounds.SPECIAL_PROCEDURE.cited


def draw(paper: SpecialProcedure) -> bytes:
    """The notice as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: SpecialProcedure) -> Sheet:
    """The notice as it stands on its pages."""
    sheet = Sheet(TITLE, "Notice of a special procedure", paper.imprint)
    about.addressed(sheet, paper.about)
    sheet.paragraph(
        "　　您（单位）的下列申请，在作出决定前依法需要进行下列（打“✓”的）程序。"
        f"根据{paper.ground}，所需时间不计算在办理期限内，现将所需时间书面告知。"
    )
    about.told(sheet, paper.about, ("程序事由", paper.reason))
    sheet.heading("特别程序")
    sheet.boxes([(procedure in paper.procedures, text) for procedure, text in _SAID.items()], across=4)
    unknown = f"{_BLANK}个工作日" if paper.until is None else "至预计结束之日"
    took = f"{paper.days}\u00a0个工作日" if paper.days is not None else unknown
    sheet.band(
        [
            Highlight("开始日期", words.day(paper.begins), "自当日起办理期限停止计算"),
            Highlight("所需时间", took, "不计入办理期限"),
            Highlight("预计结束", words.day(paper.until) if paper.until else _BLANK, "结束后期限继续计算"),
        ]
    )
    if paper.new_day is not None:
        sheet.paragraph(f"特别程序按期结束的，承诺办结日期相应顺延至 {words.day(paper.new_day)}。")
    office = paper.about.department or paper.imprint.hall
    told_on = words.printed_on(paper.imprint.printed_at)
    small = "实际所需时间与本通知不一致的，另行书面告知。特别程序结束后，办理期限从停止之处继续计算。"
    sheet.closing(small, "申请人（代办人）签收", office, told_on, clerk_is="经办人")
    return sheet
