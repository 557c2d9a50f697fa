"""What an answer of a scanner in the network means for a scan, as real devices give their answers. Pure.

The specification has 200 for a page, 404 for the end of the stack and 503 for "not yet". AirSane says 409 at an empty
feeder, others 404 there; some say 410 when a person pressed cancel, some when they are done; a jam comes as any of
these. So the number alone decides little: the status, asked for at once, tells the rest.
"""

from __future__ import annotations

from enum import Enum

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.escl_words import Status

DONE, GONE, CONFLICT, NOT_YET = 404, 410, 409, 503
FORBIDDEN = frozenset({401, 403})
EMPTY = "ScannerAdfEmpty"

COUNTED = frozenset(  # troubles that happen to a certain page
    {ScannerCode.JAMMED, ScannerCode.DOUBLE_FEED, ScannerCode.COVER_OPEN, ScannerCode.CANCELLED_AT_DEVICE}
)

_FEEDER = {
    "ScannerAdfJam": ScannerCode.JAMMED,
    "ScannerAdfMispick": ScannerCode.JAMMED,
    "ScannerAdfDuplexPageTooShort": ScannerCode.JAMMED,
    "ScannerAdfDuplexPageTooLong": ScannerCode.JAMMED,
    "ScannerAdfInputTrayFailed": ScannerCode.JAMMED,
    "ScannerAdfInputTrayOverloaded": ScannerCode.JAMMED,
    "ScannerAdfMultipickDetected": ScannerCode.DOUBLE_FEED,
    "ScannerAdfHatchOpen": ScannerCode.COVER_OPEN,
    "ScannerAdfDoorOpen": ScannerCode.COVER_OPEN,  # as several makers spell it
}
_CANCELLED, _ABORTED = "Canceled", "Aborted"
_NOT_WORKING = frozenset({"Stopped", "Down"})


class Course(Enum):
    """How a scan goes on when no page came."""

    OVER = "over"
    AGAIN = "again"


def of_feeder(status: Status | None) -> ScannerCode | None:
    """What is wrong with the feeder, if anything."""
    return None if status is None else _FEEDER.get(status.feeder)


def without_page(code: int, status: Status | None, job: str, *, feeder: bool, came: int) -> Course | ScannerCode:
    """What it means that the next page was answered by `code`. FAILED goes with the number of the code.

    `came` pages have come before. A stack that merely ended is OVER; one that ended by trouble never is.
    """
    wrong = of_feeder(status) if feeder else None
    state = "" if status is None else status.job(job)
    if wrong is not None:
        return wrong
    if code in FORBIDDEN:
        return ScannerCode.ACCESS_DENIED
    if code == NOT_YET:
        stands = status is not None and status.state in _NOT_WORKING
        return ScannerCode.FAILED if stands else Course.AGAIN
    if state == _CANCELLED:
        return ScannerCode.CANCELLED_AT_DEVICE
    if code not in (DONE, GONE, CONFLICT):
        return ScannerCode.FAILED
    if feeder and not came:
        return ScannerCode.EMPTY  # a job for which no paper was found counts as aborted, too
    if state == _ABORTED or not came:
        return ScannerCode.FAILED
    return _after_pages(code, status, state)


def _after_pages(code: int, status: Status | None, state: str) -> Course | ScannerCode:
    done = state == "Completed" or (status is not None and status.feeder == EMPTY)
    if code == DONE or done:
        return Course.OVER
    return ScannerCode.CANCELLED_AT_DEVICE if code == GONE else ScannerCode.FAILED


def without_job(code: int, status: Status | None, *, feeder: bool) -> Course | ScannerCode:
    """What it means that a new job was answered by `code`; never OVER."""
    wrong = of_feeder(status) if feeder else None
    if wrong is not None:
        return wrong
    if code in FORBIDDEN:
        return ScannerCode.ACCESS_DENIED
    if feeder and status is not None and status.feeder == EMPTY:
        return ScannerCode.EMPTY
    if code == NOT_YET:
        return Course.AGAIN
    if code == CONFLICT:  # nothing is wrong that the status would know: it takes no second job, or found no paper
        known = feeder and (status is None or not status.feeder)
        return ScannerCode.EMPTY if known else ScannerCode.BUSY
    return ScannerCode.FAILED
