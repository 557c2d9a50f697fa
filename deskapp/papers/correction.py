"""补正告知书: all that is missing or wrong, told once and whole, with an opinion on each material."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.sheet import Column, Imprint, Sheet
from deskapp.rules.grounds import Grounds

__all__ = ["KIND", "TITLE", "Correction", "Point", "draw", "lay_out"]
KIND = "correction"
TITLE = "补正告知书"
USUAL_WAY = "到本大厅窗口提交，或者通过政务服务平台上传"
USUAL_CONSEQUENCE = (
    "逾期未补正，或者补正后仍不齐全、不符合法定形式的，将依法作出不予受理决定并书面告知；"
    "按要求补正全部材料的，予以受理。"
)
_COLUMNS = (
    Column("序号", 0.075, centred=True),
    Column("材料名称", 0.355),
    Column("形式份数", 0.16, centred=True),
    Column("补正意见", 0.41),
)


@dataclass(frozen=True, slots=True)
class Point:
    """One material that is missing or wrong, and what is to be done about it."""

    material: str
    form: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Everything the notice says. `due` None: the place sets no day. `remark` is about the application as a whole.
    `back`: what goes home with the applicant and is owed again, so that the notice names it beside what is missing.
    """

    imprint: Imprint
    about: About
    received_on: date
    points: tuple[Point, ...]
    grounds: Grounds
    remark: str = ""
    due: date | None = None
    way: str = USUAL_WAY
    consequence: str = USUAL_CONSEQUENCE
    back: tuple[str, ...] = ()


def draw(paper: Correction) -> bytes:
    """The notice as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Correction) -> Sheet:
    """The notice as it stands on its pages."""
    sheet = Sheet(TITLE, "Notice of correction, complete and once", paper.imprint)
    about.addressed(sheet, paper.about)
    sheet.paragraph(
        f"　　本机关于 {words.day(paper.received_on)}收到您（单位）提出的下列申请。经审查，"
        "申请材料不齐全或者不符合法定形式，现将需要补正的全部内容一次告知如下。"
    )
    about.told(sheet, paper.about)
    if paper.points:
        sheet.heading(f"需要补正　{len(paper.points)} 项")
        rows = [(str(n), one.material, one.form, one.opinion) for n, one in enumerate(paper.points, start=1)]
        sheet.table(_COLUMNS, rows)
    if paper.remark:
        sheet.heading("其他补正意见")
        sheet.paragraph(paper.remark)
    if paper.back:
        sheet.heading(f"随本告知书退还　{len(paper.back)} 项")
        sheet.paragraph(f"下列材料现予退还，补正后请一并重新提交：{'、'.join(paper.back)}。")
    sheet.heading("补正的方式、期限和后果")
    by = f"请于 {words.day(paper.due)}前" if paper.due else "请及时"
    sheet.paragraph(f"{by}{paper.way}。{paper.consequence}")
    sheet.paragraph("除本告知书所列内容外，不再要求补正其他内容。")
    told_on = words.printed_on(paper.imprint.printed_at)
    small = f"依据：{paper.grounds.correct.whole}。{paper.grounds.silence}"
    office = paper.about.department or paper.imprint.hall
    sheet.closing(small, "申请人（代办人）签收", office, told_on, clerk_is="告知人")
    return sheet
