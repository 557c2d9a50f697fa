"""收件回执: what was brought, in which form, how many pages; and what was promised or will come later."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.clock import OFFICE_TIME
from deskapp.papers import materials, slips, words
from deskapp.papers.about import About
from deskapp.papers.fonts import BOLD
from deskapp.papers.materials import ReceiptLine
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Imprint, Sheet
from deskapp.papers.slip import Strip

__all__ = ["KIND", "SLIP", "TITLE", "Receipt", "ReceiptLine", "draw", "lay_out", "strip"]
KIND = "receipt"
SLIP = "receipt_slip"
TITLE = "收件回执"
_SMALL_PRINT = (
    "本回执只证明收件情况，不代表申请已获受理；是否受理，以受理通知书或者不予受理通知书为准。"
    "请妥善保管本回执，查询进度、补交材料、领取结果时出示本回执或者有效身份证件。"
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything the receipt says. Numbers are masked already, as are names that are not the applicant's own."""

    imprint: Imprint
    item: str
    department: str
    applicant: str
    id_number: str
    agent: str
    lines: tuple[ReceiptLine, ...]
    signature: Pixels | None = None


def draw(paper: Receipt) -> bytes:
    """The receipt as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Receipt) -> Sheet:
    """The receipt as it stands on its pages."""
    sheet = Sheet(TITLE, "Receipt of application materials", paper.imprint)
    sheet.facts(
        [("申请事项", paper.item)],
        [
            ("申请人", words.person(paper.applicant, paper.id_number)),
            *([("代办人", paper.agent)] if paper.agent else []),
        ],
        [("办理部门", paper.department)],
    )
    sheet.heading("材料清单")
    materials.listed(sheet, paper.lines)
    received_on = paper.imprint.printed_at.astimezone(OFFICE_TIME).date()
    sheet.closing(
        _SMALL_PRINT, "申请人（代办人）签字", paper.imprint.hall, received_on, clerk_is="收件人",
        signature=paper.signature,
    )  # fmt: skip
    return sheet


def strip(paper: Receipt) -> Strip:
    """The receipt as it stands on the roll."""
    slip = slips.begun(TITLE, paper.imprint)
    slips.told(slip, About(paper.item, paper.department, paper.applicant, paper.id_number, paper.agent))
    slip.rule()
    for n, one in enumerate(paper.lines, start=1):
        slip.line(f"{n}. {one.name}", 9.5)
        slip.line(_brought(one), 8, inset=12)
    slip.line(f"共 {len(paper.lines)} 项", 9.5, BOLD)
    slip.gap(3)
    slip.line(_SMALL_PRINT, 7.5)
    return slips.ended(slip, paper.imprint)


def _brought(line: ReceiptLine) -> str:
    parts = [line.standing]
    if line.form and line.form != "—":
        parts.append(f"{line.form} {line.copies} 份")
    if line.pages:
        parts.append(f"{line.pages} 页")
    if line.due:
        parts.append(f"{words.short_day(line.due)} 前")
    return "　".join(parts)
