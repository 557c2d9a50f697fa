"""一次性告知单: everything that is missing, named at once, because the law lets the office ask only once.

Administrative Licence Law art. 32 (4): what is not told within five working days counts as nothing missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.clock import OFFICE_TIME
from deskapp.papers import words
from deskapp.papers.sheet import Column, Imprint, Sheet
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME

KIND = "checklist_notice"
TITLE = "一次性告知单"
_OWED = (
    Column("序号", 0.075, centred=True),
    Column("材料名称", 0.505),
    Column("形式", 0.18, centred=True),
    Column("说明", 0.24),
)
_DONE = (Column("序号", 0.075, centred=True), Column("材料名称", 0.505), Column("原因", 0.42))


@dataclass(frozen=True, slots=True)
class ChecklistNotice:
    """Everything the notice says. `owed`: name, forms, remark; `done`: name and why it is not needed any more.

    `ground` is the law that the duty to tell rests on, without its full stop.
    """

    imprint: Imprint
    item: str
    department: str
    applicant: str
    id_number: str
    owed: tuple[tuple[str, str, str], ...]
    done: tuple[tuple[str, str], ...]
    remark: str
    due: date | None = None
    ground: str = BY_REGIME[Regime.LICENCE].correct.whole


def draw(paper: ChecklistNotice) -> bytes:
    """The notice as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: ChecklistNotice) -> Sheet:
    """The notice as it stands on its pages."""
    sheet = Sheet(TITLE, "Notice of everything still to be submitted", paper.imprint)
    sheet.facts(
        [("申请事项", paper.item)],
        [("申请人", words.person(paper.applicant, paper.id_number))],
        [("办理部门", paper.department)],
    )
    _owed(sheet, paper)
    if paper.remark:
        sheet.heading("补充意见")
        sheet.paragraph(paper.remark)
    if paper.done:
        sheet.heading(f"不需再交　{len(paper.done)} 项")
        sheet.table(_DONE, [(str(place), *row) for place, row in enumerate(paper.done, start=1)])
    told_on = paper.imprint.printed_at.astimezone(OFFICE_TIME).date()
    office = paper.department or paper.imprint.hall
    sheet.closing(f"依据：{paper.ground}。", "申请人（代办人）签收", office, told_on, clerk_is="告知人")
    return sheet


def _owed(sheet: Sheet, paper: ChecklistNotice) -> None:
    if paper.owed:
        by = f"于 {words.day(paper.due)}前" if paper.due else ""
        sheet.heading(f"还需提交　{len(paper.owed)} 项")
        sheet.table(_OWED, [(str(place), *row) for place, row in enumerate(paper.owed, start=1)])
        sheet.paragraph(f"请备齐上列材料，{by}持本单到本大厅提交。除本单所列外，不再要求补交其他材料。")
    elif paper.remark:
        by = f"，请于 {words.day(paper.due)}前补正" if paper.due else ""
        sheet.paragraph(f"经核对，材料没有缺少，需要补正的内容见下{by}。除本单所列外，不再要求补正其他内容。")
    else:
        sheet.paragraph("经核对，材料没有缺少，也没有需要补正的内容。")
