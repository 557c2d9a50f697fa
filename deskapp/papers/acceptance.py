"""受理通知书: the office has accepted the application, and says by when it will decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.papers import materials, words
from deskapp.papers.materials import ReceiptLine
from deskapp.papers.sheet import Column, Highlight, Imprint, Sheet
from deskapp.rules.catalog import Regime
from deskapp.rules.deadline import Limit
from deskapp.rules.grounds import BY_REGIME

KIND = "acceptance"
TITLE = "受理通知书"
_LATER = (
    Column("序号", 0.075, centred=True),
    Column("材料名称", 0.545),
    Column("办理方式", 0.16, centred=True),
    Column("补交期限", 0.22, centred=True),
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Everything the notice says. Numbers are masked already; the fee is in fen; `ground` is the law it rests on."""

    imprint: Imprint
    item: str
    department: str
    applicant: str
    id_number: str
    agent: str
    accepted_on: date
    promised_day: date
    statutory_day: date
    promised: Limit
    statutory: Limit
    provisional: bool  # the calendar of that year is not published yet
    fee: int
    result: str
    deferred: tuple[tuple[str, date], ...] = ()  # what will come later, and by when
    committed: tuple[str, ...] = ()
    materials: tuple[ReceiptLine, ...] = ()  # what was received
    ground: str = BY_REGIME[Regime.LICENCE].accept.cited


def draw(paper: Acceptance) -> bytes:
    """The notice as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Acceptance) -> Sheet:
    """The notice as it stands on its pages."""
    sheet = Sheet(TITLE, "Notice of acceptance", paper.imprint)
    sheet.paragraph(f"{paper.applicant}：")
    sheet.paragraph(
        f"　　您（单位）提出的下列申请，{_completeness(paper)}。"
        f"根据{paper.ground}，决定自 {words.day(paper.accepted_on)}起予以受理。"
    )
    sheet.band(
        [
            _limit("承诺办结", paper.promised_day, paper.promised, provisional=paper.provisional),
            _limit("法定时限", paper.statutory_day, paper.statutory, provisional=paper.provisional),
            Highlight("收费", words.money(paper.fee), "按公示标准收取" if paper.fee else "本事项不收取费用"),
        ]
    )
    sheet.facts(
        [("申请事项", paper.item)],
        [
            ("申请人", words.person(paper.applicant, paper.id_number)),
            *([("代办人", paper.agent)] if paper.agent else []),
        ],
        [("办理部门", paper.department), ("办理结果", paper.result)],
    )
    if paper.materials:
        sheet.heading("材料清单")
        materials.listed(sheet, paper.materials)
    _later(sheet, paper)
    sheet.closing(_small_print(paper), "申请人（代办人）签收", paper.department, paper.accepted_on, clerk_is="受理人")
    return sheet


def _completeness(paper: Acceptance) -> str:
    if paper.deferred or paper.committed:
        return "主要材料齐全、符合法定形式，其余材料按约定容缺补交或者以告知承诺代替"
    return "材料齐全、符合法定形式"


def _limit(name: str, day: date, limit: Limit, *, provisional: bool) -> Highlight:
    note = f"自受理起 {words.limit(limit)}" if limit.amount else words.limit(limit)
    return Highlight(name, words.day(day), f"{note}（暂定）" if provisional else note)


def _later(sheet: Sheet, paper: Acceptance) -> None:
    """What the table of materials does not say already."""
    dated = {line.name for line in paper.materials if line.due is not None}
    named = {line.name for line in paper.materials}
    rows = [(name, "容缺后补", f"{words.day(due)}前") for name, due in paper.deferred if name not in dated]
    rows += [(name, "告知承诺", "—") for name in paper.committed if name not in named]
    if rows:
        sheet.heading("容缺与承诺")
        sheet.table(_LATER, [(str(place), *row) for place, row in enumerate(rows, start=1)])


def _small_print(paper: Acceptance) -> str:
    said = [
        "办理时限自受理次日起按工作日计算。依法需要听证、检验、检测、鉴定、专家评审等的，所需时间不计入，另行书面告知。"
    ]
    if paper.provisional:
        said.append("标明“暂定”的日期所在年份的节假日安排尚未公布，公布后以重新计算的日期为准。")
    if paper.deferred:
        said.append("容缺后补的材料请按期补交；逾期未补交的，按照本事项容缺受理的规定处理。")
    return "".join(said)
