"""容缺受理承诺书: what is missing still, by which day it will be there, and the applicant's word for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Column, Highlight, Imprint, Sheet

__all__ = ["KIND", "TITLE", "Deferral", "Missing", "draw", "lay_out"]
KIND = "deferral"
TITLE = "容缺受理承诺书"
USUAL_CONSEQUENCE = (
    "逾期未补交或者补交的材料不符合要求的，行政机关可以终止办理，退还申请材料，由此产生的后果由申请人承担。"
)
_COLUMNS = (
    Column("序号", 0.075, centred=True),
    Column("容缺的材料", 0.485),
    Column("形式", 0.18, centred=True),
    Column("补交期限", 0.26, centred=True),
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A material that comes later."""

    material: str
    form: str
    due: date


@dataclass(frozen=True, slots=True)
class Deferral:
    """Everything the promise says."""

    imprint: Imprint
    about: About
    missing: Sequence[Missing]
    signed_on: date
    consequence: str = USUAL_CONSEQUENCE
    signature: Pixels | None = None


def draw(paper: Deferral) -> bytes:
    """The promise as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Deferral) -> Sheet:
    """The promise as it stands on its pages."""
    sheet = Sheet(TITLE, "Promise to bring what is still missing", paper.imprint)
    about.told(sheet, paper.about)
    sheet.paragraph(
        "　　经审查，本申请的主要材料齐全、符合法定形式，下列次要材料暂缺。根据本事项容缺受理的规定，"
        "行政机关先予受理、同步审查，申请人应当按期补交。"
    )
    if paper.missing:
        last = max(one.due for one in paper.missing)
        sheet.band(
            [
                Highlight("暂缺材料", f"{len(paper.missing)}\u00a0项"),
                Highlight("最迟补交", words.day(last), "到本大厅窗口提交，或者通过政务服务平台上传"),
            ]
        )
    rows = [
        (str(n), one.material, one.form or "—", f"{words.day(one.due)}前")
        for n, one in enumerate(paper.missing, start=1)
    ]
    sheet.table(_COLUMNS, rows)
    sheet.heading("申请人承诺")
    sheet.paragraph(
        f"　　本人（单位）已知晓上列材料的要求和期限，承诺按期补交，并对补交材料的真实性、合法性负责。"
        f"{paper.consequence}"
    )
    office = paper.about.department or paper.imprint.hall
    small = "全部容缺材料补交齐全、符合要求后，行政机关方可作出决定。本承诺书一式两份，申请人和行政机关各执一份。"
    signs = "申请人（承诺人）签字"
    sheet.closing(small, signs, office, paper.signed_on, clerk_is="经办人", signature=paper.signature)
    return sheet
