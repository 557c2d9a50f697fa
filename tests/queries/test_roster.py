"""Which windows are open when, and what hangs on a ticket: what the centre shares the line out by."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import engines
from deskapp.failures import Refusal
from deskapp.ids import DeviceId, QueueId, TicketId, WindowId
from deskapp.journal.chain import moment_text
from deskapp.journal.journal import Journal
from deskapp.queries import roster
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from tests import builders
from tests.builders import CLERK, MORNING
from tests.clerk.office import FrozenClock
from tests.queries import telling
from tests.queries.telling import FIVE, THREE, A, B, issue, open_window, tell

TODAY = date(2026, 11, 23)
OPENED = windows.WindowOpened(CLERK, DeviceId("D1"))
MINUTE = timedelta(minutes=1)

Said = tuple[WindowId, windows.WindowFact]


def defined(*queues: QueueId) -> windows.WindowDefined:
    return windows.WindowDefined(windows.WindowKind.INTAKE, queues)


def opened(kept: Journal) -> dict[WindowId, tuple[QueueId, ...]]:
    with kept.reading() as reading:
        return roster.open_windows(reading)


def between(kept: Journal, since: int, until: int) -> list[roster.Roster]:
    """The rosters between two minutes after the morning began."""
    with kept.reading() as reading:
        moments = (moment_text(MORNING + MINUTE * minutes) for minutes in (since, until))
        return roster.rosters_between(reading, *moments)


def last_serial(kept: Journal, queue: QueueId, day: date = TODAY) -> int:
    with kept.reading() as reading:
        return roster.last_ticket_serial(reading, queue, day)


def before(kept: Journal, queue: QueueId, minutes: int) -> int:
    with kept.reading() as reading:
        return roster.waiting_before(reading, queue, moment_text(MORNING + MINUTE * minutes), TicketId(""))


@pytest.mark.parametrize(
    ("then", "serves"),
    [
        ((), (A, B)),
        ((windows.WindowPaused("lunch"),), None),
        ((windows.WindowPaused(), windows.WindowResumed()), (A, B)),
        ((windows.WindowClosed(),), None),
        ((windows.QueuesChanged((B,)),), (B,)),
        ((defined(A),), (A,)),
    ],
)
def test_a_window_serves_its_queues_only_while_it_is_open(
    desk: Journal, then: tuple[windows.WindowFact, ...], serves: tuple[QueueId, ...] | None
) -> None:
    open_window(desk, THREE, A, B)
    tell(desk, THREE, *then)
    assert opened(desk) == ({} if serves is None else {THREE: serves})


def test_window_names_stand_as_a_person_counts(desk: Journal) -> None:
    for name in ("10", "2", "1", "21", "3"):
        tell(desk, name, defined(A))
    with desk.reading() as reading:
        assert roster.window_names(reading) == ("1", "2", "3", "10", "21")


def test_a_roster_that_came_and_went_in_between_is_told_too(centre: Journal, clock: FrozenClock) -> None:
    open_window(centre, THREE, A)
    clock.move(MINUTE * 10)
    open_window(centre, FIVE, A)
    clock.move(MINUTE * 10)
    tell(centre, FIVE, windows.WindowClosed())
    alone: roster.Roster = {THREE: (A,)}
    assert between(centre, 5, 25) == [alone, {THREE: (A,), FIVE: (A,)}]
    assert between(centre, 5, 6) == [alone]
    assert between(centre, 12, 25) == [{THREE: (A,), FIVE: (A,)}, alone]
    assert between(centre, 25, 30) == [alone]


window_facts = st.one_of(
    st.sampled_from([OPENED, windows.WindowPaused(), windows.WindowResumed(), windows.WindowClosed()]),
    st.sampled_from([(A,), (B,), (A, B)]).map(windows.QueuesChanged),
)
said = st.lists(st.tuples(st.sampled_from([THREE, FIVE]), window_facts), max_size=12)


@settings(max_examples=25)
@given(said, st.integers(0, 13), st.integers(0, 13))
def test_rosters_are_what_the_windows_facts_say_one_after_the_other(facts: list[Said], one: int, other: int) -> None:
    since, until = sorted((one, other))
    clock = FrozenClock()
    with tempfile.TemporaryDirectory() as folder:
        engine = engines.sqlite(Path(folder) / "centre.db")
        kept = builders.journal(engine, "centre", numbers=True, clock=clock.clock())
        stand = {name: windows.fold(windows.Window(name), defined(A)) for name in (THREE, FIVE)}
        for name in stand:
            tell(kept, name, defined(A))
        seen: list[tuple[int, roster.Roster]] = [(0, {})]
        for minute, (name, fact) in enumerate(facts, 1):
            clock.move(MINUTE)
            try:
                tell(kept, name, fact)
            except Refusal:
                continue
            stand[name] = windows.fold(stand[name], fact)
            now = {w.id: w.queues for w in stand.values() if w.state is windows.WindowState.OPEN}
            seen.append((minute, now))
        found = between(kept, since, until)
        engine.dispose()
    at_first = [now for minute, now in seen if minute <= since][-1]
    wanted: list[roster.Roster] = [at_first]
    wanted += [now for minute, now in seen if since < minute <= until]
    assert found[0] == at_first
    assert found == [now for place, now in enumerate(wanted) if now not in wanted[:place]]


def test_the_cases_of_a_ticket_are_those_opened_for_it_and_no_other(desk: Journal) -> None:
    ticket, other = TicketId("t1"), TicketId("t2")
    mine = {telling.take_in(desk, ticket=ticket) for _ in range(2)}
    telling.take_in(desk, ticket=other)
    telling.take_in(desk)
    with desk.reading() as reading:
        assert set(roster.cases_of_ticket(reading, ticket)) == mine
        assert roster.cases_of_ticket(reading, TicketId("nobody's")) == ()


def test_a_step_is_unsent_until_the_centre_has_judged_it(desk: Journal) -> None:
    open_window(desk)
    with desk.reading() as reading:
        assert roster.unsent_of_kind(reading, "window.opened")
        assert not roster.unsent_of_kind(reading, "window.closed")
    telling.accept_all(desk)
    [closing] = tell(desk, THREE, windows.WindowClosed())
    telling.reject(desk, closing, "window.wrong_state")
    with desk.reading() as reading:
        assert not roster.unsent_of_kind(reading, "window.opened")
        assert not roster.unsent_of_kind(reading, "window.closed"), "a rejected step waits for a person, not the line"


def test_the_last_serial_counts_beyond_three_digits(desk: Journal) -> None:
    for number in ("A998", "A1000", "A999", "B017"):
        issue(desk, number)
    assert (last_serial(desk, A), last_serial(desk, B), last_serial(desk, QueueId("C"))) == (1000, 17, 0)


def test_a_serial_is_used_up_even_when_the_ticket_went_to_another_queue_or_nowhere(desk: Journal) -> None:
    moved, gone = issue(desk, "A007"), issue(desk, "B004")
    tell(desk, moved, tickets.Transferred(B))
    tell(desk, gone, tickets.Cancelled("left"))
    assert (last_serial(desk, A), last_serial(desk, B)) == (7, 4)


def test_the_serials_of_yesterday_do_not_count_today(desk: Journal, clock: FrozenClock) -> None:
    issue(desk, "A200")
    clock.move(timedelta(days=1))
    issue(desk, "A003")
    assert last_serial(desk, A) == 200
    assert last_serial(desk, A, TODAY + timedelta(days=1)) == 3


def test_only_who_waits_in_the_queue_and_is_due_earlier_is_before_somebody(desk: Journal) -> None:
    issue(desk, "A001", wait=10)
    issue(desk, "A002", wait=20)
    issue(desk, "B001", wait=5)
    called = issue(desk, "A003", wait=1)
    tell(desk, called, tickets.Called(THREE))
    assert [before(desk, A, due) for due in (5, 10, 11, 20, 21)] == [0, 0, 1, 1, 2], "the same moment is not earlier"
    assert before(desk, B, 21) == 1
