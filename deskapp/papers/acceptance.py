"""受理通知书: the office has accepted the application, and says by when it will decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.papers.sheet import Imprint, Sheet

KIND = "acceptance"
TITLE = "受理通知书"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Everything the notice says. Name and ID number are masked already; the fee is in fen."""

    imprint: Imprint
    item: str
    department: str
    applicant: str
    id_number: str
    agent: str
    accepted_on: date
    promised_day: date
    statutory_day: date
    promised_days: int
    statutory_days: int
    provisional: bool  # the calendar of that year is not published yet
    fee: int
    result: str
    deferred: tuple[tuple[str, date], ...] = ()  # what will come later, and by when
    committed: tuple[str, ...] = ()


def draw(paper: Acceptance) -> bytes:
    """The notice as PDF."""
    sheet = Sheet(TITLE, paper.imprint)
    sheet.paragraph(f"{paper.applicant}：")
    sheet.paragraph(
        f"　　您（单位）于 {_day(paper.accepted_on)} 提出的“{paper.item}”申请，材料齐全、符合法定形式，"
        "根据《中华人民共和国行政许可法》第三十二条等规定，现予受理。"
    )
    about = "（暂定，以当年节假日安排为准）" if paper.provisional else ""
    rows = [
        ("申请事项", paper.item),
        ("办理部门", paper.department),
        ("申请人", f"{paper.applicant}  {paper.id_number}".strip()),
    ]
    if paper.agent:
        rows.append(("代办人", paper.agent))
    rows += [
        ("承诺办结", f"{_day(paper.promised_day)}{about}　{_limit(paper.promised_days)}"),
        ("法定时限", f"{_day(paper.statutory_day)}{about}　{_limit(paper.statutory_days)}"),
        ("收费", "不收费" if paper.fee == 0 else f"{paper.fee / 100:.2f} 元"),
        ("办理结果", paper.result),
    ]
    sheet.grid(rows)
    if paper.deferred:
        sheet.heading("容缺受理，请按期补交")
        for name, due in paper.deferred:
            sheet.paragraph(f"· {name}　应于 {_day(due)} 前补交")
    if paper.committed:
        sheet.heading("已作告知承诺")
        sheet.paragraph("、".join(paper.committed))
    sheet.paragraph(
        "办理时限自受理次日起按工作日计算；依法需要听证、检验、检测、鉴定、专家评审等的，所需时间不计入，另行书面告知。",
        quiet=True,
    )
    sheet.signatures(("申请人（代办人）签收：", "受理人："))
    return sheet.finish()


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _limit(days: int) -> str:
    return "当场办结" if days == 0 else f"{days} 个工作日"
