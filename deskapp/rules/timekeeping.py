"""Is the machine's clock good enough to write a day on paper?

A clock that was set back or forward gives a wrong day, and with it a wrong promise. The centre's time, when it is
known, decides; without it, a clock that stands before the desk's own last step was set back.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from deskapp.clock import office_day
from deskapp.failures import Refusal

TOLERATED = timedelta(minutes=3)


def notice(now: datetime, *, last_step: datetime | None, ahead: timedelta | None) -> str | None:
    """The code of what is to be said about the clock, None when it is well.

    `ahead` is how far the centre's clock is before ours, None while that is not known.
    """
    if ahead is not None:
        return "clock.wrong" if abs(ahead) > TOLERATED else None
    if last_step is not None and last_step - now > TOLERATED:
        return "clock.set_back"
    return None


def day_for_paper(now: datetime, *, last_step: datetime | None, ahead: timedelta | None) -> date:
    """The day to count a promise from. Refusal `clock.wrong_day` or `clock.set_back` when it would be a wrong one."""
    today = office_day(now)
    if ahead is not None:
        if abs(ahead) > TOLERATED and office_day(now + ahead) != today:
            raise Refusal("clock.wrong_day", here=today.isoformat(), there=office_day(now + ahead).isoformat())
        return today
    if last_step is not None and office_day(last_step) > today:
        raise Refusal("clock.set_back", here=today.isoformat(), there=office_day(last_step).isoformat())
    return today
