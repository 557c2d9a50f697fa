"""A ticket's number with the day it is of, as people say it: "A012 昨天", "A012 11-20", "20261120 A012"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(r"(?:(20[0-9]{2})[-./年]?)?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
_WHOLE = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_SAID = {"今天": 0, "昨天": 1, "前天": 2, "today": 0, "yesterday": 1}


def ticket_and_day(words: str, today: date) -> tuple[str, date | None]:
    """What is said of the number, and the day beside it; None where no day is said, or none that there was.

    A day without its year is the last one of that name up to today.
    """
    parts = words.split()
    if len(parts) != 2:
        return words, None
    for number, day in (parts, parts[::-1]):
        read = _read(day, today)
        if read is not None and number[:1].isalpha():
            return number, read
    return words, None


def _read(text: str, today: date) -> date | None:
    if text.casefold() in _SAID:
        return today - timedelta(days=_SAID[text.casefold()])
    whole = _WHOLE.fullmatch(text)
    if whole is None and not re.search(r"[-./月]", text):
        return None  # figures alone are part of a number
    found = whole or _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
    except ValueError:
        return None
    if found[1] is None and day > today:
        day = _year_before(day)
    return day if day <= today else None


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
