"""材料移交单: which applications, with how many pages, went from one office to another, and who gave and took them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import words
from deskapp.papers.sheet import Column, Highlight, Imprint, Sheet

__all__ = ["KIND", "TITLE", "Moved", "Transfer", "draw", "lay_out"]
KIND = "transfer"
TITLE = "材料移交单"
_COLUMNS = (
    Column("序号", 0.075, centred=True),
    Column("编号", 0.265),
    Column("事项与申请人", 0.25),
    Column("移交的材料", 0.25),
    Column("份数", 0.08, centred=True),
    Column("页数", 0.08, centred=True),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """One application: its number, what it is, whose, and what of it goes along."""

    number: str
    item: str
    applicant: str
    materials: Sequence[str]
    copies: int
    pages: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Everything the slip says. `way`: how it travels (专人、机要、快递 …)."""

    imprint: Imprint
    giver: str
    taker: str
    moved: Sequence[Moved]
    moved_on: date
    way: str = "专人递送"
    remark: str = ""


def draw(paper: Transfer) -> bytes:
    """The slip as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Transfer) -> Sheet:
    """The slip as it stands on its pages."""
    sheet = Sheet(TITLE, "Slip for papers handed to another office", paper.imprint)
    sheet.facts(
        [("移交部门", paper.giver)],
        [("接收部门", paper.taker)],
        [("移交方式", paper.way), ("移交日期", words.day(paper.moved_on))],
    )
    copies, pages = (
        sum(values) for values in ([one.copies for one in paper.moved], [one.pages for one in paper.moved])
    )
    sheet.band(
        [
            Highlight("办件", f"{len(paper.moved)}\u00a0件"),
            Highlight("材料", f"{copies}\u00a0份"),
            Highlight("页数", f"{pages}\u00a0页"),
        ]
    )
    rows = [
        (
            str(n), one.number, f"{one.item}\n{one.applicant}", "\n".join(one.materials) or "—", str(one.copies or "—"),
            str(one.pages or "—"),
        )
        for n, one in enumerate(paper.moved, start=1)
    ]  # fmt: skip
    sheet.table(_COLUMNS, rows)
    if paper.remark:
        sheet.paragraph(f"备注：{paper.remark}")
    small = "接收人清点无误后签字。材料短缺、破损的，在备注中注明。本单一式两份，移交、接收双方各执一份。"
    sheet.closing(small, "接收人签字", paper.giver, paper.moved_on, clerk_is="移交人")
    return sheet
