"""号票: the number in large print, which line, how many come before, how long it may take; 80 mm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskapp.clock import OFFICE_TIME
from deskapp.papers import drawing
from deskapp.papers.fonts import BOLD
from deskapp.papers.slip import WIDE, Slip, Strip

__all__ = ["KIND", "TITLE", "QueueTicket", "draw", "lay_out"]
KIND = "queue_ticket"
TITLE = "号票"
_NUMBER = 60.0  # points: read at arm's length by whoever left their glasses at home
_ADVICE = "请留意叫号屏和语音；过号请到导办台。"
_ADVICE_EN = "Watch the board. If you miss your call, ask at the desk."


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTicket:
    """Everything a ticket says; no name and no ID number. `least`, `most`: minutes, None while nothing is known."""

    hall: str
    phone: str  # where to complain
    address: str = ""  # of the hall
    number: str
    queue: str
    queue_en: str
    before: int  # people
    least: int | None
    most: int | None
    appointment: datetime | None  # with its zone
    issued_at: datetime
    digits: str  # of the barcode
    again: bool = False


def draw(paper: QueueTicket) -> bytes:
    """The ticket as PDF, for a roll of 80 mm in a printer that the system drives."""
    strip = lay_out(paper)
    return drawing.pdf([strip.marks], title=TITLE, subject=paper.number, author=paper.hall, size=(WIDE, strip.high))


def lay_out(paper: QueueTicket) -> Strip:
    """The ticket as it stands on its strip."""
    slip = Slip()
    slip.gap(4)
    slip.text(paper.hall, 12, BOLD)
    if paper.again:
        slip.text("补打 Reprint", 9)
    slip.number(paper.number, _NUMBER, BOLD)
    slip.text(paper.queue, 15, BOLD)
    slip.text(paper.queue_en, 9)
    slip.rule()
    if paper.appointment is not None:
        hour = paper.appointment.astimezone(OFFICE_TIME).strftime("%H:%M")
        slip.text(f"预约时间 {hour}", 14, BOLD)
        slip.text(f"Appointment at {hour}", 9)
    slip.text(f"前面 {paper.before} 人", 14)
    slip.text(f"{paper.before} before you", 9)
    if paper.least is None or paper.most is None:
        slip.text("等候时间暂时说不准", 14)
        slip.text("The wait is not known yet", 9)
    else:
        slip.text(f"约等 {paper.least}–{paper.most} 分钟", 14)
        slip.text(f"About {paper.least}–{paper.most} minutes", 9)
    slip.rule()
    slip.gap(3)
    slip.barcode(paper.digits)
    slip.text(paper.issued_at.astimezone(OFFICE_TIME).strftime("取号时间 %Y-%m-%d %H:%M"), 9)
    slip.text(_ADVICE, 9)
    slip.text(_ADVICE_EN, 7.5)
    slip.text(f"咨询投诉 {paper.phone}", 9)
    if paper.address:
        slip.text(paper.address, 9)
    slip.gap(4)
    return slip.finish()
