"""Two processes of one centre on PostgreSQL: what one of them is just writing, the other waits for and then knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db import engines
from deskapp.ids import CaseId, DeviceId, ItemCode, TicketId, new_id
from deskapp.journal import judging
from deskapp.journal.chain import moment_text
from deskapp.journal.journal import Journal
from deskapp.journal.people import Principal, principal
from deskapp.journal.terms import Author
from deskapp.rules.applying import Named
from deskapp.rules.numbering import read_case_number
from deskapp.rules.ticket import TicketState
from deskapp.server import filing
from deskapp.server.call_next import Call, call_together
from deskapp.server.filing import Filing
from deskapp.server.passes import digest_of
from tests.server.hall import Hall, Person
from tests.server.pretend_desk import desk_at
from tests.waiting import eventually

pytestmark = pytest.mark.parametrize("database", ["postgres"], indirect=True)
LEASE = timedelta(minutes=10)


@pytest.fixture
def other(any_hall: Hall, database: str) -> Iterator[Journal]:
    """The journal as another process of the same centre has it."""
    terms = dataclasses.replace(any_hall.parts.journal.terms, author=Author(DeviceId(f"centre-{new_id()}"), 1))
    made = Journal(engines.centre(database), terms)
    yield made
    made.engine.dispose()


def of_token(kept: Journal, person: Person) -> Principal:
    with kept.reading() as reading:
        found = principal(reading, digest_of(person.answer["token"]), moment_text(kept.terms.clock.now()))
    assert found is not None
    return found


def somebody_waits(kept: Journal) -> bool:
    """Whether a transaction waits for what another one has locked."""
    with kept.engine.connect() as connection:
        question = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(connection.execute(sa.text(question)).scalar_one())


def test_a_call_repeated_at_another_process_before_the_first_is_written_is_answered_the_same(
    any_hall: Hall, other: Journal
) -> None:
    greeter = any_hall.sign_in("greeter")
    first, second = (any_hall.issue(greeter)["id"] for _ in range(2))
    clerk = any_hall.sign_in("clerk5", "5")
    call = Call(of_token(other, clerk), True, "K-1")
    with ThreadPoolExecutor(1) as line:
        with other.writing() as facts:
            call_together(facts, [call], LEASE)
            again = line.submit(clerk.call, finish=True, key="K-1")
            eventually(lambda: somebody_waits(other), "the second process at the window's lock")
        told = again.result(20).json()
    assert (told["id"], told["number"]) == (first, "A001")
    with other.reading() as reading:
        assert reading.ticket(TicketId(first)).state is TicketState.CALLED
        assert reading.ticket(TicketId(second)).state is TicketState.WAITING, "nobody else was called"
    assert [event["kind"] for event in told["events"]] == ["ticket.called"]


def test_what_is_filed_and_what_silence_accepts_in_the_same_moment_have_two_numbers(
    any_hall: Hall, other: Journal
) -> None:
    desk, portal = desk_at(any_hall), of_token(other, any_hall.sign_in("portal"))
    case = CaseId(new_id())
    licence = {"item": "JY-0101", "received_on": "2026-11-23", "answer_by": "2026-11-30"}
    assert desk.says(desk.opened(case, **licence)) == ["accepted"]
    asked = Filing("W-1", ItemCode("JY-0101"), Named("李䶮", "990105198802293371"), {}, ())

    def accepted() -> str | None:
        with other.reading() as reading:
            return reading.case(case).number

    with other.writing() as facts:
        judging.lock_streams(facts, [filing.NUMBERS])
        any_hall.clock.move(timedelta(days=12))
        filed = filing.file(facts, portal, asked, any_hall.parts.hall).case.reserved
        eventually(lambda: somebody_waits(other) or accepted(), "the clock's own course in the other process")
        assert accepted() is None, "it waits for the number that is being given"
    silent = eventually(accepted, "the acceptance by silence")
    assert filed is not None
    assert silent is not None
    one, two = read_case_number(filed), read_case_number(silent)
    assert (one.window, two.window, one.day, two.day) == ("999", "999", two.day, any_hall.parts.clock.today())
    assert (one.serial, two.serial) == (1, 2)
