"""Nobody said in time what was missing: the application counts as accepted, from the day of receipt (视为受理).

Administrative Licence Law art. 32 (4); Provisional Regulations on Real Estate Registration art. 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from deskapp.clock import OFFICE_TIME
from deskapp.ids import CENTRE, CaseId
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import HallFacts
from deskapp.queries import catalogs, sisters
from deskapp.queries.numbers import next_case_numbers
from deskapp.queries.working_days import by_facts
from deskapp.rules.bundle import number_of
from deskapp.rules.bundle_clock import Days, days_of_all
from deskapp.rules.case import Accepted, Case
from deskapp.rules.case_state import State
from deskapp.rules.case_steps import limits_of
from deskapp.rules.deadline import WorkingDays, due_of
from deskapp.rules.numbering import CENTRE_WINDOW
from deskapp.server import bundle_asks

# A window whose line is cut may have asked or accepted in time and not been heard of. It counts from the day of receipt
# all the same, so that a day of waiting takes nothing from anybody.
LEEWAY = timedelta(days=1)
_STILL = frozenset({State.FILED, State.OPENED, State.PRE_REVIEWED})


def accept_unanswered(facts: Writing, found: Sequence[CaseId], hall: HallFacts) -> int:
    """Accept these, as far as nobody has said anything since; returns how many. Twice does no harm."""
    calendar, today = by_facts(hall), facts.terms.clock.today()
    said = 0
    for case_id in found:
        case = facts.case(case_id)
        if case.state in _STILL and case.answer_by is not None and case.answer_by + LEEWAY < today:
            fact = _accepted(facts, case, today, calendar)
            facts.add(CENTRE, fact, of=case_id)
            bundle_asks.follow(facts, case_id, fact, calendar)
            said += 1
    return said


def _accepted(facts: Writing, case: Case, today: date, calendar: WorkingDays) -> Accepted:
    catalog = catalogs.of_version(facts, case.catalog)
    since = case.received_on or today
    start = datetime.combine(since, time(12), OFFICE_TIME)
    item = catalog.items[case.item] if case.item else None
    assert item is not None  # noqa: S101 - a case that stands has an item
    theme = sisters.theme_of(facts, case)
    if theme is None:
        days = Days(*(due_of(start, limit, calendar) for limit in limits_of(item)))
    else:
        days = days_of_all(theme, catalog, start, calendar)[item.code]
    fresh = next_case_numbers(facts, catalog.region, today, CENTRE_WINDOW, 2)
    bundle_number = "" if theme is None else number_of(sisters.with_sisters(facts, case)) or fresh[1]
    return Accepted(
        case.reserved or fresh[0], days.promised.day, days.statutory.day, days.provisional, since, by_silence=True,
        bundle_number=bundle_number,
    )  # fmt: skip
