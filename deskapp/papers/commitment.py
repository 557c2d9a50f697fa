"""告知承诺书: the facts promised in place of a proof, what follows from a false promise, and the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import about
from deskapp.papers.about import About
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Column, Imprint, Sheet
from deskapp.rules import grounds

__all__ = ["KIND", "TITLE", "Commitment", "Promise", "draw", "lay_out"]
KIND = "commitment"
TITLE = "告知承诺书"
USUAL_FACT = "已具备该材料所证明的条件，所述事实真实、准确、完整"
_COLUMNS = (
    Column("序号", 0.075, centred=True),
    Column("以承诺代替的材料", 0.405),
    Column("承诺的事实", 0.52),
)
_PROMISES = (
    "所填写的基本信息真实、准确；",
    "已经知晓并全部理解行政机关告知的内容；",
    "认为自身能够满足行政机关告知的条件、标准和技术要求；",
    "愿意接受行政机关的核查，配合开展事中事后监管；",
    "愿意承担不实承诺、违反承诺的法律责任；",
    "上述陈述是申请人真实意思的表示。",
)
_CONSEQUENCES = (
    "经核查承诺不实的，行政机关将依法终止办理、责令限期整改、撤销行政决定或者予以行政处罚，并纳入信用记录；"
    "涉嫌犯罪的，依法移送司法机关。有较严重不良信用记录或者曾作出虚假承诺，在信用修复前不适用告知承诺制。"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A material, and the fact that is promised in its place."""

    material: str
    fact: str = USUAL_FACT


@dataclass(frozen=True, slots=True)
class Commitment:
    """Everything the promise says."""

    imprint: Imprint
    about: About
    promises: Sequence[Promise]
    signed_on: date
    consequences: str = _CONSEQUENCES
    signature: Pixels | None = None


def draw(paper: Commitment) -> bytes:
    """The promise as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: Commitment) -> Sheet:
    """The promise as it stands on its pages."""
    sheet = Sheet(TITLE, "Declaration in place of a proof", paper.imprint)
    about.told(sheet, paper.about)
    sheet.heading("一、行政机关告知")
    sheet.paragraph(
        "本事项的下列材料可以由申请人自主选择以书面承诺代替。申请人承诺已经符合告知的条件、要求，并愿意承担不实承诺的法律责任的，"
        "行政机关不再索要该材料，依据书面承诺办理；不愿承诺或者无法承诺的，应当提交该材料。"
    )
    rows = [(str(n), promise.material, promise.fact) for n, promise in enumerate(paper.promises, start=1)]
    sheet.table(_COLUMNS, rows)
    sheet.heading("二、不实承诺的责任")
    sheet.paragraph(paper.consequences)
    sheet.heading("三、申请人承诺")
    sheet.paragraph("\n".join(f"（{n}）{text}" for n, text in enumerate(_PROMISES, start=1)))
    office = paper.about.department or paper.imprint.hall
    sheet.closing(
        f"依据：{grounds.COMMITMENT.cited}。本承诺书一式两份，申请人和行政机关各执一份。", "申请人（承诺人）签字",
        office, paper.signed_on, clerk_is="告知人", signature=paper.signature,
    )  # fmt: skip
    return sheet
