"""收件回执: what was brought, in which form, how many pages; and what was promised or will come later."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.papers.sheet import Column, Imprint, Sheet

KIND = "receipt"
TITLE = "收件回执"
_COLUMNS = (
    Column("序号", 0.08, centred=True),
    Column("材料名称", 0.46),
    Column("形式", 0.12, centred=True),
    Column("份数", 0.09, centred=True),
    Column("页数", 0.09, centred=True),
    Column("情况", 0.16, centred=True),
)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One material as it stands; `pages` counts scanned pages."""

    name: str
    form: str
    copies: int
    pages: int
    standing: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything the receipt says. Name and ID number are masked already."""

    imprint: Imprint
    item: str
    department: str
    applicant: str
    id_number: str
    agent: str
    lines: tuple[ReceiptLine, ...]


def draw(paper: Receipt) -> bytes:
    """The receipt as PDF."""
    sheet = Sheet(TITLE, paper.imprint)
    applicant = f"{paper.applicant}  {paper.id_number}".strip()
    rows = [("申请事项", paper.item), ("办理部门", paper.department), ("申请人", applicant)]
    if paper.agent:
        rows.append(("代办人", paper.agent))
    sheet.grid(rows)
    sheet.heading("收到材料")
    sheet.table(
        _COLUMNS,
        [
            (str(place), line.name, line.form, str(line.copies or "—"), str(line.pages or "—"), line.standing)
            for place, line in enumerate(paper.lines, start=1)
        ],
    )
    pages = sum(line.pages for line in paper.lines)
    sheet.paragraph(f"以上材料共 {len(paper.lines)} 项，其中扫描 {pages} 页已存为电子件，纸质原件当场退还。")
    sheet.paragraph("请妥善保管本回执，领取结果时凭本回执或身份证件办理。", quiet=True)
    sheet.signatures(("申请人（代办人）签字：", "收件人："))
    return sheet.finish()
