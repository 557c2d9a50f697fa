"""What a desk says of limits is counted again at the centre: a wrong day comes back with the right one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace as with_fields

from deskapp.ids import CaseId, ClerkId, HallId, WindowId, new_id
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal, principal
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Push
from deskapp.queries.working_days import by_facts
from deskapp.rules.case_state import State
from deskapp.rules.numbering import case_number
from deskapp.sentences import sentence_of
from deskapp.server import accept_events
from deskapp.server.accept_events import JudgingTerms
from deskapp.server.passes import digest_of
from tests.server.hall import Hall
from tests.server.pretend_desk import MATERIALS, PretendDesk, desk_at
from tests.server.with_departments import AtTheHall

NUMBER = case_number("330000", HallId("H1"), date(2026, 11, 23), WindowId("3"), 1)


def taken_in(desk: PretendDesk) -> CaseId:
    case = CaseId(new_id())
    desk.push(desk.opened(case), *(desk.received(case, code) for code in MATERIALS))
    return case


def acceptance(**days: Any) -> dict[str, Any]:
    told = {"number": NUMBER, "promised_day": "2026-11-23", "statutory_day": "2026-11-30", "provisional": False}
    return told | days


def test_a_right_day_is_accepted(any_hall: Hall) -> None:
    desk = desk_at(any_hall)
    assert desk.says(desk.event("case.accepted", taken_in(desk), acceptance())) == ["accepted"]


@pytest.mark.parametrize("days", [{"promised_day": "2026-12-24"}, {"statutory_day": "2026-11-24"}])
def test_a_wrong_day_comes_back_with_the_right_one(any_hall: Hall, days: dict[str, str]) -> None:
    desk = desk_at(any_hall)
    (verdict,) = desk.push(desk.event("case.accepted", taken_in(desk), acceptance(**days)))
    assert verdict.reason == "case.wrong_day"
    right = "2026-11-23" if "promised_day" in days else "2026-11-30"
    assert verdict.values == {"day": next(iter(days.values())), "right": right}
    assert right in sentence_of(verdict.reason, verdict.values, "zh")


def test_a_provisional_day_of_an_older_desk_is_taken(hall: Hall) -> None:
    desk = desk_at(hall)
    days = acceptance(statutory_day="2026-12-02", provisional=True)
    assert desk.says(desk.event("case.accepted", taken_in(desk), days)) == ["accepted"]


def test_a_day_that_the_hall_has_added_is_counted(hall: Hall) -> None:
    """A desk that has heard of a day off counts with it, and one that has not counts without it: both are right."""
    closed = with_fields(hall.parts.hall, added_days={"2026-11-25": False})
    desk = desk_at(hall)
    verdicts = []
    for serial, statutory in ((1, "2026-11-30"), (2, "2026-12-01"), (3, "2026-12-02")):
        number = case_number("330000", HallId("H1"), date(2026, 11, 23), WindowId("3"), serial)
        event = desk.event("case.accepted", taken_in(desk), acceptance(number=number, statutory_day=statutory))
        with hall.parts.journal.reading() as reading:
            who = _principal(desk, reading)
        words = Push(events=[event], keys=desk.keys)
        terms = JudgingTerms(calendar=by_facts(closed))
        judged = hall.parts.writer.write_now(partial(_judged, who=who, words=words, terms=terms))
        verdicts.append(judged.verdicts[0].reason)
    assert verdicts == [None, None, "case.wrong_day"]


def _judged(facts: Writing, *, who: Principal, words: Push, terms: JudgingTerms) -> accept_events.Judged:
    return accept_events.accept(facts, who, words, frozenset(), terms)


def _principal(desk: PretendDesk, reading: Reading) -> Principal:
    found = principal(reading, digest_of(desk.person.answer["token"]), moment_text(desk.hall.clock.moment))
    assert found is not None
    return found


@pytest.mark.parametrize(("days", "said"), [(10, "accepted"), (12, "rejected case.pause_too_long")])
def test_a_desks_pause_is_capped_at_the_centre_by_the_catalogue(hall: Hall, days: int, said: str) -> None:
    """The inspection of a food licence takes ten working days at the most, whatever a desk says."""
    case = AtTheHall(hall).accepted()
    hall.sign_in("dept-scjg", device="D1")
    desk = replace(desk_at(hall), user=ClerkId("dept-scjg"))
    until = date(2026, 12, 7) if days == 10 else date(2026, 12, 9)
    payload = {"reason": "", "procedure": "inspection", "since": "2026-11-23", "until": until.isoformat()}
    assert desk.says(desk.event("case.paused", case, payload)) == [said]
    with hall.parts.journal.reading() as reading:
        assert reading.case(case).state is (State.PAUSED if days == 10 else State.ACCEPTED)


def test_what_is_decided_at_once_has_its_day_of_delivery_counted(hall: Hall) -> None:
    desk = desk_at(hall)
    case = taken_in(desk)
    desk.push(desk.event("case.accepted", case, acceptance()))
    wrong = {"granted": True, "decided_on": "2026-11-23", "deliver_by": "2027-03-01"}
    assert desk.says(desk.event("case.decided", case, wrong)) == ["rejected case.wrong_day"]
