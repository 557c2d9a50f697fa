"""The steps that count days: a special procedure and its end, an extension, a decision. Whoever takes them."""

from __future__ import annotations

from datetime import date

from deskapp.rules import deadline
from deskapp.rules.case import Case, Decided, Extended, Paused, Procedure, Resumed
from deskapp.rules.case_steps import DELIVERY_DAYS, EXTENSION_DAYS, ask_time
from deskapp.rules.catalog import Item
from deskapp.rules.deadline import WorkingDays


def paused(item: Item, procedure: Procedure, days: int, *, reason: str, today: date, calendar: WorkingDays) -> Paused:
    """The clock stops for so many working days (art. 45). Refusal `case.pause_too_long`."""
    ask_time(item, procedure, days)
    return Paused(reason.strip(), procedure, today, deadline.due(today, max(0, days), calendar).day)


def resumed(case: Case, today: date, calendar: WorkingDays) -> Resumed:
    """The clock goes on: both days move by the working days it stood still."""
    moved = [
        None if day is None or case.paused_since is None
        else deadline.after_pause(day, case.paused_since, today, calendar)
        for day in (case.promised_day, case.statutory_day)
    ]  # fmt: skip
    promised, statutory = moved
    return Resumed(
        promised.day if promised else None,
        statutory.day if statutory else None,
        any(day.provisional for day in moved if day is not None),
    )


def extended(case: Case, *, approved_by: str, reason: str, today: date, calendar: WorkingDays) -> Extended:
    """Ten more working days, once (art. 42)."""
    promised = deadline.due(case.promised_day or today, EXTENSION_DAYS, calendar)
    statutory = deadline.due(case.statutory_day or today, EXTENSION_DAYS, calendar)
    provisional = promised.provisional or statutory.provisional
    return Extended(reason.strip(), approved_by.strip(), promised.day, statutory.day, provisional)


def decided(*, granted: bool, reason: str, ground: str, today: date, calendar: WorkingDays) -> Decided:
    """The decision, with the day by which it has to reach the applicant (art. 44)."""
    deliver_by = deadline.due(today, DELIVERY_DAYS, calendar).day
    return Decided(granted, reason.strip(), ground.strip(), today, deliver_by)
