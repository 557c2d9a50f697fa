"""Days, sums and limits as the office writes them. No line is broken between a number and what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from deskapp.clock import office_day
from deskapp.rules.deadline import Limit, LimitUnit

_STAYS = "\u00a0"
_UNITS = {LimitUnit.WORKING_DAYS: "个工作日", LimitUnit.CALENDAR_DAYS: "天", LimitUnit.HOURS: "小时"}


def day(value: date) -> str:
    """`2026 年 11 月 23 日`."""
    return f"{value.year}{_STAYS}年 {value.month}{_STAYS}月 {value.day}{_STAYS}日"


def short_day(value: date) -> str:
    """`2026-11-23`, for a narrow column."""
    return value.isoformat()


def printed_on(moment: datetime) -> date:
    """The office's day on which a paper came out."""
    return office_day(moment)


def limit(which: Limit) -> str:
    """`20 个工作日`; none is what is decided on the spot."""
    return f"{which.amount}{_STAYS}{_UNITS[which.unit]}" if which.amount else "当场办结"


def money(fen: int) -> str:
    """`12.50 元`, from hundredths of a yuan."""
    return f"{fen // 100}.{fen % 100:02}{_STAYS}元" if fen else "不收费"


def person(name: str, id_number: str) -> str:
    """A name and, where there is one, the number it is known by."""
    return f"{name}　{id_number}" if id_number else name


def reprint(times: int) -> str:
    """What marks a paper that had come out before."""
    return f"补打 第 {times} 次"


def listed(parts: Iterable[str]) -> str:
    """Several things in one sentence."""
    return "、".join(parts)
