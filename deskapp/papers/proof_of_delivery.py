"""送达回证: which result papers were handed over, to whom, how and when, and the signature of whoever took them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.clock import OFFICE_TIME, office_day
from deskapp.papers import about, hand_out, words
from deskapp.papers.about import About
from deskapp.papers.hand_out import ResultPaper
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Imprint, Sheet
from deskapp.rules.case import Handed

__all__ = ["KIND", "TITLE", "ProofOfDelivery", "draw", "lay_out"]
KIND = "proof_of_service"
TITLE = "送达回证"
# The ways in which papers are served (Civil Procedure Law ch. 7, as offices follow it), in the order of the boxes. For
# the last three nobody comes to a window: whoever serves them ticks the box with a pen.
_SAID: tuple[tuple[Handed | None, str], ...] = (
    (Handed.WINDOW, "直接送达（窗口领取）"),
    (Handed.POST, "邮寄送达"),
    (Handed.ELECTRONIC, "电子送达"),
    (None, "留置送达"),
    (None, "委托送达"),
    (None, "公告送达"),
)


@dataclass(frozen=True, slots=True)
class ProofOfDelivery:
    """Everything the proof says. `id_number` is the receiver's, masked; `relation`: what they are to the applicant.

    `way` None: none of the boxes is ticked. `detail`: the number of a parcel, an address, why it was left behind.
    """

    imprint: Imprint
    about: About
    results: Sequence[ResultPaper]
    way: Handed | None
    served_at: datetime  # with its zone
    receiver: str
    id_number: str
    relation: str
    detail: str = ""
    signature: Pixels | None = None


def draw(paper: ProofOfDelivery) -> bytes:
    """The proof as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: ProofOfDelivery) -> Sheet:
    """The proof as it stands on its pages."""
    sheet = Sheet(TITLE, "Proof of service", paper.imprint)
    about.told(sheet, paper.about)
    sheet.heading("送达文书")
    hand_out.listed(sheet, paper.results)
    sheet.heading("送达方式")
    sheet.boxes([(way is not None and way is paper.way, text) for way, text in _SAID], across=3)
    served = paper.served_at.astimezone(OFFICE_TIME)
    sheet.facts(
        [("受送达人", paper.about.applicant)],
        [("签收人", words.person(paper.receiver, paper.id_number)), ("与受送达人", paper.relation)],
        [("送达时间", f"{words.day(served.date())} {served:%H:%M}"), ("送达地点", paper.imprint.hall)],
        *([[("备注", paper.detail)]] if paper.detail else []),
    )
    sheet.closing(
        "签收人对上列文书的名称、份数核对无误后签字。拒绝签收的，由送达人和见证人在备注中注明情况并签字。",
        "签收人签字", paper.imprint.hall, office_day(paper.served_at), clerk_is="送达人", signature=paper.signature,
    )  # fmt: skip
    return sheet
