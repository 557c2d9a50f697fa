"""领取凭证: the result is there; with this paper, A4 or from the roll, it is handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, slips, words
from deskapp.papers.about import About
from deskapp.papers.fonts import BOLD
from deskapp.papers.sheet import Column, Highlight, Imprint, Sheet
from deskapp.papers.slip import Strip

__all__ = ["KIND", "SLIP", "TITLE", "HandOut", "ResultPaper", "draw", "lay_out", "strip"]
KIND = "hand_out"
SLIP = "hand_out_slip"
TITLE = "领取凭证"
BRING_OWN = "请携带本凭证和申请人有效身份证件领取。"
BRING_AGENT = "他人代领的，还应当出示授权委托书和代领人的有效身份证件。"
COLUMNS = (
    Column("序号", 0.075, centred=True),
    Column("结果文书", 0.505),
    Column("文号或者编号", 0.27),
    Column("份数", 0.15, centred=True),
)


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """One paper that is handed out. `mark` is the number it bears, "" for none."""

    name: str
    mark: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True)
class HandOut:
    """Everything the slip says. `place` and `hours`: where it lies and when it can be had."""

    imprint: Imprint
    about: About
    results: Sequence[ResultPaper]
    ready_on: date
    place: str
    hours: str = ""


def draw(paper: HandOut) -> bytes:
    """The slip as a PDF on A4."""
    return lay_out(paper).finish()


def lay_out(paper: HandOut) -> Sheet:
    """The slip as it stands on A4 pages."""
    sheet = Sheet(TITLE, "Collection slip", paper.imprint)
    sheet.paragraph(f"{paper.about.applicant}：")
    sheet.paragraph("　　您（单位）申请的下列事项已经办结，请凭本凭证领取结果。")
    about.told(sheet, paper.about)
    sheet.band(
        [
            Highlight("领取地点", paper.place, paper.hours),
            Highlight("可领日期", f"{words.day(paper.ready_on)}起"),
        ]
    )
    sheet.heading("结果文书")
    listed(sheet, paper.results)
    sheet.closing(
        f"{BRING_OWN}{BRING_AGENT}遗失本凭证的，凭申请人有效身份证件查询领取。", "领取人签字", paper.imprint.hall,
        paper.ready_on, clerk_is="出件人",
    )  # fmt: skip
    return sheet


def listed(sheet: Sheet, results: Sequence[ResultPaper]) -> None:
    """The table of result papers."""
    if not results:
        sheet.paragraph("没有需要领取的纸质文书，结果以电子形式送达。")
        return
    rows = [(str(n), one.name, one.mark or "—", str(one.copies)) for n, one in enumerate(results, start=1)]
    sheet.table(COLUMNS, rows)


def strip(paper: HandOut) -> Strip:
    """The slip as it stands on the roll."""
    slip = slips.begun(TITLE, paper.imprint)
    slips.told(slip, paper.about)
    slip.rule()
    for n, one in enumerate(paper.results, start=1):
        slip.line(f"{n}. {one.name}", 9.5)
        slip.line(f"{one.mark}　{one.copies} 份" if one.mark else f"{one.copies} 份", 8, inset=12)
    slip.rule()
    slip.fact("地点", paper.place, 9.5)
    if paper.hours:
        slip.fact("时间", paper.hours, 9.5)
    slip.fact("可领", f"{words.day(paper.ready_on)}起", 9.5)
    slip.gap(3)
    slip.line(BRING_OWN, 9, BOLD)
    slip.line(BRING_AGENT, 8)
    return slips.ended(slip, paper.imprint)
