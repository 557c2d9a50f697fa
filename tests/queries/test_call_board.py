"""The call board shows who is called where, and numbers alone."""

from __future__ import annotations

from datetime import date, timedelta

from deskapp.ids import WindowId
from deskapp.journal.journal import Journal
from deskapp.protocol.board import BoardCall, CallBoard
from deskapp.protocol.json import encode
from deskapp.queries.call_board import MOST_CALLS, call_board
from deskapp.rules import ticket as tickets
from tests.builders import MORNING, PERSON
from tests.clerk.office import FrozenClock
from tests.queries import telling
from tests.queries.telling import FIVE, THREE, issue, tell

TODAY = date(2026, 11, 23)
MINUTE = timedelta(minutes=1)


def look(desk: Journal) -> CallBoard:
    with desk.reading() as reading:
        return call_board(reading, "示例大厅", TODAY)


def calls(desk: Journal) -> list[tuple[str, str, int, bool]]:
    return [(call.number, call.window, call.call, call.here) for call in look(desk).calls]


def test_the_newest_call_stands_first_and_who_has_come_is_told_apart(desk: Journal, clock: FrozenClock) -> None:
    first, second = issue(desk, "A001"), issue(desk, "A002")
    tell(desk, first, tickets.Called(THREE))
    clock.move(MINUTE)
    tell(desk, second, tickets.Called(FIVE))
    tell(desk, first, tickets.CalledAgain(THREE), tickets.Arrived(THREE))
    assert calls(desk) == [("A002", "5", 1, False), ("A001", "3", 2, True)]


def test_who_is_done_held_or_waiting_again_is_not_on_it(desk: Journal) -> None:
    for number, then in (
        ("A001", tickets.Finished(THREE)),
        ("A002", tickets.NoShow(THREE)),
        ("A003", tickets.Held(THREE, MORNING + MINUTE)),
        ("A004", tickets.CallUndone(THREE)),
        ("A005", tickets.Transferred(telling.B)),
    ):
        tell(desk, issue(desk, number), tickets.Called(THREE), then)
    issue(desk, "A006")
    assert calls(desk) == []


def test_there_is_room_for_so_many_and_the_newest_are_kept(desk: Journal, clock: FrozenClock) -> None:
    for number in range(1, MOST_CALLS + 4):
        tell(desk, issue(desk, f"A{number:03}"), tickets.Called(WindowId(str(number))))
        clock.move(MINUTE)
    shown = calls(desk)
    assert len(shown) == MOST_CALLS
    assert (shown[0][0], shown[-1][0]) == (f"A{MOST_CALLS + 3:03}", "A004")


def test_those_who_wait_are_counted_by_queue(desk: Journal) -> None:
    assert look(desk).queues == [], "before the first catalogue nothing has a name"
    telling.publish(desk)
    issue(desk, "A001")
    issue(desk, "A002")
    tell(desk, issue(desk, "A003"), tickets.Called(THREE))
    (queue,) = look(desk).queues
    assert (queue.queue, queue.name, queue.en, queue.waiting) == ("A", "个人事项", "Personal", 2)


def test_nothing_of_a_person_is_on_it(desk: Journal) -> None:
    telling.publish(desk)
    ticket = issue(desk, "A001")
    telling.take_in(desk, ticket=ticket)
    tell(desk, ticket, tickets.Called(THREE))
    said = encode(look(desk)).decode()
    assert PERSON.name not in said
    assert PERSON.id_number not in said
    (call,) = look(desk).calls
    assert set(BoardCall.__dataclass_fields__) == {"ticket", "number", "window", "called_at", "call", "here", "say"}
    assert call.called_at.startswith("2026-11-23T")
