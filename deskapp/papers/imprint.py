"""What every paper says about where it comes from: above everything else, and below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.clock import OFFICE_TIME
from deskapp.papers import barcodes, words
from deskapp.papers.flow import LEADING, MARGIN, PAGE_HEIGHT, ROOM, TOP, Flow
from deskapp.papers.fonts import BOLD, REGULAR, Chain, width
from deskapp.papers.marks import Digits, Frame, Ghost, Ink, Mark, Rule, Square, Text
from deskapp.papers.pixels import Pixels
from deskapp.papers.wrapping import balanced, wrapped

_SMALL = 8.5
_LOWEST = 27.0  # points from the lower edge: what an office printer still prints
_CODE_HEIGHT = 34.0
_MARK_HEIGHT = 17.0
_BRING = "再来时扫此码取号，不用重新排队"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What every paper says. `number` is an even count of digits, and None for a paper that is about no case.

    `heading` stands on top in place of the hall's name; `seal` is that of the office whose name closes the paper.
    """

    hall: str
    phone: str  # where to complain
    address: str = ""  # of the hall
    window: str
    clerk: str
    printed_at: datetime  # with its zone
    number: str | None = None
    track_url: str | None = None  # what the QR code opens
    code: str = ""  # digits of a barcode in place of the number's; the paper's number where there is no other
    comes_back: bool = True  # whoever brings the paper with this code again keeps their place
    practice: bool = False
    again: int = 0  # how many times it had come out before
    heading: str = ""
    seal: Pixels | None = None


def head(flow: Flow, imprint: Imprint, title: str, english: str) -> None:
    """The head of the first page, down to where the paper begins."""
    flow.centred(balanced(imprint.heading or imprint.hall, 12.5, ROOM), 12.5)
    flow.y -= 2
    flow.centred([title], 23, chain=BOLD)
    flow.centred([english], 8, ink=Ink.QUIET)
    flow.y -= 5
    flow.put(Rule(MARGIN, flow.y, MARGIN + ROOM, flow.y, 1.7, Ink.TEXT))
    flow.put(Rule(MARGIN, flow.y - 2.8, MARGIN + ROOM, flow.y - 2.8, 0.5, Ink.TEXT))
    flow.y -= 7
    dated = words.day(imprint.printed_at.astimezone(OFFICE_TIME).date())
    y = flow.y - 9.5 * 1.16
    if _numbered(imprint):
        flow.put(Text(MARGIN, y, 9.5, f"编号　{_numbered(imprint)}", ink=Ink.QUIET))
    flow.put(Text(MARGIN + ROOM - width(dated, 9.5), y, 9.5, dated, ink=Ink.QUIET))
    flow.y -= 9.5 * LEADING + 9


def foot_height(imprint: Imprint) -> float:
    """How much of every page the foot takes, from the lower edge, in points."""
    lines = len(_told(imprint, _words_room(imprint))) + 1  # the count of the pages
    codes = barcodes.square_width(imprint.track_url) + 7 if imprint.track_url else 0.0
    return _LOWEST + max(lines * _SMALL * LEADING + 6, codes, _CODE_HEIGHT + 22 if _digits(imprint) else 0.0) + 16


def around(flow: Flow, imprint: Imprint, title: str) -> None:
    """The foot of every page, the running head of those that go on, and what a practice paper or a reprint carries."""
    count = len(flow.pages)
    height = foot_height(imprint)
    for place, page in enumerate(flow.pages, start=1):
        if imprint.practice:
            page.append(Ghost("练习 无效"))
        page.extend(_marks(imprint))
        if place > 1:
            page.extend(_running_head(imprint, title))
        page.extend(_foot(imprint, height, f"第 {place} 页 共 {count} 页"))


def _running_head(imprint: Imprint, title: str) -> list[Mark]:
    y = TOP - 13
    marks: list[Mark] = [
        Text(MARGIN, y, 10, f"{title}（续）", BOLD),
        Rule(MARGIN, y - 7, MARGIN + ROOM, y - 7, 0.9, Ink.TEXT),
    ]
    if _numbered(imprint):
        number = f"编号　{_numbered(imprint)}"
        marks.append(Text(MARGIN + ROOM - width(number, 9), y, 9, number, ink=Ink.QUIET))
    return marks


def _marks(imprint: Imprint) -> list[Mark]:
    marks: list[Mark] = []
    right = MARGIN + ROOM
    bottom = PAGE_HEIGHT - 28 - _MARK_HEIGHT
    for word, on in ((words.reprint(imprint.again), imprint.again), ("练习 无效", imprint.practice)):
        if on:
            wide = width(word, 10, BOLD) + 14
            right -= wide
            marks += [
                Frame(right, bottom, wide, _MARK_HEIGHT, 1.0, Ink.TEXT),
                Text(right + 7, bottom + 5, 10, word, BOLD),
            ]
            right -= 6
    return marks


def _foot(imprint: Imprint, height: float, counted: str) -> list[Mark]:
    top = height - 12
    marks: list[Mark] = [Rule(MARGIN, top, MARGIN + ROOM, top, 0.5, Ink.RULE)]
    right = MARGIN + ROOM
    if imprint.track_url:
        side = barcodes.square_width(imprint.track_url)
        right -= side
        caption = "扫码查进度"
        marks.append(Square(right, top - 1 - side, imprint.track_url))
        x = right + (side - width(caption, 7.5)) / 2
        marks.append(Text(x, top - 1 - side - 7.5, 7.5, caption, ink=Ink.QUIET))
        right -= 4
    if digits := _digits(imprint):
        wide = barcodes.code128_width(digits)
        right -= wide
        marks.append(Digits(right, top - 12 - _CODE_HEIGHT, _CODE_HEIGHT, digits))
        below = _BRING if imprint.code and imprint.comes_back else digits
        x = right + (wide - width(below, _SMALL)) / 2
        marks.append(Text(x, top - 12 - _CODE_HEIGHT - 11, _SMALL, below))
    y = top - 8 - _SMALL
    for line, chain, ink in (*_told(imprint, _words_room(imprint)), (counted, REGULAR, Ink.QUIET)):
        marks.append(Text(MARGIN, y, _SMALL, line, chain, ink))
        y -= _SMALL * LEADING
    return marks


def _numbered(imprint: Imprint) -> str:
    """The number it bears: what was not accepted has none of its own, and bears that of its barcode."""
    return imprint.number or imprint.code


def _digits(imprint: Imprint) -> str:
    """What the barcode holds, "" for none."""
    return imprint.code or imprint.number or ""


def _words_room(imprint: Imprint) -> float:
    room = ROOM
    if imprint.track_url:
        room -= barcodes.square_width(imprint.track_url) + 4
    if digits := _digits(imprint):
        room -= barcodes.code128_width(digits)
    return room


def _told(imprint: Imprint, room: float) -> Sequence[tuple[str, Chain, Ink]]:
    printed = imprint.printed_at.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M")
    said = (
        (imprint.hall, BOLD, Ink.TEXT),
        (f"{imprint.window} 号窗口　经办人 {imprint.clerk}", REGULAR, Ink.QUIET),
        (f"打印时间 {printed}", REGULAR, Ink.QUIET),
        (f"咨询投诉 {imprint.phone}", REGULAR, Ink.QUIET),
        *([(f"地址 {imprint.address}", REGULAR, Ink.QUIET)] if imprint.address else []),
    )
    return [(line, chain, ink) for text, chain, ink in said for line in wrapped(text, _SMALL, room, chain)]
