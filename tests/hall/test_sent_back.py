"""What the centre did not take of a manager's is let go, and the window is the centre's again."""

from __future__ import annotations

import pytest

from deskapp.desk import Desk
from deskapp.hall import board, sent_back, windows
from deskapp.ids import EventId, WindowId
from deskapp.journal import rejected
from deskapp.protocol.messages import Event
from tests.queries import telling

FIVE, SEVEN = WindowId("5"), WindowId("7")


def steps_of(desk: Desk, window: WindowId) -> list[Event]:
    with desk.journal.reading() as reading:
        return [event for event in reading.events_of(window) if event.actor == "manager"]


def unsettled(desk: Desk, *which: WindowId) -> int:
    with desk.journal.reading() as reading:
        return sum(len(rejected.unsettled(reading, window)) for window in which)


@pytest.fixture
def two_sent_back(manager: Desk) -> tuple[EventId, EventId]:
    found = []
    for window in (FIVE, SEVEN):
        windows.pause(manager, window)
        (event,) = steps_of(manager, window)
        telling.reject(manager.journal, event, "window.wrong_state")
        found.append(event.id)
    return found[0], found[1]


def test_each_is_let_go_in_its_own_stream(manager: Desk, two_sent_back: tuple[EventId, EventId]) -> None:
    assert board.line(manager).rejected == 2
    sent_back.give_up(manager, two_sent_back[:1])
    assert (unsettled(manager, FIVE), unsettled(manager, SEVEN)) == (0, 1)
    sent_back.give_up(manager, two_sent_back)
    assert unsettled(manager, FIVE, SEVEN) == 0
    assert board.line(manager).rejected == 0


def test_what_is_settled_already_or_never_was_is_nothing_to_do(
    manager: Desk, two_sent_back: tuple[EventId, EventId]
) -> None:
    sent_back.give_up(manager, two_sent_back)
    before = board.line(manager).pending
    sent_back.give_up(manager, (*two_sent_back, EventId("nothing")))
    assert board.line(manager).pending == before
