"""一次性告知单: everything that is missing, named at once, because the law lets the office ask only once.

Administrative Licence Law art. 32 (4): what is not told within five working days counts as nothing missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.papers.sheet import Column, Imprint, Sheet

KIND = "checklist_notice"
TITLE = "一次性告知单"
_OWED = (
    Column("序号", 0.08, centred=True),
    Column("还需提交", 0.52),
    Column("形式", 0.18, centred=True),
    Column("说明", 0.22),
)
_DONE = (Column("序号", 0.08, centred=True), Column("不需再交", 0.52), Column("原因", 0.40))


@dataclass(frozen=True, slots=True)
class ChecklistNotice:
    """Everything the notice says. `owed`: name, forms, remark; `done`: name and why it is not needed any more."""

    imprint: Imprint
    item: str
    department: str
    applicant: str
    id_number: str
    owed: tuple[tuple[str, str, str], ...]
    done: tuple[tuple[str, str], ...]
    remark: str
    due: date | None = None


def draw(paper: ChecklistNotice) -> bytes:
    """The notice as PDF."""
    sheet = Sheet(TITLE, paper.imprint)
    sheet.grid(
        [
            ("申请事项", paper.item),
            ("办理部门", paper.department),
            ("申请人", f"{paper.applicant}  {paper.id_number}".strip()),
        ]
    )
    if paper.owed:
        sheet.paragraph("经核对，您的申请还缺少下列材料。请备齐后再来，凭本单优先办理；除此之外不再要求其他材料。")
        sheet.table(_OWED, [(str(place), *row) for place, row in enumerate(paper.owed, start=1)])
    if paper.remark:
        sheet.heading("补充意见")
        sheet.paragraph(paper.remark)
    if paper.done:
        sheet.table(_DONE, [(str(place), *row) for place, row in enumerate(paper.done, start=1)])
    if paper.due is not None:
        sheet.paragraph(f"请于 {paper.due.year} 年 {paper.due.month} 月 {paper.due.day} 日前补正。")
    sheet.paragraph(
        "依据《中华人民共和国行政许可法》第三十二条：申请材料不齐全或者不符合法定形式的，应当当场或者在五日内"
        "一次告知申请人需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。",
        quiet=True,
    )
    sheet.signatures(("申请人（代办人）签收：", "告知人："))
    return sheet.finish()
