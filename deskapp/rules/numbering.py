"""The numbers that stand on paper: of a case and of a ticket. Digits only, ending in a check digit.

A case number has 24 digits: region 6 · hall 2 · date 8 · window 3 · daily serial of that window 4 · check digit 1.
It names who gave it and when, so that a window whose line is cut gives numbers that nobody else can give; of two
computers at one window each has serials of its own (`serial_shares`).

The check digit is ISO/IEC 7064 MOD 11,10. It finds every single wrong digit. Of neighbours that changed places it
misses 1 pair in 45: neighbours in value too (4 and 5; 9 and 0), and only after certain digits before them. A lost or
added digit is found by the length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from stdnum.iso7064 import mod_11_10

from deskapp.failures import Refusal
from deskapp.ids import HallId, QueueId, WindowId

# no window's: what the centre numbers itself, filed online or accepted by silence
CENTRE_WINDOW = WindowId("999")
LAST_CASE_SERIAL = 9999
LAST_TICKET_SERIAL = 99999

_DIGITS = re.compile(r"[0-9]+")
_HALL = re.compile(r"H([1-9][0-9]?)")
_WINDOW = re.compile(r"[1-9][0-9]{0,2}")
_REGION = re.compile(r"[1-9][0-9]{5}")  # no province begins with 0; other barcodes do
_QUEUE = re.compile(r"[A-Z]")
_TICKET = re.compile(r"([A-Z])([0-9]{3}|[1-9][0-9]{3,4})")
_CASE_LENGTH = 24

# What a person types or an input method makes of it: full-width forms, and blanks or dashes between the parts.
_AS_TYPED = str.maketrans(
    {0xFEE0 + code: chr(code) for code in range(ord("!"), ord("~") + 1)} | dict.fromkeys(map(ord, " \t\u3000-－"))
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    region: str
    hall: HallId
    day: date
    window: WindowId
    serial: int


def window_id(text: str) -> WindowId:
    """The number of a window as an administrator gives it: 1 to 998, so that it can stand in a case number.

    999 is the centre's own, which numbers what is filed over the net. Refusal `window.bad_number`.
    """
    window = WindowId(as_typed(text))
    if not _WINDOW.fullmatch(window) or window == CENTRE_WINDOW:
        raise Refusal("window.bad_number", window=text[:20])
    return window


def case_number(region: str, hall: HallId, day: date, window: WindowId, serial: int) -> str:
    """The number of a case: 24 digits.

    Refusal `number.serial_full` when the window has given all of the day's 9999 numbers; `number.no_such_place` when
    region (six digits, the first not 0), hall (H1–H99) or window (1–999) cannot stand in a number.
    """
    if serial > LAST_CASE_SERIAL:
        raise Refusal("number.serial_full", window=window, last=LAST_CASE_SERIAL)
    if serial < 1:
        raise ValueError("serials begin with 1")
    if not _REGION.fullmatch(region) or not _WINDOW.fullmatch(window):
        raise Refusal("number.no_such_place", region=region, hall=hall, window=window)
    return with_check_digit(f"{region}{hall_digits(hall)}{day:%Y%m%d}{int(window):03}{serial:04}")


def read_case_number(text: str) -> CaseNumber:
    """A case number as typed or scanned, taken apart.

    Refusal `number.malformed` when it has not 24 digits or its parts name nothing, `number.check_digit` when a digit
    is wrong.
    """
    digits = as_typed(text)
    if len(digits) != _CASE_LENGTH or not _DIGITS.fullmatch(digits) or digits.startswith("0"):
        raise Refusal("number.malformed", wanted=_CASE_LENGTH)
    if not check_digit_right(digits):
        raise Refusal("number.check_digit")
    day = read_day(digits[8:16])
    hall, window, serial = int(digits[6:8]), int(digits[16:19]), int(digits[19:23])
    if day is None or not (hall and window and serial):
        raise Refusal("number.malformed", wanted=_CASE_LENGTH)
    return CaseNumber(digits[:6], HallId(f"H{hall}"), day, WindowId(str(window)), serial)


def ticket_number(queue: QueueId, serial: int) -> str:
    """What stands in large print and on the board: `A012`; from the thousandth on `A1000`.

    Refusal `number.no_such_queue` when the queue is not one letter, `number.tickets_full` past the last serial.
    """
    if not _QUEUE.fullmatch(queue):
        raise Refusal("number.no_such_queue", queue=queue)
    if serial > LAST_TICKET_SERIAL:
        raise Refusal("number.tickets_full", queue=queue, last=LAST_TICKET_SERIAL)
    if serial < 1:
        raise ValueError("serials begin with 1")
    return f"{queue}{serial:03}"


def read_ticket_number(text: str) -> tuple[QueueId, int]:
    """Queue and serial of a ticket number as typed: ` a012` is A012. Refusal `number.no_such_ticket`."""
    found = _TICKET.fullmatch(as_typed(text).upper())
    if found is None or not int(found[2]):
        raise Refusal("number.no_such_ticket")
    return QueueId(found[1]), int(found[2])


def hall_digits(hall: HallId) -> str:
    """`H1` → `01`. Refusal `number.no_such_place` for what is not H1–H99."""
    found = _HALL.fullmatch(hall)
    if found is None:
        raise Refusal("number.no_such_place", region="", hall=hall, window="")
    return f"{int(found[1]):02}"


def with_check_digit(digits: str) -> str:
    """The digits and, behind them, their check digit."""
    return digits + str(mod_11_10.calc_check_digit(digits))


def check_digit_right(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return bool(mod_11_10.checksum(digits) == 1)


def read_day(digits: str) -> date | None:
    """`20261123` as a day, None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def as_typed(text: str) -> str:
    """What was meant by what was typed: full-width forms made plain, blanks and dashes dropped."""
    return text.translate(_AS_TYPED).strip()
