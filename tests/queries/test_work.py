"""What a clerk has left open, so that nobody's application is forgotten overnight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.ids import CaseId, ClerkId
from deskapp.journal.journal import Journal
from deskapp.queries.work import cases_left_open
from deskapp.rules import case as cases
from tests.builders import CLERK
from tests.clerk.office import FrozenClock
from tests.queries import telling
from tests.queries.telling import COLLEAGUE, take_in, tell

NUMBER = "330000012026112300300018"
ACCEPTED = cases.Accepted(NUMBER, date(2026, 11, 30), date(2026, 12, 21))


def left_open(kept: Journal, clerk: ClerkId = CLERK) -> list[CaseId]:
    with kept.reading() as reading:
        return list(cases_left_open(reading, clerk))


def test_a_clerk_finds_their_own_cases_the_newest_first(desk: Journal, clock: FrozenClock) -> None:
    made = []
    for by in (CLERK, COLLEAGUE, CLERK, CLERK):
        clock.move(timedelta(hours=9))
        made.append(take_in(desk, by=by))
    assert left_open(desk) == [made[3], made[2], made[0]]
    assert left_open(desk, COLLEAGUE) == [made[1]]
    assert left_open(desk, ClerkId("clerk")) == []


@pytest.mark.parametrize(
    ("then", "left"),
    [
        ((cases.LookedAt("id_number"),), True),
        ((ACCEPTED,), False),
        ((ACCEPTED, cases.AcceptanceUndone(NUMBER)), True),
        ((cases.CorrectionRequested((), "a clearer copy", date(2026, 12, 1)),), False),
        ((cases.Declined("not ours", "art. 29"),), False),
        ((cases.Withdrawn("asked to"),), False),
    ],
)
def test_a_case_is_left_open_until_it_came_to_an_end_at_the_window(
    desk: Journal, then: tuple[cases.CaseFact, ...], left: bool
) -> None:
    case_id = take_in(desk)
    tell(desk, case_id, *then)
    assert left_open(desk) == ([case_id] if left else [])


def test_an_acceptance_the_centre_refused_leaves_the_case_open_again(desk: Journal) -> None:
    case_id = take_in(desk)
    telling.accept_all(desk)
    [step] = tell(desk, case_id, ACCEPTED)
    assert left_open(desk) == []
    telling.reject(desk, step, "number.taken")
    assert left_open(desk) == [case_id]


def test_an_opening_the_centre_refused_leaves_nothing_open(desk: Journal) -> None:
    case_id = take_in(desk)
    with desk.reading() as reading:
        [opening] = reading.events_of(case_id)
    telling.reject(desk, opening, "catalog.unknown")
    assert left_open(desk) == []
