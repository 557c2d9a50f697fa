"""What every slip from the roll says above and below its own words: title, hall, codes, who served, how to complain."""

from __future__ import annotations

from deskapp.clock import OFFICE_TIME
from deskapp.papers import words
from deskapp.papers.about import About
from deskapp.papers.fonts import BOLD
from deskapp.papers.imprint import Imprint
from deskapp.papers.slip import Slip, Strip, pdf

_SMALL = 8.5


def begun(title: str, imprint: Imprint) -> Slip:
    """A slip with its head."""
    slip = Slip()
    slip.gap(4)
    slip.text(imprint.heading or imprint.hall, 10.5)
    slip.text(title, 17, BOLD)
    if imprint.again:
        slip.text(words.reprint(imprint.again), 9, BOLD)
    if imprint.practice:
        slip.text("练习 无效", 13, BOLD)
    slip.rule()
    return slip


def told(slip: Slip, about: About) -> None:
    """Whose application it is about."""
    slip.fact("事项", about.item, 9.5)
    slip.fact("申请人", about.applicant, 9.5)
    if about.id_number:
        slip.fact("证件号", about.id_number, 9.5)
    if about.agent:
        slip.fact("代办人", about.agent, 9.5)
    slip.fact("部门", about.department, 9.5)


def ended(slip: Slip, imprint: Imprint) -> Strip:
    """The slip with its foot: everything that is needed to find the case again, and to complain."""
    slip.rule()
    if imprint.number:
        slip.gap(3)
        slip.barcode(imprint.number)
    if imprint.track_url:
        slip.gap(4)
        slip.square(imprint.track_url)
        slip.text("扫码查进度", _SMALL)
    slip.text(f"{imprint.hall}　{imprint.window} 号窗口　经办人 {imprint.clerk}", _SMALL)
    slip.text(imprint.printed_at.astimezone(OFFICE_TIME).strftime("打印时间 %Y-%m-%d %H:%M"), _SMALL)
    slip.text(f"咨询投诉 {imprint.phone}", _SMALL)
    if imprint.address:
        slip.text(imprint.address, _SMALL)
    slip.gap(6)
    return slip.finish()


def printed(strip: Strip, title: str, imprint: Imprint) -> bytes:
    """The slip as a PDF as wide as the roll."""
    return pdf(strip, title=title, subject=imprint.number or "", author=imprint.hall)
