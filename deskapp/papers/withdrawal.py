"""撤回申请确认书: the applicant wants it no more, and gets back what was brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Column, Imprint, Sheet

__all__ = ["KIND", "TITLE", "Withdrawal", "draw", "lay_out"]
KIND = "withdrawn"
TITLE = "撤回申请确认书"
_COLUMNS = (
    Column("序号", 0.075, centred=True),
    Column("退还的材料", 0.605),
    Column("形式", 0.16, centred=True),
    Column("份数", 0.16, centred=True),
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Everything the confirmation says. `returned`: name, form, copies of what is given back."""

    imprint: Imprint
    about: About
    applied_on: date
    withdrawn_on: date
    reason: str
    returned: Sequence[tuple[str, str, int]] = ()
    accepted: bool = False  # it had been accepted
    signature: Pixels | None = None


def draw(paper: Withdrawal) -> bytes:
    """The confirmation as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Withdrawal) -> Sheet:
    """The confirmation as it stands on its pages."""
    sheet = Sheet(TITLE, "Confirmation of withdrawal", paper.imprint)
    about.addressed(sheet, paper.about)
    at = "受理后、作出决定前" if paper.accepted else "受理前"
    sheet.paragraph(
        f"　　您（单位）于 {words.day(paper.applied_on)}提出下列申请，于 {words.day(paper.withdrawn_on)}"
        f"在{at}申请撤回。本机关予以确认，自即日起终止办理。"
    )
    about.told(sheet, paper.about, ("撤回原因", paper.reason))
    sheet.heading("退还材料")
    if paper.returned:
        rows = [(str(n), name, form, str(copies)) for n, (name, form, copies) in enumerate(paper.returned, start=1)]
        sheet.table(_COLUMNS, rows)
    else:
        sheet.paragraph("没有需要退还的纸质材料。")
    small = "撤回申请不影响申请人今后再次提出申请。已扫描的电子件按照规定的保存期限处理，不用于其他用途。"
    signs = "申请人（代办人）签字"
    office = paper.about.department or paper.imprint.hall
    sheet.closing(small, signs, office, paper.withdrawn_on, clerk_is="经办人", signature=paper.signature)
    return sheet
