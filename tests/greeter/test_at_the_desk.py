"""Signing in at the door, what the desk keeps, and what it may do: over a real line to a real centre."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db.tables import events, local_facts
from deskapp.clerk import signing_in
from deskapp.desk import DESK_TOKEN
from deskapp.failures import LineTrouble, Refusal
from deskapp.greeter import issuing, looking_up, moving
from deskapp.ids import AT_THE_DOOR, QueueId
from deskapp.rules.line_terms import NORMAL
from tests.greeter.conftest import AtTheDoor

A = QueueId("A")


def refused(door: AtTheDoor, user: str, place: str = AT_THE_DOOR) -> str:
    with pytest.raises(Refusal) as refusal:
        signing_in.sign_in(door.station, user, "demo", place)
    return refusal.value.code


@pytest.mark.parametrize("place", [AT_THE_DOOR, ""])
def test_a_greeter_works_at_the_door_whatever_they_choose(door: AtTheDoor, place: str) -> None:
    desk = signing_in.sign_in(door.station, "greeter", "demo", place)
    assert (desk.clerk.at_the_door, desk.clerk.window) == (True, "")
    assert signing_in.last_user(door.station) == ("greeter", AT_THE_DOOR)


def test_a_manager_chooses_between_the_board_and_the_door(door: AtTheDoor) -> None:
    assert not signing_in.sign_in(door.station, "manager", "demo", "").clerk.at_the_door
    assert door.sign_in("manager").clerk.at_the_door


@pytest.mark.parametrize(
    ("user", "code"),
    [("clerk3", "sign_in.needs_window"), ("admin", "sign_in.no_work_here"), ("portal", "sign_in.no_work_here")],
)
def test_nobody_else_works_at_the_door(door: AtTheDoor, user: str, code: str) -> None:
    assert refused(door, user) == code


def test_nothing_stays_at_the_desk_but_who_was_there_last(door: AtTheDoor) -> None:
    desk = door.sign_in()
    issuing.give(desk, A, NORMAL)
    looking_up.find_tickets(desk, "A")
    signing_in.sign_out(desk)
    with door.station.journal.engine.connect() as connection:
        names = set(connection.execute(sa.select(local_facts.c.name)).scalars())
        kept = connection.execute(sa.select(sa.func.count()).select_from(events)).scalar()
    assert (names, kept) == ({"desk_credential", "last_sign_in"}, 0)


def test_what_a_clerk_left_unsent_here_keeps_its_own_token(door: AtTheDoor) -> None:
    signing_in.sign_in(door.station, "clerk3", "demo", "3")
    with door.station.journal.reading() as reading:
        before = reading.local(DESK_TOKEN)
    door.sign_in()
    with door.station.journal.reading() as reading:
        assert reading.local(DESK_TOKEN) == before


def test_without_the_line_nobody_signs_in_at_the_door_and_is_told_why(door: AtTheDoor) -> None:
    door.sign_in()
    door.line.cut = True
    assert refused(door, "greeter") == "sign_in.needs_line_here"


def test_a_cut_line_gives_no_ticket_and_is_known(door: AtTheDoor) -> None:
    desk = door.sign_in()
    door.line.cut = True
    with pytest.raises(LineTrouble):
        issuing.give(desk, A, NORMAL)
    with pytest.raises(LineTrouble):
        looking_up.door(desk)
    assert not desk.line.online
    assert door.tray.papers == []
    door.line.cut = False
    assert [queue.waiting for queue in looking_up.door(desk).queues] == [0, 0, 0, 0]
    assert desk.line.online


@pytest.mark.parametrize("typed", ["", "hello", "A012", "1" * 17, "9" * 200, "０３", "'; --", "99010820010101115"])
def test_what_is_no_code_is_asked_of_nobody(door: AtTheDoor, typed: str) -> None:
    desk = door.sign_in()
    door.line.cut = True  # nothing goes over the line
    with pytest.raises(Refusal) as refusal:
        issuing.give_for_code(desk, typed)
    assert refusal.value.code == "door.not_ours"


def test_a_ticket_that_is_gone_is_not_printed_again(door: AtTheDoor) -> None:
    desk = door.sign_in()
    given = issuing.give(desk, A, NORMAL)
    moving.cancel(desk, given.ticket.id)
    with pytest.raises(Refusal) as refusal:
        issuing.print_again(desk, given.ticket.id)
    assert refusal.value.code == "ticket.wrong_state"
    assert len(door.tray.papers) == 1


def test_a_window_is_told_with_its_remark_and_the_place_is_told_back(door: AtTheDoor) -> None:
    desk = door.sign_in()
    ticket = issuing.give(desk, A, NORMAL).ticket.id
    stood = moving.move(desk, ticket, None, looking_up.windows(desk)[0], "找李工")
    assert looking_up.story(desk, ticket).sent_to == "1"
    moving.move_back(desk, stood)
    assert looking_up.story(desk, ticket).sent_to is None
