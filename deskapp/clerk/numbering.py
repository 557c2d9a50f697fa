"""Giving cases their numbers and their days when they are accepted: one case, or all of a bundle under one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from deskapp.clerk import stepping, together
from deskapp.desk import Desk
from deskapp.ids import ItemCode
from deskapp.journal.writing import Writing
from deskapp.queries import sisters
from deskapp.queries.numbers import last_step_here, next_case_numbers
from deskapp.queries.working_days import working_days
from deskapp.rules import bundle
from deskapp.rules import case as cases
from deskapp.rules.bundle_clock import Days, days_of_all
from deskapp.rules.case import Case
from deskapp.rules.case_steps import limits_of
from deskapp.rules.deadline import WorkingDays, due_of
from deskapp.rules.timekeeping import day_for_paper


def accept_all(desk: Desk, facts: Writing, at_hand: Sequence[Case]) -> str:
    """Accept these cases, and say under which number: that of the bundle, or of the one case there is.

    Refusal `case.unanswered`, `case.incomplete` naming what is owed for all of them, or what else the rules refuse.
    """
    now = desk.clock.now()
    today = day_for_paper(now, last_step=last_step_here(facts), ahead=desk.line.ahead)
    lists = [cases.checklist_of(case, together.catalog_of(facts, case)) for case in at_hand]
    cases.ask_complete(bundle.union(lists))
    number, numbers = _numbers(desk, facts, at_hand, today)
    days = _days(facts, at_hand, now, working_days(facts))
    for case, checklist, own in zip(at_hand, lists, numbers, strict=True):
        counted = days[together.item_of(facts, case).code]
        fact = cases.accept(
            case,
            checklist,
            number=own,
            promised_day=counted.promised.day,
            statutory_day=counted.statutory.day,
            provisional=counted.provisional,
            since=today,
            promised_at=counted.promised.at,
            statutory_at=counted.statutory.at,
            bundle_number=number if case.bundle is not None else "",
        )
        stepping.ask_bundle(facts, case, fact)
        facts.add(desk.clerk.id, fact, of=case.id)
    return number


def _numbers(desk: Desk, facts: Writing, at_hand: Sequence[Case], today: date) -> tuple[str, list[str]]:
    """The bundle's number, where there is a bundle, and one for each case; what was given before stays."""
    known = bundle.number_of(sisters.with_sisters(facts, at_hand[0]))
    wanted = sum(case.reserved is None for case in at_hand) + (at_hand[0].bundle is not None and not known)
    region = together.catalog_of(facts, at_hand[0]).region
    fresh = iter(next_case_numbers(facts, region, today, desk.clerk.window, wanted))
    number = "" if at_hand[0].bundle is None else known or next(fresh)
    numbers = [case.reserved or next(fresh) for case in at_hand]
    return number or numbers[0], numbers


def _days(facts: Writing, at_hand: Sequence[Case], now: datetime, calendar: WorkingDays) -> Mapping[ItemCode, Days]:
    theme = together.theme(facts, at_hand[0])
    if theme is not None:
        return days_of_all(theme, together.catalog_of(facts, at_hand[0]), now, calendar)
    item = together.item_of(facts, at_hand[0])
    promised, statutory = (due_of(now, limit, calendar) for limit in limits_of(item))
    return {item.code: Days(promised, statutory)}
