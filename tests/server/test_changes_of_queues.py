"""A window that serves other queues for a while goes back to its own by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.ids import CENTRE, ClerkId, QueueId, WindowId
from deskapp.rules.turns import Turn
from deskapp.rules.window import QueuesChanged, Window
from deskapp.server import changes_of_queues
from tests.server.hall import Hall
from tests.waiting import eventually

MANAGER, SEVEN = ClerkId("manager"), WindowId("7")
A, B, C, D = (QueueId(letter) for letter in "ABCD")


def seven(hall: Hall) -> Window:
    with hall.parts.journal.reading() as reading:
        return reading.window(SEVEN)


def change(hall: Hall, *queues: QueueId, minutes: int | None = None) -> None:
    until = None if minutes is None else hall.clock.moment + timedelta(minutes=minutes)
    fact = QueuesChanged(queues, Turn.ORDER, (), until)
    hall.parts.writer.write_now(lambda facts: facts.add(MANAGER, fact, of=SEVEN))


def test_when_its_hour_has_come_a_change_ends_and_the_next_call_keeps_to_it(any_hall: Hall) -> None:
    usual = seven(any_hall).plan
    change(any_hall, D, minutes=30)
    change(any_hall, D, C, minutes=20)  # changed once more: what it goes back to is still its own
    assert seven(any_hall).queues == (D, C)
    greeter = any_hall.sign_in("greeter")
    any_hall.issue(greeter, "A")
    clerk = any_hall.sign_in("clerk7", "7")
    assert clerk.call().status_code == 204
    any_hall.clock.move(timedelta(minutes=21))
    eventually(lambda: seven(any_hall).plan == usual, "the end of the change")
    assert (seven(any_hall).until, seven(any_hall).afterwards) == (None, None)
    assert clerk.call().json()["number"] == "A001"


def test_a_change_without_an_hour_stays_and_is_no_more_the_usual_one_of_before(hall: Hall) -> None:
    change(hall, D, minutes=10)
    change(hall, B)
    hall.clock.move(timedelta(days=1))
    assert hall.parts.writer.write_now(lambda facts: changes_of_queues.end(facts, [SEVEN])) == 0
    assert seven(hall).queues == (B,)


@pytest.mark.parametrize(("minutes", "said"), [(9, 0), (10, 1), (11, 1)])
def test_whoever_ends_a_change_it_is_said_once(hall: Hall, minutes: int, said: int) -> None:
    """Several processes of a centre look at the same time; this one looks as well."""
    change(hall, D, minutes=10)
    hall.clock.move(timedelta(minutes=minutes))
    for _ in range(3):
        hall.parts.writer.write_now(lambda facts: changes_of_queues.end(facts, [SEVEN]))
    with hall.parts.journal.reading() as reading:
        told = reading.events_of(SEVEN)
    assert sum(event.actor == CENTRE for event in told) == said
