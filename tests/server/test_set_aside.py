"""One event that breaks the centre is set aside, written down, and holds up neither its desk nor anybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskapp.failures import StoreTrouble
from deskapp.ids import CaseId, ClerkId, DeviceId, TicketId, WindowId, new_id
from deskapp.queries import call_sheet
from deskapp.server import accept_events, changes_of_queues
from tests.fakes.faults import swapped
from tests.guards import Listening
from tests.server.hall import Hall, code_of
from tests.server.pretend_desk import PretendDesk, desk_at

WHOM = "990108" + "200101011158"
ODD = ["2026-11-23T10:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2019-12-31T23:59:59Z"]


def test_a_plan_of_queues_until_no_moment_is_rejected_and_the_day_goes_on(hall: Hall) -> None:
    manager = hall.sign_in("manager", device="M1")
    desk = PretendDesk(hall, manager, DeviceId("M1"), ClerkId("manager"))
    odd = [desk.event("window.queues_changed", "5", {"queues": ["A"], "until": until}) for until in ODD]
    assert desk.says(*odd) == ["rejected event.no_sense"] * len(ODD)
    with hall.parts.journal.reading() as reading:
        assert changes_of_queues.over(reading, hall.clock.moment + timedelta(days=1)) == []


def test_a_ticket_held_until_no_moment_is_rejected(hall: Hall) -> None:
    ticket = hall.issue(hall.sign_in("greeter"))["id"]
    desk = desk_at(hall, "clerk5", "5", "D5")
    desk.person.call()
    odd = [desk.event("ticket.held", ticket, {"window": "5", "until": until}) for until in ODD]
    assert desk.says(*odd) == ["rejected event.no_sense"] * len(ODD)
    with hall.parts.journal.reading() as reading:
        assert call_sheet.held_here(reading, WindowId("5")) == ()
        assert reading.ticket(TicketId(ticket)).held_until is None


def test_a_ticket_of_no_moment_does_not_break_what_its_desk_sends(hall: Hall) -> None:
    """Its sums overflowed: a fault for every push, and this outbox never moved again."""
    desk = desk_at(hall, "clerk5", "5", "D5")
    moment = hall.clock.moment.isoformat()
    words: dict[str, Any] = {
        "number": "A007", "queue": "A", "ticket_class": "normal", "issued_at": moment, "due_at": moment,
    }  # fmt: skip
    places = [(field, until) for field in ("due_at", "issued_at", "appointment") for until in ODD]
    odd = [desk.event("ticket.issued", new_id(), words | {field: until}) for field, until in places]
    case = CaseId(new_id())
    assert desk.says(*odd, desk.opened(case)) == ["rejected event.no_sense"] * len(odd) + ["accepted"]


def breaking(desk: PretendDesk, cases: set[CaseId], error: type[Exception]) -> Any:
    """A judging that breaks at steps of these cases, because of a value that nobody thought of."""
    judge = accept_events._judge

    def broken(facts: Any, bench: Any, event: Any) -> Any:
        if event.stream_id in cases:
            raise error(WHOM)
        return judge(facts, bench, event)

    return swapped(accept_events, "_judge", broken)


@pytest.mark.parametrize("place", [0, 3, 6])
def test_what_breaks_the_judging_is_set_aside_and_the_others_are_accepted(
    hall: Hall, expect_log: Listening, place: int
) -> None:
    desk = desk_at(hall)
    cases = [CaseId(new_id()) for _ in range(7)]
    events = [desk.opened(case) for case in cases]
    with breaking(desk, {cases[place]}, OverflowError):
        told = desk.says(*events)
    assert told == ["accepted"] * place + ["quarantined event.no_sense"] + ["accepted"] * (6 - place)
    said = expect_log.said()
    assert said.count("is set aside: OverflowError") == 1, "one step, one line, however it was looked for"
    assert WHOM not in said
    with hall.parts.journal.reading() as reading:
        assert reading.last()[0] > 0
        assert [bool(reading.events_of(case)) for case in cases] == [n != place for n in range(7)]


def test_what_was_set_aside_is_answered_when_it_comes_again(hall: Hall, expect_log: Listening) -> None:
    desk = desk_at(hall)
    case = CaseId(new_id())
    event = desk.opened(case)
    with breaking(desk, {case}, TypeError):
        for _ in range(2):
            assert desk.says(event) == ["quarantined event.no_sense"]
    assert expect_log.said().count("is set aside: TypeError") == 2


@pytest.mark.parametrize("error", [OSError, MemoryError])
def test_a_machine_that_is_ill_sets_nothing_aside(hall: Hall, expect_log: Listening, error: type[Exception]) -> None:
    desk = desk_at(hall)
    case = CaseId(new_id())
    event = desk.opened(case)
    with breaking(desk, {case}, error):
        answer = desk.pushes(event, headers={"Connection": "close"})  # a server closes it after a fault
        assert (answer.status_code, code_of(answer)) == (500, "centre.fault")
    assert desk.says(event) == ["accepted"]
    assert error.__name__ in expect_log.said()


def test_a_store_that_is_ill_sets_nothing_aside(hall: Hall) -> None:
    desk = desk_at(hall)
    event = desk.opened(CaseId(new_id()))

    def full(*_: object) -> None:
        raise StoreTrouble("journal.not_kept")

    with swapped(accept_events, "accept", full):
        answer = desk.pushes(event)
    assert (answer.status_code, code_of(answer)) == (503, "journal.not_kept")
    assert desk.says(event) == ["accepted"]


def test_a_batch_of_nothing_that_breaks_is_a_fault_and_not_looked_through(hall: Hall, expect_log: Listening) -> None:
    desk = desk_at(hall)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with swapped(accept_events, "accept", broken):
        answer = desk.pushes()
    assert (answer.status_code, code_of(answer)) == (500, "centre.fault")
    assert len(expect_log.records) == 1
