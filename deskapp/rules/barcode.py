"""What a scan is, by its digits alone, so that it goes where it belongs whatever has the focus.

    receipt     the case number itself, 24 digits. A region never begins with 0, so it is mistaken for nothing below
    ticket      01 · hall 2 · date 8 · queue 2 (A = 01) · serial 5 · check digit             20 digits
    separator   02 · case id 39 (its 128 bits as a decimal number) · place 2 · check digit   44 digits
    notice      03 · case id 39 · check digit                                42 digits
    booking     04 · random 9 · check digit                                  12 digits

    track       the address in a paper's QR: http(s)://…/ and a random code of 20 to 64 letters, digits, - and _

A hand-out slip and a file's label carry the case number, as the receipt does.

A notice's code cannot be guessed, as a case number can: whoever holds the paper gets the place in the line that it
promises, and nobody else.

All lengths are even, because Code 128 set C carries digits in pairs; none is 18, the length of a resident ID number.
A separator names the place of a material in its item's list, counted from 1; 0 begins pages of no material yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deskapp.failures import Refusal
from deskapp.ids import CaseId, HallId, QueueId
from deskapp.rules.numbering import (
    check_digit_right,
    hall_digits,
    read_case_number,
    read_day,
    read_ticket_number,
    ticket_number,
    with_check_digit,
)

_TICKET = re.compile(r"01([0-9]{2})([0-9]{8})([0-9]{2})([0-9]{5})[0-9]")
_SEPARATOR = re.compile(r"02([0-9]{39})([0-9]{2})[0-9]")
_NOTICE = re.compile(r"03([0-9]{39})[0-9]")
_BOOKING = re.compile(r"04([0-9]{9})[0-9]")
_TRACK = re.compile(r"https?://[!-~]{1,200}/([A-Za-z0-9_-]{20,64})")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_LAST_PLACE = 99
BOOKINGS = 10**9  # how many codes of bookings there are


@dataclass(frozen=True, slots=True)
class ScannedTicket:
    hall: HallId
    day: date
    number: str  # "A012"


@dataclass(frozen=True, slots=True)
class ScannedReceipt:
    number: str  # the case number, 24 digits


@dataclass(frozen=True, slots=True)
class ScannedSeparator:
    case: CaseId
    place: int  # of the material in the item's list, from 1; 0 for none yet


@dataclass(frozen=True, slots=True)
class ScannedNotice:
    """The paper of somebody who was sent to fetch what was missing."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ScannedBooking:
    code: str  # as it stands on paper: 12 digits


@dataclass(frozen=True, slots=True)
class ScannedTrack:
    """The QR of a paper: it opens the progress page, and tells a window which case it is."""

    code: str


Scanned = ScannedTicket | ScannedReceipt | ScannedSeparator | ScannedNotice | ScannedBooking | ScannedTrack


def ticket_digits(hall: HallId, day: date, queue: QueueId, serial: int) -> str:
    """The barcode of a ticket. Refusals as `numbering.ticket_number` and `numbering.hall_digits`."""
    ticket_number(queue, serial)  # refuses what cannot be a ticket
    return with_check_digit(f"01{hall_digits(hall)}{day:%Y%m%d}{ord(queue) - ord('A') + 1:02}{serial:05}")


def ticket_digits_of(ticket: ScannedTicket) -> str:
    """The barcode that a scanned ticket carries."""
    queue, serial = read_ticket_number(ticket.number)
    return ticket_digits(ticket.hall, ticket.day, queue, serial)


def separator_digits(case: CaseId, place: int) -> str:
    """The barcode of the sheet that stands before a material's pages. ValueError when no UUID or place beyond 99."""
    if not 0 <= place <= _LAST_PLACE:
        raise ValueError("a separator has room for 99 materials")
    return with_check_digit(f"02{UUID(case).int:039}{place:02}")


def notice_digits(case: CaseId) -> str:
    """The barcode of a notice that says what is still to be brought. ValueError when no UUID."""
    return with_check_digit(f"03{UUID(case).int:039}")


def booking_digits(chance: int) -> str:
    """The code of a booking, from a number that chance gave. ValueError when it is not below BOOKINGS."""
    if not 0 <= chance < BOOKINGS:
        raise ValueError("a booking's code has nine digits of chance")
    return with_check_digit(f"04{chance:09}")


def may_become_address(text: str) -> bool:
    """Whether this is an address, or the beginning of one."""
    plain = text.casefold()
    return bool(_ADDRESS.match(plain)) or any(whole.startswith(plain) for whole in ("http://", "https://"))


def read(digits: str) -> Scanned | None:
    """What was scanned: digits, or the address in a QR.

    None when it is nothing of ours, or a digit was misread: then the scanner must try again.
    """
    if track := _TRACK.fullmatch(digits):
        return ScannedTrack(track[1])
    if not (digits.isascii() and digits.isdigit() and check_digit_right(digits)):
        return None
    if ticket := _TICKET.fullmatch(digits):
        return _ticket(ticket)
    if separator := _SEPARATOR.fullmatch(digits):
        return _separator(separator)
    if notice := _NOTICE.fullmatch(digits):
        case = _case(notice[1])
        return None if case is None else ScannedNotice(case)
    if _BOOKING.fullmatch(digits):
        return ScannedBooking(digits)
    return None if digits.startswith("0") else _receipt(digits)


def _ticket(found: re.Match[str]) -> ScannedTicket | None:
    hall, day, queue, serial = int(found[1]), read_day(found[2]), int(found[3]), int(found[4])
    if day is None or not hall or not 1 <= queue <= 26 or not serial:
        return None
    letter = QueueId(chr(ord("A") + queue - 1))
    return ScannedTicket(HallId(f"H{hall}"), day, ticket_number(letter, serial))


def _separator(found: re.Match[str]) -> ScannedSeparator | None:
    case = _case(found[1])
    return None if case is None else ScannedSeparator(case, int(found[2]))


def _case(digits: str) -> CaseId | None:
    bits = int(digits)
    return None if bits >= 1 << 128 else CaseId(str(UUID(int=bits)))


def _receipt(digits: str) -> ScannedReceipt | None:
    try:
        read_case_number(digits)
    except Refusal:
        return None
    return ScannedReceipt(digits)
