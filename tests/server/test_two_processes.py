"""Two processes of one centre on PostgreSQL: what one of them is just writing, the other waits for and then knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db import engines
from deskapp.ids import DeviceId, TicketId, new_id
from deskapp.journal.chain import moment_text
from deskapp.journal.journal import Journal
from deskapp.journal.people import Principal, principal
from deskapp.journal.terms import Author
from deskapp.rules.ticket import TicketState
from deskapp.server.call_next import Call, call_together
from deskapp.server.passes import digest_of
from tests.server.hall import Hall, Person
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
