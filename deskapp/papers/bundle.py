"""联办件收件回执 / 受理通知书: one thing, one number, each shared material once, and its cases by department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import materials, words
from deskapp.papers.materials import ReceiptLine
from deskapp.papers.sheet import Column, Highlight, Imprint, Sheet

__all__ = ["ACCEPTANCE", "RECEIPT", "TITLES", "Bundle", "BundleCase", "draw", "lay_out"]
RECEIPT, ACCEPTANCE = "bundle_receipt", "bundle_acceptance"
TITLES = {RECEIPT: "“一件事”联办收件回执", ACCEPTANCE: "“一件事”联办受理通知书"}
_CASES = (
    Column("序号", 0.075, centred=True),
    Column("事项", 0.305),
    Column("办理部门", 0.2),
    Column("分办编号", 0.27),
    Column("承诺办结", 0.15, centred=True),
)


@dataclass(frozen=True, slots=True)
class BundleCase:
    """The part that one department decides. `number` "" and `promised_day` None until it has been accepted."""

    item: str
    department: str
    number: str = ""
    promised_day: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything the paper says; the number of the bundle is that of the imprint."""

    imprint: Imprint
    theme: str
    applicant: str
    id_number: str
    agent: str
    cases: Sequence[BundleCase]
    lines: Sequence[ReceiptLine]
    on: date  # the day it was taken in, or accepted
    accepted: bool


def draw(paper: Bundle) -> bytes:
    """The paper as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Bundle) -> Sheet:
    """The paper as it stands on its pages."""
    kind = ACCEPTANCE if paper.accepted else RECEIPT
    sheet = Sheet(TITLES[kind], "Several services applied for as one", paper.imprint)
    if paper.accepted:
        sheet.paragraph(f"{paper.applicant}：")
        sheet.paragraph(
            f"　　您（单位）提出的“一件事”联办申请，材料齐全、符合法定形式，决定自 {words.day(paper.on)}起予以受理，"
            "由下列部门分别办理、统一出件。"
        )
    departments = tuple(dict.fromkeys(case.department for case in paper.cases))
    sheet.facts(
        [("联办事项", paper.theme)],
        [
            ("申请人", words.person(paper.applicant, paper.id_number)),
            *([("代办人", paper.agent)] if paper.agent else []),
        ],
        [("办理部门", words.listed(departments))],
    )
    band = [Highlight("联办事项", f"{len(paper.cases)}\u00a0项"), Highlight("办理部门", f"{len(departments)}\u00a0个")]
    days = [case.promised_day for case in paper.cases if case.promised_day is not None]
    if paper.accepted and days:
        band.append(Highlight("全部办结", words.day(max(days)), "各事项可以分批领取"))
    sheet.band(band)
    sheet.heading("分办事项")
    sheet.table(_CASES, [_row(n, case) for n, case in enumerate(paper.cases, start=1)])
    sheet.heading("材料清单（各部门共用，只交一次）")
    materials.listed(sheet, paper.lines)
    sheet.closing(
        _small(paper),
        "申请人（代办人）签收",
        paper.imprint.hall,
        paper.on,
        clerk_is="受理人" if paper.accepted else "收件人",
    )
    return sheet


def _row(place: int, case: BundleCase) -> tuple[str, ...]:
    by = words.short_day(case.promised_day) if case.promised_day else "—"
    return str(place), case.item, case.department, case.number or "—", f"{by}\n（暂定）" if case.provisional else by


def _small(paper: Bundle) -> str:
    if not paper.accepted:
        return (
            "本回执只证明收件情况，不代表申请已获受理。查询进度、补交材料、领取结果时，只需出示本回执或者有效身份证件，"
            "不必分别联系各部门。"
        )
    said = "各事项的办理时限自受理次日起按工作日计算，任一部门需要补正或者进行特别程序的，由本大厅统一告知。"
    if any(case.provisional for case in paper.cases):
        said += "标明“暂定”的日期所在年份的节假日安排尚未公布，公布后以重新计算的日期为准。"
    return said
