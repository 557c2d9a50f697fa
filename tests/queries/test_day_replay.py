"""A day played again from the journal ends where the hall stands."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta

import sqlalchemy as sa

from db.tables import tickets as rows
from deskapp.failures import Refusal
from deskapp.ids import TicketId
from deskapp.journal.journal import Journal
from deskapp.queries.day_replay import day_frames
from deskapp.queries.roster import open_windows
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.replay import Frame, every
from deskapp.rules.ticket import ENDED
from deskapp.rules.window import WindowState
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, THREE, A, B, issue, open_window, reject, tell

TODAY = date(2026, 11, 23)
MINUTE = timedelta(minutes=1)


def a_day(kept: Journal, clock: FrozenClock, chance: random.Random, people: int) -> list[TicketId]:
    """Whatever may happen, at random: of what is not permitted nothing comes."""
    open_window(kept, THREE, A, B)
    open_window(kept, FIVE, B)
    made: list[TicketId] = []
    for serial in range(1, people + 1):
        clock.move(MINUTE * chance.random() * 2)
        made.append(issue(kept, f"{chance.choice('AB')}{serial:03}", wait=chance.choice([5, 30])))
        window = chance.choice([THREE, FIVE])
        steps: list[tickets.TicketFact] = [
            tickets.Called(window), tickets.Called(window, offline=True), tickets.Arrived(window),
            tickets.Finished(window), tickets.Held(window, MORNING), tickets.NoShow(window),
            tickets.CallUndone(window), tickets.BackInLine(clock.moment), tickets.Transferred(B, "", FIVE),
            tickets.CalledAgain(window), tickets.Shown("board1", 1), tickets.Joined(), tickets.Cancelled(),
        ]  # fmt: skip
        with suppress(Refusal):
            tell(kept, chance.choice(made[-6:]), chance.choice(steps))
    tell(kept, FIVE, windows.WindowPaused())
    return made


def played(kept: Journal, day: date, *minutes: float) -> list[Frame]:
    with kept.reading() as reading:
        return list(day_frames(reading, day, [MORNING + MINUTE * one for one in minutes]))


def test_the_last_frame_is_what_the_lists_say(centre: Journal, clock: FrozenClock) -> None:
    made = a_day(centre, clock, random.Random(3), 150)
    (last,) = played(centre, TODAY, 24 * 60)
    with centre.reading() as reading:
        now = {ticket: reading.ticket(ticket) for ticket in made}
        at_windows = {window: reading.window(window) for window in (THREE, FIVE)}
        open_now = open_windows(reading)
        counted = reading.connection.execute(sa.select(rows.c.state, sa.func.count()).group_by(rows.c.state)).all()
    shown = {t.id: t for line in (*last.waiting.values(), *last.with_window.values()) for t in line}
    assert shown == {ticket: state for ticket, state in now.items() if state.state not in ENDED}
    assert last.windows == at_windows
    assert {w for w, window in last.windows.items() if window.state is WindowState.OPEN} == set(open_now)
    by_state = {state: number for state, number in counted if state in ENDED}
    assert {state: number for state, number in last.ended.items() if number} == by_state
    assert sum(map(len, last.waiting.values())) == next(n for state, n in counted if state == "waiting")


def test_frames_go_on_after_the_journal_was_let_go_of(centre: Journal, clock: FrozenClock) -> None:
    a_day(centre, clock, random.Random(4), 40)
    with centre.reading() as reading:
        going = day_frames(reading, TODAY, every(MINUTE * 5, MORNING, MORNING + MINUTE * 60))
    waiting = [sum(map(len, frame.waiting.values())) for frame in going]
    assert len(waiting) == 13
    assert waiting[0] <= 1 < waiting[-1]


def test_a_day_begins_with_who_was_carried_over_and_windows_as_they_were_left(
    centre: Journal, clock: FrozenClock
) -> None:
    open_window(centre, THREE)
    ticket = issue(centre, "A001")
    tell(centre, ticket, tickets.CarriedOver(TODAY + timedelta(days=1)))
    clock.move(timedelta(days=1))
    tell(centre, ticket, tickets.Called(THREE))
    first, second = played(centre, TODAY + timedelta(days=1), 24 * 60 - 1, 24 * 60)
    assert [[t.id for t in line] for line in first.waiting.values()] == [[ticket]]
    assert [[t.id for t in has] for has in second.with_window.values()] == [[ticket]]
    assert first.windows[THREE].state is WindowState.OPEN


def test_what_comes_the_day_after_is_not_shown(centre: Journal, clock: FrozenClock) -> None:
    ticket = issue(centre, "A001")
    clock.move(timedelta(days=1))
    tell(centre, ticket, tickets.Cancelled())
    open_window(centre, THREE)
    (last,) = played(centre, TODAY, 24 * 60 * 3)
    assert [[t.id for t in line] for line in last.waiting.values()] == [[ticket]]
    assert last.windows == {}


def test_what_the_centre_rejected_is_not_shown(desk: Journal) -> None:
    ticket = issue(desk, "A001")
    (called,) = tell(desk, ticket, tickets.Called(THREE))
    reject(desk, called, "ticket.taken")
    (last,) = played(desk, TODAY, 60)
    assert (len(last.waiting[A]), last.with_window) == (1, {})
