"""When a desk lets go of pages that the centre keeps. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskapp.failures import Refusal

USUAL_DAYS = 30
_LONGEST = 3650
EARLY = timedelta(days=1)  # what came today is looked at again today
NOBODYS = timedelta(days=30)  # a page that no scan, no case and no centre knows of is left by a program that was ended
RESERVE = 2 * 1024**3  # bytes free on a desk's disk: a week of pages without a line


def read_days(text: str) -> int:
    """How many days pages stay at a desk, from the settings. Refusal `pages.bad_days`."""
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= _LONGEST):
        raise Refusal("pages.bad_days")
    return int(text)


def before(now: datetime, days: int, *, disk_low: bool) -> datetime:
    """What came here before this moment may go."""
    return now - (min(EARLY, timedelta(days=days)) if disk_low else timedelta(days=days))
