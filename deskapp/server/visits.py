"""Visits, as they are rated: what is done on one day for the cases of one bundle is one service, rated once.

A person who hands in one thing (一件事) is served once, however many departments it goes to. So the cases of a bundle
that were accepted or declined on the same day are one visit, and those handed out on the same day another; a case of no
bundle is a visit of its own. Its rating is kept under one of its cases (decision 027).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from deskapp.clock import office_day
from deskapp.ids import CaseId
from deskapp.journal.chain import moment_of
from deskapp.journal.ratings_kept import kept, served_step
from deskapp.journal.reading import Reading
from deskapp.queries import sisters
from deskapp.rules.case import Case
from deskapp.rules.rating import Occasion


@dataclass(frozen=True, slots=True)
class Visit:
    """One service. `case`: the one under which its rating is kept; `score` None: nobody has rated it."""

    case: CaseId
    occasion: Occasion
    day: date
    score: int | None
    asked: bool  # somebody was asked about it, with whatever came of it


def visit_of(reading: Reading, case: Case, occasion: Occasion) -> Visit | None:
    """The visit in which a case was served so; None when it was not."""
    day = _served_on(reading, case.id, occasion)
    if day is None:
        return None
    together = sorted(one.id for one in sisters.with_sisters(reading, case))
    same = [one for one in together if one == case.id or _served_on(reading, one, occasion) == day]
    told = [(found.score, one) for one in same if (found := kept(reading, one, occasion)) is not None]
    score, under = max(told, key=lambda each: each[0] is not None, default=(None, same[0]))
    return Visit(under, occasion, day, score, asked=bool(told))


def visits_of(reading: Reading, cases: tuple[Case, ...], days: int) -> tuple[Visit, ...]:
    """The visits of these cases that were no longer ago than that, the last one first, rated or not."""
    first = reading.terms.clock.today() - timedelta(days=days)
    found: dict[tuple[Occasion, date], Visit] = {}
    for occasion in (Occasion.DELIVERY, Occasion.WINDOW):
        for case in cases:
            visit = visit_of(reading, case, occasion)
            if visit is not None and visit.day >= first:
                found.setdefault((occasion, visit.day), visit)
    return tuple(sorted(found.values(), key=lambda visit: visit.day, reverse=True))


def _served_on(reading: Reading, case: CaseId, occasion: Occasion) -> date | None:
    step = served_step(reading, case, occasion)
    return None if step is None else office_day(moment_of(step.occurred_at))
